"""The map of a chapter, and the story so far, as objects for a line of JSON. What they hold is described in docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.session import Session
from game.player.playthrough.recap import story_so_far
from game.player.story_map.chart import Known, chart, current_chapter, reached, walked

if TYPE_CHECKING:
    from collections.abc import Collection

    from game.player.story_map.chart import ForkSeen, StopSeen


def map_message(played: Session, taken: Collection[str], chapter: str | None) -> dict[str, object]:
    """The map of a chapter, by its id, or of the one that a playthrough stands in.

    `taken` are choices that were taken in others. Raises ValueError for a chapter that play has not come to; the message names those that it has.
    """
    program = played.program
    session = _in_words(played)
    known = Known.of((), (one.partition("/")[0] for one in taken), (), taken, ())
    walk = walked(session, known)
    there = reached(program, known)
    wanted = current_chapter(session) if chapter is None else chapter
    if wanted not in there:
        raise ValueError(", ".join(map(repr, there)))
    drawn = chart(program, wanted, session, known, walk)
    return {
        "type": "map",
        "chapter": drawn.chapter,
        "title": drawn.title,
        "chapters": there,
        "endings": {"found": drawn.found, "of": drawn.endings},
        "read": round(drawn.share, 3),
        "stops": [_stop(stop) for stop in drawn.stops],
    }


def recap_message(played: Session) -> dict[str, object]:
    """What a playthrough has come through."""
    return {
        "type": "recap",
        "chapters": [
            {
                "title": chapter.title,
                "scenes": [
                    {"title": scene.title, "told": [one if isinstance(one, str) else one.text for one in scene.told]}
                    for scene in chapter.scenes
                ],
            }
            for chapter in story_so_far(_in_words(played))
        ],
    }


def _in_words(played: Session) -> Session:
    """The same playthrough with turns to read: those of a session that writes hold what is written."""
    session = Session(played.program, seed=played.seed, setup=played.setup)
    for choice in played.choices:
        session.choose(choice)
    return session


def _stop(stop: StopSeen) -> dict[str, object]:
    return {
        "title": stop.title,
        "hint": stop.hint,
        "state": stop.state,
        "forks": [_fork(fork) for fork in stop.forks],
        "missing": stop.missing,
        "endings": [one._asdict() if one.title else {"id": "", "title": "", "hint": one.hint} for one in stop.endings],
    }


def _fork(fork: ForkSeen) -> dict[str, object]:
    # Not its name, which is made of the words of its first choice.
    return {"turn": fork.turn, "here": fork.here, "ways": [way._asdict() for way in fork.ways]}
