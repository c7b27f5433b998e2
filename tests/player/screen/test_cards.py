"""The card of a chapter that begins, with what came before it read first; and the card of an ending."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from game.engine.sessions.session import Session
from game.player.json_lines.turns import TurnWriter
from game.player.playthrough.ending_card import as_svg, ending_card
from game.player.storage.store import PlayerStore
from game.program.load import load
from tests.player.talking import answers, talk

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]

BESIDE = Path(__file__).parents[3] / "docs" / "examples" / "beside.yaml"
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
        assert "The Cellar · Below" in seat.top
        await seat.press("enter", "enter")  # a message stood at the foot of the page
        assert seat.on == "card"
        assert "T H E   R O O F" in seat.seen
        await seat.pilot.click("#page")
        assert seat.on == "play"
        assert "Somebody has been up here." not in seat.page.text, "the card has said it"
        assert seat.page.text.index("You count nine steps.") < seat.page.text.index("Snow.")
        assert "Snow." in seat.seen
        assert "Go on" not in seat.page.text
        assert "The Roof · Above" in seat.top
        await seat.press("1")
        told = seat.page.text
        assert (
            told.index("nine steps.") < told.index("2  The Roof") < told.index("been up here.") < told.index("Snow.")
        ), "it is read"
        await seat.press("u", "u", "r")
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


async def test_an_ending_has_a_card_that_can_be_kept(sit: Sit, home: Path) -> None:
    async with sit(str(BESIDE), (80, 40)) as seat:
        seat.page.mark("new")
        await seat.press("enter")
        while seat.on == "setup":
            await seat.press("enter")
        await seat.press("x")
        assert "An ending has a card to keep" in seat.line
        await seat.press("1", "1", "1", "1")
        shown = [row.strip() for row in seat.page.text.split("\n")]
        for row in ("A W A Y", "on the quay   Ines", "tide 1 · what you carry: the whole cliff"):
            assert row in shown
        assert "An ending. You have found 1 of 1." in shown
        assert seat.page.cursor == "way:map"  # not what ends the game, and not what undoes it
        await seat.press("x")
        assert ".svg, and as .txt beside it" in " ".join(seat.line.split())
        (picture,) = home.glob("saves/*/cards/*.svg")  # noqa: ASYNC240
        assert "on the quay: Ines" in "".join(ET.parse(picture).getroot().itertext())
        text = picture.with_suffix(".txt").read_text().split("\n")
        assert text[:3] == ["What shows beside the text", "", "AWAY"]


def test_the_other_fronts_say_what_the_card_shows() -> None:
    program = load(BESIDE, cache=False).program
    assert program is not None
    *_, end, _ = answers(talk(program, "new", "1", "1", "1", "1", "quit"))
    assert "The end: Away.\n\n" in end
    assert (
        "on the quay: Ines\ntide 1, what you carry: the whole cliff\nAn ending. You have found 1 of 1.\n\nType undo"
        in end
    )
    writer = TurnWriter(program)
    session = writer.session(0, {})
    for _ in range(4):
        session.choose(0)
    assert json.loads(writer.line(session))["ending"] == {
        "id": "away", "title": "Away", "text": "", "care": [], "away": {"ines": "on the quay"},
    }  # fmt: skip


def test_no_story_text_is_markup_in_the_picture_of_a_card(home: Path) -> None:
    program = load(BESIDE, cache=False).program
    assert program is not None
    session = Session(program)
    for _ in range(4):
        session.choose(0)
    ending = program.endings["away"]
    program.endings["away"] = ending._replace(title="</text><script>\x1b[2J", text="&lt; <b>")
    card = ending_card(session, PlayerStore(program))
    assert card is not None
    root = ET.fromstring(as_svg(card))
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {"svg", "title", "rect", "g", "text"}
    assert "</TEXT><SCRIPT>[2J" in "".join(root.itertext())
