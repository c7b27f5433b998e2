"""What a place in a text names, and where else it stands: definitions, references, highlights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from lsprotocol import types

if TYPE_CHECKING:
    from game.program.sources import Reference
    from game.writer.server.stories import Desk, Version, WrittenStory
    from game.writer.server.texts import EditorText

_WORD: Final = re.compile(r"[\w.-]+")
_MOST: Final = 10_000


class Cursor(NamedTuple):
    """A place in a text of a story, from 1, in the reader's columns."""

    desk: Desk
    story: WrittenStory
    text: EditorText
    line: int
    column: int

    @property
    def written(self) -> str:
        """The line that it is in."""
        return self.text.line(self.line)

    def word(self) -> tuple[int, int]:
        """The columns of the first letter of the word that it is in, and behind its last; twice its own where it is in none."""
        for found in _WORD.finditer(self.written):
            if found.start() < self.column <= found.end() + 1:
                return found.start() + 1, found.end() + 1
        return self.column, self.column


def named_at(cursor: Cursor, *, changed: bool = True) -> list[Reference]:
    """What a place names, the shortest name first; with `changed`, on a line that has changed since the story was loaded, what has the name of the word there."""
    version = cursor.story.version
    if version is None or version.table is None:
        return []
    name = cursor.desk.name_of(cursor.text.path)
    shift = version.known.shift(name, cursor.text)
    line = None if shift is None else shift.earlier(cursor.line)
    if line is not None:
        return list(version.table.at(name, line, cursor.column))
    if not changed:
        return []
    start, end = cursor.word()
    word = cursor.written[start - 1 : end - 1].strip(".-")
    known = [uses[0] for (_, one, _), uses in version.table.by_name.items() if one == word]
    return sorted(known, key=lambda one: _LIKELY.index(one.thing) if one.thing in _LIKELY else len(_LIKELY))


_LIKELY: Final = ("scene", "variable", "cast", "value", "ending", "codex", "group", "set", "thing", "phrase")
"""What a word on a line that was just written may stand for, the likeliest first."""


def definitions(cursor: Cursor) -> list[types.Location]:
    """Where what stands here is declared."""
    version = cursor.story.version
    for one in named_at(cursor):
        assert version is not None
        assert version.table is not None
        places = version.table.named(one.thing, one.name, one.inside)
        found = [each for each in places if each.use == "defined"]
        defined = version.table.definition(one.thing, one.name, one.inside)
        if not found and defined is not None:
            found = [defined]
        if found:
            return list(_locations(cursor, version, found))
    return []


def references(cursor: Cursor, *, declared: bool) -> list[types.Location]:
    """Every place that names what stands here; with `declared` also where that is declared."""
    version = cursor.story.version
    found = named_at(cursor)
    if version is None or version.table is None or not found:
        return []
    one = found[0]
    places = version.table.named(one.thing, one.name, one.inside)
    return list(_locations(cursor, version, [each for each in places if declared or each.use != "defined"][:_MOST]))


def highlights(cursor: Cursor) -> list[types.DocumentHighlight]:
    """The places in this text alone."""
    kinds = {"defined": types.DocumentHighlightKind.Write, "written": types.DocumentHighlightKind.Write}
    version = cursor.story.version
    found = named_at(cursor)
    if version is None or version.table is None or not found:
        return []
    one = found[0]
    here = cursor.desk.name_of(cursor.text.path)
    places = [each for each in version.table.named(one.thing, one.name, one.inside) if each.span.file == here]
    return [
        types.DocumentHighlight(where.range, kinds.get(each.use, types.DocumentHighlightKind.Read))
        for each in places
        for where in _locations(cursor, version, [each])
    ]


def _locations(cursor: Cursor, version: Version, places: Sequence[Reference]) -> Iterator[types.Location]:
    """Where these places are now; those on lines that have changed since are left out."""
    texts: dict[str, EditorText | None] = {}
    for one in places:
        file = one.span.file
        if file not in texts:
            texts[file] = cursor.desk.text(file, cursor.story)
        text = texts[file]
        if text is None:
            continue
        shift = version.known.shift(file, text)
        line = one.span.line if shift is None else shift.later(one.span.line)
        if line is not None:
            end = line + one.span.end_line - one.span.line
            yield types.Location(text.path.as_uri(), text.range(line, one.span.column, end, one.span.end_column))
