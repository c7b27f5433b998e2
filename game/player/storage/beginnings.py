"""Where chapters began: a save of each playthrough for each chapter, made as it came to it, from which that can be begun again.

They lie in a folder for each chapter, beside the story's saves; apart from that they are saves like others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.places import safe_name
from game.player.storage.cards import cards_of
from game.saves.slots import Slots

if TYPE_CHECKING:
    from game.player.storage.cards import Card
    from game.saves.format import Playthrough
    from game.saves.home import Home
    from game.saves.slots import LoadedSave

FOLDER = "chapters"
SHOWN = 5
"""Beginnings of a chapter that a player sees; the others stay on the disk."""


class Beginnings:
    """The beginnings of chapters in the folder of a story's saves."""

    def __init__(self, home: Home, story: str) -> None:
        self._home = home
        self._story = story
        self._of: dict[str, Slots] = {}

    def _slots(self, chapter: str) -> Slots:
        if chapter not in self._of:
            folder = self._home.folder / FOLDER / safe_name(chapter)
            self._of[chapter] = Slots(folder, self._story, self._home.calls)
        return self._of[chapter]

    def keep(self, chapter: str, playthrough: Playthrough) -> None:
        """Keep the beginning of a chapter, in place of an earlier one of the same playthrough. Raises SaveError."""
        self._slots(chapter).autosave(playthrough)

    def of(self, chapter: str) -> tuple[Card, ...]:
        """The beginnings of a chapter, the newest first."""
        return cards_of(self._slots(chapter).list()[:SHOWN])

    def load(self, chapter: str, slot: str) -> tuple[Slots, LoadedSave]:
        """One of them, and the slots that it is among. Raises SaveError."""
        slots = self._slots(chapter)
        return slots, slots.load(slot, fallback=False)
