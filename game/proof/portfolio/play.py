"""Play that shows what can be reached: everything at once, a few states at a time, at random, or with the aim set on something."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from game.proof.bounds import Expired
from game.proof.explicit.bitgraph import BitGraph
from game.proof.explicit.layered_bfs import LayeredSearch
from game.proof.explicit.walks import ForwardSearch, marks_of
from game.proof.model.goals import Spot
from game.proof.model.path import UNREACHABLE, Outcome, Reached, Unknown
from game.proof.model.slicing import Slice
from game.proof.model.successors import FAR, Walker
from game.proof.portfolio.goal_table import GoalTable
from game.proof.portfolio.shares import SHARE, Share

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof


def played(proof: Proof, spots: Sequence[Spot], share: Share, *, whole: bool) -> Outcome:
    """A playthrough to one of some spots, where one comes up; where it is to be the `whole` story, it ends before anything has to be left out."""
    looked = [(spot.place, spot.when) for spot in spots]
    layout = BitGraph(proof.walker, Slice(proof.graph, looked, proof.reductions), {place for place, _ in looked})
    tuning = proof.tuning
    search = LayeredSearch(
        layout, {0: spots}, proof.bounds.check, exact=tuning.exact, room=tuning.room, least=tuning.least
    )

    def expired() -> bool:
        proof.bounds.say("states", search.states)
        if 0 in search.found or search.states > share.states or share.over():
            raise Expired(SHARE)
        return False

    try:
        with suppress(Expired):
            search.run(expired, whole_up_to=tuning.small if whole else None)
    finally:
        proof.states += search.states
    if 0 in search.found:
        return Reached(search.trail(0), shortest=search.found[0].layer == search.least[0])
    return UNREACHABLE if search.whole and 0 not in search.least else Unknown("")


class Play:
    """Play for the groups of one proof; the ways that it finds are kept with them."""

    def __init__(self, proof: Proof, groups: GoalTable) -> None:
        self._proof = proof
        self._groups = groups
        self._search: LayeredSearch | None = None
        """What is played at once, as far as it has come."""

    def _spots(self, numbers: Sequence[int]) -> dict[int, tuple[Spot, ...]]:
        return {number: self._groups.first[number].spots for number in numbers}

    def exactly(self, share: Share) -> None:
        """Play all that comes up soon, as long as nothing has to be left out."""
        tuning = self._proof.tuning
        most = max(tuning.small, tuning.alike * len(self._proof.graph.places))
        self._broadly(share, min(most, tuning.exact))

    def broadly(self, share: Share) -> None:
        """Play everything at once as far as there is room; it goes on from where it was before."""
        if not all(map(self._groups.decided, self._groups.open)):
            self._broadly(share, None)
        self._search = None  # it may be large

    def _broadly(self, share: Share, whole_up_to: int | None) -> None:
        proof, groups, tuning = self._proof, self._groups, self._proof.tuning
        if self._search is None:
            spots = self._spots([one for one in groups.open if one not in groups.never])
            looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
            part = Slice(proof.graph, looked, proof.reductions)
            layout = BitGraph(proof.walker, part, {place for place, _ in looked})
            self._search = LayeredSearch(
                layout, spots, proof.bounds.check, exact=tuning.exact, room=tuning.room, least=tuning.least
            )
        search, before, known = self._search, self._search.states, {*self._search.found}

        def expired() -> bool:
            """Whether what is there is only to be brought to its end; raises Expired where that takes too long, too."""
            proof.bounds.say("states", search.states)
            done = search.states - before
            if done > share.states * 3 // 2 or share.over():
                raise Expired(SHARE)
            return done > share.states

        try:
            with suppress(Expired):  # what was found by then counts
                search.run(expired, whole_up_to=whole_up_to)
        finally:
            proof.states += search.states - before
            for number in sorted(search.found.keys() - known):
                if proof.bounds.over():
                    break
                groups.keep(number, search.trail(number))
        if proof.reductions.lower_bounds:
            proof.lower_bounds.learn_all(search.entered)
            unseen = FAR if search.whole else search.depth
            for number in groups.open:
                groups.least[number] = max(groups.least[number], search.least.get(number, unseen))
        for number in groups.missing():
            if not proof.graph.cut and (search.complete or groups.least[number] >= FAR):
                groups.cannot_be(number)

    def rule_out(self, share: Share) -> None:
        """See which of those that are not found can never be, by the ranges of values alone."""
        for number in self._groups.missing(notes=False):
            if share.over():
                break
            if self._proof.value_sets.never(self._groups.first[number].spots):
                self._groups.cannot_be(number)

    def at_random(self, share: Share) -> None:
        """Play for what is left to be found, in a long story: one way at a time comes to its end sooner than all of them."""
        proof = self._proof
        groups = self._groups
        left = {number for number in groups.open if number not in groups.found and number not in groups.never}
        unseen = [one.spots if number in left else () for number, one in enumerate(self._groups.first)]
        if not left:
            return
        part = Slice(proof.graph, [(spot.place, spot.when) for one in unseen for spot in one], proof.reductions)
        walker = Walker(proof.graph, part)
        forward = ForwardSearch(walker, marks_of(unseen, walker))

        def expired() -> bool:
            proof.bounds.say("states", forward.states)
            return forward.states > share.states or share.over()

        try:
            forward.wander(expired, runs=proof.tuning.runs)
        finally:  # also where somebody has asked to stop
            proof.states += forward.states
            for number, trail in forward.found.items():
                self._groups.keep(number, trail)
