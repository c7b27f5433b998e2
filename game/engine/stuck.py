"""Why play cannot go on though it has not ended, in words: for whoever plays, and for whoever wrote the story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from game.engine.turn import Stuck

FAULT: Final = "This is a fault of the story, not yours."


class StuckReason(NamedTuple):
    """`told` is a sentence for the player; `named` is what a report says, without where it is."""

    told: str
    named: str


STUCK: Final[Mapping[Stuck, StuckReason]] = {
    "no-open-choice": StuckReason(
        "The story has come to a place where no choice is open.", "no choice is open, and there is no fallback"
    ),
    "endless": StuckReason(
        "The story goes round in a circle here and never comes to a choice.", "text goes on for ever without a choice"
    ),
    "too-long": StuckReason(
        "The story tells more here than a turn can hold, and does not come to a choice.",
        "more text comes than a turn can hold, without a choice",
    ),
    "too-deep": StuckReason(
        "The story has called scenes from scenes too often here, and cannot go on.", "calls go too deep"
    ),
    "nowhere-to-return": StuckReason(
        "The story wants to go back here, and has nowhere to go back to.", "there is nothing to return to"
    ),
}
