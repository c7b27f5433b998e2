"""The best playthrough to an ending, found among single states with what is still to come (`cost_to_go`) to go by, and proved to be the best.

Of all that is still open, what may become the best goes on first; once that is no better than a playthrough that was
found, nothing is (A*: Hart, Nilsson and Raphael, 1968). Of two ways to one state only the better goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

from game.program import model
from game.proof.bounds import Expired
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Place
from game.proof.model.slicing import Slice
from game.proof.model.successors import StateValues, Walker
from game.proof.quantitative.cost_to_go import CostToGo
from game.proof.quantitative.dominance import Dominance
from game.proof.quantitative.paths import Route
from game.proof.quantitative.state_graph import offered_openings
from game.proof.quantitative.words import WordCounts
from game.proof.reductions import ALL_ON, Reductions

_Packed: TypeAlias = "bytes | StateValues"
_State: TypeAlias = tuple[int, _Packed]
"""A place that has done its part, and the values then."""


class _Came(NamedTuple):
    """How a state was come by: what it adds up to, the state before (none: the opening's values), and the choices since."""

    total: int
    before: _State | StateValues
    choices: tuple[str, ...]
    first: bool


class BestFirstSearch:
    """The search for the best way to one ending."""

    def __init__(
        self,
        graph: Graph,
        cost_to_go: CostToGo,
        counting: WordCounts,
        *,
        unit: str,
        side: str,
        check: Callable[[], None],
        dominance: Dominance | None = None,
        reductions: Reductions = ALL_ON,
    ) -> None:
        """With `dominance`, states that differ only in what texts show are held against one another (for words only)."""
        self.graph = graph
        self.unit = unit
        self.side = side
        self._cost_to_go = cost_to_go
        self._counting = counting if unit == "words" else None
        self._check = check
        self._sign = -1 if side == "fewest" else 1
        self._step = 0 if unit == "words" else self._sign
        part = Slice(graph, counting.read_in(graph) if unit == "words" else (), reductions)
        self._walker = Walker(graph, part)
        self._dead = part.dead
        slots = graph.program.slots
        self._start = [one.start for one in slots]
        self._pack: Callable[[list[int]], _Packed] = (
            bytes if all(one.low >= 0 and one.high < 256 for one in slots) else tuple
        )
        self._came: dict[_State, _Came] = {}
        self._dominance = dominance
        shown = [] if dominance is None else dominance.slots
        self._shown = shown
        self._deciding = [slot for slot in range(len(slots)) if slot not in set(shown)]
        self._kept: dict[tuple[int, _Packed], dict[_Packed, int]] = {}
        """What is followed: by place and the values that decide the way, those that are only shown, and the total."""
        self._open: list[tuple[int, int, int, _State]] = []
        self.made = 0
        self._best: _Came | None = None

    def best(self) -> Route | None:
        """The best way; None where the ending cannot be reached.

        Raises:
            Expired: a bound was hit; the message says how far it got.
        """
        for values in offered_openings(self._walker):
            if self._cost_to_go.at(self.graph.start, values) is not None:
                self._on(self.graph.start, list(values), _Came(0, values, (), True))
        ahead = 0
        try:
            while self._open:
                ahead, _, _, state = heappop(self._open)
                if self._best is not None and -ahead <= self._best.total:
                    break
                self._go_on(state, -ahead)
                self._check()
        except Expired as bound:
            raise Expired(f"{bound}{self._so_far(-ahead)}") from None
        return None if self._best is None else self._route(self._best)

    def _so_far(self, most: int) -> str:
        kind = "at most" if self._sign > 0 else "at least"
        found = "" if self._best is None else f"; a playthrough of {abs(self._best.total):,} was found"
        return f", when it was known to be {kind} {abs(most):,} {self.unit}{found}"

    def _go_on(self, state: _State, most: int) -> None:
        came = self._came[state]
        place = self.graph.places[state[0]]
        values = list(state[1])
        group, shown = self._parted(state[0], values)
        ways = self._ways(place, values)
        if shown not in self._kept[group] or came.total + max(more for more, _, _ in ways) != most:
            return  # something better was found since
        for more, target, identity in ways:
            if self._best is None or came.total + more > self._best.total:
                total = came.total + (self._step if identity else 0)
                self._on(target, list(values), _Came(total, state, (identity,) if identity else (), False))

    def _ways(self, place: Place, values: list[int]) -> list[tuple[int, int, str]]:
        """The ways on to the ending: what each can still add, where to, and the choice."""
        found = []
        for index, (target, guard, identity) in enumerate(self._walker.edges(place)):
            if guard is None or guard(values):
                more = self._cost_to_go.onward(place, index, values)
                if more is not None:
                    found.append((more + self._step if identity else more, target, identity))
        return found

    def _on(self, number: int, values: list[int], came: _Came) -> None:
        """Go on from entering a place, from which the ending can be reached, to where there is more than one way to the ending, or it is reached."""
        total, choices = came.total, list(came.choices)
        while True:
            place = self.graph.places[number]
            total += self._played(place, values)
            if place.ending:
                if self._best is None or total > self._best.total:
                    self._best = came._replace(total=total, choices=tuple(choices))
                return
            ways = self._ways(place, values)
            if len(ways) != 1:
                break
            _, number, identity = ways[0]
            if identity:
                choices.append(identity)
                total += self._step
        for slot in self._dead[number]:
            values[slot] = self._start[slot]
        state = (number, self._pack(values))
        more = max(one for one, _, _ in ways)
        if self._best is not None and total + more <= self._best.total:
            return
        if not self._keep(number, values, total):
            return
        self._came[state] = came._replace(total=total, choices=tuple(choices))
        self.made += 1
        heappush(self._open, (-total - more, abs(more), self.made, state))

    def _parted(self, number: int, values: list[int]) -> tuple[tuple[int, _Packed], _Packed]:
        """A state as its place with the values that decide the way, and those that are only shown."""
        deciding = (number, self._pack([values[slot] for slot in self._deciding]))
        return deciding, self._pack([values[slot] for slot in self._shown])

    def _keep(self, number: int, values: list[int], total: int) -> bool:
        """Whether a state is to be followed; others that it makes needless are not followed any more."""
        group, shown = self._parted(number, values)
        kept = self._kept.setdefault(group, {})
        if kept.get(shown, total - 1) >= total:
            return False
        dominance = self._dominance
        if dominance is not None:
            for other, theirs in kept.items():
                if theirs >= total and dominance.of(number, shown, other, theirs - total) <= theirs - total:
                    return False
            for other, theirs in list(kept.items()):
                if total >= theirs and dominance.of(number, other, shown, total - theirs) <= total - theirs:
                    del kept[other]
        kept[shown] = total
        return True

    def _played(self, place: Place, values: list[int]) -> int:
        """Do what a place does; what its words count."""
        if self._counting is None:
            self._walker.affect(place, values)
            return 0
        words = 0
        for op in place.ops:
            if isinstance(op, model.Text):
                words += self._counting.count(op, values)
            elif isinstance(op, model.Set) and op.slot in self._walker.followed:
                variable = self.graph.program.slots[op.slot]
                values[op.slot] = min(max(self._walker.function(op.value)(values), variable.low), variable.high)
        return self._sign * words

    def _route(self, came: _Came) -> Route:
        choices = list(came.choices)
        total = came.total
        while not came.first:
            came = self._came[came.before]  # type: ignore[index]
            choices = [*came.choices, *choices]
        return Route(abs(total), came.before, tuple(choices), None)  # type: ignore[arg-type]
