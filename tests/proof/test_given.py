"""`prove --playthroughs`: what given playthroughs show needs no search; they are played before they are believed, and bad ones cost themselves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.cli import main
from game.program.load import load
from game.proof.portfolio.tuning import TUNING
from game.proof.results import Witness
from game.proof.whole import prove

STORY = """
story: climb
title: Climb
start: stair
variables: {height: {type: int, min: 0, max: 40}, name: {type: text, start: Min}, old: bool}
setup: [{ask: Name?, set: name}, {ask: Old?, set: old, options: {"true": "Yes", "false": "No"}}]
endings: {top: Top, out: Out}
scenes:
  stair:
    text: "You are on step {height}.{if old: Slowly.}"
    choices:
      - {choice: Up, do: height += 1, goto: stair}
      - {choice: Down, do: height = 0, goto: stair}
      - {choice: Out, ending: out}
      - {choice: Look, if: height == 40, ending: top}
"""
UP = ("stair/up",) * 40
TOP = (*UP, "stair/look")
NOTHING = TUNING._replace(portfolio=())
"""No engine at all: what is known then is what was given."""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "climb.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


def top(story: Path, *given: Witness) -> str:
    program = load(story, cache=False).program
    assert program is not None
    report = prove(program, given=given, tuning=NOTHING)
    (answer,) = [one for one in report.answers if one.kind == "ending" and one.name == "top"]
    if answer.witness is not None:
        assert answer.witness.choices[-1] == "stair/look"
    return answer.verdict


def test_what_is_shown_needs_no_search(story: Path) -> None:
    assert top(story) == "not decided"
    assert top(story, Witness({"name": "Ha-ri", "old": "true"}, None, TOP, shortest=False)) == "proved"
    assert top(story, Witness({}, None, TOP, shortest=False)) == "proved"


@pytest.mark.parametrize(
    "choices",
    [
        ("stair/look",),
        (*UP[2:], "stair/look"),
        (*UP[:20], "stair/fly", "stair/fall", *UP[20:], "stair/look"),
        (*UP, "stair/down", "stair/look"),
        (),
    ],
)
def test_nothing_is_believed_that_cannot_be_played(story: Path, choices: tuple[str, ...]) -> None:
    assert top(story, Witness({}, None, choices, shortest=False)) == "not decided"


@pytest.mark.parametrize("choices", [(*UP[1:], "stair/look"), (*UP[:20], "stair/fly", *UP[20:], "stair/look")])
def test_what_one_choice_has_broken_goes_on_behind_it(story: Path, choices: tuple[str, ...]) -> None:
    """With one that is new, or without one that is gone."""
    assert top(story, Witness({}, None, choices, shortest=False)) == "proved"


def test_scripts_of_a_folder(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    steps = "".join(f"  - {one}\n" for one in TOP)
    (folder / "a.play.yaml").write_text(f"story: ../climb.yaml\nsteps:\n{steps}", encoding="utf-8")
    (folder / "bad.play.yaml").write_text("steps: {", encoding="utf-8")
    (folder / "old.play.yaml").write_text("story: ../climb.yaml\nsteps: [Up, Fly, Look]\n", encoding="utf-8")
    assert main(["prove", str(story), "--playthroughs", str(folder), "--no-cache"]) == 0
    said = capsys.readouterr()
    assert "1 script cannot be run, and is passed over: hambies replay says why." in said.err
    assert "2 of 2 endings can be reached" in said.out


def test_no_such_folder(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(story), "--playthroughs", str(tmp_path / "none"), "--no-cache"]) == 0
    assert "there is no file or folder" in capsys.readouterr().err
