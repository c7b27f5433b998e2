"""The title screen: the story's name, and what can be done with it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from game.language.text.columns import clusters, shorten, width
from game.player.screen.commands import EVERYWHERE, MOVING, Command, bindings
from game.player.screen.look.depths import ASCII
from game.player.screen.look.drawing import Para, clean, said
from game.player.screen.look.theme import palette, style
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.lines import KeyLine
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

MEASURE = 58
SPACED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "HANGUL", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH")
"""How the names of letters begin that may have blanks between them."""
INSET = 14
"""How far in the menu begins, so that a bar from there to as far from the other side stands in the middle."""

LEAVE = Command("leave", "q", "Leave the game; everything is saved", "quit", "Quit")
STAY = Command("stay", "escape", "Stays here, so that no Esc too many leaves the game", label="esc")


class Snow(Page):
    """A page with a few flakes where no words are. They lie still, and carry no meaning."""

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        strip = super().render_line(y)
        theme = self.app.theme
        if strip.text.strip() or palette(theme).stark:
            return strip
        # The same flakes at every start: a few places of each line, from a hash of where they are.
        words = [" "] * self.size.width
        flakes = "·.' " if palette(theme).signs == ASCII else "·.˙ "
        for flake in range(max(1, len(words) // 40)):
            seed = (y * 7919 + flake * 104729 + 12345) * 2654435761 & 0xFFFFFFFF
            words[(seed >> 8) % len(words)] = flakes[seed & 3]
        return Strip([Segment("".join(words), style(theme, "rule"))], len(words))


class TitleScreen(Sheet):
    """Continue, new, load; what has been reached; settings; quit."""

    NAME = "The title screen"
    COMMANDS_HERE = (*MOVING, LEAVE, STAY, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    _drawn_for = 0
    """The height that the page was last drawn for."""

    def compose(self) -> ComposeResult:
        """A narrow column in the snow, and nothing above it."""
        yield Snow(id="page", measure=MEASURE, margin=1)
        yield KeyLine(self.hints())

    def on_screen_resume(self) -> None:
        """What there is to continue may have changed."""
        self._drawn_for = 0
        self.draw()

        self.say(self.game.store.notes())

    def on_resize(self) -> None:
        """The column stands in the middle of the height there is."""
        self.draw()

    def draw(self) -> None:
        """Put the title and the menu on the page."""
        height = self.app.size.height - 1
        if height == self._drawn_for:
            return
        self._drawn_for = height
        page = self.page
        entries = self._entries()
        program = self.game.program
        needed = 5 + len(entries) + bool(program.author) + sum(bool(detail) for _, _, detail in entries)
        space = max(1, (height - needed) // 2)
        paras = [_title(program.title, above=space)]
        if program.author:
            paras.append(Para(said(f"by {program.author}", "quiet"), above=0, centred=True))
        paras.append(Para((("─" * 9, "rule"),), above=1, centred=True))
        first = True
        for number, (entry, label, detail) in enumerate(entries, 1):
            pieces = ((f"{number:>2}  ", "accent+strong"), *said(label, "bright"))
            paras.append(Para(pieces, first=INSET, rest=INSET + 4, above=2 if first else 0, entry=entry))
            first = False
            if detail:
                paras.append(Para(said(detail, "quiet"), first=INSET + 4, rest=INSET + 4, above=0))
        # Whoever has begun a new game and comes back from it stands on Continue, not on another new one.
        stays = page.cursor in {one for one, _, _ in entries} and not (page.cursor == "new" and self.game.playing)
        page.show(paras, cursor=page.cursor if stays else "")

    def _entries(self) -> list[tuple[str, str, str]]:
        store = self.game.store
        program = self.game.program
        latest = store.latest()
        found: list[tuple[str, str, str]] = []
        if latest is not None:
            found.append(("continue", "Continue", _stands(latest.chapter, latest.place)))
        found.append(("new", "New game", ""))
        if latest is not None:
            found.append(("slots", "Load", ""))
        if program.chapters:
            found.append(("chapters", "Chapters", ""))
        found.append(("endings", "Endings", ""))
        if program.codex:
            found.append(("codex", "Codex", ""))
        found += [("settings", "Settings", ""), ("credits", "Credits", ""), ("quit", "Quit", "")]
        return found

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Do what was chosen."""
        game = self.game
        match entry:
            case "quit":
                game.exit(0)
            case "new":
                game.begin()
            case "continue":
                game.go_on(self)
            case "codex":
                game.open_warned("codex")
            case screen:
                game.open(screen)

    def action_leave(self) -> None:
        """Leave the game, unless the key has just led here."""
        self.act(lambda: self.game.exit(0))

    def action_stay(self) -> None:
        """Say which key leaves."""
        self.say("Press q to leave the game.")


def _stands(chapter: str, place: str) -> str:
    """Where a playthrough stands, in a line: without the chapter where both are too long for it."""
    room = MEASURE - INSET - 4
    both = " · ".join(part for part in (chapter, place) if part)
    return both if width(both) <= room else shorten(place or chapter, room)


def _title(title: str, above: int) -> Para:
    """The story's name in spaced capitals, or as it is when that is too wide or its letters do not stand apart."""
    words = clean(title).strip()
    spaced = "   ".join(" ".join(clusters(word.upper())) for word in words.split())
    apart = all(_stands_apart(char) for char in words if char.isalpha())
    shown = spaced if apart and width(spaced) <= MEASURE else words
    return Para(((shown, "accent+strong"),), above=above, centred=True)


def _stands_apart(letter: str) -> bool:
    """Whether a letter is of a script that can be spaced; in others (Arabic, Devanagari, Mongolian) letters join."""
    return unicodedata.name(letter, "").startswith(SPACED)
