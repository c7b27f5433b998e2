"""Finds what a writer wants to go to, by its name or by some of its words. Pure: a program and words in, names out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from game.language.text.cleaning import clean_line
from game.language.text.columns import shorten
from game.program.forms.texts import arms
from game.program.forms.types import Segments
from game.program.model import Choose, Program, Text
from game.writer.ways.trodden import Destination

MOST: Final = 60
"""Things that are listed; more words find fewer."""
_SHOWN: Final = 140
_BEFORE: Final = 50
"""Letters of a long text that are shown, and so many of them before what was found."""
_WORDS: Final = 3
"""Letters from which on lines and choices are looked through, too."""


class Sought(NamedTuple):
    """Something that can be gone to, and how it is shown: what it is called, and its words."""

    wanted: Destination
    name: str
    words: str


def plain(segments: Segments) -> str:
    """All words of a text, those of every way that it can go."""
    found = []
    for segment in segments:
        if isinstance(segment, str):
            found.append(segment)
        elif segment[0] == "s":
            found.append(segment[1])
        else:
            ways = [words for arm in arms(segment) if (words := plain(arm)).strip()]
            found.append("{" + " | ".join(ways) + "}" if ways else "…")
    return clean_line("".join(found))


def search(program: Program, query: str) -> list[Sought]:
    """What fits a query: scenes and endings by their names and titles; lines and choices by their words, where the query is long enough for that."""
    wanted = " ".join(query.casefold().split())
    found = (one for one in _all(program, words=len(wanted) >= _WORDS) if _fits(one, wanted))
    return [one._replace(words=_around(one.words, wanted)) for one in islice(found, MOST)]


def _around(words: str, wanted: str) -> str:
    """Some words of a text, with those in them that are looked for."""
    at = max(0, words.casefold().find(wanted) - _BEFORE)
    start = words.find(" ", at) + 1 if at else 0
    return ("… " if start else "") + shorten(words[start:], _SHOWN)


def _fits(one: Sought, wanted: str) -> bool:
    return not wanted or wanted in one.name.casefold() or wanted in " ".join(one.words.casefold().split())


def _all(program: Program, *, words: bool) -> Iterator[Sought]:
    for name in program.scene_ids:
        meta = program.meta(name)
        yield Sought(Destination("scene", name), name, clean_line(meta.title or meta.place))
    for ending in program.endings.values():
        yield Sought(Destination("ending", ending.id), ending.id, clean_line(ending.title))
    for name in program.scene_ids if words else ():
        for block in program.scene(name).blocks:
            for op in block.ops:
                if isinstance(op, Text):
                    yield Sought(Destination("line", op.id), name, plain(op.segments))
            if isinstance(block.exit, Choose):
                for choice in block.exit.choices:
                    yield Sought(Destination("choice", choice.id), choice.id, plain(choice.label))
