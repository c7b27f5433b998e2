"""The source table of a story: where its parts stand, and which place names what. Plain values, looked up and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

SourceKind: TypeAlias = Literal["scene", "choice", "line", "arm", "condition", "effect"]
"""What has a place of its own, by an id that the compiled story knows, too:

- a scene, a choice and a line (a paragraph, a codex text; the reason of a closed choice is its id with `!`) by their ids;
- an arm, one of the ways that a text or a label can go, by the id of its text and its own name: `cellar:1a2b3c4d 1b.2a`. The name counts the
  forks of a text from 1; `a` and `b` are what is shown where a condition holds and where not, numbers are texts that take turns;
- a condition by what it belongs to: `cellar#2` (the `if` with which the third block of a scene ends), `cellar/go-up if` and
  `cellar/go-up needs` (a choice's), `cellar when` (a storylet's), `cellar:1a2b3c4d 1` (a fork of a text), `always 0` (the first promise);
- an effect by its scene, block and number among what happens in the block: `cellar#2.0`.
"""
Thing: TypeAlias = Literal[
    "scene",
    "label",
    "choice",
    "variable",
    "group",
    "set",
    "thing",
    "value",
    "cast",
    "codex",
    "phrase",
    "ending",
    "place",
    "deck",
    "tag",
]
"""What has a name that other places can name."""
Use: TypeAlias = Literal["defined", "read", "written", "gone to", "called", "told", "renamed"]
"""What a place does with a name: `defined` declares it (each scene of a deck, its deck), `read` asks about it, `written` changes it, `gone to` and
`called` lead play there (`called`: and back; a draw calls its deck), `told` shows it, lets it speak, lets it be learned or has it as a tag, `renamed` is
what a name of an older version is called now."""

SourceRow: TypeAlias = "tuple[int, int, int, int, int]"
"""A span as the table keeps it: the number of its file, line, column, and those behind its last character."""


class SourceSpan(NamedTuple):
    """A part of a file. Lines and columns count from 1, columns in characters; the end is behind the last character."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def holds(self, line: int, column: int) -> bool:
        """Whether a position is in it, or right behind it."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)


class Reference(NamedTuple):
    """One place that names something: the span is the name itself, and no more.

    `inside` is the scene of a label or of a choice's id, the set of a thing, and the variable or group of an enum's value. `scene` is where the place is, "" outside of scenes. A member of the cast is written in the
    name of a group's variable with `_` for each hyphen; a variable of a group is named as a whole, and its group and member at the same place.
    """

    thing: Thing
    name: str
    inside: str
    use: Use
    scene: str
    span: SourceSpan


class SourceTable:
    """All spans and references of one story, as it was compiled."""

    def __init__(
        self, files: Sequence[str], rows: Mapping[SourceKind, Mapping[str, SourceRow]], references: Iterable[Reference]
    ) -> None:
        self.files = files
        """The names of the files, as in diagnostics; the main one first."""
        self.rows = rows
        self.references = sorted(references, key=lambda one: one.span)
        """Every reference, by file and position."""

    def span(self, kind: SourceKind, identity: str) -> SourceSpan | None:
        """Where something stands; None where the story has none of this id."""
        row = self.rows[kind].get(identity)
        return None if row is None else SourceSpan(self.files[row[0]], *row[1:])

    def arm(self, text: str, name: str) -> SourceSpan | None:
        """Where an arm of a text stands; where it has none of this name, the nearest around it, at last the text itself."""
        while name:
            if (found := self.span("arm", f"{text} {name}")) is not None:
                return found
            name = name.rpartition(".")[0]
        return self.span("line", text) or self.span("choice", text)

    def named(self, thing: Thing, name: str, inside: str = "") -> Sequence[Reference]:
        """Every place that names a thing."""
        return self.by_name.get((thing, name, inside), ())

    def definition(self, thing: Thing, name: str, inside: str = "") -> Reference | None:
        """Where a thing is declared, the first place if there are several; a variable of a group, where its group is."""
        found = next((one for one in self.named(thing, name, inside) if one.use == "defined"), None)
        group, dot, _ = name.rpartition(".")
        if found is None and thing == "variable" and dot:
            return self.definition("group", group)
        return found

    def at(self, file: str, line: int, column: int) -> Sequence[Reference]:
        """What a position in a file names, the shortest name first; none where it names nothing."""
        found = [one for one in self._on_line.get((file, line), ()) if one.span.holds(line, column)]
        return sorted(found, key=lambda one: one.span.end_column - one.span.column)

    @cached_property
    def by_name(self) -> dict[tuple[Thing, str, str], list[Reference]]:
        """Every place that names something, under what it is, its name and what it is inside."""
        found: dict[tuple[Thing, str, str], list[Reference]] = {}
        for one in self.references:
            found.setdefault((one.thing, one.name, one.inside), []).append(one)
        return found

    @cached_property
    def _on_line(self) -> dict[tuple[str, int], list[Reference]]:
        found: dict[tuple[str, int], list[Reference]] = {}
        for one in self.references:
            found.setdefault((one.span.file, one.span.line), []).append(one)
        return found
