"""Everything about a story in one go: soft-locks, what can be reached, and the writer's promises."""

from __future__ import annotations

from game.program import model
from game.program.model import Program
from game.proof.always import Always
from game.proof.bounds import Bounds
from game.proof.goals import Goal, goals
from game.proof.measures import Measures, measure
from game.proof.memory import Memory
from game.proof.notes import Notes
from game.proof.prove import Proof
from game.proof.reach import reachable
from game.proof.reductions import ALL_ON, Reductions
from game.proof.verdict import STOPPED, Answer, Report

_ORDER = {"ending": 0, "scene": 1, "choice": 2, "closed": 3, "text": 4, "codex": 5, "clamp": 6}


def prove(
    program: Program,
    bounds: Bounds | None = None,
    *,
    clamps: bool = False,
    ranges: bool = False,
    lengths: bool = False,
    odds: bool = False,
    reductions: Reductions = ALL_ON,
    memory: Memory | None = None,
) -> Report:
    """Everything about a story. Ctrl-C ends it early: what was not answered by then is not decided.

    `ranges` asks for the values of every variable in every scene, too, and where each is read before it is set.
    `memory` is what proofs of earlier versions have settled: it saves searches, and changes no answer. What this one settles is noted there.
    `lengths` and `odds` ask for these whatever they take; of a small story they are given anyway.
    """
    proof = Proof(program, bounds, reductions, memory)
    asked = goals(proof.graph, clamps=clamps)
    notes = Notes(proof, ranges=ranges)
    rest: list[Answer] = []
    measures = Measures()
    try:
        always = Always(proof, rest)
        reachable(proof, [*asked, *notes.goals()], always.answer, needed=always.left)
        notes.look()
        measures = measure(proof, lengths=lengths, odds=odds)
    except KeyboardInterrupt:
        proof.bound = STOPPED
        rest += _not_asked(proof, asked, rest)
    answers = [one for one in (*proof.answered, *rest) if one.kind != "fact"]
    order = {(str(one.kind), one.name, one.detail): number for number, one in enumerate(asked)}
    answers.sort(key=lambda one: (_ORDER.get(one.kind, -1), order.get((one.kind, one.name, one.detail), -1)))
    report = notes.added(proof.report([*answers, *_not_in_graph(proof)]))
    return report._replace(**measures._asdict())


def _not_asked(proof: Proof, asked: list[Goal], rest: list[Answer]) -> list[Answer]:
    """Whatever was to be answered and is not yet."""
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
    program = proof.program
    if proof.graph.cut:
        return []
    there = {place.scene for place in proof.graph.places}
    blocks = {(place.scene, place.block) for place in proof.graph.places}
    endings = {place.ending for place in proof.graph.places}
    found = []
    for index, scene in enumerate(program.scene_ids):
        if index not in there:
            found.append(Answer("scene", scene, scene, "", "refuted", "no goto, call or draw leads here", None))
            continue
        for number, block in enumerate(program.scene(index).blocks):
            if (index, number) not in blocks and isinstance(block.exit, model.Choose):
                found += [
                    Answer("choice", one.id, scene, "", "refuted", "play cannot come to this part of the scene", None)
                    for one in block.exit.choices
                ]
    found += [
        Answer("ending", name, "", "", "refuted", "no step of a scene that is played leads to it", None)
        for name in program.endings
        if name not in endings
    ]
    return found
