"""Every state one by one, with the chance and the words of each step: for stories, and parts of them, that are small.

A state is where something is decided: the opening, a list of choices, a draw, an ending, a place where play is stuck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from game.program import model
from game.proof.bounds import Expired
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Place
from game.proof.model.slicing import Slice, cone, control
from game.proof.model.successors import MOST_OPENINGS, StateValues, Walker
from game.proof.quantitative.words import WordCounts

_Key: TypeAlias = tuple[int, StateValues]
BEGINNING = 0
"""The state before the answers."""


class Transition(NamedTuple):
    """A step on: the choice (or "" for a draw), its chance among the ways that the choice can go, its words, and where to."""

    choice: str
    chance: Fraction
    words: int
    to: int


class StateGraph:
    """All states that can come up, as numbers. `steps[state]` are in the order in which the choices are listed."""

    def __init__(
        self,
        graph: Graph,
        *,
        words: bool,
        most: int,
        check: Callable[[], None],
        most_steps: int = 1 << 60,
    ) -> None:
        """With `words`, variables that texts read are followed, too, and words are counted.

        Raises:
            Expired: there are more than `most` states, or steps between them, or `check` ended it.
        """
        self.graph = graph
        self.counting = WordCounts(graph.program) if words else None
        part = Slice(graph, () if self.counting is None else self.counting.read_in(graph))
        self._walker = Walker(graph, part)
        self._dead = part.dead
        self._start = [one.start for one in graph.program.slots]
        self._control = sorted(cone(graph, control(graph)))
        self._numbers: dict[_Key, int] = {}
        self._waiting: list[tuple[int, int, StateValues]] = []
        self.steps: list[list[Transition]] = [[]]
        self.ending: list[str] = [""]
        self.openings: dict[int, StateValues] = {}
        """The state after each answer before the story, with the values it gives."""
        for values in offered_openings(self._walker):
            number = self._new("")
            self.openings[number] = values
        share = Fraction(1, len(self.openings))
        self.steps[BEGINNING] = [Transition("", share, 0, number) for number in self.openings]
        for number, values in self.openings.items():
            self.steps[number] = list(self._leads("", Fraction(1), graph.start, values))
        steps = 0
        while self._waiting:
            number, place, values = self._waiting.pop()
            self.steps[number] = list(self._onward(graph.places[place], values))
            check()
            steps += len(self.steps[number])
            if steps > most_steps:
                raise Expired(f"more than {most_steps:,} steps between states")
            if len(self.steps) > most:
                raise Expired(f"more than {most:,} states")

    def _new(self, ending: str) -> int:
        self.steps.append([])
        self.ending.append(ending)
        return len(self.steps) - 1

    def _number(self, place: Place, values: list[int], *, stuck: bool = False) -> int:
        for slot in self._dead[place.number]:
            values[slot] = self._start[slot]
        over = stuck or place.ending
        key = (-1, ()) if stuck else (place.number, tuple(values))
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._new("" if stuck else place.ending)
            if not over:
                self._waiting.append((found, *key))
        return found

    def _onward(self, place: Place, values: StateValues) -> Iterator[Transition]:
        """The steps from a state at a list of choices, or at a draw."""
        if not place.draw:
            for target, identity in self._walker.open(place, values):
                yield from self._leads(identity, Fraction(1), target, values)
            return
        exit_ = self.graph.exit(place)
        assert isinstance(exit_, model.Draw)
        weights = [
            (storylet.weight, target)
            for storylet, (target, guard, _) in zip(exit_.storylets, self._walker.edges(place), strict=False)
            if guard is None or guard(values)
        ]
        total = sum(weight for weight, _ in weights)
        for weight, target in weights:
            yield from self._leads("", Fraction(weight, total), target, values)

    def _leads(self, choice: str, chance: Fraction, place: int, values: StateValues) -> Iterator[Transition]:
        """Run to wherever the next thing is decided; a text that draws can make it several ways."""
        waiting = [(chance, 0, place, list(values), set[_Key]())]
        while waiting:
            chance, words, number, now, passed = waiting.pop()
            here = self.graph.places[number]
            again = (number, tuple([now[slot] for slot in self._control]))
            if again in passed:  # nothing was decided since, so it goes on like this for ever
                yield Transition(choice, chance, words, self._number(here, now, stuck=True))
                continue
            outcomes = list(self._played(here, now))
            for part, count, after in outcomes:
                onward = self._exit(here, after)
                if onward is None or onward < 0:
                    to = self._number(here, after, stuck=onward is None)
                    yield Transition(choice, chance * part, words + count, to)
                else:
                    before = passed if len(outcomes) == 1 else set(passed)
                    before.add(again)
                    waiting.append((chance * part, words + count, onward, after, before))

    def _played(self, place: Place, values: list[int]) -> Iterable[tuple[Fraction, int, list[int]]]:
        """Every way a place's block can go: the chance, the words, and the values after it."""
        if self.counting is None:
            self._walker.affect(place, values)
            return ((Fraction(1), 0, values),)
        found: list[tuple[Fraction, int, list[int]]] = [(Fraction(1), 0, values)]
        for op in place.ops:
            if isinstance(op, model.Text):
                if self.counting.shuffled(op):
                    found = [
                        (chance * part, words + count, after)
                        for chance, words, now in found
                        for part, count, after in self.counting.outcomes(op, now)
                    ]
                else:
                    found = [(chance, words + self.counting.count(op, now), now) for chance, words, now in found]
            elif isinstance(op, model.Set) and op.slot in self._walker.followed:
                variable, value = self.graph.program.slots[op.slot], self._walker.function(op.value)
                for _, _, now in found:
                    now[op.slot] = min(max(value(now), variable.low), variable.high)
        return found

    def _exit(self, place: Place, values: Sequence[int]) -> int | None:
        """The place that play goes on to by itself; -1 where something is decided or over, None where play is stuck.

        Ways that differ in what a text shows, and meet again behind it, are as good as one another.
        """
        if place.ending:
            return -1
        held = self._walker.open(place, values)
        if not held:
            return None
        decided = held[0][1] or (place.draw and len(held) > 1)
        return -1 if decided else held[0][0]


def offered_openings(walker: Walker) -> Iterator[StateValues]:
    """What the variables are after each of the answers that the story offers before it begins.

    Raises:
        Expired: there are too many.
    """
    program = walker.program
    offered: dict[int, set[int]] = {}
    for question in program.setup:
        slot = program.slot.get(question.variable)
        if slot is not None and slot in walker.followed:
            names = list(program.slots[slot].values) or ["false", "true"]
            offered[slot] = {names.index(option[0]) for option in question.options}
    for count, values in enumerate(walker.openings(), 1):
        if count == MOST_OPENINGS:
            raise Expired(f"{MOST_OPENINGS:,} ways to answer before the story")
        if all(values[slot] in known for slot, known in offered.items()):
            yield values
