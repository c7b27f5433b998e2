"""How many choices it takes at least: to a place, and to a place with one variable at some value.

All variables but one are left out, and every condition on them taken to hold; so no playthrough can be shorter than what is
said here, and what this shows to be out of reach is. (An abstraction by projection, as pattern databases use it: Culberson and
Schaeffer, 1998.) Where a place is known to come up later than its neighbours suggest, those behind it learn of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from game.program.evaluate import evaluate, reads
from game.program.model import Expr
from game.proof.concrete import FAR
from game.proof.goals import Spot
from game.proof.places import Effect, Graph

STALE: Final = 12
"""Lessons after which the tables of a variable are made anew."""


class Soonest:
    """The least number of choices to each place, raised as more is learnt."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._before = [{(source, edge.choice >= 0) for source, edge in before} for before in graph.before]
        self._after = [{edge.target for edge in place.edges} for place in graph.places]
        self.lowest = [0] * len(graph.places)
        self._version = 0
        self._views: dict[int, tuple[int, list[list[int]]]] = {}
        self._single: dict[int, Single] = {}
        self._start()

    def _start(self) -> None:
        lowest = [FAR] * len(self.graph.places)
        lowest[self.graph.start] = 0
        queue = deque([self.graph.start])
        while queue:
            number = queue.popleft()
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

    def single(self, slot: int) -> Single:
        """The story as one variable sees it."""
        found = self._single.get(slot)
        if found is None:
            found = self._single[slot] = Single(self.graph, slot)
        return found

    def values(self, slot: int) -> list[list[int]]:
        """For each place and each value of a variable (from its lowest on) the choices it takes at least."""
        known = self._views.get(slot)  # what was so some lessons ago is still so, only less sharp
        if known is None or self._version - known[0] >= (STALE if slot != NONE else 1):
            found = [[one] for one in self.lowest] if slot == NONE else self.single(slot).forward(self.lowest)
            known = self._views[slot] = (self._version, found)
        return known[1]

    def to(self, spots: Iterable[Spot]) -> int:
        """The choices that it takes at least to one of some spots; `FAR` where there is no way."""
        return min((self._to(spot) for spot in spots), default=FAR)

    def away(self, spots: Sequence[Spot], most: int = FAR) -> Away:
        """From a place, with the values on entering it, the choices that it takes at least to one of some spots.

        It is `FAR` wherever a playthrough of at most `most` choices that comes to the spots cannot pass.
        """
        slots = sorted({slot for spot in spots if spot.when is not None for slot in reads(spot.when)}) or [NONE]
        views = []
        for slot in slots:
            one = self.single(slot)
            views.append((slot, one.low, one.backward(spots, soonest=self.values(slot), most=most)))
        return Away(views)

    def _to(self, spot: Spot) -> int:
        least = self.lowest[spot.place]
        for slot in [] if spot.when is None else sorted(set(reads(spot.when))):
            here = self.values(slot)[spot.place]
            wanted = self.single(slot).wanted(spot)
            least = max(least, min((one for value, one in enumerate(here) if wanted >> value & 1), default=FAR))
        return least


class Away:
    """How far it is at least from a place to what is wanted, as several variables see it, each by itself."""

    def __init__(self, views: Sequence[tuple[int, int, dict[int, list[int]]]]) -> None:
        self._views = views
        self.places = set(views[0][2]).intersection(*(view for _, _, view in views[1:]))

    def __call__(self, place: int, values: Sequence[int]) -> int:
        """The choices that it takes at least; `FAR` where there is no way."""
        if place not in self.places:
            return FAR
        return max(view[place][values[slot] - low if slot != NONE else 0] for slot, low, view in self._views)


NONE: Final = -1
"""Stands for no variable at all."""


