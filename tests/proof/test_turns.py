"""How much a turn can hold: nobody is said never to get stuck where a turn that no playthrough of the report goes through holds too much."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine import machine
from game.engine.sessions.session import Session
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.incremental.store import ProofCache
from game.proof.model import successors
from game.proof.model.control_flow import longest_turn
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.results import Answer, Report
from game.proof.whole import prove
from game.proof.witness import validation
from tests.proof.brute import Everything, TooLargeError
from tests.proof.stories import Maker
from tests.proof.tunings import NO_SETS

Load = Callable[[str], "Program | None"]

LIBRARY = """
story: library
title: Library
start: shelf
endings: {home: {title: Home}}
variables:
  pages: {type: int, min: 0, max: MOST}
  more: bool
scenes:
  shelf:
    - choices:
        - choice: One page
          do: pages = 1
          goto: page
        - choice: Another
          do: pages += 5
          goto: shelf
        - choice: All of them
          if: pages >= 5
          goto: page
  page:
    - BODY
    - do: pages -= 1
    - if: pages > 0
      then:
        - goto: page
    - choices:
        - choice: Leave
    - ending: home
"""
LETTERS = "word " * 400


def story(load_text: Load, most: int, body: str, **changes: str) -> Program:
    text = LIBRARY.replace("MOST", str(most)).replace("BODY", body)
    for old, new in changes.items():
        text = text.replace(old, new)
    program = load_text(text)
    assert program is not None
    return program


def soft_lock(report: Report) -> Answer:
    (found,) = (one for one in report.answers if one.kind == "no soft-lock")
    return found


EVERY_WAY = [TUNING, NO_SETS]


@pytest.mark.parametrize("tuning", EVERY_WAY, ids=["sets", "play"])
def test_a_turn_that_holds_too_much_is_found_though_nothing_needs_it(load_text: Load, tuning: Tuning) -> None:
    """Everything that is written can be reached with one page."""
    report = prove(story(load_text, 1000, LETTERS), tuning=tuning)
    stuck = soft_lock(report)
    assert stuck.verdict == "refuted"
    assert "more text comes than a turn can hold" in stuck.text
    assert stuck.witness is not None
    assert {one.verdict for one in report.answers if one is not stuck} == {"proved"}
    session = Session(story(load_text, 1000, LETTERS), setup=stuck.witness.setup)
    for choice in stuck.witness.choices:
        session.choose(choice)
    assert session.turn.stuck == "too-long"


@pytest.mark.parametrize("tuning", EVERY_WAY, ids=["sets", "play"])
def test_a_turn_that_goes_round_and_holds_all_of_it_is_no_trouble(load_text: Load, tuning: Tuning) -> None:
    report = prove(story(load_text, 300, LETTERS), tuning=tuning)
    assert report.verdict == "proved"


def test_steps_count_as_letters_do(load_text: Load) -> None:
    """Three thousand rounds of four blocks."""
    body = "if: more\n      then:\n        - a\n    - if: more\n      then:\n        - b"
    assert soft_lock(prove(story(load_text, 1000, body))).verdict == "proved"
    stuck = soft_lock(prove(story(load_text, 4000, body)))
    assert (stuck.verdict, "for ever" in stuck.text) == ("refuted", True)


def test_what_only_draws_can_bring_about_is_left_open(load_text: Load) -> None:
    """Play goes round for as long as the draws fall so; no seed lets it do that ten thousand times."""
    program = load_text(
        "story: wood\ntitle: Wood\nstart: in\nendings: {out: {title: Out}}\nscenes:\n"
        "  in:\n    - choices: [Walk]\n    - goto: round\n"
        "  round:\n    - {draw: ways, by: random}\n    - goto: round\n"
        "  on: {deck: ways, body: [Trees.]}\n  home: {deck: ways, body: [There!, ending: out]}\n"
    )
    assert program is not None
    report = prove(program, Bounds(60.0))
    answer = soft_lock(report)
    assert (answer.verdict, answer.witness) == ("not decided", None)
    assert "more than a turn can" in answer.text


def test_an_edit_of_words_is_looked_at(load_text: Load, tmp_path: Path) -> None:
    """What a proof found before stands for any words, but not for how many of them a turn holds."""
    before, after = story(load_text, 1000, "word"), story(load_text, 1000, LETTERS)
    cache = ProofCache(tmp_path, tmp_path / "made.yaml", before, "")
    memory = cache.memory()
    report = prove(before, memory=memory)
    assert report.verdict == "proved"
    cache.keep(report, memory)
    again = ProofCache(tmp_path, tmp_path / "made.yaml", after, "")
    assert again.fetch() is None
    assert soft_lock(prove(after, memory=again.memory())).verdict == "refuted"
    fewer = ProofCache(tmp_path, tmp_path / "made.yaml", story(load_text, 1000, "weird"), "")
    assert fewer.fetch() is None, "it goes round, so it takes a proof"


def test_an_edit_of_words_that_all_turns_hold_needs_no_proof(load_text: Load, tmp_path: Path) -> None:
    def short(word: str) -> Program:
        return story(load_text, 1000, word, **{"goto: page\n    - choices": "goto: shelf\n    - choices"})

    cache = ProofCache(tmp_path, tmp_path / "made.yaml", short("word"), "")
    memory = cache.memory()
    cache.keep(prove(short("word"), memory=memory), memory)
    assert ProofCache(tmp_path, tmp_path / "made.yaml", short(LETTERS), "").fetch() is not None


@pytest.mark.parametrize("tuning", EVERY_WAY, ids=["sets", "play"])
@pytest.mark.parametrize(("letters", "blocks"), [(120, 10_000), (1_000_000, 7), (250, 12)])
def test_it_is_as_the_engine_has_it_in_random_stories(
    load_text: Load,
    monkeypatch: pytest.MonkeyPatch,
    how_many: int,
    letters: int,
    blocks: int,
    tuning: Tuning,
) -> None:
    """With turns that hold little, so that many are too much."""
    for module in (machine, successors, longest_turn):
        monkeypatch.setattr(module, "HEAVIEST", letters)
        monkeypatch.setattr(module, "LONGEST_RUN", blocks)
    monkeypatch.setattr(validation, "MOST_SEEDS", 500)
    outcomes = set()
    for seed in range(how_many or 12):
        program = load_text(Maker(seed).text())
        if program is None:
            continue
        try:
            every = Everything(program)
        except TooLargeError:
            continue
        answer = soft_lock(prove(program, Bounds(30.0), tuning=tuning))
        outcomes.add(answer.verdict)
        assert answer.verdict != "proved" or every.lost is None, seed
        assert answer.verdict != "refuted" or every.lost is not None, seed
        assert answer.verdict != "not decided" or program.draws, seed
    assert "refuted" in outcomes
