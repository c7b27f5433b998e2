"""A file's text and its lines, and the place of a character in it. Knows nothing of YAML."""

from __future__ import annotations

_BLOCK = 1 << 16


class Source:
    """What was read: the name people know the file by, and its text, where only a newline ends a line.

    `line(n)` gives the n-th line (from 1) without its end, or "" where there is none.
    Lines are looked up, not split: a hostile file of line ends would cost more as a list
    than the whole load may take.
    """

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"

    def offset(self, line: int, column: int = 1) -> int:
        """The index in `text` of a line and column; past the end of the text, its length."""
        text = self.text
        start, missing = 0, line - 1
        while missing > 0 and start < len(text):
            found = text.count("\n", start, start + _BLOCK)
            if found >= missing:
                break
            missing -= found
            start += _BLOCK
        for _ in range(missing):
            start = text.find("\n", start) + 1
            if not start:
                return len(text)
        return min(start + column - 1, len(text))

    def line(self, n: int) -> str:
        """The n-th line, counted from 1."""
        start = self.offset(n)
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of the character at `offset`."""
        line = self.text.count("\n", 0, offset) + 1
        return line, offset - self.text.rfind("\n", 0, offset)
