"""Playing towards what wants many things at once: where nothing else decides it, and what it rests on."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Sequence
from math import prod
from pathlib import Path
from typing import Final

from game.engine.sessions.session import Session
from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import every, reads
from game.program.forms.types import Expr
from game.program.model import Choose, Program
from game.proof.bounds import Bounds
from game.proof.heuristics.landmarks import Landmarks
from game.proof.heuristics.pattern_databases import PatternDatabase
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Goal, goals
from game.proof.model.successors import FAR
from game.proof.portfolio.context import Proof
from game.proof.portfolio.greedy import towards
from game.proof.portfolio.question import can
from game.proof.portfolio.reach import reachable
from game.proof.portfolio.tuning import TUNING, Entry, Tuning
from game.proof.results import Answer, Witness
from tests.proof.stories import Maker, few_and_rest, with_a_rule

Load = Callable[[str], "Program | None"]
SYSTEMS = Path(__file__).resolve().parents[2] / "benchmarks" / "systems.py"


def supplies(load_text: Load, *, nights: int, actions: int, creatures: int) -> Program:
    """A game of food and heat with creatures that are to be safe at the end; each night something is drawn."""
    made: str = runpy.run_path(str(SYSTEMS))["resources"](nights, actions, creatures)
    program = load_text(made)
    assert program is not None
    return program


GREEDY: Final = Entry("greedy", states=500_000)
FEW_SEEDS: Final = TUNING._replace(seeds_tried=200)


def asked(program: Program, name: str, *, seconds: float = 60.0, tuning: Tuning = TUNING) -> Answer:
    """What the proof says of one ending."""
    proof = Proof(program, Bounds(seconds), tuning=tuning)
    reachable(proof, [goal for goal in goals(proof.graph) if (goal.kind, goal.name) == ("ending", name)])
    (answer,) = proof.answered
    return answer


ONLY_PLAY: Final = TUNING.without("sweep", "backward", "shortest")._replace(small=200, exact=200, room=50)
"""The sets grow too large, forward and back, and there is room for few states."""


def test_what_wants_many_things_is_found_where_the_sets_grow_too_large(load_text: Load) -> None:
    """By play towards it, and by nothing else."""
    tuning = ONLY_PLAY.without("random", "broad")
    program = supplies(load_text, nights=4, actions=4, creatures=3)
    answer = asked(program, "all", tuning=tuning)
    assert answer.verdict == "proved", answer
    assert answer.witness is not None
    assert len(answer.witness.choices) >= 4 + 2 * 3 + 2 * 2 + 3
    assert asked(program, "all", tuning=tuning.without("greedy")).verdict == "not decided"


LOCK = """
story: lock
title: A lock
start: door
variables:
  open: {type: int, min: 0, max: 12}
  scratches: {type: int, min: 0, max: 9}
endings: {in: {title: In}}
scenes:
  door:
    - Ring OPEN.
    - choices:
        - choice: Left
          then:
            - {if: LEFT, then: [{do: open += 1}], else: [{do: [open = 0, scratches += 1]}]}
          goto: door
        - choice: Right
          then:
            - {if: not (LEFT), then: [{do: open += 1}], else: [{do: [open = 0, scratches += 1]}]}
          goto: door
        - choice: Go in
          if: open == 12 and scratches < 3
          goto: room
  room:
    - ending: in
