"""Saves whose checksum is right and whose snapshot no game ever made: played or refused, and soon."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.saves.format import Playthrough, Save, encode
from game.saves.restore import playthrough_of, restore
from tests.saves.stories import CHOICES, ID, Make, compiled, played

_ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.sampled_from(["", "cellar", "lit", "camp", "x", "lit@leave"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["heat", "side", "met", "name", "x"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(field=st.sampled_from(["scene", "point", "stack", "values", "texts", "draws"]), value=_ODD, drop=st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_forged_snapshot_is_played_or_refused(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: object, drop: bool
) -> None:
    program = compiled(tmp_path_factory.mktemp("story"))
    play = playthrough_of(played(program, *CHOICES), ID)
    snapshot = {**play.snapshot, field: value}
    if drop:
        del snapshot[field]
    restored = restore(program, replace(play, steps=("gone",), snapshot=snapshot))
    session = restored.session
    assert session.turn.scene in program.scene_ids
    for variable in program.variables.values():
        assert variable.kind == "enum" or variable.low <= int(session.values()[variable.name]) <= variable.high
    for option in session.turn.options:
        if option.open:
            session.choose(option.id)
            break
    encode(Save(playthrough_of(session, ID)))


def test_a_hostile_stack_and_count_of_draws_end_soon(make: Make) -> None:
    program = make()
    play = playthrough_of(played(program, *CHOICES), ID)
    for snapshot in (
        {"draws": 10**30},
        {"stack": ["lit@x"] * 100_000},
        {"values": {str(n): n for n in range(100_000)}},
    ):
        forged: Playthrough = replace(play, steps=(), snapshot={**play.snapshot, **snapshot})
        session = restore(program, forged).session
        session.choose(next(option.id for option in session.turn.options if option.open))
