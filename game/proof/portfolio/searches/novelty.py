"""Play that finds what is rare: everything at once, place by place, and of each place those states go on that show something new there.

It goes through the story once, and finds most of what can be; the next time the variables are looked at in larger groups, so that rarer things
count as new. What it does not find may be all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath
from game.proof.model.slicing import Slice
from game.proof.model.successors import MOST_OPENINGS
from game.proof.portfolio.shares import Share
from game.proof.vector.graph import VectorGraph
from game.proof.vector.policies import Novel
from game.proof.vector.resets import Idle, leading
from game.proof.vector.search import VectorSearch

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof


def play(
    proof: Proof,
    spots: Mapping[int, Sequence[Spot]],
    keep: Callable[[int, ChoicePath], None],
    share: Share,
    seed: int = 0,
) -> None:
    """Play until the share is over; `keep` is given the ways to what is asked for by number, as far as they are found.

    The width is the number of combinations of values of the variables that are looked at together; `seed` draws which states go on.
    Nothing where the story's variables have too many values for this.
    """
    openings = list(proof.walker.openings())
    try:
        vectors = vectors_for(proof, spots, share.entry.width)
    except ValueError:
        return
    if len(openings) >= MOST_OPENINGS or vectors.encoding.width * len(vectors.after) > proof.tuning.cells:
        return
    wanted = [spot for one in spots.values() for spot in one]
    guide = Novel(vectors, leading(vectors, wanted), proof.tuning.go_on, seed)
    search = VectorSearch(vectors, guide, spots, Idle(vectors, proof.reductions).resets(wanted), openings)

    def expired() -> bool:
        proof.bounds.say("states", proof.states + search.states)
        return share.over()

    try:
        search.run(most=share.states, expired=expired)
    finally:  # also where somebody has asked to stop
        proof.states += search.states
        for number, seen in search.found.items():
            keep(number, search.trail(seen))


def vectors_for(proof: Proof, spots: Mapping[int, Sequence[Spot]], most: int) -> VectorGraph:
    """The story as it matters to what is asked for.

    Raises:
        ValueError: a variable has too many values.
    """
    looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
    part = Slice(proof.graph, looked, proof.reductions)
    return VectorGraph(proof.walker, part, {place for place, _ in looked}, most)
