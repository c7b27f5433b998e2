"""The card of a chapter that begins, and what came before it is read first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.program.load import load
from tests.player.talking import answers, talk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Sit = Callable[..., Any]

MAIN = """story: two
title: Two
start: cellar
include: [two.yaml]
chapter: {id: one, title: The Cellar, number: 1, line: The lamp has oil for one of you.}
endings: {out: Out}
scenes:
  cellar:
    place: Below
    text: It is dark.
    choices:
      - Go up: |
          You count nine steps.
    goto: roof
"""
MORE = """chapter: {id: two, title: The Roof, number: 2, line: Somebody has been up here.}
scenes:
  roof:
    place: Above
    text: Snow.
    choices:
      - Jump
    ending: out
"""


def write(folder: Path) -> Path:
    (folder / "story.yaml").write_text(MAIN)
    (folder / "two.yaml").write_text(MORE)
    return folder


async def test_a_chapter_has_a_page_of_its_own_when_one_comes_to_it(sit: Sit, tmp_path: Path) -> None:
    folder = str(write(tmp_path))
    async with sit(folder) as seat:
        seat.page.mark("new")
        await seat.press("enter")
        while seat.on == "setup":
            await seat.press("enter")
        assert seat.on == "card"
        assert "T H E   C E L L A R" in seat.seen
        assert "The lamp has oil for one of you." in seat.seen
        await seat.press("z")
        assert seat.on == "play"
        await seat.press("1")
        assert seat.on == "play"
        assert "You count nine steps." in seat.seen
        assert "Snow." not in seat.page.text  # what led there is read first
        await seat.press("enter")
        assert seat.on == "card"
        assert "T H E   R O O F" in seat.seen
        await seat.pilot.click("#page")
        assert seat.on == "play"
        assert "Somebody has been up here." in seat.seen
        assert "Snow." in seat.seen
        assert "Go on" not in seat.page.text
        await seat.press("u", "r")
        assert seat.on == "play"
        assert "Snow." in seat.seen
    async with sit(folder) as seat:
        seat.page.mark("continue")
        await seat.press("enter")
        assert seat.on == "play"
        assert "Snow." in seat.seen


def test_the_line_mode_says_a_chapter_once(tmp_path: Path) -> None:
    program = load(write(tmp_path), cache=False).program
    assert program is not None
    _, opening, second, again, *_ = answers(talk(program, "new", "1", "repeat", "quit"))
    assert opening.startswith("Chapter 1. The Cellar. The lamp has oil for one of you.\n\nBelow\n\nIt is dark.")
    assert "You count nine steps.\n\nChapter 2. The Roof. Somebody has been up here.\n\nAbove\n\nSnow." in second
    assert "Somebody has been" not in again
