"""`hambies random --policy FILE`: a player of intent, the same for the same seed, and clear words for what is wrong in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.program.load import load
from tests.replay.conftest import STORIES, Run

LAMP = STORIES / "lamp"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "a.policy.yaml"


def ends(random: Run, policy: Path, text: str, *more: object) -> dict[str, int]:
    policy.write_text(text, encoding="utf-8")
    said = random(LAMP, "--policy", policy, "--runs", 200, "--format", "json", *more)
    assert said.code == 0, said.err
    report: dict[str, dict[str, int]] = json.loads(said.out)
    return report["ends"]


def test_what_is_preferred_is_done(random: Run, policy: Path) -> None:
    wanted = "choose: [stair/go-on, cellar/up, cellar/ask-*]"
    assert ends(random, policy, wanted) == {"light": 200, "dark": 0}
    assert ends(random, policy, "choose: [cellar/blow-it-out]") == {"dark": 200, "light": 0}


def test_what_is_avoided_is_done_where_nothing_else_is_open(random: Run, policy: Path) -> None:
    """Before the lamp is turned up there is nothing but to ask, and to blow it out."""
    avoiding = "choose: [{avoid: cellar/*}, {prefer: stair/go-on}]"
    told = ends(random, policy, avoiding)
    assert told["light"] > 0
    assert told["dark"] > 0
    assert ends(random, policy, "choose: [{avoid: [cellar/blow-it-out, stair/go-back]}]")["dark"] == 0


def test_a_rule_holds_where_its_condition_does(random: Run, policy: Path) -> None:
    """A condition that counts: the story itself asks for no visits of the stair."""
    text = """
choose:
  - {prefer: cellar/blow-it-out, if: seen(stair)}
  - [cellar/up, cellar/ask-who-lit-it]
  - prefer: stair/go-back
"""
    assert ends(random, policy, text) == {"dark": 200, "light": 0}


def test_odds_are_of_a_hundred(random: Run, policy: Path) -> None:
    told = ends(
        random,
        policy,
        "choose: [{prefer: cellar/blow-it-out, odds: 40}, {avoid: cellar/blow-it-out}, cellar/up, stair/go-on]",
    )
    assert 90 < told["dark"] < 165  # twice it is open


def test_the_number_of_jobs_changes_nothing(random: Run, policy: Path) -> None:
    text = "policy: Two minds\nchoose: [{prefer: stair/go-back, if: heat < 3, odds: 50}]"
    assert ends(random, policy, text, "--jobs", 1) == ends(random, policy, text, "--jobs", 3)


def test_answers_are_given(random: Run, policy: Path, tmp_path: Path) -> None:
    known, new = "You know this room", "You have never been here"
    for answer, read, missed in (("some", known, new), ("none", new, known)):
        reached = tmp_path / f"{answer}.txt"
        text = f"setup: {{name: Ha-ri, memory: {answer}}}\nchoose: [cellar/blow-it-out]"
        ends(random, policy, text, "--coverage", reached)
        missing = reached.read_text(encoding="utf-8")
        assert missed in missing
        assert read not in missing


def test_its_name_is_told(random: Run, policy: Path) -> None:
    policy.write_text("policy: Somebody in the dark\nchoose: [cellar/blow-it-out]", encoding="utf-8")
    said = random(LAMP, "--policy", policy, "--runs", 3, "--jobs", 1)
    assert said.out.startswith("3 random playthroughs of lamp by Somebody in the dark (seed 1): ")


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("- cellar/up", "1:1", "a policy is a mapping"),
        ("policy: x", "1:1", "a policy needs 'choose'"),
        ("chose: [cellar/up]", "1:1", "did you mean 'choose'?"),
        ("choose: []", "1:1", "a policy needs 'choose'"),
        ("choose: [cellar/upp]", "1:10", "did you mean 'cellar/up'?"),
        ("choose: [{prefer: cellar/up, avoid: stair/*}]", "1:10", "one of 'prefer' and 'avoid'"),
        ("choose: [{if: heat > 1}]", "1:10", "'prefer' or 'avoid'"),
        ("choose: [{prefer: cellar/up, odds: 0}]", "1:36", "from 1 to 100"),
        ("choose: [{prefer: cellar/up, odd: 9}]", "1:30", "did you mean 'odds'?"),
        ("choose: [{prefer: cellar/up, if: heet > 1}]", "1:34", "heat"),
        ("choose: [{prefer: cellar/up, if: [heat]}]", "1:34", "'if' is a condition"),
        ("choose: [[]]", "1:10", "names from one"),
        ("choose:\n  - prefer: {a: b}", "2:13", "'a choice' is one text"),
        ("setup: {nme: x}\nchoose: [cellar/up]", "1:9", "did you mean 'name'?"),
        ("setup: {memory: all}\nchoose: [cellar/up]", "1:17", "memory"),
        ("setup: [name]\nchoose: [cellar/up]", "1:8", "'setup' is a mapping"),
        ("choose: [*a]", "1:10", "*"),
    ],
)
def test_bad_input(random: Run, policy: Path, text: str, place: str, word: str) -> None:
    policy.write_text(text, encoding="utf-8")
    said = random(LAMP, "--policy", policy, "--runs", 2, "--jobs", 1)
    assert said.code == 2
    assert f"{policy}:{place}" in said.err
    assert word in said.err
    assert "Traceback" not in said.err


def test_no_such_file(random: Run) -> None:
    said = random(LAMP, "--policy", "lest", "--runs", 2)
    assert said.code == 2
    assert "--policy is least, uniform, or a file: there is no file lest" in said.err


def test_conditions_of_a_policy_leave_the_kept_story_alone(random: Run, policy: Path) -> None:
    before = load(LAMP).program
    ends(random, policy, "choose: [{prefer: cellar/up, if: visits(stair) > 2}]")
    after = load(LAMP).program
    assert before is not None
    assert after is not None
    assert list(before.variables) == list(after.variables)
