"""The one walk over texts: the texts inside a segment, and every fork of a text with when it is come to.

What is shown of a text says `game.engine.linker.texts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from game.program.forms.types import Alternatives, Fork, Segment, Segments


def arms(segment: Segment) -> tuple[Segments, ...]:
    """The texts that a segment chooses from: two of a condition, all that take turns; none of words and values."""
    if isinstance(segment, str):
        return ()
    if segment[0] == "?":
        return segment[2:]
    return segment[3] if segment[0] == "a" else ()


def goes_on(arm: Segments) -> bool:
    """Whether an arm only holds the next question of an if … elif …, and shows nothing of its own."""
    return len(arm) == 1 and not isinstance(arm[0], str) and arm[0][0] == "?"


def is_parted(segment: Segment) -> TypeIs[Fork | Alternatives]:
    """Whether a segment chooses between texts."""
    return not isinstance(segment, str) and (segment[0] == "?" or segment[0] == "a")
