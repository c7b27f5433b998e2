"""Where a writer says what is to be played: a scene, an ending, a line or a choice, by its name or some of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from game.language.text.cleaning import composed, counted
from game.player.screen.commands import DOWN, EVERYWHERE, NUMBERS, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.page import Page
from game.writer.ways.search import MOST, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from game.program.model import Program
    from game.writer.ways.search import Sought
    from game.writer.ways.trodden import Destination

CHOOSE = Command("choose", "enter", "Play from there", "play from there", label="enter")
FIND = Command("find", "slash", "Type other words", "other words", "", "/")
CLOSE = Command("back", "escape,q,G", "Back to the story", "back", "Back", "esc")
_KINDS = {"scene": "scene", "ending": "ending", "choice": "choice", "line": "line in"}


class GoScreen(Sheet):
    """A line to type in, and what fits below it."""

    NAME = "Play from"
    ABOUT = (
        "A place is shown in a state that play can bring it to: by a shortest way where the proof finds one in a few seconds, else as one of the committed "
        "playthroughs comes there, or as you came there yourself."
    )
    COMMANDS_HERE = (UP, DOWN, CHOOSE, NUMBERS, FIND, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS = "GoScreen #find { dock: top; margin-top: 1; }"

    def __init__(self, program: Program, go: Callable[[Destination], None]) -> None:
        """`go` looks for a way to what was chosen."""
        super().__init__()
        self._program = program
        self._go = go
        self._found: list[Sought] = []

    def compose_body(self) -> ComposeResult:
        """The line to type in, and the list."""
        field = Input(id="find", placeholder="a scene, an ending, or words of a line or a choice", max_length=120)
        field.cursor_blink = False
        yield field
        yield Page(id="page", measure=self.game.measure)

    def on_mount(self) -> None:
        """Everything that has a name; typing finds the rest."""
        self.query_one("#find", Input).focus()
        self._list("")

    def _list(self, query: str) -> None:
        self._found = search(self._program, composed(query))
        count = counted(len(self._found), "place") if len(self._found) < MOST else f"the first {MOST} places"
        self.top.tell([[("Play from", "accent")]], [((count, "quiet"),)])
        self.page.show([_para(one, number) for number, one in enumerate(self._found)])

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what fits."""
        message.stop()
        self._list(message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Over to the list; straight there, where there is but one."""
        message.stop()
        self.set_focus(None)
        if len(self._found) == 1:
            self._choose(self._found[0])
        elif not self._found:
            self.say("Nothing in the story is called so, or says that.")

    def action_find(self) -> None:
        """Type other words."""
        self.query_one("#find", Input).focus()

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Play from there."""
        self._choose(self._found[int(entry.partition(":")[2])])

    def _choose(self, one: Sought) -> None:
        self.dismiss(None)
        self._go(one.wanted)

    def action_back(self) -> None:
        """Out of the line first, then out of here."""
        if self.focused is not None:
            self.set_focus(None)
        else:
            self.dismiss(None)


def _para(one: Sought, number: int) -> Para:
    words = f"  {one.words}" if one.words else ""
    pieces = ((f"{_KINDS[one.wanted.kind]} ", "quiet"), *said(one.name, "bright"), *said(words, "text"))
    return Para(pieces, rest=4, above=0, entry=f"place:{number}")
