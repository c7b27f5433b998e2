"""Lengths and odds, held against every playthrough of small random stories, and of some whose answers are known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.program.model import Program
from game.proof.portfolio.context import Proof
from game.proof.quantitative import cost_to_go, measures
from game.proof.quantitative import markov as chances
from game.proof.quantitative.measures import SOME, Measures, measure
from game.proof.quantitative.words import words_in
from game.proof.report.lengths import percent
from game.proof.report.report import github_report, junit_report
from game.proof.results import ODDS_LEFT, Length
from game.proof.whole import prove
from game.replay.random_play.wandering import RandomSetting, wander_alone
from tests.proof import heavy
from tests.proof.brute import TooLargeError
from tests.proof.measured import Everywhere
from tests.proof.stories import made_stories
from tests.proof.test_faults import STORY

Load = Callable[[str], "Program | None"]

LADDER = """\
story: ladder
title: Ladder
start: foot
variables:
  rung: {type: int, min: 0, max: 3}
  rope: bool
setup:
  - {ask: A rope?, set: rope, options: {false: No, true: Yes}}
endings: {top: {title: Top}, ground: {title: Ground}, asleep: {title: Asleep}}
scenes:
  foot:
    - "Rung {rung}. {if rope: The rope is tight. | else: }"
    - if: rung == 3
      then:
        - ending: top
    - choices:
        - choice: Climb
          do: rung += 1
          goto: foot
        - choice: Jump
          if: not rope
          then:
            - ending: ground
        - choice: Sleep
          then:
            - ending: asleep
"""

LOOP = """\
story: loop
title: Loop
start: yard
variables:
  coins: {type: int, min: 0, max: 2}
endings: {out: {title: Out}, in: {title: In}}
scenes:
  yard:
    - choices:
        - choice: Wait
          then:
            - Nothing comes at all.
          goto: yard
        - choice: Leave
          then:
            - You go.
            - ending: out
        - choice: Into the house
          goto: house
  house:
    - A cold house.
    - choices:
        - choice: Light the stove
          once: true
          then:
            - Warm.
          goto: house
        - choice: Stay
          then:
            - ending: in
"""

CARDS = """\
story: cards
title: Cards
start: table
endings: {red: {title: Red}, black: {title: Black}, none: {title: None}}
scenes:
  table:
    - "{shuffle: One. | One more. | And one more.} {shuffle: Dealt. | It is dealt.}"
    - {draw: deck, by: random}
    - choices:
        - Again -> table
        - choice: Enough
          then:
            - ending: none
  heart:
    deck: deck
    weight: 3
    once: true
    body:
      - A heart.
      - choices:
          - choice: Take it
            then:
              - ending: red
          - choice: Leave it
  spade:
    deck: deck
    once: true
    body:
      - ending: black
