"""Numbers that add up along a playthrough, as functions of the state: the most that can still come.

The diagrams have amounts on their edges, so that texts which depend on different variables cost the sum of
what they need and not the product. A function is an amount and a node; the most at any node is 0.
(Edge-valued diagrams: Lai and Sastry, 1992; Ciardo and Siminiceanu, 2002.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from game.program.forms.types import Expr
from game.proof.model.slicing import bits
from game.proof.symbolic.mtbdd import LEAF, MultiTerminalDiagrams, NodeId, filled

Sum: TypeAlias = tuple[int, int]
"""An amount, and the node that it is added to."""
SumWay: TypeAlias = tuple[NodeId, int, int]
"""Where a way is open, and the sum it leads to (amount and node)."""

FLAT = 0
"""The node that is 0 everywhere."""
NOWHERE = 1
"""The node from which the goal cannot be reached; its amount is 0 by convention."""
_LEAST = -(1 << 60)


class EdgeValuedDiagrams:
    """The sums over one program's variables; their conditions are functions of `functions`."""

    def __init__(self, functions: MultiTerminalDiagrams) -> None:
        self.functions = functions
        self._level = [LEAF, LEAF]
        self._below: list[tuple[Sum, ...]] = [(), ()]
        self._least = [0, _LEAST]
        """The least value of each node, where the goal can be reached from everywhere."""
        self._levels = [0, 0]
        """The levels of the variables that each node depends on, as bits."""
        self._known: dict[tuple[int, tuple[Sum, ...]], int] = {}
        self._within: dict[tuple[int, NodeId], Sum] = {}

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
            levels = 1 << level
            for _, one in parts:
                levels |= self._levels[one]
            self._levels.append(levels)
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

    def levels_of(self, total: Sum) -> set[int]:
        """The levels of the variables that a sum depends on."""
        return set(bits(self._levels[total[1]]))

    def plus(self, total: Sum, function: NodeId) -> Sum:
        """The sum with a function of numbers added."""
        functions = self.functions
        memo: dict[tuple[NodeId, int], Sum] = {}

        def add(function: NodeId, node: int) -> Sum:
            if node == NOWHERE:
                return 0, NOWHERE
            if functions.level[function] == LEAF:
                return functions.below[function], node
            key = (function, node)
            found = memo.get(key)
            if found is None:
                top = min(functions.level[function], self._level[node])
                pairs = zip(functions.cofactors(function, top), self._cofactors(node, top), strict=True)
                found = memo[key] = self.node(top, [_more(add(one, part), amount) for one, (amount, part) in pairs])
            return found

        return _more(add(function, total[1]), total[0])

    def _cofactors(self, node: int, level: int) -> Sequence[Sum]:
        if self._level[node] == level:
            return self._below[node]
        same: Sequence[Sum] = ((0, node),) * self.functions.size[level]
        return same

    def best(self, ways: Iterable[SumWay], where: NodeId) -> Sum:
        """The most of all ways that are open, at least inside a set that is not empty."""
        memo: dict[tuple[tuple[SumWay, ...], NodeId], Sum] = {}
        functions = self.functions
        true, false, level = functions.true, functions.false, functions.level

        def find(ways: Iterable[SumWay], where: NodeId) -> Sum:
            kept = self._useful(ways)
            if not kept:
                return 0, NOWHERE
            if len(kept) == 1:
                guard, amount, node = next(iter(kept))
                if guard == true:
                    return self.restrict((amount, node), where)
            most = max([amount for _, amount, _ in kept])
            lowered = tuple(sorted([(guard, amount - most, node) for guard, amount, node in kept]))
            key = (lowered, where)
            found = memo.get(key)
            if found is None:
                found = memo[key] = spread(lowered, where)
            return _more(found, most)

        def spread(ways: tuple[SumWay, ...], where: NodeId) -> Sum:
            top = LEAF
            for guard, _, node in ways:
                top = min(top, level[guard], self._level[node])
            while level[where] < top:
                where = functions.exists(where)
            spelled = [
                (functions.cofactors(guard, top), amount, self._cofactors(node, top)) for guard, amount, node in ways
            ]
            found: list[Sum | None] = []
            for code, care in enumerate(functions.cofactors(where, top)):
                if care == false:
                    found.append(None)
                    continue
                onward = []
                for guards, amount, nodes in spelled:
                    more, node = nodes[code]
                    onward.append((guards[code], amount + more, node))
                found.append(find(onward, care))
            return self.node(top, filled(found))

        return find(ways, where)

    def _useful(self, ways: Iterable[SumWay]) -> set[SumWay]:
        """The ways without those that are never open, lead nowhere, or are never the best."""
        true, false, least = self.functions.true, self.functions.false, self._least
        kept = {one for one in ways if one[0] != false and one[2] != NOWHERE}
        if len(kept) > 1:
            sure = _LEAST
            for guard, amount, node in kept:
                if guard == true and amount + least[node] > sure:
                    sure = amount + least[node]
            if sure > _LEAST // 2:
                kept = {one for one in kept if one[1] > sure}
                kept.add((true, sure, FLAT))
        return kept

    def preimage(self, after: Sum, slot: int, value: Expr, when: Expr | None) -> Sum:
        """The sum before an effect, where it is given after it."""
        functions = self.functions
        level = functions.level_of[slot]
        found = functions.outcomes(slot, value)
        held = {code: self._cofactor(after, level, code) for code in set(found.values())}
        before = self._case(functions.expression(value), {one: held[code] for one, code in found.items()})
        return before if when is None else self._case(functions.expression(when), {0: after, 1: before})

    def _cofactor(self, total: Sum, level: int, code: int) -> Sum:
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

    def _case(self, by: NodeId, options: Mapping[Any, Sum]) -> Sum:
        functions = self.functions
        place = {value: number for number, value in enumerate(options)}
        memo: dict[tuple[NodeId, tuple[Sum, ...]], Sum] = {}

        def find(by: NodeId, among: Sequence[Sum]) -> Sum:
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
                spelled = [[_more(part, amount) for part in self._cofactors(node, top)] for amount, node in lowered]
                found = memo[key] = self.node(
                    top,
                    [
                        find(part, [one[code] for one in spelled])
                        for code, part in enumerate(functions.cofactors(by, top))
                    ],
                )
            return _more(found, most)

        return find(by, tuple(options.values()))

    def restrict(self, total: Sum, where: NodeId) -> Sum:
        """A sum that is the same inside a set that is not empty, and smaller where it may be."""
        amount, node = total
        return _more(self._inside(node, where), amount)

    def _inside(self, node: int, where: NodeId) -> Sum:
        functions = self.functions
        level = self._level[node]
        if level == LEAF or where == functions.true:
            return 0, node
        while functions.level[where] < level:
            where = functions.exists(where)
        key = (node, where)
        found = self._within.get(key)
        if found is None:
            parts: list[Sum | None] = []
            for (amount, one), care in zip(self._below[node], functions.cofactors(where, level), strict=True):
                parts.append(None if care == functions.false else _more(self._inside(one, care), amount))
            found = self._within[key] = self.node(level, filled(parts))
        return found


def _more(total: Sum, amount: int) -> Sum:
    return total if total[1] == NOWHERE else (total[0] + amount, total[1])
