"""Loads a story: from its files, or from the cache of what they compiled to."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from game.program.cache import store as caching
from game.program.declared import Promise
from game.program.model import Program, Records
from game.program.reading.files import StoryFile, included, story_file
from game.system.files import DISK, Disk, real

# What reads and compiles (and with it PyYAML) is imported where that begins: a start from the cache does without.
if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.nodes import Scalar
    from game.language.schema import story as tree
    from game.language.schema.findings import Findings
    from game.language.schema.story import Story
    from game.language.yaml.reader import Document, Source
    from game.program.compile import Compiled
    from game.program.drafts import Workbench
    from game.program.sources.table import SourceTable


class Loaded(NamedTuple):
    """A loaded story; `program` is None where there is an error among the diagnostics.

    `sources` holds the text of each file that was read, under the name diagnostics use; after a
    start from the cache it is empty, and so are the diagnostics unless there were warnings.
    `asked` are the conditions that were asked besides, `pictures` are the sources that are no YAML, and `table` says where everything stands, where that was wished;
    so does the `bench`, at which single scenes of a story without errors are compiled anew.
    """

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    asked: tuple[Promise, ...] = ()
    table: SourceTable | None = None
    pictures: tuple[str, ...] = ()
    bench: Workbench | None = None


class Extra(NamedTuple):
    """Conditions that are compiled with a story, so that names and counters mean in them what they mean there; and the text they stand in."""

    source: Source
    conditions: tuple[Scalar, ...]


def _nothing() -> None:
    """What is done between two files or scenes where nothing is wished."""


class _Wish(NamedTuple):
    """What is wanted besides the story: the answer to conditions, where everything stands, and a bench for its scenes; who is asked for its files; and what
    is done between two of them, and between two scenes.
    """

    extra: Extra | None = None
    traced: bool = False
    bench: bool = False
    disk: Disk = DISK
    between: Callable[[], None] = _nothing


QUESTION: Final = "your question"
"""What the file of a condition is called that stands in none."""


def question(condition: str) -> Extra:
    """A condition that stands in no file, as if it stood in one of its own."""
    from game.language.diagnostics.source import Source
    from game.language.nodes import Scalar, pack
    from game.language.text.cleaning import composed

    text = composed(condition)
    return Extra(Source(QUESTION, text), (Scalar(text, pack(1, 1)),))


def load(
    path: Path | str,
    *,
    cache: Path | bool | None = True,
    extra: Extra | None = None,
    traced: bool = False,
    bench: bool = False,
    disk: Disk = DISK,
    between: Callable[[], None] = _nothing,
) -> Loaded:
    """Load a story folder or a single story file, and check all of it.

    `cache` is the folder for compiled stories, True for the usual one, and False or None for none.
    `extra` are conditions that are compiled with the story; what is wrong with them is in the diagnostics, too. With `traced`, the source table comes with the story, also of one with errors in it,
    as far as it could be read; with `bench`, what single scenes of it are compiled anew with, which no cache has. `disk` is where the files are: an overlay has texts that are not saved in it.
    `between` is called between two files and between two scenes; what it raises ends the loading. Nothing about the files raises: what is wrong is in the diagnostics.
    """
    folder = usual_folder() if cache is True else cache or None
    main = story_file(Path(path), disk)
    if not isinstance(main, StoryFile):
        return Loaded(None, (main,), {})
    wish = _Wish(extra, traced, bench, disk, between)
    if extra is not None or bench or disk is not DISK:
        folder = None  # the conditions may bring counters of its own, and what is not saved is soon another text
    loaded = (None if folder is None else _kept(main, folder, wish)) or _from_files(main, folder, wish)
    if loaded.program is not None:
        loaded.program.file = str(main.path)
    return loaded


def usual_folder() -> Path | None:
    """Where compiled stories are kept; None where no folder can be had."""
    from game.places import cache_folder

    try:
        return cache_folder()
    except (OSError, RuntimeError):
        return None


def _kept(main: StoryFile, folder: Path, wish: _Wish) -> Loaded | None:
    """What is in the cache, if that is all that is wished."""
    kept = caching.fetch(folder, main, partial(_again, main, folder))
    if kept is None:
        return None
    loaded = Loaded(kept.program, kept.diagnostics, {})
    if not wish.traced:
        return loaded
    from game.program.sources import kept as tables

    table = tables.fetch(folder, main, kept.program.digest)
    return None if table is None else loaded._replace(table=table)


def _again(main: StoryFile, folder: Path, digest: str) -> Records:
    """The scenes of a story whose cache turned out to be damaged, compiled from its files."""
    program = _from_files(main, folder, _Wish()).program
    if program is None or program.digest != digest:
        raise caching.DamagedError(
            f"the compiled story in {folder} is damaged, and the story has changed since it was loaded"
        )
    return program.records


def _from_files(main: StoryFile, folder: Path | None, wish: _Wish) -> Loaded:
    collecting = gc.isenabled()
    gc.disable()  # a long story is a million small objects and no cycles; looking for them doubles the time
    size = 0
    try:
        loaded = _compiled(main, folder, wish)
        size = sum(len(source.text) for source in loaded.sources.values())
        return loaded
    finally:
        if collecting:
            _count_as_old()
            gc.enable()
            _collect_now_and_then(size)


_AT_LEAST = 1_000_000
_uncollected = 0
"""Characters of stories that were loaded since the last look for cycles."""


def _collect_now_and_then(size: int) -> None:
    """Look for what earlier loads have left in cycles, about as often as the collector would if its counts were not set back.

    That is seldom enough to cost a load next to nothing, also of a long story.
    """
    global _uncollected  # noqa: PLW0603 - the collector has one state for the whole process, and so have its counts
    _uncollected += size
    if _uncollected > _AT_LEAST + 8 * size:
        _uncollected = 0
        gc.collect()


def _count_as_old() -> None:
    """Put all objects into the oldest generation, or else the collector begins with a look at the whole story.

    That look costs an eighth of the loading of a long one. Freezing and unfreezing moves them without it; where something
    is frozen already, it is somebody's wish and left alone.
    """
    if hasattr(gc, "freeze") and gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()


def _compiled(main: StoryFile, folder: Path | None, wish: _Wish) -> Loaded:
    from hashlib import blake2b

    from game.language.schema.declarations import FileReader
    from game.language.schema.findings import Findings
    from game.language.schema.story import Story
    from game.program.compile import compile_story
    from game.program.reading import absent, partly
    from game.program.reading.pictures import drawn

    since = time.time_ns()
    documents: list[Document] = []
    story = Story()
    findings = Findings(story.sources)
    digest = blake2b(digest_size=16)
    read: list[tuple[StoryFile, caching.Stamp | None]] = []

    def take(found: StoryFile) -> list[Scalar]:
        wish.between()
        read.append((found, caching.stamp(found.path)))
        document, raw = _read(found, wish.disk)
        documents.append(document)
        story.sources.append(document.reading)
        findings.diagnostics += document.diagnostics
        caching.feed(digest, os.path.relpath(found.path, main.path.parent), raw)
        if (root := document.root or document.rest) is None:
            return []
        document.let_go()
        file = len(story.sources) - 1
        return FileReader(story, findings, file, main=found is main, eaten=document.eaten).read(root)

    patterns = take(main)
    for found in included(main, patterns, findings, wish.disk):
        take(found)
    for found in included(main, partly.lost_include(documents[0]), Findings(story.sources), wish.disk):
        take(found)
    files = {real(found.path) for found, _ in read} if story.pictures else set()
    drawings = list(drawn(main, story.pictures, files, findings, wish.disk))
    for number, found in drawings:
        read.append((found, caching.stamp(found.path)))
        document, raw = _read(found, wish.disk, plain=True)
        caching.feed(digest, os.path.relpath(found.path, main.path.parent), raw)
        _draw(story, findings, number, document)
    there = not findings.failed or partly.all_there(findings.diagnostics, documents)
    read_so_far = len(findings.diagnostics)
    asked = () if wish.extra is None else _asked(wish.extra, story)
    made = compile_story(story, findings, digest.hexdigest(), asked=asked, traced=wish.traced, between=wish.between)
    if not there:
        findings.diagnostics[read_so_far:] = partly.sure(findings.diagnostics[read_so_far:])
    program = made.program
    table = None if made.trace is None else made.trace.table(documents)
    sources = {one.name: one for one in (*story.sources[len(documents) :], *(each.source for each in documents))}
    if wish.extra is not None:
        sources[wish.extra.source.name] = wish.extra.source
    said: Iterable[Diagnostic] = findings.diagnostics
    if program is None:
        include = _not_included(main, patterns, documents[0].reading)
        known = partly.certain(findings.diagnostics, documents)
        said = absent.explained(known, sources, main.path, [found.path for found, _ in read], include, wish.disk)
    diagnostics = tuple(sorted(said, key=lambda one: (one.file, one.line, one.column, one.code)))
    if program is not None and folder is not None:
        named = [*(one.text for one in patterns), *(one.file.text for one in story.pictures)]
        caching.keep(folder, main, program, diagnostics, read, named, since)
        if table is not None:
            from game.program.sources import kept as tables

            tables.keep(folder, main, program.digest, table)
    drawn_from = tuple(found.name for _, found in drawings)
    return Loaded(program, diagnostics, sources, made.asked, table, drawn_from, _bench(made, wish))


def _bench(made: Compiled, wish: _Wish) -> Workbench | None:
    """What single scenes are compiled anew with, where that is wished and there is a story."""
    if not wish.bench or made.program is None:
        return None
    from game.program.drafts import Workbench

    return Workbench(made.names, made.program)


def _draw(story: Story, findings: Findings, number: int, document: Document) -> None:
    """Take in a picture; findings for what is wrong with it."""
    from game.language.picture import cells

    story.sources.append(document.source)
    one = story.pictures[number]
    for wrong in document.diagnostics:
        if wrong.code in ("E001", "E002", "E003", "E056"):  # a picture declares nothing: no name is missing without it
            findings.add("E180", wrong.message, 0, one.file, hint=wrong.hint)
        else:
            findings.diagnostics.append(wrong)
    if not document.diagnostics:
        rows, colours = cells(document.source, findings, len(story.sources) - 1)
        story.pictures[number] = one._replace(rows=rows, colours=colours)


def _asked(extra: Extra, story: Story) -> tuple[tree.Promise, ...]:
    """Conditions as they stand in a file of their own."""
    from game.language.schema.declarations import take_counted
    from game.language.schema.story import Promise as Asked
    from game.language.schema.tree import Text

    story.sources.append(extra.source)
    for one in extra.conditions:
        take_counted(story, one.text)
    return tuple(Asked(Text(one.text, one, 0), "", len(story.sources) - 1) for one in extra.conditions)


def _not_included(main: StoryFile, patterns: list[Scalar], source: Source) -> Diagnostic:
    """The finding for a file that is not included, at the place where it would be; still without its message."""
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.nodes import column_of, line_of

    if not patterns:
        return Diagnostic("E130", "error", main.name, 1, 1, "", "write  include: [{}]  at the top of the story")
    first = patterns[0]
    return Diagnostic(
        "E130",
        "error",
        source.name,
        line_of(first.pos),
        column_of(first.pos),
        "",
        "add {} to the files of  include:",
        (),
        len(first.text),
    )


def _read(found: StoryFile, disk: Disk, *, plain: bool = False) -> tuple[Document, bytes]:
    from game.language.yaml.reader import read_raw

    return read_raw(found.path, name=found.name, plain=plain, disk=disk)
