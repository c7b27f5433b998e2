"""The chapters: which were reached, and where to begin one of them again or go on in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import BACK, EVERYWHERE, MOVING, READING, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.player.screen.widgets.page import Page
    from game.player.storage.cards import Card
    from game.program.declared import Chapter


class ChaptersScreen(Sheet):
    """A list; below each chapter the ways into it."""

    NAME = "Chapters"
    ABOUT = (
        "A chapter can be begun again as you came to it in one of your playthroughs, with all that you carried into it. "
        "That is a new playthrough: the old one is kept."
    )
    CENTRED = True
    COMMANDS_HERE = (*MOVING, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[Card] = []

    def on_mount(self) -> None:
        """Every chapter in order; the title of one that was not reached stays closed."""
        program, store = self.game.program, self.game.store
        reached = store.chapters_reached()
        count = sum(chapter in reached for chapter in program.chapters)
        self.top.tell([[("Chapters", "accent")]], [((f"{count} of {len(program.chapters)} reached", "quiet"),)])
        self._cards = [card for card in store.cards() if not card.trouble]
        paras: list[Para] = []
        number = 0
        open_above = True
        for chapter in sorted(program.chapters.values(), key=lambda one: one.number):
            if chapter.id not in reached:
                paras.append(Para((("Not reached yet", "quiet"),), above=1 if open_above else 0))
                open_above = False
                continue
            open_above = True
            ways = list(self._ways(chapter))
            none = () if ways else (("   no save of yours is in it", "quiet+em"),)
            paras.append(Para((*said(chapter.title, "bright+strong"), *none)))
            for entry, label, detail in ways:
                number += 1
                pieces = ((f"{number:>2}  ", "accent+strong"), (label, "bright"), (f"   {detail}", "quiet"))
                paras.append(Para(pieces, rest=4, above=0, entry=entry))
        self.page.show(paras)

    def _ways(self, chapter: Chapter) -> Iterator[tuple[str, str, str]]:
        """The ways into a chapter: the entry, what it is called, and what there is to say of it."""
        for card in self.game.store.beginnings(chapter.id):
            if not card.trouble:
                yield f"begin:{chapter.id}:{card.id}", "Begin it again", card.came
        latest = next((card for card in self._cards if card.chapter == chapter.title), None)
        if latest is not None:
            yield f"save:{latest.id}", "Your latest save in it", latest.when

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Begin a chapter again, or go to a save in it."""
        kind, _, rest = entry.partition(":")
        if kind == "save":
            self.game.load(self, rest)
        else:
            chapter, _, slot = rest.partition(":")
            self.game.begin_again(self, chapter, slot)
