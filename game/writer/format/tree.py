"""A YAML file with all that is written in it: keys, values and comments, as they stand. What is not here is layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from game.language.nodes import ScalarStyle

STEP = 2
"""Columns a level is set in by."""


class Unusual(Exception):  # noqa: N818 - no mistake of anybody's
    """YAML that the format has no use for, and that is left as it is."""


@dataclass(slots=True)
class Comment:
    """A comment behind something, and the blanks before it; "" where there is none."""

    text: str = ""
    gap: str = "  "


@dataclass(slots=True)
class Leaf:
    """A text: its value, its lines as they are written (below a bar: without what they are set in), and the bar itself."""

    style: ScalarStyle
    text: str
    lines: list[str]
    bar: str = ""
    behind: Comment = field(default_factory=Comment)


@dataclass(slots=True)
class Bracketed:
    """A list or mapping in brackets: its lines, each with its distance from the block that it stands in."""

    lines: list[tuple[int, str]]
    behind: Comment = field(default_factory=Comment)
    comments: tuple[str, ...] = ()


@dataclass(slots=True)
class Item:
    """A key with its value, or a dash with its value; what stands above it ("" for a blank line), and between it and its value."""

    key: Leaf | None
    value: Tree | None
    above: list[str] = field(default_factory=list)
    behind: Comment = field(default_factory=Comment)
    between: list[str] = field(default_factory=list)
    below: bool = False
    """Whether a value that could stand beside it stands on the next line."""


@dataclass(slots=True)
class Listing:
    """A list with dashes, or keys; `tail` is what stands below its last entry."""

    kind: Literal["list", "keys"]
    entries: list[Item]
    tail: list[str] = field(default_factory=list)

    def get(self, word: str) -> Item | None:
        """The entry of a key."""
        return next((one for one in self.entries if one.key is not None and one.key.text == word), None)


@dataclass(slots=True)
class FileTree:
    """A whole file; `top` is what stands above `---`, where that is written."""

    root: Listing
    top: list[str] | None = None


Tree: TypeAlias = "Leaf | Bracketed | Listing"


def printed(file: FileTree) -> str:
    """The text of a file, with every level set in by two columns."""
    lines = block(file.root, 0)
    while lines and not lines[0]:
        del lines[0]
    if file.top is not None:
        lines = [*file.top, "---", *lines]
    while lines and not lines[-1] and not _kept_at_the_end(file.root):
        del lines[-1]
    return "\n".join(lines) + "\n"


def block(node: Listing, indent: int) -> list[str]:
    """The lines of a list or of keys that are set in so far."""
    blanks = " " * indent
    lines: list[str] = []
    for one in node.entries:
        _put_above(one.above, blanks, lines)
        lines += entry(one, indent)
    _put_above(node.tail, blanks, lines)
    return lines


def entry(one: Item, indent: int) -> list[str]:
    """The lines of a key or dash with its value."""
    blanks, value = " " * indent, one.value
    head = blanks + ("-" if one.key is None else one.key.lines[0] + ":")
    inner = " " * (indent + STEP)
    if isinstance(value, Listing):
        lines = block(value, indent + STEP)
        if one.key is None and not one.behind.text and value.kind == "keys" and not value.entries[0].above:
            return [f"{head} {lines[0].lstrip()}", *lines[1:]]
        return [_with(head, one.behind), *lines]
    if value is None:
        return [_with(head, one.behind)]
    first, *rest = flow(value, indent) if isinstance(value, Bracketed) else leaf(value, indent)
    if one.behind.text or one.between or one.below:
        above = [inner + each if each else "" for each in one.between]
        return [_with(head, one.behind), *above, inner + first, *rest]
    return [f"{head} {first}".rstrip(), *rest]


def leaf(value: Leaf, indent: int) -> list[str]:
    """A text: the first line without the blanks before it, the others with them."""
    inner = " " * (indent + STEP)
    if value.bar:
        first = next((one for one in value.lines if one), "")
        bar = value.bar[0] + (str(STEP) if first[:1] == " " else "") + value.bar[1:]
        return [_with(bar, value.behind), *(inner + one if one else "" for one in value.lines)]
    first, *rest = value.lines
    lines = [first, *(inner + one if one else "" for one in rest)]
    lines[-1] = _with(lines[-1], value.behind)
    return lines


def flow(value: Bracketed, indent: int) -> list[str]:
    """A list or mapping in brackets, as `leaf`."""
    lines = [value.lines[0][1]]
    for column, words in value.lines[1:]:
        least = 0 if words[:1] in ("]", "}") else STEP
        lines.append(" " * (indent + max(column, least)) + words if words else "")
    lines[-1] = _with(lines[-1], value.behind)
    return lines


def comments(node: FileTree | Tree | Item | None) -> Iterator[str]:
    """All comments, in their order."""
    if isinstance(node, FileTree):
        yield from _said(node.top or [])
        yield from comments(node.root)
    elif isinstance(node, Listing):
        for one in node.entries:
            yield from comments(one)
        yield from _said(node.tail)
    elif isinstance(node, Item):
        yield from _said(node.above)
        yield from _said([node.behind.text, *node.between])
        yield from comments(node.value)
    elif isinstance(node, Bracketed):
        yield from _said([*node.comments, node.behind.text])
    elif node is not None:
        yield from _said([node.behind.text])


def bare(node: Tree | Item | None) -> bool:
    """Whether no comment is in it."""
    return next(comments(node), None) is None


def is_blank(node: Tree | None) -> bool:
    """Whether nothing is written there."""
    return node is None or (isinstance(node, Leaf) and node.style == "plain" and not node.text)


def named(word: str, value: Tree | None) -> Item:
    """A key with its value."""
    return Item(Leaf("plain", word, [word]), value)


def value_of(rows: Listing, word: str) -> Tree | None:
    """What stands under a key."""
    found = rows.get(word)
    return None if found is None else found.value


def _said(lines: list[str]) -> Iterator[str]:
    return (one for one in lines if one)


def _put_above(above: list[str], blanks: str, lines: list[str]) -> None:
    for one in above:
        if one or not lines or lines[-1]:
            lines.append(blanks + one if one else "")


def _with(line: str, comment: Comment) -> str:
    return line + comment.gap + comment.text if comment.text else line


def _kept_at_the_end(node: Tree | None) -> bool:
    """Whether the blank lines at the end belong to a text."""
    while isinstance(node, Listing):
        if node.tail:
            return False
        node = node.entries[-1].value
    return isinstance(node, Leaf) and "+" in node.bar
