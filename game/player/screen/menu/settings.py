"""The settings: what there is, how it is set, changed at once and kept, with a page of a story to see it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from game.player.screen.commands import BACK, EVERYWHERE, MOVING, READING, Command, bindings
from game.player.screen.look.drawing import Para, option_para, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.page import Page
from game.player.screen.widgets.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

EARLIER = Command("earlier", "left", "The value before", label="←")
LATER = Command("later", "right", "The next value", "change", label="→")
CLOSE = Command("back", "escape,q,o", "Back", "back", "Back", "esc")


class SettingsScreen(Sheet):
    """One line for each setting; Enter and the arrows change it. Below them what the one under the cursor does, and a sample."""

    NAME = "Settings"
    ABOUT = "Everything takes effect at once, in the sample below the list too, and is kept for the next time."
    CENTRED = True
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (*MOVING, EARLIER, LATER, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS_PATH = "settings.tcss"

    def compose_body(self) -> ComposeResult:
        """The list, and the sample below it."""
        yield Page(id="page", measure=self.game.measure, foot=0)
        yield Page(id="sample", reading=self.game.reading._replace(centred=False))

    def _draw(self, cursor: str = "") -> None:
        self.top.tell([[("Settings", "accent")]])
        paras = []
        settings = self.game.store.settings()
        wide = max(len(one.title) for one in settings) + 3
        for number, one in enumerate(settings, 1):
            pieces = (
                (f"{number:>2}  ", "accent+strong"),
                *said(f"{one.title:<{wide}}", "bright"),
                *said(one.shown, "accent"),
            )
            paras.append(Para(pieces, rest=4, entry=one.key, above=int(number == 1)))
        self.page.show(paras, cursor=cursor, keep_place=bool(cursor))

    def marked(self, page: Page, entry: str) -> None:  # noqa: ARG002  see Reader
        """Say what the setting under the cursor is for, and show a text as it is set now."""
        said_of = {one.key: one.help for one in self.game.store.settings()}
        self.query_one("#sample", Page).show([Para(said(said_of[entry], "quiet"), above=0), *_sample(self)])

    def restyle(self) -> None:
        """The list and the sample as the settings are now."""
        super().restyle()
        self.page.set_anew(self.page.how._replace(measure=self.game.measure))
        self._draw(self.page.cursor)

    def _change(self, key: str, step: int) -> None:
        if key:
            trouble = self.game.step_setting(key, step)
            self.say(f"Not kept for the next time: {trouble}" if trouble else "")

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """The next value; colours are chosen from a list, and seen before."""
        self.page.mark(entry)
        if entry == "theme":
            self.game.open("themes")
        else:
            self._change(entry, 1)

    def on_screen_resume(self) -> None:
        """The settings as they are; other colours may have been chosen."""
        self._draw(self.page.cursor)

    def action_earlier(self) -> None:
        """The value before."""
        self._change(self.page.cursor, -1)

    def action_later(self) -> None:
        """The next value."""
        self._change(self.page.cursor, 1)


class ThemesScreen(SettingsScreen):
    """One line for each theme; the one under the cursor is shown, the one that is chosen stays."""

    NAME = "Colours"
    ABOUT = "The colours under the cursor are shown at once. Enter keeps them, Esc goes back to those before."
    COMMANDS_HERE = (*MOVING, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def _draw(self, cursor: str = "") -> None:
        self.top.tell([[("Colours", "accent")]])
        kept = self.game.store.theme
        paras = []
        for number, (theme, title) in enumerate(self.game.store.values("theme"), 1):
            kept_now = (("   chosen", "quiet+em"),) if theme == kept else ()
            pieces = ((f"{number:>2}  ", "accent+strong"), *said(title, "bright"), *kept_now)
            paras.append(Para(pieces, rest=4, entry=str(theme), above=int(number == 1)))
        self.page.show(paras, cursor=cursor or kept)

    def marked(self, page: Page, entry: str) -> None:  # noqa: ARG002  see Reader
        """Show the colours under the cursor."""
        self.game.show_theme(entry)
        self.query_one("#sample", Page).show(_sample(self))

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Keep these colours."""
        trouble = self.game.put_setting("theme", entry)
        self.dismiss(None)
        if trouble and isinstance(below := self.game.screen, Reader):
            below.say(f"Not kept for the next time: {trouble}")

    def on_unmount(self) -> None:
        """However this was left, the colours are those that are kept."""
        self.game.apply_settings()


def _sample(sheet: Sheet) -> Iterator[Para]:
    """A turn of no story, with one of everything that the settings set."""
    from game.engine.turn import Option

    store = sheet.game.store
    swept = "The snow has stopped. Somebody has swept the steps, as one does when a guest is late."
    yield Para(((swept, "text"),), role="prose")
    yield Para((("Nobody has come up them yet.", "text"),), role="prose")
    voice = (("Voice", "speaker.frost+strong"), ("   ", "text"), ("It is open.", "speaker.frost"))
    yield Para(voice, rest=8, role="speech")
    number = 1
    for label, reason in (("Go in", ""), ("Call out", "somebody sleeps")):
        if not reason or store.shows_closed:
            option = Option(label, label, ((label, ""),), not reason, reason)
            yield option_para(number, option, "", above=int(number == 1))
            number += 1
