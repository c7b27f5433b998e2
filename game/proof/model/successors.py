"""The places with real values: from one state to the next, without the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Literal, NamedTuple, TypeAlias

from game.engine.machine import LONGEST_RUN
from game.engine.turn import Stuck
from game.program.forms.evaluate import Evaluator, compiled
from game.program.forms.types import Expr
from game.program.graph.weights import HEAVIEST, Weights
from game.program.model import Program
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Effect, Place
from game.proof.model.slicing import Slice

StateValues: TypeAlias = tuple[int, ...]
MaybeStuck: TypeAlias = Stuck | Literal[""]
FAR = 1 << 30
"""More choices than any playthrough has."""
MOST_OPENINGS = 4096
_COMPILED = 20
"""Steps that it takes to make a function of an expression."""


class Rest(NamedTuple):
    """A state at rest: a place where the player is asked, or where play is over."""

    place: int
    values: StateValues


class _Fork(NamedTuple):
    """A state in which play went several ways, and the one before it on this way."""

    state: Rest
    before: _Fork | None


def _circle(state: Rest, fork: _Fork | None) -> Iterator[tuple[Rest, MaybeStuck]]:
    """The state, stuck without end, where play has come back to it on its way."""
    while fork is not None:
        if fork.state == state:
            yield state, "endless"
            return
        fork = fork.before


def asked_slots(program: Program) -> list[int]:
    """The variables that the player is asked for before the story begins, in that order."""
    return [program.slot[one.variable] for one in program.setup if one.variable in program.slot]


class Walker:
    """The places with their effects and guards as functions."""

    def __init__(self, graph: Graph, part: Slice | None = None, functions: dict[int, Evaluator] | None = None) -> None:
        """With a part, what it does not follow keeps its start, and so does what no longer matters; `functions` are those of another walker."""
        self.graph = graph
        self.program: Program = graph.program
        self.followed = frozenset(range(len(self.program.slots))) if part is None else part.followed
        self._dead = [()] * len(graph.places) if part is None else part.dead
        self._weights = Weights(self.program)
        self._weighed: dict[int, int] = {}
        self._start = [one.start for one in self.program.slots]
        self._bounds = [(one.low, one.high) for one in self.program.slots]
        self.functions: dict[int, Evaluator] = {} if functions is None else functions
        """Expressions by identity, as functions."""
        self._effects: list[list[tuple[int, Evaluator, Evaluator | None]] | None]
        self._effects = [None] * len(graph.places)
        self._edges: list[list[tuple[int, Evaluator | None, str]] | None] = [None] * len(graph.places)

    def function(self, expr: Expr) -> Evaluator:
        """An expression as a function, made once."""
        found = self.functions.get(id(expr))
        if found is None:
            self.graph.work(_COMPILED)
            if expr[0] == "and" and len(expr) == 3:  # its parts stand in other conditions, too
                one, other = self.function(expr[1]), self.function(expr[2])
                found = self.functions[id(expr)] = lambda values: one(values) and other(values)
            else:
                found = self.functions[id(expr)] = compiled(expr)
        return found

    def effects(self, place: Place) -> list[tuple[int, Evaluator, Evaluator | None]]:
        """The followed effects of a place: slot, new value, and when."""
        found = self._effects[place.number]
        if found is None:
            found = self._effects[place.number] = [
                self._effect(one) for one in place.effects if one.slot in self.followed
            ]
        return found

    def affect(self, place: Place, values: list[int]) -> None:
        """Do the effects of a place on some values."""
        for slot, value, when in self.effects(place):
            if when is None or when(values):
                values[slot] = value(values)

    def open(self, place: Place, values: Sequence[int]) -> list[tuple[int, str]]:
        """The ways on that are open with some values: target, and the choice's id."""
        return [(target, identity) for target, guard, identity in self.edges(place) if guard is None or guard(values)]

    def numbered(self, place: Place) -> list[tuple[int, int, Evaluator, Evaluator | None]]:
        """The followed effects, each with its number among all effects of the place."""
        numbers = [number for number, one in enumerate(place.effects) if one.slot in self.followed]
        return [(number, *one) for number, one in zip(numbers, self.effects(place), strict=True)]

    def _effect(self, effect: Effect) -> tuple[int, Evaluator, Evaluator | None]:
        low, high = self._bounds[effect.slot]
        value = self.function(effect.value)
        when = None if effect.when is None else self.function(effect.when)
        return effect.slot, lambda values: min(max(value(values), low), high), when

    def edges(self, place: Place) -> list[tuple[int, Evaluator | None, str]]:
        """The ways on: target, guard, and the choice's id ("" where nobody is asked)."""
        found = self._edges[place.number]
        if found is None:
            exit_ = self.graph.exit(place)
            found = []
            for edge in place.edges:
                identity = exit_.choices[edge.choice].id if edge.choice >= 0 else ""  # type: ignore[union-attr]
                guard = None if edge.guard is None else self.function(edge.guard)
                found.append((edge.target, guard, identity))
            self._edges[place.number] = found
        return found

    def openings(self) -> Iterator[StateValues]:
        """Every way the player can answer before the story begins."""
        program = self.program
        asked = [slot for slot in asked_slots(program) if slot in self.followed]
        start = [one.start for one in program.slots]
        ranges = [range(program.slots[slot].low, program.slots[slot].high + 1) for slot in asked]
        for count, combination in enumerate(product(*ranges)):
            if count == MOST_OPENINGS:
                return
            for slot, value in zip(asked, combination, strict=True):
                start[slot] = value
            yield tuple(start)

    def run(  # noqa: C901 - one loop, as the engine has
        self, place: int, values: list[int], notice: Callable[[Place, list[int]], None] | None = None
    ) -> Iterator[tuple[Rest, MaybeStuck]]:
        """Run from a place to every state at rest that can follow (draws give more than one).

        Yields each with why play is stuck there, or "". `notice` is called at each place on entry.
        """
        pending: list[tuple[int, list[int], int, int, _Fork | None]] = [(place, values, 0, 0, None)]
        forked: set[Rest] = set()
        work, least = self.graph.work, 1 + (len(values) >> 4)
        while pending:
            number, values, passed, told, fork = pending.pop()
            while True:
                here = self.graph.places[number]
                if here.begins:
                    passed += 1
                    told += self._weight(here)
                    if passed > LONGEST_RUN or told > HEAVIEST:
                        yield self._rest(number, values), "endless" if passed > LONGEST_RUN else "too-long"
                        break
                if notice is not None:
                    notice(here, values)
                for slot, value, when in self.effects(here):
                    if when is None or when(values):
                        values[slot] = value(values)
                if here.ending or here.stuck:
                    yield self._rest(number, values), here.stuck
                    break
                edges = self.edges(here)
                work(least + len(edges))
                ways = [(target, identity) for target, guard, identity in edges if guard is None or guard(values)]
                if any(identity for _, _, identity in edges) or not edges:
                    if not ways:
                        yield self._rest(number, values), "no-open-choice"
                        break
                    if ways[0][1]:
                        yield self._rest(number, values), ""
                        break
                if not ways:
                    yield self._rest(number, values), "endless"
                    break
                if len(ways) > 1:
                    state = self._rest(number, values)
                    if state in forked:  # what else comes of it is known, or still to come
                        yield from _circle(state, fork)
                        break
                    forked.add(state)
                    fork = _Fork(state, fork)
                for target, _ in ways[1:]:
                    pending.append((target, list(values), passed, told, fork))
                number = ways[0][0]

    def _weight(self, place: Place) -> int:
        """How much a place adds to a turn, as the engine reckons it."""
        found = self._weighed.get(place.number)
        if found is None:
            block = self.program.scene(place.scene).blocks[place.block]
            found = self._weighed[place.number] = self._weights.of(block.ops, block.exit)
        return found

    def _rest(self, number: int, values: list[int]) -> Rest:
        """The state at rest, with what no longer matters put back to its start."""
        start = self._start
        for slot in self._dead[number]:
            values[slot] = start[slot]
        return Rest(number, tuple(values))
