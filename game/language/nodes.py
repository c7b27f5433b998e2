"""The tree a YAML file is read into: strings with positions, and nothing else.

No scalar has a type here; the schema that reads the tree decides what is a number.
Positions are packed into one integer because a long story has a million of them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

ScalarStyle = Literal["plain", "single", "double", "literal", "folded"]

LINES = 16
"""How far to shift a packed position for its line, where a call of `line_of` would cost too much."""
_MASK = (1 << LINES) - 1


def pack(line: int, column: int) -> int:
    """Pack a line and a column (both counted from 1) into one position."""
    return line << LINES | min(column, _MASK)


def line_of(pos: int) -> int:
    """The line of a packed position, counted from 1."""
    return pos >> LINES


def column_of(pos: int) -> int:
    """The column of a packed position, in characters, counted from 1."""
    return pos & _MASK


class Scalar:
    """A string as the file gives it, with where it starts and how it was quoted."""

    __slots__ = ("pos", "style", "text")

    def __init__(self, text: str, pos: int, style: ScalarStyle = "plain") -> None:
        self.text = text
        self.pos = pos
        self.style = style

    def __repr__(self) -> str:
        return f"Scalar({self.text!r}, {line_of(self.pos)}:{column_of(self.pos)})"


class Sequence:
    """A list."""

    __slots__ = ("items", "pos")

    def __init__(self, items: list[Node], pos: int) -> None:
        self.items = items
        self.pos = pos


class Mapping:
    """Keys and values in file order, by the words of the keys: the reader has already refused those that stand twice."""

    __slots__ = ("parts", "pos")

    def __init__(self, entries: list[tuple[Scalar, Node]], pos: int) -> None:
        self.parts: dict[str, tuple[Scalar, Node]] = {entry[0].text: entry for entry in entries}
        self.pos = pos

    @property
    def entries(self) -> list[tuple[Scalar, Node]]:
        """The keys and values in file order."""
        return list(self.parts.values())

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None."""
        found = self.parts.get(key)
        return None if found is None else found[1]


Node: TypeAlias = Scalar | Sequence | Mapping
