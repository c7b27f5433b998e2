"""The quick look of `hambies check`: what it says is so, and it never takes long."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from game.cli import main
from game.program.load import load
from game.program.model import Program
from game.proof.portfolio import quick as quick_module
from game.proof.portfolio.quick import quick
from game.proof.report.wording import Words
from tests.proof.brute import Everything, TooLargeError
from tests.proof.heavy import HEAVY
from tests.proof.stories import Maker, few_and_rest
from tests.proof.test_every_playthrough import key_of
from tests.proof.test_faults import STORY

MUCH = 1 << 40
"""More steps than any of these stories takes."""

Load = Callable[[str], "Program | None"]


@few_and_rest(20, 120, first=2000)
def test_what_it_finds_is_what_playing_everything_finds(load_text: Load, seeds: range) -> None:
    done = 0
    for seed in seeds:
        program = load_text(Maker(seed).text())
        if program is None:
            continue
        try:
            everything = Everything(program, 1500)
        except TooLargeError:
            continue
        looked = quick(program, ranges=MUCH, play=MUCH)
        assert looked is not None
        words = Words(program)
        for one in looked.found:
            if one.kind == "never":
                assert key_of(words, one.about.kind, one.about.name, one.about.detail) not in everything.depth
            elif one.kind == "promise":
                assert one.witness is not None
                assert everything.broken[one.about.name] <= len(one.witness.choices)
            else:
                assert everything.lost is not None
        assert looked.whole
        assert looked.unseen == 0
        assert {one.about.name for one in looked.found if one.kind == "promise"} == set(everything.broken)
        done += 1
    assert done >= len(seeds) // 3


@pytest.mark.slow
def test_ranges_alone_rule_out_only_what_never_happens(load_text: Load) -> None:
    ruled_out = 0
    for seed in range(3000, 3060):
        program = load_text(Maker(seed, draws=seed % 3 == 0).text())
        if program is None:
            continue
        try:
            everything = Everything(program, 60 if program.draws else 1500)
        except TooLargeError:
            continue
        looked = quick(program, ranges=MUCH, play=0)
        assert looked is not None
        assert not looked.whole
        words = Words(program)
        for one in looked.found:
            assert key_of(words, one.about.kind, one.about.name, one.about.detail) not in everything.depth
            ruled_out += 1
    assert ruled_out >= 10


def test_without_time_for_the_ranges_play_still_tells(load_text: Load) -> None:
    program = load_text(STORY.replace("if: trust == 2", "if: trust == 3 and not fed and fuel == 0"))
    assert program is not None
    looked = quick(program, ranges=0, play=MUCH)
    assert looked is not None
    assert looked.whole
    assert [(one.kind, one.about.name) for one in looked.found if one.about.kind == "ending"] == [("never", "across")]


@pytest.fixture
def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(text: str, *options: str) -> tuple[int, str]:
        path = tmp_path / "made.yaml"
        path.write_text(text, encoding="utf-8")
        code = main(["check", str(path), *options])
        return code, capsys.readouterr().out

    return run


NEVER = STORY.replace("if: seen(kitchen)", "if: seen(ferry)")
STUCK = STORY.replace("        - fallback:\n            - ending: stayed\n", "")
BROKEN = STORY.replace("if: fuel < 3", "if: fuel < 4")


def test_a_sound_story_has_no_finding_and_the_summary_says_what_is_left(
    checked: Callable[..., tuple[int, str]],
) -> None:
    code, out = checked(STORY, "--strict")
    assert code == 0
    assert "0 errors, 0 warnings" in out
    assert "hambies prove would add: whether an ending can be reached from everywhere" in out


@pytest.mark.parametrize(
    ("story", "code", "line", "said"),
    [
        (
            NEVER,
            "W320",
            "        - choice: Sit by the fire",
            "the choice “Sit by the fire” (stay/sit-by-the-fire) can never be taken",
        ),
        (STUCK, "W321", "  stay:", "play can get stuck in stay: no choice is open, and there is no fallback"),
        (BROKEN, "W322", "  - fuel <= 3", "the promise “fuel <= 3” does not always hold"),
    ],
    ids=["never", "stuck", "broken"],
)
def test_each_finding_has_a_code_a_place_and_a_hint(
    checked: Callable[..., tuple[int, str]], story: str, code: str, line: str, said: str
) -> None:
    found = [json.loads(row) for row in checked(story, "--format", "json")[1].splitlines()]
    one = next(row for row in found if row["code"] == code)
    assert one["severity"] == "warning"
    assert story.splitlines()[one["line"] - 1] == line
    assert one["message"].startswith(said)
    assert one["hint"]
    assert checked(story)[0] == 0
    assert checked(story, "--strict")[0] == 1
    assert checked(story, "--strict", "--no-proof")[0] == 0
    assert f"title={code}::{said}" in checked(story, "--format", "github")[1]


def test_what_has_one_cause_is_one_finding_at_its_words(checked: Callable[..., tuple[int, str]]) -> None:
    story = STORY.replace("needs: key and fuel >= 2", "needs: key and fuel >= 4")
    found = [json.loads(row) for row in checked(story, "--format", "json")[1].splitlines()]
    assert [(one["code"], story.splitlines()[one["line"] - 1].strip()) for one in found] == [
        ("W320", "- choice: To the ferry"),
        ("W320", "ferry:"),
    ]
    assert "more are out of reach with it" in found[1]["hint"]
    shut = STORY.replace("if fuel > 2: first", "if fuel > 3: first")
    (text,) = [json.loads(row) for row in checked(shut, "--format", "json")[1].splitlines()]
    assert shut.splitlines()[text["line"] - 1][text["column"] - 1 :].startswith("first | else: third")


def test_what_is_never_shown_of_a_phrase_is_pointed_at_in_the_phrase(checked: Callable[..., tuple[int, str]]) -> None:
    story = """\
