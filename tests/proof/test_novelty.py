"""Play that keeps what is rare, and the engine's playing of all that was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest

from game.engine.sessions.session import State, step
from game.program.model import Program
from game.proof.model.goals import Goal, goals
from game.proof.model.path import ChoicePath
from game.proof.portfolio.context import Proof
from game.proof.portfolio.searches import novelty
from game.proof.portfolio.tuning import Entry
from game.proof.vector import policies as guides
from game.proof.whole import prove
from game.proof.witness import trie as played
from tests.proof.test_every_playthrough import check
from tests.proof.tunings import NO_SETS

Load = Callable[[str], "Program | None"]

LOCK = """
story: lock
title: A lock
start: door
variables:
  open: {type: int, min: 0, max: 12}
  scratches: {type: int, min: 0, max: 9}
endings: {in: {title: In}}
scenes:
  door:
    - Ring OPEN.
    - choices:
        - choice: Left
          then:
            - {if: LEFT, then: [{do: open += 1}], else: [{do: [open = 0, scratches += 1]}]}
          goto: door
        - choice: Right
          then:
            - {if: not (LEFT), then: [{do: open += 1}], else: [{do: [open = 0, scratches += 1]}]}
          goto: door
        - choice: Go in
          if: open == 12 and scratches < 3
          goto: room
  room:
    - ending: in
""".replace("LEFT", " or ".join(f"open == {one}" for one in (0, 1, 4, 6, 7, 9)))


def found(proof: Proof, asked: Mapping[int, Goal], most: int) -> Mapping[int, ChoicePath]:
    """What play for what is rare finds of some goals."""
    ways: dict[int, ChoicePath] = {}
    spots = {number: goal.spots for number, goal in asked.items()}
    novelty.play(proof, spots, ways.__setitem__, proof.share(Entry("novelty", width=most)), seed=1)
    return ways


def test_what_takes_one_right_choice_after_the_other_is_found(load_text: Load) -> None:
    """A wrong one goes back to the beginning: few of four thousand ways come to the end, and each step is something new."""
    program = load_text(LOCK)
    assert program is not None
    proof = Proof(program)
    asked = {number: goal for number, goal in enumerate(goals(proof.graph)) if goal.kind == "ending"}
    ways = found(proof, asked, 16)
    assert len(ways) == 1
    (trail,) = ways.values()
    witness, _ = proof.validator.follow(trail, next(iter(asked.values())))
    assert witness is not None
    assert trail.depth >= 13
    assert proof.states < 500


def test_nothing_is_found_where_the_variables_have_too_many_values(load_text: Load) -> None:
    program = load_text(LOCK.replace("max: 9", "max: 9999"))
    assert program is not None
    proof = Proof(program)
    assert found(proof, dict(enumerate(goals(proof.graph))), 16) == {}


@pytest.mark.slow
@pytest.mark.parametrize("draws", [False, True])
def test_answers_are_the_same_where_only_what_is_rare_is_played(load_text: Load, how_many: int, draws: bool) -> None:
    """Nothing is found at random, and few states go on besides the new ones."""
    tuning = NO_SETS.without("random", "exact")._replace(go_on=1)
    stories = range(7000, 7000 + max(how_many, 10))
    assert check(load_text, stories, draws=draws, most=60 if draws else 1500, tuning=tuning) >= (1 if draws else 3)


@pytest.mark.parametrize("states", [0, 5, 60, 1000])
def test_what_was_found_when_the_share_is_over_counts(load_text: Load, states: int) -> None:
    program = load_text(LOCK)
    assert program is not None
    proof = Proof(program)
    asked = goals(proof.graph)
    spots = {number: goal.spots for number, goal in enumerate(asked)}
    ways: dict[int, ChoicePath] = {}
    novelty.play(
        proof, spots, ways.__setitem__, proof.share(Entry("novelty", cap=1.0, states=states, width=16)), seed=1
    )
    for number, trail in ways.items():
        proof.validator.follow(trail, asked[number])
    assert 0 < len(ways) <= len(asked) or not states
    assert any(asked[number].kind == "ending" for number in ways) == (states == 1000)


def test_what_was_found_when_somebody_asks_to_stop_counts(load_text: Load) -> None:
    """Also what a round has found that is not over yet."""
    program = load_text(LOCK)
    assert program is not None
    proof = Proof(program)
    asked = goals(proof.graph)
    spots = {number: goal.spots for number, goal in enumerate(asked)}

    def until(last: int) -> tuple[dict[int, ChoicePath], int]:
        """What is found until somebody asks to stop, and how often it was looked whether the time is over."""
        ways: dict[int, ChoicePath] = {}
        looked = 0

        def progress(*_: object) -> None:
            nonlocal looked
            looked += 1
            if looked == last:
                raise KeyboardInterrupt

        proof.bounds.progress = progress
        with suppress(KeyboardInterrupt):
            novelty.play(proof, spots, ways.__setitem__, proof.share(Entry("novelty", width=16)), seed=1)
        return ways, looked

    whole, times = until(0)
    ways, _ = until(times)
    assert {number: trail.choices() for number, trail in ways.items()} == {
        number: trail.choices() for number, trail in whole.items()
    }
    assert any(asked[number].kind == "ending" for number in ways)


def test_what_leads_nowhere_is_not_played(load_text: Load) -> None:
    program = load_text(LOCK)
    assert program is not None
    proof = Proof(program)
    asked = {number: goal for number, goal in enumerate(goals(proof.graph)) if goal.kind == "ending"}
    spots = {number: goal.spots for number, goal in asked.items()}
    vectors = novelty.vectors_for(proof, spots, 16)
    guide = guides.Novel(vectors, set(), 1, 0)
    assert guide.parts == []
    assert not any(guide.leads_on(arc) for arc in vectors.arcs)


def test_playthroughs_that_begin_alike_are_played_once(load_text: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where few states are kept: they are played one beside the other, however many choices each takes."""
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
    monkeypatch.setattr(played, "MOST_KEPT", 40)
    steps = 0

    def counted(program: Program, state: State, identity: str) -> object:
        nonlocal steps
        steps += 1
        return step(program, state, identity)

    monkeypatch.setattr(played, "step", counted)
    report = prove(program)
    shown = [one.witness.choices for one in report.answers if one.witness is not None]
    assert len(shown) > 360
    beginnings = {choices[:length] for choices in shown for length in range(len(choices) + 1)}
    assert steps <= 3 * len(beginnings)