"""


def wrong(everywhere: Everywhere, program: Program, found: Measures, *, most: int = 0) -> list[str]:
    """Every length and share that is not what playing everything gives; `most` lengths may be left open."""
    bad = []
    left = 0
    for one in found.lengths:
        if one.verdict == "not decided":
            left += 1
        elif everywhere.length(one.ending, one.unit, one.side) != ("no bound" if one.value is None else one.value):
            bad.append(f"{one}, not {everywhere.length(one.ending, one.unit, one.side)}")
    known = {one.ending for one in found.lengths}
    bad += [
        f"no length for {one}"
        for one in program.endings
        if one not in known and everywhere.length(one, "choices", "fewest") is not None
    ]
    for odds in found.odds:
        if not odds.given:
            try:
                shares = everywhere.odds(odds.policy)
            except TooLargeError:
                continue
            if shares != {name: share for name, share in odds.shares.items() if share}:
                bad.append(f"{odds}, not {shares}")
    return bad if left <= most else [*bad, f"{left} lengths left open"]


def compared(load_text: Load, seeds: range, *, draws: bool) -> Counter[str]:
    """Measure some random stories; how many there were, and how many lengths without a bound."""
    count: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        for made, everywhere in made_stories(load_text, seeds, lambda one: Everywhere(one, patch, 200), draws=draws):
            found = measure(Proof(made.program), lengths=True, odds=True)
            bad = wrong(everywhere, made.program, found)
            assert not bad, made.problem(*bad)
            count["stories"] += 1
            count["odds"] += len(found.odds)
            count["loops"] += sum(one.loop is not None for one in found.lengths)
            count["lengths"] += sum(one.verdict == "proved" for one in found.lengths)
    return count


def test_lengths_and_odds_are_those_of_playing_everything(load_text: Load, how_many: int) -> None:
    count = compared(load_text, range(max(how_many, 80)), draws=False)
    assert count["stories"] >= 50
    assert count["loops"] >= 4
    assert count["lengths"] >= 120


def test_lengths_and_odds_where_stories_draw(load_text: Load, how_many: int) -> None:
    count = compared(load_text, range(max(how_many, 60)), draws=True)
    assert count["stories"] >= 40


@pytest.fixture
def by_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """No story is small: everything is worked out over sets of states."""
    for name in ("FEW", "SOME", "MANY"):
        monkeypatch.setattr(measures, name, 0)


def in_sets(program: Program) -> Measures:
    return measure(Proof(program), lengths=True, odds=True, some=0)


@pytest.mark.usefixtures("by_sets")
@pytest.mark.parametrize("draws", [False, True])
def test_sets_of_states_give_the_same(load_text: Load, how_many: int, draws: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        decided = 0
        seeds = range(3000, 3000 + max(how_many, 60))
        for made, everywhere in made_stories(load_text, seeds, lambda one: Everywhere(one, patch, 200), draws=draws):
            found = in_sets(made.program)
            bad = wrong(everywhere, made.program, found, most=1000)
            assert not bad, made.problem(*bad)
            decided += sum(one.verdict == "proved" for one in found.lengths) + len(found.odds)
        assert decided >= 100


def loaded(load_text: Load, text: str) -> Program:
    program = load_text(text)
    assert program is not None
    return program


def lengths_of(found: Measures) -> dict[tuple[str, str, str], Length]:
    return {(one.ending, one.unit, one.side): one for one in found.lengths}


@pytest.mark.parametrize("some", [SOME, 0])
def test_a_ladder(load_text: Load, some: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if not some:
        monkeypatch.setattr(measures, "FEW", 0)
    found = measure(Proof(loaded(load_text, LADDER)), lengths=True, odds=True, some=some)
    third, half = Fraction(1, 3), Fraction(1, 2)
    shares = {(one.policy, one.given.get("rope", "")): one.shares for one in found.odds}
    assert shares["uniform", "false"]["top"] == third**3
    assert shares["uniform", "true"] == {"top": half**3, "ground": 0, "asleep": 1 - half**3}
    assert shares["uniform", ""]["top"] == (third**3 + half**3) / 2
    assert shares["first", ""] == {"top": 1, "ground": 0, "asleep": 0}
    assert shares["last", ""] == {"top": 0, "ground": 0, "asleep": 1}
    lengths = {key: one.value for key, one in lengths_of(found).items()}
    assert lengths["top", "choices", "fewest"] == lengths["top", "choices", "most"] == 3
    assert lengths["top", "words", "fewest"] == 8
    assert lengths["top", "words", "most"] == 24
    assert lengths["ground", "words", "most"] == 6


def test_a_loop_comes_with_its_choices(load_text: Load) -> None:
    program = loaded(load_text, LOOP)
    lengths = lengths_of(measure(Proof(program), lengths=True))
    longest = lengths["in", "choices", "most"]
    assert longest.value is None
    assert longest.witness is not None
    assert longest.loop is not None
    start, stop = longest.loop
    assert longest.witness.choices[start:stop] == ("yard/wait",)
    assert lengths["out", "words", "fewest"].value == 2
    assert lengths["in", "words", "fewest"].value == 3
    odds = next(one for one in measure(Proof(program)).odds if one.policy == "first")
    assert odds.without_end == 1


def test_a_circle_in_too_many_states_is_not_decided(load_text: Load, by_sets: None) -> None:
    found = in_sets(loaded(load_text, LOOP))
    assert lengths_of(found)["in", "choices", "most"].verdict == "not decided"
    assert lengths_of(found)["in", "words", "fewest"].value == 3
    assert not found.odds
    assert any("circles" in one for one in found.unmeasured)


def test_cards_are_weighed(load_text: Load) -> None:
    found = measure(Proof(loaded(load_text, CARDS)), lengths=True)
    uniform = next(one for one in found.odds if one.policy == "uniform")
    # Hearts three times in four; taken or left; after leaving it, enough, or again, where only spades are left.
    assert uniform.shares["red"] == Fraction(3, 8)
    assert uniform.shares["none"] == Fraction(3, 16)
    assert uniform.shares["black"] == Fraction(1, 4) + Fraction(3, 16)
    lengths = lengths_of(found)
    assert lengths["black", "words", "fewest"].value == 2
    assert lengths["black", "words", "most"].value == 6 + 2 + 3  # a shuffle does not repeat itself


def test_every_length_is_that_of_its_playthrough(load_text: Load) -> None:
    program = loaded(load_text, CARDS)
    for one in measure(Proof(program), lengths=True).lengths:
        assert one.witness is not None
        session = Session(program, seed=one.witness.seed, setup=one.witness.setup)
        words = words_in(session.turn) + sum(words_in(session.choose(choice)) for choice in one.witness.choices)
        assert one.value == (words if one.unit == "words" else len(one.witness.choices))


COATS = """\
story: coats
title: Coats
start: hall
variables:
  coat: bool
  hat: bool
  scarf: bool
  steps: {type: int, min: 0, max: 3}
