"""How many choices it takes at least: to a place, and to a place with one variable at some value.

All variables but one are left out, and every condition on them taken to hold; so no playthrough can be shorter than what is
said here, and what this shows to be out of reach is. (Pattern databases: Culberson and Schaeffer, 1998.) Where a place is known to come up later than its neighbours suggest, those behind it learn of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Effect
from game.proof.model.goals import Spot
from game.proof.model.slicing import bits
from game.proof.model.successors import FAR, asked_slots

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
        self._projections: dict[int, VariableProjection] = {}
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

    def _projection(self, slot: int) -> VariableProjection:
        found = self._projections.get(slot)
        if found is None:
            found = self._projections[slot] = VariableProjection(self.graph, slot)
        return found

    def values(self, slot: int) -> list[list[int]]:
        """For each place and each value of a variable (from its lowest on) the choices it takes at least."""
        known = self._views.get(slot)  # what was so some lessons ago is still so, only less sharp
        if known is None or self._version - known[0] >= STALE:
            found = self._projection(slot).forward(self.lowest)
            known = self._views[slot] = (self._version, found)
        return known[1]

    def to(self, spots: Iterable[Spot]) -> int:
        """The choices that it takes at least to one of some spots; `FAR` where there is no way."""
        return min((self._to(spot) for spot in spots), default=FAR)

    def _to(self, spot: Spot) -> int:
        least = self.lowest[spot.place]
        for slot in [] if spot.when is None else sorted(set(reads(spot.when))):
            here = self.values(slot)[spot.place]
            wanted = self._projection(slot).wanted(spot)
            least = max(least, min((one for value, one in enumerate(here) if wanted >> value & 1), default=FAR))
        return least


class VariableProjection:
    """The places with the values of one variable; sets of these are bit masks, from the lowest value on."""

    def __init__(self, graph: Graph, slot: int) -> None:
        self._graph = graph
        self._work = graph.work
        self._slot = slot
        variable = graph.program.slots[slot]
        self._low, self._high = variable.low, variable.high
        self._size = variable.high - variable.low + 1
        self._all = (1 << self._size) - 1
        self._holds: dict[Expr, int] = {}
        self._moves = {place.number: moves for place in graph.places if (moves := self._moved(place.effects))}
        """For each place that changes the variable the values there may be then, by the value before."""
        self._ways = [
            [(edge.target, self._holding(edge.guard), edge.choice >= 0) for edge in place.edges]
            for place in graph.places
        ]
        """For each place the ways on: where to, the values (after the place's effects) with which it may be open, and whether it is a choice."""

    def forward(self, lowest: Sequence[int]) -> list[list[int]]:
        """For each place and each value (from its lowest on) the choices it takes at least to enter with it, where places take `lowest` at least."""
        start = self._graph.start
        distance: list[list[int]] = []
        for _ in self._graph.places:
            self._work(1 + (self._size >> 3))
            distance.append([FAR] * self._size)
        known = [0] * len(self._graph.places)
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
                self._work(1 + mask.bit_count() * (1 + (self._size >> 9)))
                for value in bits(mask):
                    here[value] = depth
                mask = self._through(number, mask)
                for target, guard, choice in self._ways[number]:
                    onward = mask & guard & ~known[target]
                    if onward:
                        later = max(depth + choice, lowest[target])
                        into = layer if later == depth else buckets.setdefault(later, {})
                        into[target] = into.get(target, 0) | onward
        return distance

    def wanted(self, spot: Spot) -> int:
        """The values on entering a spot's place with which its condition may come true."""
        effects = self._graph.places[spot.place].effects
        moves, holds = self._moved(effects if spot.after < 0 else effects[: spot.after]), self._holding(spot.when)
        return sum(1 << number for number, after in enumerate(moves) if after & holds) if moves else holds

    @property
    def _opening(self) -> int:
        """The values that there can be at the beginning."""
        program = self._graph.program
        asked = self._slot in asked_slots(program)
        return self._all if asked else 1 << program.slots[self._slot].start - self._low

    def _holding(self, expr: Expr | None, *, negated: bool = False) -> int:
        """The values with which a condition, or its contrary, may hold, whatever the other variables are."""
        if expr is None:
            return 0 if negated else self._all
        if expr[0] == "not":
            return self._holding(expr[1], negated=not negated)
        if expr[0] == "and" or expr[0] == "or":
            every = (expr[0] == "and") != negated
            found = self._all if every else 0
            for part in expr[1:]:
                one = self._holding(part, negated=negated)
                found = found & one if every else found | one
            return found
        known = self._holds.get(expr)
        if known is None:
            if {*reads(expr)} <= {self._slot}:
                self._work(self._size)
                values = range(self._low, self._high + 1)
                known = sum(1 << number for number, one in enumerate(values) if evaluate(expr, {self._slot: one}))
            else:
                known = -1
            self._holds[expr] = known
        return self._all if known < 0 else self._all & ~known if negated else known

    def _through(self, place: int, mask: int) -> int:
        """The values that there may be once a place has done its effects, of any in a set on entering it."""
        moves = self._moves.get(place)
        if moves is None:
            return mask
        found = 0
        self._work(mask.bit_count() * (1 + (self._size >> 8)))
        for one in bits(mask):
            found |= moves[one]
        return found

    def _moved(self, effects: Sequence[Effect]) -> Sequence[int]:
        """For each value those there may be after some effects; nothing where they leave them alone."""
        mine = [one for one in effects if one.slot == self._slot]
        moves = [1 << number for number in range(self._size)] if mine else []
        for effect in mine:
            when, never = self._holding(effect.when), self._holding(effect.when, negated=True)
            changed = self._changed(effect)
            for number, mask in enumerate(moves):
                self._work(1 + (self._size >> 6))
                moves[number] = mask & never
                for one in bits(mask & when):
                    moves[number] |= changed[one]
        return moves

    def _changed(self, effect: Effect) -> list[int]:
        """For each value those there may be after one effect."""
        if not {*reads(effect.value)} <= {self._slot}:
            return [self._all] * self._size
        self._work(self._size)
        low, high = self._low, self._high
        after = (evaluate(effect.value, {self._slot: value}) for value in range(low, high + 1))
        return [1 << min(max(one, low), high) - low for one in after]
