"""Numbers that add up along a playthrough, as functions of the state: the most that can still come.

The diagrams have amounts on their edges, so that texts which depend on different variables cost the sum of
what they need and not the product. A function is an amount and a node; the most at any node is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from game.program.model import Expr
from game.proof.functions import LEAF, Function, Functions, filled

Sum: TypeAlias = tuple[int, int]
"""An amount, and the node that it is added to."""
Way: TypeAlias = tuple[Function, int, int]
"""Where a way is open, and the sum it leads to (amount and node)."""

FLAT = 0
"""The node that is 0 everywhere."""
NOWHERE = 1
"""The node from which the goal cannot be reached; its amount is 0 by convention."""
_LEAST = -(1 << 60)


class Sums:
    """The sums over one program's variables; their conditions are functions of `functions`."""

    def __init__(self, functions: Functions) -> None:
        self.functions = functions
        self._level = [LEAF, LEAF]
        self._below: list[tuple[Sum, ...]] = [(), ()]
        self._least = [0, _LEAST]
        """The least value of each node, where the goal can be reached from everywhere."""
        self._known: dict[tuple[int, tuple[Sum, ...]], int] = {}

    def node(self, level: int, below: Sequence[Sum]) -> Sum:
        """The sum that is `below[i]` where the level's variable has its i-th value."""
        most = max((amount for amount, one in below if one != NOWHERE), default=None)
        if most is None:
            return 0, NOWHERE
        parts = tuple([(amount - most, one) if one != NOWHERE else (0, NOWHERE) for amount, one in below])
        first = parts[0]
        for part in parts:
            if part != first:
                break
        else:
            return most, first[1]
        key = (level, parts)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._level)
            self._level.append(level)
            self._below.append(parts)
            self._least.append(max(_LEAST, min(amount + self._least[one] for amount, one in parts)))
            if not found & 2047:
                self.functions.check()
        return most, found

    def at(self, total: Sum, values: Sequence[int]) -> int | None:
        """The sum for values by slot; None where the goal cannot be reached."""
        functions = self.functions
        amount, node = total
        while (level := self._level[node]) != LEAF:
            more, node = self._below[node][values[functions.slots[level]] - functions.low[level]]
            amount += more
        return None if node == NOWHERE else amount

    def plus(self, total: Sum, function: Function) -> Sum:
        """The sum with a function of numbers added."""
        functions = self.functions
        memo: dict[tuple[Function, int], Sum] = {}

        def add(function: Function, node: int) -> Sum:
            if node == NOWHERE:
                return 0, NOWHERE
            if functions.level[function] == LEAF:
                return functions.below[function], node
            key = (function, node)
            found = memo.get(key)
            if found is None:
                top = min(functions.level[function], self._level[node])
                pairs = zip(functions.parts(function, top), self._parts(node, top), strict=True)
                found = memo[key] = self.node(top, [_more(add(one, part), amount) for one, (amount, part) in pairs])
            return found

        return _more(add(function, total[1]), total[0])

    def _parts(self, node: int, level: int) -> Sequence[Sum]:
        if self._level[node] == level:
            return self._below[node]
        same: Sequence[Sum] = ((0, node),) * self.functions.size[level]
        return same

    def best(self, ways: Iterable[Way]) -> Sum:
        """The most of all ways that are open."""
        memo: dict[tuple[Way, ...], Sum] = {}
        functions = self.functions
        true, false = functions.true, functions.false

        def find(ways: Iterable[Way]) -> Sum:
            kept = {one for one in ways if one[0] != false and one[2] != NOWHERE}
            sure = max((amount + self._least[node] for guard, amount, node in kept if guard == true), default=_LEAST)
            if sure > _LEAST // 2:
                kept = {one for one in kept if one[1] > sure}  # the most of a way that is no better is of no use
                kept.add((true, sure, FLAT))
            if not kept:
                return 0, NOWHERE
            if len(kept) == 1:
                guard, amount, node = next(iter(kept))
                if guard == true:
                    return amount, node
            most = max(amount for _, amount, _ in kept)
            lowered = tuple(sorted([(guard, amount - most, node) for guard, amount, node in kept]))
            found = memo.get(lowered)
            if found is None:
                found = memo[lowered] = spread(lowered)
            return _more(found, most)

        def spread(ways: tuple[Way, ...]) -> Sum:
            top = LEAF
            for guard, _, node in ways:
                top = min(top, functions.level[guard], self._level[node])
            if top == LEAF:
                return max(amount for _, amount, _ in ways), FLAT
            spelled = [
                list(zip(functions.parts(guard, top), self._parts(node, top), strict=True)) for guard, _, node in ways
            ]
            found: list[Sum] = []
            for code in range(functions.size[top]):
                onward = []
                for (_, amount, _), parts in zip(ways, spelled, strict=True):
                    guard, (more, node) = parts[code]
                    onward.append((guard, amount + more, node))
                found.append(find(onward))
            return self.node(top, found)

        return find(ways)

    def undo(self, after: Sum, slot: int, value: Expr, when: Expr | None) -> Sum:
        """The sum before an effect, where it is given after it."""
        functions = self.functions
        level = functions.level_of[slot]
        found = functions.outcomes(slot, value)
        held = {code: self._fixed(after, level, code) for code in set(found.values())}
        before = self._choose(functions.expression(value), {one: held[code] for one, code in found.items()})
        return before if when is None else self._choose(functions.expression(when), {0: after, 1: before})

    def _fixed(self, total: Sum, level: int, code: int) -> Sum:
        memo: dict[int, Sum] = {}

        def find(node: int) -> Sum:
            here = self._level[node]
            if here > level:
                return 0, node
            if here == level:
                return self._below[node][code]
            found = memo.get(node)
            if found is None:
                found = memo[node] = self.node(here, [_more(find(one), amount) for amount, one in self._below[node]])
            return found

        return _more(find(total[1]), total[0])

    def _choose(self, by: Function, options: Mapping[Any, Sum]) -> Sum:
        functions = self.functions
        place = {value: number for number, value in enumerate(options)}
        memo: dict[tuple[Function, tuple[Sum, ...]], Sum] = {}

        def find(by: Function, among: Sequence[Sum]) -> Sum:
            if functions.level[by] == LEAF:
                return among[place[functions.below[by]]]
            if all(one == among[0] for one in among):
                return among[0]
            most = max(amount for amount, node in among if node != NOWHERE)
            lowered = tuple([(amount - most, node) if node != NOWHERE else (0, NOWHERE) for amount, node in among])
            key = (by, lowered)
            found = memo.get(key)
            if found is None:
                top = functions.level[by]
                for _, node in lowered:
                    top = min(top, self._level[node])
                spelled = [[_more(part, amount) for part in self._parts(node, top)] for amount, node in lowered]
                found = memo[key] = self.node(
                    top,
                    [find(part, [one[code] for one in spelled]) for code, part in enumerate(functions.parts(by, top))],
                )
            return _more(found, most)

        return find(by, tuple(options.values()))

    def within(self, total: Sum, where: Function) -> Sum:
        """A sum that is the same inside a set that is not empty, and smaller where it may be."""
        functions = self.functions
        memo: dict[tuple[int, Function], Sum] = {}

        def find(node: int, where: Function) -> Sum:
            level = self._level[node]
            if level == LEAF or where == functions.true:
                return 0, node
            key = (node, where)
            found = memo.get(key)
            if found is None:
                if functions.level[where] < level:
                    found = find(node, functions.any_of(where))
                else:
                    parts: list[Sum | None] = []
                    for (amount, one), care in zip(self._below[node], functions.parts(where, level), strict=True):
                        parts.append(None if care == functions.false else _more(find(one, care), amount))
                    found = self.node(level, filled(parts))
                memo[key] = found
            return found

        return _more(find(total[1], where), total[0])


def _more(total: Sum, amount: int) -> Sum:
    return total if total[1] == NOWHERE else (total[0] + amount, total[1])
