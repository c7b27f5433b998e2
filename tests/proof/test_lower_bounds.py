"""How many choices it takes at least, as one variable sees it; and what is played for where the sets grow too large."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Final

from game.program.forms.expressions import every
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.model.goals import goals
from game.proof.portfolio.context import Proof
from game.proof.portfolio.question import can
from game.proof.portfolio.reach import reachable
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.results import Answer
from tests.proof.stories import Maker

Load = Callable[[str], "Program | None"]
SYSTEMS = Path(__file__).resolve().parents[2] / "benchmarks" / "systems.py"
FISHING: Final[str] = runpy.run_path(str(SYSTEMS))["FISHING"]


def asked(program: Program, name: str, tuning: Tuning = TUNING) -> Answer:
    """What the proof says of one ending."""
    proof = Proof(program, Bounds(60.0), tuning=tuning)
    reachable(proof, [goal for goal in goals(proof.graph) if (goal.kind, goal.name) == ("ending", name)])
    (answer,) = proof.answered
    return answer


def test_a_question_is_played_for_where_the_sets_grow_too_large(load_text: Load) -> None:
    program = load_text(runpy.run_path(str(SYSTEMS))["resources"](4, 4, 2))
    assert program is not None
    home: list[Expr] = [("==", ("v", program.slot[f"at.k{one}"]), ("c", 2)) for one in range(2)]
    tuning = TUNING.without("sweep", "backward")
    answer = can(Proof(program, Bounds(60.0), tuning=tuning), "two home", every(home))
    assert answer.verdict == "proved", answer
    assert answer.witness is not None
    assert can(Proof(program, Bounds(60.0), tuning=tuning.without("broad")), "two home", every(home)).witness is None


def test_a_variable_never_says_more_than_it_takes(load_text: Load, how_many: int) -> None:
    """And just that where it is the only one, or nothing depends on any."""
    exact = 0
    for seed in range(4000, 4000 + max(how_many, 12)):
        program = load_text(Maker(seed).text())
        if program is None:
            continue
        proof, bounds = Proof(program), Proof(program).lower_bounds
        wanted = {f"{one.kind} {one.name} {one.detail}": one for one in goals(proof.graph)}
        reachable(proof, list(wanted.values()))
        for one in proof.answered:
            least = bounds.to(wanted[f"{one.kind} {one.name} {one.detail}"].spots)
            if one.witness is not None:
                assert least <= len(one.witness.choices), (seed, one)
                exact += least == len(one.witness.choices)
    assert exact > 20


def test_what_no_seed_draws_stays_open(load_text: Load) -> None:
    """Fourteen calm days come one after the other once in five million seeds."""
    program = load_text(FISHING)
    assert program is not None
    answer = asked(program, "fed", TUNING._replace(seeds_tried=200))
    assert (answer.verdict, answer.witness) == ("not decided", None)
    assert "no seed up to 200" in answer.text
