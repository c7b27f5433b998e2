"""The line of keys: at any width it says how to leave and how to get help, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.player.screen.widgets.lines import KeyLine

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]


async def test_the_way_out_and_what_is_new_are_named_at_any_width(sit: Sit) -> None:
    async with sit("boiler", (120, 30)) as seat:
        await seat.begin()
        await seat.press("1")
        for width in (120, 80, 60, 44):
            await seat.pilot.resize_terminal(width, 24)
            await seat.pilot.pause()
            assert len(seat.line) <= width
            for words in ("c codex •2", "q title", "? help"):
                assert words in seat.line, width
        assert seat.line.split("  ")[:2] == ["1-9 choose", "c codex •2"], "and the rest as there is room"
        await seat.pilot.resize_terminal(20, 24)
        await seat.pilot.pause()
        assert seat.line == "q title  ? help"


async def test_what_is_drawn_of_the_line_is_all_of_it_at_any_width(sit: Sit) -> None:
    async with sit("boiler", (60, 12)) as seat:
        await seat.begin()
        await seat.press("1")
        drawn = seat.sheet.query_one(KeyLine)
        for width in range(56, 80):
            await seat.pilot.resize_terminal(width, 12)
            await seat.pilot.pause()
            drawn.more(True)
            assert "space: more ▾" in seat.line
            assert drawn.render_line(0).text.split() == seat.line.split(), width


async def test_keys_that_lead_nowhere_here_are_not_named(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        assert seat.line.startswith("1-9 choose  h history"), "there is nothing to undo"
        await seat.press("1")
        assert seat.line.startswith("1-9 choose  u undo  h history")
        await seat.press("u")
        assert "undo" not in seat.line
        await seat.press("m")
        assert seat.line == "esc back  ? help", "one chapter, and no fork before this one"
        await seat.press("escape", "1", "c")
        assert seat.line == "a all read  esc back  ? help", "no word of the entry is linked"
