"""The whole playthrough so far, to read and to search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from game.language.text.cleaning import composed, counted
from game.player.playthrough.current_place import Standing
from game.player.playthrough.playing import told
from game.player.screen.commands import DOWN, EVERYWHERE, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, echo_para
from game.player.screen.sheet import Sheet
from game.player.screen.story.turns import text_paras
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from game.engine.sessions.session import Session

FIND = Command("find", "slash", "Search", "search", "Search", "/")
NEXT = Command("next", "n", "The next place that was found", "", "Next")
PREVIOUS = Command("previous", "N", "The place found before")
EXPORT = Command("export", "e", "Write it to a Markdown file", "export", "Export")
CLOSE = Command("back", "escape,q,h", "Back to the story", "back", "Back", "esc")


def story_paras(session: Session) -> Iterator[Para]:
    """Everything from the first turn to the one in view, with the choices between."""
    stands = Standing()
    for turn, taken in told(session):
        words, stands = text_paras(session.program, turn, stands)
        yield from words
        if taken is not None:
            yield echo_para(taken)


class HistoryScreen(Sheet):
    """One long page, opened at its end, or at its beginning for whoever wants to read it again."""

    NAME = "History"
    COMMANDS_HERE = (UP, DOWN, *READING, FIND, NEXT, PREVIOUS, EXPORT, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS_PATH = "history.tcss"

    def __init__(self, from_the_top: bool = False) -> None:  # noqa: FBT001, FBT002  screens are opened by name
        super().__init__()
        self._from_the_top = from_the_top
        self._found: list[int] = []
        self._at = 0

    def compose_body(self) -> ComposeResult:
        """The page, and the line to search with."""
        yield Page(id="page", reading=self.game.reading)
        field = Input(id="find", placeholder="search for…", max_length=80)
        field.cursor_blink = False
        field.display = False
        yield field

    def on_mount(self) -> None:
        """Everything so far."""
        playing = self.game.playing
        if playing is None:
            return
        choices = len(playing.session.choices)
        self.top.tell([[("History", "accent")]], [((counted(choices, "choice"), "quiet"),)])
        self.page.show(story_paras(playing.session))
        if not self._from_the_top:
            self.page.open_at(len(self.page.paras))

    def action_find(self) -> None:
        """Ask what to look for."""
        field = self.query_one("#find", Input)
        field.display = True
        field.value = ""
        field.focus()
        self.say("Enter searches for this, Esc does not.")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Look for it, from the top."""
        message.stop()
        self._close_field()
        self.page.point_at(-1)
        wanted = composed(message.value).casefold().strip()
        self._found = [
            number
            for number, para in enumerate(self.page.paras)
            if wanted and wanted in "".join(words for words, _ in para.pieces).casefold()
        ]
        self._at = -1
        if wanted:
            self._step(1)

    def _close_field(self) -> None:
        self.query_one("#find", Input).display = False
        self.set_focus(None)

    def _step(self, step: int) -> None:
        if not self._found:
            self.say("Not found.")
            return
        self._at = (self._at + step) % len(self._found)
        number = self._found[self._at]
        self.page.point_at(number)
        self.say(f"{self._at + 1} of {len(self._found)}: n for the next, N for the one before.")

    def action_next(self) -> None:
        """The next place found."""
        self._step(1)

    def action_previous(self) -> None:
        """The place found before."""
        self._step(-1)

    def action_export(self) -> None:
        """Write it all to a file."""
        self.say(self.game.export())

    def action_back(self) -> None:
        """Out of the search first, then out of here."""
        if self.focused is not None:
            self._close_field()
        else:
            self.dismiss(None)
