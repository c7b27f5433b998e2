"""What a question depends on: its cone of influence, which is everything that play may have passed before it.

A digest stands for the cone of each place: the places that lead to it, with their effects, the ways between them with their
guards, and the declarations of the variables in these. Two stories in which the digest of a place is the same have the
same states there, each after as few choices, whatever else is in them. Names that are made from words are not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from functools import cached_property
from hashlib import blake2b

from game.program.forms.types import Expr
from game.program.graph.components import components
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Effect
from game.proof.model.goals import Spot

_SIZE = 12
"""Bytes of a digest: enough that no two of a million cones are taken for one."""


class Fingerprints:
    """The cones of one graph; `named` gives the name of a counter without the words in it (see `StoryShape`).

    With `slots`, what happens to other variables does not count: no guard reads these, and nothing that feeds what one reads.
    """

    def __init__(self, graph: Graph, named: Callable[[str], str], slots: Container[int] | None = None) -> None:
        self.graph = graph
        self._counting = range(len(graph.program.slots)) if slots is None else slots
        program = graph.program
        asked = {one.variable for one in program.setup}
        self._slots = [
            f"{named(one.name)} {one.low} {one.high} {one.start} {one.name in asked}" for one in program.slots
        ]
        self._spelled: dict[int, tuple[Expr, str]] = {}
        """Expressions by identity, which are held here so that it stays theirs."""
        parts: dict[object, int] = {}
        self._names: list[str] = []
        for place in graph.places:
            block = (place.scene, place.block, place.stack)
            parts[block] = parts.get(block, -1) + 1
            called = [(program.scene_ids[scene], number) for scene, number in place.stack]
            self._names.append(repr((program.scene_ids[place.scene], place.block, called, parts[block])))

    def of_spots(self, spots: Iterable[Spot]) -> str:
        """The digest of a question: whether, and how soon, play can come to one of some spots."""
        return _digest(sorted(f"{self._cones[spot.place]} {self._asked(spot)}" for spot in spots))

    def _asked(self, spot: Spot) -> str:
        return f"{self._names[spot.place]} {self._after(spot)} {self._expr(spot.when)}"

    def _after(self, spot: Spot) -> int:
        """How many of the effects that count come before a spot (-1: all)."""
        if spot.when is None or spot.after < 0:
            return 0 if spot.when is None else -1
        return len(self._effects(self.graph.places[spot.place].effects[: spot.after]))

    @cached_property
    def whole(self) -> str:
        """The digest of everything: all places with all that can be done in them."""
        ends = [
            f"{self._names[place.number]} {bool(place.ending)} {place.stuck} {self._cones[place.number]}"
            for place in self.graph.places
        ]
        return _digest(sorted(ends))

    @cached_property
    def _cones(self) -> list[str]:
        """For each place the digest of its cone. Places that lead to one another have one cone."""
        graph = self.graph
        found = [""] * len(graph.places)
        arrows = [sorted({source for source, _ in before}) for before in graph.before]
        for group in components(arrows):
            inside = set(group)
            rows = [self._row(number) for number in group]
            cones = {found[source] for number in group for source in arrows[number] if source not in inside}
            digest = _digest([*sorted(rows), *sorted(cones)])
            for number in group:
                found[number] = digest
        return found

    def _row(self, number: int) -> str:
        """What is done in a place, and the ways into it."""
        ways = sorted(
            f"{self._names[source]} {edge.choice >= 0} {self._expr(edge.guard)}"
            for source, edge in self.graph.before[number]
        )
        start = number == self.graph.start
        return f"{self._names[number]} {start} {self._effects(self.graph.places[number].effects)} {ways}"

    def _effects(self, effects: Iterable[Effect]) -> list[str]:
        return [
            f"{self._slots[one.slot]} = {self._expr(one.value)} if {self._expr(one.when)}"
            for one in effects
            if one.slot in self._counting
        ]

    def _expr(self, expr: Expr | None) -> str:
        if expr is None:
            return "always"
        known = self._spelled.get(id(expr))
        if known is None:
            known = self._spelled[id(expr)] = expr, self._written(expr)
        return known[1]

    def _written(self, expr: Expr) -> str:
        if expr[0] == "c":
            return str(expr[1])
        if expr[0] == "v":
            return f"<{self._slots[expr[1]]}>"
        if expr[0] == "in":
            return f"({self._expr(expr[1])} in {list(expr[2])})"
        return f"({expr[0]} {' '.join(map(self._expr, expr[1:]))})"


def _digest(rows: Iterable[str]) -> str:
    return blake2b("\n".join(rows).encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()
