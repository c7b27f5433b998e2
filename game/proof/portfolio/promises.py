"""What is to be so all through a story: an ending can always be reached, and the writer's promises hold.

A soft-lock depends on what comes after as well as on what came before, so it is settled for the whole story or not at all. A
promise is settled place by place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.program.declared import Promise
from game.proof.incremental.results import NEVER
from game.proof.model.goals import Spot, where
from game.proof.portfolio.context import Proof
from game.proof.portfolio.question import holds, kept_promise
from game.proof.portfolio.shares import Share
from game.proof.portfolio.soft_lock import finishes
from game.proof.portfolio.tuning import Engine, Fact
from game.proof.results import Answer


class PromiseCheck:
    """The questions of one proof about all of its states; what is answered goes into `answers`."""

    def __init__(self, proof: Proof, answers: list[Answer]) -> None:
        self._proof = proof
        self._memory = memory = proof.memory
        self._answers = answers
        self._finishes, known = ("", None) if memory is None else memory.about_all("no soft-lock")
        self._sure = known == NEVER
        self._promises = [(one, *self._spots(one)) for one in proof.program.always]
        self.left = not self._sure or any(spots for _, spots, _ in self._promises)
        """Whether anything has to be searched for."""

    def _spots(self, promise: Promise) -> tuple[list[Spot], list[str]]:
        """Where a promise may break, as far as it is not settled, and the digests of all the places where it might."""
        spots = where(self._proof.graph, promise, broken=True)
        if self._memory is None:
            return list(spots), []
        known = [self._memory.about((one,)) for one in spots]
        left = [spot for spot, (_, value) in zip(spots, known, strict=True) if value != NEVER]
        return left, [digest for digest, _ in known]

    @property
    def engines(self) -> Mapping[Engine, Callable[[Share, frozenset[Fact]], None]]:
        """What answers them, by where it stands in the portfolio."""
        return {"soft-lock": self._soft_lock, "promises": self._kept}

    def _soft_lock(self, share: Share, facts: frozenset[Fact]) -> None:  # noqa: ARG002 - it is asked whatever is known
        self._answers.append(finishes(self._proof, share, sure=self._sure))
        if self._memory is not None and self._answers[-1].verdict == "proved":
            self._memory.settle(self._finishes, NEVER)

    def _kept(self, share: Share, facts: frozenset[Fact]) -> None:  # noqa: ARG002 - each promise has entries of its own
        """Cheap once it is known what can come up."""
        for promise, spots, digests in self._promises:
            kept = holds(self._proof, promise, spots, facts) if spots else kept_promise(promise.text)
            self._answers.append(kept)
            if self._memory is not None and kept.verdict == "proved":
                for digest in digests:
                    self._memory.settle(digest, NEVER)
