"""How many choices it takes at least: to a place, and to a place with one variable at some value.

All variables but one are left out, and every condition on them taken to hold; so no playthrough can be shorter than what is
said here, and what this shows to be out of reach is. (An abstraction by projection, as pattern databases use it: Culberson and
Schaeffer, 1998.) Where a place is known to come up later than its neighbours suggest, those behind it learn of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from game.program.forms.expressions import reads
from game.proof.heuristics.pattern_databases import PatternDatabase, PatternView
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Spot
from game.proof.model.successors import FAR

STALE: Final = 12
"""Lessons after which the tables of a variable are made anew."""


class LowerBounds:
    """The least number of choices to each place, raised as more is learnt."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._before = [{(source, edge.choice >= 0) for source, edge in before} for before in graph.before]
        self._after = [{edge.target for edge in place.edges} for place in graph.places]
        self.lowest = [0] * len(graph.places)
        self._version = 0
        self._views: dict[int, tuple[int, list[list[int]]]] = {}
        self._patterns: dict[int, PatternDatabase] = {}
        self._start()

    def _start(self) -> None:
        lowest = [FAR] * len(self.graph.places)
        lowest[self.graph.start] = 0
        queue = deque([self.graph.start])
        while queue:
            number = queue.popleft()
            self.graph.work(1)
            for edge in self.graph.places[number].edges:
                step = lowest[number] + (edge.choice >= 0)
                if step < lowest[edge.target]:
                    lowest[edge.target] = step
                    if edge.choice >= 0:
                        queue.append(edge.target)
                    else:
                        queue.appendleft(edge.target)
        self.lowest = lowest

    def learn(self, place: int, least: int) -> None:
        """A place takes at least so many choices."""
        if least <= self.lowest[place]:
            return
        self._version += 1
        lowest = self.lowest
        lowest[place] = least
        queue = [place]
        while queue:
            self.graph.work(1)
            for target in self._after[queue.pop()]:
                if target == self.graph.start:
                    continue
                through = min(lowest[source] + choice for source, choice in self._before[target])
                if through > lowest[target]:
                    lowest[target] = through
                    queue.append(target)

    def learn_all(self, least: Mapping[int, int]) -> None:
        """As `learn`, for many places."""
        for place in sorted(least, key=least.__getitem__):
            self.learn(place, least[place])

    def _pattern(self, slot: int) -> PatternDatabase:
        """The story as one variable sees it, or none."""
        found = self._patterns.get(slot)
        if found is None:
            found = self._patterns[slot] = PatternDatabase(self.graph, () if slot == NONE else (slot,))
        return found

    def values(self, slot: int) -> list[list[int]]:
        """For each place and each value of a variable (from its lowest on) the choices it takes at least."""
        known = self._views.get(slot)  # what was so some lessons ago is still so, only less sharp
        if known is None or self._version - known[0] >= (STALE if slot != NONE else 1):
            found = [[one] for one in self.lowest] if slot == NONE else self._pattern(slot).forward(self.lowest)
            known = self._views[slot] = (self._version, found)
        return known[1]

    def to(self, spots: Iterable[Spot]) -> int:
        """The choices that it takes at least to one of some spots; `FAR` where there is no way."""
        return min((self._to(spot) for spot in spots), default=FAR)

    def views(self, spots: Sequence[Spot]) -> list[PatternView]:
        """How far it is to one of some spots, as each variable sees it that they look at."""
        slots = sorted({slot for spot in spots if spot.when is not None for slot in reads(spot.when)}) or [NONE]
        patterns = [(slot, self._pattern(slot)) for slot in slots]
        return [(one, one.backward(spots, soonest=self.values(slot))) for slot, one in patterns]

    def _to(self, spot: Spot) -> int:
        least = self.lowest[spot.place]
        for slot in [] if spot.when is None else sorted(set(reads(spot.when))):
            here = self.values(slot)[spot.place]
            wanted = self._pattern(slot).wanted(spot)
            least = max(least, min((one for value, one in enumerate(here) if wanted >> value & 1), default=FAR))
        return least


NONE: Final = -1
"""Stands for no variable at all."""
