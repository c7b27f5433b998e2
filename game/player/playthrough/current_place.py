"""Where a turn plays: which chapter begins in it and where, the place of each of its blocks, and where that is another one. Nothing here draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.player.playthrough.playing import LOOKED_BACK, made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.engine.sessions.session import Session
    from game.engine.turn import Block, Turn
    from game.program.declared import Chapter
    from game.program.model import Program


class CurrentPlace(NamedTuple):
    """A chapter's title and, in it, the title of a place (or of a scene that names none); "" for what there is not."""

    chapter: str = ""
    spot: str = ""

    def then(self, program: Program, scene: str) -> CurrentPlace:
        """Where one is when the story goes on in `scene`.

        A scene that names neither a place nor itself, such as one that is called from several, plays where one is already.
        """
        if scene not in program.scene_index:
            return self
        meta = program.meta(scene)
        chapter = program.chapters[meta.chapter].title if meta.chapter in program.chapters else ""
        spot = meta.place or meta.title
        if spot:
            return CurrentPlace(chapter, spot)
        return self if chapter in ("", self.chapter) else CurrentPlace(chapter, "")


class ChapterStart(NamedTuple):
    """A chapter that begins in a turn, and the number of the block that is the first in it."""

    chapter: Chapter
    block: int


class Standing(NamedTuple):
    """Where the story stood before a turn: the id of the chapter, and the place."""

    chapter: str = ""
    place: CurrentPlace = CurrentPlace()


class Arrival(NamedTuple):
    """What stands before the block with this number (one past the last: after all of them): a chapter that begins there, the name of a place
    that the story comes to there, or both.
    """

    block: int
    chapter: Chapter | None
    place: str


def arrivals(program: Program, turn: Turn, before: Standing) -> tuple[list[Arrival], Standing]:
    """Where in a turn a chapter begins and where the place is another one, in order; and how the story stands after it."""
    begun, chapter = chapter_start(program, turn, before.chapter)
    found: list[Arrival] = []
    place = before.place
    for number, now in enumerate(places(program, turn, place)):
        starts = begun.chapter if begun is not None and begun.block == number else None
        spot = now.spot if now != place else ""
        if starts is not None or spot:
            found.append(Arrival(number, starts, spot))
        place = now
    return found, Standing(chapter, place)


def scene_of(block: Block) -> str:
    """The id of the scene that a block stands in."""
    return block.id.rpartition(":")[0]


def chapter_start(program: Program, turn: Turn, before: str) -> tuple[ChapterStart | None, str]:
    """The chapter that begins in a turn when the chapter until then was `before`, and the id of the one it ends in."""
    now = _chapter_id(program, turn.scene)
    if now == before or now not in program.chapters:
        return None, now or before
    first = (number for number, block in enumerate(turn.blocks) if _chapter_id(program, scene_of(block)) == now)
    return ChapterStart(program.chapters[now], next(first, len(turn.blocks))), now


def places(program: Program, turn: Turn, before: CurrentPlace) -> Iterator[CurrentPlace]:
    """The place of each block of a turn in order, and last the one where it stops."""
    for block in turn.blocks:
        before = before.then(program, scene_of(block))
        yield before
    yield before.then(program, turn.scene)


def where(session: Session) -> CurrentPlace:
    """Where a playthrough stands."""
    here = _last(session, session.turn, CurrentPlace())
    return here if here.spot else _last(session, session.turn, place_before(session))


def place_before(session: Session) -> CurrentPlace:
    """Where a playthrough stood before the turn in view."""
    place = CurrentPlace()
    count = made(session)
    for turn in session.turns(max(0, count - LOOKED_BACK), count):
        place = _last(session, turn, place)
    return place


def _last(session: Session, turn: Turn, before: CurrentPlace) -> CurrentPlace:
    *_, place = places(session.program, turn, before)
    return place


def _chapter_id(program: Program, scene: str) -> str:
    return program.meta(scene).chapter if scene in program.scene_index else ""
