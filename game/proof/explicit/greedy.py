"""Plays towards something, always on from the state that seems nearest to it.

(Greedy best-first search; landmarks say how near: Hoffmann, Porteous and Sebastia, 2004.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush, nsmallest
from math import sqrt
from typing import Final, NamedTuple, TypeAlias

from game.proof.explicit.walks import ForwardSearch, Trailed
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import FAR, StateValues, Walker

Distances: TypeAlias = tuple[int, ...]
"""How far it is at least, as each part of what is wanted sees it."""
Heuristic: TypeAlias = Callable[[int, Sequence[int]], Distances | None]
"""How far a place, with the values on entering it, is from what is wanted; None where there is no way."""
_REPEATED: Final = 0.02
"""How much further each further state of a place counts that all parts see alike, as a part of how far it is."""


class Onward(NamedTuple):
    """A choice that is open in a state: where it leads, the values there, and the way to it."""

    target: int
    values: StateValues
    choice: str
    before: ChoicePath


@lru_cache(1 << 16)
def rooted(far: Distances) -> float:
    """The roots of how far each part is, added up: to come to the end of one part counts for more than to begin with many."""
    return sum(map(sqrt, far))


def onward(walker: Walker, states: Iterable[Trailed]) -> Iterator[Onward]:
    """The choices that are open in some states."""
    for rest, trail in states:
        for target, identity in walker.open(walker.graph.places[rest.place], rest.values):
            if identity:
                yield Onward(target, rest.values, identity, trail)


def nearest(known: Sequence[Onward], away: Heuristic, most: int) -> list[Onward]:
    """Of many ways on those that seem to lead nearest."""
    far = [(away(way.target, way.values), number) for number, way in enumerate(known)]
    scored = [(rooted(one), number) for one, number in far if one is not None]
    return [known[number] for _, number in nsmallest(most, scored)]


class GreedySearch(ForwardSearch):
    """A search for what is marked, one choice ahead of the states that were played."""

    def play(
        self,
        away: Heuristic,
        expired: Callable[[], bool],
        *,
        known: Iterable[Onward] = (),
        even: float = 0.0,
    ) -> bool:
        """Play on from the nearest state until what is wanted is found, `most` were seen, or there are no more; whether there are more.

        It begins at the beginning, and with ways on that are `known`. Of states that all parts see alike each further one counts as
        further, by a part of that and by `even`.
        """
        soonest: dict[tuple[int, StateValues], int] = {}
        times: Counter[tuple[int, Distances]] = Counter()
        waiting: list[tuple[float, int, float, Onward]] = []

        def offer(ways: Iterable[Onward]) -> None:
            for way in ways:
                key, depth = (way.target, way.values), way.before.depth
                if soonest.get(key, FAR) <= depth:
                    continue
                soonest[key] = depth
                far = away(*key)
                if far is not None:
                    again = times[way.target, far]
                    times[way.target, far] += 1
                    score = rooted(far) * (1 + again * _REPEATED) + again * even
                    heappush(waiting, (score, -depth, self._random.random(), way))

        def arrive(place: int, values: StateValues, path: ChoicePath) -> None:
            offer(onward(self.walker, self._arrive(place, list(values), path, set())))

        for values in self.walker.openings():
            arrive(self.walker.graph.start, values, beginning(values))
        offer(known)
        while waiting and self.marks and self.states <= self.most and not expired():
            *_, way = heappop(waiting)
            arrive(way.target, way.values, way.before.then(way.choice))
        return bool(waiting)
