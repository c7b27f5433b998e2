"""The name that was probably meant: by slips of the finger, and by what is alike after an edit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

_FARTHEST: Final = 3
_LONGEST_NAME: Final = 80
_MOST_MEASURED: Final = 500
_MOST_LETTERS: Final = 200
LEAST_LIKE: Final = 0.6
"""How like an old name the new one must be, from 0 to 1, before it is taken for that."""
CLEAR: Final = 0.1
"""How much more like it than the next one."""


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` is most likely a slip of, or None when none is near.

    Nearness is the number of letters changed, left out, added or swapped: up to one in three, three at most;
    case, and `-` for `_`, do not count. The first of equals wins. Where none is near, a name that is the beginning
    of a candidate or its last part (`namra` for `trust.namra`) stands for it. The time is bounded, some milliseconds for twenty thousand
    candidates: one slip is looked up, and of those that may be further away only some hundreds are measured.
    """
    wanted = _folded(name.strip())
    if not wanted or len(wanted) > _LONGEST_NAME:
        return None
    known: dict[str, str] = {}
    for candidate in candidates:
        known.setdefault(_folded(candidate), candidate)
    if wanted in known:
        return known[wanted]
    close = known.keys() & _one_slip(wanted, sorted(set("".join(known)))[:_MOST_LETTERS])
    if close and len(wanted) > 1:
        return known[next(iter(close))] if len(close) == 1 else next(known[other] for other in known if other in close)
    found = _two_or_three_slips(wanted, known)
    if found is None and len(wanted) >= 4:
        found = next((other for other in known if other.startswith(wanted) or other.endswith("." + wanted)), None)
    return None if found is None else known[found]


def clearly(name: str, candidates: Iterable[str]) -> int:
    """The place among the candidates of the one that is clearly `name` with other words in it; -1 where none is.

    `name` was right once. How like two are is the share of letters that they have in common, in the same order.
    """
    from difflib import SequenceMatcher

    scored = sorted(
        ((SequenceMatcher(None, name, other).ratio(), -number) for number, other in enumerate(candidates)), reverse=True
    )
    if not scored or scored[0][0] < LEAST_LIKE or (len(scored) > 1 and scored[0][0] - scored[1][0] < CLEAR):
        return -1
    return -scored[0][1]


def _one_slip(name: str, alphabet: list[str]) -> set[str]:
    """Every name that is one slip away."""
    cuts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    slips = {head + tail[1:] for head, tail in cuts}
    slips.update(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    for letter in alphabet:
        slips.update(head + letter + tail for head, tail in cuts)
        slips.update(head + letter + tail[1:] for head, tail in cuts)
    return slips


def _two_or_three_slips(name: str, candidates: Iterable[str]) -> str | None:
    """The nearest of the candidates, of which only some are measured: those that share a third of the name."""
    allowed = min(len(name) // 3, _FARTHEST)
    if allowed < 2:
        return None
    pieces = _pieces(name, 3)
    best: str | None = None
    measured = 0
    for other in candidates:
        if abs(len(other) - len(name)) > allowed:
            continue
        if pieces[0] in other or pieces[1] in other or pieces[2] in other:
            measured += 1
            distance = _distance(name, other, allowed)
            if distance <= allowed:
                best = other
                allowed = distance - 1
            if allowed < 2 or measured == _MOST_MEASURED:
                break
    return best


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")


def _pieces(name: str, count: int) -> list[str]:
    """The name cut into `count` pieces."""
    cuts = [len(name) * number // count for number in range(count + 1)]
    return [name[start:end] for start, end in pairwise(cuts)]


def _distance(one: str, two: str, most: int) -> int:
    """How many slips lie between two names; when it is more than `most`, some number above it."""
    before: list[int] = []
    above = list(range(len(two) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, other in enumerate(two, 1):
            cost = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == two[column - 2] and one[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return above[-1]
