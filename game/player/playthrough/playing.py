"""One playthrough on the screen: the session, and everything that is written down as it goes on.

Nothing here draws. Every choice is on the store before the player sees what came of it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from game.engine.sessions.panels import moved, shown_now
from game.player.playthrough.menus import Menus, ShownChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.engine.sessions.panels import ShownValue
    from game.engine.sessions.session import Session
    from game.engine.turn import Turn
    from game.player.storage.store import PlayerStore

LOOKED_BACK = 8
"""Turns that are looked through for the last one that stood in a chapter, or had a place."""
IDLE = 300.0
"""Seconds after which a player who does nothing is taken to be away; they do not count as time played."""


class Playing:
    """A session in play.

    `trouble` is what the player should hear of the last save, in words ("" when it went as always).
    `read` holds the blocks of the turn in view of which every line had been read before it came up.
    """

    def __init__(
        self,
        session: Session,
        store: PlayerStore,
        *,
        played: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.session = session
        session.note_changes()
        self.store = store
        self.trouble = ""
        """What the player should hear of the autosave, or ""."""
        self._unnoted = ""
        self._explains = any(one.about for one in session.program.slots)
        self.explained: tuple[ShownValue, ...] = ()
        """The values that changed for the first time in the turn in view, and of which the story says what they are."""
        self.read: frozenset[str] = frozenset()
        self._chapters: dict[int, str] = {}
        """The chapter that each turn stands in, by how many choices were made."""
        self.left = ""
        """The chapter that the turn in view has led out of, where nobody had come so far before: its map is offered then."""
        self._menus = Menus()
        self._played = played
        self._clock = clock
        self._since = clock()
        self._take_note()

    @property
    def turn(self) -> Turn:
        """The turn in view."""
        return self.session.turn

    @property
    def was_read(self) -> bool:
        """Whether every line of the turn in view had been read before it came up."""
        return bool(self.read) and all(block.id in self.read for block in self.turn.blocks)

    @property
    def recalled(self) -> str:
        """The line to remind the player of, where the turn in view has no text; "" everywhere else.

        That is the first turn of a playthrough that was taken up in a changed story: its place was found, and what led
        there could not be played again.
        """
        if self.session.can_undo or any(block.text.strip() for block in self.turn.blocks):
            return ""
        return self.store.last_read(self.session)

    @property
    def warning(self) -> str:
        """What the player should hear of the files that are written at each turn, or ""; a save comes before all else."""
        return self.trouble or self._unnoted

    def menu(self) -> list[ShownChoice]:
        """The choices that the settings want shown, in the order of their numbers."""
        session, options = self.session, self.session.turn.options
        shown = self.store.offered(session.turn)
        ids = [options[index].id for index in shown]
        numbers = self._menus.number(session.made, session.point, ids, session.choices)
        return sorted(ShownChoice(numbers[options[index].id], index) for index in shown)

    def played(self) -> float:
        """Seconds of play so far; long silences are not counted whole."""
        now = self._clock()
        self._played += min(max(0.0, now - self._since), IDLE)
        self._since = now
        return self._played

    def choose(self, option: int) -> Turn:
        """Take a choice of the turn by its index, and save. Raises what the engine raises for one that is closed."""
        options = self.session.turn.options
        turn = self.session.choose(option)
        self.explained = self._explained()
        self._take_note(options[option].id)
        return turn

    def undo(self) -> Turn:
        """Take the last choice back, and save."""
        choices = self.session.choices
        taken = choices[self.session.made - 1] if self.session.made else ""
        turn = self.session.undo()
        self.explained = ()
        self.store.note_undone(taken)
        self.left = ""
        self._keep()
        return turn

    def redo(self) -> Turn:
        """Take it again, and save."""
        turn = self.session.redo()
        self.explained = ()
        self._keep()
        return turn

    def _explained(self) -> tuple[ShownValue, ...]:
        if not self._explains:
            return ()
        names = moved(self.session, [change.name for change in self.session.changes()])
        found = []
        for one in shown_now(self.session):
            variable = one.variable
            if variable.about and variable.name in names and self.store.explains(variable.name.partition(".")[0]):
                found.append(one)
        return tuple(found)

    def _take_note(self, taken: str = "") -> None:
        """Remember what has been read and reached, and by which choice, and save."""
        turn = self.session.turn
        self.read = frozenset(block.id for block in turn.blocks if all(map(self.store.was_read, block.lines)))
        chapter = self.session.program.meta(turn.scene).chapter if turn.scene else ""
        first = chapter not in self.store.chapters_reached()
        reason = self.store.take_note(turn, chapter, taken)
        self._unnoted = f"What you have read is not noted down yet. {reason}" if reason else ""
        self._keep()
        self._note_beginning(chapter, first=first)

    def _note_beginning(self, chapter: str, *, first: bool) -> None:
        """Keep where a chapter begins, which nobody came to before if it is the `first` time. A scene of no chapter, such as one that several call, plays in the one before."""
        number = self.session.made
        before = self._chapter_before()
        here = chapter if chapter in self.session.program.chapters else before
        self._chapters[number] = here
        self.left = before if here != before and first else ""
        if here != before and (before or not number):
            self._unnoted = self._unnoted or self.store.keep_beginning(here, self.session, self.played())

    def _chapter_before(self) -> str:
        """The chapter that the turn before stood in; "" where there is none, or none that can be told."""
        known = self._chapters.get(self.session.made - 1)
        if known is not None:
            return known
        program, chapter, count = self.session.program, "", made(self.session)
        for turn in self.session.turns(max(0, count - LOOKED_BACK), count):
            found = program.meta(turn.scene).chapter if turn.scene else ""
            chapter = found if found in program.chapters else chapter
        return chapter

    def _keep(self) -> None:
        self.trouble = self.store.keep_going(self.session, self.played())


def made(session: Session) -> int:
    """How many choices there are turns for: all of them, unless the playthrough was taken up in the middle."""
    count = len(session.choices)
    if next(session.turns(count), None) is not None:
        return count
    return sum(1 for _ in session.turns()) - 1


def label(turn: Turn, choice: str) -> str:
    """The label of a choice as the turn showed it."""
    return next((option.label for option in turn.options if option.id == choice), choice)


def told(session: Session, start: int = 0) -> Iterator[tuple[Turn, str | None]]:
    """The turns from number `start` on, each with the label of the choice made in it (None in the last)."""
    before: Turn | None = None
    choices = session.choices
    at = len(choices) - made(session) + start
    for turn in session.turns(start):
        if before is not None:
            yield before, label(before, choices[at])
            at += 1
        before = turn
    if before is not None:
        yield before, None
