"""The notes of a proof in a story made for them: what is found, and how it reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import main
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.report.report import exit_code
from game.proof.results import Report
from game.proof.whole import prove
from tests.proof.moments import Moments
from tests.proof.test_every_moment import differences

Load = Callable[[str], "Program | None"]

STORY = """\
story: hut
title: The Hut
start: hut
variables:
  met: bool
  lamp: bool
  dry: {type: bool, start: true}
  heat: {type: int, min: 0, max: 3, start: 1}
  side: {type: enum, values: [nobody, camp, school]}
  mood: {type: enum, values: [calm, cross]}
setup:
  - {ask: Mood, set: mood, options: {calm: Calm, cross: Cross}}
endings:
  home: Home
scenes:
  hut:
    - "The hut. {if dry: It is dry.} It is {heat}. {if mood == cross: You stamp.}"
    - choices:
        - choice: Wake her
          once: true
          if: not met
          do: met = true
          goto: hut
        - choice: Warm up
          if: heat < 3
          do: heat += 3
          goto: hut
        - choice: "Light the lamp {if lamp: again}"
          needs: met
          reason: "{if met: Never said.}{if heat > 1: Too hot} {heat}"
          do: lamp = true
          goto: night
        - choice: Leave
          goto: night
  night:
    - "Dark. {shuffle: Wind. | then: }"
    - "Cold. {if met: {if lamp: {shuffle: Ice | then: Frost}} | else: {shuffle: Snow | Rain}}"
    - if: met or not met
      then:
        - do: side = camp
    - if: side == school
      then:
        - do: heat = 0
    - draw: dark
    - {draw: dark, by: random}
    - {draw: loud, by: random}
    - {draw: loud, by: random}
    - draw: rare
    - ending: home
  owl:
    deck: dark
    when: side == camp
    body:
      - An owl.
  dog:
    deck: dark
    when: side != camp
    body:
      - A dog.
  bell:
    deck: loud
    once: true
    when: side == camp
    body:
      - A bell.
  horn:
    deck: loud
    once: true
    body:
      - A horn.
  ghost:
    deck: rare
    when: heat > 3 or side == school
    body:
      - A ghost.
"""


@pytest.fixture
def program(load_text: Load) -> Program:
    found = load_text(STORY)
    assert found is not None
    return found


@pytest.fixture
def report(program: Program) -> Report:
    return prove(program, clamps=True, ranges=True)


def test_the_notes_are_what_every_moment_shows(program: Program, report: Report) -> None:
    assert differences(program, report, Moments(program)) == []


def test_conditions_that_are_always_or_never_true(report: Report) -> None:
    found = {(one.where, one.of.partition(":")[0], one.text): one.truth for one in report.conditions}
    settled = {key: truth for key, truth in found.items() if truth not in ("both", "not reached")}
    assert settled == {
        ("choice", "hut/wake-her", "not met"): "always",  # `once` closes it where it would be false
        ("text", "hut", "dry"): "always",
        ("label", "hut/light-the-lamp-if-lamp-again", "lamp"): "never",
        ("reason", "hut/light-the-lamp-if-lamp-again", "met"): "never",
        ("if", "", "met or not met"): "always",
        ("if", "", "side == school"): "never",
        ("storylet", "owl", "side == camp"): "always",
        ("storylet", "dog", "side != camp"): "never",
        ("storylet", "bell", "side == camp"): "always",
        ("storylet", "ghost", "heat > 3 or side == school"): "never",
    }


def test_draws_whose_outcome_cannot_matter(report: Report) -> None:
    assert [(one.draw, one.chance, one.outcomes, one.text) for one in report.draws] == [
        ("night@draw:dark", "cannot matter", ("owl",), "it is always owl"),
        ("night@draw:dark~2", "cannot matter", ("owl",), "it is always owl"),
        ("night@draw:loud", "matters", ("bell", "horn"), ""),
        ("night@draw:loud~2", "cannot matter", ("bell", "horn"), "never can more than one be drawn"),
        ("night@draw:rare", "cannot matter", ("",), "nothing is ever drawn"),
        ("night:a146f5e4", "cannot matter", (), "it shuffles one text only"),
        ("night:82d9bf8c", "cannot matter", (), "it shuffles one text only"),
    ]


def test_variables_that_nothing_sets(report: Report) -> None:
    assert {one.variable: one.read for one in report.starts} == {"dry": "read"}


def test_notes_change_no_verdict(program: Program, load_text: Load) -> None:
    plain = load_text(STORY.replace("{if dry: It is dry.}", "").replace("  dry: {type: bool, start: true}\n", ""))
    assert plain is not None
    assert exit_code(prove(plain)) == exit_code(prove(program)) == 1  # the dog, the ghost and the like never come


def test_the_text_report_says_it_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hut.yaml"
    path.write_text(STORY, encoding="utf-8")
    assert main(["prove", str(path), "--clamps", "--ranges"]) == 1
    out = capsys.readouterr().out
    for line in (
        "  heat in hut, held at its upper bound: after 1 choice",
        "  the if of the choice “Wake her” in hut: not met is always true",
        "  an if in night: side == school is never true",
        "  the when of the storylet dog: side != camp is never true",
        "  the draw from loud (number 2) in night: never can more than one be drawn",
        "  the shuffle of the text “Dark. Wind.” in night: it shuffles one text only",
        "  dry: always true, read in hut",
        "    side  nobody or camp",
        "    heat  1 or 3",
        "  1 of 2 bounds that a change might pass are never passed",
        "  the outcome of 1 of 7 draws can matter",
    ):
        assert line + "\n" in out
    main(["prove", str(path)])
    out = capsys.readouterr().out
    assert "dry: always true" in out
    assert "The values of" not in out


def test_json_has_every_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hut.yaml"
    path.write_text(STORY, encoding="utf-8")
    main(["prove", str(path), "--ranges", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    first = next(one for one in found["conditions"] if one["text"] == "heat < 3")
    assert (first["truth"], first["where"], first["true"]["choices"], first["false"]["choices"]) == (
        "both", "choice", [], ["hut/warm-up"],
    )  # fmt: skip
    assert next(one for one in found["draws"] if one["chance"] == "matters")["witness"]["choices"] == ["hut/leave"]
    assert next(one for one in found["starts"] if one["variable"] == "dry")["value"] is True
    side = next(one for one in found["ranges"] if (one["scene"], one["variable"]) == ("night", "side"))
    assert side == {"scene": "night", "variable": "side", "values": ["nobody", "camp"], "exact": True, "used": True}


def test_github_has_a_notice_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hut.yaml"
    path.write_text(STORY, encoding="utf-8")
    main(["prove", str(path), "--format", "github"])
    notices = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::notice ")]
    assert (
        len(notices) == 10 + 6 + 1 + 1
    )  # conditions, draws, a variable that nothing sets, and the ending with its lengths and odds
    assert "::notice title=hambies prove hut::an if in night: side == school is never true where it stands" in notices


def test_without_time_nothing_is_said_for_certain(program: Program) -> None:
    report = prove(program, Bounds(seconds=1e-9), ranges=True)
    moments = Moments(program)
    for one in report.ranges:
        assert not one.exact
        assert set(one.values) >= moments.values.get((one.scene, one.variable), set())
    settled = {(one.where, one.of, one.text) for one in report.conditions if one.truth in ("always", "never")}
    assert not settled & {key[1:4] for key in moments.conditions() if key[4] == "both"}