story: phrased
title: Phrased
start: hall
variables: {heat: {type: int, min: 0, max: 9}}
phrases:
  fire: "{if heat > 2: a high fire | else: a fire}"
endings: {out: Out}
scenes:
  hall:
    - |
      By {fire}, for a moment,
      {if heat == 0: you wait
      and wait | elif heat == 1: you go | elif heat == 3: nobody
      knows | else: you stay}.
    - choices:
        - Wait:
            - do: heat = 1
            - goto: hall
        - Go
    - ending: out
"""
    found = [json.loads(row) for row in checked(story, "--format", "json")[1].splitlines()]
    lines = story.splitlines()
    said = [lines[one["line"] - 1][one["column"] - 1 :][: one["length"]] for one in found if one["code"] == "W320"]
    assert said == ["a high fire", "nobody", "you stay"]


def test_a_story_with_errors_is_not_looked_at(checked: Callable[..., tuple[int, str]]) -> None:
    code, out = checked(STORY.replace("goto: fire", "goto: nowhere"))
    assert code == 1
    assert "would add" not in out
    assert "W32" not in out


def test_it_does_without_the_library_for_sets(
    checked: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.startswith(("oxidd", "game.proof"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "oxidd", None)
    assert "warning[W320]" in checked(NEVER)[1]


def test_a_long_story_is_left_to_the_proof(
    checked: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = partial(quick, layout=100)
    monkeypatch.setattr(quick_module, "quick", looked)
    code, out = checked(NEVER, "--strict")
    assert code == 0
    assert (
        "hambies prove would add: what can and cannot be reached; a quick look is not enough to lay this story out"
        in out
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_what_it_finds_does_not_depend_on_the_time(load_text: Load, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It is bounded by steps of work, of which there are not many to a place or a value; no clock is asked at all."""
    program = load_text(HEAVY[name]())
    assert program is not None
    first = quick(program)
    for clock in ("monotonic", "perf_counter", "process_time", "time"):
        monkeypatch.setattr(time, clock, lambda: pytest.fail("the clock was asked"))
    assert quick(program) == first


def test_a_story_of_very_many_states_takes_no_longer(tmp_path: Path) -> None:
    lines = ["story: hub", "title: Hub", "start: s0", "endings: {out: Out}", "scenes:"]
    for hub in range(4):
        lines += [f"  s{hub}:", "    - choices:"]
        for number in range(14):
            lines += [
                f"        - choice: Look {hub} {number}",
                "          once: true",
                f"          goto: s{(hub + 1) % 4}",
            ]
        lines += ["        - Go -> last"]
    lines += ["  last:", "    - ending: out"]
    path = tmp_path / "hub.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    program = load(path, cache=False).program
    assert program is not None
    looked = quick(program)
    assert looked is not None
    assert not looked.whole
    assert looked.unseen == 0


def test_a_mistake_in_it_costs_nothing_else_of_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_: Program) -> None:
        raise KeyError("odd")

    monkeypatch.setattr(quick_module, "quick", wrong)
    path = tmp_path / "made.yaml"
    path.write_text(STORY.replace("variables:", "variables:\n  spare: bool", 1), encoding="utf-8")
    assert main(["check", str(path), "--strict"]) == 1
    out, err = capsys.readouterr()
    assert "W301" in out
    assert "hambies prove would add: what can and cannot be reached" in out
    assert "this is a bug in hambies, not in your story (KeyError: 'odd')" in err


HIDDEN = """
story: hub
title: Hub
start: yard
endings: {out: Out}
scenes:
  yard:
    - choices:
        - Wait -> hub
        - choice: Leave
          ending: out
  hub:
    - choices:
        - choice: Look
          if: CONDITION
          goto: hub
        - choice: Wait
          if: visits(yard) > 1
          goto: yard
"""


@pytest.mark.parametrize(
    "condition", ["visits(hub) < 3", "not seen(hub) or visits(hub) == 1", "visits(hub) < 3 and not seen(hub.x)"]
)
def test_what_visits_hide_is_told_where_play_comes_there(load_text: Load, condition: str) -> None:
    """No check of a list by itself can tell: what has been visited depends on the way."""
    text = HIDDEN.replace("CONDITION", condition)
    if "hub.x" in text:
        text = text.replace("          goto: yard\n", "          id: x\n          goto: yard\n")
    program = load_text(text)
    assert program is not None
    looked = quick(program)
    assert looked is not None
    (stuck,) = [one for one in looked.found if one.kind == "stuck"]
    assert stuck.about.name == "hub"
    assert stuck.witness is not None
