"""`prove --playthroughs`: what given playthroughs show needs no search; they are played before they are believed, and bad ones cost themselves alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from game.cli import main
from game.program.load import load
from game.proof.model.goals import Spot
from game.proof.model.path import Outcome
from game.proof.portfolio.context import Proof
from game.proof.portfolio.tuning import TUNING
from game.proof.results import Witness
from game.proof.whole import prove
from game.replay.running import runner

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


def test_no_shorter_way_is_searched_for_than_play_has_come_upon(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = load(story, cache=False).program
    assert program is not None
    searched: list[Sequence[Spot]] = []
    search = Proof.search

    def watched(proof: Proof, spots: Sequence[Spot], *rest: Any, **more: Any) -> Outcome:
        searched.append(spots)
        return search(proof, spots, *rest, **more)

    monkeypatch.setattr(Proof, "search", watched)
    played = TUNING.without("sweep", "layers", "broad")
    anew = prove(program, tuning=played)
    assert searched
    searched.clear()
    given = Witness({}, None, (), shortest=False)
    report = prove(program, tuning=played, given=[given])
    assert not searched
    assert [one.verdict for one in report.answers] == [one.verdict for one in anew.answers]


def scripts_played(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scripts that are played label by label from now on."""
    played: list[str] = []
    play = runner.run_script

    def watched(script: Any, *rest: Any, **more: Any) -> runner.RunOutcome:
        played.append(Path(script.name).name)
        return play(script, *rest, **more)

    monkeypatch.setattr(runner, "run_script", watched)
    return played


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("{if old: Slowly.}", "{if height > 5: Slowly.}", []),
        ("do: height = 0", "do: height = 1", []),
        (
            "      - {choice: Up,",
            "      - {choice: Rest, goto: stair}\n      - {choice: Up,",
            [],
        ),  # by their numbers all would be others
        ("choice: Look, if: height == 40", "choice: Look out, if: height == 39", ["top.play.yaml"]),
        ("old: bool}", "old: {type: bool, start: true}}", ["out.play.yaml", "top.play.yaml"]),
        ('{"true": "Yes", "false": "No"}', '{"false": "No", "true": "Yes"}', ["out.play.yaml", "top.play.yaml"]),
    ],
)
def test_what_a_script_plays_is_kept_until_a_choice_of_it_is_gone(
    story: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    again: list[str],
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    for name, steps in {"top": TOP, "out": ("stair/up", "stair/down", "stair/out")}.items():
        listed = "".join(f"  - {one}\n" for one in steps)
        head = 'story: ../climb.yaml\nsetup: {name: "Min/Jun: a@b"}'  # a name may look like an id
        (folder / f"{name}.play.yaml").write_text(f"{head}\nsteps:\n{listed}", encoding="utf-8")
    command = ["prove", str(story), "--playthroughs", str(folder)]
    played = scripts_played(monkeypatch)
    assert main(command) == 0
    assert sorted(played) == ["out.play.yaml", "top.play.yaml"]
    played.clear()
    story.write_text(STORY.replace(old, new), encoding="utf-8")
    assert main(command) == 0
    assert sorted(played) == again
    played.clear()
    story.write_text(STORY.replace("max: 40", "max: 42"), encoding="utf-8")  # back, and so is what was gone
    assert main(command) == 0
    assert sorted(played) == again
    assert "2 of 2 endings can be reached" in capsys.readouterr().out
    played.clear()
    with (folder / "out.play.yaml").open("a", encoding="utf-8") as script:
        script.write("# changed\n")
    story.write_text(STORY.replace(old, new).replace("max: 40", "max: 41"), encoding="utf-8")
    assert main(command) == 0
    assert sorted(played) == sorted({"out.play.yaml", *again})


@pytest.mark.parametrize(
    "script",
    [
        "from: begun.play.yaml\nsteps: [stair/out]\n",  # what it plays stands in the other one, too
        "story: climb.yaml\nsteps: [Up, Out]\n",  # a label can mean another choice
        "story: climb.yaml\nsteps: [stair/up, {undo: 1}, stair/out]\n",
    ],
)
def test_a_script_that_does_not_name_each_choice_is_played_anew(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    begun, on = tmp_path / "begun.play.yaml", tmp_path / "on.play.yaml"
    begun.write_text("story: climb.yaml\nsteps: [stair/up]\n", encoding="utf-8")
    on.write_text(script, encoding="utf-8")
    played = scripts_played(monkeypatch)
    for height in ("max: 40", "max: 41"):
        story.write_text(STORY.replace("max: 40", height), encoding="utf-8")
        assert main(["prove", str(story), "--playthroughs", str(on)]) == 0
    assert played == ["on.play.yaml", "on.play.yaml"]
