"""Questions about all states together: soft-locks, promises, and whatever a writer asks."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Final, NamedTuple

from game.engine.machine import LONGEST_RUN
from game.engine.stuck import STUCK
from game.program import model
from game.program.forms.evaluate import evaluate
from game.program.forms.types import Expr
from game.program.model import Promise
from game.program.weights import HEAVIEST
from game.proof.bounds import LIMITS, named
from game.proof.model.control_flow.longest_turn import overfull, starts
from game.proof.model.goals import Goal, Spot, where
from game.proof.model.path import UNREACHABLE, ChoicePath, Outcome, Reached, Unknown, Unreachable
from game.proof.portfolio.context import Proof
from game.proof.portfolio.play import exactly
from game.proof.portfolio.searches.greedy import towards
from game.proof.portfolio.shares import Share
from game.proof.portfolio.tuning import Fact
from game.proof.results import Answer, Verdict, Witness
from game.proof.symbolic.bdd import StateSet
from game.proof.symbolic.turns import too_full
from game.proof.witness.trie import WitnessEnd
from game.proof.witness.validation import TOO_MUCH, Shows

FINISHES = Answer(
    "no soft-lock", "", "", "", "proved", "an ending can be reached from every state that can come up", None
)
"""What is said where nobody can get stuck."""
TURNS_OPEN: Final = (
    f"some turns may hold more than a turn can ({HEAVIEST:,} letters or {LONGEST_RUN:,} steps without a choice)"
)


def finishes(proof: Proof, share: Share, *, sure: bool = False) -> Answer:
    """Whether an ending can be reached from every state the story can get into.

    Where it is `sure` that one can as far as conditions go, it is asked only whether turns can hold what comes in them.
    """
    answer = FINISHES if sure else _can_end(proof, share)
    return _turns_hold(proof) if answer is FINISHES else answer


def _turns_hold(proof: Proof) -> Answer:
    """Whether no turn of the story holds more than a turn can; what the sets of states do not know."""
    graph = proof.graph
    ask = ("no soft-lock", "", "", "")
    proof.turns_open = True
    if not graph.cut:
        try:
            for measure in overfull(graph):
                backward = proof.backward
                with proof.checked(proof.share(proof.tuning.turns)):
                    within = backward.within
                    begin = {one: backward.valid if within is None else within.get(one) for one in starts(graph)}
                    known = {one: states for one, states in begin.items() if states is not None}
                    bad = too_full(backward, known, measure)
                    layers, there = backward.layers(bad) if bad else ([], False)
                if there:
                    return _too_much(proof, backward.witness(layers))
        except LIMITS as bound:
            proof.bound = proof.bound or named(bound)
            return Answer(*ask, "not decided", f"{TURNS_OPEN}: stopped at {named(bound)}", None)
    proof.turns_open = False
    return FINISHES


def _too_much(proof: Proof, path: ChoicePath) -> Answer:
    """The answer where a turn seems to hold too much, once the engine has played it."""
    follower, draws = proof.follower, proof.program.draws

    def stuck(played: WitnessEnd) -> bool:
        return played.turn.stuck in TOO_MUCH

    witness, played = follower.follow(path, stuck if draws else None, seeds=proof.tuning.seeds_for_a_turn)
    if witness is not None and played is not None and stuck(played):
        follower.over_a_turn = witness, played
        return stuck_at(witness, played)
    why = follower.why_not if draws else "how much they hold is known only at most"
    return Answer("no soft-lock", "", "", "", "not decided", f"{TURNS_OPEN}: {why}", None)


def _can_end(proof: Proof, share: Share) -> Answer:
    """As far as conditions go, whether an ending can be reached from every state."""
    ask = ("no soft-lock", "", "", "")
    if proof.graph.cut:
        return Answer(*ask, "not decided", f"the story could not be laid out: {proof.graph.cut}", None)
    proof.bounds.say("soft-lock", 0)
    backward = proof.backward
    try:
        with proof.checked(share):
            endings = {one.number: backward.diagrams.true for one in proof.graph.places if one.ending}
            good = _good(proof, endings)
            bad = _bad(proof, good)
            if not bad:
                return FINISHES
            layers, there = backward.layers(bad)
    except LIMITS as bound:
        proof.bound = named(bound)
        return Answer(*ask, "not decided", f"stopped at {proof.bound}", None)
    if not there:
        return FINISHES
    witness, played = proof.follower.follow(backward.witness(layers), _lost(proof, good))
    if played is None:
        return Answer(*ask, "not decided", f"play can get stuck, but {proof.follower.why_not}", None)
    return stuck_at(witness, played)


def _bad(proof: Proof, good: Mapping[int, StateSet]) -> dict[int, StateSet]:
    """What can come up outside of some sets, by place; more than that where it is not known what can, and then searches back keep to what may.

    What may is told by the variables that the sets speak of, and then by those that decide where these change, as far as that stays small.

    Raises:
        Expired, MemoryError: a bound was hit.
    """
    backward = proof.backward

    def outside() -> dict[int, StateSet]:
        rests = {one.number: backward.beyond(one.number, good.get(one.number)) for one in proof.graph.places}
        return {number: rest for number, rest in rests.items() if rest.satisfiable()}

    bad = outside()
    if bad:
        proof.narrow(backward.diagrams.slots(good.values()), lambda: bool(outside()))
        bad = outside()
    return bad


def stuck_at(witness: Witness | None, played: WitnessEnd) -> Answer:
    """What is said where a playthrough comes to where no ending can be reached any more."""
    where = played.turn.scene
    stuck = played.turn.stuck
    why = STUCK[stuck].named if stuck else "from there no ending can be reached any more"
    return Answer("no soft-lock", "", where, "", "refuted", f"in {where}: {why}", witness)


def _good(proof: Proof, endings: Mapping[int, StateSet]) -> dict[int, StateSet]:
    """The states from which an ending can be reached, by place; where those that cannot come up are left out, it is a wider set.

    In most stories nearly all states are such, whether they come up or not: then it costs next to nothing not to ask which do.

    Raises:
        Expired, MemoryError: a bound was hit.
    """
    backward = proof.backward
    if backward.within is None:
        return backward.everything(endings, fill=True)
    found = proof.while_small(proof.tuning.good_nodes, lambda: backward.everything(endings), everywhere=True)
    return backward.everything(endings, fill=True) if found is None else found


def _lost(proof: Proof, good: Mapping[int, StateSet]) -> Shows:
    """Tells whether a playthrough has come to where no ending can be reached; `good` are the states from which one can, by place."""
    graph, holds = proof.graph, proof.backward.diagrams.holds
    rests = {
        (place.scene, place.block, place.stack): place
        for place in graph.places
        if isinstance(graph.exit(place), model.Choose)
    }

    def lost(played: WitnessEnd) -> bool:
        if played.turn.stuck or played.turn.ending:
            return bool(played.turn.stuck)
        state = played.state
        onward = proof.walker.edges(rests[state.scene, state.block, state.stack])
        return not any(
            identity and target in good and (guard is None or guard(state.values)) and holds(good[target], state.values)
            for target, guard, identity in onward
        )

    return lost


def holds(proof: Proof, text: str, breaks: Sequence[Spot], facts: Container[Fact]) -> Answer:
    """Whether a promise is kept: it is not where one of some spots comes up. `facts` are what is known by then."""
    question = ConditionQuery("promise", text, "", wanted=False)
    return question.answered(proof, breaks, lambda played: text in played.broken_promises(), facts)


def kept_promise(text: str) -> Answer:
    """What is said of a promise that is kept."""
    return Answer("promise", text, "", "", "proved", "it always holds", None)


def can(proof: Proof, text: str, condition: Expr | Promise, *, scene: str = "") -> Answer:
    """Whether a condition can ever hold at a choice or an ending."""
    return _is_so(proof, ConditionQuery("can", text, scene, wanted=True), condition)


def never(proof: Proof, text: str, condition: Expr | Promise, *, scene: str = "") -> Answer:
    """Whether a condition never holds at any choice or ending."""
    return _is_so(proof, ConditionQuery("never", text, scene, wanted=False), condition)


def _is_so(proof: Proof, question: ConditionQuery, condition: Expr | Promise) -> Answer:
    """Whether a condition can hold where the player can choose, or at an ending, in the question's scene (or in any)."""
    promise = condition if isinstance(condition, Promise) else Promise("", condition, "")

    def shows(played: WitnessEnd) -> bool:
        turn = played.turn
        said = promise.at(turn.scene, turn.ending)
        there = not turn.stuck and question.scene in ("", turn.scene)
        return there and said is not None and bool(evaluate(said, played.state.values))

    return question.answered(proof, where(proof.graph, promise, scene=question.scene), shows)


