"""How a hand lies on the keys: at rest, or holding one down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

from game.player.screen.hand import Hand

if TYPE_CHECKING:
    from tests.player.screen.conftest import Seat


def rest(seat: Seat, calm: float) -> None:
    """The hand has rested until now, and has to rest for so long after whatever comes."""
    seat.app.hand = Hand(calm)


async def onward(seat: Seat) -> None:
    """Past what stands before a chapter: the end of the one before, and a card."""
    while seat.on == "card" or "way:on" in seat.page.entries():
        rest(seat, 0)
        await seat.press(*(["enter"] if seat.on == "card" else ["end", "enter"]))


async def hold(seat: Seat, key: str, at: float) -> None:
    for times in (0.0, *(0.66 + 0.04 * number for number in range(6))):
        event = Key(key, key if len(key) == 1 else None)
        event.time = at + times
        seat.app.post_message(event)
        await seat.pilot.pause()
