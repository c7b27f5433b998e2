"""A value set by hand: a choice that no list offers, which is taken back and made again like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine.sessions.by_hand import is_by_hand, read_setting
from game.engine.sessions.session import Session
from tests.engine.stories import EVERYTHING, program_of


def test_a_value_set_by_hand_holds_from_there_on_and_is_taken_back(tmp_path: Path) -> None:
    program = program_of(EVERYTHING, tmp_path)
    session = Session(program, seed=3)
    session.choose("square/sleep")
    before, choices = session.values(), session.choices
    offered = [one.id for one in session.turn.options]
    turn = session.put("trust.mina", 2)
    assert turn.blocks == ()  # what was told stays told, and what was done is not done again
    assert session.values() == {**before, "trust.mina": 2}
    assert [one.id for one in turn.options] == offered
    assert {one.id: one.open for one in turn.options}["square/ask-mina"]
    assert session.choices == (*choices, "trust.mina = 2 (set by hand)")
    assert [change.name for change in session.changes()] == ["trust.mina"]
    session.put("far", 1999)
    session.put("depth", -3)
    session.put("side", 1)
    session.put("wet", 1)
    assert (session.value("far"), session.value("depth"), session.value("side")) == (1999, -3, "camp")
    assert session.choices[-1] == "wet = true (set by hand)"
    for _ in range(5):
        session.undo()
    assert (session.values(), session.choices) == (before, choices)
    for _ in range(5):
        session.redo()
    assert session.value("depth") == -3
    assert [len(turn.blocks) > 0 for turn in session.turns()] == [True, True, *[False] * 5]
    session.choose("square/ask-mina")
    assert session.turn.scene == "asked"
    assert session.branch(3).values() == {**before, "trust.mina": 2, "far": 1999}
    with pytest.raises(KeyError):
        session.put("visits:square", 1)


def test_its_name_says_what_was_set(tmp_path: Path) -> None:
    program = program_of(EVERYTHING, tmp_path)
    session = Session(program)
    for name, value in (("wet", 0), ("side", 2), ("depth", -3), ("far", 2000)):
        session.put(name, value)
    assert all(map(is_by_hand, session.choices))
    assert [read_setting(program, one) for one in session.choices] == [
        ("wet", 0), ("side", 2), ("depth", -3), ("far", 2000),
    ]  # fmt: skip
    for gone in ("dry = true (set by hand)", "side = forest (set by hand)", "depth = 9 (set by hand)"):
        assert read_setting(program, gone) is None
    assert not is_by_hand("square/climb")
