"""Whether the terminal's ground is light: asked before the screen is imported, and read when that is done, so that nothing waits for the answer."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

ASK = b"\x1b]11;?\x1b\\"
"""What terminals answer with the colour of their ground (OSC 11)."""
MUTE = frozenset({"", "dumb", "linux", "unknown"})
"""Terminals that do not understand the question, and may write it out."""
_LONGEST = 200
_BRIGHT = (0.299, 0.587, 0.114)
"""How bright red, green and blue are to the eye."""
_ANSWER = re.compile(
    rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})[^\x07\x1b]*(?:\x07|\x1b\\)"
)


class Background:
    """While it is entered, the terminal shows nothing of what it answers; `is_light` is asked before it is left.

    `late` says whether an answer may still come.
    """

    def __init__(self, environment: Mapping[str, str], *, asks: bool) -> None:
        """`asks` is whether to ask the terminal at all; if it does not say, the environment may."""
        self._environment = environment
        self._asks = asks and sys.platform != "win32" and environment.get("TERM", "") not in MUTE
        self._restore: list[object] | None = None
        self.late = False

    def __enter__(self) -> Self:
        if self._asks and sys.platform != "win32":
            import termios

            try:
                self._restore = list(termios.tcgetattr(0))
                quiet = termios.tcgetattr(0)
                quiet[3] &= ~(termios.ECHO | termios.ICANON)
                termios.tcsetattr(0, termios.TCSANOW, quiet)
                os.write(1, ASK)
                self.late = True
            except (OSError, termios.error):
                pass  # a terminal that is going away
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._restore is not None and sys.platform != "win32":
            import termios

            with suppress(OSError, termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self._restore)  # type: ignore[arg-type]  # as it was given

    def is_light(self) -> bool:
        """Whether the ground is light, by what the terminal has answered so far, else by the environment; else it is not."""
        answer = _ANSWER.search(self._heard()) if self.late else None
        if answer is None:
            return is_light_by(self._environment)
        self.late = False
        shares = [int(part, 16) / float(16 ** len(part) - 1) for part in answer.groups()]
        return sum(part * weight for part, weight in zip(shares, _BRIGHT, strict=True)) > 0.5

    def _heard(self) -> bytes:
        """What is there to be read, up to the end of an answer: what is typed after it is the game's."""
        from select import select

        heard = b""
        try:
            while len(heard) < _LONGEST and not _ANSWER.search(heard) and select([0], [], [], 0)[0]:
                if not (piece := os.read(0, 1)):
                    break
                heard += piece
        except OSError:
            pass
        return heard


def is_light_by(environment: Mapping[str, str]) -> bool:
    """Whether the environment says that the ground is light: COLORFGBG ends in its number among the sixteen colours."""
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return ground in {"7", "9", "10", "11", "12", "13", "14", "15"}
