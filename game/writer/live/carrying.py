"""A playthrough carried over into another state of its story: the choices made again by identity, or else the place found again."""

from __future__ import annotations

from typing import NamedTuple

from game.engine.sessions.by_hand import is_by_hand, read_setting
from game.engine.sessions.session import Session, SetupError
from game.program.model import Program
from game.saves.errors import SaveError
from game.saves.restore import option_for, playthrough_of, restore


class Carried(NamedTuple):
    """A session in the story as it is now, and what is different about its place ("" for nothing).

    `whole` says that every choice was made again, so that all that shows is what the story does.
    """

    session: Session
    note: str
    whole: bool


def carried(session: Session, program: Program) -> Carried:
    """The playthrough of a session, in another state of its story. Values are what the choices make of them now."""
    choices = session.choices
    again = _begun(program, session)
    for number, identity in enumerate(choices):
        if is_by_hand(identity):
            setting = read_setting(program, identity)
            if setting is not None:
                again.put(*setting)
            continue
        taken = option_for(again, program.renamed.identity(identity))
        if taken is None:
            return _placed(session, program, again, number)
        again.choose(taken)
    return Carried(again, "", True)


def _begun(program: Program, session: Session) -> Session:
    try:
        return Session(program, seed=session.seed, setup=session.setup)
    except SetupError:
        return Session(program, seed=session.seed)


def _placed(session: Session, program: Program, again: Session, made: int) -> Carried:
    """Where a choice on the way is gone: the place by its name and by what stood around it, else as far as the choices led."""
    lost = session.choices[made]
    why = f"choice {made + 1}, {lost}, is not there any more"
    try:
        found = restore(program, playthrough_of(session, ""))
    except SaveError:
        return Carried(again, f"{why}; as far as the choices lead", False)
    if not found.exact and not found.again:
        return Carried(again, f"{why}; as far as the choices lead", False)
    where = "its scene begins again" if found.again else "this place was found again"
    return Carried(found.session, f"{why}; {where}, with the values it had", False)
