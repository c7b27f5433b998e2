"""The writer's panel beside the page, and the keys that are the writer's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.player.screen.widgets.page import Page
from game.writer.desk.screen import WriteApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from game.writer.desk.editor import Opening

    DeskOf = Callable[..., Any]

STORY = """\
story: lamp
title: The Lamp
start: cellar
variables:
  oil: {type: int, min: 0, max: 9, start: 3}
scenes:
  cellar:
    text: The cellar, with oil for {oil}.
    choices:
      - Light the lamp:
          do: oil -= 1
          text: It burns [red]low[/red].
          goto: stairs
      - Go in the dark -> stairs
  stairs:
    - Nine stairs.
    - choices: [Go down -> cellar, Sit -> stairs]
"""


@pytest.mark.parametrize("name", WriteApp.WRITERS_SCREENS)
def test_no_key_does_two_things(name: str) -> None:
    screen: Any = WriteApp.WRITERS_SCREENS[name]
    keys = [key for one in screen.COMMANDS_HERE for key in one.keys.split(",") if key]
    assert len(keys) == len(set(keys))
    assert all(hasattr(screen, f"action_{one.name}") for one in screen.COMMANDS_HERE if one.keys)


def panel(seat: Any) -> str:
    return str(seat.sheet.query_one("#desk", Page).text)


async def test_the_panel_says_what_is_wrong_and_where_the_line_stands(
    desk: DeskOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lamp.yaml"
    file.write_text(STORY, encoding="utf-8")
    opened: list[list[str]] = []

    def run(self: WriteApp, found: Opening) -> str:
        opened.append(found.command)
        return ""

    monkeypatch.setattr(WriteApp, "run_editor", run)
    monkeypatch.setenv("VISUAL", "vi")
    async with desk(file, (120, 40), kind=WriteApp) as seat:
        assert "Nothing is wrong" in panel(seat)
        assert "lamp.yaml\n  line 8, choice 10" in panel(seat)
        await seat.press("1", "E")
        assert opened == [["vi", "+17", str(file)]]  # the choice under the cursor
        await seat.save(file, "Go down -> cellar", "Go down -> [b]celar")
        assert "1 error" in panel(seat)
        assert "lamp.yaml:17:" in panel(seat)
        assert "P problems •1" in seat.line
        await seat.press("P", "enter")
        assert opened[1][:2] == ["vi", "+17"]
        assert "E0" in seat.seen
        await seat.save(file, "Go down -> [b]celar", "Go down -> cellar")
        assert "Nothing is wrong" in seat.seen
        await seat.press("escape", "W")
        assert not seat.sheet.query_one("#desk", Page).display
        await seat.press("W")
        assert "lamp.yaml\n  line 12, choice 17" in panel(seat)
        await seat.pilot.resize_terminal(80, 24)
        await seat.pilot.pause()
        assert seat.top.startswith("lamp.yaml:12 ")
        await seat.press("W")
        assert "In view" in seat.seen
        await seat.press("W")
        assert seat.on == "write"


async def test_a_place_is_asked_for_by_its_words_and_played(desk: DeskOf, tmp_path: Path) -> None:
    file = tmp_path / "lamp.yaml"
    file.write_text(STORY, encoding="utf-8")
    async with desk(file, kind=WriteApp) as seat:
        await seat.press("G")
        assert "scene stairs" in seat.seen
        await seat.type("burns")
        assert "It burns [red]low[/red]." in seat.seen
        await seat.press("enter")
        assert seat.on == "write"
        assert seat.session.choices == ("cellar/light-the-lamp",)
        assert seat.line == "You are there by the shortest way, 1 choice."
        await seat.press("u", "G")
        await seat.type("nothing of the kind")
        await seat.press("enter")
        assert seat.line == "Nothing in the story is called so, or says that."
        await seat.press("escape")
        assert seat.session.choices == ()


async def test_lines_that_no_playthrough_reads_are_marked_until_one_is_recorded(desk: DeskOf, tmp_path: Path) -> None:
    folder = tmp_path / "lamp"
    (folder / "playthroughs").mkdir(parents=True)
    file = folder / "story.yaml"
    file.write_text(
        STORY.replace(
            "- Go in the dark -> stairs", "- {choice: Go in the dark, needs: oil > 4, reason: no, goto: stairs}"
        ),
        "utf-8",
    )
    (folder / "playthroughs" / "one.play.yaml").write_text("steps: []\n", encoding="utf-8")
    async with desk(folder, (120, 40), kind=WriteApp) as seat:
        assert "○" not in seat.seen
        assert "Go in the dark  closed" in panel(seat)
        assert "wants oil > 4\n  oil is 3" in panel(seat)
        await seat.press("1")
        assert "It burns [red]low[/red].  ○" in seat.seen
        assert "2 lines that no playthrough reads" in panel(seat)
        assert "oil  2   was 3" in panel(seat)
        await seat.press("u", "V", "enter")
        await seat.type("12")
        await seat.press("enter")
        assert seat.line == "oil takes 0 to 9."
        await seat.press("enter")
        await seat.type("7")
        await seat.press("enter")
        assert "oil = 7 (set by hand)" in seat.seen
        assert "Nothing shows that play can come here." in panel(seat)
        assert "Not open here" not in panel(seat)
        await seat.press("R", "enter")
        assert seat.line.startswith("Not recorded: a value was set by hand")
        await seat.press("u", "1", "R", "enter")
        assert seat.line == "Recorded as playthroughs/written-1.play.yaml: hambies replay runs it."
        assert "○" not in seat.seen
        assert (folder / "playthroughs" / "written-1.play.yaml").exists()
