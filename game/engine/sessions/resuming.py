"""How a session comes to stand where a save was made: by its choices made again, by its place, or at its scene's beginning."""

from __future__ import annotations

from typing import Final

from game.engine.machine import linked_of, opening
from game.engine.sessions.saved_place import SavedPlace, beginning_from, state_from
from game.engine.sessions.session import ChoiceError, Session, SetupError
from game.engine.state import State
from game.program.model import Program

MOST_REPLAYED: Final = 1_000_000
"""Blocks that are played again in order to stand where a save was made: about a second of work."""


def resume(program: Program, kept: SavedPlace) -> Session:
    """Stand where a save was made.

    Where playing the choices again leads to the same place and values, the whole history can be undone. In a
    changed story, or where that would take too long, the place is found by its identity, and undo ends there.

    Raises:
        ResumeError: what the save names is no longer in the story.
    """
    given_up = False
    try:
        session = Session(program, seed=kept.seed, setup=kept.setup)
        left = MOST_REPLAYED
        for identity in kept.choices:
            session.choose(identity)
            left -= session.spent
            if left < 0:
                given_up = True
                break
        else:
            if session.is_where(kept):
                return session
    except (ChoiceError, SetupError):
        pass
    session = Session(program, seed=kept.seed)
    session.given_up = given_up
    session.stand(kept, state_from(program, kept, _opening(program, kept)))
    return session


def beginning(program: Program, kept: SavedPlace) -> Session:
    """Stand at the beginning of the scene where a save was made, with its values; undo ends there.

    Raises:
        ResumeError: the scene is no longer in the story, or nothing can be chosen there.
    """
    session = Session(program, seed=kept.seed)
    session.stand(kept, beginning_from(program, kept, _opening(program, kept)), again=True)
    return session


def _opening(program: Program, kept: SavedPlace) -> State:
    return opening(linked_of(program), kept.seed or 0, {}).state()
