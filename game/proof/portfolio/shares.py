"""What an engine may take: so many states, or nodes of sets, and where a machine is slow so much time."""

from __future__ import annotations

from typing import Final

from game.proof.bounds import Bounds, Deadline, Expired
from game.proof.portfolio.tuning import Entry, Tuning
from game.proof.symbolic.bdd import Diagrams

SHARE: Final = "its share of the work"
"""The bound that was hit where there is more, and other questions are to have their part, in words."""


LEAST: Final = 1.0
"""Seconds that an engine has in any case, as long as the whole is not over."""


class Share:
    """What one entry of a portfolio may take from now on: `states` says how many states or nodes are left of it."""

    def __init__(self, bounds: Bounds, entry: Entry, tuning: Tuning) -> None:
        seconds = entry.seconds(bounds.seconds)
        self.bounds = bounds
        self.entry = entry
        self.tuning = tuning
        self.states = int(entry.states * seconds)
        last = bounds.left * max(entry.share, 0.5)
        self.deadline = Deadline(bounds, max(min(tuning.slow * seconds, last), LEAST))
        self._whole: Share | None = None

    def part(self, among: int = 1) -> Share:
        """What one of so many questions may take of it now."""
        tuning, entry = self.tuning, self.entry
        parts = min(tuning.parts_of_share / max(among, 1), 1.0)
        found = Share(self.bounds, entry, tuning)
        found.states = int(max(self.states * parts, tuning.per_goal * entry.states))
        seconds = max(self.deadline.left * parts, tuning.slow * found.states / entry.states)
        found.deadline = Deadline(self.bounds, min(seconds, self.deadline.left))
        found._whole = self
        return found

    def spend(self, states: int) -> None:
        """Some were looked at, or made."""
        self.states -= states
        if self._whole is not None:
            self._whole.spend(states)

    @property
    def said(self) -> str:
        """What was hit where it is over, in words."""
        return self.bounds.said if self.bounds.left < 0 else SHARE

    def over(self) -> bool:
        """Whether nothing is left of it."""
        return self.states <= 0 or self.deadline.over()


class Nodes:
    """The nodes that are made since something began."""

    def __init__(self, diagrams: Diagrams, share: Share) -> None:
        self._manager = diagrams.manager
        self._share = share
        self._most = min(share.tuning.most_nodes, diagrams.room * 3 // 4)
        self._step = share.tuning.step
        self._last = self._manager.approx_num_inner_nodes()
        self.made = 0

    def check(self) -> None:
        """Raises Expired where they are too many, or the share is over.

        An operation of which nothing new comes counts for some nodes, too.
        """
        self._share.deadline.check()
        now = self._manager.approx_num_inner_nodes()
        made = max(now - self._last, 0) + self._step
        self.made += made
        self._share.spend(made)
        if self._share.states < 0:
            raise Expired(SHARE)
        if now > self._most:
            self._manager.gc()  # most of them are of no use any more
            now = self._manager.num_inner_nodes()
            if now > self._most * 3 // 4:
                raise Expired("too many sets of states in memory")
        self._last = now
