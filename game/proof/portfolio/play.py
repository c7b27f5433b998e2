"""Play that shows what can be reached: all states of a place together, or one way at a time at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def _layered(proof: Proof, spots: Mapping[int, Sequence[Spot]]) -> LayeredSearch:
    looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
    layout = BitGraph(proof.walker, Slice(proof.graph, looked), {place for place, _ in looked})
    tuning = proof.tuning
    return LayeredSearch(layout, spots, proof.bounds.check, exact=tuning.exact, room=tuning.room, least=tuning.least)


def played(proof: Proof, spots: Sequence[Spot], share: Share) -> Outcome:
    """A playthrough to one of some spots, where play comes to one."""
    search = _layered(proof, {0: spots})

    def expired() -> bool:
        proof.bounds.say("states", search.states)
        if 0 in search.found or search.states > share.states or share.over():
            raise Expired(SHARE)
        return False

    try:
        with suppress(Expired):
            search.run(expired)
    finally:
        proof.states += search.states
    if 0 in search.found:
        return Reached(search.trail(0), shortest=search.found[0].layer == search.least[0])
    return UNREACHABLE if search.whole and 0 not in search.least else Unknown("")


def broadly(groups: GoalTable, share: Share) -> None:
    """Play everything at once as far as there is room; what that finds, or rules out, is kept with the groups."""
    proof = groups.proof
    if all(map(groups.decided, groups.open)):
        return
    search = _layered(proof, {one: groups.first[one].spots for one in groups.open if one not in groups.never})

    def expired() -> bool:
        """Whether what is there is only to be brought to its end; raises Expired where that takes too long, too."""
        proof.bounds.say("states", search.states)
        if search.states > share.states * 3 // 2 or share.over():
            raise Expired(SHARE)
        return search.states > share.states

    try:
        with suppress(Expired):  # what was found by then counts
            search.run(expired)
    finally:
        proof.states += search.states
        for number in sorted(search.found):
            if proof.bounds.over():
                break
            groups.keep(number, search.trail(number))
    proof.lower_bounds.learn_all(search.entered)
    unseen = FAR if search.whole else search.depth
    for number in groups.open:
        groups.least[number] = max(groups.least[number], search.least.get(number, unseen))
    for number in groups.missing():
        if not proof.graph.cut and (search.complete or groups.least[number] >= FAR):
            groups.cannot_be(number)


def at_random(groups: GoalTable, share: Share) -> None:
    """Play for what is left to be found, in a long story: one way at a time comes to its end sooner than all of them."""
    proof = groups.proof
    left = {number for number in groups.open if number not in groups.found and number not in groups.never}
    unseen = [one.spots if number in left else () for number, one in enumerate(groups.first)]
    if not left:
        return
    part = Slice(proof.graph, [(spot.place, spot.when) for one in unseen for spot in one])
    walker = Walker(proof.graph, part)
    forward = ForwardSearch(walker, marks_of(unseen, walker))
    most = min(share.states, proof.tuning.strolled * len(proof.graph.places))

    def expired() -> bool:
        proof.bounds.say("states", forward.states)
        return forward.states > most or share.over()

    try:
        forward.wander(expired, runs=proof.tuning.runs)
    finally:  # also where somebody has asked to stop
        proof.states += forward.states
        for number, trail in forward.found.items():
            groups.keep(number, trail)
