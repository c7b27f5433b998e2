"""Greedy play towards a goal: a beam of states, those that an estimate of how far it is puts first."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from game.proof.explicit.walks import Forward, Trail, marks_of
from game.proof.model.goals import Spot

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

WIDTH: Final = 50
"""States that are played side by side at first."""
WIDER: Final = 4
"""So many times as many when that was not enough."""


def towards(proof: Proof, spots: Sequence[Spot], *, seconds: float, most: int) -> Trail | None:
    """Play towards one of some spots by each way of seeing how far it is, then with more states side by side, and so on.

    Where there are no parts it is played once, with how far single variables see it to be.
    What comes there, if anything does before the seconds are over or `most` states were played.
    """
    latest = time.monotonic() + seconds
    states, width = 0, WIDTH

    def expired() -> bool:
        proof.bounds.say("states", proof.states + states)
        return time.monotonic() > latest

    ways = proof.aims.ways(spots)
    found: Trail | None = None
    narrowed = True
    while narrowed and found is None and states < most and not expired():
        for away in ways:
            forward = Forward(proof.walker, marks_of([spots], proof.walker), most=most - states, seed=width)
            narrowed = forward.beam(away, expired, width=width)
            states += forward.states
            found = forward.found.get(0)
            if found is not None or not narrowed or states >= most:
                break
        narrowed = narrowed and len(ways) > 1
        width *= WIDER
    proof.states += states
    return found
