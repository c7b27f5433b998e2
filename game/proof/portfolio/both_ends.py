"""Searches from both ends: for one question, or for many of them, as far as they are quick: most of them are, or nearly none is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from game.proof.bounds import Expired
from game.proof.explicit.bitgraph import Layout
from game.proof.explicit.bitstates import TooManyError
from game.proof.explicit.layered_bfs import Broad
from game.proof.explicit.regression import Bidirectional
from game.proof.explicit.walks import Trail
from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice
from game.proof.model.successors import FAR
from game.proof.portfolio.goal_table import Groups

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

PROBES: Final = 50
"""Groups that are tried first."""
BOXES: Final = (300, 3_000, 20_000)
"""Boxes that a search back looks at: most need few, and the others are tried again with more."""
PACE: Final = 50_000
"""Boxes that are looked at in a second."""


def from_both_ends(proof: Proof, spots: Sequence[Spot], states: int) -> Trail | str | None:
    """A shortest playthrough to one of some spots, None where there is none, or the bound that was hit; up to so many states are played."""
    looked = [(spot.place, spot.when) for spot in spots]
    layout = Layout(proof.walker, Slice(proof.graph, looked, proof.reductions), {place for place, _ in looked})
    forth = Broad(layout, {0: spots}, proof.bounds.check)
    latest = proof.bounds.spent + proof.bounds.left / 4

    def expired() -> bool:
        proof.bounds.say("states", forth.states)
        return 0 in forth.found or proof.bounds.spent > latest

    try:
        try:
            forth.run(expired, whole_up_to=states)
        finally:
            proof.states += forth.states
        if 0 in forth.found:
            return forth.trail(0)
        if forth.complete:
            return None
        return Bidirectional(forth, proof.soonest.lowest, proof.bounds.check).shortest(spots, most=FAR, boxes=BOXES[1])
    except (Expired, TooManyError, ValueError) as stopped:
        return str(stopped) or "too many sets of states"


class BothWays:
    """Searches back from some groups of a proof to what a search forth has come to."""

    def __init__(self, proof: Proof, groups: Groups, forth: Broad, numbers: Sequence[int]) -> None:
        self._proof = proof
        self._groups = groups
        self._forth = forth
        self._numbers = numbers
        self._able = proof.reductions.lower_bounds and not proof.graph.cut and not forth.complete and forth.exact >= 0

    def _left(self) -> list[int]:
        """The groups that are not decided yet, those that can come up soonest first."""
        groups = self._groups
        return sorted([one for one in self._numbers if not groups.decided(one)], key=groups.least.__getitem__)

    def _back(self) -> Bidirectional:
        return Bidirectional(self._forth, self._proof.soonest.lowest, self._proof.bounds.check)

    def promising(self, seconds: float, share: float) -> bool:
        """Whether such a share of a few groups is decided quickly, and all of them may be in so many seconds."""
        left = self._left()
        some = left[:: len(left) // PROBES + 1]
        if not some or not self._able or self._proof.bounds.left < 0:
            return False
        back = self._back()
        failed = 0
        for number in some:
            failed += not self._decide(back, number, BOXES[0])
            if failed > (1 - share) * len(some):
                return False
        return back.looked / len(some) * len(left) <= seconds * PACE

    def settle(self, latest: float) -> None:
        """Decide as many groups as can be until so many seconds are spent."""
        left: Sequence[int] = self._left()
        back = self._back()
        for most in BOXES:
            later = []
            for done, number in enumerate(left):
                if self._proof.bounds.spent > latest:
                    return
                self._proof.bounds.say("shortest playthroughs", done)
                if not self._groups.decided(number) and not self._decide(back, number, most):
                    later.append(number)
            left = later

    def _decide(self, back: Bidirectional, number: int, boxes: int) -> bool:
        """Search back from a group, with so many boxes; whether it is decided."""
        groups = self._groups
        known = groups.found.get(number)
        most = FAR if known is None else known.depth - 1
        try:
            trail = back.shortest(groups.first[number].spots, most=most, boxes=boxes)
        except (Expired, TooManyError):
            return False
        if trail is not None:
            groups.keep(number, trail)
        elif known is None:
            groups.cannot_be(number)
            return True
        groups.least[number] = groups.found[number].depth
        groups.learn(number, groups.least[number])
        return True
