"""Conditions that are written back from a story mean what they meant, and say it as a writer would."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import opposite
from game.program.model import Program
from game.program.spelling import spelled
from tests.program.telling import program_of

_STORY = """
story: spelled
title: Spelled
start: a
variables: {{met: bool, heat: {{type: int, min: 0, max: 2}}, side: {{type: enum, values: [none, camp, school]}}}}
endings: {{done: Done}}
always: ['{}']
scenes:
  a:
    - choices:
        - Back: [{{do: [heat += 1, met = not met, side = camp]}}, {{goto: a}}]
        - End: [ending: done]
"""


def story(condition: str) -> Program:
    """A story with one promise."""
    return program_of({"story.yaml": _STORY.format(condition)})


@pytest.mark.parametrize(
    ("written", "back"),
    [
        ("not not met", "met"),
        ("not (heat > 1)", "heat <= 1"),
        ("not not not met", "not met"),
        ("met == true", "met"),
        ("met == false", "not met"),
        ("visits(a) >= 1", "seen(a)"),
        ("not seen(a)", "not seen(a)"),
        ("visits(a) < 1", "not seen(a)"),
        ("not (side in [camp])", "side not in [camp]"),
        ("0 < heat <= 2", "heat > 0 and heat <= 2"),
    ],
)
def test_a_condition_is_written_plainly(written: str, back: str) -> None:
    program = story(written)
    (promise,) = program.always
    said = spelled(program.slots, promise.condition)
    assert said == back or said.replace("0 < heat", "heat > 0") == back
    assert spelled(program.slots, ("not", opposite(promise.condition))) == said
    assert "not not" not in spelled(program.slots, promise.condition, negated=True)


def test_a_constant_is_true_or_false() -> None:
    assert spelled(story("met").slots, ("or", ("c", 0), ("not", ("c", 1)))) == "false or not true"


_PARTS = [
    "met",
    "seen(a)",
    "heat > 1",
    "heat == 0",
    "side == camp",
    "side != none",
    "side in [camp, none]",
    "heat * 2 - 1 >= heat",
    "visits(a) < 2",
]
_CONDITIONS = st.recursive(
    st.sampled_from(_PARTS),
    lambda inside: st.one_of(
        st.builds("not ({})".format, inside),
        st.builds("({}) and ({})".format, inside, inside),
        st.builds("({}) or ({})".format, inside, inside),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(_CONDITIONS)
def test_what_is_written_back_means_the_same(condition: str) -> None:
    program = story(condition)
    said = spelled(program.slots, program.always[0].condition)
    again = story(said)
    assert [one.name for one in again.slots] == [one.name for one in program.slots]
    for values in product(*(range(one.low, one.high + 1) for one in program.slots)):
        assert bool(evaluate(again.always[0].condition, values)) == bool(evaluate(program.always[0].condition, values))
    assert "not not" not in said
