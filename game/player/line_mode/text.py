"""How a turn reads as lines of plain text: everything that the screen shows with place and colour, said in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import category

from game.engine.sessions.panels import appeared, away, decides, in_care, title_of
from game.language.text.cleaning import composed, counted, joined
from game.language.text.columns import fold
from game.player.playthrough.current_place import places
from game.player.playthrough.values import stands, stands_now

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from game.engine.sessions.panels import ShownValue
    from game.engine.sessions.session import Session
    from game.engine.turn import Block, Change, Option, Turn
    from game.player.playthrough.current_place import CurrentPlace
    from game.player.playthrough.ending_card import EndingCard
    from game.program.model import Program


_CLOSING: Final = " \"'”’»)]"
"""What may stand behind the mark at a line's end."""


def place_line(place: CurrentPlace) -> str:
    """Where something plays: chapter and place, as far as the story names them."""
    return ". ".join(part for part in place if part)


def chapter_line(program: Program, title: str) -> str:
    """The card of a chapter in a line; "" for one that has no line of its own."""
    for chapter in program.chapters.values():
        if chapter.title == title and chapter.line:
            return f"{f'Chapter {chapter.number}. ' if chapter.number else ''}{title}. {joined(chapter.line)}"
    return ""


def block_line(block: Block, program: Program) -> str:
    """One paragraph; a line of dialogue begins with its speaker, an aside says that it is one."""
    text = block.text.replace("\n", " / ") if block.role == "speech" else block.text
    if block.role == "speech":
        return f"{program.cast[block.speaker].short}: {text}"
    if block.role == "aside":
        return f"Aside: {text}"
    return text


def listed(lines: Iterable[str]) -> str:
    """Lines one below the other, each with a mark at its end, so that they are told apart by ear too."""
    return "\n".join(line if _is_ended(line) else f"{line}." for line in lines)


