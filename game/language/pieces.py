"""What prose is made of once its markup has been read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, TypeAlias

from game.language.text.blanks import BEHIND, CLOSING, LOOSE

RUNS_ON: Final = "<>"
"""How prose begins that goes on in the paragraph before it."""
Role: TypeAlias = Literal["prose", "speech", "aside", "as-is"]
"""What a paragraph is."""
Style: TypeAlias = Literal["", "em", "strong", "em strong"]
"""How words in it are set."""


class Literally(NamedTuple):
    """Words as they are, in one style."""

    text: str
    style: Style


class Value(NamedTuple):
    """`{name}`: a variable's value, a phrase, or a count (`visits(scene)`); `at` is the offset of the name in the text."""

    name: str
    style: Style
    at: int


Part: TypeAlias = "tuple[int, int]"
"""Where something stands in a text: its first offset, and the one behind its last."""


class Arm(NamedTuple):
    """One way a text can go: the condition as written ("" for else) and its offset; `part` is where its pieces stand, if they do."""

    condition: str
    at: int
    pieces: tuple[Piece, ...]
    part: Part | None = None


class Conditional(NamedTuple):
    """`{if a: … | elif b: … | else: …}`."""

    arms: tuple[Arm, ...]


class Alternative(NamedTuple):
    """`{first: …}`, `{cycle: …}` or `{shuffle: …}`; `last` is what stays when a shuffle is through, None to begin again.

    `parts` says where each of the arms stands, the last one after the others.
    """

    kind: Literal["first", "cycle", "shuffle"]
    arms: tuple[tuple[Piece, ...], ...]
    at: int
    last: tuple[Piece, ...] | None = None
    parts: tuple[Part, ...] = ()


Piece: TypeAlias = "Literally | Value | Conditional | Alternative"


class _Front(NamedTuple):
    """How what comes next can begin: whether with a mark that no blank stands before, and whether with that or a blank at all times."""

    can_close: bool
    parted: bool


_WORDS = _Front(can_close=False, parted=False)


def closed_up(pieces: tuple[Piece, ...], after: _Front = _WORDS) -> tuple[Piece, ...]:
    """No blank before a comma or a full stop that an arm begins with, or that comes after an empty one.

    `after` is what follows the pieces.
    """
    if not any(isinstance(one, (Conditional, Alternative)) for one in pieces):
        return pieces
    result: list[Piece] = []
    forked: Conditional | Alternative | None = None  # what comes next, where it can close and is not the same each time
    behind = after  # what comes after that
    for number in range(len(pieces) - 1, -1, -1):
        piece = pieces[number]
        if forked is not None and isinstance(piece, Literally) and piece.text[-1:] == " ":
            result[-1] = _blank_inside(forked, piece.style, behind)
            if len(piece.text) == 1:
                after, forked = _front(result[-1], behind), None
                continue
            piece = piece._replace(text=piece.text[:-1])
        forked, behind = None, after
        if isinstance(piece, (Conditional, Alternative)):
            piece = _each(piece, lambda arm: closed_up(arm, behind))  # noqa: B023 - called at once
            after = _front(piece, behind)
            if after.can_close:
                forked = piece
        else:
            after = _front(piece, behind, _is_behind(pieces, number))
        result.append(piece)
    return tuple(reversed(result))


def never_closes(piece: Conditional) -> bool:
    """Whether each arm is a text that begins with no mark which no blank stands before, as of most: `closed_up` changes nothing then."""
    return bool(piece.arms) and not piece.arms[-1].condition and all(map(_begins_with_word, piece.arms))


def _begins_with_word(arm: Arm) -> bool:
    first = arm.pieces[0] if len(arm.pieces) == 1 else None
    return first.__class__ is Literally and (first.text[:1].isalnum() or CLOSING.match(first.text) is None)


def _is_behind(pieces: tuple[Piece, ...], number: int) -> bool:
    """Whether a piece comes right behind a text in braces that may be empty."""
    return number > 0 and isinstance(pieces[number - 1], (Conditional, Alternative))


def _front(piece: Piece, after: _Front, is_behind: bool = False) -> _Front:  # noqa: FBT001, FBT002 - said of the piece
    """How what is shown for a piece, and then what comes `after` it, can begin."""
    if isinstance(piece, Literally):
        closes = (BEHIND if is_behind else CLOSING).match(piece.text) is not None
        return _Front(closes, closes or piece.text[:1] == " ")
    if isinstance(piece, Value):
        return _WORDS
    ways = [_front_of(arm, after) for arm in _arms(piece)]
    return _Front(any(one.can_close for one in ways), all(one.parted for one in ways))


def _front_of(arm: tuple[Piece, ...], after: _Front, first: int = 0) -> _Front:
    """The same of an arm, from one of its pieces on."""
    for number in range(len(arm) - 1, first - 1, -1):
        after = _front(arm[number], after, _is_behind(arm, number))
    return after


def _arms(piece: Conditional | Alternative) -> list[tuple[Piece, ...]]:
    """What may be shown for a piece; nothing at all where no condition need hold."""
    if isinstance(piece, Alternative):
        return [*piece.arms, *(() if piece.last is None else (piece.last,))]
    return [*(arm.pieces for arm in piece.arms), *([()] if piece.arms[-1].condition else [])]


def _each(
    piece: Conditional | Alternative, change: Callable[[tuple[Piece, ...]], tuple[Piece, ...]]
) -> Conditional | Alternative:
    """The piece with each of its arms changed."""
    if isinstance(piece, Alternative):
        last = None if piece.last is None else change(piece.last)
        return piece._replace(arms=tuple(map(change, piece.arms)), last=last)
    return Conditional(tuple([arm._replace(pieces=change(arm.pieces)) for arm in piece.arms]))


def _blank_inside(piece: Conditional | Alternative, style: Style, after: _Front) -> Conditional | Alternative:
    """The piece with the blank before it taken into those of its arms that do not begin with such a mark."""

    def spaced(arm: tuple[Piece, ...]) -> tuple[Piece, ...]:
        first = arm[0] if arm else None
        front = _front_of(arm, after)
        if front.can_close and isinstance(first, (Conditional, Alternative)):
            return (_blank_inside(first, style, _front_of(arm, after, 1)), *arm[1:])
        if front.can_close and front.parted:
            return arm
        blank = LOOSE if front.can_close else " "  # the arm is empty, and a word may follow or a mark
        if isinstance(first, Literally) and first.style == style:
            return (first._replace(text=blank + first.text), *arm[1:])
        return (Literally(blank, style), *arm)

    if isinstance(piece, Conditional) and piece.arms[-1].condition:
        piece = Conditional((*piece.arms, Arm("", piece.arms[-1].at, ())))
    return _each(piece, spaced)
