"""What decides about the choices where a playthrough stands: which are closed or hidden and what would open them, and the values that are asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from game.engine.sessions.by_hand import written
from game.engine.sessions.session import Session
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.program.model import Choice, Choose, Program
from game.program.spelling import named, spelled, valued
from game.writer.ways.search import plain


class ShutChoice(NamedTuple):
    """A choice that cannot be taken: its label, whether it is shown at all, what it waits for, and what those values are now."""

    label: str
    shown: bool
    wants: tuple[str, ...]
    now: tuple[str, ...]


def choices_at(session: Session) -> Sequence[Choice]:
    """All choices of the list that a playthrough stands at, hidden ones too."""
    program, turn = session.program, session.turn
    if not session.point or turn.scene not in program.scene_index:
        return ()
    for block in program.scene(turn.scene).blocks:
        if isinstance(block.exit, Choose) and block.exit.id == session.point:
            return block.exit.choices
    return ()


def shut(session: Session) -> Iterator[ShutChoice]:
    """The choices that are closed or hidden."""
    for choice in choices_at(session):
        for condition, shown in ((choice.shown, False), (choice.needs, True)):
            if condition is not None and not session.holds(condition):
                missing = [one for one in _parts(condition) if not session.holds(one)]
                slots = dict.fromkeys(slot for one in missing for slot in reads(one))
                yield ShutChoice(
                    plain(choice.label),
                    shown,
                    tuple(spelled(session.program.slots, one) for one in missing),
                    tuple(f"{named(session.program.slots[slot])} is {_now(session, slot)}" for slot in slots),
                )
                break


def asked(session: Session) -> list[str]:
    """The declared variables that the choices here and what the last choice changed have to do with, those that changed first."""
    program = session.program
    changed = [change.name for change in session.changes()]
    slots = [
        slot
        for choice in choices_at(session)
        for condition in (choice.shown, choice.needs)
        if condition is not None
        for slot in reads(condition)
    ]
    names = [*changed, *(program.slots[slot].name for slot in slots)]
    return [name for name in dict.fromkeys(names) if name in program.variables]


def told(program: Program, session: Session, name: str) -> str:
    """A variable's value as the story writes it."""
    return written(program.variables[name], session.state.values[program.slot[name]])


def _now(session: Session, slot: int) -> str:
    return valued(session.program.slots[slot], session.state.values[slot])


def _parts(condition: Expr) -> Sequence[Expr]:
    """What has to hold all together."""
    return condition[1:] if condition[0] == "and" else (condition,)
