"""The proof's answers about small random stories, held against every playthrough of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from game.program.lines import Lines, variant
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.portfolio.quick import quick
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.report.wording import Words
from game.proof.results import Answer, Report
from game.proof.whole import prove
from tests.proof.brute import Everything
from tests.proof.stories import few_and_rest, made_stories, with_a_rule, with_joints, with_promises, with_things
from tests.proof.tunings import NO_SETS

Load = Callable[[str], "Program | None"]


def expected(everything: Everything, program: Program, report: Report) -> list[str]:
    """Every answer that is not what playing everything gives, in words."""
    words = Words(program)
    wrong = []
    for answer in report.answers:
        length = None if answer.witness is None else len(answer.witness.choices)
        if answer.kind == "no soft-lock":
            what = answer.kind, ""
            fewest = everything.lost
            verdict = "proved" if fewest is None else "refuted"
        elif answer.kind == "promise":
            what = answer.kind, answer.name
            fewest = everything.broken.get(answer.name)
            verdict = "proved" if fewest is None else "refuted"
        else:
            what = key_of(words, answer.kind, answer.name, answer.detail)
            fewest = everything.depth.get(what)
            verdict = "proved" if fewest is not None or answer.kind == "closed" else "refuted"
        if answer.verdict != verdict or length != fewest:
            wrong.append(f"{answer}: is {verdict} after {fewest}")
        elif answer.witness is not None and not everything.shows(answer.witness, *what):
            wrong.append(f"{answer}: is not what the playthrough shows")
    return wrong


def own_words(program: Program, name: str, detail: str) -> str:
    """What a text says whatever way the forks in it go."""
    segments, _ = variant(Lines(program).segments(name), detail)
    return " ".join(one for one in segments if isinstance(one, str))


def key_of(words: Words, kind: str, name: str, detail: str) -> tuple[str, str]:
    """What stands for a goal in what was read."""
    if kind == "text" and not detail:
        return "line", name
    if kind == "text":
        found = re.search(r"m\d+m", own_words(words.program, name, detail))
        assert found is not None, (name, detail)
        return "mark", found.group()
    return kind, name


def check(
    load_text: Load,
    seeds: range,
    *,
    draws: bool,
    most: int = 1500,
    tuning: Tuning = TUNING,
    changed: Callable[[str, int], str] = lambda text, _seed: text,
) -> int:
    """Hold the proof against brute force for some stories; how many there were."""
    done = 0
    for made, everything in made_stories(
        load_text, seeds, lambda one: Everything(one, most), draws=draws, changed=changed
    ):
        wrong = expected(everything, made.program, prove(made.program, tuning=tuning))
        assert not wrong, made.problem(*wrong)
        done += 1
    return done


@few_and_rest(20, 120)
def test_answers_are_those_of_playing_everything(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=False) >= len(seeds) // 3


@few_and_rest(6, 24, ask=4)
def test_answers_are_those_of_playing_everything_where_stories_draw(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=True, most=60) >= len(seeds) // 6


@few_and_rest(10, 60, first=7000)
def test_answers_are_those_of_playing_everything_where_something_happens_at_every_choice(
    load_text: Load, seeds: range
) -> None:
    assert check(load_text, seeds, draws=False, changed=with_a_rule) >= len(seeds) // 3


@few_and_rest(8, 24, first=7000)
def test_answers_are_those_of_playing_everything_where_something_happens_at_every_choice_and_stories_draw(
    load_text: Load, seeds: range
) -> None:
    assert check(load_text, seeds, draws=True, most=60, changed=with_a_rule) >= 1


@few_and_rest(10, 70, first=8000)
def test_answers_are_those_of_playing_everything_where_there_are_sets_of_things(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=False, changed=with_things) >= len(seeds) // 3


@few_and_rest(12, 70, first=9500)
def test_answers_are_those_of_playing_everything_where_texts_run_on(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=False, changed=with_joints) >= len(seeds) // 3


@few_and_rest(12, 70, first=9000)
def test_answers_are_those_of_playing_everything_where_promises_ask_for_endings_and_scenes(
    load_text: Load, seeds: range
) -> None:
    assert check(load_text, seeds, draws=False, changed=with_promises) >= len(seeds) // 3


@few_and_rest(10, 30, first=4000)
def test_answers_are_the_same_where_it_is_much_from_which_an_ending_can_be_reached(
    load_text: Load, seeds: range
) -> None:
    """Then only states are looked at that come up."""
    tuning = TUNING._replace(good_nodes=-1)
    assert check(load_text, seeds, draws=False, tuning=tuning) >= len(seeds) // 3


DRAWN_FOR_EVER = """
story: turning
title: Turning
start: s0
variables: {met: bool}
endings: {one: {title: One}}
scenes:
  s0:
    - Enter s0.
    - do: met = not met
    - {draw: night, by: random}
    - goto: s0
  let0: {deck: night, body: [Enter let0.]}
  let1: {deck: night, body: [Enter let1.]}
