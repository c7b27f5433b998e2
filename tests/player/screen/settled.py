"""When a screen has come to rest, told by what is left to do and not by a clock.

Textual's pilot waits behind each key for the processor to be idle: twice 20 ms, and up to a second on a busy machine. All that a key leads to happens in
one event loop here. Once nothing in it is ready to run, and nothing waits for the next frame, it has happened.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual._context import active_app

if TYPE_CHECKING:
    from collections.abc import Callable

_QUIET = 3
"""So often nothing may be found to do: what the system has for the loop comes in only between two looks."""


async def settled(*_: float) -> None:
    """Until nothing happens any more but by a key or with time; what waits for the next frame is drawn now."""
    ready: Any = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    quiet = 0
    while quiet < _QUIET:
        await asyncio.sleep(0)
        quiet = 0 if ready else quiet + 1
        if quiet == _QUIET and (due := _of_the_next_frame()) is not None:
            due()
            quiet = 0


def _of_the_next_frame() -> Callable[[], None] | None:
    """What Textual puts off for up to 16 ms, so as not to do it twice: laying out for another size, and drawing."""
    app = active_app.get()
    if app._resize_timer is not None:
        return app._check_resize
    screen: Any = app._screen_stack[-1] if app._running and app._screen_stack else None
    if screen is not None and screen._update_timer._active.is_set():
        draw: Callable[[], None] = screen._on_timer_update
        return draw
    return None
