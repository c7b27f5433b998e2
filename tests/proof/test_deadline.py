"""The bounds on time and memory are kept in stories that keep a proof busy.

The clock of these tests counts what is done: a second of it is so many lines of the program, however long the machine takes. So what is
held against the bound is how much is done after it, and how much between two looks at the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.portfolio.context import Proof
from game.proof.portfolio.question import can
from game.proof.whole import prove
from tests.proof.heavy import HEAVY

Load = Callable[[str], "Program | None"]
LONGEST: Final = 400_000
"""Lines between two looks at the clock: a machine does more in a tenth of a second."""


class LineClock:
    """A clock that goes by the lines of the program that have been run."""

    def __init__(self, second: int) -> None:
        self.second = second
        self.lines = 0
        self.asked = 0
        self.unasked = ""
        """Where the program was when it had not asked for too long."""

    def now(self) -> float:
        """The time, in seconds."""
        self.asked = self.lines
        return self.lines / self.second

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        """What Python calls for each line."""
        if event == "call" and "/game/" not in frame.f_code.co_filename:
            return None
        if event == "line":
            self.lines += 1
            if self.lines - self.asked == LONGEST:
                self.unasked = self.unasked or "".join(traceback.format_stack(frame, limit=8))
        return self.trace


@pytest.fixture(params=[500_000, pytest.param(3_000_000, marks=pytest.mark.slow)])
def clock(request: pytest.FixtureRequest) -> Iterator[LineClock]:
    """A slow one, on which the time is over before a search has come far, and one on which it has; both are slower than a machine."""
    found = LineClock(request.param)
    before = sys.gettrace()
    sys.settrace(found.trace)
    yield found
    sys.settrace(before)


@pytest.fixture
def loaded(load_text: Load, request: pytest.FixtureRequest) -> Program:
    program = load_text(HEAVY[request.param]())
    assert program is not None
    return program


@pytest.mark.parametrize("loaded", HEAVY, indirect=True)
def test_a_proof_ends_soon_after_its_time(loaded: Program, clock: LineClock) -> None:
    report = prove(loaded, Bounds(1.0, clock=clock.now), lengths=True, odds=True)
    took = clock.now()
    assert not clock.unasked, clock.unasked
    assert took < 4
    assert report.effort.bound in ("", "1 seconds", "a condition or a text over too many values") or took < 1


@pytest.mark.parametrize("loaded", HEAVY, indirect=True)
def test_a_question_is_answered_or_left_open_in_its_time(loaded: Program, clock: LineClock) -> None:
    proof = Proof(loaded, Bounds(1.0, clock=clock.now))
    can(proof, "done", ("c", 1), scene="a")
    assert not clock.unasked, clock.unasked
    assert clock.now() < 4


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count the memory of a process in another way")
@pytest.mark.parametrize("name", ["groups", "nested", "deck", "flags"])
def test_a_proof_ends_soon_after_its_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "heavy.yaml"
    path.write_text(HEAVY[name](), encoding="utf-8")
    command = [
        "prove",
        str(path),
        "--no-cache",
        "--max-memory",
        "120",
        "--max-time",
        "10",
        "--lengths",
        "--format",
        "json",
    ]
    apart = [
        "sh",
        "-c",
        '"$@"; exit $?',
        "sh",
    ]  # a process in between, else the memory of this one would count as that of the next
    proved = subprocess.run(
        [*apart, sys.executable, "-m", "game", *command], capture_output=True, text=True, check=False
    )
    assert proved.returncode in (0, 1, 3), proved.stderr
    assert json.loads(proved.stdout)["effort"]["megabytes"] < 300
