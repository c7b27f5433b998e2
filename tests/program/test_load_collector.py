"""Loading does without the cyclic collector, and leaves it as it was."""

import gc
from pathlib import Path

import pytest

from game.program.load import load

STORY = Path(__file__).parents[2] / "story"


def test_the_collector_does_not_begin_with_the_whole_story() -> None:
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


@pytest.mark.parametrize("story", [STORY, STORY / "nowhere"])
def test_a_collector_that_is_off_stays_off(story: Path) -> None:
    gc.disable()
    try:
        load(story, cache=False)
        assert not gc.isenabled()
    finally:
        gc.enable()
