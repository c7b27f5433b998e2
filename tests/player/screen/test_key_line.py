"""The line of keys: at any width it says how to leave and how to get help, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
