"""The shape of a chapter, as the Program has it: its scenes in the order in which they are written, and the forks and endings in each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from game.program.model import Choose, End, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.program.model import Choice, Program


class ForkShape(NamedTuple):
    """A list of two choices or more: its name, the scene that it stands in, and the choices."""

    id: str
    scene: str
    choices: Sequence[Choice]


class StopShape(NamedTuple):
    """A place on the map: the scene that it is named after and those that have no name of their own, with what is in all of them."""

    scene: str
    scenes: Sequence[str]
    forks: Sequence[ForkShape]
    endings: Sequence[tuple[str, str]]
    """The scene that each stands in, and the ending."""


def chapters_of(program: Program) -> list[str]:
    """The ids of the chapters in order, with "" at the end where there are scenes outside all of them."""
    found = sorted(program.chapters.values(), key=lambda one: one.number)
    chapterless = any(program.meta(scene).chapter not in program.chapters for scene in program.scene_ids)
    return [*(one.id for one in found), *([""] if chapterless else [])]


def scenes_in(program: Program, chapter: str) -> list[str]:
    """The scenes of a chapter, or with "" those that are in none, as they are written."""
    return [
        scene
        for scene in program.scene_ids
        if (found := program.meta(scene).chapter) == chapter or (not chapter and found not in program.chapters)
    ]


def stops(program: Program, chapter: str) -> list[StopShape]:
    """The places of a chapter in order. Only the scenes of this chapter are looked into."""
    scenes = scenes_in(program, chapter)
    titled = any(program.meta(scene).title for scene in scenes)
    found: list[StopShape] = []
    for _, group in groupby(scenes, key=_Numbering(program, titled=titled)):
        members = list(group)
        forks = [fork for scene in members for fork in _forks(program, scene)]
        endings = [(scene, ending) for scene in members for ending in _endings(program, scene)]
        if forks or endings or program.meta(members[0]).title:
            found.append(StopShape(members[0], members, forks, endings))
    return found


class _Numbering:
    """Which stop a scene belongs to, asked of one after the other: its own, or that of the scene before."""

    def __init__(self, program: Program, *, titled: bool) -> None:
        self._program = program
        self._titled = titled
        self._number = 0

    def __call__(self, scene: str) -> int:
        self._number += not self._titled or bool(self._program.meta(scene).title)
        return self._number


def _forks(program: Program, scene: str) -> Iterator[ForkShape]:
    for block in program.scene(scene).blocks:
        if isinstance(block.exit, Choose) and len(block.exit.choices) > 1:
            yield ForkShape(block.exit.id, scene, block.exit.choices)


def _endings(program: Program, scene: str) -> Iterator[str]:
    yield from dict.fromkeys(block.exit.ending for block in program.scene(scene).blocks if isinstance(block.exit, End))


def lines_in(program: Program, scene: str) -> Iterator[Text]:
    """The lines of a scene, as they are written."""
    for block in program.scene(scene).blocks:
        yield from (op for op in block.ops if isinstance(op, Text))