endings: {home: {title: Home}}
scenes:
  hall:
    - choices:
        - choice: The coat
          do: coat = true
        - choice: No coat
    - choices:
        - choice: The hat
          do: hat = true
        - choice: No hat
    - choices:
        - choice: The scarf
          do: scarf = true
        - choice: No scarf
          then:
            - You leave it there.
    - goto: road
  road:
    - if: steps == 3
      then:
        - "{if coat: Warm and dry at last. | else: Cold.} {if hat: Your ears are. | else: Your ears are not, and they will not be.}"
        - "{if coat: You sit. | else: You shake, and it does not stop, and you shake.} {if scarf: It itches.}"
        - ending: home
    - choices:
        - choice: Walk
          do: steps += 1
        - choice: Run
          do: steps += 2
    - goto: road
"""


def test_what_only_texts_read_counts_for_the_words(load_text: Load, by_sets: None) -> None:
    found = lengths_of(in_sets(loaded(load_text, COATS)))
    assert (found["home", "words", "fewest"].value, found["home", "words", "most"].value) == (12, 24)


def test_texts_that_draw_are_counted_state_by_state(load_text: Load) -> None:
    program = loaded(load_text, COATS.replace("You leave it there.", '"{shuffle: One. | Two, three.}"'))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FEW", "SOME", "MANY"):
            patch.setattr(measures, name, 0)
        assert "shuffled" in lengths_of(in_sets(program))["home", "words", "most"].text
    assert all(one.verdict == "proved" for one in measure(Proof(program), lengths=True).lengths)


def test_random_play_comes_to_the_same_odds(load_text: Load) -> None:
    program = loaded(load_text, STORY)
    uniform = next(one for one in measure(Proof(program)).odds if one.policy == "uniform")
    runs = 3000
    journeys, _ = wander_alone(program, RandomSetting(seed=1, max_turns=1000, policy="uniform"), runs)
    played = Counter(one.what for one in journeys)
    for ending, share in uniform.shares.items():
        spread = float(runs * share * (1 - share)) ** 0.5
        assert abs(played[ending] - runs * share) <= 4 * spread  # once in 16,000 by chance, and the seed is fixed


def test_the_report_has_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "loop.yaml"
    path.write_text(LOOP, encoding="utf-8")
    assert main(["prove", str(path), "--lengths", "--odds"]) == 0
    said = capsys.readouterr().out
    assert "in has no longest playthrough: from the beginning, “Wait” can be made again and again" in said
    main(["prove", str(path), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert {one["unit"] for one in report["lengths"]} == {"choices"}
    uniform = next(one for one in report["odds"] if one["policy"] == "uniform")
    assert uniform["shares"]["out"] == {"exact": "1/2", "about": 0.5}
    longest = next(one for one in report["lengths"] if (one["ending"], one["side"]) == ("in", "most"))
    assert longest["value"] is None
    assert longest["loop"] == [0, 1]


def test_what_was_asked_for_and_is_not_decided_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, by_sets: None
) -> None:
    monkeypatch.setattr(cost_to_go, "MOST_COMBINATIONS", 0)
    path = tmp_path / "loop.yaml"
    path.write_text(LOOP, encoding="utf-8")
    assert main(["prove", str(path), "--lengths"]) == 3
    assert "the fewest words to the ending out: stopped at" in capsys.readouterr().out


def test_lengths_and_odds_are_in_junit_and_annotations(load_text: Load) -> None:
    program = loaded(load_text, LADDER)
    report = prove(program, lengths=True, odds=True)
    assert report.lengths
    assert report.odds
    cases = ET.fromstring(junit_report(program, report)).findall(".//testcase")
    out = {one.get("name"): one.findtext("system-out") or "" for one in cases}
    for length in report.lengths:
        assert out[f"length {length.ending} {length.side} {length.unit}"] == length.text
    for ending, share in report.odds[0].shares.items():
        assert f"{ending}: {percent(share)} ({share})" in out["odds any choice"]
    notices = [one for one in github_report(program, report) if "any choice: " in one]
    assert len(notices) == len(report.odds[0].shares)
    assert all(one.startswith("::notice ") for one in notices)


def test_odds_that_were_asked_for_and_are_not_decided_are_skipped_in_junit(load_text: Load) -> None:
    program = loaded(load_text, LADDER)
    left = prove(program)._replace(odds=(), unmeasured=(f"{ODDS_LEFT}: stopped at 3 seconds",))
    case = ET.fromstring(junit_report(program, left)).find(".//testcase[@name='odds']/skipped")
    assert case is not None
    assert case.get("message") == "the odds: stopped at 3 seconds"
    assert any(one.startswith("::warning ") and "stopped at 3 seconds" in one for one in github_report(program, left))


@pytest.mark.parametrize(("solved", "few"), [(True, 1000), (False, 1000), (False, 5)])
def test_a_story_that_goes_round_in_circles_is_measured_or_left_at_once(
    load_text: Load, monkeypatch: pytest.MonkeyPatch, solved: bool, few: int
) -> None:
    """States that all lead to one another take long to solve: beyond so much work it is said what there is instead."""
    if not solved:
        monkeypatch.setattr(chances, "_MOST_SOLVED", 100)
        monkeypatch.setattr(measures, "STEPS", 100)
        monkeypatch.setattr(measures, "FEW", few)
    program = loaded(load_text, heavy.round_and_round(5))
    found = measure(Proof(program), lengths=True, odds=True, some=measures.SOME if solved else 10)
    assert bool(found.odds) == solved
    if solved:
        assert not found.unmeasured
        assert {one.policy: one.without_end for one in found.odds}["uniform"] == 0
    else:
        left = [one for one in found.unmeasured if one.startswith("the odds")]
        assert [one.endswith("hambies random --policy uniform plays it many times instead") for one in left] == [True]
        assert any(one.startswith("the most choices") for one in found.unmeasured) == (few == 5)


def test_columns_of_large_figures_stay_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "long.yaml"
    many = "".join("    - " + "word " * 20_000 + "\n" for _ in range(5))
    path.write_text(
        f"story: long\ntitle: Long\nstart: a\nendings: {{out: {{title: Out}}}}\nscenes:\n  a:\n{many}"
        "    - choices:\n        - Go -> b\n        - Stay -> c\n"
        "  b:\n    - ending: out\n  c:\n    - One more.\n    - ending: out\n",
        encoding="utf-8",
    )
    main(["prove", str(path), "--lengths", "--no-cache"])
    (row,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("  out  ")]
    assert row.split()[:7] == ["out", "1", "–", "1", "100,000", "–", "100,002"]
