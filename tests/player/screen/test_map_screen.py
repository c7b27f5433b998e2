from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.player.screen.look.drawing import Para, wrap
from game.player.screen.look.palettes import SIGNS
from game.player.screen.story.map_rows import legend, map_paras, place_shown
from game.player.story_map.chart import Chart, StopSeen
from game.player.story_map.words import map_lines

if TYPE_CHECKING:
    from game.player.story_map.chart import WayState
    from tests.player.screen.conftest import Sit


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_enter_on_the_map_goes_back_to_a_fork_and_keeps_the_playthrough(sit: Sit, size: tuple[int, int]) -> None:
    async with sit("boiler", size) as seat:
        await seat.begin()
        await seat.press("2", "1", "2", "m")
        assert seat.on == "map"
        assert "The boiler" in seat.page.text
        assert "● Split what is left" in seat.page.text
        assert "← here" in seat.page.text
        assert "go back" in seat.line
        await seat.press("enter")
        assert seat.line == "You are standing at this fork now."
        await seat.press("right")
        assert seat.line == "You have not come to another chapter."
        await seat.press("home", "up")
        assert seat.page.cursor == "fork:boiler@make-her-eat"
        row = seat.row("Split what is left")
        assert await seat.pilot.click(offset=(12, row))
        await seat.pilot.pause()
        assert seat.on == "play"
        assert not seat.session.choices
        assert "in a new playthrough" in " ".join(seat.page.text.split())
        assert "2  Split what is left  ·" in seat.page.text, "it was taken before"
        assert "1  Make her eat\n" in seat.page.text
        assert len(seat.app.store.cards()) == 2
        await seat.press("1", "1", "1")
        await seat.press("escape")
        await seat.press(str(seat.page.entries().index("map") + 1))
        assert seat.on == "map"
        assert "◐ Split what is left" in seat.page.text
        assert "◐  Outside" not in seat.page.text
        await seat.press("escape")
        assert seat.on == "title"


async def test_the_map_of_a_chapter_is_offered_where_one_first_comes_out_of_it(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1")
        assert seat.line.startswith("The Road lies behind you. m shows its map")
        await seat.press("m")
        assert "The Road" in seat.top
        assert "2 of 2" not in seat.top
        await seat.press("right")
        assert "The House" in seat.top
        await seat.press("escape", "u", "1")
        assert "behind you" not in seat.line, "it is said once"
        await seat.press("m")
        assert "The House" in seat.top


@pytest.mark.parametrize("room", range(20, 100, 7))
def test_no_sign_is_parted_from_what_it_means(room: int) -> None:
    rows = [row.text for row in wrap(legend(), room)]
    assert not any(row.endswith((*SIGNS.ways, *SIGNS.ends)) for row in rows), rows


def test_the_map_opens_where_the_place_of_the_fork_is_named() -> None:
    fork = Para((("a\nb", "text"),), entry="fork")
    paras = [Para((("legend", "quiet"),)), Para((("place", "text"),)), fork, fork, fork]
    assert place_shown(paras, 4, most=5) == 1
    assert place_shown(paras, 4, most=4) == 3, "so many forks that the last would be out of view"
    assert place_shown(paras, 0, most=5) == 0


@pytest.mark.parametrize(("state", "said"), [("taken", "A place."), ("before", "A place (not in this playthrough).")])
def test_a_place_without_a_name_is_seen_and_said(state: WayState, said: str) -> None:
    chart = Chart("", "", 0, [StopSeen("", "", state, (), (), 0)], 0, 0, 0)
    assert "…" in "".join(words for words, _ in map_paras(chart, 60)[-1].pieces)
    assert said in list(map_lines(chart))
