"""Values as a player reads them in words: how they stand. Nothing here draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.panels import title_of

if TYPE_CHECKING:
    from game.engine.sessions.panels import ShownValue


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
