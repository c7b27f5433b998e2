"""What is in the story, said once before the first game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import BACK, EVERYWHERE, MOVING, READING, bindings
from game.player.screen.look.drawing import Para, heading, paragraphs
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from game.player.screen.widgets.page import Page


class WarningScreen(Sheet):
    """The content warning, with a way on and a way back."""

    NAME = "What is in this story"
    CENTRED = True
    COMMANDS_HERE = (*MOVING, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """The warning and the two ways."""
        self.top.tell([[("Before you begin", "accent")]])
        self.page.show(
            [
                heading("What is in this story"),
                *paragraphs(self.game.program.warning),
                Para(((" 1  ", "accent+strong"), ("Go on", "bright")), above=2, entry="on"),
                Para(((" 2  ", "accent+strong"), ("Settings", "bright")), above=0, entry="settings"),
                Para(((" 3  ", "accent+strong"), ("Not now", "bright")), above=0, entry="back"),
            ]
        )

    def bring(self, entry: str) -> None:
        """The way on stands under the warning, and the warning is read on the way there."""
        if self.page.is_below(entry):
            self.page.turn_leaf(1)
        else:
            super().bring(entry)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """On, back, or to the settings."""
        match entry:
            case "on":
                self.game.store.set_warned()
                self.dismiss(True)
            case "settings":
                self.game.open("settings")
            case _:
                self.dismiss(None)
