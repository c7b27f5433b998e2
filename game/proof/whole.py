"""Everything about a story in one go: soft-locks, what can be reached, and the writer's promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from traceback import extract_tb

from game.program import model
from game.program.model import Program
from game.proof.bounds import LIMITS, Bounds, named
from game.proof.incremental.results import KnownResults
from game.proof.model.goals import Goal, goals
from game.proof.model.value_sets.causes import UNLED
from game.proof.notes.gather import Notes
from game.proof.portfolio.context import Proof
from game.proof.portfolio.promises import PromiseCheck
from game.proof.portfolio.reach import reachable
from game.proof.portfolio.soft_lock import stuck_at
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.quantitative.measures import Measuring
from game.proof.results import LENGTHS_LEFT, ODDS_LEFT, STOPPED, Answer, Report, Witness

_ORDER = {"ending": 0, "scene": 1, "choice": 2, "closed": 3, "text": 4, "codex": 5, "clamp": 6}


def prove(  # noqa: PLR0913 - each is asked for by itself
    program: Program,
    bounds: Bounds | None = None,
    *,
    clamps: bool = False,
    ranges: bool = False,
    lengths: bool = False,
    odds: bool = False,
    memory: KnownResults | None = None,
    tuning: Tuning = TUNING,
    given: Sequence[Witness] = (),
) -> Report:
    """Everything about a story. Ctrl-C ends it early: what was not answered by then is not decided.

    `ranges` asks for the values of every variable in every scene, too.
    `memory` is what proofs of earlier versions have settled: it saves searches, and changes no answer. What this one settles is noted there.
    `given` are playthroughs of the story, or of an earlier version: what they show needs no search, and what they don't is searched for as ever.
    `lengths` and `odds` ask for these whatever they take; of a small story they are given anyway.
    """
    proof = Proof(program, bounds, memory, tuning, given)
    notes = Notes(proof, ranges=ranges)
    asked: list[Goal] = []
    rest: list[Answer] = []
    measuring = Measuring(proof, lengths=lengths, odds=odds)

    def answer() -> None:
        asked.extend(goals(proof.graph, clamps=clamps))
        always = PromiseCheck(proof, rest)
        reachable(proof, [*asked, *notes.goals()], always.engines, needed=always.left)

    def too_much() -> bool:
        return proof.turns_open or proof.validator.over_a_turn is not None

    def measure() -> None:
        if not too_much():
            measuring.all()

    _go_through(proof, [answer, notes.look, measure])
    if proof.bound:
        measuring.end(proof.bound)
    rest += _not_asked(proof, asked, rest)
    answers = [one for one in (*proof.answered, *rest) if one.kind != "fact"]
    order = {(str(one.kind), one.name, one.detail): number for number, one in enumerate(asked)}
    answers.sort(key=lambda one: (_ORDER.get(one.kind, -1), order.get((one.kind, one.name, one.detail), -1)))
    answers = _over_a_turn(proof, answers)
    report = notes.added(proof.report([*answers, *_not_in_graph(proof)]))
    if too_much():  # what the sets have measured goes on where play does not
        left = [said for asked_for, said in ((lengths, LENGTHS_LEFT), (odds, ODDS_LEFT)) if asked_for]
        return report._replace(
            unmeasured=tuple(f"{said}: play can get stuck over what a turn can hold" for said in left)
        )
    return report._replace(**measuring.found._asdict())


def _over_a_turn(proof: Proof, answers: list[Answer]) -> list[Answer]:
    """The answers, where play was found to get stuck over what a turn can hold: the sets do not know that bound."""
    if proof.validator.over_a_turn is None:
        return answers
    stuck = stuck_at(*proof.validator.over_a_turn)
    return [stuck if one.kind == stuck.kind and one.verdict != "refuted" else one for one in answers]


def _go_through(proof: Proof, stages: Sequence[Callable[[], None]]) -> None:
    """Go through the stages of a proof until all are done or its time is over. Whatever ends one, what is known by then is told.

    What ends a stage and is no bound is a mistake of ours: it costs what was still open there.
    """
    for stage in stages:
        try:
            stage()
        except KeyboardInterrupt:
            proof.bound = STOPPED
            return
        except LIMITS as bound:
            proof.bound = proof.bound or named(bound)
            if proof.bounds.met():
                return
        except Exception as mistake:  # noqa: BLE001 - whatever it is: a proof of minutes is not thrown away for it
            proof.bound = proof.bound or "a mistake in hambies"
            where = extract_tb(mistake.__traceback__)[-1]
            at = f"{PurePath(where.filename).name}:{where.lineno}"
            proof.validator.mistakes.append(f"{type(mistake).__name__} in {at}: {mistake}")


def _not_asked(proof: Proof, asked: list[Goal], rest: list[Answer]) -> list[Answer]:
    """Whatever was to be answered and is not yet."""
    if not proof.bound:
        return []
    known = {(one.kind, one.name, one.detail) for one in (*proof.answered, *rest)}
    left = [goal for goal in asked if (goal.kind, goal.name, goal.detail) not in known]
    found = [proof.left_open(goal, proof.bound) for goal in left]
    more = [("no soft-lock", ""), *(("promise", one.text) for one in proof.program.always)]
    found += [
        Answer(kind, name, "", "", "not decided", f"stopped at {proof.bound}", None)
        for kind, name in more
        if (kind, name, "") not in known
    ]
    return found


def _not_in_graph(proof: Proof) -> list[Answer]:
    """Scenes, endings and choices that no path leads to, conditions left aside."""
    program, places = proof.program, proof.graph.places
    there, blocks = {place.scene for place in places}, {(place.scene, place.block) for place in places}
    endings, learned = {place.ending for place in places}, {entry for place in places for entry in place.learns}
    cut = f"the story could not be laid out: {proof.graph.cut}" if proof.graph.cut else ""

    def no(kind: str, name: str, scene: str, why: str) -> Answer:
        return Answer(kind, name, scene, "", "not decided" if cut else "refuted", cut or why, None)

    scenes = [no("scene", name, name, UNLED) for index, name in enumerate(program.scene_ids) if index not in there]
    choices = [
        no("choice", one.id, program.scene_ids[index], "play cannot come to this part of the scene")
        for index in sorted(there)
        for number, block in enumerate(program.scene(index).blocks)
        if (index, number) not in blocks and isinstance(block.exit, model.Choose)
        for one in block.exit.choices
    ]
    ends = "no step of a scene that is played leads to it"
    found = [no("ending", name, "", ends) for name in program.endings if name not in endings]
    if cut:
        return [*found, *scenes]
    unlearned = [name for name, entry in program.codex.items() if not entry.open and name not in learned]
    codex = [no("codex", name, "", "no learn step of a scene that is played leads to it") for name in unlearned]
    return [*scenes, *choices, *found, *codex]
