"""The bounds of a proof: on memory what a process has counts, and not what it once had; on time nothing begins after it."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game.program.model import Program
from game.proof.bounds import Bounds, Expired, memory_now, memory_used
from game.proof.model.goals import goals
from game.proof.model.path import path_of
from game.proof.portfolio.context import Proof
from game.proof.portfolio.goal_table import GoalTable
from game.proof.portfolio.tuning import TUNING
from game.proof.whole import prove
from tests.proof.stories import Maker
from tests.proof.tunings import NO_SETS

LARGE = 200 << 20
SYSTEMS = Path(__file__).parents[2] / "benchmarks" / "systems.py"
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


def test_a_proof_ends_where_there_is_more_than_it_may_have() -> None:
    with pytest.raises(Expired, match="1 MB"):
        Bounds(megabytes=1).check()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems only tell the most memory there ever was")
def test_what_was_given_back_does_not_count() -> None:
    most = memory_now() + 100
    taken = b"x" * LARGE
    del taken
    assert memory_used() > most
    Bounds(megabytes=most).check()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems only tell the most memory there ever was")
def test_what_nobody_uses_any_more_is_given_back_first() -> None:
    most = memory_now() + 100
    ring: list[object] = [b"x" * LARGE]
    ring.append(ring)
    del ring
    Bounds(megabytes=most).check()


def test_no_search_begins_when_the_time_is_over(
    load_text: Callable[[str], Program | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known to be possible, and not how, is left open at once; a search for each would take far longer than there was."""

    def over(proof: Proof, *_: object) -> None:
        proof.bounds.began -= proof.bounds.seconds
        monkeypatch.setattr(Proof, "search", searched)

    def searched(*_args: object, **_named: object) -> None:
        raise AssertionError("there is no time for this")

    monkeypatch.setattr(Proof, "in_layers", over)
    program = load_text(Maker(3).text())
    assert program is not None
    answers = [
        one for one in prove(program, Bounds(100.0)).answers if one.kind in ("scene", "choice", "text", "ending")
    ]
    assert {one.verdict for one in answers} <= {"not decided", "refuted"}
    assert "stopped at 100 seconds" in {one.text for one in answers}


@pytest.mark.parametrize(("kept", "latest"), [(0.0, 100.0), (30.0, 70.0), (1000.0, 25.0)])
def test_searches_leave_time_for_what_is_kept(kept: float, latest: float) -> None:
    """And have a quarter of it in any case."""
    early, late = Bounds(seconds=100.0), Bounds(seconds=100.0)
    early.kept = late.kept = kept
    early.began -= latest - 1.0
    late.began -= latest + 1.0
    early.check()
    assert not early.met()
    with pytest.raises(Expired, match="100 seconds"):
        late.check()


@pytest.mark.parametrize("stage", ["shortest playthroughs", "states"])
def test_what_was_found_when_somebody_asks_to_stop_is_shown(
    load_text: Callable[[str], Program | None], stage: str
) -> None:
    """Also where nothing has been said yet about how short it is."""
    program = load_text(LOCK)
    assert program is not None
    seen: list[str] = []

    def progress(now: str, _count: int, _frontier: int) -> None:
        seen.append(now)
        bounds.stop = now == stage and seen.count(stage) == (3 if stage == "states" else 2)

    bounds = Bounds(100.0, progress=progress)
    report = prove(program, bounds, tuning=NO_SETS if stage == "states" else TUNING)
    proved = [one for one in report.answers if one.verdict == "proved" and one.witness is not None]
    assert len(proved) > 3, report.answers
    assert "stopped at Ctrl-C" in {one.text for one in report.answers}
    assert report.effort.bound == "Ctrl-C"


def test_what_was_left_open_is_not_answered_again_where_somebody_asks_to_stop(
    load_text: Callable[[str], Program | None],
) -> None:
    """A way to it may have come up in the meantime, on the way to something else."""
    program = load_text(LOCK)
    assert program is not None
    proof = Proof(program)
    asked = [goal for goal in goals(proof.graph) if goal.kind == "scene"]
    groups = GoalTable(proof, asked)
    groups.left_open(0, "its share of the time")
    opening = next(proof.walker.openings())
    groups.follow(path_of(opening, ["door/left"]))
    assert 0 in groups.found
    groups.show(stopped_for=5.0)
    assert [one.name for one in proof.answered].count(asked[0].name) == 1


@pytest.mark.parametrize(
    ("seconds", "megabytes", "most"),
    [(600.0, 4000, 1 << 23), (1.0, 4000, 1 << 20), (600.0, 100, 1_456_355), (1e-9, 1, 1 << 12)],
)
def test_an_operation_on_sets_has_room_for_what_the_bounds_allow(seconds: float, megabytes: int, most: int) -> None:
    assert Bounds(seconds, megabytes).nodes == most


@pytest.mark.parametrize("room", [200, 500, 1000])
def test_sets_that_find_no_room_leave_the_rest_to_play(
    load_text: Callable[[str], Program | None], monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """Whatever operation it is that ends there: what was to be answered is, or is not decided, and never wrong."""
    text = runpy.run_path(str(SYSTEMS))["hubs"](3, 6)
    program = load_text(text)
    assert program is not None
    whole = prove(program)
    known = {one[:4]: one.verdict for one in whole.answers}
    monkeypatch.setattr(Bounds, "nodes", room)
    report = prove(program, Bounds(5.0))
    assert not report.mistakes
    assert report.effort.nodes <= room < whole.effort.nodes
    assert all(one.verdict in ("not decided", known[one[:4]]) for one in report.answers)
