"""Working out what is so at each place from the places that it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeVar

from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Place

_T = TypeVar("_T")


class WorkList:
    """Places that are to be looked at, or looked at again: those that lead nowhere further come first."""

    def __init__(self, rank: Sequence[int], places: Iterable[int]) -> None:
        self._rank = rank
        self._there = set(places)
        self._queue = [(rank[place], place) for place in self._there]
        heapify(self._queue)

    def __bool__(self) -> bool:
        return bool(self._queue)

    def pop(self) -> int:
        """The next place; it can be added again."""
        _, place = heappop(self._queue)
        self._there.discard(place)
        return place

    def add(self, place: int) -> None:
        """Look at a place, too; once, if it is waiting already."""
        if place not in self._there:
            self._there.add(place)
            heappush(self._queue, (self._rank[place], place))


def settled(
    graph: Graph,
    places: Iterable[int],
    first: _T,
    at: Callable[[Place, Mapping[int, _T]], _T],
    check: Callable[[], None],
) -> dict[int, _T]:
    """What `at` gives for each of some places from the others, beginning with `first`, until nothing changes.

    `check` is called at each step, and may raise to end it.
    """
    known = dict.fromkeys(places, first)
    waiting = WorkList(graph.rank, known)
    while waiting:
        check()
        number = waiting.pop()
        found = at(graph.places[number], known)
        if found == known[number]:
            continue
        known[number] = found
        for source, _ in graph.before[number]:
            if source in known:
                waiting.add(source)
    return known
