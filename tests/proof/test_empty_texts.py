"""Texts that can come out empty: nothing of them is shown then, wherever in them the words are missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.program.model import Program
from game.proof.whole import prove
from tests.proof.brute import Everything
from tests.proof.test_every_playthrough import expected, is_marked

Load = Callable[[str], "Program | None"]

STORY = """
story: quiet
title: Quiet
start: s0
variables:
  mood: {type: enum, values: [none, glad, lost], words: ["", Glad, "{nick}"]}
  heat: {type: int, min: 0, max: 1, words: [" ", warm]}
  met: bool
  nick: {type: text, start: ""}
  name: {type: text, start: ""}
setup:
  - {ask: Your name?, set: name}
phrases: {how: "{mood}"}
endings: {one: {title: One}}
scenes:
  s0:
    - Enter s0.
    - SHOWN
    - choices:
        - choice: m90m
          do: mood = glad
          goto: s0
        - choice: m91m
          do: mood = lost
          goto: s0
        - choice: m92m
          do: [heat = 1, met = not met]
          goto: s0
        - choice: m93m
          ending: one
"""


def wrong_in(load_text: Load, shown: str) -> list[str]:
    """What of the proof of a story with such a step is not what playing everything shows."""
    program = load_text(STORY.replace("SHOWN", shown))
    assert program is not None, shown
    report = prove(program)
    marked = report._replace(answers=tuple(one for one in report.answers if is_marked(program, one)))
    return expected(Everything(program), program, marked)


@pytest.mark.parametrize(
    "shown",
    [
        '"{mood}"',
        '"{heat}"',
        '"{nick}"',
        '"{name}"',
        '"{how}"',
        '"*{mood}* {nick}"',
        'aside: "{mood}"',
        '"{if met: {mood} | else: {nick}}"',
        '"{if met: m1m | else: {mood}}"',
        '"{first: {mood} | then: m1m | then: {heat}}"',
        '"{first: | then: {if met: m1m} | then: {mood}}"',
        '"{cycle: m1m | {how}} {heat}"',
        '"{nick} {first: {mood} {cycle: {heat} | m1m} | then: m2m}"',
        '"{shuffle: m1m {mood} | {heat}}"',
        '"<>{mood}"',
        '"<> *{mood}* {nick}"',
        '"<>{if met: {mood} | else: {nick}}"',
    ],
)
def test_what_shows_no_words_is_not_shown(load_text: Load, shown: str) -> None:
    wrong = wrong_in(load_text, shown)
    assert not wrong, "\n".join(wrong)


_WORDS = st.sampled_from(["", "{mood}", "{heat}", "{nick}", "{name}", "*{mood}*", "MARK"])


def _forked(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    either = st.builds(
        "{{if {}: {} | else: {}}}".format, st.sampled_from(["met", "mood == none", "heat > 0"]), inside, inside
    )
    turns = st.builds("{{{}: {} | then: {}}}".format, st.just("first"), inside, inside)
    cycle = st.builds("{{cycle: {} | {}}}".format, inside, inside)
    return st.one_of(either, turns, cycle, st.builds("{} {}".format, inside, inside))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.recursive(_WORDS, _forked, max_leaves=5))
def test_nor_in_any_text(load_text: Load, text: str) -> None:
    parts = text.split("MARK")
    shown = parts[0] + "".join(f"m{number}m{part}" for number, part in enumerate(parts[1:], 1))
    if not shown.strip():
        return
    for mark in ("", "<>", "<> "):
        wrong = wrong_in(load_text, f'"{mark}{shown}"')
        assert not wrong, "\n".join([mark + shown, *wrong])
