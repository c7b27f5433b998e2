"""Where in a story's files something stands that an answer is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from game.language.text.cleaning import clean_line
from game.program.model import Program
from game.program.sources import SourceSpan, SourceTable, Thing, Use
from game.proof.results import Answer


class Position(NamedTuple):
    """A position in a file, from 1, and how many characters it is about; 0 where that is more than the rest of its line."""

    file: str
    line: int
    column: int
    length: int

    def __str__(self) -> str:
        return f"{clean_line(self.file)}:{self.line}:{self.column}"


_NAMED: Mapping[str, tuple[Thing, Use]] = {
    "ending": ("ending", "gone to"),
    "codex": ("codex", "told"),
    "clamp": ("variable", "written"),
}
"""Where in its scene a thing stands that has its definition elsewhere."""


class Positions:
    """Where in a story's files the things stand that answers are about."""

    def __init__(self, program: Program, table: Callable[[], SourceTable | None]) -> None:
        """`table` gives the story's source table; it is called once, when a position is asked for."""
        self.program = program
        self._asked = table

    def of(self, about: Answer) -> Position:
        """Where the thing stands, or the scene that it is in; the first line of the story where even that is not found."""
        span = self._span(about)
        if span is None:
            return Position(self.program.file if self._table is None else self._table.files[0], 1, 1, 1)
        length = span.end_column - span.column if span.line == span.end_line else 0
        return Position(span.file, span.line, span.column, length)

    @cached_property
    def _table(self) -> SourceTable | None:
        return self._asked()

    def _span(self, about: Answer) -> SourceSpan | None:
        table = self._table
        if table is None:
            return None
        found = None
        if about.kind == "promise":
            texts = [one.text for one in self.program.always]
            found = table.span("condition", f"always {texts.index(about.name)}")
        elif about.kind == "text":
            found = table.arm(about.name, about.detail)
        elif about.kind in ("choice", "closed"):
            found = table.span("choice", about.name)
        elif about.kind in _NAMED:
            thing, use = _NAMED[about.kind]
            there = [one.span for one in table.named(thing, about.name) if one.use == use and one.scene == about.scene]
            declared = table.definition(thing, about.name)
            found = next(iter(there), None) if about.scene else declared and declared.span
        return found or table.span("scene", about.scene)