class Single:
    """The places with one variable, or with none; sets of its values are bit masks."""

    def __init__(self, graph: Graph, slot: int) -> None:
        self.graph = graph
        self.slot = slot
        self.low, self._size, self._opening = 0, 1, 1
        if slot != NONE:
            variable = graph.program.slots[slot]
            self.low, self._size = variable.low, variable.high - variable.low + 1
            asked = any(one.variable == variable.name for one in graph.program.setup)
            self._opening = (1 << self._size) - 1 if asked else 1 << variable.start - variable.low
        self._all = (1 << self._size) - 1
        self._moves: list[Sequence[int] | None] = [self._moved(place.effects) for place in graph.places]
        self._guards = [[self._holding(edge.guard) for edge in place.edges] for place in graph.places]
        self._entering: list[list[tuple[int, int, bool]]] = [[] for _ in graph.places]
        for place, guards in zip(graph.places, self._guards, strict=True):
            for edge, guard in zip(place.edges, guards, strict=True):
                self._entering[edge.target].append((place.number, guard, edge.choice >= 0))

    def wanted(self, spot: Spot) -> int:
        """The values on entering a spot's place with which its condition may come true."""
        place = self.graph.places[spot.place]
        holds = self._holding(spot.when)
        moves = self._moved(place.effects if spot.after < 0 else place.effects[: spot.after])
        if moves is None:
            return holds
        return sum(1 << value for value, after in enumerate(moves) if after & holds)

    def forward(self, lowest: Sequence[int]) -> list[list[int]]:
        """For each place and value the choices it takes at least to enter with it, where places take `lowest` at least."""
        start = self.graph.start
        distance = [[FAR] * self._size for _ in self.graph.places]
        known = [0] * len(self.graph.places)
        buckets: dict[int, dict[int, int]] = {lowest[start]: {start: self._opening}}
        while buckets:
            depth = min(buckets)
            layer = buckets.pop(depth)
            while layer:
                number, mask = layer.popitem()
                mask &= ~known[number]
                if not mask:
                    continue
                known[number] |= mask
                here = distance[number]
                for value in _bits(mask):
                    here[value] = depth
                mask = self._through(number, mask)
                for edge, guard in zip(self.graph.places[number].edges, self._guards[number], strict=True):
                    onward = mask & guard & ~known[edge.target]
                    if onward:
                        later = max(depth + (edge.choice >= 0), lowest[edge.target])
                        into = layer if later == depth else buckets.setdefault(later, {})
                        into[edge.target] = into.get(edge.target, 0) | onward
        return distance

    def backward(
        self, spots: Iterable[Spot], *, soonest: Sequence[Sequence[int]] | None = None, most: int = FAR
    ) -> dict[int, list[int]]:
        """For each place and value on entering it the choices that it takes at least from there to one of the spots.

        With `soonest` (what it takes to come there) only where both together are at most `most`.
        """
        distance: dict[int, list[int]] = {}
        layer: dict[int, int] = {}
        for spot in spots:
            layer[spot.place] = layer.get(spot.place, 0) | self.wanted(spot)
        depth = 0
        while layer and depth <= most:
            following: dict[int, int] = {}
            while layer:
                number, mask = layer.popitem()
                here = distance.get(number)
                known = [FAR] * self._size if here is None else here
                new = 0
                for value in _bits(mask):
                    if known[value] == FAR and (soonest is None or soonest[number][value] + depth <= most):
                        known[value] = depth
                        new |= 1 << value
                if not new:
                    continue
                distance[number] = known
                for source, guard, choice in self._entering[number]:
                    back = self._back(source, new & guard)
                    if back:
                        into = following if choice else layer
                        into[source] = into.get(source, 0) | back
            layer = following
            depth += 1
        return distance

    def _through(self, number: int, mask: int) -> int:
        moves = self._moves[number]
        if moves is None:
            return mask
        found = 0
        for value in _bits(mask):
            found |= moves[value]
        return found

    def _back(self, number: int, mask: int) -> int:
        moves = self._moves[number]
        if moves is None or not mask:
            return mask
        return sum(1 << value for value, after in enumerate(moves) if after & mask)

    def _moved(self, effects: Sequence[Effect]) -> Sequence[int] | None:
        """For each value the values it may have after some effects; None where they leave it alone."""
        mine = [one for one in effects if one.slot == self.slot]
        if not mine:
            return None
        result = [1 << value for value in range(self._size)]
        for effect in mine:
            changed = self._changed(effect.value)
            when = self._holding(effect.when)
            never = 0 if effect.when is None else self._holding(("not", effect.when))
            for value, mask in enumerate(result):
                result[value] = mask & never
                for one in _bits(mask & when):
                    result[value] |= changed[one]
        return result

    def _changed(self, expr: Expr) -> list[int]:
        if set(reads(expr)) - {self.slot}:
            return [self._all] * self._size
        values = [0] * max(self.slot + 1, 1)
        found = []
        for value in range(self._size):
            values[self.slot] = self.low + value
            outcome = min(max(evaluate(expr, values) - self.low, 0), self._size - 1)
            found.append(1 << outcome)
        return found

    def _holding(self, expr: Expr | None) -> int:
        """The values with which a condition may hold, whatever the other variables are."""
        if expr is None:
            return self._all
        if expr[0] == "and":
            found = self._all
            for part in expr[1:]:
                found &= self._holding(part)
            return found
        if expr[0] == "or":
            found = 0
            for part in expr[1:]:
                found |= self._holding(part)
            return found
        if set(reads(expr)) - {self.slot}:
            return self._all
        values = [0] * max(self.slot + 1, 1)
        found = 0
        for value in range(self._size):
            values[self.slot] = self.low + value
            if evaluate(expr, values):
                found |= 1 << value
        return found


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
