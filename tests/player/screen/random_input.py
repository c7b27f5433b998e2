"""Somebody, or something, that presses keys, clicks, scrolls and resizes at random; seeded, so that what happened can happen again."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from textual.events import MouseMove, MouseScrollDown, MouseScrollUp

from game.player.screen.sheet import Sheet
from game.player.screen.widgets.lines import KeyLine

if TYPE_CHECKING:
    from tests.player.screen.conftest import Seat

KEYS = (
    *"1234567890", *"uUrhcjpslkoeabmnNqfgvxyz", "slash", "question_mark", "colon", "space", "enter", "enter", "enter", "up", "down",
    "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "escape", "escape", "backspace", "f1", "ctrl+p", "delete",
)  # fmt: skip
SIZES = ((80, 24), (80, 24), (120, 40), (60, 20), (200, 60), (40, 12), (20, 6), (10, 3))


async def play_at_random(seat: Seat, seed: int, count: int) -> None:
    """Do so many things at random to a game that does not end by any of them; whatever goes wrong is said with the last that were done."""
    app, random, done = seat.app, Random(seed), list[str]()
    app.exit = lambda *_, **__: None  # type: ignore[method-assign]
    for _ in range(count):
        (what,) = random.choices(("key", "click", "move", "resize"), (70, 15, 12, 3))
        x, y = (random.randrange(max(1, length)) for length in app.size)
        if what == "key":
            done.append(random.choice(KEYS))
            await seat.pilot.press(done[-1])
        elif what == "resize":
            size = random.choice(SIZES)
            done.append(f"{size}")
            await seat.pilot.resize_terminal(*size)
        elif what == "click":
            done.append(f"click {x},{y}")
            await seat.pilot.click(offset=(x, y), times=random.choice((1, 1, 2)))
        else:
            kind = random.choice((MouseMove, MouseScrollDown, MouseScrollUp))
            done.append(f"{kind.__name__} {x},{y}")
            app.screen._forward_event(kind(None, x, y, 0, 0, 0, False, False, False, screen_x=x, screen_y=y))
        await seat.pilot.pause()
        assert app.fault is None, (seed, done[-30:])
        assert app.is_running
        if isinstance(app.screen, Sheet):
            page = app.screen.page
            assert page.cursor in {"", *page.entries()}, (seed, done[-30:])
            assert page.link < max(1, len(page.links))
            line = app.screen.query_one(KeyLine)
            assert line.words or app.size.width < 40 or len(line.text) <= app.size.width, (seed, done[-30:])
