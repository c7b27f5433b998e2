"""Visitors of a served game: known by a secret word in their browser, each with a folder of their own; no more folders than are wished."""

from __future__ import annotations

import re
import secrets
import shutil
from typing import TYPE_CHECKING

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
        if not home.is_dir():
            self._make_room()
            home.mkdir(mode=0o700, parents=True)
        home.touch()
        self._here[word] = self._here.get(word, 0) + 1
        return home

    def go(self, word: str) -> None:
        """A visitor has closed a game."""
        self._here[word] -= 1
        if not self._here[word]:
            del self._here[word]

    def _make_room(self) -> None:
        """Take away the folders of those longest away, until there is room for one more."""
        if not self._folder.is_dir():
            return
        homes = [home for home in self._folder.iterdir() if _WORD.fullmatch(home.name) and home.name not in self._here]
        homes.sort(key=lambda home: home.stat().st_mtime)
        for home in homes[: max(0, len(homes) + len(self._here) + 1 - self._most)]:
            shutil.rmtree(home)
