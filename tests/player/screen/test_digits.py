"""Choices by their digits: what is out of view comes into view first, and with ten choices and more a digit waits."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from game.engine.sessions.session import Session
from game.player.screen.hand import CALM
from game.program.load import load
from tests.player.screen.hands import hold, rest
from tests.player.test_menus import PLAYED as TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.player.screen.conftest import Seat

    Sit = Callable[..., Any]


async def test_a_digit_brings_the_choices_into_view_before_it_takes_one(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "home")
        assert "Stay" not in seat.seen
        await seat.press("2")
        assert not seat.session.choices
        assert "2  Stay" in seat.seen
        assert seat.page.cursor == "option:1"
        await seat.press("2")
        assert seat.session.choices == ("one/stay",)


async def test_what_a_digit_has_brought_into_view_is_not_taken_in_the_same_moment(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "home")
        rest(seat, inf)
        await seat.press("2", "2", "2")
        assert not seat.session.choices


async def test_a_digit_with_nothing_behind_it_says_so(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "end", "7")
        assert seat.line == "There is no 7 here."
        await seat.press("0")
        assert seat.line == "There is no 0 here."
        assert not seat.session.choices


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        (("1", "2"), "two/way-12"),
        (("1", "1"), "two/way-11"),
        (("1", "0"), "two/way-10"),
        (("1", "enter"), "two/way-1"),
        (("7", "enter"), "two/way-7"),
        (("0", "4", "enter"), "two/way-4"),
        (("1", "escape", "4", "enter"), "two/way-4"),
        (("1", "backspace", "4", "enter"), "two/way-4"),
        (("1", "down", "enter"), "two/way-2"),
    ],
)
async def test_with_ten_choices_and_more_a_digit_waits(sit: Sit, keys: tuple[str, ...], taken: str) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "end", "1")
        await seat.press(keys[0])
        assert len(seat.session.choices) == 1, "it waits"
        await seat.press(*keys[1:])
        assert seat.on == "play"
        assert seat.session.choices[1:] == (taken,)


async def test_a_digit_that_waits_is_shown(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "end", "1", "1")
        assert seat.line.startswith("1_ ")
        assert "Enter for 1" in seat.line
        assert seat.page.cursor == "option:0"
        await seat.press("9")
        assert seat.line == "There is no 19 here."
        assert len(seat.session.choices) == 1
        await seat.press("5", "escape")
        assert "_" not in seat.line
        await seat.press("6")
        assert seat.line.startswith("6_ ")


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_held_digit_is_no_number_of_two(sit: Sit, guarded: bool) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "end", "1")
        rest(seat, CALM if guarded else 0)
        seat.app.hand.again = inf
        if guarded:
            await hold(seat, "1", seat.app.hand._clock())
            assert len(seat.session.choices) == 1
        else:
            await seat.press("1", "1")
            assert seat.session.choices[1:] == ("two/way-11",)


@pytest.mark.parametrize("after", ["a moment", "another key"])
async def test_a_key_that_was_only_pressed_twice_counts_twice(sit: Sit, after: str) -> None:
    """The second time is taken a moment later, when the key has not come again."""
    async with sit("boiler") as seat:
        await seat.begin()
        rest(seat, CALM)
        seat.app.hand.again = 0.01 if after == "a moment" else inf
        at = seat.app.hand._clock()
        for later in (0.0, 0.5):
            event = Key("2", "2")
            event.time = at + later
            seat.app.post_message(event)
            await seat.pilot.pause()
        if after == "another key":
            assert seat.session.choices == ("boiler/split-what-is-left",)
            await seat.press("k")
        else:
            await until(seat, lambda: len(seat.session.choices) > 1)
        assert seat.session.choices == ("boiler/split-what-is-left", "wait/feed-the-boiler")


async def until(seat: Seat, condition: Callable[[], bool]) -> None:
    """However long that takes on a busy machine; the test has a limit of its own."""
    while not condition():
        await seat.pilot.pause(0.01)


async def test_a_choice_used_up_leaves_its_number_empty(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(TOPICS, encoding="utf-8")
    program = load(path, cache=False).program
    assert program is not None
    async with sit(Session(program)) as seat:
        await seat.press("1")
        assert "2  How" in seat.seen
        assert "1  " not in seat.seen
        await seat.press("1")
        assert seat.line == "There is no 1 here."
        await seat.press("down", "enter")
        assert seat.session.choices == ("hub/who", "hub/why")
        await seat.press("1", "2")
        assert seat.session.choices[-1] == "hub/how"