class ConditionQuery(NamedTuple):
    """A question about one condition; `wanted` says whether it is to come true."""

    kind: str
    text: str
    scene: str
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
        witness, played = proof.follower.follow(outcome.path, shows)
        if played is None:
            return self._open(f"it can come to that, but {proof.follower.why_not}")
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
        parts: Fact = "parts" if proof.aims.parted(spots) else "no parts"
        for entry in proof.tuning.promise if self.kind == "promise" else proof.tuning.question:
            if not all(one == parts or one in facts for one in entry.when):
                continue
            found = self._tried(proof, spots, proof.share(entry))
            if not isinstance(found, Unknown):
                return found
            outcome = found if found.bound else outcome
        return outcome

    def _tried(self, proof: Proof, spots: Sequence[Spot], share: Share) -> Outcome:
        """What one engine says; an unknown without a bound where it has none to name."""
        engine = share.entry.engine
        if engine == "exact":
            return exactly(proof, spots, share) if proof.reductions.symbolic else Unknown("")
        if engine == "sweep":
            if not proof.reductions.symbolic:
                return Unknown("")
            asked = [Goal("text", self.kind, self.scene, self.text, tuple(spots))]
            sweep = proof.sweep(asked, share=share, until_found=True)
            if sweep is None:
                return Unknown("")
            return Reached(sweep.witness(*sweep.found[0])) if 0 in sweep.found else UNREACHABLE
        if engine == "beam":
            from game.proof.portfolio.searches import beam  # with its arrays, of which most stories have no need

            return beam.towards(proof, spots, share)
        if engine == "aim":
            path = towards(proof, spots, share)
            return Unknown("") if path is None else Reached(path, shortest=False)
        return proof.search(spots, share)
