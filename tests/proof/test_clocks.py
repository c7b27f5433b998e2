"""No clock chooses what is tried: machines of different speed give the same answers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from game.program.load import load
from game.proof.bounds import Bounds
from game.proof.portfolio.tuning import TUNING
from game.proof.results import Report
from game.proof.whole import prove
from tests.proof.stories import Maker
from tests.proof.tunings import NO_SETS

TOP: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = sorted(path for path in (TOP / "docs" / "examples").glob("*.yaml") if ".play" not in path.name)


class Ticking:
    """A clock of which so many seconds are over each time it is looked at."""

    def __init__(self, tick: float) -> None:
        self.tick = tick
        self.looks = 0

    def now(self) -> float:
        """The time, in seconds."""
        self.looks += 1
        return self.looks * self.tick


def timed(path: Path, tick: float, *, sets: bool, notes: bool) -> tuple[Report, float]:
    """What a proof on such a clock says, its time aside; and how long it took by it."""
    program = load(path, cache=False).program
    assert program is not None
    clock = Ticking(tick)
    tuning = TUNING if sets else NO_SETS
    report = prove(program, Bounds(10_000.0, clock=clock.now), clamps=notes, ranges=notes, tuning=tuning)
    return report._replace(effort=report.effort._replace(seconds=0.0)), clock.now()


def compare(path: Path, *, slow: float, sets: bool = True, notes: bool = True) -> None:
    """Hold a proof on a slow machine against one on a machine for which no time passes."""
    quick, _ = timed(path, 1e-9, sets=sets, notes=notes)
    again, took = timed(path, slow, sets=sets, notes=notes)
    assert took < 10_000
    assert again == quick


@pytest.mark.parametrize("sets", [True, False])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_the_same_answers_on_machines_of_different_speed(path: Path, sets: bool) -> None:
    compare(path, slow=0.02, sets=sets)


@pytest.mark.parametrize("sets", [True, False])
def test_a_story_at_random_has_the_same_answers_on_machines_of_different_speed(tmp_path: Path, sets: bool) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(Maker(3).text(), encoding="utf-8")
    compare(path, slow=0.02, sets=sets)


@pytest.mark.slow
def test_the_beginning_of_the_shipped_story_has_the_same_answers_on_machines_of_different_speed() -> None:
    compare(TOP / "story" / "reading-1.yaml", slow=0.002, notes=False)
