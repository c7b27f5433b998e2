"""Variables that do not matter any more to what is wanted: where play comes to such a place, they are put back to how they began.

So states that differ in nothing else are one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from game.proof.model.goals import Spot
from game.proof.model.slicing import Liveness, mask
from game.proof.reductions import Reductions
from game.proof.vector.graph import Move, VectorGraph

Resets: TypeAlias = Mapping[int, Sequence[Move]]
"""For a place how columns move on entering it, where variables that no longer matter are put back."""


class Idle:
    """The variables of a vector graph that do not matter, by place and by what is wanted."""

    def __init__(self, vectors: VectorGraph, reductions: Reductions) -> None:
        self._vectors = vectors
        self._live = Liveness(vectors.graph) if reductions.liveness else None
        self._moves: dict[int, Sequence[Move]] = {}

    def resets(self, spots: Collection[Spot]) -> Resets:
        """What becomes of variables that no longer matter to any of some spots once play comes to a place."""
        if self._live is None:
            return {}
        entry, _ = self._live.live([(spot.place, mask(spot.when)) for spot in spots], leading(self._vectors, spots))
        return {place: self._put_back(live) for place, live in entry.items() if place in self._vectors.after}

    def _put_back(self, live: int) -> Sequence[Move]:
        found = self._moves.get(live)
        if found is None:
            slots = [slot for slot in self._vectors.encoding.group_of if not live >> slot & 1]
            found = self._moves[live] = self._vectors.put_back(slots)
        return found


def leading(vectors: VectorGraph, spots: Iterable[Spot]) -> set[int]:
    """The places from which ways lead to some spots, theirs included."""
    before = vectors.graph.before
    there = {spot.place for spot in spots}
    waiting = list(there)
    while waiting:
        for source, _ in before[waiting.pop()]:
            if source not in there:
                there.add(source)
                waiting.append(source)
    return there
