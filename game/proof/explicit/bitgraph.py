"""A story laid out for states of bits: its places with what they change, and the ways on from each."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from typing import NamedTuple

from game.proof.explicit.bitstates import BitCondition, BitEffect, BitStates
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice
from game.proof.model.successors import Walker, asked_slots


class SetStep(NamedTuple):
    """A way on: when it is open, what changes on it, and where it leads; `identity` is the choice's id, or empty.

    Of a state that comes there `keep` is kept, and `fixed` is set: variables that no longer matter have one value.
    """

    target: int
    test: BitCondition
    changes: tuple[BitEffect, ...]
    keep: int
    fixed: int
    choice: bool
    identity: str

    def of(self, states: Collection[int]) -> Collection[int]:
        """What becomes of those states for which it is open."""
        return self.onward(states if self.test.always else self.test.of(states))

    def onward(self, states: Collection[int]) -> Collection[int]:
        """What becomes of states for which it is open, in the same order."""
        for change in self.changes:
            states = change.of(states)
        if self.fixed and states:
            keep, fixed = self.keep, self.fixed
            return [state & keep | fixed for state in states]
        return states

    def of_one(self, state: int) -> int:
        """What becomes of a state, or of what several have in common; 0 where it is not open."""
        state = self.test.narrowed(state)
        if state:
            for change in self.changes:
                state = change.of((state,))[0]
            state = state & self.keep | self.fixed
        return state


class BitGraph:
    """The places of a graph over the bits of the variables that a slice follows.

    A place that nobody asks about, that one way leads to and one way leads on from, is part of that way.
    """

    def __init__(self, walker: Walker, part: Slice, asked: Container[int]) -> None:
        """`asked` are the places that somebody asks about."""
        self.graph: Graph = walker.graph
        self._walker = walker
        self._part = part
        self._asked = asked
        program = self.graph.program
        self.bits = BitStates(program, sorted(part.followed), self.graph.work)
        self._start = {slot: self.bits.bit(slot, program.slots[slot].start) for slot in part.followed}
        self._always = BitCondition(self.bits, None)
        self._changes: list[tuple[tuple[int, BitEffect], ...] | None] = [None] * len(self.graph.places)
        self._steps: list[list[SetStep] | None] = [None] * len(self.graph.places)
        self._into: dict[int, list[tuple[int, int, SetStep]]] = {}

    def test(self, spot: Spot) -> BitCondition:
        """The condition of a spot."""
        return self._always if spot.when is None else BitCondition(self.bits, spot.when)

    def changes(self, number: int) -> tuple[tuple[int, BitEffect], ...]:
        """The effects of a place that matter, each with how many come before it."""
        found = self._changes[number]
        if found is None:
            found = self._changes[number] = tuple(
                (before, BitEffect(self.bits, effect))
                for before, effect in enumerate(self.graph.places[number].effects)
                if effect.slot in self.bits.field
            )
        return found

    def steps(self, number: int) -> list[SetStep]:
        """The ways on from a place."""
        found = self._steps[number]
        if found is None:
            place = self.graph.places[number]
            self.graph.work(1 + len(place.edges))
            found = []
            for edge, (_, _, identity) in zip(place.edges, self._walker.edges(place), strict=True):
                test = self._always if edge.guard is None else BitCondition(self.bits, edge.guard)
                if test.never:
                    continue
                target, changes = edge.target, []
                while passed_through(self.graph, target, self._asked):
                    changes += [change for _, change in self.changes(target)]
                    target = self.graph.places[target].edges[0].target
                keep, fixed = self._settled(target)
                found.append(SetStep(target, test, tuple(changes), keep, fixed, edge.choice >= 0, identity))
            self._steps[number] = found
        return found

    def into(self, number: int) -> Sequence[tuple[int, int, SetStep]]:
        """The steps that lead to a place, each with the place that it leads from, and its number there."""
        if not self._into:
            for source in range(len(self.graph.places)):
                if not passed_through(self.graph, source, self._asked):
                    for position, step in enumerate(self.steps(source)):
                        self._into.setdefault(step.target, []).append((source, position, step))
        return self._into.get(number, ())

    def _settled(self, number: int) -> tuple[int, int]:
        dead = self._part.dead_entry[number]
        return ~self.bits.mask(dead), sum(self._start[slot] for slot in dead)

    def openings(self) -> list[int]:
        """The states in which the story can begin, as far as the walker goes through them."""
        keep, fixed = self._settled(self.graph.start)
        return [self.bits.pack(values) & keep | fixed for values in self._walker.openings()]

    def opening(self) -> int:
        """What all states in which the story can begin have in common."""
        program = self.graph.program
        asked = asked_slots(program)
        keep, fixed = self._settled(self.graph.start)
        bits = self.bits
        found = sum(bits.field[slot] if slot in asked else self._start[slot] for slot in bits.field)
        return found & keep | fixed


def passed_through(graph: Graph, number: int, asked: Container[int]) -> bool:
    """Whether a place that nobody asks about is only passed through, on one way. (A circle of such places has no way into it.)"""
    if number in asked or number == graph.start or len(graph.before[number]) != 1:
        return False
    edges = graph.places[number].edges
    return len(edges) == 1 and edges[0].choice < 0 and edges[0].guard is None
