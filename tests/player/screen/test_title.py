"""The title screen: the story's picture, what it is about, how far one has come, and the snow."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from game.player.screen.menu.sky import Sky

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.player.screen.conftest import Seat

    Sit = Callable[..., Any]

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "title"
WINTER = Path(__file__).parents[3] / "story"


def rows(seat: Seat) -> list[str]:
    return [strip.text for strip in seat.app.screen._compositor.render_strips()]


async def test_the_picture_changes_for_good_with_what_was_seen(sit: Sit) -> None:
    async with sit(str(EXAMPLE), size=(80, 24)) as seat:
        shown = rows(seat)
        assert "The last lamp is out, and the tide is coming in." in seat.seen
        assert any("Endings" in row and row.rstrip(" ·.˙│").endswith("0 of 1") for row in shown)
        assert [row.strip(" ·.˙") for row in shown[20:23]] == ["▄", "▄███▄", "▐█████▌"]
        assert shown[20][39:40] == "▄"
        assert shown[22].index("▐█████▌") == 36
        seat.page.mark("new")
        await seat.press("enter")
        while seat.on != "play":
            await seat.press("enter")
        await seat.press("1", "q")
        shown = rows(seat)
        assert "▄" not in shown[20]
        assert "▄███▄" in shown[21]
        assert any("Endings" in row and "1 of 1" in row for row in shown)
        assert any("Continue" in row and "The Night" in row for row in shown)
    async with sit(str(EXAMPLE), size=(60, 20)) as seat:
        assert "▄" not in rows(seat)[16]
        assert "▄███▄" in rows(seat)[17]


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_our_school_stands_under_the_sky_with_one_ember(sit: Sit, size: tuple[int, int]) -> None:
    async with sit(str(WINTER), size=size) as seat:
        glowing = [
            segment.text
            for strip in seat.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color and segment.style.color.name == "#ff9a4d"
        ]
        assert glowing == ["▄"]
        assert "The ones hiding are the half-dead." in seat.seen


async def test_snow_falls_beside_words_too_and_lies_still_where_nothing_is_to_move(sit: Sit, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "story")
    async with sit(str(tmp_path / "story"), size=(200, 30)) as seat:
        sky = seat.app.screen.query_one(Sky)
        assert not sky.falls  # reduced motion
        worded = [row for row in rows(seat) if any(word in row for word in ("Endings", "Settings", "The last lamp"))]
        assert len(worded) == 3
        assert any(flake in row for row in worded for flake in "·˙")
        before, words = rows(seat), seat.page.text
        sky._sink()
        await seat.pilot.pause()
        after = rows(seat)
        assert sum(one != other for one, other in zip(before, after, strict=True)) > 3
        assert seat.page.text == words
        seat.app.store.change("reduced_motion", 1)
        seat.app.open("settings")
        await seat.press("escape")
        assert sky.falls
        seat.app.open("settings")
        await seat.pilot.pause()
        assert not sky.falls  # nobody looks at it
