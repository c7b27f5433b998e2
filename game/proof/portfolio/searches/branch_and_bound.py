"""Shorter playthroughs in stories with too many states for sets of them, and which of them are the shortest.

What is wanted is taken in batches of neighbours in the story. For each, lower bounds are made that all of a batch share: how much
better than known something in it may come out. They guide a beam that looks for shorter playthroughs, and bound a search through all
that might be shorter; where that comes to its end, what is known is the shortest there is.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from game.proof.bounds import Expired
from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath
from game.proof.model.slicing import Slice
from game.proof.model.successors import MOST_OPENINGS, StateValues
from game.proof.portfolio.context import Proof
from game.proof.portfolio.shares import Share
from game.proof.vector.cost_partitioning import (
    UNIT,
    CirclesTooLongError,
    CostPartitioning,
    CostsToGo,
    PartTarget,
    opening_columns,
)
from game.proof.vector.graph import VectorGraph
from game.proof.vector.policies import Nearest
from game.proof.vector.resets import Idle, Resets
from game.proof.vector.search import VectorSearch

UNKNOWN: Final = 1 << 20
"""Choices of a playthrough that is not known yet; more than any has."""


class Tightened(NamedTuple):
    """What came out for a goal: a shorter playthrough, if there is one; whether nothing is shorter still."""

    goal: int
    trail: ChoicePath | None
    shortest: bool


class BranchAndBound:
    """The goals of a story by number, with how soon each is known to come up."""

    def __init__(self, proof: Proof, spots: Mapping[int, Sequence[Spot]], known: Mapping[int, int]) -> None:
        """`known` has the choices of the best playthrough so far, or `UNKNOWN` of them.

        Raises:
            ValueError: the story has variables, or ways to begin, that are too many for this.
        """
        looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
        part = Slice(proof.graph, looked, proof.reductions)
        self._spots = spots
        self._known = dict(known)
        self._bounds = proof.bounds
        self._share: Share | None = None
        self._tight = tight = proof.tuning.tight
        self._lower_bounds = proof.lower_bounds
        self._openings: list[StateValues] = list(proof.walker.openings())
        if len(self._openings) >= MOST_OPENINGS:
            raise ValueError("too many ways to begin")
        self.vectors = VectorGraph(proof.walker, part, {place for place, _ in looked}, tight.columns)
        if self.vectors.encoding.width * len(self.vectors.after) > tight.cells:
            raise ValueError("too many places and values")
        self._idle = Idle(self.vectors, proof.reductions)
        self._partitioning = CostPartitioning(self.vectors, tight.near, tight.enough)
        self._opening = opening_columns(self.vectors)
        self.states = 0
        self._bounded = 0
        """What the bounds have cost, in states."""

    @property
    def leads_on(self) -> bool:
        """Whether most choices cannot be come back to; where a story goes round in circles, the bounds are of little use."""
        asked = [arc for arc in self.vectors.arcs if arc.choices]
        part_of = self.vectors.part_of
        return 2 * sum(part_of[arc.source] != part_of[arc.target] for arc in asked) > len(asked)

    def _expired(self) -> bool:
        """Whether the share is over; whoever watches is told how far it is."""
        self._bounds.say("shorter playthroughs", self.states)
        return self._share is not None and (self.states + self._bounded > self._share.states or self._share.over())

    def _check(self) -> None:
        """Raises Expired when the share is over, or a bound was hit."""
        self._bounds.check()
        self._bounded += self._tight.bound
        if self._expired():
            raise Expired("the time for it")

    def _batches(self, goals: Iterable[int]) -> list[list[int]]:
        """Goals in batches, those that come first in the story first."""
        order = {place: number for number, part in enumerate(self.vectors.parts) for place in part}
        last = {goal: max((order.get(spot.place, 0) for spot in one), default=0) for goal, one in self._spots.items()}
        batches: list[list[int]] = []
        places: set[int] = set()
        for goal in sorted(goals, key=lambda goal: (last[goal], goal)):
            if len(places | {last[goal]}) > self._tight.together or not batches:
                batches.append([])
                places = set()
            batches[-1].append(goal)
            places.add(last[goal])
        return batches

    def at_once(self, share: Share) -> Iterator[Tightened]:
        """As `settle`, in one search for everything; where that grows too large, only what it has found by then comes up."""
        self._share = share
        with suppress(Expired, CirclesTooLongError):
            yield from self._try(list(self._known), ((0, 0, share.states),))

    def settle(self, share: Share) -> Iterator[Tightened]:
        """Look for shorter playthroughs, and for whether there are any, until the share is over; some goals may come up twice.

        What goes quickly comes first, wherever in the story it is.
        """
        self._share = share
        hard: list[list[int]] = []
        with suppress(Expired, CirclesTooLongError):
            left = yield from self._try(list(self._known), ((0, 0, self._tight.at_once),))
            for batch in self._batches(left):
                if self._expired():
                    return
                hard.append((yield from self._try(batch, self._tight.quick)))
            for batch in hard:
                waiting = [batch] if batch else []
                while waiting and not self._expired():
                    group = waiting.pop()
                    left = yield from self._try(group, self._tight.thorough)
                    if len(left) > self._tight.few:  # those that lie closest to their bounds come first
                        middle = (len(left) + 1) // 2
                        waiting += [left[middle:], left[:middle]]

    def _try(
        self, goals: Sequence[int], schedule: Sequence[tuple[int, int, int]]
    ) -> Generator[Tightened, None, list[int]]:
        """Search by a schedule; what is still open after it, the closest to their bounds first."""
        left = self._still_open(goals)
        for width, rounds, most in schedule:
            if not left or self._expired():
                break
            left = yield from self._search(left, width, rounds, most)
        return left

    def _search(
        self, goals: Sequence[int], width: int, rounds: int, most: int
    ) -> Generator[Tightened, None, list[int]]:
        """Improve the bounds and search once; what is still open after it, the closest to their bounds first."""
        bound = self._bound(goals)
        if rounds:
            bound.costs.improve(rounds, self._expired)
        for goal in goals:
            if bound.spare(goal) < 0:
                yield Tightened(goal, None, shortest=True)
        left = sorted([goal for goal in goals if bound.spare(goal) >= 0], key=bound.spare)
        if not left:
            return []
        spots = {goal: self._spots[goal] for goal in left}
        search = VectorSearch(self.vectors, Nearest(bound.costs, width), spots, bound.resets, self._openings)
        whole = search.run(most=most, expired=self._expired)
        self.states += search.states
        for goal in left:
            seen = search.found.get(goal)
            trail = None
            if seen is not None and seen.choices < self._known[goal]:
                self._known[goal] = seen.choices
                trail = search.trail(seen)
            if trail is not None or whole:
                yield Tightened(goal, trail, shortest=whole)
        return [] if whole else self._still_open(left)

    def _still_open(self, goals: Sequence[int]) -> list[int]:
        """Those for which the lower bounds that are known by now leave room for something shorter."""
        lowest = self._lower_bounds.lowest
        return [goal for goal in goals if self._known[goal] > min(lowest[spot.place] for spot in self._spots[goal])]

    def _bound(self, goals: Sequence[int]) -> _Bound:
        """How much better than known some goals may come out."""
        most = max(self._known[goal] for goal in goals)
        aims, whose = [], []
        for goal in goals:
            for spot in self._spots[goal]:
                if spot.place in self.vectors.after:
                    view = self.vectors.view(self.vectors.effects_before(spot), spot.when)
                    aims.append(PartTarget(spot.place, view, most - self._known[goal]))
                    whose.append(goal)
        resets = self._idle.resets([spot for goal in goals for spot in self._spots[goal]])
        costs = CostsToGo(self._partitioning, aims, resets, self._opening, (most - 1) * UNIT, self._check)
        return _Bound(costs, resets, whose)


class _Bound:
    """Sums for some goals: `whose` has the goal of each aim. What beats its known playthrough is within the limit."""

    def __init__(self, costs: CostsToGo, resets: Resets, whose: Sequence[int]) -> None:
        self.costs = costs
        self.resets = resets
        self._aims: dict[int, list[int]] = {}
        for aim, goal in enumerate(whose):
            self._aims.setdefault(goal, []).append(aim)

    def spare(self, goal: int) -> int:
        """By how much, in parts of a choice, something that beats what is known stays within the limit; below 0 there is nothing."""
        if self.costs.lower > self.costs.limit:
            return -1
        return self.costs.limit - min(
            (self.costs.least(aim) for aim in self._aims.get(goal, ())), default=self.costs.limit + 1
        )
