"""What keeps the hand from outrunning the eye: nothing is taken that came up under it a moment ago.

Pure: in go keys and the times at which they were pressed, out comes whether they count.
"""

from __future__ import annotations

from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

KeyTiming: TypeAlias = Literal["now", "soon", "never"]
"""Whether a key counts at once, a little later if it is not being held, or not at all."""

CALM = 0.25
"""Seconds after something new came up in which nothing of it is taken: the second click of two comes sooner."""
HELD = 1.0
"""The longest that a keyboard waits before a key that is held comes again."""
AGAIN = 0.15
"""The longest between two comings of a key that is held."""


class Hand:
    """A player's hand on keys and mouse.

    `calm` is how long it has to rest when something new came up, in seconds; with 0 everything counts at once.
    """

    def __init__(self, calm: float = CALM, clock: Callable[[], float] = monotonic) -> None:
        self.calm = calm
        self.again = AGAIN
        self._clock = clock
        self._until = -inf
        self.key = ""
        """The key pressed last."""
        self._at = -inf
        self._gap = inf
        self._stale = ""
        """The key that brought up what is in view, for as long as it may still be held."""

    def turned(self) -> None:
        """Something new came up that can be chosen from."""
        self._until = self._clock() + self.calm
        self._stale = self.key

    def held(self) -> None:
        """The key pressed last turned out to be held: it counts again when it has been let go."""
        self._stale = self.key

    def pressed(self, key: str, at: float) -> None:
        """A key went down, or came again because it is held."""
        self._gap = at - self._at if key == self.key else inf
        if key != self._stale or self._gap >= HELD:
            self._stale = ""
        self.key, self._at = key, at

    def rests(self, at: float) -> bool:
        """Whether a click at this time meets something that has been in view for long enough."""
        return not self.calm or at >= self._until

    def verdict(self, *, again: bool = False) -> KeyTiming:
        """Whether the key pressed last counts; with `again`, pressing the same key twice may well be meant."""
        if not self.calm:
            return "now"
        if self._at < self._until:
            return "never"
        if again and self._gap < HELD:
            return "soon"
        if self._stale:
            return "never" if self._gap < self.calm else "soon"
        return "now"