def numbered(lines: Iterable[str]) -> str:
    """The same with their numbers."""
    return listed(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _is_ended(line: str) -> bool:
    last = line.rstrip(_CLOSING)[-1:]
    return not last or category(last).startswith("P")


def option_line(number: int, option: Option, *, taken: bool = False) -> str:
    """One choice with its number, why it is closed if it is, and whether it was taken before."""
    return (
        f"{number}. {option.label}"
        + ("" if option.open else f" (closed: {option.reason})")
        + (" (taken before)" if taken else "")
    )


def turn_paragraphs(
    turn: Turn, program: Program, before: CurrentPlace, *, again: bool = False, skipped: Container[str] = ()
) -> tuple[list[str], CurrentPlace]:
    """The paragraphs of a turn, and where it stops: the text, each new place before what happens there, and an ending.

    A chapter with a line is announced by it, once. With `again` the first place is said even if it is not a new one. A story's own list of choices is not among the
    paragraphs: see `choice_paragraph`. Of the blocks that are `skipped` it is only said how many they are.
    """
    told: list[str] = []
    lines: list[str | None] = [
        *("" if block.id in skipped else block_line(block, program) for block in turn.blocks),
        None,
    ]
    passed = 0
    for place, line in zip(places(program, turn, before), lines, strict=True):
        if passed and line != "":
            told.append(f"{counted(passed, 'paragraph')} read before; repeat says all.")
            passed = 0
        card = "" if again or place.chapter == before.chapter else chapter_line(program, place.chapter)
        if card:
            told += [card, *([place.spot] if place.spot else [])]
        elif (place != before or (again and not told)) and place_line(place):
            told.append(place_line(place))
        passed += line == ""
        if line:
            told.append(line)
        before = place
    if turn.ending:
        ending = program.endings[turn.ending]
        told += [f"The end: {ending.title}.", *paragraphs(ending.text)]
    return told, before


def card_lines(card: EndingCard) -> list[str]:
    """What the card of an ending says besides its title and text."""
    told = [f"{word}: {', '.join(names)}" for word, names in card.people]
    return [*told, *([", ".join(card.numbers)] if card.numbers else []), card.found]


def paragraphs(text: str) -> list[str]:
    """A text of the story's top (about, warning, credits, an ending) in paragraphs, each one line."""
    return [joined(part) for part in re.split(r"\n\s*\n", text) if part.strip()]


def choice_paragraph(options: Iterable[tuple[int, Option]], taken: Container[str] = ()) -> str:
    """Choices with their numbers, one a line; those `taken` before say so."""
    return listed(option_line(number, one, taken=one.id in taken) for number, one in options)


def status_line(values: Iterable[ShownValue], *, beside: bool = False) -> str:
    """Values as the player reads them: "food 4, heat 2 of 10, the tide: low".

    `beside` somebody's name words of the story's own stand alone, as in the panel of the screen.
    """
    return ", ".join(stands(one, beside=beside) for one in values)


def status_changes(session: Session, changes: Sequence[Change], values: Iterable[ShownValue]) -> str:
    """The same of values some of which have changed: with what those were."""
    fresh = appeared(session)
    moved = {change.name: change for change in changes if change.name not in fresh}
    told = []
    for one in values:
        change = moved.get(one.variable.name) if one.variable.show != "list" else None
        told.append(stands(one) if change is None else stands_now(session, one, change))
    return ", ".join(told)


def care_line(program: Program, who: str, values: Iterable[ShownValue]) -> str:
    """How somebody of the panel stands."""
    return f"{program.cast[who].short or program.cast[who].name}: {status_line(values, beside=True)}"


def away_line(session: Session) -> str:
    """Those who are not there any more, by where they are."""
    found: dict[str, list[str]] = {}
    for who, word in away(session):
        found.setdefault(word, []).append(session.program.cast[who].short or session.program.cast[who].name)
    return "\n".join(f"{word}: {', '.join(names)}" for word, names in found.items())


def care_changes(session: Session, changes: Sequence[Change]) -> list[str]:
    """What the last choice changed for those in the player's care, a line each; the words of the panel on the screen."""
    program, care = session.program, session.program.care
    if care is None:
        return []
    moved = {change.name: change for change in changes}
    now, gone, fresh = dict(in_care(session)), dict(away(session)), appeared(session)
    lines = []
    for member in care.who:
        name = program.cast[member].short or program.cast[member].name
        condition = decides(session, member)
        if member not in now:
            elsewhere = any(f"{group}.{member.replace('-', '_')}" in moved for group in care.away)
            told = condition in moved or (elsewhere and member in gone)
            lines += [f"{gone.get(member, care.goes)}: {name}"] if told else []
        elif condition in moved:
            stands = status_line(now[member], beside=True)
            lines.append(f"{care.comes}: {name}" + (f", {stands}" if stands else ""))
        else:
            for one in now[member]:
                label = title_of(one.variable)
                if one.variable.name in fresh:
                    lines.append(f"{label}, {name}: {one.word}")
                elif change := moved.get(one.variable.name):
                    lines.append(stands_now(session, one, change, name=name))
    return lines


def wrapped(paragraph: str, width: int | None) -> str:
    """The paragraph as it is, or folded at `width` columns when the player asked for that."""
    if not width:
        return paragraph
    return "\n".join(row for line in paragraph.split("\n") for row in fold(line, width))


def find_label(typed: str, labels: Sequence[str], *, inside: bool = False, numbers: Sequence[int] = ()) -> int | str:
    """The place of the label that the player means, or a sentence saying why there is none ("" for no likeness at all).

    It can be named by its number, by itself, or by a beginning that no other one has; with `inside`, by the beginning of
    any of its words. `numbers` are theirs, where those are not their places.
    """
    numbers = numbers or range(1, len(labels) + 1)
    if typed.isdecimal():
        number = int(typed) if len(typed) < 6 else 0
        if number in numbers:
            return numbers.index(number)
        return f"There is no {typed[:12]} here. {_span(numbers)}"
    wanted = _plain(typed)
    exact = [place for place, label in enumerate(labels) if _plain(label) == wanted]
    found = exact or [place for place, label in enumerate(labels) if _plain(label).startswith(wanted)]
    if inside and not found:
        found = [place for place, label in enumerate(labels) if f" {wanted}" in _plain(label)]
    if len(found) == 1:
        return found[0]
    if found:
        return "That could be " + " or ".join(f"{numbers[place]}, {labels[place]}" for place in found) + "."
    return ""


def means_label(typed: str, labels: Sequence[str]) -> bool:
    """Whether a line can only be meant for the labels: one of them in full, or more than one word of one's beginning."""
    wanted, plain = _plain(typed), [_plain(label) for label in labels]
    return wanted in plain or (" " in wanted and any(label.startswith(wanted) for label in plain))


def _span(numbers: Sequence[int]) -> str:
    if not numbers:
        return "There is nothing to choose here."
    if len(numbers) == 1:
        return f"There is only {numbers[0]}."
    if len(numbers) == numbers[-1]:
        return f"The numbers go from 1 to {numbers[-1]}."
    return f"The numbers are {', '.join(map(str, numbers))}."


def _plain(text: str) -> str:
    return " ".join(composed(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split()).rstrip(".!?")
