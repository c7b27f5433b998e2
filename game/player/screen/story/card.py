"""The card of a chapter that begins: its number, its title and its line, on a page of their own until a key is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import Command, bindings
from game.player.screen.look.drawing import Para, said, spaced, wrap
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.lines import KeyLine
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click, Key

    from game.program.declared import Chapter

MEASURE = 56
GO_ON = Command("go_on", "", "Go on", "go on", label="any key")


class CardScreen(Sheet):
    """A page with a few words in the middle of it."""

    NAME = "A chapter begins"
    COMMANDS_HERE = (GO_ON,)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self, chapter: Chapter) -> None:
        super().__init__()
        self.chapter = chapter

    def compose(self) -> ComposeResult:
        """The page, and nothing above it."""
        yield Page(id="page", measure=MEASURE, margin=1)
        yield KeyLine(self.hints())

    def on_resize(self) -> None:
        """The card stands in the middle."""
        chapter = self.chapter
        width, height = self.app.size
        number = [Para(said(str(chapter.number), "quiet"), above=0, centred=True)] if chapter.number else []
        paras = [
            *number,
            Para(spaced(chapter.title, MEASURE), above=1 if number else 0, centred=True),
            Para((("─" * 9, "rule"),), above=1, centred=True),
            Para(said(chapter.line, "text+em"), above=1, centred=True),
        ]
        column, _ = self.page.column_in(width)
        rows = sum(len(wrap(para, column)) for para in paras)
        # A little above the middle, where a reader looks for it.
        self.page.show([paras[0]._replace(above=max(0, (height - 1 - rows) * 2 // 5)), *paras[1:]])

    def on_key(self, event: Key) -> None:
        """Go on, unless the key has just led here. It does nothing more: below lies a screen that knows the same keys."""
        event.stop()
        event.prevent_default()
        self.hand.pressed(event.key, event.time)
        self._end_of_wait(event.key)
        self.act(self.action_go_on)

    def on_click(self, event: Click) -> None:
        """The same with the mouse."""
        if self.ready(event.time):
            self.action_go_on()

    def action_go_on(self) -> None:
        """To the story."""
        if self.is_current:
            self.dismiss(None)
