"""Where in a story's files something stands that the compiled story knows only by name.

A compiled story keeps no line numbers. A scene is found by its key, and what is in it by its words; where the words are
not found, the scene's line is near enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from game.language.source import Source
from game.language.text import clean_line
from game.program.model import Program
from game.proof.report.wording import Words
from game.proof.results import Answer

_KEY: Final = re.compile(r"^(?P<pad> *)(?P<key>(['\"]?)(?P<name>[^\s'\"#:][^'\"#:\n]*?)\3) *:(?=\s|$)", re.MULTILINE)


class Whereabouts(NamedTuple):
    """A position in a file, from 1, and how many characters it is about."""

    file: str
    line: int
    column: int
    length: int

    def __str__(self) -> str:
        return f"{clean_line(self.file)}:{self.line}:{self.column}"


class Positions:
    """Where in a story's files the things stand that answers are about."""

    def __init__(self, program: Program, sources: Callable[[], Mapping[str, Source]]) -> None:
        """`sources` gives the files by their names; it is called once, when a position is asked for."""
        self._program = program
        self._words = Words(program)
        self._read = sources

    def of(self, about: Answer) -> Whereabouts:
        """Where the thing stands, or the scene that it is in; the first line of the story where even that is not found."""
        if about.kind == "promise":
            promise = next(one for one in self._program.always if one.text == about.name)
            return Whereabouts(promise.file, promise.line, promise.column, len(promise.text))
        if about.kind == "ending" and not about.scene:
            return self._keyed(self._endings, about.name, "")
        said = {
            "ending": lambda: f"ending: {about.name}",
            "codex": lambda: f"learn: {about.name}",
            "choice": lambda: _plain(self._words.label(about.name)),
            "closed": lambda: _plain(self._words.label(about.name)),
            "text": lambda: _plain(self._words.line(about.name, about.detail)),
        }.get(about.kind, str)()
        return self._keyed(self._scenes, about.scene, said)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return self._read()

    @cached_property
    def _scenes(self) -> Mapping[str, tuple[Source, re.Match[str]]]:
        return self._keys("scenes", {*self._program.scene_ids})

    @cached_property
    def _endings(self) -> Mapping[str, tuple[Source, re.Match[str]]]:
        return self._keys("endings", {*self._program.endings})

    def _keys(self, under: str, names: set[str]) -> Mapping[str, tuple[Source, re.Match[str]]]:
        """The first key of each name behind another key at the left margin."""
        found: dict[str, tuple[Source, re.Match[str]]] = {}
        for source in self._sources.values():
            begin = re.search(rf"^{under} *:", source.text, re.MULTILINE)
            for key in _KEY.finditer(source.text, begin.end()) if begin else ():
                if key["name"] in names:
                    found.setdefault(key["name"], (source, key))
        return found

    def _keyed(self, keys: Mapping[str, tuple[Source, re.Match[str]]], name: str, words: str) -> Whereabouts:
        if name not in keys:
            return Whereabouts(next(iter(self._sources), ""), 1, 1, 1)
        source, key = keys[name]
        inside = _inside(source.text, key.end(), len(key["pad"]))
        at, length = _found(source.text, key.end(), inside, words) or (key.start("key"), len(key["key"]))
        line, column = source.place(at)
        return Whereabouts(source.name, line, column, length)


def _inside(text: str, start: int, pad: int) -> int:
    """Where what is indented deeper than a key ends."""
    following = re.compile(rf"^ {{0,{pad}}}[^\s#]", re.MULTILINE).search(text, start)
    return len(text) if following is None else following.start()


def _found(text: str, start: int, end: int, words: str) -> tuple[int, int] | None:
    """The longest beginning of the words that stands on one line; None where not even two words, or one that is all, do."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        if count == 1 and len(parts) > 1:
            return None
        found = re.search(r"[ \t]+".join(re.escape(part) for part in parts[:count]), text[start:end])
        if found is not None:
            return start + found.start(), len(found.group())
    return None


def _plain(text: str) -> str:
    """The first words before what varies or was cut off."""
    return next((part for part in text.split("…") if part.strip()), "")
