"""What is still to come on the way to one ending: choices, or words, as functions of the state, one to a place; and the best way there.

The functions say nothing of states from which the ending cannot be reached: those are told apart by sets, and where the
functions need not be right, they are small. At first they do not follow what only texts read: such a text counts as long (for the fewest as short)
as it can be. Where a best way by that has a text that is not so, what this text reads is followed, too, and so on, until it is just as long
as it was said to be: then no other is better. (Abstraction refinement: Clarke, Grumberg, Jha, Lu and Veith, 2000.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from game.program import model
from game.proof.bounds import Expired
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.fixpoint import settled
from game.proof.model.control_flow.place import Edge, Effect, Place
from game.proof.model.slicing import cone, control
from game.proof.model.successors import StateValues
from game.proof.quantitative.care_sets import CareSets
from game.proof.quantitative.paths import Route
from game.proof.quantitative.state_graph import offered_openings
from game.proof.quantitative.words import WordCounts
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import TooWideError
from game.proof.symbolic.evmdd import FLAT, NOWHERE, EdgeValuedDiagrams, Sum, SumWay
from game.proof.symbolic.mtbdd import MOST_COMBINATIONS, MultiTerminalDiagrams, NodeId


class ShuffledError(Expired):
    """A text that draws has no number of words of its own."""

    def __init__(self) -> None:
        super().__init__("texts that are shuffled, in too many states to look at each")


def best_way(
    backward: BackwardReachability,
    counting: WordCounts,
    *,
    ending: str,
    unit: str,
    side: str,
    check: Callable[[], None],
) -> Route | None:
    """The way to an ending with the fewest or the most choices or words; None where there is none.

    `backward.within` must be known: all states that can come up. For the most, no circle may lead to the ending.

    Raises:
        ShuffledError: words are asked for, and a text draws.
        TooWideError: a condition or a text combines too many variables.
        Expired: `check` ended it.
    """
    shown: set[int] = set()
    while True:
        costs = CostToGo(backward, counting, shown, ending=ending, unit=unit, side=side, check=check)
        way = costs.best()
        if not costs.missed:
            return way
        shown |= costs.missed


class CostToGo:
    """The most, or the least made negative, that the states of a story still have to come on their way to an ending, or more than that."""

    def __init__(
        self,
        backward: BackwardReachability,
        counting: WordCounts,
        shown: Iterable[int] = (),
        *,
        ending: str,
        unit: str,
        side: str,
        check: Callable[[], None],
    ) -> None:
        """`shown` are variables to follow besides those that decide where play can go; else as for `best_way`."""
        assert backward.within is not None
        self.graph: Graph = backward.graph
        self._walker = backward.walker
        self._diagrams = backward.diagrams
        self._counting = counting
        self._sign = -1 if side == "fewest" else 1
        self._words = unit == "words"
        self._step = 0 if self._words else self._sign
        self._functions = MultiTerminalDiagrams(self.graph.program, self._diagrams.order, check)
        self._sums = EdgeValuedDiagrams(self._functions)
        leading = backward.everything(backward.endings(ending))
        self._cares = CareSets(backward, leading, self._functions)
        """The states from which the ending can be reached."""
        self._followed = cone(self.graph, {*control(self.graph), *shown})
        self.missed: set[int] = set()
        """What texts read on the best way that were not as long as they were taken to be."""
        self._counts: dict[str, NodeId] = {}
        self._guards: dict[tuple[int, int], NodeId] = {}
        self._known = settled(self.graph, leading, (0, NOWHERE), self._at, check)

    def best(self) -> Route | None:
        """The best way from the beginning; None where there is none."""
        openings = [(self._entering(self.graph.start, one), one) for one in offered_openings(self._walker)]
        totals = [(total, opening) for total, opening in openings if total is not None]
        if not totals:
            return None
        total, opening = max(totals, key=lambda one: one[0])
        return Route(abs(total), opening, self._way(opening), None)

    def _entering(self, place: int, values: Sequence[int]) -> int | None:
        """What can still come on entering a place with values by slot; None where the ending cannot be reached."""
        leading = self._cares.entered.get(place)
        if leading is None or not self._diagrams.holds(leading, values):
            return None
        return self._sums.at(self._known[place], values)

    def _way(self, opening: StateValues) -> tuple[str, ...]:
        """The choices of a best way: on from each state by a way that has as much to come as any."""
        waiting: list[tuple[int, StateValues, tuple[str, ...]]] = [(self.graph.start, opening, ())]
        seen: set[tuple[int, StateValues]] = set()
        while True:
            number, before, choices = waiting.pop()
            place, values = self.graph.places[number], list(before)
            self.missed.update(self._missed(place, before))
            if place.ending:
                return choices
            self._walker.affect(place, values)
            ways = []
            for target, identity in self._walker.open(place, values):
                more = self._entering(target, values)
                if more is not None:
                    ways.append((more + self._step if identity else more, target, identity))
            most = max(more for more, _, _ in ways)
            for more, target, identity in reversed(ways):
                state = target, tuple(values)
                if more == most and state not in seen:  # in a circle in which nothing counts there is another way
                    seen.add(state)
                    waiting.append((*state, (*choices, identity) if identity else choices))

    def _missed(self, place: Place, before: StateValues) -> Iterator[int]:
        """What is read by those texts of a place that are not as long as they were taken to be."""
        values = list(before)
        for op in place.ops if self._words else ():
            if isinstance(op, model.Text):
                taken = self._functions.at(self._count(op), values)
                if taken != self._sign * self._counting.count(op, values):
                    yield from self._counting.slots(op)
            elif isinstance(op, model.Set):
                variable = self.graph.program.slots[op.slot]
                values[op.slot] = min(max(self._walker.function(op.value)(values), variable.low), variable.high)

    def _at(self, place: Place, known: Mapping[int, Sum]) -> Sum:
        found: Sum = (0, FLAT)
        if not place.ending:
            ways: list[SumWay] = []
            for index, edge in enumerate(place.edges):
                amount, node = known.get(edge.target, (0, NOWHERE))
                if node != NOWHERE:
                    ways.append((self._guard(place, index), amount + (self._step if edge.choice >= 0 else 0), node))
            if not ways:
                return 0, NOWHERE
            levels: set[int] = set()
            for guard, amount, node in ways:
                levels |= self._functions.levels_of(guard) | self._sums.levels_of((amount, node))
            found = self._sums.best(ways, self._cares.near(place, levels, after=True))
        found = self._before(place, found)
        return self._sums.restrict(found, self._cares.near(place, self._sums.levels_of(found), after=False))

    def _guard(self, place: Place, index: int) -> NodeId:
        """Where a way is open and leads on to the ending."""
        found = self._guards.get((place.number, index))
        if found is None:
            found = self._guards[place.number, index] = self._leading_on(place, place.edges[index])
        return found

    def _leading_on(self, place: Place, edge: Edge) -> NodeId:
        functions, diagrams = self._functions, self._diagrams
        left = self._cares.left(place)
        open_ = left & diagrams.condition(edge.guard)
        leading = open_ & self._cares.entered[edge.target]
        if leading == open_:
            return functions.true if edge.guard is None else functions.expression(edge.guard)
        if not leading.satisfiable():
            return functions.false
        return functions.restrict(functions.from_set(diagrams, leading), functions.from_set(diagrams, left))

    def _before(self, place: Place, after: Sum) -> Sum:
        """The sum on entering a place, where it is given after its block."""
        if not self._words:
            return self._undone(after, place.effects)
        after = self._undone(after, place.effects[place.played :])
        texts = [shown.after for shown in place.shown if not shown.arm]
        done = place.played
        for op in reversed(place.ops):
            if isinstance(op, model.Learn):
                continue
            first = texts.pop() if isinstance(op, model.Text) else done - 1
            after = self._undone(after, place.effects[first:done])
            done = first
            if isinstance(op, model.Text):
                after = self._sums.plus(after, self._count(op))
        return after

    def _undone(self, after: Sum, effects: Sequence[Effect]) -> Sum:
        for effect in reversed(effects):
            if effect.slot in self._followed:
                after = self._sums.preimage(after, effect.slot, effect.value, effect.when)
        return after

    def _count(self, text: model.Text) -> NodeId:
        """The words of a text, with the sign of the side, at the best of the variables that are not followed."""
        found = self._counts.get(text.id)
        if found is None:
            if self._counting.shuffled(text):
                raise ShuffledError
            loose = sorted(self._counting.slots(text) - self._followed)
            variables = [self.graph.program.slots[slot] for slot in loose]
            every = [range(one.low, one.high + 1) for one in variables]
            if prod(map(len, every)) > MOST_COMBINATIONS:
                raise TooWideError

            def most(values: Sequence[int]) -> int:
                now, counts = list(values), []
                for ones in product(*every):
                    for slot, value in zip(loose, ones, strict=True):
                        now[slot] = value
                    counts.append(self._sign * self._counting.count(text, list(now)))
                return max(counts)

            found = self._counts[text.id] = self._functions.tabled(self._counting.slots(text) & self._followed, most)
        return found
