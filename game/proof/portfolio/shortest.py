"""A shortest playthrough for each group of goals that can be reached."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from game.proof.incremental.results import SOUGHT, THERE
from game.proof.model.path import UNREACHABLE, Outcome, Reached, Unknown, Unreachable
from game.proof.portfolio.goal_table import GoalTable
from game.proof.portfolio.shares import Share

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof


class Shortest:
    """The searches for shortest playthroughs in one proof."""

    def __init__(self, proof: Proof, groups: GoalTable) -> None:
        self._proof = proof
        self._groups = groups

    def all(self, share: Share, *, layered: bool) -> None:
        """A shortest playthrough for each group that can be reached, as far as there is a share; `layered`: it is known what can come up choice by choice.

        Those that are reached soonest come first: what they take at least is then known to those behind them. Where playthroughs were given to begin with,
        and it is not known how soon what can come up, no shorter ones are searched for than are known.
        """
        proof, groups = self._proof, self._groups
        content = bool(proof.given) and not layered
        queue = [(groups.least[number], number) for number in groups.there()]
        heapify(queue)
        done = 0
        while queue:
            least, number = heappop(queue)
            spots = groups.first[number].spots
            known = groups.found.get(number)
            late = share.over()
            if not late and (known is None or known.depth > least):
                groups.least[number] = max(least, proof.lower_bounds.to(spots))
            if queue and groups.least[number] > queue[0][0] and groups.least[number] > least:
                heappush(queue, (groups.least[number], number))
                continue
            late = late or (content and known is not None)
            done += 1
            proof.bounds.say("shortest playthroughs", done)
            result: Outcome = UNREACHABLE
            if known is None or known.depth > groups.least[number]:
                result = (
                    Unknown(share.said) if late else self._shorter(number, share.part(len(queue) + 1), layered=layered)
                )
            if isinstance(result, Reached):
                groups.keep(
                    number, groups.follow(result.path)
                )  # play does not come to it where a turn would have to hold too much
                known = groups.found[number]
            if known is None:
                assert isinstance(result, Unknown), "what a sweep has found can be reached"
                groups.left_open(number, result.bound)
                continue
            shortest = not isinstance(result, Unknown)
            if shortest:
                groups.learn(number, known.depth)
            groups.can_be_seen(number, known.depth if shortest else THERE if late else SOUGHT)
        if layered:
            self._notes(share)

    def _notes(self, share: Share) -> None:
        """A way to each of what is only for notes, where none is known."""
        groups = self._groups
        for number in sorted(groups.possible):
            if groups.notes_only(number) and number not in groups.found and not share.over():
                result = self._shorter(number, share.part(), layered=True)
                if isinstance(result, Reached):
                    groups.follow(result.path)

    def _shorter(self, number: int, share: Share, *, layered: bool) -> Outcome:
        """The shortest way, where it has fewer choices than the one that is known."""
        proof, tuning, spots = self._proof, self._proof.tuning, self._groups.first[number].spots
        known = self._groups.found.get(number)
        last = 1 << 30 if known is None else known.depth - 1
        least = self._groups.least[number]
        first, several = least, 0
        while first <= last and first - least < tuning.most_slack:
            most = min(first + several, last)
            result = proof.search(spots, share, most=most, slack=most - first if layered else None, possible=True)
            if not isinstance(result, Unreachable):
                return result
            first = most + 1
            if first - least >= (tuning.one_by_one if layered else 1):
                several = 2 * several + 1
        return proof.search(spots, share, most=last, possible=True) if first <= last else UNREACHABLE
