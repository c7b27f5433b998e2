"""The settings: what there is, how it is set, changed at once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import EVERYWHERE, MOVING, READING, Command, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from game.player.screen.widgets.page import Page

EARLIER = Command("earlier", "left", "The value before", label="←")
LATER = Command("later", "right", "The next value", "change", label="→")
CLOSE = Command("back", "escape,q,o", "Back", "back", "Back", "esc")


class SettingsScreen(Sheet):
    """One entry for each setting; Enter and the arrows change it."""

    NAME = "Settings"
    ABOUT = "Everything takes effect at once and is kept for the next time."
    COMMANDS_HERE = (*MOVING, EARLIER, LATER, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """The settings as they are."""
        self._draw()

    def _draw(self, cursor: str = "") -> None:
        self.top.tell([[("Settings", "accent")]])
        paras = []
        for number, one in enumerate(self.game.store.settings(), 1):
            pieces = (
                (f"{number:>2}  ", "accent+strong"),
                *said(one.title, "bright"),
                ("   ", "text"),
                *said(one.shown, "accent"),
            )
            paras.append(Para(pieces, rest=4, entry=one.key))
            paras.append(Para(said(one.help, "quiet"), first=4, rest=4, above=0))
        self.page.show(paras, cursor=cursor, keep_place=bool(cursor))

    def _change(self, key: str, step: int) -> None:
        if not key:
            return
        trouble = self.game.store.change(key, step)
        self.game.apply_settings()
        self.page.remeasure(self.game.measure)
        self._draw(key)
        self.say(f"Not kept for the next time: {trouble}" if trouble else "")

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """The next value."""
        self.page.mark(entry)
        self._change(entry, 1)

    def action_earlier(self) -> None:
        """The value before."""
        self._change(self.page.cursor, -1)

    def action_later(self) -> None:
        """The next value."""
        self._change(self.page.cursor, 1)
