"""The chapters: which were reached, and going back to the beginning of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import BACK, EVERYWHERE, MOVING, READING, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from game.player.screen.widgets.page import Page


class ChaptersScreen(Sheet):
    """A list; a chapter with a save in it can be gone back to."""

    NAME = "Chapters"
    ABOUT = "Enter goes to your latest save in a chapter."
    CENTRED = True
    COMMANDS_HERE = (*MOVING, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """Every chapter in order; the title of one that was not reached stays closed."""
        program, store = self.game.program, self.game.store
        reached = store.chapters_reached()
        saved = {card.chapter for card in store.cards() if not card.trouble}
        count = sum(chapter in reached for chapter in program.chapters)
        self.top.tell([[("Chapters", "accent")]], [((f"{count} of {len(program.chapters)} reached", "quiet"),)])
        paras = []
        for chapter in sorted(program.chapters.values(), key=lambda one: one.number):
            number = f"{chapter.number:>2}  "
            if chapter.id in reached:
                back = chapter.title in saved
                after = "  enter: your latest save in it" if back else "  no save of yours is in it"
                pieces = ((number, "accent+strong"), *said(chapter.title, "bright"), (after, "quiet+em"))
                paras.append(Para(pieces, rest=4, entry=f"chapter:{chapter.id}" if back else ""))
            else:
                paras.append(Para(((number, "quiet"), ("Not reached yet", "quiet")), rest=4))
        self.page.show(paras)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Go to the latest save in the chapter."""
        title = self.game.program.chapters[entry.partition(":")[2]].title
        for card in self.game.store.cards():
            if card.chapter == title and not card.trouble:
                self.game.load(self, card.id)
                return
