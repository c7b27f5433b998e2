"""The title screen: the story's name, what it is about, what can be done with it, and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.text.columns import shorten, width
from game.player.leaving import GOES_ON_IN_LINES
from game.player.screen.commands import EVERYWHERE, MOVING, Command, bindings
from game.player.screen.look.drawing import Para, clean, said, spaced, wrap
from game.player.screen.menu.sky import FEWEST, Sky
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.lines import KeyLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from game.player.screen.widgets.page import Page
    from game.player.storage.cards import Card

MEASURE = 58
PREMISE_LINES = 2
ONE_DIGIT = 9
"""The entries that have a number; the others have none, so that no digit waits for another."""
INSET = 2
"""How far in the menu begins, and how far from the other side it ends."""

LEAVE = Command("leave", "q", "Leave the game; everything is saved", "quit", "Quit")
STAY = Command("stay", "escape", "Stays here, so that no Esc too many leaves the game", label="esc")


class TitleScreen(Sheet):
    """Continue, new, load; what has been reached; settings; quit."""

    NAME = "The title screen"
    COMMANDS_HERE = (*MOVING, LEAVE, STAY, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    NUMBERED = ONE_DIGIT

    _drawn_for = (0, 0)
    """The size that the page was last drawn for."""

    def compose(self) -> ComposeResult:
        """A narrow column under the sky, and nothing above it."""
        yield Sky(id="page", measure=MEASURE, margin=1)
        yield KeyLine(self.hints())

    @property
    def sky(self) -> Sky:
        """The page, by its own type."""
        return self.query_one("#page", Sky)

    def on_screen_resume(self) -> None:
        """What there is to continue may have changed, and whether anything may move."""
        self._drawn_for = (0, 0)
        self.draw()
        self.sky.snow(falls=not self.game.store.reduced_motion)
        self.say(self.game.store.notes())

    def on_screen_suspend(self) -> None:
        """Nobody looks at the snow."""
        self.sky.snow(falls=False)

    def on_resize(self) -> None:
        """The column stands in the middle of the height there is."""
        self.draw()

    def draw(self) -> None:
        """Put the title and the menu on the page, and the picture below them."""
        width, height = self.app.size
        if (width, height) == self._drawn_for:
            return
        self._drawn_for = (width, height)
        page, picture = self.sky, self.game.store.picture()
        entries = self._entries()
        head, shown = self._head(height - 1, len(entries), len(picture.rows) if picture else 0)
        column, _ = page.column_in(width)
        rows = sum(len(wrap(para, column)) for para in head) - head[0].above + 1 + len(entries)
        space = max(1, (height - 1 - shown - rows) // 2)
        paras = [head[0]._replace(above=space), *head[1:]]
        for number, (entry, label, details) in enumerate(entries, 1):
            above = 1 if number == 1 else 0
            paras.append(_entry(number, label, details, column)._replace(above=above, entry=entry))
        # Whoever has begun a new game and comes back from it stands on Continue, not on another new one.
        stays = page.cursor in {one for one, _, _ in entries} and not (page.cursor == "new" and self.game.playing)
        page.show(paras, cursor=page.cursor if stays else "")
        foot = height - 1 - len(picture.rows) if picture else 0
        page.put(picture if shown else None, max(foot, space + rows + 1))

    def _head(self, height: int, entries: int, picture: int) -> tuple[list[Para], int]:
        """What stands above the menu, and how many rows of a picture have room below it: the fullest of both that there is room for."""
        program = self.game.program
        title = Para(spaced(program.title, MEASURE), centred=True)
        author = [Para(said(f"by {program.author}", "quiet"), above=0, centred=True)] if program.author else []
        lines = clean(program.premise).split("\n")[:PREMISE_LINES] if program.premise else []
        premise = [Para(said(line, "text+em"), above=number == 0, centred=True) for number, line in enumerate(lines)]
        some = min(picture, FEWEST)
        for head, wanted in (
            ([title, *author, *premise], picture),
            ([title, *premise], picture),
            ([title, *premise], some),
            ([title], some),
            ([title, *author, *premise], 0),
            ([title, *premise], 0),
        ):
            left = height - entries - 3 - sum(1 + para.above for para in head[1:]) - (1 if wanted else 0)
            if left >= wanted:
                return head, min(picture, left) if wanted else 0
        return [title], 0

    def _entries(self) -> list[tuple[str, str, Sequence[str]]]:
        """The entries of the menu: which, what it is called, and what there is to say beside it."""
        store = self.game.store
        program = self.game.program
        latest = store.latest()
        found: list[tuple[str, str, Sequence[str]]] = []
        if latest is not None:
            found.append(("continue", "Continue", _stands(latest)))
        found.append(("new", "New game", ()))
        if latest is not None:
            found.append(("slots", "Load", ()))
        if program.chapters:
            found.append(("chapters", "Chapters", (store.told("chapters"),)))
        if latest is not None:
            found.append(("map", "Map", ()))
        found.append(("endings", "Endings", (store.told("endings"),)))
        if program.codex:
            found.append(("codex", "Codex", (store.told("codex"),)))
        found += [("settings", "Settings", ()), ("credits", "Credits", ())]
        if not self.game.is_web:
            found.append(("lines", "Line by line, for screen readers", ()))
        return [*found, ("quit", "Quit", ())]

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Do what was chosen."""
        game = self.game
        match entry:
            case "quit":
                game.exit(0)
            case "lines":
                game.exit(GOES_ON_IN_LINES)
            case "new":
                game.begin()
            case "continue":
                game.go_on(self)
            case "codex" | "map":
                game.open_warned(entry)
            case screen:
                game.open(screen)

    def action_leave(self) -> None:
        """Leave the game, unless the key has just led here."""
        self.act(lambda: self.game.exit(0))

    def action_stay(self) -> None:
        """Say which key leaves."""
        self.say("Press q to leave the game.")


def _stands(card: Card) -> tuple[str, ...]:
    """Where a playthrough stands and how long it took, from the fullest form to the shortest."""
    forms = (
        (card.chapter, card.place, card.played),
        (card.chapter, card.place),
        (card.place, card.played),
        (card.place or card.chapter,),
    )
    return tuple(" · ".join(part for part in parts if part) for parts in forms)


def _entry(number: int, label: str, details: Sequence[str], column: int) -> Para:
    """An entry of the menu, and at the other side the fullest that there is to say beside it and has room."""
    left = f"{number:>2}  " if number <= ONE_DIGIT else " " * 4
    room = column - 2 * INSET - len(left) - width(label) - 2
    detail = next((one for one in details if width(one) <= room), details[-1] if details else "")
    detail = shorten(detail, room) if detail and room >= 8 else ""
    gap = " " * (room + 2 - width(detail)) if detail else ""
    return Para(
        ((left, "accent+strong"), *said(label, "bright"), (gap, "text"), (detail, "quiet")),
        first=INSET,
        rest=INSET + 4,
    )
