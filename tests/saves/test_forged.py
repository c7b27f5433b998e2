"""Saves whose checksum is right and whose snapshot no game ever made: played or refused, and soon."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.sessions.anchor import Anchor
from game.saves.errors import SaveError
from game.saves.format import Playthrough, Save, decode, encode
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


_PART = st.lists(st.sampled_from(["lamp", "wait", "leave", ">out", ">gone", "call:lit", "ending:away", "8700b37a", "lamp~2", "~", "x" * 900]), max_size=8)  # fmt: skip


@given(near=st.lists(st.tuples(_PART, _PART, _PART), max_size=4), point=st.sampled_from(["cellar@lamp", "lit@x", "", "ending:away", "cellar@call:lit"]))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_forged_surroundings_are_played_or_refused(
    tmp_path_factory: pytest.TempPathFactory, near: list[tuple[list[str], list[str], list[str]]], point: str
) -> None:
    program = compiled(tmp_path_factory.mktemp("story"))
    play = playthrough_of(played(program, *CHOICES), ID)
    forged = replace(
        play,
        steps=("gone",),
        around=tuple(Anchor(*map(tuple, one)) for one in near),
        snapshot={**play.snapshot, "point": point},
    )
    restored = restore(program, decode(encode(Save(forged))))
    session = restored.session
    assert session.turn.options or session.turn.ending
    assert not session.turn.stuck


@pytest.mark.parametrize("around", [3, [3], [[[], []]], [[["a"], ["b"], "c"]], [[["\x1b"], [], []]], [[[""], [], []]], [[[1], [], []]], [[[], [], []]] * 300])  # fmt: skip
def test_surroundings_that_are_none_are_refused(make: Make, around: object) -> None:
    record = json.loads(encode(Save(playthrough_of(played(make(), *CHOICES), ID))))
    record["around"] = around
    del record["checksum"]
    record["checksum"] = sha256(json.dumps(record, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    with pytest.raises(SaveError, match="around"):
        decode(json.dumps(record).encode())
