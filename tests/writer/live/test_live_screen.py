"""The page while it is written: an edit is on it where the reader is, and what is wrong is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.places import saves_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    DeskOf = Callable[..., Any]

STORY = """\
story: lamp
title: The Lamp
start: cellar
warning: It is dark.
variables:
  oil: {type: int, min: 0, max: 9, start: 3}
scenes:
  cellar:
    text: |
      The cellar, with oil for {oil}.
    choices: [Light the lamp -> stairs, Go in the dark -> stairs]
  stairs:
    text: |
      Nine stairs.

      *TALL*

      A [red]door[/red] at the top.
    choices: [Push it -> cellar, Knock -> cellar]
""".replace("*TALL*", "\n\n      ".join(f"Stair {number}." for number in range(1, 31)))


async def test_an_edit_is_on_the_page_where_the_reader_is(desk: DeskOf, tmp_path: Path) -> None:
    file = tmp_path / "lamp.yaml"
    file.write_text(STORY, encoding="utf-8")
    async with desk(file) as seat:
        await seat.press("2", "end", "pageup", "pageup", "down")
        top = seat.seen.split("\n")[:3]
        assert any("Stair" in row for row in top)
        await seat.save(file, "Nine stairs.", f"Nine stairs, and {'a rail, ' * 20} and a wall.")
        assert seat.seen.split("\n")[:3] == top  # a line more above it, and what is read stays where it was
        assert seat.line == "Reloaded: stairs: 1 line"
        await seat.press("end", "down")
        assert seat.page.cursor == "option:1"
        await seat.save(file, "A [red]door[/red] at", "A [blue]door[/blue] at")
        assert "A [blue]door[/blue] at the top." in seat.seen
        assert seat.page.cursor == "option:1"
        assert seat.session.choices == ("cellar/go-in-the-dark",)
        await seat.save(file, "Knock -> cellar", "Knock -> celar")
        assert seat.line.startswith("lamp.yaml:77:")
        assert "there is no scene celar" in seat.line
        assert "A [blue]door" in seat.seen
        await seat.save(file, "Knock -> celar", "Knock -> cellar")
        assert seat.line == "Mended: nothing keeps the story from being played."
        await seat.save(file, "A [blue]door[/blue] at", "A [oil] door at")
        assert seat.line.startswith("Reloaded: stairs: 1 line. lamp.yaml:")
        assert "markup of another tool" in seat.line
        await seat.save(file, "Knock -> cellar", "Knock twice -> cellar")
        assert "Knock twice" in seat.seen
        await seat.press("u", "1")
        assert seat.session.choices == ("cellar/light-the-lamp",)
        await seat.press("s")
        assert seat.line == "Not saved: Nothing is saved while a story is watched."
    assert not saves_folder("lamp").exists()
