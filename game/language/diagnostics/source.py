"""A file's text and its lines, and the place of a character in it. Knows nothing of YAML."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

_BLOCK = 1 << 16
_FEW = 100
"""Lines that are sooner found one by one than counted in a block."""
_MOST_NUMBERED = 200_000


class Source:
    """What was read: the name people know the file by, and its text, where only a newline ends a line.

    `line(n)` gives the n-th line (from 1) without its end, or "" where there is none.
    Lines are looked up, not split: a hostile file of line ends would cost more as a list
    than the whole load may take. What was looked up last is where the next is looked for from, since most are asked for in order.
    """

    __slots__ = ("_line", "_start", "_starts", "name", "text", "walked")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._line = 1
        self._start = 0
        self._starts: array[int] | None = None
        self.walked = (0, 0, 0)
        """How far `locate` has come: a scalar's position, and an offset in it and in the file that belong together."""

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"

    def number(self) -> None:
        """Count the lines once, for whoever asks for many in no order; not where there are more than a story has."""
        if self._starts is None and self.text.count("\n") < _MOST_NUMBERED:
            self._starts = array("l", (0, *(found.end() for found in re.finditer("\n", self.text))))

    def offset(self, line: int, column: int = 1) -> int:
        """The index in `text` of a line and column; past the end of the text, its length."""
        text = self.text
        if self._starts is not None and line > 0:
            return min(self._starts[line - 1] + column - 1, len(text)) if line <= len(self._starts) else len(text)
        start, missing = 0, line - 1
        if line >= self._line:
            start, missing = self._start, line - self._line
        while missing > _FEW and start < len(text):
            found = text.count("\n", start, start + _BLOCK)
            if found >= missing:
                break
            missing -= found
            start += _BLOCK
        for _ in range(missing):
            start = text.find("\n", start) + 1
            if not start:
                return len(text)
        if start < len(text):
            self._line, self._start = line, start
        return min(start + column - 1, len(text))

    def line(self, n: int) -> str:
        """The n-th line, counted from 1."""
        start = self.offset(n)
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of the character at `offset`."""
        if self._starts is not None:
            line = bisect_right(self._starts, min(offset, len(self.text)))
            return line, offset - self._starts[line - 1] + 1
        line, start = (self._line, self._start) if offset >= self._start else (1, 0)
        line += self.text.count("\n", start, offset)
        return line, offset - self.text.rfind("\n", 0, offset)
