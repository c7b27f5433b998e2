"""Soft-locks: whether an ending can be reached from every state that can come up, and every turn holds what comes in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from game.engine.machine import LONGEST_RUN
from game.engine.stuck import STUCK
from game.program import model
from game.program.graph.weights import HEAVIEST
from game.proof.bounds import LIMITS, named
from game.proof.model.control_flow.longest_turn import overfull, starts
from game.proof.model.path import ChoicePath
from game.proof.portfolio.context import Proof
from game.proof.portfolio.shares import Share
from game.proof.results import Answer, Witness
from game.proof.symbolic.bdd import StateSet
from game.proof.symbolic.turns import too_full
from game.proof.witness.player import WitnessEnd
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
    validator, draws = proof.validator, proof.program.draws

    def stuck(played: WitnessEnd) -> bool:
        return played.turn.stuck in TOO_MUCH

    witness, played = validator.follow(path, stuck if draws else None, seeds=proof.tuning.seeds_for_a_turn)
    if witness is not None and played is not None and stuck(played):
        validator.over_a_turn = witness, played
        return stuck_at(witness, played)
    why = validator.why_not if draws else "how much they hold is known only at most"
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
    witness, played = proof.validator.follow(backward.witness(layers), _lost(proof, good))
    if played is None:
        return Answer(*ask, "not decided", f"play can get stuck, but {proof.validator.why_not}", None)
    return stuck_at(witness, played)


def _bad(proof: Proof, good: Mapping[int, StateSet]) -> dict[int, StateSet]:
    """What can come up outside of some sets, by place; more than that where it is not known what can, and then searches back keep to what may.

    What may is told by the variables of which such a place speaks, those first that speak of the fewest: what leads to a place where play gets stuck
    speaks of the same ones, and of more the further off it is. And then by those that decide where these change, as far as that stays small.

    Raises:
        Expired, MemoryError: a bound was hit.
    """
    backward = proof.backward

    def outside() -> dict[int, StateSet]:
        rests = {one.number: backward.beyond(one.number, good.get(one.number)) for one in proof.graph.places}
        return {number: rest for number, rest in rests.items() if rest.satisfiable()}

    def fewest() -> frozenset[int]:
        spoken = (backward.diagrams.slots([good[number]]) for number in outside() if number in good)
        return min((slots for slots in spoken if slots), key=len, default=frozenset())

    proof.narrow(fewest)
    return outside()


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
