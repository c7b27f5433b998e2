"""The way into a playthrough on the screen: the warning, and what is asked before the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.engine.sessions.session import Session
from game.places import saves_folder
from game.saves.format import moment
from game.saves.progress import FILE
from tests.player.screen.conftest import story

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_first_start_to_an_ending_with_the_keyboard(sit: Sit, size: tuple[int, int]) -> None:
    async with sit("boiler", size) as seat:
        assert seat.on == "title"
        assert "T H E   B O I L E R   R O O M" in seat.seen
        await seat.press("enter")
        assert seat.on == "warning"
        assert "Hunger. Nobody dies." in seat.seen
        await seat.press("1")
        assert "A short night in a warm place." in seat.seen
        await seat.press("enter")
        assert "What is your name?" in seat.seen
        await seat.press("enter", "1", "1")
        assert seat.on == "play"
        assert "The boiler ticks, Min." in seat.page.text
        await seat.press("1")
        assert seat.session.choices == ("boiler/make-her-eat",)
        assert "She eats." in seat.seen
        await seat.press("3")
        assert seat.session.turn.ending == "dawn"
        assert "Somebody opened the door." in seat.seen
        assert "You have found 1 of 2" in seat.seen


async def test_the_warning_comes_once_and_can_be_declined(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "escape")
        assert seat.on == "title"
        await seat.press("1")
        assert seat.on == "warning"
        await seat.press("1", "escape")
        assert seat.on == "title"
        await seat.press("1")
        assert seat.on == "setup"


async def test_no_way_in_passes_the_warning(sit: Sit) -> None:
    brought = Session(story("boiler"), seed=3)
    async with sit(brought, warned=False) as seat:
        assert seat.on == "warning"
        await seat.press("escape")
        assert seat.on == "title"
    async with sit(brought, warned=False) as seat:
        await seat.press("1")
        assert seat.on == "play"
    (saves_folder("boiler") / FILE).unlink()
    async with sit("boiler") as seat:
        await seat.press("1")
        assert seat.on == "warning", "a save of another machine"
        await seat.press("1")
        assert seat.on == "play"
    async with sit(brought, warned=False) as seat:
        assert seat.on == "play", "once for each story"


async def test_the_setup_takes_a_typed_name_and_goes_back(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        await seat.press("down")
        assert seat.page.cursor == "name:Seo-jun"
        await seat.press("end", "backspace", "backspace", "4", "2", "enter")
        assert "Is it warm where you are?" in seat.seen
        await seat.press("2", "escape", "escape")
        assert "What is your name?" in seat.seen
        await seat.press("enter")
        assert seat.page.cursor == "value:cold"
        await seat.press("enter", "2")
        assert "The boiler ticks, Seo-j42, and does not warm, quietly." in " ".join(seat.page.text.split())
        assert seat.session.setup == {"name": "Seo-j42", "warm": "cold", "restrained": "true"}


async def test_a_typed_name_takes_the_place_of_the_one_offered(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        await seat.type("Ha")
        assert seat.page.cursor == "", "the list does not claim a name that is not in it"
        await seat.press("down")
        assert seat.page.cursor == "name:Min"
        await seat.type("Seo-jun")
        assert seat.page.cursor == "name:Seo-jun"
        await seat.type("i")
        await seat.press("enter", "1", "1")
        assert seat.session.value("name") == "Seo-juni"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_the_name_is_typed_under_the_names_of_the_list(sit: Sit, width: int) -> None:
    async with sit("boiler", size=(width, 24)) as seat:
        await seat.press("1", "1", "enter")
        rows = ["".join(part.text for part in strip) for strip in seat.app.screen._compositor.render_strips()]
        offered, typed = [row.index("Min") for row in rows if "Min" in row]
        assert typed == offered


async def test_a_name_that_is_empty_or_too_long(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter", *["backspace"] * 3)
        await seat.type("abcdefghijklmnopq")
        await seat.press("enter", "1", "1")
        assert seat.session.value("name") == "abcdefghijkl"
    async with sit("boiler") as seat:
        await seat.press("2", "enter", *["backspace"] * 3, "enter", "1", "1")
        assert seat.session.value("name") == "Min"


async def test_what_the_settings_answer_is_not_asked(sit: Sit) -> None:
    async with sit("boiler") as seat:
        seat.app.store.change("restrained", 1)
        await seat.press("1", "1", "enter", "enter", "1")
        assert seat.on == "play"
        assert seat.session.value("restrained") is True


async def test_a_new_game_begins_as_last_time_in_one_press(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        assert "As last time" not in seat.page.text
        await seat.type("Hana")
        await seat.press("enter", "2", "2", "escape")
        before = seat.session
        await seat.press("2")
        assert "2  As last time   Hana · Cold · Yes" in seat.seen
        await seat.press("2")
        assert seat.on == "play"
        assert seat.session is not before
        assert seat.session.setup == before.setup


async def test_whoever_comes_back_after_a_day_reads_the_story_so_far_or_not(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr("game.saves.slots.now", lambda: moment(1_700_000_000))
        async with sit("chapters") as seat:
            await seat.press("1", "1", "1")
    async with sit("chapters") as seat:
        await seat.press("1")
        assert seat.on == "recap"
        assert "away for" in seat.top
        assert "The Road\n" in seat.page.text
        assert "The bus                 Get on" in seat.page.text
        await seat.press("enter")
        assert seat.on == "play"
        await seat.press("t")
        assert seat.on == "recap"
        await seat.press("t", "escape", "1")
        assert seat.on == "play", "it was saved a moment ago"
