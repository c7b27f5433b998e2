"""What an effect makes of a set of values, held against doing it to each of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from random import Random

import pytest

from game.program.forms.evaluate import evaluate
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.symbolic.bdd import Diagrams

HEAT, MET = ("v", 0), ("v", 1)
STORY = """
story: effects
title: Effects
start: s0
variables:
  heat: {type: int, min: -1, max: 5}
  met: bool
endings: {one: {title: One}}
scenes:
  s0:
    - Enter.
    - ending: one
"""


def number(value: int) -> Expr:
    return ("c", value)


@pytest.mark.parametrize(
    ("value", "when"),
    [
        (("+", HEAT, number(1)), None),
        (("-", HEAT, number(3)), None),
        (("-", number(4), HEAT), None),
        (("*", HEAT, number(2)), None),
        (("min", HEAT, number(2)), None),
        (("*", HEAT, HEAT), None),
        (("+", HEAT, number(1)), MET),
        (("+", HEAT, MET), None),
        (("+", HEAT, number(9)), None),
        (number(3), ("not", MET)),
    ],
)
def test_an_effect_is_done_to_every_value_of_a_set(
    load_text: Callable[[str], Program | None], value: Expr, when: Expr | None
) -> None:
    program = load_text(STORY)
    assert program is not None
    slots = [program.slot["heat"], program.slot["met"]]
    assert slots == [0, 1]
    diagrams = Diagrams(program, ())
    bounds = [(one.low, one.high) for one in program.slots]
    every = [list(values) for values in product(*[range(low, high + 1) for low, high in bounds])]
    random = Random(1)
    for size in (1, 2, 5, len(every) // 2, len(every)):
        before = random.sample(every, size)
        there = diagrams.false
        for values in before:
            one = diagrams.true
            for slot, at in enumerate(values):
                one = one & diagrams.equal(slot, at)
            there = there | one
        after = []
        for values in before:
            done = list(values)
            if when is None or evaluate(when, values):
                done[0] = min(max(evaluate(value, values), bounds[0][0]), bounds[0][1])
            after.append(done)
        found = diagrams.image(there, 0, value, when)
        assert [values for values in every if diagrams.holds(found, values)] == [one for one in every if one in after]
        spare = found & ~diagrams.valid(range(len(program.slots)))
        assert not spare.satisfiable()
