"""Plays towards something, always on from the state that seems nearest to it.

(Greedy best-first search; landmarks say how near: Hoffmann, Porteous and Sebastia, 2004.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from math import sqrt
from typing import Final, TypeAlias

from game.proof.explicit.walks import ForwardSearch, Trailed
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import FAR, StateValues

Distances: TypeAlias = tuple[int, ...]
"""How far it is at least, as each part of what is wanted sees it."""
Heuristic: TypeAlias = Callable[[int, Sequence[int]], Distances | None]
"""How far a place, with the values on entering it, is from what is wanted; None where there is no way."""
_REPEATED: Final = 0.02
"""How much further each further state of a place counts that all parts see alike, as a part of how far it is."""


def rooted(far: Distances) -> float:
    """The roots of how far each part is, added up: to come to the end of one part counts for more than to begin with many."""
    return sum(map(sqrt, far))


class GreedySearch(ForwardSearch):
    """A search for what is marked, one choice ahead of the states that were played."""

    def play(
        self,
        away: Heuristic,
        expired: Callable[[], bool],
        *,
        known: Iterable[Trailed] = (),
        even: float = 0.0,
        fewer: int = FAR,
    ) -> bool:
        """Play on from the nearest state until what is wanted is found, `most` were seen, or there are no more; whether there are more.

        It begins at the beginning, and with states that are `known`, each with a way to it. Of states that all parts see alike each further one counts as further, by a part of that and by `even`. Only ways with
        `fewer` choices than that are followed.
        """
        graph = self.walker.graph
        soonest: dict[tuple[int, StateValues], int] = {}
        times: Counter[tuple[int, Distances]] = Counter()
        waiting: list[tuple[float, int, float, int, StateValues, str, ChoicePath]] = []

        def come(states: Iterable[Trailed]) -> None:
            for rest, trail in states:
                for target, identity in self.walker.open(graph.places[rest.place], rest.values):
                    if not identity or soonest.get((target, rest.values), FAR) <= trail.depth:
                        continue
                    soonest[target, rest.values] = trail.depth
                    far = away(target, rest.values)
                    if far is not None and trail.depth + 1 + max(far) < fewer:
                        again = times[target, far]
                        times[target, far] += 1
                        score = rooted(far) * (1 + again * _REPEATED) + again * even
                        lot = self._random.random()
                        heappush(waiting, (score, -trail.depth, lot, target, rest.values, identity, trail))

        for values in self.walker.openings():
            come(self._arrive(graph.start, list(values), beginning(values), set()))
        come(known)
        while waiting and self.marks and self.states <= self.most and not expired():
            _, _, _, target, values, identity, trail = heappop(waiting)
            come(self._arrive(target, list(values), trail.then(identity), set()))
        return bool(waiting)
