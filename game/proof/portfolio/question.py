"""Questions about one condition: whether it can ever be so. Promises are asked so, and whatever a writer asks."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from game.program.declared import Promise
from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.bounds import LIMITS, named
from game.proof.model.goals import Goal, Spot, where
from game.proof.model.path import UNREACHABLE, Outcome, Unknown, Unreachable
from game.proof.portfolio.context import Proof
from game.proof.portfolio.play import played
from game.proof.portfolio.shares import Share
from game.proof.portfolio.tuning import Fact
from game.proof.results import Answer, Verdict
from game.proof.witness.player import WitnessEnd
from game.proof.witness.validation import Shows


def holds(proof: Proof, promise: Promise, breaks: Sequence[Spot], facts: Container[Fact]) -> Answer:
    """Whether a promise is kept: it is not where one of some spots comes up. `facts` are what is known by then."""
    question = ConditionQuery("promise", promise.text, "", _looked_at(promise), wanted=False)
    return question.answered(proof, breaks, lambda played: promise.text in played.broken_promises(), facts)


def _looked_at(promise: Promise) -> frozenset[int]:
    """The variables that a promise speaks of."""
    return frozenset(slot for one in (promise.condition, *(said for _, said in promise.endings)) for slot in reads(one))


def kept_promise(text: str) -> Answer:
    """What is said of a promise that is kept."""
    return Answer("promise", text, "", "", "proved", "it always holds", None)


def can(proof: Proof, text: str, condition: Expr | Promise, *, scene: str = "") -> Answer:
    """Whether a condition can ever hold at a choice or an ending."""
    return _is_so(proof, "can", text, condition, scene)


def never(proof: Proof, text: str, condition: Expr | Promise, *, scene: str = "") -> Answer:
    """Whether a condition never holds at any choice or ending."""
    return _is_so(proof, "never", text, condition, scene)


def comes(proof: Proof, text: str, spots: Sequence[Spot], shows: Shows) -> Answer:
    """Whether play can come to one of some spots, by a playthrough that `shows` it."""
    about = frozenset(slot for spot in spots if spot.when is not None for slot in reads(spot.when))
    return ConditionQuery("can", text, "", about, wanted=True).answered(proof, spots, shows)


def _is_so(proof: Proof, kind: str, text: str, condition: Expr | Promise, scene: str) -> Answer:
    """Whether a condition can hold where the player can choose, or at an ending, in a scene (or in any)."""
    promise = condition if isinstance(condition, Promise) else Promise("", condition, "")
    question = ConditionQuery(kind, text, scene, _looked_at(promise), wanted=kind == "can")

    def shows(played: WitnessEnd) -> bool:
        turn = played.turn
        said = promise.at(turn.scene, turn.ending)
        there = not turn.stuck and question.scene in ("", turn.scene)
        return there and said is not None and bool(evaluate(said, played.state.values))

    return question.answered(proof, where(proof.graph, promise, scene=question.scene), shows)


class ConditionQuery(NamedTuple):
    """A question about one condition, which speaks `about` some variables; `wanted` says whether it is to come true."""

    kind: str
    text: str
    scene: str
    about: frozenset[int]
    wanted: bool

    def answered(self, proof: Proof, spots: Sequence[Spot], shows: Shows, facts: Container[Fact] = ()) -> Answer:
        """The answer: whether one of some spots comes up, with a playthrough that `shows` it; for a promise with what is known by then."""
        proof.bounds.say(self.kind, 0)
        if proof.graph.cut:
            return self._open(f"the story could not be laid out: {proof.graph.cut}")
        try:
            outcome = self._sought(proof, spots, facts)
        except LIMITS as bound:
            outcome = Unknown(named(bound))
        match outcome:
            case Unknown(hit):
                proof.bound = proof.bound or hit
                return self._open(f"stopped at {hit}")
            case Unreachable():
                return self._never()
        witness, played = proof.validator.follow(outcome.path, shows)
        if played is None:
            return self._open(f"it can come to that, but {proof.validator.why_not}")
        if witness is not None and not outcome.shortest:
            witness = witness._replace(shortest=False)
        where = played.turn.scene
        verdict: Verdict = "proved" if self.wanted else "refuted"
        said = f"it does not hold in {where}" if self.kind == "promise" else f"it happens in {where}"
        return Answer(self.kind, self.text, where, "", verdict, said, witness)

    def _open(self, why: str) -> Answer:
        return Answer(self.kind, self.text, self.scene, "", "not decided", why, None)

    def _never(self) -> Answer:
        if self.kind == "promise":
            return kept_promise(self.text)
        verdict: Verdict = "refuted" if self.wanted else "proved"
        return Answer(self.kind, self.text, self.scene, "", verdict, "it never happens", None)

    def _sought(self, proof: Proof, spots: Sequence[Spot], facts: Container[Fact]) -> Outcome:
        """Whether one of the spots comes up, by the portfolio for it."""
        outcome: Outcome = Unknown("nothing")
        for entry in proof.tuning.promise if self.kind == "promise" else proof.tuning.question:
            if not all(one in facts for one in entry.when):
                continue
            found = self._tried(proof, spots, proof.share(entry))
            if not isinstance(found, Unknown):
                return found
            outcome = found if found.bound else outcome
        return outcome

    def _tried(self, proof: Proof, spots: Sequence[Spot], share: Share) -> Outcome:
        """What one engine says; an unknown without a bound where it has none to name."""
        engine = share.entry.engine
        if engine == "broad":
            return played(proof, spots, share)
        if engine == "sweep":
            asked = [Goal("text", self.kind, self.scene, self.text, tuple(spots))]
            sweep = proof.sweep(asked, share)
            if sweep is None:
                return Unknown("")
            return proof.search(spots, share, possible=True) if 0 in sweep.found else UNREACHABLE
        return proof.search(spots, share, about=self.about)
