"""Shortest playthroughs by a search back that meets the search forth.

All states that come up after just so many choices are known. What takes more than that takes as many choices more as it is
behind one of them: so the search back from what is asked for ends as soon as it comes to one, or where nothing is left that would be shorter
than what is known. It goes over boxes, in which each variable has one of several values: an effect or a condition on one variable
makes one box of one. (Bidirectional search: Pohl, 1971; with sets that are told by what holds in them, as planners regress their goals.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from game.proof.explicit.bitstates import TooManyError
from game.proof.explicit.layered_bfs import Broad, Found
from game.proof.explicit.walks import Trail
from game.proof.model.goals import Spot


class _Box(NamedTuple):
    """States at a place, from which a choice (empty: none) leads into the box after it."""

    place: int
    states: int
    identity: str
    after: _Box | None


class Bidirectional:
    """Searches back to the last layer of a search forth that left nothing out."""

    def __init__(self, forth: Broad, lowest: Sequence[int], check: Callable[[], None]) -> None:
        """`lowest` has for each place the choices that it takes at least.

        Raises:
            ValueError: the search forth has left something out from the beginning on.
        """
        if forth.exact < 0:
            raise ValueError("nothing is known of how play begins")
        self._forth = forth
        self._layout = forth.layout
        self._lowest = lowest
        self._check = check
        self.depth = forth.exact
        """The choices after which the searches meet."""
        self.looked = 0
        """Boxes that were looked at in all searches."""
        self._most = 0
        self._there = forth.layer(self.depth)

    def shortest(self, spots: Sequence[Spot], *, most: int, boxes: int) -> Trail | None:
        """A shortest playthrough to one of some spots that nothing comes to in `depth` choices; None where it takes more than `most`.

        Raises:
            TooManyError: more than so many boxes come up, or a condition is about too many values.
            Expired: a bound was hit.
        """
        self._most = self.looked + boxes
        known: dict[int, list[int]] = {}
        layer = [_Box(spot.place, box, "", None) for spot in spots for box in self._layout.leading_to(spot)]
        layer = self._closed(layer, known, most)
        for back in range(1, most - self.depth + 1):
            layer = self._closed(self._before(layer, choice=True), known, most - back)
            if not layer:
                break
            for one in layer:
                trail = self._met(one)
                if trail is not None:
                    return trail
        return None

    def _before(self, layer: Sequence[_Box], *, choice: bool) -> Iterator[_Box]:
        """What leads into some boxes with one choice, or with none."""
        for one in layer:
            for source, _, step in self._layout.into(one.place):
                if step.choice == choice:
                    for states in self._layout.before(source, step, one.states):
                        yield _Box(source, states, step.identity, one)

    def _closed(self, fresh: Iterable[_Box], known: dict[int, list[int]], left: int) -> list[_Box]:
        """Those boxes that are new, with all that leads into them without a choice and can come up in so many choices."""
        found: list[_Box] = []
        while True:
            new = []
            for one in fresh:
                self._check()
                self.looked += 1
                if self.looked > self._most:
                    raise TooManyError
                if self._lowest[one.place] <= left:
                    there = known.setdefault(one.place, [])
                    if all(one.states & ~other for other in there):
                        there.append(one.states)
                        new.append(one)
            if not new:
                return found
            found += new
            fresh = self._before(new, choice=False)

    def _met(self, box: _Box) -> Trail | None:
        """The playthrough through a box, where a state that the search forth has come to is in it."""
        outside = ~box.states
        for state in self._there.get(box.place, ()):
            if not state & outside:
                trail = self._forth.trail_to(Found(self.depth, box.place, state))
                at: _Box | None = box
                while at is not None:
                    if at.identity:
                        trail = Trail(trail, at.identity, trail.depth + 1, trail.setup)
                    at = at.after
                return trail
        return None
