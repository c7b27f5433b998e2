"""Values as a player reads them in words: how they stand, how they have moved, and whether that is better. Nothing here draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.panels import title_of, word_of

if TYPE_CHECKING:
    from game.engine.sessions.panels import ShownValue
    from game.engine.sessions.session import Session
    from game.engine.turn import Change
    from game.program.declared import Variable
    from game.program.forms.types import Plain


def stands(one: ShownValue, *, beside: bool = False) -> str:
    """A value in words: "food 4", "heat 2 of 10", "the tide: low".

    `beside` somebody's name words of the story's own stand alone, as in the panel of the screen.
    """
    variable, _, word = one
    if variable.show == "word" and variable.words and beside:
        return word
    if variable.show in ("word", "list"):
        return f"{title_of(variable)}: {word}"
    bound = f" of {variable.high}" if variable.show in ("bar", "dots") else ""
    return f"{title_of(variable)} {word}{bound}"


def goodness(variable: Variable, change: Change) -> str:
    """Whether a change was "better" or "worse" for the player; "" where the story does not say which way is."""
    if not variable.better:
        return ""
    return "better" if (step(variable, change) > 0) == (variable.better == "more") else "worse"


def step(variable: Variable, change: Change) -> int:
    """How far a change has moved a value: up where it is above 0."""
    return _number(variable, change.after) - _number(variable, change.before)


def _number(variable: Variable, value: Plain) -> int:
    return variable.values.index(value) if isinstance(value, str) else int(value)


def stands_now(session: Session, one: ShownValue, change: Change, *, name: str = "") -> str:
    """A value that has changed, with what it was: "heat 3 of 10, up from 2, worse"; `name` is whose it is."""
    variable, _, word = one
    label = title_of(variable) + (f", {name}" if name else "")
    before = word_of(session, variable, change.before) if variable.words else str(_plain(change.before))
    moved = step(variable, change)
    judged = goodness(variable, change)
    if variable.show == "word" or isinstance(change.after, str):
        told = f"{label}: from {before} to {word}"
    else:
        bound = f" of {variable.high}" if variable.show in ("bar", "dots") else ""
        told = f"{label}{':' if name else ''} {word}{bound}, {'up' if moved > 0 else 'down'} from {before}"
    return f"{told}, {judged}" if judged else told


def _plain(value: Plain) -> Plain:
    return value.replace("_", " ") if isinstance(value, str) else value


def percent(share: float) -> int:
    """A share as whole hundredths: something is never nothing, and not yet all never all."""
    return max(1, min(99, round(share * 100))) if share < 1 else 100
