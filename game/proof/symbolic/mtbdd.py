"""Functions of the variables as ordered decision diagrams with any values at their leaves.

`Diagrams` holds sets; this holds what is known of each state of a set: a chance, a number of words. Equal
functions are one, so a story with many states needs few of them where many states have the same to come.
(Multi-terminal decision diagrams: Clarke, Fujita, McGeer, McMillan, Yang and Zhao, 1993.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.symbolic.bdd import Diagrams, StateSet, TooWideError

NodeId: TypeAlias = int
"""A node, by its number; equal functions have the same."""
LEAF = 1 << 30
"""The level of leaves, below all variables."""
MOST_COMBINATIONS = 20_000
"""Combinations of values that an expression is spelled out for."""


class MultiTerminalDiagrams:
    """The functions over one program's variables, in the order that the diagrams of its sets have."""

    def __init__(self, program: Program, order: Iterable[int], check: Callable[[], None]) -> None:
        """`check` is called now and then, and may raise to end a computation."""
        self.program = program
        self.slots = list(dict.fromkeys([*order, *range(len(program.slots))]))
        self.level_of = {slot: level for level, slot in enumerate(self.slots)}
        self.low = [program.slots[slot].low for slot in self.slots]
        self.size = [program.slots[slot].high - program.slots[slot].low + 1 for slot in self.slots]
        self.level: list[int] = []
        """The level of each node's variable."""
        self.below: list[Any] = []
        """Each node's functions for the values of its variable; a leaf's value."""
        self.check = check
        self._known: dict[tuple[int, tuple[NodeId, ...]], NodeId] = {}
        self._leaves: dict[Hashable, NodeId] = {}
        self._expressions: dict[Expr, NodeId] = {}
        self._within: dict[tuple[NodeId, NodeId], NodeId] = {}
        self._any: dict[NodeId, NodeId] = {}
        self._sets: dict[StateSet, NodeId] = {}
        self.false = self.leaf(0)
        self.true = self.leaf(1)

    def leaf(self, value: Hashable) -> NodeId:
        """The function that is the same everywhere."""
        found = self._leaves.get(value)
        if found is None:
            found = self._leaves[value] = len(self.level)
            self.level.append(LEAF)
            self.below.append(value)
        return found

    def node(self, level: int, below: tuple[NodeId, ...]) -> NodeId:
        """The function that is `below[i]` where the level's variable has its i-th value."""
        first = below[0]
        for one in below:
            if one != first:
                break
        else:
            return first
        key = (level, below)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.level)
            self.level.append(level)
            self.below.append(below)
            if not found & 2047:
                self.check()
        return found

    def at(self, function: NodeId, values: Sequence[int]) -> Any:
        """A function's value for values by slot."""
        while (level := self.level[function]) != LEAF:
            function = self.below[function][values[self.slots[level]] - self.low[level]]
        return self.below[function]

    def tabled(self, slots: Iterable[int], value: Callable[[list[int]], Hashable]) -> NodeId:
        """A function of a few variables, spelled out: `value` is given values by slot.

        Raises:
            TooWideError: there are more than `MOST_COMBINATIONS`.
        """
        levels = sorted(self.level_of[slot] for slot in slots)
        count = 1
        for level in levels:
            count *= self.size[level]
        if count > MOST_COMBINATIONS:
            raise TooWideError
        values = [one.start for one in self.program.slots]

        def spell(place: int) -> NodeId:
            if place == len(levels):
                return self.leaf(value(values))
            level = levels[place]
            slot, low = self.slots[level], self.low[level]
            found = []
            for code in range(self.size[level]):
                values[slot] = low + code
                found.append(spell(place + 1))
            return self.node(level, tuple(found))

        return spell(0)

    def expression(self, expr: Expr) -> NodeId:
        """An expression as a function with numbers at its leaves; 1 and 0 where it is a condition.

        Raises:
            TooWideError: it combines too many variables.
        """
        found = self._expressions.get(expr)
        if found is None:
            if expr[0] == "and" or expr[0] == "or":
                first, *more = expr[1:]
                found = self.expression(first)
                for part in more:
                    found = self._joined(expr[0], found, self.expression(part))
            elif expr[0] == "not":
                found = self.case(self.expression(expr[1]), {0: self.true, 1: self.false})
            else:
                found = self.tabled(set(reads(expr)), lambda values: int(evaluate(expr, values)))
            self._expressions[expr] = found
        return found

    def _joined(self, operator: str, one: NodeId, other: NodeId) -> NodeId:
        options = {1: other, 0: self.false} if operator == "and" else {1: self.true, 0: other}
        return self.case(one, options)

    def values_of(self, function: NodeId) -> set[Any]:
        """All values at a function's leaves."""
        seen = {function}
        queue = [function]
        found = set()
        while queue:
            one = queue.pop()
            if self.level[one] == LEAF:
                found.add(self.below[one])
                continue
            for part in self.below[one]:
                if part not in seen:
                    seen.add(part)
                    queue.append(part)
        return found

    def levels_of(self, *functions: NodeId) -> set[int]:
        """The levels of the variables that some functions depend on."""
        seen: set[NodeId] = set()
        found: set[int] = set()
        queue = list(functions)
        while queue:
            one = queue.pop()
            if one not in seen and self.level[one] != LEAF:
                seen.add(one)
                found.add(self.level[one])
                queue += self.below[one]
        return found

    def case(self, by: NodeId, options: Mapping[Any, NodeId]) -> NodeId:
        """`options[value]` where `by` has the value."""
        place = {value: number for number, value in enumerate(options)}
        memo: dict[tuple[NodeId, tuple[NodeId, ...]], NodeId] = {}
        level, below = self.level, self.below

        def find(by: NodeId, among: tuple[NodeId, ...]) -> NodeId:
            top = level[by]
            if top == LEAF:
                return among[place[below[by]]]
            if all(one == among[0] for one in among):
                return among[0]
            key = (by, among)
            found = memo.get(key)
            if found is None:
                for one in among:
                    top = min(top, level[one])
                found = memo[key] = self.node(
                    top,
                    tuple(
                        [
                            find(
                                below[by][code] if level[by] == top else by,
                                tuple([below[one][code] if level[one] == top else one for one in among]),
                            )
                            for code in range(self.size[top])
                        ]
                    ),
                )
            return found

        return find(by, tuple(options.values()))

    def cofactor(self, function: NodeId, level: int, code: int) -> NodeId:
        """The function with one variable held at its `code`-th value."""
        memo: dict[NodeId, NodeId] = {}

        def find(one: NodeId) -> NodeId:
            here = self.level[one]
            if here > level:
                return one
            if here == level:
                held: NodeId = self.below[one][code]
                return held
            found = memo.get(one)
            if found is None:
                found = memo[one] = self.node(here, tuple([find(part) for part in self.below[one]]))
            return found

        return find(function)

    def outcomes(self, slot: int, value: Expr) -> dict[int, int]:
        """For each value of an expression, the place among a variable's values that an effect with it gives."""
        level = self.level_of[slot]
        last = self.size[level] - 1
        return {one: min(max(one - self.low[level], 0), last) for one in self.values_of(self.expression(value))}

    def preimage(self, after: NodeId, slot: int, value: Expr, when: Expr | None) -> NodeId:
        """The function before an effect, where it is given after it."""
        level = self.level_of[slot]
        found = self.outcomes(slot, value)
        held = {code: self.cofactor(after, level, code) for code in set(found.values())}
        before = self.case(self.expression(value), {one: held[code] for one, code in found.items()})
        if when is None:
            return before
        return self.case(self.expression(when), {0: after, 1: before})

    def from_set(self, diagrams: Diagrams, where: StateSet) -> NodeId:
        """A set as a function that is 1 in it and 0 elsewhere."""
        if where == diagrams.true:
            return self.true
        if where == diagrams.false:
            return self.false
        found = self._sets.get(where)
        if found is None:
            slot, bits = diagrams.bits_from(where)
            parts = []
            for code in range(self.size[self.level_of[slot]]):
                part = where
                for place, bit in enumerate(bits):
                    if part.node_level() == bit:
                        ways = part.cofactors()
                        assert ways is not None
                        part = ways[0] if code >> place & 1 else ways[1]
                parts.append(self.from_set(diagrams, part))
            found = self._sets[where] = self.node(self.level_of[slot], tuple(parts))
        return found

    def either(self, one: NodeId, other: NodeId) -> NodeId:
        """Where one of two sets holds."""
        return self._joined("or", one, other)

    def cofactors(self, function: NodeId, level: int) -> Sequence[NodeId]:
        """The function for each value of a level's variable."""
        if self.level[function] == level:
            below: Sequence[NodeId] = self.below[function]
            return below
        return (function,) * int(self.size[level])

    def exists(self, where: NodeId) -> NodeId:
        """A set with its topmost variable left aside."""
        found = self._any.get(where)
        if found is None:
            found = self.false
            for part in set(self.below[where]):
                found = self.either(found, part)
            self._any[where] = found
        return found

    def restrict(self, function: NodeId, where: NodeId) -> NodeId:
        """A function that is the same inside a set that is not empty, and smaller where it may be; outside it is anything (Coudert and Madre, 1990)."""
        if where == self.true or self.level[function] == LEAF:
            return function
        key = (function, where)
        found = self._within.get(key)
        if found is None:
            level = self.level[function]
            if self.level[where] < level:
                found = self.restrict(function, self.exists(where))
            else:
                cares = self.cofactors(where, level)
                pairs = zip(self.below[function], cares, strict=True)
                found = self.node(
                    level,
                    filled([None if care == self.false else self.restrict(one, care) for one, care in pairs]),
                )
            self._within[key] = found
        return found


def filled(parts: Sequence[Any]) -> tuple[Any, ...]:
    """The parts, each that is missing replaced by one beside it; not all may be missing."""
    last = next(one for one in parts if one is not None)
    return tuple([last := last if one is None else one for one in parts])
