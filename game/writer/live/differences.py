"""What an edit has changed, in the few words that a line of the screen has room for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from game.language.text.cleaning import counted
from game.program.drafts import Differing
from game.program.model import Choose, Program, Scene, Text

_MOST: Final = 3
"""Scenes that are named; of more, their number is said."""


def in_words(found: Iterable[Differing], before: Program | None, now: Program) -> str:
    """What differs in some files: the scenes with how much of each, and what else is declared; "" for nothing that means anything."""
    said: list[str] = []
    for one in found:
        said += [_scene(name, before, now) for name in one.changed]
        said += [f"{name}: new" for name in one.new]
        said += [f"{name}: gone" for name in one.gone]
        said += [f"{key} in another order" if key == "scenes" else key for key in one.keys]
    more = len(said) - _MOST
    return "; ".join(said[:_MOST]) + (f"; {more} more" if more > 0 else "")


def _scene(name: str, before: Program | None, now: Program) -> str:
    if before is None or name not in before.scene_index or name not in now.scene_index:
        return name
    was, became = before.scene(name), now.scene(name)
    parts = [counted(count, word) for word, count in _counts(was, became) if count]
    return f"{name}: {', '.join(parts)}" if parts else f"{name}: what happens"


def _counts(was: Scene, now: Scene) -> Iterator[tuple[str, int]]:
    """How many lines and choices of a scene are new, gone or in other words. One that is written anew is one that is gone and one that is new."""
    for word, found in (("line", _lines), ("choice", _choices)):
        old, new = Counter(found(was)), Counter(found(now))
        yield word, max((new - old).total(), (old - new).total())


def _lines(scene: Scene) -> list[str]:
    return [op.id for block in scene.blocks for op in block.ops if isinstance(op, Text)]


def _choices(scene: Scene) -> list[str]:
    """Each choice by its id and its label, which are two things where it has an id of its own."""
    return [
        f"{one.id} {one.label}"
        for block in scene.blocks
        if isinstance(block.exit, Choose)
        for one in block.exit.choices
    ]
