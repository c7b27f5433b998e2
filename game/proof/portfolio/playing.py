"""Play that shows what can be reached: everything at once, a few states at a time, at random, or with the aim set on something."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from game.proof.bounds import Expired
from game.proof.explicit import layered_bfs as broad
from game.proof.explicit.bitgraph import Layout
from game.proof.explicit.layered_bfs import Broad
from game.proof.explicit.walks import Forward, marks_of
from game.proof.heuristics.resource_bound import too_much
from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice
from game.proof.model.successors import FAR, Walker
from game.proof.portfolio import narrow as few
from game.proof.portfolio.both_ends import BothWays
from game.proof.portfolio.goal_table import Groups
from game.proof.portfolio.greedy import towards

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

MOST_AIMED = 40_000
"""States that play towards one goal looks at."""
MOST_PLAYED = 400_000
"""The same where nothing else has decided it."""
SPARE = 60
"""Searches that are to come later, for which time is kept."""
SMALL: Final = 40_000
"""States up to which it is tried first whether all of them can be played."""
ALIKE: Final = 3
"""The same for each place of a very large story."""
LAST: Final = 1 / 5
"""The share of questions that are to be decided from both ends where little else is left to be tried."""
BRIEF: Final = 0.25
"""Seconds that a search back may take where others are still to be tried."""
ROUNDS: Final = (16, 64, 256, 256)
"""What is tried for what play at random has not found: so many combinations of values count as new by themselves."""
FEW_TIMES = 2
"""How often play with few states is tried."""


class Playing:
    """Play for the groups of one proof; the ways that it finds are kept with them."""

    def __init__(self, proof: Proof, groups: Groups) -> None:
        self._proof = proof
        self._groups = groups
        self._search: Broad | None = None
        """What is played at once, as far as it has come."""

    def reached(self) -> list[int]:
        """Real play, and a search back for what it leaves open; the numbers of the groups that can be reached."""
        proof = self._proof
        there: set[int] = set()
        complete = self._soon()
        if not complete:
            if not proof.graph.cut and self._missing():
                self.at_random()
                there |= self._by_novelty()
            if not all(map(self._groups.decided, self._groups.open)):
                complete = self.broadly().complete
                self._both_ways(self._groups.open, LAST)
        self._search = None  # it may be large
        missing = [number for number in self._missing() if number not in there]
        there |= {number for number in self._groups.open if number in self._groups.found}
        left: dict[int, str] = {}
        latest = FAR if complete else 0.0
        for done, number in enumerate(missing):
            proof.bounds.say("reachable", done)
            proof.left = len(missing) - done + SPARE
            if self._groups.notes_only(number):  # they come last, and may at most double the time
                latest = latest or 2 * proof.bounds.spent + 1
            bound = (
                "" if number in self._groups.found else self._can_be(number, complete=complete, latest=latest or FAR)
            )
            if bound:
                left[number] = bound
            elif bound is not None:
                there.add(number)
        if not proof.graph.cut and proof.bounds.left > 0:
            self._aim_on([number for number in left if not self._groups.notes_only(number)])
        for number, bound in left.items():
            if number in self._groups.found:
                there.add(number)
            else:
                self._groups.left_open(number, bound)
        return sorted(there)

    def _missing(self) -> list[int]:
        """The groups of which nothing is known yet, those for notes last."""
        known = self._groups.found.keys() | self._groups.never
        return sorted([one for one in self._groups.open if one not in known], key=self._groups.notes_only)

    def _by_novelty(self) -> set[int]:
        """Play for what is rare, and search back a little for what is left; the groups of which it is known without a way that they can be."""
        proof = self._proof
        for number in self._missing():
            if proof.bounds.left < 0:
                break
            if proof.reasons.never(self._groups.first[number].spots):
                self._groups.cannot_be(number)
        latest = min(proof.bounds.spent + proof.bounds.seconds / 2, proof.bounds.latest)
        there: set[int] = set()
        left = self._missing()
        searched, took = False, 0.0
        for seed, most in enumerate(ROUNDS):
            long = 2 * took > proof.bounds.seconds / 4  # the next round takes twice as long, or more
            if seed and not searched and (BRIEF * len(left) < took or most == ROUNDS[-1] or long):
                searched = True
                there = self._briefly(left, latest)
                left = [number for number in self._missing() if number not in there]
            if not left or long or proof.bounds.spent > latest:
                break
            began = proof.bounds.spent
            self._novel(left, most, seed, latest)
            took = proof.bounds.spent - began
            left = [number for number in self._missing() if number not in there]
        return there

    def _novel(self, left: Sequence[int], most: int, seed: int, latest: float) -> None:
        from game.proof.portfolio import novelty  # with its arrays, of which most stories have no need

        bounds = self._proof.bounds

        def expired() -> bool:
            bounds.say("states", self._proof.states)
            return bounds.spent > latest or bounds.met()

        spots = {number: self._groups.first[number].spots for number in left}
        novelty.play(self._proof, spots, self._groups.keep, most=most, seed=seed, expired=expired)

    def _briefly(self, left: Sequence[int], latest: float) -> set[int]:
        """Search back from each, as long as it is quick; those that can be."""
        self._both_ways(left)
        there = set()
        for done, number in enumerate(left):
            if self._proof.bounds.spent > latest:
                break
            if number in self._groups.found or number in self._groups.never:
                continue
            self._proof.bounds.say("reachable", done)
            result = self._proof.soon_possible(self._groups.first[number].spots, BRIEF)
            if result is False:
                self._groups.cannot_be(number)
            elif result is True:
                there.add(number)
        return there

    def _soon(self) -> bool:
        """Play all that comes up soon, and search back to that from what comes up later, where that is quick; whether there is nothing else."""
        most = max(SMALL, ALIKE * len(self._proof.graph.places))
        if not self.broadly(whole_up_to=min(most, broad.EXACT)).complete:
            self._both_ways(self._groups.open)
        return self._search is not None and self._search.complete

    def _both_ways(self, numbers: Sequence[int], share: float = 1 / 2) -> None:
        """Search back from some groups to what comes up soon, where that does not take too long and decides such a share of them."""
        proof, search = self._proof, self._search
        if search is None:
            return
        if BothWays(proof, self._groups, search, numbers).promising(FAR, share):
            if not search.left_out:
                search = self.broadly(whole_up_to=broad.EXACT)
            both_ways = BothWays(proof, self._groups, search, numbers)
            seconds = min(proof.bounds.seconds / 4, proof.bounds.left)
            if both_ways.promising(seconds, share):
                both_ways.settle(proof.bounds.spent + seconds)

    def broadly(self, *, whole_up_to: int | None = None) -> Broad:
        """Play everything at once as far as there is room, or, as long as nothing is left out, up to so many states.

        It goes on from where it was before.
        """
        proof = self._proof
        if self._search is None:
            spots = {one: self._groups.first[one].spots for one in self._groups.open if one not in self._groups.never}
            looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
            part = Slice(proof.graph, looked, proof.reductions)
            layout = Layout(proof.walker, part, {place for place, _ in looked})
            self._search = Broad(layout, spots, proof.bounds.check)
        search, before, known = self._search, self._search.states, {*self._search.found}
        if proof.bounds.left < 0:
            return search
        seconds = min(proof.bounds.seconds / 3, 60.0, proof.bounds.left)
        latest = time.monotonic() + seconds

        def expired() -> bool:
            proof.bounds.say("states", search.states)
            if time.monotonic() > latest + seconds / 2:
                raise Expired("the time for play")
            return time.monotonic() > latest

        try:
            with suppress(Expired):  # what was found by then counts
                search.run(expired, whole_up_to=whole_up_to)
        finally:
            proof.states += search.states - before
            for number in sorted(search.found.keys() - known):
                if proof.bounds.over():
                    break
                self._groups.keep(number, search.trail(number))
        if proof.reductions.lower_bounds:
            proof.soonest.learn_all(search.entered)
            unseen = FAR if search.whole else search.depth
            for number in self._groups.open:
                self._groups.least[number] = max(self._groups.least[number], search.least.get(number, unseen))
        return search

    def with_few(self, there: Sequence[int]) -> None:
        """Play with few states, where it is known how soon the groups can come up: most do, and searches for them all take longer."""
        for seed in range(FEW_TIMES):
            left = [number for number in there if not self._groups.soonest(number)]
            if left:
                deepest = max(self._groups.least[number] for number in left)
                spots = {number: self._groups.first[number].spots for number in left}
                few.play(self._proof, spots, self._groups.keep, deepest=deepest, seed=seed)

    def at_random(self) -> None:
        """Play for what is left to be found, in a long story: one way at a time comes to its end sooner than all of them."""
        proof = self._proof
        left = {number for number in self._groups.open if number not in self._groups.found}
        seconds = min(proof.bounds.seconds / 20, 20.0, proof.bounds.left)
        if not left or seconds < 0:
            return
        unseen = [one.spots if number in left else () for number, one in enumerate(self._groups.first)]
        part = Slice(proof.graph, [(spot.place, spot.when) for one in unseen for spot in one], proof.reductions)
        walker = Walker(proof.graph, part)
        forward = Forward(walker, marks_of(unseen, walker))
        try:
            forward.wander(self._until(forward, seconds))
        finally:  # also where somebody has asked to stop
            proof.states += forward.states
            for number, trail in forward.found.items():
                self._groups.keep(number, trail)

    def _until(self, forward: Forward, seconds: float) -> Callable[[], bool]:
        """Says when so many seconds are over, and on the way how far play has come."""
        latest = time.monotonic() + seconds

        def expired() -> bool:
            self._proof.bounds.say("states", forward.states)
            return time.monotonic() > latest

        return expired

    def _can_be(self, number: int, *, complete: bool, latest: float) -> str | None:
        """What keeps open whether something that play has not shown can be: "" where it can, None where it cannot, which is answered.

        `complete` says that play has shown all there is.
        """
        proof = self._proof
        result: bool | str = False
        if proof.graph.cut:
            result = proof.graph.cut
        elif proof.bounds.left < 0 and not complete and self._groups.least[number] < FAR:
            result = proof.bounds.said
        elif proof.bounds.spent > latest:
            result = "the time for notes"
        elif (
            not complete and self._groups.least[number] < FAR and not self._ruled_out(self._groups.first[number].spots)
        ):
            self.aim(number, min(proof.bounds.seconds / 20, 3.0), MOST_AIMED)
            result = number in self._groups.found or proof.possible(self._groups.first[number].spots)
        if result is False:
            self._groups.cannot_be(number)
            return None
        return "" if result is True else result

    def _ruled_out(self, spots: Sequence[Spot]) -> bool:
        """Whether it is easily seen that none of some spots can come true."""
        proof = self._proof
        counts = proof.reductions.lower_bounds
        return proof.reasons.never(spots) or (counts and too_much(proof.graph, proof.aims, spots))

    def aim(self, number: int, seconds: float, most: int) -> None:
        """Play towards one group."""
        trail = towards(self._proof, self._groups.first[number].spots, seconds=seconds, most=most)
        if trail is not None:
            self._groups.follow(trail.setup, trail.choices())

    def _aim_on(self, left: Sequence[int]) -> None:
        """Play on towards what nothing else has decided and that has parts, for as long as it is worth."""
        bounds, aims = self._proof.bounds, self._proof.aims
        left = [number for number in left if aims.parted(self._groups.first[number].spots)]
        latest = min(bounds.spent + bounds.seconds / 4, bounds.latest)
        for done, number in enumerate(left):
            seconds = (latest - bounds.spent) / (len(left) - done)
            if number not in self._groups.found and seconds > 0:
                self.aim(number, seconds, MOST_PLAYED)
