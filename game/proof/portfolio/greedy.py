"""Play towards a goal, further and further."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from game.proof.explicit.greedy import GreedySearch, Onward, nearest
from game.proof.explicit.walks import marks_of
from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath
from game.proof.model.slicing import Slice
from game.proof.model.successors import Walker
from game.proof.portfolio.shares import Share

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

_FIRST: Final = 2_000
"""States that are played at first."""
_NEAREST: Final = 500
"""Ways on that are known, with which play begins."""
_LOOKED: Final = 100
"""Ways on of which it is only looked how near they lead, for one state that is played."""
_EVEN: Final = (0.0, 0.05)
"""How much further states count that are like others; with each it is played in turn."""


def towards(proof: Proof, spots: Sequence[Spot], share: Share, *, known: Sequence[Onward] = ()) -> ChoicePath | None:
    """Play towards one of some spots, then with more states, and so on until the share is over; what comes there.

    `known` are ways on to begin with, besides the beginning.
    """
    looked = [(spot.place, spot.when) for spot in spots]
    walker = Walker(proof.graph, Slice(proof.graph, looked, proof.reductions), proof.walker.functions)
    away = proof.landmarks.away(spots)
    begin = nearest(known, away, _NEAREST)
    share.spend(len(known) // _LOOKED)
    most = _FIRST
    more = True

    def expired() -> bool:
        proof.bounds.say("states", proof.states)
        return share.over()

    while more and not expired():
        for even in _EVEN:
            search = GreedySearch(walker, marks_of([spots], walker), most=min(most, share.states), seed=most)
            more = search.play(away, expired, known=begin, even=even)
            share.spend(search.states)
            proof.states += search.states
            if 0 in search.found:
                return search.found[0]
            if not more:
                break
        most *= proof.tuning.wider
    return None
