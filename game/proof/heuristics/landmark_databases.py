"""Playing towards something that wants many things at once.

What has to be passed on every way there is parted into conditions. For each of them the variables in it, with those that decide where these can
be changed, tell how far it is at least from any state, all others left out; how far a state is counts as the sum of that. So
it is seen how much of the whole is done, where a single variable only sees its own part. The sum can be more than it takes: it says where to go on, and rules out
only what one of the parts rules out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Final

from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.explicit.greedy import Distances, Heuristic
from game.proof.heuristics.landmarks import Landmarks, parts
from game.proof.heuristics.pattern_databases import PatternDatabase, PatternView, size
from game.proof.heuristics.projections import LowerBounds
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Spot
from game.proof.model.successors import FAR

MOST_PARTS: Final = 16
"""Conditions that are looked at by themselves, the nearest first."""
MOST_VALUES: Final = 400
"""Values that the variables of a part have together."""
MOST_STATES: Final = 400_000
"""Places times values, for all parts together."""
LEAST_VALUES: Final = 24
"""Values that the variables of a part may have together in any case."""


class LandmarkDatabases:
    """The parts that things wanted in one story have, and how far each is."""

    def __init__(self, graph: Graph, lower_bounds: LowerBounds) -> None:
        self._graph = graph
        self._lower_bounds = lower_bounds
        self._landmarks = Landmarks(graph)
        self._parted: tuple[Sequence[Spot], list[tuple[int, ...]]] | None = None
        """The parts of what was asked for last."""
        self._deciding: dict[int, list[int]] = {}
        self._patterns: dict[tuple[int, ...], PatternDatabase] = {}
        self._setters: dict[int, set[int]] = {}
        for place in graph.places:
            for effect in place.effects:
                self._setters.setdefault(effect.slot, set()).add(place.number)

    def parted(self, spots: Sequence[Spot]) -> bool:
        """Whether what has to be passed on the way to some spots has two parts or more."""
        return len(self._parts(spots)) > 1

    def _parts(self, spots: Sequence[Spot]) -> list[tuple[int, ...]]:
        """The variables that what has to be passed on the way is parted by, the parts with the fewest values first."""
        if self._parted is None or self._parted[0] != spots:
            self._parted = spots, self._part(spots)
        return self._parted[1]

    def _part(self, spots: Sequence[Spot]) -> list[tuple[int, ...]]:
        cores = list(dict.fromkeys(tuple(sorted(set(reads(one)))) for one in self._landmarks.to(spots)))
        cores = [one for one in cores if one][:MOST_PARTS]
        room = min(MOST_VALUES, max(LEAST_VALUES, MOST_STATES // (len(self._graph.places) * max(1, len(cores)))))
        cores = [one for one in cores if size(self._graph, one) <= room]
        near = [self._around(core) for core in cores]
        wanted = Counter(slot for slots in near for slot in slots)
        found = {self._filled(core, slots, wanted, room) for core, slots in zip(cores, near, strict=True)}
        return sorted(found, key=lambda one: (size(self._graph, one), one))

    def away(self, spots: Sequence[Spot]) -> Heuristic:
        """How far it is to one of some spots, as the parts see it, or where there are none single variables."""
        if not self.parted(spots):
            return PatternHeuristic(self._lower_bounds.views(spots))
        return PatternHeuristic([(one, one.backward(spots)) for one in map(self._pattern, self._parts(spots))])

    def deciding(self, slots: Collection[int]) -> list[int]:
        """The other variables that decide where some can be changed, those that do so for most of them first."""
        found = Counter(one for slot in sorted(slots) for one in self._decide(slot) if one not in slots)
        return [one for one, _ in found.most_common()]

    def _pattern(self, slots: tuple[int, ...]) -> PatternDatabase:
        found = self._patterns.get(slots)
        if found is None:
            found = self._patterns[slots] = PatternDatabase(self._graph, slots)
        return found

    def _around(self, core: Sequence[int]) -> list[int]:
        """The variables that decide where those of a part can be changed."""
        return [one for one in dict.fromkeys(near for slot in core for near in self._decide(slot)) if one not in core]

    def _decide(self, slot: int) -> list[int]:
        known = self._deciding.get(slot)
        if known is None:
            found: list[Expr] = []
            for number in sorted(self._setters.get(slot, ())):
                found += self._landmarks.lately(number)
                for effect in self._graph.places[number].effects:
                    if effect.slot == slot:
                        found += [effect.value, *parts(effect.when)]
            known = self._deciding[slot] = [
                one for one in dict.fromkeys(s for e in found for s in reads(e)) if one != slot
            ]
        return known

    def _filled(self, core: tuple[int, ...], near: Sequence[int], wanted: Counter[int], room: int) -> tuple[int, ...]:
        """The variables of a part: its core, and as many of those around it as there is room for.

        Those that few parts want, and that are changed in few places, come first: what all want says little of any.
        """
        slots = list(core)
        for slot in sorted(near, key=lambda one: (wanted[one], len(self._setters.get(one, ())))):
            if size(self._graph, [*slots, slot]) <= room:
                slots.append(slot)
        return tuple(slots)


class PatternHeuristic:
    """How far it is from a place to what is wanted, as each of some pattern databases sees it."""

    def __init__(self, views: Sequence[PatternView]) -> None:
        self._views = views
        slots = sorted({slot for pattern, _ in views for slot, _, _ in pattern.scale})
        self._seen: Callable[[Sequence[int]], object] = itemgetter(*slots) if slots else len
        """What of some values the databases look at."""
        self._known: dict[tuple[int, object], Distances | None] = {}

    def __call__(self, place: int, values: Sequence[int]) -> Distances | None:
        """As `Heuristic` says."""
        key = (place, self._seen(values))
        if key not in self._known:
            self._known[key] = self._distances(place, values)
        return self._known[key]

    def _distances(self, place: int, values: Sequence[int]) -> Distances | None:
        found = []
        for pattern, distance in self._views:
            here = distance.get(place)
            if here is None or here[pattern.number(values)] >= FAR:
                return None
            found.append(here[pattern.number(values)])
        return tuple(found)
