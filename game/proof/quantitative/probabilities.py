"""From the endings back over sets of states: what each state still has to come, for stories too large to look at one by one.

Chances are functions of the state, one to a place, made from those of the places it leads to. Where play goes round in
circles these have no last value, and whoever asks must do without. How much is still to come is said by `cost_to_go`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import gcd, lcm
from typing import Final, TypeAlias

from game.program import model
from game.proof.bounds import Expired
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.fixpoint import WorkList, settled
from game.proof.model.control_flow.place import Place
from game.proof.quantitative.care_sets import CareSets
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.mtbdd import LEAF, MultiTerminalDiagrams, NodeId, filled

_Weighed: TypeAlias = tuple[NodeId, NodeId, int]
"""Where a way is open, the chances it leads to, and its weight."""
UNKNOWN: Final = "unknown"
"""The chances of a state that nothing is known of yet."""


class CirclesError(Expired):
    """Play can go round in circles."""

    def __init__(self) -> None:
        super().__init__("play that goes round in circles, in too many states to look at each")


class EndingProbabilities:
    """What the states of a story have to come."""

    def __init__(self, backward: BackwardReachability, check: Callable[[], None]) -> None:
        """`backward.within` must be known: all states that can come up."""
        assert backward.within is not None
        self.graph: Graph = backward.graph
        self.backward = backward
        self.check = check
        self.functions = MultiTerminalDiagrams(self.graph.program, backward.diagrams.order, check)
        self._cares = CareSets(backward, backward.within, self.functions)

    # chances

    def chances(self, endings: tuple[str, ...], policy: str) -> NodeId:
        """The chances of the endings at the beginning, as tuples of numerators after their common denominator.

        Raises:
            CirclesError: play can go round in circles.
            Expired: a bound was hit.
        """
        functions = self.functions
        unknown = functions.leaf(UNKNOWN)
        ended = {name: functions.leaf((1, *(int(name == one) for one in endings))) for name in ("", *endings)}
        averages: dict[tuple[tuple[NodeId, int], ...], NodeId] = {}

        def at(place: Place, known: Mapping[int, NodeId]) -> NodeId:
            if place.ending or place.stuck or not place.edges:
                return ended[place.ending]
            ways = self._ways(place, known, policy)
            levels = {level for guard, chance, _ in ways for level in functions.levels_of(guard, chance)}
            found = self._drawn(ways, self._cares.near(place, levels, after=True), ended[""], averages)
            for effect in reversed(place.effects):
                if effect.slot in self._cares.deciding:
                    found = functions.preimage(found, effect.slot, effect.value, effect.when)
            return functions.restrict(found, self._cares.near(place, functions.levels_of(found), after=False))

        start = settled(self.graph, self._cares.entered, unknown, at, self.check)[self.graph.start]
        if UNKNOWN in functions.values_of(start):
            raise CirclesError
        return start

    def _ways(self, place: Place, known: Mapping[int, NodeId], policy: str) -> list[_Weighed]:
        functions = self.functions
        exit_ = self.graph.exit(place)
        weights = [1] * len(place.edges)
        if isinstance(exit_, model.Draw) and exit_.random:
            weights = [*(one.weight for one in exit_.storylets), 1]
        ways: list[_Weighed] = []
        taken = functions.false
        edges = list(zip(place.edges, weights, strict=True))
        for edge, weight in reversed(edges) if policy == "last" else edges:
            guard = functions.true if edge.guard is None else functions.expression(edge.guard)
            if policy != "uniform" and edge.choice >= 0:
                open_ = guard
                guard = functions.case(taken, {1: functions.false, 0: guard})
                taken = functions.either(taken, open_)
            if guard != functions.false and edge.target in known:
                ways.append((guard, known[edge.target], weight))
        return ways

    def _drawn(
        self,
        ways: list[_Weighed],
        where: NodeId,
        stuck: NodeId,
        averages: dict[tuple[tuple[NodeId, int], ...], NodeId],
    ) -> NodeId:
        """The mean of the ways that are open, at least inside a set that is not empty."""
        functions = self.functions
        level, true, false = functions.level, functions.true, functions.false
        memo: dict[tuple[tuple[_Weighed, ...], NodeId], NodeId] = {}

        def find(ways: list[_Weighed], where: NodeId) -> NodeId:
            joined: dict[tuple[NodeId, NodeId], int] = {}
            for guard, chance, weight in ways:
                if guard != false:
                    joined[guard, chance] = joined.get((guard, chance), 0) + weight
            if not joined:
                return stuck
            sure = all(guard == true for guard, _ in joined)
            if len(joined) == 1 and sure:
                return next(iter(joined))[1]
            kept = tuple(sorted([(guard, chance, weight) for (guard, chance), weight in joined.items()]))
            key = (kept, where)
            found = memo.get(key)
            if found is not None:
                return found
            top = level[where]
            for guard, chance, _ in kept:
                top = min(top, level[guard], level[chance])
            if top == LEAF:
                found = self._mean(tuple([(chance, weight) for _, chance, weight in kept]), averages)
            else:
                spelled = [
                    (functions.cofactors(guard, top), functions.cofactors(chance, top), weight)
                    for guard, chance, weight in kept
                ]
                parts: list[NodeId | None] = []
                for code, care in enumerate(functions.cofactors(where, top)):
                    if care == false:
                        parts.append(None)
                    else:
                        parts.append(find([(one[code], other[code], weight) for one, other, weight in spelled], care))
                found = functions.node(top, filled(parts))
            memo[key] = found
            return found

        return find(ways, where)

    def _mean(
        self, parts: tuple[tuple[NodeId, int], ...], known: dict[tuple[tuple[NodeId, int], ...], NodeId]
    ) -> NodeId:
        found = known.get(parts)
        if found is None:
            functions = self.functions
            values = [functions.below[one] for one, _ in parts]
            if UNKNOWN in values:
                found = functions.leaf(UNKNOWN)
            else:
                common = lcm(*[one[0] for one in values])
                scales = [common // one[0] * weight for one, (_, weight) in zip(values, parts, strict=True)]
                total = [common * sum(weight for _, weight in parts)]
                for column in range(1, len(values[0])):
                    total += [sum(one[column] * scale for one, scale in zip(values, scales, strict=True))]
                shared = gcd(*total)
                found = functions.leaf(tuple([one // shared for one in total]))
            known[parts] = found
        return found

    # circles

    def straight(self, ending: str) -> None:
        """Make sure that play cannot go round in circles on its way to an ending.

        Raises:
            CirclesError: it can.
        """
        leading = self.backward.everything(self.backward.endings(ending))
        left = {number: states for number, states in leading.items() if number in self.graph.circles}
        waiting = WorkList(self.graph.rank, left)
        while waiting:
            self.check()
            number = waiting.pop()
            place = self.graph.places[number]
            kept = self.backward.diagrams.false
            for edge in place.edges:
                if edge.target in left:
                    kept = kept | self.backward.before(place, edge, left[edge.target])
            kept = kept & left[number]
            if kept == left[number]:
                continue
            if kept.satisfiable():
                left[number] = kept
            else:
                del left[number]
            for source, _ in self.graph.before[number]:
                if source in left:
                    waiting.add(source)
        if left:
            raise CirclesError
