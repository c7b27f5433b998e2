"""`hambies prove --scripts`: the least suite holds, is the same on every run, and changes little with the story."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import main
from game.commands.proving.suite import Patience, ways_of
from game.program.load import load
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.whole import prove
from game.replay.suite import Covering, least_suite
from tests.proof.test_deadline import LineClock

ROOMS = ("cellar", "hall", "kitchen", "attic", "yard", "shed", "well", "gate")


def manor() -> str:
    """A story of eight rooms, each with things to look at, to take and to know."""
    lines = ["story: manor", "title: The Manor", "start: cellar", "variables:"]
    lines += [f"  {room}_known: bool" for room in ROOMS]
    lines += ["  heat: {type: int, min: 0, max: 5, start: 2}", "endings: {out: Out, cold: Cold}", "scenes:"]
    for number, room in enumerate(ROOMS):
        left, right = ROOMS[number - 1], ROOMS[(number + 1) % len(ROOMS)]
        lines += [
            f"  {room}:",
            f'    - "The {room}. {{if {room}_known: You know it. | else: It is new.}} {{if heat > 3: You sweat in the {room}.}}"',
            f'    - "{{if {left}_known and not {right}_known: The {left} lies behind you.}}"',
            "    - choices:",
            f"        - choice: Look round the {room}",
            f"          if: not {room}_known",
            f"          do: {room}_known = true",
            f"          goto: {room}",
            f"        - choice: Warm yourself in the {room}",
            "          if: heat < 5",
            "          do: heat += 1",
            f"          goto: {room}",
            f"        - Go on to the {right} -> {right}",
            f"        - Go back to the {left} -> {left}",
        ]
    lines += [
        "        - choice: Leave by the gate",
        "          needs: cellar_known and attic_known",
        "          reason: You have left something",
        "          then:",
        "            - if: heat > 2",
        "              then:",
        "                - ending: out",
        "              else:",
        "                - ending: cold",
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def suite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, str]]:
    """Proves a story with `--scripts`, holds the suite to it, and returns its files."""

    def run(story: str, folder: str = "suite") -> dict[str, str]:
        path = tmp_path / "manor.yaml"
        path.write_text(story, encoding="utf-8")
        there = tmp_path / folder
        assert main(["prove", str(path), "--scripts", str(there)]) == 0
        assert main(["replay", str(there), "--fail-under", "100"]) == 0, capsys.readouterr().out
        return {one.name: one.read_text(encoding="utf-8") for one in sorted(there.iterdir())}

    return run


def unchanged(before: dict[str, str], after: dict[str, str]) -> int:
    return sum(after.get(name) == text for name, text in before.items())


def test_two_runs_write_the_same_to_the_byte(suite: Callable[..., dict[str, str]]) -> None:
    first = suite(manor())
    assert 2 <= len(first) <= 30
    assert suite(manor(), "another") == first
    assert suite(manor()) == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The well. {if", "The old well. {if"),
        ("        - Go on to the well -> well", "        - Look up -> shed\n        - Go on to the well -> well"),
        ("Warm yourself in the hall", "Warm yourself in the great hall"),
        ("needs: cellar_known and attic_known", "needs: cellar_known and attic_known and hall_known"),
        ("{if heat > 3: You sweat in the shed.}", "{if heat > 4: You sweat in the shed.}"),
        ("You know it. | else: It is new.} {if heat > 3: You sweat in the well.}", "You know it.}"),
    ],
    ids=["a line", "a new choice", "a choice renamed", "a condition", "a bound", "less text"],
)
def test_a_small_edit_changes_few_scripts(suite: Callable[..., dict[str, str]], old: str, new: str) -> None:
    before = suite(manor())
    assert old in manor()
    after = suite(manor().replace(old, new))
    assert unchanged(before, after) >= len(before) * 3 // 5
    assert len(after) <= len(before) + 2


def test_a_script_that_is_not_needed_any_more_goes_and_others_stay(
    suite: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    before = suite(manor())
    own = "# My own.\n" + next(iter(before.values())).split("\n", 1)[1]
    extra = "# Written by hambies prove --scripts.\n" + own.split("\n", 1)[1]
    (tmp_path / "suite" / "mine.play.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "suite" / "zz-extra.play.yaml").write_text(extra, encoding="utf-8")
    (tmp_path / "suite" / "notes.txt").write_text("notes", encoding="utf-8")
    after = suite(manor())
    assert after.pop("mine.play.yaml") == own
    assert after.pop("notes.txt") == "notes"
    assert "zz-extra.play.yaml" not in after or len(after) == len(before)
    assert len(after) == len(before)


def test_a_script_of_somebody_else_is_never_written_over(suite: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    name, text = next(iter(suite(manor()).items()))
    for one in (tmp_path / "suite").iterdir():
        one.unlink()
    own = "# My own.\n" + text.split("\n", 1)[1]
    (tmp_path / "suite" / name).write_text(own, encoding="utf-8")
    assert suite(manor())[name] == own


def test_a_script_that_cannot_be_read_any_more_is_made_anew(
    suite: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    before = suite(manor())
    broken = tmp_path / "suite" / next(iter(before))
    broken.write_text("# Written by hambies prove --scripts.\nsteps: {", encoding="utf-8")
    after = suite(manor())
    assert unchanged(before, after) >= len(before) - 1


class Cut:
    """It is over after so many looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def over(self) -> bool:
        self.looks -= 1
        return self.looks < 0


