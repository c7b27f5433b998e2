"""The colours that the game begins with, by what the terminal says of its ground; and those that are seen before they are chosen."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from game.commands.playing.background import Background
from game.player.screen.guard import LateAnswer
from tests.player.screen.conftest import STORIES, Sit


@pytest.mark.parametrize(
    ("answer", "ground"), [("ffff/ffff/ffff\x07", (243, 245, 246)), ("17/13/11\x1b\\", (23, 19, 17))]
)
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_first_colours_are_those_of_the_terminals_ground(
    terminal: Any, answer: str, ground: tuple[int, ...]
) -> None:
    with terminal([sys.executable, "-m", "game", str(STORIES / "boiler.yaml")]) as seen:
        seen.wait("\x1b]11;?")
        seen.send(f"\x1b]11;rgb:{answer}")
        seen.wait("48;2;{};{};{}m".format(*ground))
        seen.wait("Quit")
        seen.send("q")
    assert seen.code == 0


@pytest.mark.parametrize(
    ("said", "light"), [("0;15", True), ("15;0", False), ("0;default;7", True), ("", False), ("x", False)]
)
def test_a_terminal_that_does_not_answer_is_known_by_the_environment(said: str, light: bool) -> None:
    with Background({"COLORFGBG": said, "TERM": "linux"}, asks=True) as ground:
        assert ground.is_light() is light
        assert not ground.late, "one that would not understand is not asked"


@pytest.mark.parametrize("end", ["\x07", "\x1b\\"])
@pytest.mark.parametrize("size", [1, 9, 100])
def test_an_answer_that_comes_late_presses_no_keys(end: str, size: int) -> None:
    answer = f"\x1b]11;rgb:1f1f/a0b2/cdef{end}"
    parser, late = XTermParser(), LateAnswer()
    keys = [one for at in range(0, len(answer), size) for one in parser.feed(answer[at : at + size])]
    if parser._timeout_time is not None:
        parser._timeout_time = 0.0  # nothing more has come for long enough
    keys += [*parser.tick(), *parser.feed("1")]
    assert [one.key for one in keys if isinstance(one, Key) and not late.holds(one.key, monotonic())] == ["1"]


async def test_colours_are_seen_before_they_are_chosen(sit: Sit) -> None:
    async with sit("boiler") as seat:
        seat.app.open("settings")
        await seat.pilot.pause()
        await seat.press("enter", "down", "down")
        assert seat.on == "themes"
        assert seat.app.theme == "frost"
        assert seat.app.store.theme == "auto"
        await seat.press("escape")
        assert seat.app.theme == "ember"
        await seat.press("enter", "down", "down", "enter")
        assert (seat.on, seat.app.theme, seat.app.store.theme) == ("settings", "frost", "frost")
        assert "Frost (light)" in seat.seen
        await seat.press("ctrl+p", *"double", "down", "enter")
        assert seat.line == "Line spacing: double."
        assert seat.app.reading.spaced
