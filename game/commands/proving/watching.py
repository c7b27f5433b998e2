"""What somebody at a terminal sees of a long proof, and how Ctrl-C ends it with what is known so far."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from game.output import draw

if TYPE_CHECKING:
    from types import FrameType

    from game.proof.bounds import Bounds

_BETWEEN: Final = 0.2
"""Seconds between two pictures of the line."""
_BAR: Final = 20
_PATIENCE: Final = 1.5
"""Seconds that the search has to come to a place where it can be left; then it is left where it is."""


@contextmanager
def keeping() -> Iterator[None]:
    """For a while, look for circles to throw away a tenth as often: a proof keeps nearly all that it makes, and has few."""
    often = gc.get_threshold()
    gc.set_threshold(10 * often[0], *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)


@contextmanager
def watching(bounds: Bounds) -> Iterator[None]:
    """Show how far a search within these bounds is, and let Ctrl-C end it by a KeyboardInterrupt at a place where it can be left.

    A Ctrl-C in the middle of a call into the library for sets waits for its end; the library would lose it, or say so in between.
    """
    shown = sys.stderr.isatty()
    if shown:
        bounds.progress = _Line(bounds).draw
    interrupts = _Interrupts(bounds)
    interrupts.begin()
    try:
        yield
    finally:
        interrupts.end()
        if shown:
            bounds.progress = None
            draw(sys.stderr, "\r\x1b[K")
            sys.stderr.flush()


class _Line:
    """The line of progress: how much of its time is gone, what is looked for, how deep and how wide the search is."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._drawn = 0.0

    def draw(self, stage: str, count: int, frontier: int) -> None:
        """Draw the line anew, if it is time."""
        bounds = self._bounds
        if bounds.spent - self._drawn < _BETWEEN:
            return
        self._drawn = bounds.spent
        full = min(_BAR, int(_BAR * bounds.spent / bounds.seconds))
        parts = [f"{stage}: {count:,}"]
        if frontier:
            parts.append(f"frontier: {frontier:,}")
        if bounds.size is not None:
            parts.append(f"sets: {bounds.size():,}")
        parts.append(f"{bounds.spent:.0f} of {bounds.seconds:.0f} s")
        draw(sys.stderr, f"\r\x1b[K[{'#' * full}{'-' * (_BAR - full)}] {', '.join(parts)} ")
        sys.stderr.flush()


class _Interrupts:
    """Ctrl-C asks the search to stop; where it does not come to it soon, it is stopped where it is."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._asked = 0
        self._on = False

    def begin(self) -> None:
        """Take Ctrl-C over, where this thread may."""
        try:
            self._before = signal.signal(signal.SIGINT, self._ask)
        except ValueError:  # not the main thread
            return
        self._on = True
        self._unraisable = sys.unraisablehook
        sys.unraisablehook = self._lost
        if hasattr(signal, "SIGALRM"):
            self._alarm = signal.signal(signal.SIGALRM, self._stop)

    def end(self) -> None:
        """Give it back."""
        if not self._on:
            return
        if hasattr(signal, "SIGALRM"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._alarm)
        sys.unraisablehook = self._unraisable
        signal.signal(signal.SIGINT, self._before)
        self._on = False

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the shape of a handler
        self._asked += 1
        self._bounds.stop = self._asked == 1
        if self._asked > 2 or not hasattr(signal, "SIGALRM"):
            raise KeyboardInterrupt
        if self._asked == 1:
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the shape of a handler
        if self._bounds.stop:  # the search has not come to it by itself
            self._bounds.stop = False
            raise KeyboardInterrupt

    def _lost(self, unraisable: sys.UnraisableHookArgs) -> None:
        """An interrupt that came while a value was being taken down is lost there; it is asked for again."""
        if unraisable.exc_type is KeyboardInterrupt:
            self._bounds.stop = True
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE / 10)
        else:
            self._unraisable(unraisable)