"""


def test_play_that_draws_and_never_stops_is_looked_at_once(load_text: Load) -> None:
    """There are more ways through it than anybody can count, and four states."""
    program = load_text(DRAWN_FOR_EVER)
    assert program is not None
    report = prove(program, Bounds(20))
    assert report.effort.bound == ""
    assert not expected(Everything(program), program, report)
    look = quick(program)
    assert look is not None
    assert [one.kind for one in look.found if one.kind == "stuck"] == ["stuck"]


CALLS_IN_CALLS = """
story: deep
title: Deep
start: s0
variables: {met: bool, deep: {type: int, min: 0, max: 3}}
endings: {one: {title: One}}
scenes:
  s0:
    - Enter s0.
    - choices:
        - choice: m1m
          then: [{call: sub}]
        - choice: m2m
          then: [{draw: night}]
        - choice: m3m
          if: met
          ending: one
    - goto: s0
  sub:
    - Enter sub.
    - do: deep += 1
    - choices:
        - choice: m4m
          then: [{call: sub}, "m5m"]
        - choice: m6m
          do: met = true
    - return:
  let0:
    deck: night
    when: deep < 3
    body: ["Enter let0. {if deep == 2: m7m}", {do: deep += 1}, {draw: night}]
"""


def test_calls_inside_calls_are_followed_as_deep_as_the_engine_does(load_text: Load) -> None:
    """Behind that play is stuck, and it is known how it comes to that."""
    program = load_text(CALLS_IN_CALLS)
    assert program is not None
    report = prove(program)
    assert report.effort.bound == ""
    assert not expected(Everything(program), program, report)
    stuck = next(one for one in report.answers if one.kind == "no soft-lock")
    assert stuck.text == "in sub: calls go too deep"
    assert stuck.witness is not None
    assert len(stuck.witness.choices) == 65


LATE = """
story: late
title: Late
start: s0
variables:
  seal: bool
  met: bool
endings: {one: {title: One}}
scenes:
  s0:
    - Enter s0.
    - choices:
        - choice: m1m
          goto: s1
        - choice: m2m
          goto: s2
        - choice: m3m
          if: met
          goto: s3
        - choice: m4m
          do: met = true
          goto: s0
  s1:
    - Enter s1.
    - "{if seal: m5m | else: m6m}"
    - choices:
        - choice: m7m
          goto: s0
        - choice: m8m
          ending: one
  s2:
    - Enter s2.
    - choices:
        - choice: m9m
          goto: s3
  s3:
    - Enter s3.
    - choices:
        - choice: m10m
          do: seal = true
          goto: s2
        - choice: m11m
          goto: s0
"""


def test_a_text_that_shows_only_when_a_place_comes_up_again(load_text: Load) -> None:
    """No guard reads the variable, so the place is known long before the text can show."""
    program = load_text(LATE)
    assert program is not None
    report = prove(program)
    assert not expected(Everything(program), program, report)
    late = next(
        one
        for one in report.answers
        if one.detail and one.kind == "text" and "m5m" in own_words(program, one.name, one.detail)
    )
    assert late.witness is not None
    assert (len(late.witness.choices), late.witness.shortest) == (6, True)


TURNS_IN_A_SHUFFLE = """
story: turns
title: Turns
start: s0
variables:
  heat: {type: int, min: 0, max: 1}
