"""A shortest playthrough for each group of goals that can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from game.proof.incremental.results import SOUGHT, THERE
from game.proof.model.successors import FAR, Values
from game.proof.portfolio.goal_table import Groups
from game.proof.portfolio.playing import MOST_AIMED, Playing

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

ONE_BY_ONE = 4
"""So many lengths are searched for one by one, before several are at once."""
MOST_SLACK = 64
"""How many choices more than the least a playthrough may take before the search for it stops asking what comes up how soon."""


class Shortest:
    """The searches for shortest playthroughs in one proof; `layered` says whether it is known what can come up choice by choice."""

    def __init__(self, proof: Proof, groups: Groups, playing: Playing, *, layered: bool) -> None:
        self._proof = proof
        self._groups = groups
        self._playing = playing
        self._layered = layered

    def all(self, there: Sequence[int], enough: float) -> None:
        """A shortest playthrough for each group that can be reached; the searches for them end when `enough` seconds are spent.

        Those that are reached soonest come first: what they take at least is then known to those behind them.
        """
        proof = self._proof
        queue = [(self._groups.least[number], number) for number in there]
        heapify(queue)
        done = 0
        while queue:
            least, number = heappop(queue)
            spots = self._groups.first[number].spots
            known = self._groups.found.get(number)
            over = proof.bounds.left < 0
            late = over or (known is not None and proof.bounds.spent > enough)
            if proof.reductions.lower_bounds and not late and (known is None or known.depth > least):
                self._groups.least[number] = max(least, proof.soonest.to(spots))
            if queue and self._groups.least[number] > queue[0][0] and self._groups.least[number] > least:
                heappush(queue, (self._groups.least[number], number))
                continue
            done += 1
            proof.bounds.say("shortest playthroughs", done)
            proof.left = len(queue) + 1
            settled = known is not None and known.depth <= self._groups.least[number]
            result = (
                None if settled else proof.bounds.said if over else "the time for it" if late else self._shorter(number)
            )
            if isinstance(result, tuple):
                self._groups.follow(*result)
                known = self._groups.found[number]
            if known is None:
                assert isinstance(result, str), "what a sweep has found can be reached"
                self._groups.left_open(number, result)
                continue
            shortest = not isinstance(result, str)
            if shortest:
                self._groups.learn(number, known.depth)
            self._groups.can_be_seen(number, known.depth if shortest else THERE if late else SOUGHT)

    def at_once(self, there: Sequence[int], enough: float) -> None:
        """Look for ways to all groups that can be reached in one search, which tells the shortest where there is room for it."""
        known = {number: self._groups.found[number].depth if number in self._groups.found else FAR for number in there}
        self._tighten(
            {one: depth for one, depth in known.items() if depth > self._groups.least[one]}, enough, at_once=True
        )

    def tighten(self, there: Sequence[int], enough: float) -> None:
        """Find shorter playthroughs, and which are the shortest, as long as less than `enough` seconds are spent."""
        found = self._groups.found
        self._tighten({one: found[one].depth for one in there if self._groups.improvable(one)}, enough)

    def _tighten(self, known: Mapping[int, int], enough: float, *, at_once: bool = False) -> None:
        from game.proof.portfolio.branch_and_bound import (  # with its arrays, of which most stories have no need
            UNKNOWN,
            Tightening,
        )

        proof = self._proof
        spots = {number: self._groups.first[number].spots for number in known}
        if not spots or proof.bounds.spent > min(enough, proof.bounds.latest):
            return
        try:
            tightening = Tightening(proof, spots, {one: min(depth, UNKNOWN) for one, depth in known.items()})
        except ValueError:
            return
        if not tightening.leads_on:
            return

        def expired() -> bool:
            proof.bounds.say("shorter playthroughs", tightening.states)
            return proof.bounds.spent > enough or proof.bounds.met()

        for number, trail, shortest in tightening.at_once(expired) if at_once else tightening.settle(expired):
            if trail is not None:
                self._groups.keep(number, trail)
            if shortest and number in self._groups.found:
                depth = self._groups.least[number] = self._groups.found[number].depth
                self._groups.learn(number, depth)
        proof.states += tightening.states

    def by_parts(self, there: Sequence[int]) -> None:
        """See by parts how soon each group can come up at the soonest, and play for ways that are shorter than those that are known.

        Those that seem furthest from the shortest come first.
        """
        proof = self._proof
        latest = min(proof.bounds.spent + proof.bounds.seconds / 6, proof.bounds.latest)
        parted: list[int] = []
        for number in there:
            if (
                self._groups.improvable(number)
                and proof.bounds.spent < latest
                and proof.aims.parted(self._groups.first[number].spots)
            ):
                parted.append(number)
                if proof.reductions.lower_bounds:
                    self._groups.least[number] = max(
                        self._groups.least[number], proof.aims.least(self._groups.first[number].spots)
                    )
        parted.sort(key=lambda one: self._groups.least[one] - self._groups.found[one].depth)
        for done, number in enumerate(parted):
            proof.bounds.say("shortest playthroughs", done)
            seconds = latest - proof.bounds.spent
            if seconds > 0 and self._groups.improvable(number):
                self._playing.aim(number, min(seconds, 2.0), MOST_AIMED)

    def look_for(self, number: int) -> None:
        """Look for a way to a group, and keep it."""
        result = self._shorter(number)
        if isinstance(result, tuple):
            self._groups.follow(*result)

    def _shorter(self, number: int) -> tuple[Values, list[str]] | str | None:
        """The shortest way, where it has fewer choices than the one that is known; None where there is none.

        Searches that may only take a little more than the least number of choices are small, so they come first.
        """
        proof, spots, least = self._proof, self._groups.first[number].spots, self._groups.least[number]
        known = self._groups.found.get(number)
        last = 1 << 30 if known is None else known.depth - 1
        if not proof.reductions.lower_bounds:
            return proof.search(spots, most=last)
        if self._layered:
            return self._by_length(number, last)
        more = 0
        while least + more < last and more < MOST_SLACK:
            result = self._within(number, least + more, more)
            if result is not None:
                return result
            more = 2 * more + 1
        if last < least:
            return None
        return self._within(number, last, last - least) if last - least < MOST_SLACK else proof.search(spots, most=last)

    def _by_length(self, number: int, last: int) -> tuple[Values, list[str]] | str | None:
        """As `_shorter`, where it is known what can come up after just so many choices: one length after the other, later several at once."""
        proof, spots, least = self._proof, self._groups.first[number].spots, self._groups.least[number]
        first, several = least, 0
        while first <= last and first - least < MOST_SLACK:
            most = min(first + several, last)
            result = proof.search(spots, most=most, slack=most - first)
            if result is not None:
                return result
            first = most + 1
            if first - least >= ONE_BY_ONE:
                several = 2 * several + 1
        return proof.search(spots, most=last) if first <= last else None

    def _within(self, number: int, most: int, slack: int) -> tuple[Values, list[str]] | str | None:
        """The shortest way of at most so many choices."""
        spots = self._groups.first[number].spots
        played = self._proof.play(spots, most)
        if isinstance(played, str):
            return played if slack > 1 else self._proof.search(spots, most=most)
        return None if played is None else (played.setup, played.choices())
