"""`hambies random`: the same for the same seed with any number of jobs, fair to what was chosen least, and useful."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.program.model import Program
from game.replay.random_play.crowd import wander_together
from game.replay.random_play.wandering import Habit, RandomSetting, batches, wander_alone
from tests.replay.conftest import STORIES, Run

LAMP = STORIES / "lamp"
SETTING = RandomSetting(seed=3, max_turns=50, policy="least")
Make = Callable[[str], Program]

BROKEN = """
story: broken
title: Broken
start: a
variables: {heat: {type: int, min: 0, max: 5}, luck: {type: int, min: 0, max: 9}}
endings: {e: {title: E, text: x}, never: {title: N, text: x}}
always: [{that: heat < 3, because: the house must not burn}]
scenes:
  a:
    - "{shuffle: The clock ticks. | The pipe drips.}"
    - choices:
        - Stoke:
            - do: heat += 1
            - goto: a
        - Pour oil:
            - do: heat += 3
            - goto: a
        - choice: Go down
          if: heat == 1
          goto: b
        - Leave:
            - ending: e
        - choice: Fly
          if: heat < 0
          then: [ending: never]
  b:
    - Down.
    - goto: c
  c:
    - if: luck > 3
      then: [goto: a]
      else: [goto: b]
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken" / "story.yaml"
    path.parent.mkdir()
    path.write_text(BROKEN, encoding="utf-8")
    return path.parent


@pytest.mark.parametrize("runs", [1, 15, 16, 17, 100, 5000])
def test_batches_cover_every_run_once(runs: int) -> None:
    found = [number for batch in batches(runs) for lane in batch for number in lane]
    assert sorted(found) == list(range(runs))


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_jobs_changes_nothing(lamp: Program, jobs: int) -> None:
    alone, tally = wander_alone(lamp, SETTING, 70)
    together, other = wander_together(lamp, LAMP, SETTING, 70, jobs)
    assert together == alone
    assert (other.texts, other.scenes, other.choices, other.endings) == (
        tally.texts,
        tally.scenes,
        tally.choices,
        tally.endings,
    )


def test_the_same_seed_plays_the_same_and_another_does_not(lamp: Program) -> None:
    first, _ = wander_alone(lamp, SETTING, 40)
    assert wander_alone(lamp, SETTING, 40)[0] == first
    assert wander_alone(lamp, SETTING._replace(seed=4), 40)[0] != first


def test_fewer_runs_are_the_beginning_of_more(lamp: Program) -> None:
    assert wander_alone(lamp, SETTING, 100)[0][:16] == wander_alone(lamp, SETTING, 16)[0]


def test_each_journey_can_be_played_again(lamp: Program) -> None:
    for journey in wander_alone(lamp, SETTING, 40)[0]:
        session = Session(lamp, seed=journey.seed, setup=dict(journey.setup))
        for choice in journey.choices:
            session.choose(choice)
        assert (session.turn.ending, session.turn.scene) == (journey.what, journey.scene)


def test_what_was_chosen_least_is_favoured(program_of: Make) -> None:
    doors = "\n".join(f"        - Door {n}: [ending: e]" for n in range(10))
    program = program_of(
        f"story: doors\ntitle: D\nstart: a\nendings: {{e: {{title: E, text: x}}}}\nscenes:\n  a:\n    - choices:\n{doors}\n"
    )

    def spread(policy: Habit) -> int:
        journeys, _ = wander_alone(program, RandomSetting(1, 100, policy), 400)
        taken = Counter(journey.choices[0] for journey in journeys)
        return max(taken.values()) - min(taken.values()) if len(taken) == 10 else 400

    assert spread("least") < spread("uniform")


