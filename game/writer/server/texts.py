"""A text as an editor has it, and the way between its positions and those of the reader.

Editors count lines from 0 and columns in units of some encoding; the reader counts both from 1, in characters of the composed text (NFC), without a byte order mark.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

from lsprotocol.types import Position, Range

from game.language.text.cleaning import composed
from game.places import names_a_story

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]
_MARK: Final = "\ufeff"


class EditorText:
    """One file: as it stands in an editor, or on the disk."""

    def __init__(self, path: Path, text: str, version: int | None = None, encoding: Encoding = "utf-16") -> None:
        self.path = path
        self.version = version
        """The editor's number of this text; None where no editor has it open."""
        self.encoding = encoding
        self.text = text.replace("\r\n", "\n")
        self.lines = self.text.split("\n")
        self.read = composed(self.text.removeprefix(_MARK))
        """The text as the reader has it; line by line the same, but for how letters are composed."""
        self._mark = len(self.text) - len(self.text.removeprefix(_MARK))
        self._same = self.read == self.text[self._mark :]

    @cached_property
    def read_lines(self) -> list[str]:
        """The lines of the text as the reader has it."""
        return self.read.split("\n")

    @cached_property
    def is_main(self) -> bool:
        """Whether it is the main file of a story."""
        return names_a_story(self.text.encode("utf-8", "surrogatepass"))

    def position(self, line: int, column: int) -> Position:
        """The editor's position of a place that the reader named; a place past the end of a line is its end."""
        line = min(max(line, 1), len(self.lines))
        written = self.lines[line - 1]
        return self.at(line - 1, self._index(line, written, max(column, 1)))

    def at(self, number: int, characters: int) -> Position:
        """The position behind so many characters of a line as it stands in the editor; its number counts from 0."""
        return Position(number, _units(self.lines[number][:characters], self.encoding))

    def end_of(self, number: int) -> Position:
        """The position at the end of such a line."""
        return self.at(number, len(self.lines[number]))

    def range(self, line: int, column: int, end_line: int, end_column: int) -> Range:
        """The same of two places."""
        return Range(self.position(line, column), self.position(end_line, end_column))

    def place(self, position: Position) -> tuple[int, int]:
        """The line and column of a position in an editor; those of the nearest that there is."""
        line = min(max(position.line, 0), len(self.lines) - 1)
        written = self.lines[line]
        at = _of_units(written, max(position.character, 0), self.encoding)
        mark = self._mark if line == 0 else 0
        before = written[min(mark, at) : at]
        return line + 1, len(before if self._same else composed(before)) + 1

    def line(self, number: int) -> str:
        """A line as the reader has it, counted from 1; "" where there is none."""
        if not 0 < number <= len(self.lines):
            return ""
        return self.read_lines[number - 1]

    def _index(self, line: int, written: str, column: int) -> int:
        """How many of a line's characters stand before a column."""
        mark = self._mark if line == 1 else 0
        if self._same:
            return min(mark + column - 1, len(written))
        # The longest beginning that the reader has in so many characters: so a letter is never parted from its marks.
        kept = written[mark:]
        return mark + bisect_right(range(1, len(kept) + 1), column - 1, key=lambda end: len(composed(kept[:end])))


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _of_units(text: str, units: int, encoding: Encoding) -> int:
    """How many characters so many units are; one that is cut in two is left out."""
    if encoding == "utf-32" or text.isascii():
        return min(units, len(text))
    if encoding == "utf-8":
        raw = text.encode("utf-8", "surrogatepass")
        units = min(units, len(raw))
        while units < len(raw) and raw[units] & 0xC0 == 0x80:  # within a character
            units -= 1
        return len(raw[:units].decode("utf-8", "surrogatepass"))
    found = text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
    return len(found) - (found != text[: len(found)])


class Shift:
    """The way from the lines of one version of a text to those of another, where they are the same at its beginning and its end."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        most = min(len(before), len(after))
        head = 0
        while head < most and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < most - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        self._head = head
        self._tails = len(before) - tail, len(after) - tail
        self.same = head == len(before) == len(after)

    def later(self, line: int) -> int | None:
        """The line (from 1) where one of the older text stands now; None where it was changed."""
        return self._moved(line, *self._tails)

    def earlier(self, line: int) -> int | None:
        """The line of the older text where one of the newer stood; None where it is new."""
        before, after = self._tails
        return self._moved(line, after, before)

    def _moved(self, line: int, here: int, there: int) -> int | None:
        if line <= self._head:
            return line
        return line - here + there if line > here else None
