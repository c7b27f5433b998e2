"""A list that one stands in keeps its numbers: a choice used up leaves its number empty, on the screen and by ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.session import Session
from game.player.playthrough.menus import Menus
from game.player.playthrough.playing import Playing
from game.player.storage.store import PlayerStore
from tests.player.talking import answers, talk

if TYPE_CHECKING:
    from game.program.model import Program

PLAYED = """\
story: topics
title: Topics
start: hub
endings: {end: End}
variables: {tide: {type: int, min: 0, max: 9}}
scenes:
  hub:
    text: She looks at you.
    do: tide += 1
    choices:
      - once: Who
      - once: How
      - choice: And then
        if: visits(hub) > 2
        once: true
      - once: Why
        choices:
          - choice: Why not
            id: why_not
          - Never mind
      - choice: Low water
        if: tide > 4
      - choice: Leave
        goto: away
    goto: hub
  away:
    choices: [Wait -> away, Back -> hub, Sleep]
    ending: end
"""


def menu(playing: Playing) -> dict[int, str]:
    return {number: playing.turn.options[place].label for number, place in playing.menu()}


def take(playing: Playing, label: str) -> dict[int, str]:
    playing.choose(next(at for at, one in enumerate(playing.turn.options) if one.label == label))
    return menu(playing)


def test_numbers_stay_while_one_stands_in_a_list(program: Program) -> None:
    playing = Playing(Session(program), PlayerStore(program))
    assert menu(playing) == {1: "Who", 2: "How", 3: "Why", 4: "Leave"}
    assert take(playing, "Who") == {2: "How", 3: "Why", 4: "Leave"}
    assert take(playing, "Why") == {1: "Why not", 2: "Never mind"}, "another list has its own"
    assert take(playing, "Why not") == {2: "How", 4: "Leave", 5: "And then"}, "what is new comes behind"
    assert take(playing, "And then") == {2: "How", 4: "Leave"}
    playing.undo()
    assert menu(playing) == {2: "How", 4: "Leave", 5: "And then"}
    playing.redo()
    assert menu(playing) == {2: "How", 4: "Leave"}
    take(playing, "Leave")
    for _ in range(3):
        take(playing, "Wait")
    assert take(playing, "Back") == {1: "How", 2: "Low water", 3: "Leave"}, (
        "who comes back from elsewhere finds it in order"
    )


def test_the_numbers_are_those_that_are_typed(program: Program) -> None:
    said = answers(talk(program, "1", "1", "3", "undo", "2", "nothing", "leave", start=True))
    assert said[1].endswith("2. How.\n3. Why.\n4. Leave.")
    assert said[2] == "There is no 1 here. The numbers are 2, 3, 4."
    assert said[3].endswith("1. Why not.\n2. Never mind.")
    assert said[4].endswith("2. How.\n3. Why (taken before).\n4. Leave.")
    assert said[5].endswith("3. Why (taken before).\n4. Leave.\n5. And then.")
    assert said[7].endswith("3. Sleep.")


def test_a_list_that_has_changed_by_itself_is_numbered_anew() -> None:
    menus = Menus()
    assert menus.number(0, "hub", ["a", "b", "c"], ()) == {"a": 1, "b": 2, "c": 3}
    assert menus.number(1, "hub", ["b", "c", "d"], ("x",)) == {"b": 1, "c": 2, "d": 3}
    assert menus.number(2, "hub", ["b", "d"], ("x", "c")) == {"b": 1, "d": 3}
    assert menus.number(2, "hub", ["c", "d"], ("x", "b")) == {"c": 2, "d": 3}, "another choice was made there"