endings: {one: {title: One}}
scenes:
  s0:
    - Enter s0.
    - "SHOWN"
    - choices:
        - choice: m90m
          do: heat = 1
          goto: s0
        - choice: m91m
          ending: one
"""


@pytest.mark.parametrize(
    "shown",
    [
        "{shuffle: m1m {first: m2m {if heat > 0: m3m | else: m4m} | then: m5m} | m6m}",
        "{shuffle: m1m {cycle: m2m {if heat == 0: m3m} | m4m {if heat == 0: m5m}} | m6m}",
        "{shuffle: m1m {first: m2m | then: m3m {if heat == 0: m4m}} | m5m {first: m6m | then: m7m} | then: m8m}",
        "{shuffle: m1m {shuffle: m2m | m3m | then: m4m} | m5m} m6m {first: m7m | then: m8m}",
        "{if heat == 1: {shuffle: m1m {first: m2m | then: m3m} | m4m {shuffle: m5m {cycle: m6m | m7m} | m8m}}}",
        "{shuffle: {first: m1m | then: } | {first: | then: m2m} | m3m}",
    ],
)
def test_texts_that_take_turns_inside_a_shuffle(load_text: Load, shown: str) -> None:
    """Only what a shuffle shows takes its turn: the others are still where they were."""
    program = load_text(TURNS_IN_A_SHUFFLE.replace("SHOWN", shown))
    assert program is not None
    report = prove(program)
    marked = report._replace(answers=tuple(one for one in report.answers if is_marked(program, one)))
    wrong = expected(Everything(program), program, marked)
    assert not wrong, "\n".join(wrong)


def is_marked(program: Program, answer: Answer) -> bool:
    """Whether what an answer is about can be told from what was read."""
    return answer.kind != "text" or not answer.detail or "m" in own_words(program, answer.name, answer.detail)


@few_and_rest(2, 6, first=2000)
def test_answers_are_the_same_where_the_sets_grow_too_large(load_text: Load, seeds: range) -> None:
    """Play and searches back stand in for looking at everything that can come up."""
    assert check(load_text, seeds, draws=False, tuning=NO_SETS) >= 1


@few_and_rest(1, 6, first=2001)
def test_answers_are_the_same_where_the_sets_grow_too_large_and_stories_draw(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=True, most=60, tuning=NO_SETS) >= 1


@pytest.mark.parametrize("exact", [0, 12])
@pytest.mark.parametrize("draws", [False, True])
def test_answers_are_the_same_where_states_are_left_out(
    load_text: Load, how_many: int, draws: bool, exact: int
) -> None:
    """What is left out goes on as what it has in common; that must not make anything impossible, or too late."""
    tuning = NO_SETS.without("random")._replace(exact=exact, room=1, least=1)  # chance would find most of it
    stories = range(3000, 3000 + max(how_many, 8))
    assert check(load_text, stories, draws=draws, most=60 if draws else 1500, tuning=tuning) >= (1 if draws else 3)


@few_and_rest(12, 40, first=4000)
def test_answers_are_the_same_where_no_way_is_known_before_the_searches(load_text: Load, seeds: range) -> None:
    """Every shortest playthrough is then one that a search back has found."""
    tuning = TUNING._replace(looked=0)
    assert check(load_text, seeds, draws=False, tuning=tuning) >= len(seeds) // 3


@pytest.mark.slow
@pytest.mark.parametrize("draws", [False, True])
def test_answers_are_the_same_where_it_is_not_known_what_comes_up_how_soon(
    load_text: Load, how_many: int, draws: bool
) -> None:
    """What can be reached is known then, and the shortest ways are searched for one length after the other."""
    tuning = TUNING.without("layers")
    stories = range(6000, 6000 + max(how_many, 10))
    assert check(load_text, stories, draws=draws, most=60 if draws else 1500, tuning=tuning) >= (1 if draws else 3)
