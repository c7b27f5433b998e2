"""How much better one state can turn out than another that differs from it only in what texts show.

Such states have the same ways on, and the same words on each but for the texts that read what differs. So however many more
words the one can come to is bounded by those texts, and a state that is further behind than that need not be followed.
Without it the shipped story has three of its lengths in words in the time in which it has seven with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final, TypeAlias

from game.program import model
from game.program.forms.expressions import reads
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Place
from game.proof.model.slicing import cone, control
from game.proof.quantitative.words import WordCounts
from game.proof.symbolic.mtbdd import MOST_COMBINATIONS

_Pair: TypeAlias = tuple[int, int]
"""A variable's value in the state that may be better, and in the other."""
_Counts: TypeAlias = Mapping[tuple[int, ...], int]
ENDLESS: Final = 1 << 40
"""More words than any playthrough has."""


class Dominance:
    """For one side, by place and variable, the words that another value can be better by from there on."""

    def __init__(self, graph: Graph, counting: WordCounts, side: str) -> None:
        """Variables that decide the way are left aside; all texts must be such as have a number of words of their own."""
        self.graph = graph
        self._counting = counting
        self._sign = -1 if side == "fewest" else 1
        decisive = cone(graph, control(graph))
        self.slots: list[int] = [slot for slot in range(len(graph.program.slots)) if slot not in decisive]
        """The variables that decide no way."""
        self._fed = self._feeding()
        self._tables: dict[str, tuple[list[int], _Counts]] = {}
        self._known: dict[tuple[int, _Pair], Sequence[int]] = {}

    def of(self, place: int, one: Sequence[int], other: Sequence[int], most: int) -> int:
        """How much better a state can turn out than another after a place has done its part; not exact where it is above `most`.

        The states are given by the values of `slots`, in order.
        """
        found = 0
        for slot, mine, yours in zip(self.slots, one, other, strict=True):
            if mine != yours:
                found += self._from(slot, (mine, yours))[place]
                if found > most:
                    break
        return found

    def _feeding(self) -> dict[int, frozenset[int]]:
        """The variables whose values can come to differ where one does, for those that do more than keep or lose what they have."""
        into: dict[int, set[int]] = {slot: set() for slot in self.slots}
        for place in self.graph.places:
            for effect in place.effects:
                for slot in {*reads(effect.value), *(() if effect.when is None else reads(effect.when))}:
                    if slot in into:
                        into[slot].add(effect.slot)
        found: dict[int, frozenset[int]] = {}
        for slot, fed in into.items():
            if fed:
                all_ = {slot}
                queue = [slot]
                while queue:
                    for one in into[queue.pop()] - all_:
                        all_.add(one)
                        queue.append(one)
                found[slot] = frozenset(all_)
        return found

    def _from(self, slot: int, pair: _Pair) -> Sequence[int]:
        """For each place the words from after it on, at most, where a variable has one value and not the other."""
        fed = self._fed.get(slot)
        key = (slot, (0, 0) if fed else pair)
        found = self._known.get(key)
        if found is None:
            here = [self._here(place, slot, None if fed else pair, fed or frozenset()) for place in self.graph.places]
            found = self._known[key] = self._along(here)
        return found

    def _along(self, here: Sequence[Sequence[int]]) -> list[int]:
        """The most that comes up along any way, from after each place on; the values may come to be the same anywhere on it."""
        entered = [0] * len(here)
        after = [0] * len(here)
        for group in self.graph.groups:
            onward = {edge.target for one in group for edge in self.graph.places[one].edges}
            circle = group[0] in self.graph.circles
            best = max((entered[one] for one in onward.difference(group)), default=0)
            if circle and any(more > 0 for one in group for more in here[one]):
                best = ENDLESS
            for one in group:
                after[one] = best
                entered[one] = best
                for more in [] if circle else reversed(here[one]):
                    entered[one] = max(0, entered[one] + more)
        return after

    def _here(self, place: Place, slot: int, pair: _Pair | None, fed: frozenset[int]) -> list[int]:
        """What the texts of a place can be better by, in order; without a pair of values, whatever they are."""
        found: list[int] = []
        for op in place.ops:
            if isinstance(op, model.Text):
                slots = self._counting.slots(op)
                if pair is None:
                    found += [self._better(op, one, None) for one in fed & slots]
                elif slot in slots:
                    found.append(self._better(op, slot, pair))
        return found

    def _better(self, text: model.Text, slot: int, pair: _Pair | None) -> int:
        """What one text can be better by at most, the other variables left aside."""
        slots, counts = self._table(text)
        at = slots.index(slot)
        variable = self.graph.program.slots[slot]
        values = range(variable.low, variable.high + 1)
        pairs = [pair] if pair is not None else list(product(values, values))
        found = -ENDLESS
        for values_ in counts:
            if values_[at] == variable.low:
                for mine, yours in pairs:
                    with_mine = counts[(*values_[:at], mine, *values_[at + 1 :])]
                    with_yours = counts[(*values_[:at], yours, *values_[at + 1 :])]
                    found = max(found, self._sign * (with_mine - with_yours))
        return found

    def _table(self, text: model.Text) -> tuple[list[int], _Counts]:
        """The words of a text for all values of the variables that it reads."""
        found = self._tables.get(text.id)
        if found is None:
            slots = sorted(self._counting.slots(text))
            variables = [self.graph.program.slots[slot] for slot in slots]
            now = [one.start for one in self.graph.program.slots]
            counts: dict[tuple[int, ...], int] = {}
            for values in product(*(range(one.low, one.high + 1) for one in variables)):
                for slot, value in zip(slots, values, strict=True):
                    now[slot] = value
                counts[values] = self._counting.count(text, now)
                if len(counts) > MOST_COMBINATIONS:
                    raise AssertionError("the cost to go is known before, and holds no text of so many values")
            found = self._tables[text.id] = slots, counts
        return found
