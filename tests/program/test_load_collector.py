"""Loading does without the cyclic collector, and leaves it as it was."""

import gc
import weakref
from pathlib import Path
from typing import Any, cast

import pytest

from game.engine.sessions.session import Session
from game.program.load import load

STORY = Path(__file__).parents[2] / "story" / "reading-1.yaml"


def test_the_collector_does_not_begin_with_all_of_a_story() -> None:
    gc.collect()
    loaded = load(STORY, cache=False)
    assert loaded.program is not None
    scene = loaded.program.scene(0)
    assert gc.isenabled()
    assert not any(one is scene for one in gc.get_objects(generation=0))
    assert any(one is scene for one in gc.get_objects(generation=2))


def test_what_somebody_has_frozen_stays_so() -> None:
    gc.freeze()
    try:
        load(STORY, cache=False)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("wished", [{}, {"traced": True}, {"traced": True, "bench": True}], ids=str)
def test_a_load_leaves_nothing_that_only_the_collector_would_find(wished: dict[str, bool]) -> None:
    load(STORY, cache=False, **wished)  # type: ignore[call-overload, arg-type, unused-ignore]  # what is imported late leaves circles of its own
    gc.collect()
    gc.disable()
    try:
        load(STORY, cache=False, **wished)  # type: ignore[call-overload, arg-type, unused-ignore]
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("story", [STORY, STORY.parent / "nowhere"])
def test_a_collector_that_is_off_stays_off(story: Path) -> None:
    gc.disable()
    try:
        load(story, cache=False)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_many_loads_leave_behind_is_collected(tmp_path: Path) -> None:
    scenes = "".join(
        f"  s{number}:\n    - Text {number}. " + "And on. " * 50 + "\n    - ending: e\n" for number in range(10)
    )
    path = tmp_path / "story.yaml"
    path.write_text("story: s\ntitle: S\nstart: s0\nendings: {e: E}\nscenes:\n" + scenes, encoding="utf-8")
    alive: list[weakref.ref[Session]] = []
    for _ in range(1_000):
        program = load(path, cache=False).program
        assert program is not None
        session = Session(program)
        cast(Any, session).itself = session  # a cycle, whatever the engine does or does not have of them
        alive.append(weakref.ref(session))
    del session, program
    assert sum(one() is not None for one in alive) < 500
