"""Conditions that every way through the story passes: to a place at all, and since the last choice before it.

They stand on the ways on, and are read off the graph alone: a condition is one where it stands on each way that leads there. (Landmarks, as
planners call them: Hoffmann, Porteous and Sebastia, 2004.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.program.forms.expressions import operands
from game.program.forms.types import Expr
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Spot
from game.proof.model.slicing import bits


class Landmarks:
    """The conditions that play has passed wherever it is at a place."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._numbers: dict[Expr, int] = {}
        self._conditions: list[Expr] = []
        into: list[list[tuple[int, int, bool]]] = [[] for _ in graph.places]
        for place in graph.places:
            graph.work(1 + len(place.edges))
            for edge in place.edges:
                into[edge.target].append((place.number, self._mask(edge.guard), edge.choice >= 0))
        self._ever = self._passed(into, since_choice=False)
        self._lately = self._passed(into, since_choice=True)

    def to(self, spots: Iterable[Spot]) -> list[Expr]:
        """The conditions that have been true, each at some time, when play is at one of some spots; the nearest first."""
        asked = list(spots)
        lately = self._common(self._lately, asked)
        ever = self._common(self._ever, asked)
        return [*self._listed(lately), *self._listed(ever & ~lately)]

    def lately(self, place: int) -> list[Expr]:
        """The conditions that have been true since before the last choice, when play enters a place."""
        return self._listed(self._lately[place])

    def _common(self, passed: list[int], spots: list[Spot]) -> int:
        found = -1
        for spot in spots:
            found &= passed[spot.place] | self._mask(spot.when)
        return max(found, 0)

    def _listed(self, mask: int) -> list[Expr]:
        return [self._conditions[number] for number in bits(mask)]

    def _mask(self, guard: Expr | None) -> int:
        found = 0
        for one in parts(guard):
            number = self._numbers.setdefault(one, len(self._conditions))
            if number == len(self._conditions):
                self._conditions.append(one)
            found |= 1 << number
        return found

    def _passed(self, into: list[list[tuple[int, int, bool]]], *, since_choice: bool) -> list[int]:
        """For each place what stands on all ways to it: from all there is, as much is taken away as has to be."""
        graph = self._graph
        every = (1 << len(self._conditions)) - 1
        passed = [every] * len(graph.places)
        order = sorted(range(len(graph.places)), key=graph.rank.__getitem__, reverse=True)
        changed = True
        while changed:
            changed = False
            for number in order:
                graph.work(1 + len(into[number]))
                found = 0 if number == graph.start else every
                for source, guard, choice in into[number]:
                    found &= guard if choice and since_choice else guard | passed[source]
                if found != passed[number]:
                    passed[number] = found
                    changed = True
        return passed


def parts(condition: Expr | None, *, negated: bool = False) -> Iterator[Expr]:
    """The conditions that all have to hold for one to hold."""
    if condition is None:
        return
    if condition[0] == "not":
        yield from parts(condition[1], negated=not negated)
    elif condition[0] == ("or" if negated else "and"):
        for one in operands(condition):
            yield from parts(one, negated=negated)
    else:
        yield ("not", condition) if negated else condition
