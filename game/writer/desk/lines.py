"""The writer's commands in the line mode: the same that the panel and its keys give on the screen, said in sentences."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from game.engine.sessions.by_hand import read_value
from game.language.text.cleaning import counted
from game.player.line_mode.text import means_label
from game.player.line_mode.voice import Voice
from game.writer.desk import editor
from game.writer.desk.conditions import asked, shut, told
from game.writer.desk.file_places import FilePlaces
from game.writer.desk.recording import free_name, recorded
from game.writer.live.lines import LiveLines, as_now, problem_line
from game.writer.live.store import store_for
from game.writer.ways.search import search
from game.writer.ways.treading import Treading
from game.writer.ways.trodden import follow

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from game.engine.sessions.session import Session
    from game.writer.desk.file_places import FilePlace
    from game.writer.live.store import LiveStore
    from game.writer.live.story import LiveStory

_LISTED: Final = 12


class WritersCommand(NamedTuple):
    """A typed command of the writer's: how it is written in the help, what it does, and the function that does it with the rest of the line."""

    form: str
    line: str
    act: Callable[[WriteLines, str], None]


class WriteLines(LiveLines):
    """A game in lines that obeys its writer, too."""

    def __init__(self, live: LiveStory, store: LiveStore, voice: Voice) -> None:
        super().__init__(live, store, voice)
        self._treading = Treading(live.path)
        self._played = ""
        """The digest of the story in which the playthroughs were played."""

    def ask(self) -> str:
        """The next line that is none of the writer's commands; those are obeyed."""
        while True:
            typed = super().ask()
            word, _, rest = typed.removeprefix("/").strip().partition(" ")
            if word.casefold() in ("help", "?") and not rest:
                self.voice.say("For the writer:\n" + "\n".join(f"{one.form}: {one.line}" for one in COMMANDS.values()))
            labels = [self.session.turn.options[one.place].label for one in self.playing.menu()]
            command = COMMANDS.get(word.casefold())
            if command is None or (not typed.startswith("/") and means_label(typed, labels)):
                return typed
            command.act(self, rest.strip())

    @property
    def places(self) -> FilePlaces:
        """Where everything stands in the files."""
        return FilePlaces(self.live.bench, self.live.called)

    def where(self, _: str) -> None:
        """Say where the paragraphs and the choices of the turn stand."""
        places, turn = self.places, self.session.turn
        found = [(f"Paragraph {number}", places.line(block.id)) for number, block in enumerate(turn.blocks, 1)]
        found += [(f"Choice {one.number}", places.choice(turn.options[one.place].id)) for one in self.playing.menu()]
        said = [f"{what}: {places.told(place)}" for what, place in found if place is not None]
        self.voice.say("\n".join(said) or "Nothing here stands in a file.")

    def problems(self, _: str) -> None:
        """Say what is wrong."""
        found = sorted(self.live.problems, key=lambda one: one.severity != "error")
        self.voice.say(*[problem_line(self.live, one) for one in found] or ["Nothing is wrong with the story."])

    def waits(self, _: str) -> None:
        """Say what closed and hidden choices wait for."""
        said = [
            f"{one.label}, {'closed' if one.shown else 'hidden'}, wants {' and '.join(one.wants)}"
            + (f"; {', '.join(one.now)}." if one.now else ".")
            for one in shut(self.session)
        ]
        self.voice.say("\n".join(said) or "Every choice here is open.")

    def values(self, rest: str) -> None:
        """Say the values that matter here, or those with some letters in their names."""
        program, session = self.program, self.session
        names = [name for name in program.variables if rest.casefold() in name.casefold()] if rest else asked(session)
        said = [f"{name} = {told(program, session, name)}" for name in names]
        self.voice.say("\n".join(said) or "There is none. The command values with some letters finds others.")

    def set(self, rest: str) -> None:
        """Set a value by hand."""
        name, _, value = rest.replace("=", " ", 1).strip().partition(" ")
        variable = self.program.variables.get(name)
        number = None if variable is None else read_value(variable, value)
        if number is None:
            self.voice.say("Type set, the name of a value, and one that it can have: set oil 3.")
            return
        self.session.put(name, number)
        self.voice.say(
            f"{name} is {value.strip()} now, set by hand: nothing shows that play can come here. undo takes it back."
        )
        self.tell()

    def go(self, rest: str) -> None:
        """Play from a place."""
        found = search(self.program, rest)
        named = [one for one in found if one.name == rest and one.wanted.kind in ("scene", "ending")] or found
        if not rest or not found:
            self.voice.say("Type go and the name of a scene or an ending, or some words of a line or a choice.")
        elif len(named) > 1:
            said = [f"{one.wanted.kind} {one.name}: {one.words}" for one in named[:_LISTED]]
            more = f"\nand {len(named) - _LISTED} more" if len(named) > _LISTED else ""
            self.voice.say("\n".join(said) + more, "Which one? Type go and more of its words, or its whole name.")
        else:
            self._play_again()
            way = self._treading.way(self.program, named[0].wanted, [self.session])
            session = None if isinstance(way, str) else follow(self.program, way)
            if isinstance(way, str) or session is None:
                self.voice.say(str(way))
            else:
                self.begin(session, played=self.playing.played(), notes=[f"You are there {way.said}."])

    def unread(self, _: str) -> None:
        """Say which paragraphs no playthrough reads."""
        self._play_again()
        blocks = self.session.turn.blocks
        found = [str(at) for at, one in enumerate(blocks, 1) if any(map(self._treading.is_unread, one.lines))]
        which = f"Of {counted(len(blocks), 'paragraph')}, no playthrough reads {', '.join(found)}."
        self.voice.say(which if found else "Playthroughs read all of this, or there are none.")

    def _play_again(self) -> None:
        """Play the committed playthroughs in the story as it is now, if they were not yet."""
        if self._played != self.program.digest:
            self._played = self.program.digest
            self._treading.play(self.program, lambda: False, rests=False)

    def record(self, rest: str) -> None:
        """Write down what was played."""
        self._played = ""
        self.voice.say(recorded(self.session, self.live.folder, rest or free_name(self.live.folder)))

    def edit(self, rest: str) -> None:
        """Open the editor at a paragraph of the turn, or at a choice."""
        place = self._meant(rest)
        if place is None:
            self.voice.say("Type edit, edit and the number of a choice, or edit paragraph and its number.")
            return
        found = editor.opening(os.environ, place.file, place.line, place.column)
        if trouble := found if isinstance(found, str) else editor.run(found):
            self.voice.say(trouble)

    def _meant(self, rest: str) -> FilePlace | None:
        """The place that the rest of a line means."""
        turn, places = self.session.turn, self.places
        word, _, number = rest.rpartition(" ")
        if number.isascii() and number.isdecimal():
            if word:
                at = int(number) - 1
                return places.line(turn.blocks[at].id) if 0 <= at < len(turn.blocks) else None
            found = (one.place for one in self.playing.menu() if one.number == int(number))
            return next((places.choice(turn.options[one].id) for one in found), None)
        return places.line(turn.blocks[0].id) if turn.blocks and not rest else None


COMMANDS: Final = {
    "where": WritersCommand("where", "file and line of each paragraph and choice", WriteLines.where),
    "problems": WritersCommand("problems", "what is wrong with the story", WriteLines.problems),
    "go": WritersCommand("go WORDS", "play from a scene, an ending, a line or a choice", WriteLines.go),
    "waits": WritersCommand("waits", "what would open closed and hidden choices", WriteLines.waits),
    "values": WritersCommand("values, values LETTERS", "the values that matter here, or others", WriteLines.values),
    "set": WritersCommand("set NAME VALUE", "set a value by hand", WriteLines.set),
    "unread": WritersCommand("unread", "what of this no playthrough reads", WriteLines.unread),
    "record": WritersCommand("record, record FILE", "write what you played down as a playthrough", WriteLines.record),
    "edit": WritersCommand("edit, edit 2, edit paragraph 3", "open your editor there", WriteLines.edit),
}
"""Each under its word."""


def play(live: LiveStory, start: Session, lines: TextIO, out: TextIO, *, width: int | None, note: str) -> None:
    """Play line by line until the writer leaves or the input ends; `start` may be of an earlier state of the story."""
    start = as_now(live, start)
    WriteLines(live, store_for(start), Voice(lines, out, width=width)).run(start, note)
