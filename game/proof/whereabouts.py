"""Where in a story's files something stands that the compiled story knows only by name.

A compiled story keeps no line numbers. A scene is found by its key, and what is in it by its words; where the words are
not found, the scene's line is near enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from game.language.source import Source


class Whereabouts(NamedTuple):
    """A position in a file, from 1, and how many characters it is about."""

    file: str
    line: int
    column: int
    length: int


def whereabouts(sources: Mapping[str, Source], scene: str, words: str = "") -> Whereabouts:
    """Where a scene stands, or words in it; the first line of the story where even the scene is not found."""
    key = re.compile(rf"^(?P<pad> *)(?P<key>(['\"]?){re.escape(scene)}\3) *:", re.MULTILINE)
    for source in sources.values():
        scenes = re.search(r"^scenes *:", source.text, re.MULTILINE)
        found = key.search(source.text, scenes.end()) if scenes and scene else None
        if found is not None:
            inside = _inside(source.text, found.end(), len(found["pad"]))
            at, length = _words(source.text, found.end(), inside, words) or (found.start("key"), len(found["key"]))
            line, column = source.place(at)
            return Whereabouts(source.name, line, column, length)
    return Whereabouts(next(iter(sources), ""), 1, 1, 1)


def _inside(text: str, start: int, pad: int) -> int:
    """Where what is indented deeper than a key ends."""
    following = re.compile(rf"^ {{0,{pad}}}[^\s#]", re.MULTILINE).search(text, start)
    return len(text) if following is None else following.start()


def _words(text: str, start: int, end: int, words: str) -> tuple[int, int] | None:
    """The longest beginning of the words that stands on one line; None where not even two words, or one that is all, do."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        if count == 1 and len(parts) > 1:
            return None
        found = re.search(r"[ \t]+".join(re.escape(part) for part in parts[:count]), text[start:end])
        if found is not None:
            return start + found.start(), len(found.group())
    return None
