"""The stories that an editor has open: their texts, saved or not, and the last versions of them that could be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from game.language.diagnostics.diagnostic import Diagnostic
from game.places import MAIN, story_above
from game.program.load import Loaded, load
from game.system.files import DISK, real, within
from game.system.names import is_playthrough
from game.system.overlay import Overlay
from game.writer.server.catalogue import Catalogue
from game.writer.server.reading import FileReading
from game.writer.server.texts import EditorText, Encoding, Shift

if TYPE_CHECKING:
    from lsprotocol import types

    from game.language.diagnostics.source import Source
    from game.program.drafts import Workbench
    from game.program.model import Program
    from game.program.sources import SourceTable

LARGEST: Final = 5_000_000
"""Characters of a text about which questions are answered; a story has no larger file."""


class LoadedTexts:
    """The texts that a story was once loaded from, by the names of their files."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self._alone: dict[str, frozenset[Diagnostic]] = {}
        self._shifts: dict[str, tuple[EditorText, Shift]] = {}

    @cached_property
    def lines(self) -> Mapping[str, list[str]]:
        """The lines of each of them."""
        return {name: source.text.split("\n") for name, source in self.sources.items()}

    def alone(self, name: str) -> frozenset[Diagnostic]:
        """What is wrong with a file's text, read by itself."""
        if name not in self._alone:
            text = EditorText(Path(name), "\n".join(self.lines[name]))
            self._alone[name] = frozenset(FileReading(text, name).diagnostics)
        return self._alone[name]

    def shift(self, name: str, text: EditorText) -> Shift | None:
        """The way between the lines of a file as it was then, and those of its text of now; None where there was none."""
        if name not in self.lines:
            return None
        known = self._shifts.get(name)
        if known is None or known[0] is not text:
            known = self._shifts[name] = text, Shift(self.lines[name], text.read_lines)
        return known[1]


class Version:
    """A story as it was loaded: what is answered from. Names are those of the last one that could be read as a whole."""

    def __init__(self, loaded: Loaded, before: Version | None) -> None:
        self.loaded = loaded
        self.told = LoadedTexts(loaded.sources)
        """The texts of its diagnostics."""
        self.program: Program | None = loaded.program or (before.program if before is not None else None)
        """The last that there was without errors."""
        self.bench: Workbench | None = loaded.bench or (before.bench if before is not None else None)
        """Where scenes that have changed since then are compiled with its names."""
        self.table: SourceTable | None = loaded.table
        self.known = self.told
        """The texts of its table."""
        if before is not None and before.table is not None and (loaded.table is None or _in_pieces(loaded)):
            self.table, self.known = before.table, before.known
        self.texts: dict[str, EditorText | None] = {}
        """Files of the story as they are on the disk, each read when it is first asked for."""
        self.ranges: Mapping[tuple[str, str], str] = {}
        """In which values a proof found a variable in a scene, in words; nothing where there is no proof of this story."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """Its names."""
        return Catalogue(self.table, self.program)

    def warm(self) -> None:
        """Put in order, beforehand, what every answer needs."""
        if self.table is not None:
            self.table.at("", 1, 1)
            self.table.named("scene", "")
        _ = self.told.lines, self.known.lines, self.catalogue


def _in_pieces(loaded: Loaded) -> bool:
    """Whether a part of a story was no YAML, so that names which it declares are missing."""
    return any(one.severity == "error" and one.code.startswith("E0") for one in loaded.diagnostics)


class WrittenStory:
    """One story: its place, and its last version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """Its folder, or its one file."""
        self.root = path if path.suffix not in (".yaml", ".yml") else path.parent
        """The folder that nothing is read outside of."""
        self.version: Version | None = None
        self.shown: dict[str, tuple[list[types.Diagnostic], int | None]] = {}
        """What an editor has been told of each file, and of which text of it."""

    def load(self, texts: Mapping[str, EditorText], between: Callable[[], None]) -> Version:
        """The story with these texts in place of files, by their real paths; what `between` raises ends it."""
        ours = {Path(path): text.text for path, text in texts.items() if within(self.root, path)}
        loaded = load(self.path, cache=False, traced=True, bench=True, disk=Overlay(ours), between=between)
        version = Version(loaded, self.version)
        version.warm()
        return version


