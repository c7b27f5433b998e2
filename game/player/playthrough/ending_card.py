"""The card of an ending: its title and text, who came and who did not, the numbers that matter, and how many endings were found.

As values for the fronts to draw, as text to paste, and as a picture to show (SVG, in colours of its own). Nothing here touches a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from game.engine.sessions.panels import away, in_care, status
from game.language.text.cleaning import clean, clean_line, joined
from game.player.playthrough.values import stands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.engine.sessions.session import Session
    from game.player.storage.store import PlayerStore

COLUMNS = 64
"""How wide the lines of a card get."""


class EndingCard(NamedTuple):
    """What stands on the card. `people` are words (in your care, left at the school) and the names that they are said of."""

    story: str
    title: str
    text: tuple[str, ...]
    people: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: tuple[str, ...]
    found: str


def ending_card(session: Session, store: PlayerStore) -> EndingCard | None:
    """The card of the ending that a playthrough stands at; None where it has not ended."""
    program = session.program
    ending = program.endings.get(session.turn.ending)
    if ending is None:
        return None
    parts = [joined(clean(part)) for part in re.split(r"\n\s*\n", ending.text)]
    kind = "An early ending" if ending.early else "An ending"
    found = len(store.endings_found() & set(program.endings))
    return EndingCard(
        clean_line(program.title),
        clean_line(ending.title),
        tuple(part for part in parts if part),
        tuple(people(session).items()),
        tuple(clean_line(stands(one)) for one in status(session)),
        f"{kind}. You have found {found} of {len(program.endings)}.",
    )


def people(session: Session) -> dict[str, tuple[str, ...]]:
    """Who is in the player's care, under the panel's title, and who is not any more, by the story's words for that."""
    care, cast = session.program.care, session.program.cast
    found: dict[str, tuple[str, ...]] = {}
    with_you = [(who, care.title if care else "") for who, _ in in_care(session)]
    for who, word in (*with_you, *away(session)):
        name = clean_line(cast[who].short or cast[who].name)
        found[clean_line(word)] = (*found.get(clean_line(word), ()), name)
    return found


def _lines(card: EndingCard) -> Iterator[tuple[str, str]]:
    """The rows of a card and what each is: `story`, `title`, `text`, `quiet`, or "" for an empty one."""
    from game.language.text.columns import fold

    yield card.story, "story"
    yield "", ""
    yield card.title.upper(), "title"
    for number, part in enumerate(card.text):
        if number == 0 or part:
            yield "", ""
        yield from ((row, "text") for row in fold(part, COLUMNS))
    told = [f"{word}: {', '.join(names)}" for word, names in card.people]
    for several in ([row for one in told for row in fold(one, COLUMNS)], fold(", ".join(card.numbers), COLUMNS)):
        if any(several):
            yield "", ""
            yield from ((row, "quiet") for row in several)
    yield "", ""
    yield card.found, "quiet"


def as_text(card: EndingCard) -> str:
    """The card as plain text."""
    return "\n".join(row for row, _ in _lines(card)) + "\n"


_ROW, _EDGE, _CELL = 26, 44, 10
_LOOKS = {
    "story": "fill='#a8998a'",
    "title": "fill='#e9965c' font-weight='bold' letter-spacing='6'",
    "text": "fill='#ded3c4' font-style='italic'",
    "quiet": "fill='#a8998a'",
}


def as_svg(card: EndingCard) -> str:
    """The card as a picture. Story text stands in it as text: none of it is markup."""
    from xml.sax.saxutils import escape

    rows = list(_lines(card))
    width, height = COLUMNS * _CELL + 2 * _EDGE, len(rows) * _ROW + 2 * _EDGE
    drawn = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>",
        f"<title>{escape(card.story)}: {escape(card.title)}</title>",
        f"<rect width='{width}' height='{height}' fill='#171311'/>",
        "<g font-family='ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace' font-size='16' text-anchor='middle'>",
    ]
    for number, (row, kind) in enumerate(rows):
        if row:
            y = _EDGE + number * _ROW + _ROW * 2 // 3
            drawn.append(f"<text x='{width // 2}' y='{y}' {_LOOKS[kind]}>{escape(row)}</text>")
    return "\n".join([*drawn, "</g>", "</svg>"]) + "\n"
