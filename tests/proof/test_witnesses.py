"""Playthroughs where a story draws: the seed that comes with one shows what it is for, and without such a seed nothing is shown."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

import pytest

from game.engine.linker.nodes import LinkedChoice
from game.engine.machine import Machine
from game.engine.sessions.session import Session, State, begin, step
from game.engine.turn import Turn
from game.program.forms.evaluate import evaluate
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.portfolio import quick
from game.proof.portfolio.context import Proof
from game.proof.portfolio.question import can
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.results import Answer, Witness
from game.proof.whole import prove
from game.proof.witness import player
from tests.proof.stories import Maker, few_and_rest

Load = Callable[[str], "Program | None"]

WOODS = """
story: woods
title: Woods
start: edge
variables:
  lost: bool
endings: {home: {title: Home}}
always: [not lost]
scenes:
  edge:
    - "The edge. {shuffle: Birds. | Wind. | Rain. | Nothing.}"
    - choices:
        - choice: In
          goto: woods
  woods:
    - {draw: night, by: random}
    - choices:
        - choice: On
          goto: out
  out:
    - choices:
        - choice: Home
          if: not lost
          ending: home
        - choice: Round
          if: lost
          goto: out
  owl: {deck: night, body: [An owl.]}
  fox: {deck: night, body: [A fox.]}
  hare: {deck: night, body: [A hare.]}
  trap: {deck: night, body: [do: lost = true]}
"""


@pytest.fixture
def woods(load_text: Load) -> Program:
    program = load_text(WOODS)
    assert program is not None
    return program


def played(program: Program, witness: Witness | None) -> Session:
    assert witness is not None
    session = Session(program, seed=witness.seed, setup=witness.setup)
    for choice in witness.choices:
        session.choose(choice)
    return session


def answers(program: Program, kind: str, tuning: Tuning = TUNING) -> list[Answer]:
    bounds = Bounds(seconds=10.0)  # of which a tenth goes to looking for a seed
    return [one for one in prove(program, bounds, tuning=tuning).answers if one.kind == kind]


def test_each_text_of_a_shuffle_comes_with_a_seed_that_shows_it(woods: Program) -> None:
    ways = {one.detail: played(woods, one.witness) for one in answers(woods, "text") if one.detail}
    said = {detail: session.turn.blocks[0].text for detail, session in ways.items()}
    assert said == {
        "11": "The edge. Birds.",
        "12": "The edge. Wind.",
        "13": "The edge. Rain.",
        "14": "The edge. Nothing.",
    }


def test_a_broken_promise_is_broken_with_its_seed(woods: Program) -> None:
    (broken,) = answers(woods, "promise")
    assert broken.verdict == "refuted"
    assert played(woods, broken.witness).broken_promises() == ("not lost",)


def test_a_soft_lock_is_one_with_its_seed(woods: Program) -> None:
    (stuck,) = answers(woods, "no soft-lock")
    assert stuck.verdict == "refuted"
    assert played(woods, stuck.witness).value("lost") is True


def test_what_is_asked_about_is_so_with_its_seed(woods: Program) -> None:
    lost: Expr = ("==", ("v", woods.slot["lost"]), ("c", 1))
    answer = can(Proof(woods), "lost", lost, scene="woods")
    assert answer.verdict == "proved"
    session = played(woods, answer.witness)
    assert evaluate(lost, session.state.values)
    assert session.turn.scene == "woods"


def test_a_quick_look_breaks_promises_with_their_seed(woods: Program) -> None:
    look = quick.quick(woods)
    assert look is not None
    (broken,) = [one for one in look.found if one.kind == "promise"]
    assert played(woods, broken.witness).broken_promises() == ("not lost",)


ONE_SEED: Final = TUNING._replace(seeds_tried=1)
"""The first seed is the only one: it draws the owl, or so."""


def test_a_text_that_no_seed_shows_is_not_decided(woods: Program) -> None:
    arms = [one for one in answers(woods, "text", ONE_SEED) if one.detail]
    assert sorted(one.verdict for one in arms) == ["not decided"] * 3 + ["proved"]
    assert all("no seed up to" in one.text and one.witness is None for one in arms if one.verdict != "proved")


@pytest.mark.parametrize("kind", ["promise", "no soft-lock"])
def test_what_goes_wrong_with_no_seed_is_not_decided(woods: Program, kind: str) -> None:
    (answer,) = answers(woods, kind, ONE_SEED)
    assert (answer.verdict, answer.witness) == ("not decided", None)
    assert "no seed up to" in answer.text


BOOK = """
story: book
title: Book
start: cellar
endings: {dark: {title: Dark}}
variables:
  told: {type: int, min: 0, max: 1000}
scenes:
  cellar:
    - choices:
        - choice: Read
          goto: page
  page:
    - do: told += 1
    - PAGE
    - if: told < 1000
      then:
        - goto: page
    - The last page.
    - ending: dark