""".replace("LEFT", " or ".join(f"open == {one}" for one in (0, 1, 4, 6, 7, 9)))


def test_what_takes_one_right_choice_after_the_other_is_found_soon(load_text: Load) -> None:
    """A wrong one goes back to the beginning: few of four thousand ways come to the end."""
    program = load_text(LOCK)
    assert program is not None
    proof = Proof(program)
    (end,) = [goal for goal in goals(proof.graph) if goal.kind == "ending"]
    path = towards(proof, end.spots, proof.share(GREEDY))
    assert path is not None
    assert path.depth >= 13
    assert proof.validator.follow(path, end)[0] is not None
    assert proof.states < 500


def test_a_question_for_many_things_is_played_for_where_the_sets_grow_too_large(load_text: Load) -> None:
    program = supplies(load_text, nights=5, actions=4, creatures=3)
    home: list[Expr] = [("==", ("v", program.slot[f"at.k{one}"]), ("c", 2)) for one in range(3)]
    answer = can(Proof(program, Bounds(60.0), tuning=ONLY_PLAY), "all home", every(home))
    assert answer.verdict == "proved", answer
    assert answer.witness is not None
    assert not answer.witness.shortest


def stories(load_text: Load, seeds: range) -> list[tuple[str, Program]]:
    """Small stories without draws, of those seeds that load."""
    made = [Maker(seed).text() for seed in seeds]
    return [(text, program) for text in made if (program := load_text(text)) is not None]


def shortest(program: Program) -> list[tuple[Proof, Goal, Witness]]:
    """What can be reached in a story, with a shortest playthrough."""
    proof = Proof(program)
    wanted = {(one.kind, one.name, one.detail): one for one in goals(proof.graph)}
    reachable(proof, list(wanted.values()))
    return [
        (proof, wanted[one.kind, one.name, one.detail], one.witness)  # type: ignore[index]
        for one in proof.answered
        if one.witness is not None
    ]


def from_the_beginning(graph: Graph, pattern: PatternDatabase, goal: Goal) -> int:
    """The choices that a pattern sees it to take from the beginning."""
    here = pattern.backward(goal.spots).get(graph.start)
    return FAR if here is None else min(here[number] for number in pattern.openings())


def test_patterns_never_say_more_than_it_takes_and_all_variables_say_just_that(load_text: Load, how_many: int) -> None:
    exact = 0
    for text, program in stories(load_text, range(4000, 4000 + max(how_many, 12))):
        graph = Graph(program)
        every = [slot for slot, one in enumerate(program.slots) if one.high > one.low]
        pairs = [[one, other] for one in every for other in every if one < other][:20]
        single = [PatternDatabase(graph, [slot]) for slot in every]
        some = [*single, *(PatternDatabase(graph, pair) for pair in pairs)]
        small = prod(program.slots[slot].high - program.slots[slot].low + 1 for slot in every) <= 3000
        whole = [PatternDatabase(graph, every)] if small else []
        for _, goal, witness in shortest(program)[:30]:
            far = len(witness.choices)
            assert all(from_the_beginning(graph, one, goal) <= far for one in some), (text, goal)
            for one in whole:
                assert from_the_beginning(graph, one, goal) == far, (text, goal)
                exact += 1
    assert exact > 20


def test_every_playthrough_passes_the_landmarks(load_text: Load, how_many: int) -> None:
    passed = 0
    for text, program in stories(load_text, range(4100, 4100 + max(how_many, 20))):
        landmarks: Landmarks | None = None
        for proof, goal, witness in shortest(program)[:30]:
            landmarks = landmarks or Landmarks(proof.graph)
            conditions = landmarks.to([spot._replace(when=None) for spot in goal.spots])
            (opening,) = [one for one in proof.walker.openings() if proof.validator.setup(one) == witness.setup]
            ends = {spot.place for spot in goal.spots}
            left = not_passed(proof.graph, opening, witness.choices, conditions, ends)
            assert not left, (text, goal, left)
            passed += len(conditions)
    assert passed > 20


def not_passed(
    graph: Graph, opening: Sequence[int], choices: Sequence[str], conditions: Sequence[Expr], ends: set[int]
) -> list[Expr]:
    """The conditions that are true nowhere on a playthrough without draws, up to where it first comes to its end after its last choice."""
    values, left, ahead = list(opening), list(conditions), list(choices)
    place = graph.places[graph.start]
    while ahead or place.number not in ends:
        for effect in place.effects:
            if effect.when is None or evaluate(effect.when, values):
                variable = graph.program.slots[effect.slot]
                values[effect.slot] = min(max(evaluate(effect.value, values), variable.low), variable.high)
        left = [one for one in left if not evaluate(one, values)]
        exit_ = graph.exit(place)
        ways = [edge for edge in place.edges if edge.guard is None or evaluate(edge.guard, values)]
        if isinstance(exit_, Choose) and any(edge.choice >= 0 for edge in ways):
            identity = ahead.pop(0)
            ways = [edge for edge in ways if edge.choice >= 0 and exit_.choices[edge.choice].id == identity]
        (way,) = ways[:1]
        place = graph.places[way.target]
    return left


GATES = """
story: gates
title: Gates
start: yard
variables: {key: bool, oil: {type: int, min: 0, max: 3}, lit: bool}
endings: {in: {title: In}}
scenes:
  yard:
    - choices:
        - {choice: Take the key, do: key = true, goto: yard}
        - {choice: Buy oil, do: oil += 1, goto: yard}
        - {choice: Light the lamp, if: oil >= 2, do: lit = true, goto: yard}
        - choice: Open
          if: key
          then:
            - if: not (not lit or oil > 2)
              then: [{ending: in}]
          goto: yard
