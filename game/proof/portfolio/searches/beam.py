"""Play towards a goal with many states side by side, place by place, as arrays: it goes through the story once for each width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.proof.model.goals import Spot
from game.proof.model.path import UNREACHABLE, Outcome, Reached, Unknown
from game.proof.model.successors import MOST_OPENINGS
from game.proof.portfolio.searches.novelty import vectors_for
from game.proof.portfolio.shares import SHARE, Share
from game.proof.vector.policies import Aimed
from game.proof.vector.resets import Idle, leading
from game.proof.vector.search import VectorSearch

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

_COLUMNS = 64
"""Combinations of values of the variables that are looked at together."""


def towards(proof: Proof, spots: Sequence[Spot], share: Share) -> Outcome:
    """Play towards one of some spots, then with more states side by side, and so on until the share is over.

    An unknown without a bound where there are no parts to tell how far it is, or too many values. Where no state had to be left out, nothing comes there.
    """
    openings = list(proof.walker.openings())
    patterns = proof.landmarks.patterns(spots)
    if not patterns or len(openings) >= MOST_OPENINGS:
        return Unknown("")
    try:
        vectors = vectors_for(proof, {0: spots}, _COLUMNS)
    except ValueError:
        return Unknown("")
    views = [(one.scale, one.backward(spots)) for one in patterns]
    there, resets = leading(vectors, spots), Idle(vectors, proof.reductions).resets(spots)
    width = share.entry.width
    while not share.over():
        search = VectorSearch(vectors, Aimed(vectors, there, views, width), {0: spots}, resets, openings)

        def expired(search: VectorSearch = search) -> bool:
            proof.bounds.say("states", proof.states + search.states)
            return 0 in search.found or share.over()

        whole = search.run(most=share.states, expired=expired)
        share.spend(search.states)
        proof.states += search.states
        if 0 in search.found:
            return Reached(search.trail(search.found[0]), shortest=False)
        if whole:
            return UNREACHABLE if proof.reductions.lower_bounds else Unknown("")
        width *= proof.tuning.wider
    return Unknown(SHARE)