"""
STEPS = """if: told < PART
      then:
        - Turn.
    - """


@pytest.mark.parametrize(
    ("page", "bound"),
    [
        ("word " * 400, "more text than a turn can hold (1,000,000 letters"),
        ("".join(STEPS.replace("PART", str(part)) for part in range(990, 1000)) + "Go on.", "more steps than a turn can hold (10,000"),
    ],
    ids=["letters", "steps"],
)  # fmt: skip
def test_a_way_over_what_a_turn_can_hold_gets_stuck_and_is_no_mistake(load_text: Load, page: str, bound: str) -> None:
    program = load_text(BOOK.replace("PAGE", page))
    assert program is not None
    report = prove(program, lengths=True)
    assert report.verdict == "refuted"
    assert not report.mistakes
    (stuck,) = (one for one in report.answers if one.kind == "no soft-lock")
    assert (stuck.verdict, stuck.scene) == ("refuted", "page")
    assert stuck.witness is not None
    assert stuck.witness.choices == ("cellar/read",)
    left = {one.kind: one.text for one in report.answers if one.verdict == "not decided"}
    assert set(left) == {"ending", "text"}
    assert all(text.startswith("reachable, but") and bound in text for text in left.values())
    assert not report.lengths
    assert not report.odds
    assert report.unmeasured == ("the lengths: play can get stuck over what a turn can hold",)


def test_nobody_chooses_behind_a_turn_that_holds_too_much(load_text: Load) -> None:
    pages = "".join("    - " + "word " * 40_000 + "\n" for _ in range(6))
    program = load_text(
        "story: book\ntitle: Book\nstart: cellar\nendings: {dark: {title: Dark}}\nscenes:\n  cellar:\n    - choices: [Read, Look]\n"
        f"{pages}    - choices: [Leave]\n    - ending: dark\n"
    )
    assert program is not None
    found = {one.kind: one for one in prove(program).answers if one.kind in ("no soft-lock", "ending")}
    assert found["ending"].verdict == "not decided"
    assert found["no soft-lock"].verdict == "refuted"


def test_playthroughs_that_begin_alike_are_played_once(load_text: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are played one beside the other, however many choices each takes."""
    rooms = [
        f"  r{way}x{one}:\n    - Room {one}.\n    - choices:\n        - {{choice: On, goto: r{way}x{one + 1}}}"
        for way in range(6)
        for one in range(30)
    ]
    ways = [f"        - {{choice: Way {way}, goto: r{way}x0}}" for way in range(6)]
    ends = [f"  r{way}x30:\n    - ending: out" for way in range(6)]
    head = "story: rooms\ntitle: Rooms\nstart: hall\nendings: {out: {title: Out}}\nscenes:\n  hall:\n    - choices:"
    program = load_text("\n".join([head, *ways, *rooms, *ends, ""]))
    assert program is not None
    steps = 0
    take = Machine.take

    def counted(machine: Machine, choice: LinkedChoice) -> Turn:
        nonlocal steps
        steps += 1
        return take(machine, choice)

    monkeypatch.setattr(Machine, "take", counted)
    report = prove(program)
    shown = [one.witness.choices for one in report.answers if one.witness is not None]
    assert len(shown) > 360
    beginnings = {choices[:length] for choices in shown for length in range(len(choices) + 1)}
    assert steps <= 3 * len(beginnings)


@few_and_rest(6, 30, first=300)
def test_what_is_played_after_another_stands_as_if_it_were_played_alone(
    load_text: Load, seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever came before it, and however many seeds there are; also where play is stuck, or no such choice is open."""
    monkeypatch.setattr(player, "MOST_LINES", 2)
    stuck = 0
    for seed in seeds:
        program = load_text(Maker(seed, draws=seed % 3 == 0).text())
        if program is None:
            continue
        random = Random(seed)
        alone: dict[tuple[int, tuple[str, ...]], tuple[State, Turn] | None] = {}
        for drawn in range(3):
            for _ in range(20):
                state, turn = begin(program, drawn)
                ways: tuple[str, ...] = ()
                alone[drawn, ways] = state, turn
                while len(ways) < 40 and not turn.ending and not turn.stuck:
                    identity = random.choice([one.id for one in turn.options if one.open])
                    state, turn = step(program, state, identity)
                    ways = (*ways, identity)
                    alone[drawn, ways] = state, turn
                alone[drawn, (*ways, "hall/none")] = None
                stuck += bool(turn.stuck)
        playing = player.WitnessPlayer(program)
        for drawn, ways in random.choices(list(alone), k=300):
            played = playing.play(drawn, {}, ways)
            assert (played and (played.state, played.turn)) == alone[drawn, ways], ways
    assert stuck
