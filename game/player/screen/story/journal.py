"""The journal: the choices made, by chapter and scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.text.cleaning import counted
from game.player.playthrough.playing import made, told
from game.player.screen.commands import DOWN, EVERYWHERE, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, clean, said
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.engine.sessions.session import Session

CLOSE = Command("back", "escape,q,j", "Back to the story", "back", "Back", "esc")


def journal_paras(session: Session) -> Iterator[Para]:
    """A heading for each chapter, the scene beside its first choice, a line for each choice."""
    program = session.program
    chapter = heading = None
    number = len(session.choices) - made(session)
    for turn, taken in told(session):
        if taken is None:
            break
        number += 1
        meta = program.meta(turn.scene) if turn.scene else None
        if meta is not None and meta.chapter != chapter and (found := program.chapters.get(meta.chapter)):
            yield Para(said(found.title, "accent+strong"), above=1 if chapter is None else 2)
            chapter, heading = meta.chapter, None
        # A scene without a name of its own, such as one that is called, goes on under the one before it.
        named = (meta.title or meta.place) if meta is not None else ""
        if named and named != heading:
            heading = named
            yield Para(said(named, "quiet"))
        yield Para(((f"{number:>4}  ", "quiet"), (clean(taken), "text")), rest=6, above=0)


class JournalScreen(Sheet):
    """A page to read."""

    NAME = "Journal"
    COMMANDS_HERE = (UP, DOWN, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """What was done so far, opened at its end."""
        playing = self.game.playing
        if playing is None:
            return
        count = len(playing.session.choices)
        self.top.tell([[("Journal", "accent")]], [((counted(count, "choice"), "quiet"),)])
        self.page.show(
            list(journal_paras(playing.session)) or [Para(said("Nothing yet: you have not chosen.", "quiet"))]
        )
        self.page.open_at(len(self.page.paras))
