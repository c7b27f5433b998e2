"""The story so far, in few words: chapter by chapter and scene by scene, what was told there that the story marks for it, or else how one left.

A story marks a text or a choice with the tag `recap`. Of a scene without such, the choice is told that one left it with. Nothing here draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from game.engine.turn import Block
from game.language.text.cleaning import clean_line
from game.player.playthrough.current_place import scene_of
from game.player.playthrough.playing import made, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.engine.sessions.session import Session
    from game.program.model import Program

TAG = "recap"
AWAY = 86_400
"""Seconds after which whoever goes on with a playthrough is told the story so far."""

Retold: TypeAlias = "Block | str"
"""A text of the story as it was read, or the label of a choice that was taken."""


class RecapScene(NamedTuple):
    """A scene by its title, or its place, and what is told of it."""

    title: str
    told: Sequence[Retold]


class RecapChapter(NamedTuple):
    """A chapter by its title ("" where there is none), and its scenes in order."""

    title: str
    scenes: Sequence[RecapScene]


class _Scene:
    def __init__(self, title: str) -> None:
        self.title = title
        self.marked: list[Retold] = []
        self.last = ""

    def told(self) -> Sequence[Retold]:
        return self.marked or ([self.last] if self.last else [])


def story_so_far(session: Session) -> list[RecapChapter]:
    """What a playthrough has come through; chapters and scenes of which there is nothing to tell are left out."""
    teller = _Teller(session.program)
    choices = session.choices
    for number, (turn, taken) in enumerate(told(session), len(choices) - made(session)):
        for block in turn.blocks:
            teller.go(scene_of(block))
            if any(TAG in teller.tags.get(line, ()) for line in block.lines):
                teller.scene.marked.append(block)
        teller.go(turn.scene)
        if taken is not None:
            teller.scene.last = taken
            if TAG in teller.tags.get(choices[number], ()):
                teller.scene.marked.append(taken)
    found = []
    for title, scenes in teller.chapters:
        whole = [RecapScene(scene.title, said) for scene in scenes if (said := scene.told())]
        if whole:
            found.append(RecapChapter(title, whole))
    return found


class _Teller:
    """Gathers scenes under chapters. A scene without a name, and one of no chapter, belongs to the one before it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tags = program.tags
        self.scene = _Scene("")
        self.chapters: list[tuple[str, list[_Scene]]] = [("", [self.scene])]
        self._chapter = ""
        metas = map(program.meta, program.scene_ids)
        self._titled = {meta.chapter for meta in metas if meta.title}
        """The chapters in which scenes have titles: there a place alone is no scene's name."""

    def go(self, name: str) -> None:
        """The story goes on in a scene."""
        if name not in self.program.scene_index:
            return
        meta = self.program.meta(name)
        title = clean_line(meta.title or ("" if meta.chapter in self._titled else meta.place))
        if meta.chapter in self.program.chapters and meta.chapter != self._chapter:
            self._chapter = meta.chapter
            self.chapters.append((clean_line(self.program.chapters[meta.chapter].title), []))
        elif not title or title == self.scene.title:
            return
        self.scene = _Scene(title)
        self.chapters[-1][1].append(self.scene)
