"""Ways that are found quickly: everything played at once, with few states of each place, as deep as anything is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from game.proof.bounds import Expired
from game.proof.explicit.bitgraph import Layout
from game.proof.explicit.layered_bfs import Broad
from game.proof.explicit.walks import Trail
from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

STATES = 1_000
"""States up to which none is left out."""
GO_ON = 300
"""States of a layer that go on after that."""


def play(
    proof: Proof,
    spots: Mapping[int, Sequence[Spot]],
    keep: Callable[[int, Trail], None],
    *,
    deepest: int,
    seed: int,
) -> None:
    """Play up to `deepest` choices; `keep` is given ways to some of what is asked for by number. `seed` draws which states go on.

    Not all that there are, and not the shortest ones, but for a fraction of the time that a search takes.
    """
    looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
    layout = Layout(proof.walker, Slice(proof.graph, looked, proof.reductions), {place for place, _ in looked})
    broad = Broad(layout, spots, proof.bounds.check, exact=STATES, room=GO_ON, seed=seed)

    def enough() -> bool:
        if broad.depth > deepest:
            raise Expired("all that can come up so soon was played")
        return False

    try:
        with suppress(Expired):  # what was found by then counts
            broad.run(enough)
    finally:  # also where somebody has asked to stop
        for number in broad.found:
            keep(number, broad.trail(number))