"""


def test_landmarks_are_what_stands_on_every_way(load_text: Load) -> None:
    program = load_text(GATES)
    assert program is not None
    graph = Graph(program)
    landmarks = Landmarks(graph)
    (end,) = [one for one in goals(graph) if one.kind == "ending"]
    names = [sorted(program.slots[slot].name for slot in reads(one)) for one in landmarks.to(end.spots)]
    assert sorted(names) == [["key"], ["lit"], ["oil"]]
    (lighting,) = [one.number for one in graph.places if any(program.slots[e.slot].name == "lit" for e in one.effects)]
    assert [list(reads(one)) for one in landmarks.lately(lighting)] == [[program.slot["oil"]]]


FISHING: str = runpy.run_path(str(SYSTEMS))["FISHING"]


def test_what_no_seed_draws_by_the_shortest_way_is_found_by_another(load_text: Load) -> None:
    """Fourteen calm days come one after the other once in five million seeds."""
    program = load_text(FISHING)
    assert program is not None
    answer = asked(program, "fed", tuning=FEW_SEEDS)
    assert answer.verdict == "proved", answer
    assert answer.witness is not None
    assert not answer.witness.shortest
    session = Session(program, seed=answer.witness.seed)
    for choice in answer.witness.choices:
        session.choose(choice)
    assert session.turn.ending == "fed"
    assert len(answer.witness.choices) > 15


def test_what_no_seed_draws_at_all_stays_open(load_text: Load) -> None:
    """Nobody can wait for the wind here."""
    program = load_text(FISHING.replace("{choice: Wait, goto: day}", "{choice: Wait, goto: day, if: wind == calm}"))
    assert program is not None
    answer = asked(program, "fed", seconds=5.0, tuning=FEW_SEEDS)
    assert (answer.verdict, answer.witness) == ("not decided", None)


@few_and_rest(16, 80)
def test_what_is_found_can_be(load_text: Load, seeds: range) -> None:
    reached = 0
    for seed in seeds:
        program = load_text(with_a_rule(Maker(seed).text(), seed))
        if program is None:
            continue
        proof = Proof(program, Bounds(60))
        wanted = goals(proof.graph)
        reachable(proof, wanted)
        known = {(one.kind, one.name, one.detail): one for one in proof.answered}
        for goal in wanted:
            answer = known[goal.kind, goal.name, goal.detail]
            found = towards(proof, goal.spots, proof.share(GREEDY).part(60))
            if found is not None:
                reached += 1
                assert answer.witness is not None, (seed, goal)
                assert len(answer.witness.choices) <= found.depth
                assert proof.validator.follow(found, goal)[0] is not None, (seed, goal)
    assert reached > 20
