"""Visitors of a served game: known by a secret word in their browser, each with a folder of their own; no more folders than are wished."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from game.system.files import is_folder, names, status
from game.system.writing import private_folder, remove_folder

if TYPE_CHECKING:
    from pathlib import Path

_WORD = re.compile("[0-9a-f]{32}")


class Visitors:
    """The folders of the last visitors. They are made when somebody begins to play, and the one longest away makes room for a new one."""

    def __init__(self, folder: Path, most: int) -> None:
        """Keep at most so many folders in this one."""
        self._folder = folder
        self._most = most
        self._here: dict[str, int] = {}
        """How many games each visitor has open."""

    @staticmethod
    def known_by(word: str) -> str:
        """The word that a visitor is known by: the one their browser has, if it is one of ours, or a new one."""
        return word if _WORD.fullmatch(word) else secrets.token_hex(16)

    @property
    def playing(self) -> int:
        """How many games are open."""
        return sum(self._here.values())

    def come(self, word: str) -> Path:
        """The folder of a visitor who begins to play. Raises OSError where it cannot be made."""
        home = self._folder / self.known_by(word)
        if not is_folder(home):
            self._make_room()
        private_folder(home)
        self._here[word] = self._here.get(word, 0) + 1
        return home

    def go(self, word: str) -> None:
        """A visitor has closed a game."""
        self._here[word] -= 1
        if not self._here[word]:
            del self._here[word]

    def _make_room(self) -> None:
        """Take away the folders of those longest away, until there is room for one more."""
        if not is_folder(self._folder):
            return
        away = [name for name in names(self._folder, folders=True) if _WORD.fullmatch(name) and name not in self._here]
        away.sort(key=lambda name: there.st_mtime if (there := status(self._folder / name)) else 0.0)
        for name in away[: max(0, len(away) + len(self._here) + 1 - self._most)]:
            remove_folder(self._folder / name)
