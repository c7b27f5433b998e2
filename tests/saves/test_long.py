"""Playthroughs of any length: saved whole or with their newest choices, and loaded within a bound of work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.engine.machine import Machine
from game.engine.sessions.resuming import MOST_REPLAYED
from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program
from game.saves.fields import STEPS
from game.saves.format import LARGEST, Save, decode, encode
from game.saves.restore import playthrough_of, restore

ID = "00112233445566aa"
STORY = """\
story: mill
title: The Mill
start: mill
variables:
  round: {{type: int, min: 0, max: {rounds}}}
  turns: {{type: int, min: 0, max: 9}}
endings: {{out: Out}}
scenes:
  mill:
    - The mill. {{turns}}
    - choices:
        - choice: Turn
          id: {turn}
          do: [turns += 1, round = 0]
        - Leave -> out
    - label: again
    - if: round < {rounds}
      then:
        - do: round += 1
        - goto: .again
    - goto: mill
  out: [{{ending: out}}]
"""


def mill(tmp_path: Path, *, rounds: int = 1, turn: str = "turn", text: str = "The mill.") -> Program:
    path = tmp_path / "story.yaml"
    path.write_text(STORY.format(rounds=rounds, turn=turn).replace("The mill.", text), encoding="utf-8")
    program = load(path, cache=False).program
    assert program is not None
    return program


def played(program: Program, count: int, turn: str = "turn") -> Session:
    session = Session(program, seed=1)
    for _ in range(count):
        session.choose(f"mill/{turn}")
    return session


@pytest.mark.parametrize(("rounds", "text"), [(4000, "The mill."), (1, "The mill is large. " * 10_000)])
def test_loading_plays_again_only_so_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: int, text: str
) -> None:
    program = mill(tmp_path, rounds=rounds, text=text)
    session = played(program, 3)
    work = session.spent
    assert work > 2000
    play = replace(playthrough_of(session, ID, last="x"), steps=("mill/turn",) * 100_000)
    turns = 0
    plain = Machine.play

    def counted(machine: Machine, *given: object) -> object:
        nonlocal turns
        turns += 1
        return plain(machine, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Machine, "play", counted)
    restored = restore(program, play)
    assert turns <= MOST_REPLAYED // work + 5
    assert restored.session.values() == session.values()
    assert restored.session.turn.scene == "mill"
    assert restored.notes == ("The way here is too long to be played again, so taking back ends here.",)
    assert len(restored.session.choices) == 100_000


def test_choices_that_are_made_again_in_an_edited_story_are_bounded_too(tmp_path: Path) -> None:
    old = playthrough_of(played(mill(tmp_path, rounds=4000), 3), ID)
    gone = {**old.snapshot, "scene": "gone", "point": "gone@never"}
    play = replace(old, steps=("mill/turn",) * 100_000, snapshot=gone, around=(), scene="gone")
    restored = restore(mill(tmp_path, rounds=4000, text="Another mill."), play)
    assert "The scene you were in, gone, is gone." in restored.notes
    assert 0 < len(restored.session.choices) < 1000


def test_the_choice_after_the_most_that_a_save_holds_is_saved_like_any_other(tmp_path: Path) -> None:
    program = mill(tmp_path)
    session = played(program, STEPS + 3)
    save = decode(encode(Save(playthrough_of(session, ID))))
    assert len(save.playthrough.steps) == STEPS
    restored = restore(program, save)
    assert restored.session.values() == session.values()
    assert restored.session.turn.options == session.turn.options
    restored.session.choose("mill/turn")
    encode(Save(playthrough_of(restored.session, ID)))


@pytest.mark.parametrize("letter", ["x", "물"])
def test_choices_that_take_more_room_than_a_save_has_are_the_newest(tmp_path: Path, letter: str) -> None:
    turn = letter * 900
    program = mill(tmp_path, turn=turn)
    session = played(program, 12_000, turn)
    content = encode(Save(playthrough_of(session, ID)))
    assert len(content) <= LARGEST
    kept = decode(content).playthrough.steps
    assert 1000 < len(kept) < 12_000
    assert restore(program, decode(content)).session.values() == session.values()
