"""The way into a playthrough, in lines: the title, the warning, the menu, and the questions before the story."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from game.engine.sessions.session import Session, SetupError
from game.language.text.cleaning import joined
from game.language.text.patterns import later
from game.player.line_mode import codex
from game.player.line_mode import text as words
from game.player.line_mode.voice import AsLastTime, Back, Left
from game.player.playthrough.values import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from game.player.line_mode.player import LineMode
    from game.player.storage.cards import Card
    from game.player.storage.preferences import SettingLine
    from game.player.storage.store import Opened
    from game.program.declared import Question


HELP = (
    "Type the number of a line or the beginning of its words, or quit to leave. "
    "Once the story has begun, help lists the commands there."
)
ASKED_HELP = (
    "Type the number of an answer or the beginning of its words. undo goes back to the question before, quit leaves."
)
TYPED_HELP = (
    "What you type is the answer; a number of the list, if there is one, is the name beside it. undo goes back to the "
    'question before, quit leaves. What stands in quotation marks is always an answer: "help".'
)
BESIDE = "help, undo and quit can be typed here too."

WORDS = {"help": "help", "?": "help", "undo": "undo", "back": "undo", "quit": "quit", "exit": "quit"}
SAME = {"same": "same"}
LETTERS = {"u": "undo", "q": "quit"}
"""What is no answer where one is typed; the letters alone only where an answer is one of a list."""
_QUOTED = later('["\N{LEFT DOUBLE QUOTATION MARK}](.*)["\N{RIGHT DOUBLE QUOTATION MARK}]')


class MenuEntry(NamedTuple):
    """A line of a menu and what it does; `act` says whether a playthrough has begun."""

    label: str
    act: Callable[[LineMode], bool]


def greet(mode: LineMode) -> None:
    """Say what this is."""
    program = mode.program
    name = f"{program.title}, by {program.author}." if program.author else f"{program.title}."
    mode.voice.say(f"{name} Type help to hear what can be typed.", joined(program.premise))


def choose(mode: LineMode) -> None:
    """Show the menu until a playthrough has begun."""
    while True:
        entries = _menu(mode)
        mode.voice.say(words.numbered(entry.label for entry in entries))
        place = ask_place(mode, [entry.label for entry in entries])
        if entries[place].act(mode):
            return


def begin_new(mode: LineMode) -> bool:
    """The warning if it was never shown, the questions, and the story."""
    warn(mode)
    mode.voice.say(*words.paragraphs(mode.program.about))
    while True:
        answers = _answers(mode)
        if answers is None:
            return False
        try:
            session = Session(mode.program, seed=_seed(), setup=mode.store.with_wishes(mode.program, answers))
        except SetupError as error:
            mode.voice.say(f"The story cannot begin like this: {error}.")
            if not mode.program.setup:
                return False
            continue
        mode.begin(session)
        return True


def _answers(mode: LineMode) -> dict[str, str] | None:
    """What the player answers to the questions of the setup; None when the first of them is gone back from."""
    asked = [question for question in mode.program.setup if not mode.store.wish(question.variable)]
    answers: dict[str, str] = {}
    at, beside, last = 0, BESIDE, mode.store.last_answers()
    if last:
        beside += f" same answers everything as last time: {'; '.join(one.told(last[one.variable]).rstrip('.') for one in asked)}."
    while at < len(asked):
        try:
            answers[asked[at].variable] = _ask(mode, asked[at], beside, SAME if last else {})
            at += 1
        except AsLastTime:
            return last
        except Back:
            at -= 1
            if at < 0:
                return None
        beside = ""
    return answers


def warn(mode: LineMode) -> None:
    """Say what is in the story, if it was never said before."""
    if mode.program.warning and not mode.store.warned():
        mode.voice.say(*words.paragraphs(mode.program.warning))
        mode.store.set_warned()


def load(mode: LineMode) -> bool:
    """Ask which save to go back to; an empty line is none of them."""
    cards = mode.store.cards()
    if not cards:
        mode.voice.say("Nothing is saved yet.")
        return False
    mode.voice.say(saves_paragraph(mode), "Which one? An empty line leaves everything as it is.")
    place = ask_place_or_none(mode, [card.title for card in cards])
    return place is not None and load_card(mode, cards[place].id)


def load_card(mode: LineMode, slot: str) -> bool:
    """Go on with a save, or say why it cannot be loaded."""
    return take_up(mode, mode.store.open(slot))


def take_up(mode: LineMode, opened: Opened | str) -> bool:
    """Go on with what the store has opened, or say its reason for not opening it."""
    if isinstance(opened, str):
        mode.voice.say(opened)
        return False
    warn(mode)
    recap = (f"You were {opened.away}. The command recap tells the story so far.",) if opened.away else ()
    mode.begin(opened.session, played=opened.played, notes=(*opened.notes, *recap))
    return True


def saves_paragraph(mode: LineMode) -> str:
    """Every save, the newest first, one a line."""
    return words.numbered(
        f"{card.title} (cannot be loaded: {card.trouble})"
        if card.trouble
        else ", ".join(part for part in (card.title, card.when, *_stands(card)) if part)
        for card in mode.store.cards()
    )


def endings(mode: LineMode) -> bool:
    """Say which endings were found, and how much of the text."""
    program, found = mode.program, mode.store.endings_found()
    count = sum(ending in found for ending in program.endings)
    lines = [f"You have found {count} of {len(program.endings)} endings."]
    for ending in program.endings.values():
        early = " (an early ending)" if ending.early else ""
        if ending.id in found:
            lines.append(f"{ending.title}{early}. {joined(ending.text)}".rstrip())
        else:
            lines.append(f"Not found yet{early}. {ending.hint}".rstrip())
    share = mode.store.share_read()
    if share:
        lines.append(f"You have seen {percent(share)} percent of the text.")
    mode.voice.say("\n".join(lines))
    return False


def story_map(mode: LineMode, wanted: str, session: Session | None = None) -> bool:
    """Say the map of a chapter, by its number or the beginning of its title; without a `session` that of the newest save."""
    from game.player.story_map.chart import chart, current_chapter, reached, title_of, walked
    from game.player.story_map.words import counts_words, map_lines

    program, known = mode.program, mode.store.known()
    walk = None
    if session is None and not isinstance(opened := mode.store.open_latest(), str):
        session = opened.session
    if session is not None:
        walk = walked(session, known)
    else:
        session = Session(program, seed=0)
    chapters = reached(program, known)
    if not chapters:
        mode.voice.say("Nothing has been seen yet.")
        return False
    titles = [title_of(program, chapter) for chapter in chapters]
    found: int | str = chapters.index(here) if (here := current_chapter(session)) in chapters else 0
    if wanted:
        numbers = {program.chapters[one].number: at for at, one in enumerate(chapters) if one in program.chapters}
        found = (
            numbers.get(int(wanted[:6]), "") if wanted.isdecimal() else words.find_label(wanted, titles, inside=True)
        )
    if isinstance(found, str):
        mode.voice.say(found or f"There is no map of {wanted}. You have come to: {', '.join(titles)}.")
        return False
    drawn = chart(program, chapters[found], session, known, walk)
    number = f" Chapter {drawn.number}." if drawn.number else ""
    mode.voice.say(
        f"The map of {drawn.title}.{number} {counts_words(drawn).replace(' · ', ', ').replace('%', 'percent')}."
    )
    mode.voice.say("\n".join(map_lines(drawn)))
    if len(chapters) > 1:
        mode.voice.say(f"There are maps of {', '.join(titles)}.")
    return False


def chapters(mode: LineMode) -> bool:
    """Say which chapters were reached, and begin one of them again if its line is chosen; an empty line is none of them."""
    reached = mode.store.chapters_reached()
    ordered = sorted(mode.program.chapters.values(), key=lambda one: one.number)
    lines: list[str] = []
    ways: list[tuple[str, Card]] = []
    for one in ordered:
        lines.append(f"Chapter {one.number}: {one.title if one.id in reached else 'not reached yet'}")
        for card in mode.store.beginnings(one.id) if one.id in reached else ():
            if not card.trouble:
                ways.append((one.id, card))
                lines.append(f"{len(ways)}. Begin {one.title} again, {card.came}")
    mode.voice.say(words.listed(lines))
    if not ways:
        return False
    mode.voice.say("Which one? An empty line leaves everything as it is.")
    labels = [f"Begin {mode.program.chapters[chapter].title} again, {card.came}" for chapter, card in ways]
    place = ask_place_or_none(mode, labels)
    return place is not None and take_up(mode, mode.store.begin_again(ways[place][0], ways[place][1].id))


def _codex(mode: LineMode) -> bool:
    """Say the codex entries that can be read, after the warning, and those that are asked for."""
    warn(mode)
    entries = mode.store.codex()
    listed = codex.list_of(mode, ())
    mode.voice.say(listed or "Nothing has come up yet.")
    if listed:
        session = Session(mode.program, seed=0)  # to show texts by; its opening is not read
        mode.voice.say("Which one? An empty line goes back.")
        titles = [mode.program.codex[entry].title for entry in entries]
        while (place := ask_place_or_none(mode, titles)) is not None:
            codex.say_entry(mode, entries[place], session, ())
    return False


def settings(mode: LineMode) -> bool:
    """Say the settings, and change one if its number is typed."""
    every = mode.store.settings()
    mode.voice.say(
        words.numbered(f"{_setting(one)}. {one.help}" for one in every),
        "A number changes that one to its next value; an empty line goes back.",
    )
    while (place := ask_place_or_none(mode, [one.title for one in every])) is not None:
        trouble = mode.store.change(every[place].key, 1)
        mode.voice.say(_setting(mode.store.settings()[place]) + ".")
        mode.voice.say(f"Not kept for the next time: {trouble}" if trouble else "")
    return False


def ask_place(mode: LineMode, labels: Sequence[str]) -> int:
    """Which of several things the player means. Raises Left when the player wants to go instead."""
    while (place := ask_place_or_none(mode, labels)) is None:
        mode.voice.say("Type a number, or quit.")
    return place


def ask_place_or_none(mode: LineMode, labels: Sequence[str]) -> int | None:
    """The same, where an empty line or going back is an answer too: none of them."""
    try:
        return _place(mode, labels, HELP, {})
    except Back:
        return None


def _place(mode: LineMode, labels: Sequence[str], helps: str, more: Mapping[str, str]) -> int | None:
    """The same again. Raises Back when the player wants the question before, or AsLastTime."""
    while typed := mode.voice.ask():
        found = words.find_label(typed, labels)
        if isinstance(found, int):
            return found
        if not _obeyed(mode, typed, {**WORDS, **LETTERS, **more}, helps):
            mode.voice.say(found or f"Type a number from 1 to {len(labels)}, the beginning of a line, or quit.")
    return None


def _obeyed(mode: LineMode, typed: str, known: Mapping[str, str], helps: str) -> bool:
    """Whether a line was one of these words, not an answer; the help has been said then. Raises Left, or Back."""
    meant = known.get(typed.casefold().removeprefix("/"))
    if meant == "quit":
        raise Left(game=True)
    if meant == "undo":
        raise Back
    if meant == "same":
        raise AsLastTime
    if meant:
        mode.voice.say(helps)
    return meant is not None


def _menu(mode: LineMode) -> list[MenuEntry]:
    program, latest = mode.program, mode.store.latest()
    entries = []
    if latest is not None:
        stands = ", ".join(part for part in (latest.chapter, latest.place, latest.played) if part)
        entries.append(
            MenuEntry("Continue" + (f": {stands}" if stands else ""), lambda one: take_up(one, one.store.open_latest()))
        )
    entries.append(MenuEntry("New game", begin_new))
    if mode.store.cards():  # even where none can be loaded: the list says why
        entries.append(MenuEntry("Load", load))
    if program.chapters:
        entries.append(MenuEntry(f"Chapters: {mode.store.told('chapters').replace(' · ', ', ')}", chapters))
    if latest is not None:
        entries.append(MenuEntry("Map", lambda one: story_map(one, "")))
    entries.append(MenuEntry(f"Endings: {mode.store.told('endings')}", endings))
    if program.codex:
        entries.append(MenuEntry(f"Codex: {mode.store.told('codex')}", _codex))
    entries += [
        MenuEntry("Settings", settings),
        MenuEntry("Credits", _credits),
        MenuEntry("Quit", _quit),
    ]
    return entries


def _seed() -> int:
    """Another one for each playthrough; its saves carry it, so that it stays what it is."""
    return int.from_bytes(os.urandom(4), "big")


def _setting(one: SettingLine) -> str:
    return f"{one.title}: {one.shown}"


def _credits(mode: LineMode) -> bool:
    mode.voice.say(*words.paragraphs(mode.program.credits or "This story has no credits."))
    return False


def _quit(mode: LineMode) -> bool:
    raise Left(game=True)


def _stands(card: Card) -> tuple[str, ...]:
    return (card.chapter, card.place, card.played, card.last)


def _ask(mode: LineMode, question: Question, beside: str, more: Mapping[str, str]) -> str:
    """The answer to one question of the setup; `beside` is said after it, and `more` are words that are no answer here.

    Raises Back for the one before, or AsLastTime.
    """
    if question.options:
        labels = [label for _, label in question.options]
        mode.voice.say(f"{question.ask}\n{words.numbered(labels)}", beside)
        while (place := _place(mode, labels, ASKED_HELP, more)) is None:
            mode.voice.say("Type a number, or quit.")
        return question.options[place][0]
    usual = question.suggest[0] if question.suggest else mode.start_text(question.variable)
    mode.voice.say(
        "\n".join((question.ask, *([words.numbered(question.suggest)] if question.suggest else []))),
        ("Type an answer of your own, or a number." if question.suggest else "")
        + (f" An empty line is {usual}." if usual else ""),
        beside,
    )
    while True:
        line = mode.voice.ask()
        quoted = _QUOTED.fullmatch(line)
        typed = " ".join((quoted[1] if quoted else line).split()) or usual
        if not quoted:
            found = words.find_label(typed, question.suggest) if typed.isdecimal() else ""
            if isinstance(found, int):
                return question.suggest[found]
            if _obeyed(mode, line, {**WORDS, **more}, TYPED_HELP):
                continue
        if not typed:
            mode.voice.say("An answer is needed here.")
        elif question.limit and len(typed) > question.limit:
            mode.voice.say(f"That is longer than {question.limit} characters.")
        else:
            return typed
