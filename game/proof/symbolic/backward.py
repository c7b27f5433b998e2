"""From what is asked about back to the beginning: every state that can still come there.

Sets of states are kept one to a place. Layers count choices, so the first layer that holds an opening state
gives a shortest playthrough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Edge, Place
from game.proof.model.path import ChoicePath, path_of
from game.proof.model.successors import Walker
from game.proof.symbolic.bdd import Diagrams, StateSet

ReachabilityFilter: TypeAlias = Callable[[int, int], "Sequence[StateSet] | None"]
"""For a place and a number of choices, sets each of which holds all that can come up there so soon; None where nothing can."""


_OPERATION = 10
"""Steps that an operation on sets of a few nodes counts for."""


class BackwardReachability:
    """Backward searches over one graph."""

    def __init__(self, graph: Graph, diagrams: Diagrams, walker: Walker, check: Callable[[], None]) -> None:
        self.say: Callable[[int, int], None] = lambda layer, places: None  # noqa: ARG005 - nobody watches yet
        """Told of each layer that a search has finished."""
        self.within: dict[int, StateSet] | None = None
        """All that can come up, by place, or more than that, where it is known: searches stay inside it."""
        self.graph = graph
        self.diagrams = diagrams
        self.walker = walker
        self.check = check
        self.valid: StateSet = diagrams.valid(range(len(graph.program.slots)))
        self.opening: StateSet = self._opening()

    def _opening(self) -> StateSet:
        program = self.graph.program
        asked = {one.variable for one in program.setup}
        found = self.diagrams.true
        for slot in range(len(program.slots) - 1, -1, -1):
            self.graph.work(_OPERATION)
            variable = program.slots[slot]
            if variable.name not in asked:
                found = self.diagrams.equal(slot, variable.start) & found
        return found & self.valid

    @contextmanager
    def checked(self, check: Callable[[], None], *, everywhere: bool = False) -> Iterator[None]:
        """For a while, searches ask another check, and with `everywhere` do not keep to what is known to come up."""
        before = self.check, self.within
        self.check = check
        if everywhere:
            self.within = None
        try:
            yield
        finally:
            self.check, self.within = before

    def preimage(self, place: Place, after: StateSet, upto: int = -1) -> StateSet:
        """The values on entering a place, where those after its first `upto` effects (all: -1) are given."""
        effects = place.effects if upto < 0 else place.effects[:upto]
        for effect in reversed(effects):
            self.graph.work(_OPERATION)
            after = self.diagrams.preimage(after, effect.slot, effect.value, effect.when)
        return after

    def before(self, place: Place, edge: Edge, after: StateSet, inside: Sequence[StateSet] | None = None) -> StateSet:
        """The values on entering a place from which its edge leads into the set, of those `inside` (or `within`)."""
        if edge.guard is not None:
            after = self.diagrams.condition(edge.guard) & after
        before = self.preimage(place, after) if place.effects else after
        if inside is not None:
            for one in inside:
                before = before & one
        elif self.within is not None:
            reachable = self.within.get(place.number)
            before = self.diagrams.false if reachable is None else before & reachable
        return before

    def beyond(self, number: int, known: StateSet | None) -> StateSet:
        """What can come up at a place, or a wider set where that is not known, outside of a set."""
        rest = self.valid if self.within is None else self.within.get(number, self.diagrams.false)
        if known is not None:
            rest = rest & ~known
        return rest & self.valid if rest.satisfiable() else rest

    def everything(self, goals: Mapping[int, StateSet], *, fill: bool = False) -> dict[int, StateSet]:
        """All states that can reach the goals, by place, whatever number of choices it takes.

        With `fill`, the set of a place from which all that can come up there can reach them is all there is, and so
        stays as small as can be.
        Places that lead nowhere further come first, so that where play does not go in circles each place is done once.
        """
        total: dict[int, StateSet] = dict(goals)
        fresh: dict[int, StateSet] = dict(goals)
        rank = self.graph.rank
        queue = [(rank[number], number) for number in fresh]
        heapify(queue)
        while queue:
            _, number = heappop(queue)
            delta = fresh.pop(number)
            if fill and not self.beyond(number, total[number]).satisfiable():
                total[number] = delta = self.diagrams.true
            for source, edge in self.graph.before[number]:
                if fill and total.get(source) == self.diagrams.true:
                    continue
                new = self._new(source, edge, delta, total, None, 0)
                if new is None:
                    continue
                total[source] = new | total[source] if source in total else new
                if source in fresh:
                    fresh[source] = fresh[source] | new
                else:
                    fresh[source] = new
                    heappush(queue, (rank[source], source))
        return total

    def layers(
        self, goals: Mapping[int, StateSet], *, most: int = 1 << 30, early: ReachabilityFilter | None = None
    ) -> tuple[list[dict[int, StateSet]], bool]:
        """Search back choice by choice until an opening state is found.

        `early` tells what can come up at a place within so many choices, or a wider set: what lies further than `most`
        choices behind the goal is left out.

        Returns the layers (states exactly that many choices away from the goal), and whether the last holds an opening.
        Without an opening, and short of `most` layers, the goal can never be reached.
        """
        total: dict[int, StateSet] = {}
        layer = dict(goals) if early is None else self._soon(goals, early, most)
        layer = self._closed(layer, total, most, early)
        layers = [layer]
        start = self.graph.start
        while True:
            here = layer.get(start)
            if here is not None and (here & self.opening).satisfiable():
                return layers, True
            if len(layers) > most:
                return layers, False
            following: dict[int, StateSet] = {}
            left = most - len(layers)
            for number, delta in layer.items():
                for source, edge in self.graph.before[number]:
                    if edge.choice >= 0:
                        self._join(source, edge, delta, total, following, early=early, left=left)
            if not following:
                return layers, False
            layer = self._closed(following, total, left, early)
            layers.append(layer)

    def _soon(self, goals: Mapping[int, StateSet], early: ReachabilityFilter, most: int) -> dict[int, StateSet]:
        """What of the goals can come up within so many choices."""
        found: dict[int, StateSet] = {}
        for number, states in goals.items():
            soon = early(number, most)
            for one in soon or ():
                states = states & one
            if soon is not None and states.satisfiable():
                found[number] = states
        return found

    def _closed(
        self, layer: dict[int, StateSet], total: dict[int, StateSet], left: int, early: ReachabilityFilter | None
    ) -> dict[int, StateSet]:
        """The layer with everything that comes to it without a choice, and can have begun `left` choices before."""
        for number, states in layer.items():
            total[number] = states | total[number] if number in total else states
        fresh = dict(layer)
        while fresh:
            self.check()
            number, delta = fresh.popitem()
            for source, edge in self.graph.before[number]:
                if edge.choice < 0:
                    self._join(source, edge, delta, total, fresh, layer, early=early, left=left)
        return layer

    def _join(
        self,
        source: int,
        edge: Edge,
        delta: StateSet,
        total: dict[int, StateSet],
        into: dict[int, StateSet],
        also: dict[int, StateSet] | None = None,
        *,
        early: ReachabilityFilter | None,
        left: int,
    ) -> None:
        new = self._new(source, edge, delta, total, early, left)
        if new is None:
            return
        if also is not None:
            total[source] = new | total[source] if source in total else new
            also[source] = also[source] | new if source in also else new
        into[source] = into[source] | new if source in into else new

    def _new(
        self, source: int, edge: Edge, delta: StateSet, known: Mapping[int, StateSet],
        early: ReachabilityFilter | None, left: int,
    ) -> StateSet | None:  # fmt: skip
        """What comes to a set by a way, and is not known; None where there is nothing."""
        self.check()
        inside = None if early is None else early(source, left)
        if early is not None and inside is None:
            return None
        new = self.before(self.graph.places[source], edge, delta, inside)
        if source in known:
            new = new & ~known[source]
        return new if new.satisfiable() else None

    def endings(self, ending: str) -> dict[int, StateSet]:
        """The places of an ending, with what can come up there; that must be known."""
        assert self.within is not None
        there = [one.number for one in self.graph.places if one.ending == ending]
        return {number: self.within[number] for number in there if number in self.within}

    def witness(self, layers: list[dict[int, StateSet]]) -> ChoicePath:
        """A shortest way along the layers."""
        where = layers[-1][self.graph.start] & self.opening
        picked = self.diagrams.pick(where)
        values = [picked.get(slot, variable.start) for slot, variable in enumerate(self.graph.program.slots)]
        opening = tuple(values)  # a value the set does not speak of stays at its start
        if not self.diagrams.holds(where, values):
            opening = next(one for one in self.walker.openings() if self.diagrams.holds(where, one))
            values = list(opening)
        choices: list[str] = []
        number = self.graph.start
        for left in range(len(layers) - 1, 0, -1):
            number, values = self._pass(number, values, layers[left])
            place = self.graph.places[number]
            for target, identity in self.walker.open(place, values):
                states = layers[left - 1].get(target)
                if identity and states is not None and self.diagrams.holds(states, values):
                    choices.append(identity)
                    number = target
                    break
            else:
                raise AssertionError("a layer without a way down is a fault of the search")
        return path_of(opening, choices)

    def _pass(self, number: int, values: list[int], layer: Mapping[int, StateSet]) -> tuple[int, list[int]]:
        """Run to the next choice without leaving the layer; the values after the choice's place has done its effects."""
        while True:
            place = self.graph.places[number]
            self.walker.affect(place, values)
            ways = self.walker.open(place, values)
            if ways and ways[0][1]:
                return number, values
            for target, identity in ways:
                states = layer.get(target)
                if not identity and states is not None and self.diagrams.holds(states, values):
                    number = target
                    break
            else:
                raise AssertionError("a layer that stops half-way is a fault of the search")
