"""Searches back for what no condition reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.program.model import Program
from game.proof.portfolio.tuning import TUNING
from game.proof.report.wording import Words
from game.proof.whole import prove

STORY = """
story: narrow
title: Narrow
start: s0
variables:
  heat: {type: int, min: 0, max: 4, start: 2}
  food: {type: int, min: 0, max: 4, start: 2}
  seal: bool
endings: {one: {title: One}}
scenes:
  s0:
    - Enter s0.
    - choices:
        - choice: Warmer
          do: heat += 1
          goto: s0
        - choice: Colder
          do: heat -= 1
          goto: s0
        - choice: More
          do: food += 1
          goto: s0
        - choice: Less
          do: food -= 1
          goto: s0
        - choice: Seal it
          if: heat == HEAT
          do: seal = true
          goto: s0
        - choice: Leave
          if: food == FOOD
          goto: s1
  s1:
    - Enter s1.
    - choices:
        - choice: On
          goto: s2
  s2:
    - Enter s2.
    - "{if seal: Sealed.}"
    - ending: one
"""


@pytest.mark.parametrize("heat", range(5))
@pytest.mark.parametrize("food", range(5))
def test_what_no_condition_reads_is_kept_in_view_until_it_came_up(
    load_text: Callable[[str], Program | None], heat: int, food: int
) -> None:
    """No way is known before the search, and what can come up how soon does not tell it."""
    program = load_text(STORY.replace("HEAT", str(heat)).replace("FOOD", str(food)))
    assert program is not None
    words = Words(program)
    sealed = next(
        one
        for one in prove(program, tuning=TUNING._replace(looked=0)).answers
        if one.kind == "text" and "Sealed" in words.text(one.name, one.detail)
    )
    assert sealed.witness is not None
    assert (len(sealed.witness.choices), sealed.witness.shortest) == (3 + abs(heat - 2) + abs(food - 2), True)
