"""The committed playthroughs, played in the background of a page that changes: what is known of them at any moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from game.program.model import Text
from game.writer.ways.finding import way_to
from game.writer.ways.trodden import Destination, Trodden, WayThere

if TYPE_CHECKING:
    from game.engine.sessions.session import Session
    from game.program.model import Program

_REST: Final = 0.05
"""Seconds at most between two playthroughs, which leave the page its share."""
_PATIENCE: Final = 5.0
"""Seconds for which somebody who waits for a way lets them be played on."""


class Treading:
    """What the playthroughs of a story come to, in its last state in which all of them were played; and what those that are being played have come to."""

    def __init__(self, story: Path) -> None:
        self._story = story
        self._known = Trodden()
        self._filling = Trodden()
        self._filling.there = 1  # nothing is known of them before they are first played
        self._program: Program | None = None
        self._lines: dict[str, set[str]] = {}
        self._waited_for = 0

    def play(self, program: Program, stopped: Callable[[], bool], *, rests: bool = True) -> bool:
        """Play all of them in a state of the story, until that is to be stopped; whether it was not.

        May run beside anything, but not twice at once; it `rests` between two of them, unless somebody waits.
        """
        self._filling = found = Trodden()
        since = time.monotonic()

        def over() -> bool:
            nonlocal since
            if rests and not self._waited_for:
                time.sleep(min(_REST, time.monotonic() - since))
            since = time.monotonic()
            return stopped()

        found.tread(program, self._story, over)
        if not found.whole:
            return False
        self._known, self._program, self._lines = found, program, {}
        return True

    def is_unread(self, line: str) -> bool:
        """Whether it is known that no playthrough reads a line. Of one that has been written since they were played, nothing is."""
        return self._known.there > 0 and line not in self._known.lines and self._was_there(line)

    def _was_there(self, line: str) -> bool:
        """Whether the story had a line when they were played."""
        scene, program = line.rpartition(":")[0], self._program
        if scene not in self._lines:
            there = program is not None and scene in program.scene_index
            blocks = program.scene(scene).blocks if program is not None and there else ()
            self._lines[scene] = {op.id for block in blocks for op in block.ops if isinstance(op, Text)}
        return line in self._lines[scene]

    def way(self, program: Program, wanted: Destination, walked: Iterable[Session]) -> WayThere | str:
        """A way to a place, or why there is none; playthroughs that are still being played are waited for, but not long. May run beside anything."""
        end = time.monotonic() + _PATIENCE
        self._waited_for += 1
        try:
            while not self._filling.whole and self._filling.to(wanted) is None and time.monotonic() < end:
                time.sleep(_REST)
        finally:
            self._waited_for -= 1
        known = self._known if self._known.to(wanted) is not None else self._filling
        return way_to(program, wanted, known, walked)
