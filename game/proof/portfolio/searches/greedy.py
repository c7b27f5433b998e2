"""Greedy play towards a goal: a beam of states, those that an estimate of how far it is puts first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.proof.explicit.walks import ForwardSearch, marks_of
from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath
from game.proof.portfolio.shares import Share

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof


def towards(proof: Proof, spots: Sequence[Spot], share: Share) -> ChoicePath | None:
    """Play towards one of some spots by each way of seeing how far it is, then with more states side by side, and so on.

    Where there are no parts it is played once, with how far single variables see it to be.
    What comes there, if anything does before the share is over.
    """
    width = share.entry.width

    def expired() -> bool:
        proof.bounds.say("states", proof.states)
        return share.over()

    ways = proof.landmarks.ways(spots)
    found: ChoicePath | None = None
    narrowed = True
    while narrowed and found is None and not expired():
        for away in ways:
            forward = ForwardSearch(proof.walker, marks_of([spots], proof.walker), most=share.states, seed=width)
            narrowed = forward.beam(away, expired, width=width)
            share.spend(forward.states)
            proof.states += forward.states
            found = forward.found.get(0)
            if found is not None or not narrowed or share.states <= 0:
                break
        narrowed = narrowed and len(ways) > 1
        width *= proof.tuning.wider
    return found
