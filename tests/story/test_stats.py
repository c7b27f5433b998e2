"""The story's own measures, as far as they can be held: each bound may be made tighter, and none looser."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.program.load import load
from game.replay.random_play.wandering import RandomSetting, wander_alone
from game.writer.stats.measured import Stats, measure
from game.writer.stats.reading import spread

STORY = Path(__file__).parents[2] / "story"


@pytest.fixture(scope="module")
def shipped() -> Stats:
    return stats_of(STORY)


@pytest.fixture(scope="module")
def beginning() -> Stats:
    """The first two chapters: most playthroughs at random see no others."""
    return stats_of(STORY / "reading-1.yaml")


def stats_of(path: Path) -> Stats:
    loaded = load(path, cache=False, traced=True)
    assert loaded.program is not None
    assert loaded.table is not None
    journeys, _ = wander_alone(loaded.program, RandomSetting(1, 1000, "uniform"), 60)
    return measure(loaded.program, loaded.table, journeys)


def test_paragraphs_fit_on_a_small_screen(shipped: Stats) -> None:
    assert [one for one in shipped.paragraphs if one.words > 90] == []


def test_pages_are_not_long(shipped: Stats, beginning: Stats) -> None:
    pages = spread(page.words for one in beginning.readings for page in one.pages)
    assert pages.median <= 125
    assert pages.p95 <= 230
    assert pages.longest <= 270
    pages = spread(page.words for one in shipped.readings for page in one.pages)
    assert pages.median <= 125
    assert pages.p95 <= 225
    assert pages.longest <= 270


def test_few_options_do_nothing(shipped: Stats) -> None:
    assert len(shipped.idle.idle) / shipped.idle.options <= 0.11
    assert len(shipped.idle.lists) <= 1


def test_every_value_is_changed_and_read(shipped: Stats) -> None:
    """What the panel shows is read outside of all chapters."""
    for one in shipped.uses:
        assert one.written, one.name
        assert one.read, one.name


def test_another_background_is_another_evening(shipped: Stats) -> None:
    same = {one.variable: spread(one.shared).median for one in shipped.otherwise}
    assert same["background"] <= 0.65


def test_people_are_heard(shipped: Stats) -> None:
    told = sum(part.words for part in shipped.chapters)
    assert sum(shipped.speech.values()) / told >= 0.25


def test_nobody_talks_a_chapter_down(shipped: Stats) -> None:
    """Apart from the first, which is an interview."""
    for part in shipped.chapters[1:]:
        assert max(part.speech.values()) / sum(part.speech.values()) <= 0.34, part.name
