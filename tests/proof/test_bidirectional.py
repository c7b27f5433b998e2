"""Searches back that meet what a search forth has come to, held against every playthrough."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.explicit import bitstates as bits
from game.proof.explicit import layered_bfs as broad
from game.proof.explicit.bitgraph import Layout
from game.proof.explicit.bitstates import TooManyError
from game.proof.explicit.layered_bfs import Broad
from game.proof.explicit.regression import Bidirectional
from game.proof.model.goals import Goal, goals
from game.proof.model.slicing import Slice
from game.proof.model.successors import FAR
from game.proof.portfolio import both_ends as both_ways
from game.proof.portfolio import playing
from game.proof.portfolio import properties as questions
from game.proof.portfolio.context import Proof
from game.proof.portfolio.properties import can
from game.proof.report.wording import Words
from game.proof.whole import prove
from tests.proof.brute import Everything
from tests.proof.stories import made_stories
from tests.proof.test_every_playthrough import expected, key_of

Load = Callable[[str], "Program | None"]


def met(proof: Proof, asked: Sequence[Goal], exact: int) -> Bidirectional:
    """A search back to all that comes up in a search forth through so many states."""
    spots = {number: goal.spots for number, goal in enumerate(asked)}
    looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
    layout = Layout(proof.walker, Slice(proof.graph, looked), {place for place, _ in looked})
    forth = Broad(layout, spots, proof.bounds.check, exact=exact)
    forth.run(lambda: False, whole_up_to=exact)
    return Bidirectional(forth, proof.soonest.lowest, proof.bounds.check)


@pytest.mark.parametrize("exact", [4, 12, 40])
@pytest.mark.parametrize("draws", [False, True])
def test_the_fewest_choices_are_found_wherever_the_searches_meet(
    load_text: Load, how_many: int, draws: bool, exact: int
) -> None:
    stories = range(7000, 7000 + (max(how_many // 4, 10) if draws else max(how_many, 30)))
    compared = 0
    for made, everything in made_stories(
        load_text, stories, lambda one: Everything(one, 60 if draws else 1500), draws=draws
    ):
        proof, words = Proof(made.program), Words(made.program)
        asked = goals(proof.graph, clamps=False)
        back = met(proof, asked, exact)
        for goal in asked:
            fewest = everything.depth.get(key_of(words, goal.kind, goal.name, goal.detail))
            if fewest is not None and fewest <= back.depth:
                continue  # the search forth has come there
            found = [
                back.shortest(goal.spots, most=most, boxes=50_000) for most in (FAR, fewest or 0, (fewest or 0) - 1)
            ]
            depths = [None if trail is None else trail.depth for trail in found]
            assert depths == [fewest, fewest, None], made.problem(f"{goal}: {depths}, and not {fewest}")
            if found[0] is not None:
                witness, _ = proof.follower.follow(found[0].setup, found[0].choices(), goal)
                assert witness is not None or draws, made.problem(f"{goal}: {found[0].choices()}")
            compared += 1
    assert compared > 20


def test_it_is_given_up_where_there_is_too_much_of_it(load_text: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    program = load_text(FAR_OFF)
    assert program is not None
    proof = Proof(program)
    asked = [goal for goal in goals(proof.graph) if goal.kind == "ending"]
    back = met(proof, asked, 4)
    with pytest.raises(TooManyError):
        back.shortest(asked[0].spots, most=FAR, boxes=3)
    monkeypatch.setattr(bits, "_TRIED", 2)
    with pytest.raises(TooManyError):
        met(proof, asked, 4).shortest(asked[0].spots, most=FAR, boxes=1000)


@pytest.mark.slow
@pytest.mark.parametrize("small", [0, 6, 100_000])
@pytest.mark.parametrize("draws", [False, True])
def test_a_single_question_is_answered_so(
    load_text: Load, how_many: int, monkeypatch: pytest.MonkeyPatch, draws: bool, small: int
) -> None:
    """Where neither is quick, the sets have grown too large by then, and a search back over sets is left."""
    monkeypatch.setattr(questions, "SMALL", small)
    monkeypatch.setattr(questions, "EXACT", 2 * small)
    monkeypatch.setattr(Proof, "sweep", lambda *_args, **_named: None)
    stories = range(8100, 8100 + (max(how_many // 4, 10) if draws else max(how_many, 30)))
    asked = 0
    most = 60 if draws else 1500
    for made, everything in made_stories(load_text, stories, lambda one: Everything(one, most), draws=draws):
        for promise in made.program.always:
            answer = can(Proof(made.program), promise.text, ("not", promise.condition))
            fewest = everything.broken.get(promise.text)
            found = None if answer.witness is None else len(answer.witness.choices)
            assert (answer.verdict, found) == ("refuted" if fewest is None else "proved", fewest), made.problem(
                str(answer)
            )
            asked += 1
    assert asked >= (2 if draws else 5)


FAR_OFF = """
story: far
title: Far off
start: yard
variables:
  heat: {type: int, min: 0, max: 9}
  food: {type: int, min: 0, max: 9}
  seal: bool
endings: {out: {title: Out}}
scenes:
  yard:
    - Enter yard.
    - choices:
        - choice: m1m
          do: heat += 1
          goto: yard
        - choice: m2m
          do: food += 1
          goto: yard
        - choice: m3m
          if: heat > 0
          do: [heat -= 1, food += 2]
          goto: yard
        - choice: m4m
          if: heat * 2 > food + 6
          do: seal = heat == food
          goto: yard
        - choice: m5m
          if: seal and heat + food > 12
          goto: gate
  gate:
    - Enter gate.
    - ending: out
"""


def test_everything_is_decided_so_where_it_is_quick(load_text: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other search is made: not for what can be, not for what cannot, and not for anything shorter."""
    monkeypatch.setattr(Proof, "everything", lambda _self, _asked: None)
    monkeypatch.setattr(playing, "SMALL", 40)
    monkeypatch.setattr(playing, "ALIKE", 0)
    monkeypatch.setattr(broad, "EXACT", 60)
    monkeypatch.setattr(both_ways, "BOXES", (50_000,))
    for one in ("search", "play", "possible", "soon_possible"):
        monkeypatch.setattr(Proof, one, None)
    monkeypatch.setattr(playing.Playing, "at_random", None)
    program = load_text(FAR_OFF)
    assert program is not None
    report = prove(program, Bounds(20))
    assert not expected(Everything(program), program, report)
    assert all(one.witness.shortest for one in report.answers if one.witness is not None)
