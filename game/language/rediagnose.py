"""The writer's mistake behind a file that YAML cannot read, found in the raw text."""

from __future__ import annotations

import re
from typing import NamedTuple

from game.language.diagnostic import Diagnostic
from game.language.source import Source

ESCAPES = re.compile(r"\\[0abvferNLPxuU]")


class Fault(NamedTuple):
    """One mistake at an offset of the text."""

    code: str
    offset: int
    message: str
    hint: str = ""
    length: int = 1

    def diagnostic(self, source: Source) -> Diagnostic:
        """The same as a diagnostic with a line and a column."""
        line, column = source.place(self.offset)
        return Diagnostic(self.code, "error", source.name, line, column, self.message, self.hint, (), self.length)


def before_parsing(text: str) -> Fault | None:
    return None


def after_failure(text: str, problem: Exception) -> Fault:
    mark = getattr(problem, "problem_mark", None)
    offset = Source("", text).offset(mark.line + 1, mark.column + 1) if mark else 0
    return Fault("E049", offset, "this line cannot be read as YAML")


def property_fault(text: str, offset: int, code: str) -> Fault:
    return Fault(code, offset, "this character has a meaning of its own at the start of a value")


def escape_fault(text: str, offset: int) -> Fault | None:
    return Fault("E006", offset, "this escape stands for a character that cannot be seen")
