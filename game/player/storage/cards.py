"""What is saved and how long it was played, in words."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from game.language.text.cleaning import clean, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.saves.slots import Slot


class Card(NamedTuple):
    """A save as a player sees it in a list. `trouble` says why it cannot be loaded."""

    id: str
    title: str
    when: str
    chapter: str
    place: str
    played: str
    last: str
    trouble: str

    @property
    def came(self) -> str:
        """How somebody came to where a chapter begins."""
        return f"as you came to it {self.when}, after {self.played}"


def cards_of(slots: Sequence[Slot]) -> tuple[Card, ...]:
    """Saves as a player sees them; those that would read alike say the second too."""
    cards = [card_of(slot) for slot in slots]
    read = Counter(card[1:] for card in cards)
    return tuple(
        card if read[card[1:]] == 1 else card._replace(when=f"{card.when}{_second(slot.when)}")
        for card, slot in zip(cards, slots, strict=True)
    )


def card_of(slot: Slot) -> Card:
    """A save as a player sees it."""
    title = {"auto": "Autosave", "quick": "Quick save"}.get(slot.kind) or clean(slot.name or slot.id)
    return Card(
        slot.id,
        title,
        moment(slot.when),
        clean(slot.chapter),
        clean(slot.place or slot.scene),
        duration(slot.seconds) if not slot.trouble else "",
        clean(slot.last),
        clean(slot.trouble),
    )


def duration(seconds: int) -> str:
    """A time played, as people say it."""
    minutes = seconds // 60
    if minutes < 1:
        return "under a minute"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def away(when: str, least: float, now: datetime | None = None) -> str:
    """How long ago something was saved, in whole days; "" for less than so many seconds, and where that cannot be told."""
    try:
        seconds = ((now or datetime.now().astimezone()) - datetime.fromisoformat(when)).total_seconds()
    except (ValueError, TypeError):
        return ""
    days = int(seconds // 86_400)
    return f"away for {counted(days, 'day')}" if seconds >= least else ""


def _second(when: str) -> str:
    """The second of a time, as it goes on behind the minute."""
    try:
        return f":{datetime.fromisoformat(when):%S}"
    except ValueError:
        return ""


def moment(when: str, now: datetime | None = None) -> str:
    """When something was saved, in the player's own time: the hour for today, else the day too."""
    try:
        then = datetime.fromisoformat(when).astimezone()
    except ValueError:
        return ""
    now = now or datetime.now().astimezone()
    hour = f"{then:%H:%M}"
    if then.date() == now.date():
        return f"today {hour}"
    if (now.date() - then.date()).days == 1:
        return f"yesterday {hour}"
    return f"{then.day} {then:%b %Y} {hour}"