class Desk:
    """All texts that are open, and the stories that they belong to. Knows nothing of the protocol but where an editor counts from."""

    def __init__(self) -> None:
        self.texts: dict[str, EditorText] = {}
        """The open ones, by their real paths."""
        self.stories: dict[str, WrittenStory] = {}
        self.folders: list[str] = []
        """The folders of the workspace, links followed; a file in one of them is a part of no story outside of them."""
        self.encoding: Encoding = "utf-16"
        self._readings: dict[str, FileReading] = {}
        self._wrong: dict[str, tuple[FileReading, Workbench, list[Diagnostic]]] = {}

    def open(self, path: Path, text: str, version: int | None) -> EditorText:
        """Take in a text that is open in an editor, or the newest version of it."""
        opened = EditorText(path, text, version, self.encoding)
        self.texts[real(path)] = opened
        return opened

    def close(self, path: Path) -> None:
        """The file counts again as it is on the disk."""
        where = real(path)
        self.texts.pop(where, None)
        self._readings.pop(where, None)
        self._wrong.pop(where, None)

    def text(self, path: Path | str, story: WrittenStory) -> EditorText | None:
        """A file of a story as it is in an editor, else as it is on the disk; None where it cannot be read."""
        opened = self.texts.get(real(path))
        if opened is not None:
            return opened
        version = story.version
        if version is None:
            return self._on_disk(path, story.root)
        name = str(path)
        if name not in version.texts:
            version.texts[name] = self._on_disk(path, story.root)
        return version.texts[name]

    def _on_disk(self, path: Path | str, root: Path) -> EditorText | None:
        try:
            raw = DISK.read(path, LARGEST, root=root)
        except OSError:
            return None
        return EditorText(Path(path), raw.decode("utf-8", "replace"), None, self.encoding)

    def story_of(self, path: Path) -> WrittenStory | None:
        """The story that a file belongs to, by where it is; None for what is no part of one."""
        if path.suffix not in (".yaml", ".yml") or is_playthrough(path.name):
            return None
        opened = self.texts.get(real(path))
        if path.name == MAIN:
            main: Path | None = path.parent
        elif opened is not None and opened.is_main:
            main = path
        else:
            above = story_above(path.parent)
            main = Path(above) if above is not None and self._may_read(path, above) else None
        if main is None:
            return None
        where = real(main)
        return self.stories.get(where) or self.stories.setdefault(where, WrittenStory(Path(where)))

    def _may_read(self, path: Path, story: str) -> bool:
        """Whether the story around a file is in the workspace, where the file is."""
        around = [one for one in self.folders if within(one, path)]
        return not around or any(within(one, story) for one in around)

    def reading(self, text: EditorText) -> FileReading:
        """A text read by itself; once for each version of it."""
        where = real(text.path)
        known = self._readings.get(where)
        if known is None or known.text is not text:
            known = self._readings[where] = FileReading(text, self.name_of(text.path))
        return known

    def name_of(self, path: Path) -> str:
        """What a file is called in diagnostics and in the source table: by its own name, also where that is a link."""
        return os.path.join(real(path.parent), path.name)  # noqa: PTH118 - a name

    def found(self, story: WrittenStory) -> dict[str, list[Diagnostic]]:
        """Everything that is known to be wrong, file by file, at the places of now.

        What can be told of an open file by itself, and with the names that were there, is told of its text of now; of all else, what the last loading found,
        where its line still is.
        """
        version = story.version
        told: dict[str, list[Diagnostic]] = {}
        for one in version.loaded.diagnostics if version is not None else ():
            told.setdefault(one.file, []).append(one)
        for text in [one for one in self.texts.values() if self.story_of(one.path) is story]:
            name = self.name_of(text.path)
            if version is not None and name in version.told.lines:
                told[name] = list(self._now(text, version, told.get(name, [])))
        return told

    def _now(self, text: EditorText, version: Version, loaded: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
        name = self.name_of(text.path)
        shift = version.told.shift(name, text)
        if shift is None or shift.same:
            return loaded
        alone = version.told.alone(name)
        moved = [
            one._replace(line=line)
            for one in loaded
            if one not in alone and (line := shift.later(one.line)) is not None
        ]
        here = [*self.reading(text).diagnostics, *self._compiled(text, version)]
        return list({(one.code, one.line, one.column): one for one in (*here, *moved)}.values())

    def _compiled(self, text: EditorText, version: Version) -> list[Diagnostic]:
        """What is wrong with scenes of a text that have changed, by the names of the last version without errors."""
        reading, bench = self.reading(text), version.bench
        if bench is None:
            return []
        where = real(text.path)
        known = self._wrong.get(where)
        if known is None or known[0] is not reading or known[1] is not bench:
            known = self._wrong[where] = reading, bench, bench.wrong(reading.document)
        return known[2]


def path_of(uri: str) -> Path | None:
    """The path that an editor means; None for a text that is no file."""
    from pygls.uris import to_fs_path

    path = to_fs_path(uri) if uri.startswith("file:") else None
    return None if path is None or "\0" in path or not os.path.isabs(path) else Path(path)  # noqa: PTH117 - a name yet
