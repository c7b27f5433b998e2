"""What stands where in a text that is being written, told from its lines alone: which keys are around a place, and what may stand there.

The text need not be YAML yet. Lines above are looked at by how far they are set in, so the answer is right wherever a writer keeps to the layout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from game.language.schema.shapes.shape import Form, Keyed, Listed, Shape, Single, leaves
from game.language.schema.shapes.steps import DEFINED
from game.language.schema.shapes.top import FILE

_KEY: Final = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'\[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)"""
)
_BAR: Final = re.compile(r"(?:^|\s)[|>][-+0-9]*\s*(?:#.*)?$")
_LONGEST: Final = 2_000
"""Characters of the line itself that are looked at."""
_LONGEST_KEY: Final = 400
"""Characters of a line above it; a key that is longer leads nowhere."""
_MOST_IN_BRACKETS: Final = 20
_MOST_LINES: Final = 100_000


class KeyPlace(NamedTuple):
    """A key or a dash on the way from the top of a file to a place; `line` counts from 1, as `column` does."""

    text: str
    line: int
    column: int


class Whereabouts(NamedTuple):
    """A place in a text: the keys and dashes around it, whether a value stands there (behind a colon, or in a block below one), and the text before it."""

    path: tuple[KeyPlace, ...]
    value: bool
    before: str
    """What stands before it on its line, from where the value or the key begins."""
    block: bool = False
    """Whether it is a line of a block below a bar."""


class Meaning(NamedTuple):
    """What may stand at a place, and the names on the way there, by what has them: the scene, the variable."""

    forms: tuple[Single | Listed | Keyed | Shape, ...]
    names: tuple[tuple[str, str], ...]

    def name(self, thing: str) -> str:
        """The innermost name of a thing on the way; "" where there is none."""
        return next((name for kind, name in reversed(self.names) if kind == thing), "")


def spot(lines: Sequence[str], line: int, column: int) -> Whereabouts:
    """What is around a place (line and column from 1)."""
    here = lines[line - 1][: min(column - 1, _LONGEST)] if 0 < line <= len(lines) else ""
    if (inside := _in_brackets(lines, line, here)) is not None:
        return inside
    parts, rest, at = _parts(here, line)
    above, bar = _above(lines, line, parts[0] if parts else KeyPlace("", line, _indent(here) + 1))
    if bar >= 0:
        return Whereabouts(tuple(above[:bar]), value=True, before=here.lstrip(" "), block=True)
    if at is None:
        return Whereabouts((*above, *parts), value=False, before=rest)
    inner, value, text = _flow(rest, line, at)
    return Whereabouts((*above, *parts, *inner), value=value, before=text)


def _in_brackets(lines: Sequence[str], line: int, here: str) -> Whereabouts | None:
    """The same for a line within brackets that were opened on one above it, a few lines at most; None for all others."""
    for number in range(line - 1, max(0, line - _MOST_IN_BRACKETS), -1):
        written = lines[number - 1][:_LONGEST_KEY]
        parts, rest, at = _parts(written, number)
        if at is None or rest[:1] not in ("{", "["):
            continue
        opened = " ".join([rest, *(one[:_LONGEST_KEY].strip() for one in lines[number : line - 1])])
        if _flow(opened, line, at) == ([], True, opened):
            return None  # they are closed again
        inner, value, text = _flow(f"{opened} {here.lstrip(' ')}", line, at)
        above, bar = _above(lines, number, parts[0] if parts else KeyPlace("", number, _indent(written) + 1))
        return None if bar >= 0 else Whereabouts((*above, *parts, *inner), value=value, before=text)
    return None


