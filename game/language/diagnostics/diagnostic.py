"""What is wrong with a file, as a value: gathered, never raised.

A diagnostic knows its place and its words; how it is drawn (caret, colour, JSON)
belongs to `game.language.diagnostics.report`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Location(NamedTuple):
    """A position in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int


class Diagnostic(NamedTuple):
    """One finding.

    `code` names a page in docs/errors; `hint` is one fix, or empty; `related` are
    other places that belong to the finding (the first of two duplicates); `length`
    is how many characters the caret underlines.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    related: tuple[Location, ...] = ()
    length: int = 1
