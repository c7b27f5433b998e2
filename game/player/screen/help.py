"""What the keys do on the screen that asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import BACK, DOWN, EVERYWHERE, READING, UP, WRITTEN, bindings
from game.player.screen.look.drawing import Para, heading, said
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.player.screen.commands import Command
    from game.player.screen.look.drawing import TonedWords


class HelpScreen(Sheet):
    """One line for each command of a screen."""

    NAME = "Help"
    CENTRED = True
    COMMANDS_HERE = (UP, DOWN, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self, name: str, about: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self._screen = name
        self._about = about
        self._commands = commands

    def on_mount(self) -> None:
        """The commands in the order of their screen."""
        self.top.tell([[("Help", "accent")]])
        paras = [heading(self._screen)]
        if self._about:
            paras.append(Para(said(self._about)))
        for number, one in enumerate(self._commands):
            keys = one.shown
            more = [WRITTEN.get(key, key) for key in one.keys.split(",")[1:] if key and not one.label]
            pieces: tuple[TonedWords, ...] = ((f"{keys:<9}", "accent+strong"), (one.help, "text"))
            if more:
                pieces = (*pieces, (f"  (also {', '.join(more)})", "quiet"))
            paras.append(Para(pieces, rest=9, above=0 if number else 1))
        paras.append(
            Para(
                said(
                    "With the mouse: click a choice or a word in the bottom line; the wheel scrolls; drag marks text, ctrl+c copies it."
                )
            )
        )
        self.page.show(paras)

    def action_help(self) -> None:
        """Help is here already."""
        self.dismiss(None)