def _above(lines: Sequence[str], line: int, low: KeyPlace) -> tuple[list[KeyPlace], int]:
    """The keys and dashes above a line that stand around its first part; and how many of them lead to the bar below which it is text, -1 where none does."""
    found: list[KeyPlace] = []
    bars: list[KeyPlace] = []
    for number in range(line - 1, max(0, line - _MOST_LINES), -1):
        if low.column == 1 and low.text != "-":
            break
        written = lines[number - 1]
        first = _indent(written) + 1
        if first > low.column or (first == low.column and low.text != "-"):
            continue
        parts, behind, _ = _parts(written[:_LONGEST_KEY], number)
        for part in reversed(parts):
            if part.column < low.column or (part.column == low.column and low.text == "-" != part.text):
                if part is parts[-1] and _BAR.search(behind):
                    bars.append(part)
                found.append(part)
                low = part
    found.reverse()
    return found, found.index(bars[-1]) + 1 if bars else -1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _parts(line: str, number: int) -> tuple[list[KeyPlace], str, int | None]:
    """The dashes of a line and its key; what stands behind them, and in which column where that is a value."""
    found: list[KeyPlace] = []
    at = _indent(line)
    while line.startswith("- ", at) or line[at:] == "-":
        found.append(KeyPlace("-", number, at + 1))
        at += 1
        at += len(line) - at - len(line[at:].lstrip(" "))
    match = _KEY.match(line, at)
    if match is None:
        if line[at : at + 1] in ("{", "["):
            return found, line[at:], at
        return found, line[at:], None
    found.append(KeyPlace(_bare(match["key"]), number, at + 1))
    behind = line[match.end() :]
    return found, behind.lstrip(" "), len(line) - len(behind.lstrip(" "))


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" and len(key) > 1 else key


def _flow(text: str, line: int, at: int) -> tuple[list[KeyPlace], bool, str]:
    """The keys and dashes in the brackets that are open at the end of a text, whether a value stands there, and what is there of it."""
    opened = _opened(text, line, at) if text[:1] in ("{", "[") else []
    if not opened:
        return [], True, text
    found: list[KeyPlace] = []
    for sign, begin, key in opened:
        if sign == "[":
            found.append(KeyPlace("-", line, at + begin))
        if key is not None:
            found.append(key)
    sign, begin, key = opened[-1]
    return found, key is not None or sign == "[", text[begin:].lstrip(" ")


def _opened(text: str, line: int, at: int) -> list[tuple[str, int, KeyPlace | None]]:
    """For each bracket that is open at the end of a text which begins with one: its sign, where what stands in it now begins, and the key before that."""
    found: list[tuple[str, int, KeyPlace | None]] = []
    quote = ""
    for number, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "{[":
            found.append((char, number + 1, None))
        elif not found:
            break  # all are closed: nothing that belongs to them comes behind
        elif char in "\"'" and not text[found[-1][1] : number].strip():
            quote = char
        elif char in "}]":
            found.pop()
        elif char == ",":
            found[-1] = (found[-1][0], number + 1, None)
        elif char == ":" and found[-1][2] is None and text[number + 1 : number + 2] in (" ", ""):
            sign, begin, _ = found[-1]
            written = text[begin:number]
            column = at + begin + len(written) - len(written.lstrip()) + 1
            found[-1] = (sign, number + 1, KeyPlace(_bare(written.strip()), line, column))
    return found


def meaning(path: Sequence[KeyPlace]) -> Meaning:
    """What may stand at the end of a way from the top of a file."""
    forms: list[Form] = [FILE]
    names: list[tuple[str, str]] = []
    for part in path:
        found: list[Form] = []
        for form in forms:
            for leaf in leaves(form, DEFINED):
                if isinstance(leaf, Listed) and part.text == "-":
                    found.append(leaf.item)
                elif isinstance(leaf, Shape) and part.text in leaf.keys:
                    found.append(leaf.keys[part.text].form)
                elif isinstance(leaf, Keyed) and part.text != "-" and part.text not in leaf.never:
                    found.append(leaf.form)
                    names.append((leaf.thing, part.text))
        forms = found
    every = [leaf for form in forms for leaf in leaves(form, DEFINED)]
    return Meaning(tuple({id(leaf): leaf for leaf in every}.values()), tuple(names))
