"""Where a codex entry names others: the words by which each is known, found in a text as they stand there. Nothing here draws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from game.language.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from game.program.model import Program


class NamedEntry(NamedTuple):
    """A part of a text, from one letter to another, that names a codex entry."""

    start: int
    end: int
    entry: str


class EntryNames:
    """Finds codex entries by name: by their title, and where it is somebody of the cast's, by how these are called for short, too."""

    def __init__(self, program: Program, entries: Iterable[str]) -> None:
        """Look for these entries alone: those that can be read."""
        self._entries: dict[str, str] = {}
        people = {one.name: one for one in program.cast.values()}
        for entry in entries:
            title = program.codex[entry].title
            member = program.cast.get(entry) or people.get(title)
            for name in (title, *((member.name, member.short) if member is not None else ())):
                if words := clean(name).strip():
                    self._entries.setdefault(_key(words), entry)
        longest_first = sorted(self._entries, key=len, reverse=True)
        # The first letter is large at the beginning of a sentence, and small in one.
        names = "|".join(f"(?i:{re.escape(name[0])}){re.escape(name[1:])}" for name in longest_first)
        self._pattern = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])") if names else None

    def find(self, words: str, *, known: set[str]) -> Iterator[NamedEntry]:
        """The entries that a text names, each where it does so first; those `known` are passed over, and what is found becomes known."""
        for found in self._pattern.finditer(words) if self._pattern is not None else ():
            entry = self._entries[_key(found[0])]
            if entry not in known:
                known.add(entry)
                yield NamedEntry(found.start(), found.end(), entry)


def _key(name: str) -> str:
    return name[0].lower() + name[1:]