@pytest.fixture
def made(tmp_path: Path) -> Program:
    path = tmp_path / "manor.yaml"
    path.write_text(manor(), encoding="utf-8")
    program = load(path, cache=False).program
    assert program is not None
    return program


def test_a_suite_that_is_cut_short_says_how_much_it_left_out(made: Program) -> None:
    report = prove(made)
    counted = Cut(1 << 30)
    whole = least_suite(made, ways_of(report), over=counted.over)
    assert (whole.left_out, whole.cut) == (0, False)
    looks = (1 << 30) - counted.looks
    left = []
    for part in range(10):
        suite = least_suite(made, ways_of(report), over=Cut(looks * part // 10).over)
        assert suite.cut
        left.append(suite.left_out)
        again = least_suite(
            made, ways_of(report), [Covering(one.name, one.setup, one.seed, one.choices) for one in suite.playthroughs]
        )
        assert not again.cut
    assert (left[0], left[-1]) == (len(least_suite(made, ways_of(report), over=Cut(0).over).playthroughs) + left[0], 0)
    assert left == sorted(left, reverse=True)


def test_what_time_leaves_out_of_a_suite_is_not_decided(
    suite: Callable[..., dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And nothing that is there is taken away for it."""
    before = suite(manor())
    seconds = iter(range(1, 1 << 30))
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds) / 100)
    capsys.readouterr()
    other = tmp_path / "other"
    command = ["prove", str(tmp_path / "manor.yaml"), "--scripts"]
    assert main([*command, str(other), "--max-time", "1"]) == 3
    said = capsys.readouterr()
    assert "; stopped at 1 seconds: " in said.err
    assert "of the proof left out" in said.err
    assert "everything that is written can be reached" in said.out, "the proof itself is kept"
    assert main([*command, str(tmp_path / "suite"), "--max-time", "1"]) == 3
    assert {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "suite").iterdir()} == before
    monkeypatch.undo()
    assert len(suite(manor(), "other")) <= len(before) + 2


def test_a_suite_ends_soon_after_its_time(made: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    report = prove(made)
    clock = LineClock(100_000)
    monkeypatch.setattr(time, "monotonic", clock.now)
    before = sys.gettrace()
    sys.settrace(clock.trace)
    began = clock.now()
    patience = Patience(Bounds(0.5))
    suite = least_suite(made, ways_of(report), over=patience.over)
    sys.settrace(before)
    assert (suite.cut, patience.bound) == (True, "0.5 seconds")
    assert clock.now() - began < 2.5
