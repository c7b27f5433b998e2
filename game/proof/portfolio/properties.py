"""Questions about all states together: soft-locks, promises, and whatever a writer asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from game.engine.machine import LONGEST_RUN
from game.engine.stuck import STUCK
from game.program import model
from game.program.evaluate import evaluate
from game.program.model import Expr
from game.program.weights import HEAVIEST
from game.proof.bounds import LIMITS, named
from game.proof.explicit.layered_bfs import EXACT
from game.proof.explicit.walks import Trail
from game.proof.model.goals import Goal, Spot, everywhere
from game.proof.model.longest_turn import overfull, starts
from game.proof.model.successors import Values
from game.proof.portfolio.both_ends import from_both_ends
from game.proof.portfolio.context import Proof
from game.proof.portfolio.greedy import towards
from game.proof.portfolio.playing import MOST_PLAYED, SMALL
from game.proof.results import Answer, Verdict, Witness
from game.proof.symbolic.bdd import Set
from game.proof.symbolic.turns import too_full
from game.proof.witness.trie import Played
from game.proof.witness.validation import TOO_MUCH, Shows

FINISHES = Answer(
    "no soft-lock", "", "", "", "proved", "an ending can be reached from every state that can come up", None
)
"""What is said where nobody can get stuck."""
OPEN: Final = "nothing"
"""The bound that was hit where none was: it is still open."""
KEPT = 8
"""Where play can be aimed, a search takes four parts of the time in so many."""
TURNS_OPEN: Final = (
    f"some turns may hold more than a turn can ({HEAVIEST:,} letters or {LONGEST_RUN:,} steps without a choice)"
)
SEEDS_FOR_A_TURN: Final = 200
"""Seeds that are tried for a turn that holds too much: one that goes round by chance is long with each of them, or with none."""
FEW_NODES: Final = 100_000
"""Nodes of sets that may be made to find from which states an ending can be reached, come up or not."""


class _LargeError(Exception):
    """There were more."""


def finishes(proof: Proof, *, sure: bool = False) -> Answer:
    """Whether an ending can be reached from every state the story can get into.

    Where it is `sure` that one can as far as conditions go, it is asked only whether turns can hold what comes in them.
    """
    answer = FINISHES if sure else _can_end(proof)
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
                backward.check = proof.within_share(0.2)
                within = backward.within
                begin = {one: backward.valid if within is None else within.get(one) for one in starts(graph)}
                known = {one: states for one, states in begin.items() if states is not None}
                bad = too_full(backward, known, measure)
                layers, there = backward.layers(bad) if bad else ([], False)
                if there:
                    return _too_much(proof, *backward.witness(layers))
        except LIMITS as bound:
            proof.bound = proof.bound or named(bound)
            return Answer(*ask, "not decided", f"{TURNS_OPEN}: stopped at {named(bound)}", None)
        finally:
            if proof.searched:
                proof.backward.check = proof.bounds.check
    proof.turns_open = False
    return FINISHES


def _too_much(proof: Proof, opening: Values, choices: Sequence[str]) -> Answer:
    """The answer where a turn seems to hold too much, once the engine has played it."""
    follower, draws = proof.follower, proof.program.draws

    def stuck(played: Played) -> bool:
        return played.turn.stuck in TOO_MUCH

    witness, played = follower.follow(opening, choices, stuck if draws else None, seeds=SEEDS_FOR_A_TURN)
    if witness is not None and played is not None and stuck(played):
        follower.over_a_turn = witness, played
        return stuck_at(witness, played)
    why = follower.why_not if draws else "how much they hold is known only at most"
    return Answer("no soft-lock", "", "", "", "not decided", f"{TURNS_OPEN}: {why}", None)


def _can_end(proof: Proof) -> Answer:
    """As far as conditions go, whether an ending can be reached from every state."""
    ask = ("no soft-lock", "", "", "")
    if proof.graph.cut:
        return Answer(*ask, "not decided", f"the story could not be laid out: {proof.graph.cut}", None)
    proof.bounds.say("soft-lock", 0)
    backward = proof.backward
    backward.check = proof.within_share(0.4)
    try:
        endings = {one.number: backward.diagrams.true for one in proof.graph.places if one.ending}
        good = _good(proof, endings)
        bad: dict[int, Set] = {}
        for place in proof.graph.places:
            rest = backward.beyond(place.number, good.get(place.number))
            if rest.satisfiable():
                bad[place.number] = rest
        if not bad:
            return FINISHES
        layers, there = backward.layers(bad)
    except LIMITS as bound:
        proof.bound = named(bound)
        return Answer(*ask, "not decided", f"stopped at {proof.bound}", None)
    finally:
        backward.check = proof.bounds.check
    if not there:
        return FINISHES
    opening, choices = backward.witness(layers)
    witness, played = proof.follower.follow(opening, choices, _lost(proof, good))
    if played is None:
        return Answer(*ask, "not decided", f"play can get stuck, but {proof.follower.why_not}", None)
    return stuck_at(witness, played)


def stuck_at(witness: Witness | None, played: Played) -> Answer:
    """What is said where a playthrough comes to where no ending can be reached any more."""
    where = played.turn.scene
    stuck = played.turn.stuck
    why = STUCK[stuck].named if stuck else "from there no ending can be reached any more"
    return Answer("no soft-lock", "", where, "", "refuted", f"in {where}: {why}", witness)


def _good(proof: Proof, endings: Mapping[int, Set]) -> dict[int, Set]:
    """The states from which an ending can be reached, by place; where those that cannot come up are left out, it is a wider set.

    In most stories nearly all states are such, whether they come up or not: then it costs next to nothing not to ask which do.

    Raises:
        Expired, MemoryError: a bound was hit.
    """
    backward = proof.backward
    within, check = backward.within, backward.check
    if within is None:
        return backward.everything(endings, fill=True)
    size = backward.diagrams.manager.approx_num_inner_nodes
    most = size() + FEW_NODES

    def small() -> None:
        check()
        if size() > most:
            raise _LargeError

    backward.within, backward.check = None, small
    try:
        return backward.everything(endings)
    except _LargeError:
        backward.within, backward.check = within, check
        return backward.everything(endings, fill=True)
    finally:
        backward.within, backward.check = within, check


def _lost(proof: Proof, good: Mapping[int, Set]) -> Shows:
    """Tells whether a playthrough has come to where no ending can be reached; `good` are the states from which one can, by place."""
    graph, holds = proof.graph, proof.backward.diagrams.holds
    rests = {
        (place.scene, place.block, place.stack): place
        for place in graph.places
        if isinstance(graph.exit(place), model.Choose)
    }

    def lost(played: Played) -> bool:
        if played.turn.stuck or played.turn.ending:
            return bool(played.turn.stuck)
        state = played.state
        onward = proof.walker.edges(rests[state.scene, state.block, state.stack])
        return not any(
            identity and target in good and (guard is None or guard(state.values)) and holds(good[target], state.values)
            for target, guard, identity in onward
        )

    return lost


def holds(proof: Proof, text: str, breaks: Sequence[Spot]) -> Answer:
    """Whether a promise is kept: it is not where one of some spots comes up."""
    return _in_time(proof, "promise", text, breaks, "", lambda played: text in played.broken_promises(), wanted=False)


def kept_promise(text: str) -> Answer:
    """What is said of a promise that is kept."""
    return Answer("promise", text, "", "", "proved", "it always holds", None)


def can(proof: Proof, text: str, condition: Expr, *, scene: str = "") -> Answer:
    """Whether a condition can ever hold at a choice or an ending."""
    spots = everywhere(proof.graph, condition, scene=scene)
    return _in_time(proof, "can", text, spots, scene, partial(_is_so, condition, scene), wanted=True)


def never(proof: Proof, text: str, condition: Expr, *, scene: str = "") -> Answer:
    """Whether a condition never holds at any choice or ending."""
    spots = everywhere(proof.graph, condition, scene=scene)
    return _in_time(proof, "never", text, spots, scene, partial(_is_so, condition, scene), wanted=False)


def _is_so(condition: Expr, scene: str, played: Played) -> bool:
    """Whether a condition holds where a playthrough stands, in a scene (or in any)."""
    there = not played.turn.stuck and scene in ("", played.turn.scene)
    return there and bool(evaluate(condition, played.state.values))


def _in_time(
    proof: Proof, kind: str, text: str, spots: Sequence[Spot], scene: str, shows: Shows, *, wanted: bool
) -> Answer:
    try:
        return _asked(proof, kind, text, spots, scene, shows, wanted=wanted)
    except LIMITS as bound:
        proof.bound = proof.bound or named(bound)
        return Answer(kind, text, scene, "", "not decided", f"stopped at {named(bound)}", None)


def _asked(
    proof: Proof, kind: str, text: str, spots: Sequence[Spot], scene: str, shows: Shows, *, wanted: bool
) -> Answer:
    proof.bounds.say(kind, 0)
    if proof.graph.cut:
        return Answer(kind, text, scene, "", "not decided", f"the story could not be laid out: {proof.graph.cut}", None)
    result = _quick(proof, kind, text, scene, spots) if proof.reductions.symbolic and not proof.searched else OPEN
    aimable = isinstance(result, str) and proof.aims.parted(spots)
    if isinstance(result, str):
        if aimable:
            proof.left = max(proof.left, KEPT)
        result = proof.search(spots)
    aimed = None
    if isinstance(result, str) and aimable:
        aimed = _aimed(proof, spots, share=1 / 20 if kind == "promise" else 1 / 4)
        result = result if aimed is None else (aimed.setup, aimed.choices())
    if isinstance(result, str):
        return Answer(kind, text, scene, "", "not decided", f"stopped at {result}", None)
    if result is None and kind == "promise":
        return kept_promise(text)
    if result is None:
        return Answer(kind, text, scene, "", "refuted" if wanted else "proved", "it never happens", None)
    witness, played = proof.follower.follow(*result, shows)
    if played is None:
        return Answer(kind, text, scene, "", "not decided", f"it can come to that, but {proof.follower.why_not}", None)
    if witness is not None and aimed is not None:
        witness = witness._replace(shortest=False)
    where = played.turn.scene
    verdict: Verdict = "proved" if wanted else "refuted"
    said = f"it does not hold in {where}" if kind == "promise" else f"it happens in {where}"
    return Answer(kind, text, where, "", verdict, said, witness)


def _aimed(proof: Proof, spots: Sequence[Spot], *, share: float) -> Trail | None:
    """Play towards what no search has decided."""
    bounds = proof.bounds
    seconds = min(bounds.left, bounds.seconds * share)
    return towards(proof, spots, seconds=seconds, most=MOST_PLAYED)


def _quick(
    proof: Proof, kind: str, text: str, scene: str, spots: Sequence[Spot]
) -> tuple[Values, list[str]] | str | None:
    """As `Proof.search`, before anything else is known: from both ends where that is quick, or by a sweep until it comes true.

    Where the sets of a sweep grow too large, from both ends with more states. `OPEN` where none of that decides it.
    """
    both_ends = proof.reductions.lower_bounds
    trail = from_both_ends(proof, spots, SMALL) if both_ends else OPEN
    if isinstance(trail, str):
        sweep = proof.sweep([Goal("text", kind, scene, text, tuple(spots))], share=0.7, until_found=True)
        if sweep is not None:
            return sweep.witness(*sweep.found[0]) if 0 in sweep.found else OPEN
        trail = from_both_ends(proof, spots, EXACT) if both_ends else OPEN
    if isinstance(trail, str):
        return OPEN
    return None if trail is None else (trail.setup, trail.choices())
