"""The map of a chapter as an object for a line of JSON. What it holds is described in docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.session import Session
from game.player.story_map.chart import Known, chart, current_chapter, reached, walked

if TYPE_CHECKING:
    from collections.abc import Collection

    from game.player.story_map.chart import ForkSeen, StopSeen


def map_message(played: Session, taken: Collection[str], chapter: str | None) -> dict[str, object]:
    """The map of a chapter, by its id, or of the one that a playthrough stands in.

    `taken` are choices that were taken in others. Raises ValueError for a chapter that play has not come to; the message names those that it has.
    """
    program = played.program
    # The turns of a session that writes hold what is written: the map wants words.
    session = Session(program, seed=played.seed, setup=played.setup)
    for choice in played.choices:
        session.choose(choice)
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
