"""How far it is at least to what is wanted, as one variable sees it, or a few together.

All other variables are left out, and every condition on them taken to hold; so no playthrough can be shorter than what is
said here, and what this shows to be out of reach is. (Pattern databases: Culberson and Schaeffer, 1998; Edelkamp, 2001.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Effect
from game.proof.model.goals import Spot
from game.proof.model.slicing import bits
from game.proof.model.successors import FAR, asked_slots

AbstractWay: TypeAlias = tuple[int, int, int]
"""A place at the other end of a way, the values with which the way may be open, and the choice (-1: nobody is asked)."""


def size(graph: Graph, slots: Iterable[int]) -> int:
    """How many values some variables have together."""
    variables = [graph.program.slots[slot] for slot in slots]
    return prod(one.high - one.low + 1 for one in variables)


PatternView: TypeAlias = "tuple[PatternDatabase, Mapping[int, Sequence[int]]]"
"""How far a pattern database sees it to be: by place, for each number of values."""


class PatternDatabase:
    """The places with the values of a few variables; sets of these are bit masks, the last variable's value counting on fastest."""

    def __init__(self, graph: Graph, slots: Sequence[int]) -> None:
        self._graph = graph
        self._work = graph.work
        self._slots = tuple(slots)
        self._inside = frozenset(slots)
        variables = [graph.program.slots[slot] for slot in slots]
        self._bounds = {slot: (one.low, one.high) for slot, one in zip(slots, variables, strict=True)}
        self.scale: list[tuple[int, int, int]] = []
        """The variables, each with its lowest value and what a step of it counts in the number of all their values."""
        self._size = 1
        for slot, one in reversed(list(zip(slots, variables, strict=True))):
            self.scale.append((slot, one.low, self._size))
            self._size *= one.high - one.low + 1
        self._all = (1 << self._size) - 1
        self._holds: dict[Expr, int] = {}
        self._moves: dict[int, Sequence[int]] = {}
        self.ways: list[list[AbstractWay]] = []
        """For each place the ways on: where to, the values (after the place's effects) with which it may be open, and the choice."""
        self._into: list[list[AbstractWay]] = [[] for _ in graph.places]
        for place in graph.places:
            self._work(1 + len(place.edges))
            moves = self._moved(place.effects)
            if moves is not None:
                self._moves[place.number] = moves
            ways = [(edge.target, self.holding(edge.guard), edge.choice) for edge in place.edges]
            self.ways.append(ways)
            for target, guard, choice in ways:
                self._into[target].append((place.number, guard, choice))

    def _each(self) -> Iterator[tuple[int, Sequence[int]]]:
        """All values that these variables have together, by slot, in the order of their numbers; each until the next one."""
        values = [one.start for one in self._graph.program.slots]
        ranges = [range(low, high + 1) for low, high in self._bounds.values()]
        steps = len(self._slots) + (self._size >> 6)  # a set of many values is a long number
        for number, combination in enumerate(product(*ranges)):
            self._work(steps)
            for slot, value in zip(self._slots, combination, strict=True):
                values[slot] = value
            yield number, values

    def number(self, values: Sequence[int]) -> int:
        """The number of the values that these variables have among all."""
        return sum((values[slot] - low) * scale for slot, low, scale in self.scale)

    def openings(self) -> list[int]:
        """The numbers of the values that there can be at the beginning."""
        program = self._graph.program
        free = set(asked_slots(program))
        fixed = [(slot, program.slots[slot].start) for slot in self._slots if slot not in free]
        return [number for number, values in self._each() if all(values[slot] == start for slot, start in fixed)]

    def forward(self, lowest: Sequence[int]) -> list[list[int]]:
        """For each place and values (by their number) the choices it takes at least to enter with them, where places take `lowest` at least."""
        start = self._graph.start
        distance: list[list[int]] = []
        for _ in self._graph.places:
            self._work(1 + (self._size >> 3))
            distance.append([FAR] * self._size)
        known = [0] * len(self._graph.places)
        buckets: dict[int, dict[int, int]] = {lowest[start]: {start: sum(1 << one for one in self.openings())}}
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
                mask = self.through(number, mask)
                for target, guard, choice in self.ways[number]:
                    onward = mask & guard & ~known[target]
                    if onward:
                        later = max(depth + (choice >= 0), lowest[target])
                        into = layer if later == depth else buckets.setdefault(later, {})
                        into[target] = into.get(target, 0) | onward
        return distance

    def backward(
        self, spots: Iterable[Spot], *, soonest: Sequence[Sequence[int]] | None = None
    ) -> dict[int, list[int]]:
        """For each place and values on entering it (by their number) the choices that it takes at least to one of the spots.

        With `soonest` (what it takes to come there) only where there is a way.
        """
        distance: dict[int, list[int]] = {}
        layer: dict[int, int] = {}
        for spot in spots:
            layer[spot.place] = layer.get(spot.place, 0) | self.wanted(spot)
        depth = 0
        while layer:
            following: dict[int, int] = {}
            while layer:
                place, mask = layer.popitem()
                here = distance.get(place) or [FAR] * self._size
                new = 0
                self._work(1 + mask.bit_count() * (1 + (self._size >> 9)))
                for one in bits(mask):
                    if here[one] == FAR and (soonest is None or soonest[place][one] < FAR):
                        here[one] = depth
                        new |= 1 << one
                if not new:
                    continue
                distance[place] = here
                for source, guard, choice in self._into[place]:
                    back = self._back(self._moves.get(source), new & guard)
                    if back:
                        into = following if choice >= 0 else layer
                        into[source] = into.get(source, 0) | back
            layer = following
            depth += 1
        return distance

    def holding(self, expr: Expr | None, *, negated: bool = False) -> int:
        """The values with which a condition, or its contrary, may hold, whatever the other variables are."""
        if expr is None:
            return 0 if negated else self._all
        if expr[0] == "not":
            return self.holding(expr[1], negated=not negated)
        if expr[0] == "and" or expr[0] == "or":
            every = (expr[0] == "and") != negated
            found = self._all if every else 0
            for part in expr[1:]:
                one = self.holding(part, negated=negated)
                found = found & one if every else found | one
            return found
        if not self._inside.issuperset(reads(expr)):
            return self._all
        known = self._holds.get(expr)
        if known is None:
            known = self._holds[expr] = sum(1 << number for number, values in self._each() if evaluate(expr, values))
        return self._all & ~known if negated else known

    def wanted(self, spot: Spot) -> int:
        """The values on entering a spot's place with which its condition may come true."""
        effects = self._graph.places[spot.place].effects
        return self._back(self._moved(effects if spot.after < 0 else effects[: spot.after]), self.holding(spot.when))

    def through(self, place: int, mask: int) -> int:
        """The values that there may be once a place has done its effects, of any in a set on entering it."""
        moves = self._moves.get(place)
        if moves is None:
            return mask
        found = 0
        self._work(mask.bit_count() * (1 + (self._size >> 8)))
        for one in bits(mask):
            found |= moves[one]
        return found

    def _back(self, moves: Sequence[int] | None, mask: int) -> int:
        """The values from which moves (none: everything stays) may lead into a set."""
        if moves is None or not mask:
            return mask
        self._work(self._size * (1 + (self._size >> 8)))
        return sum(1 << number for number, after in enumerate(moves) if after & mask)

    def _moved(self, effects: Sequence[Effect]) -> Sequence[int] | None:
        """For each value those there may be after some effects; None where they leave them alone."""
        mine = [one for one in effects if one.slot in self._inside]
        if not mine:
            return None
        moves = [1 << number for number in range(self._size)]
        for effect in mine:
            when, never = self.holding(effect.when), self.holding(effect.when, negated=True)
            changed = self._changed(effect)
            for number, mask in enumerate(moves):
                self._work(1 + (self._size >> 6))
                moves[number] = mask & never
                for one in bits(mask & when):
                    moves[number] |= changed[one]
        return moves

    def _changed(self, effect: Effect) -> list[int]:
        """For each value those there may be after one effect."""
        slot = effect.slot
        low, high = self._bounds[slot]
        scale = next(one for other, _, one in self.scale if other == slot)
        known = self._inside.issuperset(reads(effect.value))
        found = []
        for number, values in self._each():
            base = number - (values[slot] - low) * scale
            outcomes = [min(max(evaluate(effect.value, values), low), high)] if known else range(low, high + 1)
            self._work(len(outcomes) * (1 + (self._size >> 8)))
            found.append(sum(1 << base + (value - low) * scale for value in outcomes))
        return found
