"""What prose is made of once its markup has been read."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Style: TypeAlias = Literal["", "em", "strong", "em strong"]
_CLOSING = re.compile(r"[,)、。，）]|\.(?![.\w])")


class Literally(NamedTuple):
    """Words as they are, in one style."""

    text: str
    style: Style


class Value(NamedTuple):
    """`{name}`: a variable's value, a phrase, or a count (`visits(scene)`); `at` is the offset of the name in the text."""

    name: str
    style: Style
    at: int


class Arm(NamedTuple):
    """One way a text can go: the condition as written ("" for else) and its offset."""

    condition: str
    at: int
    pieces: tuple[Piece, ...]


class Conditional(NamedTuple):
    """`{if a: … | elif b: … | else: …}`."""

    arms: tuple[Arm, ...]


class Alternative(NamedTuple):
    """`{first: …}`, `{cycle: …}` or `{shuffle: …}`; `last` is what stays when a shuffle is through, None to begin again."""

    kind: Literal["first", "cycle", "shuffle"]
    arms: tuple[tuple[Piece, ...], ...]
    at: int
    last: tuple[Piece, ...] | None = None


Piece: TypeAlias = "Literally | Value | Conditional | Alternative"


def closed_up(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """No blank before a comma or a full stop that an arm begins with, or that comes after an empty one."""
    if len(pieces) < 2 or not any(isinstance(one, (Conditional, Alternative)) for one in pieces[1:]):
        return pieces
    result: list[Piece] = []
    after = False  # whether what comes next can begin with such a mark
    forked: Conditional | Alternative | None = None  # what comes next, where it can and is not the same each time
    behind = False  # and the same of what comes after that
    for piece in reversed(pieces):
        kept: Piece | None = piece
        if forked is not None and isinstance(piece, Literally) and piece.text[-1:] == " ":
            result[-1] = _blank_inside(forked, piece.style, after=behind)
            kept = piece._replace(text=piece.text[:-1]) if len(piece.text) > 1 else None
        forked, behind = None, after
        after = _closes(piece, after=after)
        if after and isinstance(piece, (Conditional, Alternative)):
            forked = piece
        if kept is not None:
            result.append(kept)
    return tuple(reversed(result))


def _closes(piece: Piece, *, after: bool) -> bool:
    """Whether what is shown for a piece, and then `after` it, can begin with a mark that no blank stands before."""
    if isinstance(piece, Literally):
        return _CLOSING.match(piece.text) is not None
    return not isinstance(piece, Value) and any(_begins(arm, after=after) for arm in _arms(piece))


def _begins(arm: tuple[Piece, ...], *, after: bool) -> bool:
    """The same of an arm."""
    for piece in reversed(arm):
        after = _closes(piece, after=after)
    return after


def _arms(piece: Conditional | Alternative) -> list[tuple[Piece, ...]]:
    """What may be shown for a piece; nothing at all where no condition need hold."""
    if isinstance(piece, Alternative):
        return [*piece.arms, *(() if piece.last is None else (piece.last,))]
    return [*(arm.pieces for arm in piece.arms), *([()] if piece.arms[-1].condition else [])]


def _blank_inside(piece: Conditional | Alternative, style: Style, *, after: bool) -> Piece:
    """The piece with the blank before it taken into those of its arms that do not begin with such a mark."""

    def spaced(arm: tuple[Piece, ...]) -> tuple[Piece, ...]:
        first = arm[0] if arm else None
        if not _begins(arm, after=after):
            if isinstance(first, Literally) and first.style == style:
                return (first._replace(text=" " + first.text), *arm[1:])
            return (Literally(" ", style), *arm)
        if isinstance(first, (Conditional, Alternative)):
            return (_blank_inside(first, style, after=_begins(arm[1:], after=after)), *arm[1:])
        return arm

    if isinstance(piece, Alternative):
        last = None if piece.last is None else spaced(piece.last)
        return piece._replace(arms=tuple(map(spaced, piece.arms)), last=last)
    arms = [arm._replace(pieces=spaced(arm.pieces)) for arm in piece.arms]
    if arms[-1].condition:
        arms.append(Arm("", arms[-1].at, spaced(())))
    return Conditional(tuple(arms))
