"""Plain texts as pieces that one variable each decides, so that they are looked up and not written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.engine.linker.tables import Table, Tables, distinct
from game.language.text.blanks import LOOSE
from game.program import declared

if TYPE_CHECKING:
    from game.program.forms.types import Fork, Segments

_new = tuple.__new__
MOST_OUTCOMES = 4
"""Up to this many whole texts are kept ready, where one variable decides between them."""


class LookedUp(NamedTuple):
    """A part of a plain text that one variable decides: `strings[selector[value]]`, or `strings[value]` without one."""

    slot: int
    selector: Table | None
    strings: tuple[str, ...]
    solid: bool = False
    """Whether no string is empty or has blanks that could meet others."""

    def read(self, value: int) -> str:
        """The words for one value of the variable."""
        return self.strings[value if self.selector is None else self.selector[value]]


def joined(pieces: Sequence[str | LookedUp]) -> str:
    """The words among pieces, as one text."""
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return pieces[0]
    return "".join([one for one in pieces if isinstance(one, str)])


def is_solid(text: str) -> bool:
    """Whether a text has no blank at either end and none doubled."""
    return bool(text) and text[0] != " " and text[-1] != " " and "  " not in text and LOOSE not in text


def pieces_of(segments: Segments, tables: Tables) -> list[str | LookedUp] | None:
    """The segments as words and pieces; None where something else is in them."""
    result: list[str | LookedUp] = []
    for one in segments:
        if isinstance(one, str):
            result.append(one)
        elif one[0] == "s" and not one[2]:
            result.append(one[1])
        elif one[0] == "v" and not one[2]:
            piece = _value_piece(one[1], tables)
            if piece is None:
                return None
            result.append(piece)
        elif one[0] == "?":
            fork = _fork(one, tables)
            if fork is None:
                return None
            result.append(fork)
        else:
            return None
    return result


def _value_piece(slot: int, tables: Tables) -> LookedUp | None:
    if slot not in tables.pieces:
        tables.pieces[slot] = _made_piece(slot, tables)
    return tables.pieces[slot]


def _made_piece(slot: int, tables: Tables) -> LookedUp | None:
    variable = tables.program.slots[slot]
    if not tables.fits(slot):
        return None
    if not (variable.words or variable.values or variable.kind == "bool"):
        return LookedUp(slot, None, tables.shared(tables.by_value(slot, str)), solid=True)
    words: list[str] = []
    for value in range(variable.low, variable.high + 1):
        word = word_for(variable, value)
        if word is None:
            return None
        words.append(word)
    return _piece(slot, tables.by_value(slot, lambda value: words[value - variable.low]), tables)


def word_for(variable: declared.Variable, value: int) -> str | None:
    """How one value of a variable reads; None where that is not plain words."""
    if variable.words:
        word = variable.words[value - variable.low]
        return "".join(word) if all(isinstance(one, str) for one in word) else None  # type: ignore[arg-type]
    return variable.values[value].replace("_", " ") if variable.values else ("no", "yes")[value]


def _fork(segment: Fork, tables: Tables) -> str | LookedUp | None:
    """A condition between two texts, where one variable decides all of it."""
    truth = tables.truth(segment[1])
    if truth is None:
        return None
    slot, table = truth
    arms: list[list[str | LookedUp]] = []
    one, other = segment[3], segment[2]
    if len(one) == len(other) == 1 and isinstance(one[0], str) and isinstance(other[0], str):  # as most have it
        return _new(LookedUp, (slot, table, (one[0], other[0]), False))
    for arm in (one, other):
        pieces = pieces_of(arm, tables)
        if pieces is None or any(isinstance(one, LookedUp) and one.slot != slot for one in pieces):
            return None
        arms.append(pieces)
    if all(isinstance(one, str) for arm in arms for one in arm):
        return LookedUp(slot, table, (joined(arms[0]), joined(arms[1])))

    def read(value: int) -> str:
        return "".join([one if isinstance(one, str) else one.read(value) for one in arms[bool(table[value])]])

    return _piece(slot, tables.by_value(slot, read), tables)


def _piece(slot: int, strings: tuple[str, ...], tables: Tables) -> LookedUp:
    indexes, different = distinct(strings)
    if len(different) <= MOST_OUTCOMES:
        return LookedUp(slot, tables.shared(indexes), tuple(different))
    return LookedUp(slot, None, tables.shared(strings), all(map(is_solid, strings)))