def test_a_choice_that_is_seldom_open_is_taken_when_it_is(program_of: Make) -> None:
    program = program_of(
        """
        story: seldom
        title: S
        start: a
        variables: {heat: {type: int, min: 0, max: 3}}
        endings: {e: {title: E, text: x}, rare: {title: R, text: x}}
        scenes:
          a:
            - choices:
                - Wait:
                    - do: heat += 1
                - Leave: [ending: e]
                - choice: Look behind the boiler
                  if: heat == 3
                  then: [ending: rare]
            - goto: a
        """
    )
    journeys, _ = wander_alone(program, RandomSetting(1, 100, "least"), 200)
    there = [journey for journey in journeys if journey.choices.count("a/wait") >= 3]
    taken = sum(journey.what == "rare" for journey in there)
    assert taken > len(there) * 0.7


def test_a_playthrough_that_goes_on_is_given_up(lamp: Program) -> None:
    journeys, _ = wander_alone(lamp, RandomSetting(1, 2, "least"), 30)
    assert {journey.end for journey in journeys} == {"ending", "unfinished"}
    assert max(len(journey.choices) for journey in journeys) == 2


def test_a_sound_story(random: Run) -> None:
    said = random(LAMP, "--runs", 60, "--jobs", 1)
    assert said.code == 0
    assert said.out.startswith("60 random playthroughs of lamp (seed 1): ")
    assert "  light  " in said.out
    assert "endings             2 of 2        100%" in said.out


def test_stuck_places_and_broken_promises_come_with_a_script(
    broken: Path, tmp_path: Path, random: Run, replay: Run
) -> None:
    scripts = tmp_path / "found"
    said = random(broken, "--runs", 80, "--jobs", 1, "--scripts", scripts)
    assert said.code == 1
    assert "Broken promise: heat < 3" in said.out
    assert "text goes on for ever without a choice" in said.out
    assert "  never                                   0    0.0%" in said.out
    files = sorted(path.name for path in scripts.iterdir())
    assert len(files) == 2
    assert files[0].startswith("promise-2-a")
    assert files[1].startswith("stuck-1-")
    again = replay(scripts)
    assert again.code == 1
    assert "2 playthroughs: 0 held, 2 failed" in again.out
    assert "a promise of the story is broken: heat < 3" in again.out
    assert "the player is stuck: text goes on for ever" in again.out
    assert (scripts / files[1]).read_text(encoding="utf-8").count("\n  - ") == 2  # the shortest: Stoke, Go down
    story = broken / "story.yaml"
    story.write_text(
        BROKEN.replace("heat < 3,", "heat < 4,")
        .replace("goto: b}", "goto: a}")
        .replace("else: [goto: b]", "else: [goto: a]"),
        encoding="utf-8",
    )
    assert replay(scripts).code == 0


def test_without_a_folder_the_way_is_shown(broken: Path, random: Run) -> None:
    said = random(broken, "--runs", 80, "--jobs", 1)
    assert "    Stoke\n    Go down\n" in said.out


def test_json(broken: Path, random: Run) -> None:
    said = random(broken, "--runs", 80, "--jobs", 2, "--format", "json")
    report = json.loads(said.out)
    assert said.code == 1
    assert report["runs"] == sum(report["ends"].values()) == 80
    assert [each["kind"] for each in report["findings"]] == ["stuck", "promise"]
    assert report["coverage"]["endings"] == {"reached": 1, "total": 2}


def test_coverage_and_fail_under(random: Run, tmp_path: Path) -> None:
    page = tmp_path / "c.html"
    assert random(LAMP, "--runs", 60, "--jobs", 1, "--coverage", page, "--fail-under", 90).code == 0
    assert "The Lamp Room" in page.read_text(encoding="utf-8")
    said = random(LAMP, "--runs", 1, "--jobs", 1, "--fail-under", 100)
    assert said.code == 1
    assert "under 100%" in said.out


def test_what_is_no_story(random: Run, tmp_path: Path) -> None:
    assert random(tmp_path / "none").code == 2
    (tmp_path / "bad.yaml").write_text("story: [\n", encoding="utf-8")
    said = random(tmp_path / "bad.yaml")
    assert said.code == 2
    assert "bad.yaml:1:" in said.err


@pytest.mark.parametrize("value", ["0", "-1", "x", "1" * 30])
def test_counts_are_counts(random: Run, value: str) -> None:
    with pytest.raises(SystemExit):
        random(LAMP, f"--runs={value}")
