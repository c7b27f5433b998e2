"""The line mode: the whole game as lines of plain text, for screen readers, pipes and terminals that cannot draw.

Nothing is ever moved, coloured or boxed: what happened is said, in the order in which it happened. The typed commands are in
`plain_commands`, the way into a playthrough in `plain_title`; the saves are those of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.panels import gauges, moved, status, title_of
from game.engine.sessions.session import ChoiceError
from game.engine.stuck import FAULT, STUCK
from game.player.line_mode import text as words
from game.player.line_mode.voice import InputEnded, Left, Voice
from game.player.playthrough.current_place import CurrentPlace, place_before
from game.player.playthrough.ending_card import ending_card

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from game.engine.sessions.session import Session
    from game.player.playthrough.playing import Playing
    from game.player.storage.store import PlayerStore
    from game.program.model import Program


def play(
    program: Program,
    lines: TextIO,
    out: TextIO,
    *,
    start: Session | None = None,
    width: int | None = None,
    note: str = "",
) -> None:
    """Play a story line by line until the player leaves or the input ends; everything is saved as it happens.

    `start` is a playthrough to begin with, instead of at the title; `width` breaks lines at that many columns, instead of at the terminal's; `note` is
    said before all else.
    """
    from game.player.storage.store import PlayerStore

    voice = Voice(lines, out, width=width)
    LineMode(program, PlayerStore(program), voice).run(start, note)


class LineMode:
    """A game in lines: the voice, the saves, and the playthrough if there is one."""

    def __init__(self, program: Program, store: PlayerStore, voice: Voice) -> None:
        self.program = program
        self.store = store
        self.voice = voice
        self._playing: Playing | None = None
        self._place: CurrentPlace | None = None
        """Where the turn in view stopped; None when its place has not been said."""
        self._warning = ""

    @property
    def playing(self) -> Playing:
        """The playthrough. There is one whenever a command of `plain_commands` runs."""
        assert self._playing is not None
        return self._playing

    @property
    def session(self) -> Session:
        """The playthrough's session."""
        return self.playing.session

    def run(self, start: Session | None, note: str) -> None:
        """Play until the player leaves or there is nothing more to read."""
        from game.player.line_mode import title as plain_title

        try:
            self.voice.say(note)
            plain_title.greet(self)
            self.voice.say(self.store.notes())
            while True:
                try:
                    if start is None:
                        plain_title.choose(self)
                    else:
                        plain_title.warn(self)
                        self.begin(start)
                    self._converse()
                except Left as left:
                    if left.game:
                        break
                start = None
        except InputEnded:
            pass
        if self._playing is not None:
            self.voice.say(self.parting)

    @property
    def parting(self) -> str:
        """What is said when the game has been left in the middle of a playthrough."""
        return self.playing.trouble or "Your playthrough is saved."

    def begin(self, session: Session, *, played: float = 0.0, notes: Sequence[str] = ()) -> None:
        """Go on with a session, after saying what the player should know about it."""
        from game.player.playthrough.playing import Playing

        self._playing = Playing(session, self.store, played=played)
        begins = not (session.made or played or notes)
        self._place = CurrentPlace() if begins else None
        self.voice.say(*notes)
        self.tell()

    def tell(self, *, again: bool = False) -> None:
        """Say the turn in view and its choices; with `again`, where it plays too."""
        session, turn = self.session, self.session.turn
        place = None if again else self._place
        skipped = self.playing.read if self.store.skip_read and turn.options and not again else ()
        said, self._place = words.turn_paragraphs(
            turn, self.program, place or place_before(session), again=place is None, skipped=skipped
        )
        self.voice.say(*said)
        if last := self.playing.recalled:
            self.voice.say(f"You read last: {last}")
        new = self.store.new_in_codex(session.newly_learned)
        if new and not again:
            self.voice.say(
                f"New in the codex: {', '.join(self.program.codex[entry].title for entry in reversed(new))}."
            )
        changes = session.changes()
        changed = {change.name for change in changes}
        if self.program.status:
            changed = moved(session, changed)
            told = [one for one in status(session) if one.variable.name in changed or again]
            self.voice.say(words.status_changes(session, () if again else changes, told))
        self.voice.say("\n".join(words.care_changes(session, changes)))
        self.voice.say(*(f"{title_of(one.variable)}: {one.variable.about}" for one in self.playing.explained))
        self.voice.say(words.status_line(gauges(session)))
        if (card := ending_card(session, self.store)) is not None:
            self.voice.say("\n".join(words.card_lines(card)))
        if self.playing.left and not again:
            from game.player.story_map.words import offer_words

            self.voice.say(offer_words(self.program, self.playing.left, "The command map"))
        self.voice.say(self._ways_on())
        if self.playing.warning != self._warning:
            self.voice.say(self.playing.warning)
            self._warning = self.playing.warning

    def choose(self, index: int) -> None:
        """Take a choice of the turn in view, and say what comes of it."""
        try:
            self.playing.choose(index)
        except ChoiceError as error:
            reason = str(error)
            self.voice.say(f"{reason[:1].upper()}{reason[1:]}.")
        else:
            self.tell()

    def start_text(self, variable: str) -> str:
        """What a text variable holds where the player says nothing."""
        return next((start for name, start, *_ in self.program.texts if name == variable), "")

    def _ways_on(self) -> str:
        turn = self.session.turn
        if turn.ending:
            return (
                "Type undo to take the last choice back, card to keep this as a picture and as text, "
                "new for another playthrough, or quit."
            )
        if turn.stuck:
            back = "Type undo to take the last choice back." if self.session.can_undo else "Type new to begin again."
            return f"{STUCK[turn.stuck].told} {FAULT} {back}"
        numbered = [(number, turn.options[index]) for number, index in self.playing.menu()]
        return words.choice_paragraph(numbered, self.store.marked(turn))

    def ask(self) -> str:
        """The next line that is typed, "" for an empty one. Raises InputEnded."""
        return self.voice.ask()

    def _converse(self) -> None:
        """Obey typed lines until the player leaves the playthrough."""
        from game.player.line_mode import commands as plain_commands

        while True:
            typed = self.ask()
            if not typed:
                self.voice.say("Type the number of a choice, or help.")
                continue
            menu = self.playing.menu()
            labels = [self.session.turn.options[one.place].label for one in menu]
            if command := plain_commands.find(typed, labels):
                command.act(self, command.rest)
                continue
            found = words.find_label(typed, labels, numbers=[one.number for one in menu])
            if isinstance(found, int):
                self.choose(menu[found].place)
            else:
                self.voice.say(found or plain_commands.unknown(typed))
