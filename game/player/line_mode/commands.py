"""The typed commands of the line mode: a table of words, and a function for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.engine.sessions.panels import gauges, in_care, shown_now, status, title_of
from game.engine.sessions.session import ChoiceError
from game.player.line_mode import codex, title
from game.player.line_mode import text as words
from game.player.line_mode.voice import Left
from game.player.playthrough.current_place import CurrentPlace, places
from game.player.playthrough.ending_card import ending_card
from game.player.playthrough.playing import label, made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.player.line_mode.player import LineMode

RECENT = 5  # turns that `history` says by itself


class TypedCommand(NamedTuple):
    """A typed command: its words, how it is written in the help, what it does, and the function that does it."""

    words: tuple[str, ...]
    form: str
    line: str
    act: Callable[[LineMode, str], None]


class Typed(NamedTuple):
    """A command that was typed, and what stood after its word."""

    act: Callable[[LineMode, str], None]
    rest: str


def find(typed: str, labels: Sequence[str]) -> Typed | None:
    """The command in a typed line, or None when the line means a choice.

    A label typed in full, or more than its first word, is a choice even if that is a command's word; a slash before the
    word always makes a command.
    """
    word, _, rest = typed.removeprefix("/").strip().partition(" ")
    if not typed.startswith("/") and words.means_label(typed, labels):
        return None
    for command in COMMANDS:
        if word.casefold() in command.words:
            return Typed(command.act, rest.strip())
    return None


def unknown(typed: str) -> str:
    """What to say about a line that is neither a choice nor a command."""
    from difflib import get_close_matches

    known = [command.words[0] for command in COMMANDS]
    near = get_close_matches(typed.removeprefix("/").split(" ")[0].casefold(), known, 1)
    return f"{typed[:60]} is neither a choice nor a command. " + (f"Did you mean {near[0]}?" if near else "Type help.")


def _undo(mode: LineMode, rest: str) -> None:
    if mode.session.can_undo:
        mode.playing.undo()
        mode.voice.say(f"Taken back: {label(mode.session.turn, mode.session.undone)}.")
        mode.tell(again=True)
    else:
        mode.voice.say("There is nothing to take back.")


def _redo(mode: LineMode, rest: str) -> None:
    if mode.session.can_redo:
        mode.playing.redo()
        mode.tell()
    else:
        mode.voice.say("There is nothing to make again.")


def _repeat(mode: LineMode, rest: str) -> None:
    mode.tell(again=True)


def _save(mode: LineMode, rest: str) -> None:
    put = mode.store.keep(rest, mode.session, mode.playing.played())
    mode.voice.say(put.told(f"Saved as {rest}." if rest else "Saved."))


def _load(mode: LineMode, rest: str) -> None:
    if not rest:
        title.load(mode)
        return
    cards = mode.store.cards()
    found = words.find_label(rest, [card.title for card in cards], inside=True)
    if isinstance(found, int):
        title.load_card(mode, cards[found].id)
    else:
        mode.voice.say(found or f"There is no save called {rest}. The command saves lists them.")


def _saves(mode: LineMode, rest: str) -> None:
    mode.voice.say(title.saves_paragraph(mode) or "Nothing is saved yet.")


def _status(mode: LineMode, rest: str) -> None:
    program, session = mode.program, mode.session
    lines = [words.status_line([*status(session), *gauges(session)])]
    lines += [words.care_line(program, who, values) for who, values in in_care(session)]
    lines.append(words.away_line(session))
    about = {one.variable.about: title_of(one.variable) for one in shown_now(session) if one.variable.about}
    lines += [f"{name}: {words_of}" for words_of, name in about.items()]
    mode.voice.say("\n".join(line for line in lines if line) or "Nothing is counted here.")


def _codex(mode: LineMode, rest: str) -> None:
    codex.obey(mode, rest)


def _history(mode: LineMode, rest: str) -> None:
    session = mode.session
    # Turns before a save of an older story cannot be played again; those since then can.
    played = sum(1 for _ in session.turns())
    count = played if rest == "all" else int(rest) if rest.isdecimal() and len(rest) < 8 else RECENT
    count = max(1, count)
    first = max(0, played - count)
    if first:
        which = f"The last {count} of {played} turns" if count > 1 else f"The last of {played} turns"
        mode.voice.say(f"{which}; history all says everything.")
    place = CurrentPlace()
    for number, turn in enumerate(session.turns(first), first):
        said, place = words.turn_paragraphs(turn, mode.program, place)
        mode.voice.say(*said)
        if number < played - 1:
            mode.voice.say(f"You chose: {session.label(number)}")


def _journal(mode: LineMode, rest: str) -> None:
    lines, place = [], CurrentPlace()
    turns = list(mode.session.turns())
    for number, turn in enumerate(turns[:-1]):
        *_, here = places(mode.program, turn, place)
        if here != place:
            lines.append(words.place_line(here))
            place = here
        lines.append(f"{number + 1}. {mode.session.label(number)}")
    mode.voice.say(words.listed(lines) or "You have not done anything yet.")


def _map(mode: LineMode, rest: str) -> None:
    from game.player.story_map.chart import title_of

    left = mode.playing.left
    title.story_map(mode, rest or (title_of(mode.program, left) if left else ""), mode.session)


def _back(mode: LineMode, rest: str) -> None:
    from game.player.story_map.words import back_words

    number = rest.removeprefix("to").strip()
    past = len(mode.session.choices) - made(mode.session)
    if not number.isdecimal() or len(number) > 8 or int(number) < 1:
        mode.voice.say("Type back to and the number of a choice, as the commands map and journal say it: back to 3.")
        return
    try:
        other = mode.store.back_to(mode.session, past + int(number) - 1)
    except ChoiceError:
        mode.voice.say(f"There is no choice {number} to go back to.")
    else:
        mode.begin(other, played=mode.playing.played(), notes=[back_words("load lists the saves.")])


def _chapters(mode: LineMode, rest: str) -> None:
    title.chapters(mode)


def _recap(mode: LineMode, rest: str) -> None:
    from game.player.playthrough.recap import story_so_far

    chapters = story_so_far(mode.session)
    if not chapters:
        mode.voice.say("Nothing yet: this is where it begins.")
    for chapter in chapters:
        mode.voice.say(chapter.title)
        for scene in chapter.scenes:
            said = [one if isinstance(one, str) else words.block_line(one, mode.program) for one in scene.told]
            mode.voice.say(f"{scene.title}: {' / '.join(said)}" if scene.title else "\n".join(said))


def _endings(mode: LineMode, rest: str) -> None:
    title.endings(mode)


def _settings(mode: LineMode, rest: str) -> None:
    title.settings(mode)
    mode.tell(again=True)


def _card(mode: LineMode, rest: str) -> None:
    card = ending_card(mode.session, mode.store)
    mode.voice.say(mode.store.keep_card(card) if card is not None else "An ending has a card to keep; this is none.")


def _export(mode: LineMode, rest: str) -> None:
    from game.player.playthrough.export import markdown

    mode.voice.say(mode.store.export(markdown(mode.session)))


def _new(mode: LineMode, rest: str) -> None:
    if not title.begin_new(mode):
        mode.tell(again=True)


def _title(mode: LineMode, rest: str) -> None:
    raise Left(game=False)


def _help(mode: LineMode, rest: str) -> None:
    lines = [f"{command.form}: {command.line}." for command in COMMANDS]
    mode.voice.say(
        "Choose by typing a number, a choice's words, or the beginning of them.",
        "\n".join(lines),
        "Everything is saved at every choice. A slash before a word makes it a command whatever the choices are: /save.",
    )


def _quit(mode: LineMode, rest: str) -> None:
    raise Left(game=True)


COMMANDS = (
    TypedCommand(("undo", "u"), "undo", "take the last choice back, as often as you like", _undo),
    TypedCommand(("redo",), "redo", "make it again", _redo),
    TypedCommand(("repeat", "r", "look", "l"), "repeat", "say this turn again", _repeat),
    TypedCommand(("status", "p"), "status", "how things stand, and people", _status),
    TypedCommand(
        ("codex", "c"), "codex, codex NAME, codex read", "the entries, or one of them; mark all as read", _codex
    ),
    TypedCommand(("history", "h"), "history, history 20, history all", "what has happened so far", _history),
    TypedCommand(("journal", "j"), "journal", "what you have chosen so far", _journal),
    TypedCommand(("recap", "t"), "recap", "the story so far, in few words", _recap),
    TypedCommand(("map", "m"), "map, map CHAPTER", "where the chapter forked, and what of it you have seen", _map),
    TypedCommand(
        ("back",), "back to 3", "go back to before that choice, in another playthrough; this one is kept", _back
    ),
    TypedCommand(("chapters",), "chapters", "the chapters you have come to; begin one of them again", _chapters),
    TypedCommand(("save", "s"), "save, save NAME", "save here, in the quick save or under a name", _save),
    TypedCommand(("saves",), "saves", "list the saves", _saves),
    TypedCommand(("load",), "load, load NAME", "go back to a save", _load),
    TypedCommand(("endings",), "endings", "the endings you have found", _endings),
    TypedCommand(("settings",), "settings", "hear and change the settings", _settings),
    TypedCommand(("card",), "card", "at an ending, keep its card as a picture and as text", _card),
    TypedCommand(("export",), "export", "write the story so far to a Markdown file", _export),
    TypedCommand(("new",), "new", "begin another playthrough", _new),
    TypedCommand(("title", "menu"), "title", "back to the title", _title),
    TypedCommand(("help", "?"), "help", "this", _help),
    TypedCommand(("quit", "q", "exit"), "quit", "leave; your playthrough is saved", _quit),
)
