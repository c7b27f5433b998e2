"""The play screen: the text, the choices, the panel, and what a player does with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal

from game.player.playthrough.playing import label
from game.player.screen.commands import DOWN, EVERYWHERE, READ_BACK, READ_ON, TO_END, TO_TOP, UP, Command, bindings
from game.player.screen.look.drawing import clean
from game.player.screen.sheet import Sheet
from game.player.screen.story.turns import TurnPages
from game.player.screen.widgets.care import BESIDE, WIDE, care_paras, care_rows, status_forms
from game.player.screen.widgets.lines import KeyLine, Ribbon
from game.player.screen.widgets.page import Page
from game.player.story_map.words import offer_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from game.engine.sessions.session import Session
    from game.engine.turn import Turn
    from game.player.playthrough.playing import Playing
    from game.player.screen.look.drawing import TonedWords

CHOOSE = Command("choose", "enter", "Take the choice under the cursor", label="enter")
DIGITS = Command("digits", "", "Take a choice by its number", "choose", label="1-9")
UNDO = Command("undo", "u,backspace", "Take the last choice back, as often as you like", "undo", "Undo")
REDO = Command("redo", "r,U", "Take it again after an undo", "", "Redo")
HISTORY = Command("history", "h", "Everything so far, to read and to search", "history", "History")
CODEX = Command("codex", "c", "Who and what things are", "codex", "Codex")
JOURNAL = Command("journal", "j", "The choices you have made", "journal", "Journal")
RECAP = Command("recap", "t", "The story so far, in few words", "", "The story so far")
PEOPLE = Command("people", "p", "People, and how things stand", "people", "People")
MAP = Command("map", "m", "The map of this chapter: where it forked, and the way back to a fork", "map", "Map")
PANEL = Command("panel", "v", "Show or hide the panel of those in your care", "", "Panel")
SAVE = Command("save", "s", "Save in the quick slot", "save", "Quick save")
LOAD = Command("slots", "l", "Your saves: keep one, go back to one", "load", "Saves")
SKIP = Command("skip", "k,tab", "On to the choices; unfold text that was skipped", "", "Skip")
SETTINGS = Command("settings", "o", "Settings", "", "Settings")
CARD = Command("card", "x", "At an ending: keep its card, as a picture and as text", "", "Keep the card")
EXPORT = Command("export", "e", "Write the whole story so far to a Markdown file", "", "Export")
LEAVE = Command("back", "q,escape", "To the title screen; everything is saved", "title", "Title screen", "q")


class PlayScreen(Sheet):
    """Where the story is read."""

    NAME = "Playing"
    ABOUT = (
        "Every choice is saved as you make it. The mouse does everything too: click a choice, turn the wheel to read. "
        "A dot behind a choice: you have taken it before."
    )
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        DIGITS, UP, DOWN, CHOOSE, UNDO, REDO, READ_ON, READ_BACK, TO_TOP, TO_END, SKIP,
        HISTORY, MAP, CODEX, SAVE, LOAD, JOURNAL, RECAP, PEOPLE, PANEL, SETTINGS, CARD, EXPORT, LEAVE, *EVERYWHERE,
    )  # fmt: skip
    BINDINGS = bindings(COMMANDS_HERE)
    CSS_PATH = Path(__file__).with_name("play.tcss")  # a screen made of this one lies elsewhere

    def __init__(self, notes: Sequence[str] = (), card: bool = False) -> None:  # noqa: FBT001, FBT002  screens are opened by name
        super().__init__()
        self._notes = notes
        self._card = card
        self._turns: TurnPages | None = None

    @property
    def playing(self) -> Playing:
        """The playthrough."""
        playing = self.game.playing
        assert playing is not None
        return playing

    @property
    def session(self) -> Session:
        """Its session."""
        return self.playing.session

    @property
    def turns(self) -> TurnPages:
        """The turns on the page."""
        assert self._turns is not None
        return self._turns

    def compose_body(self) -> ComposeResult:
        """The page, and the panel beside it or above it."""
        yield Ribbon(id="ribbon")
        with Horizontal():
            yield Page(id="page", reading=self.game.reading)
            yield Page(id="care", margin=1, foot=0)

    def on_mount(self) -> None:
        """Where the playthrough stands, with a little of what came before."""
        self._turns = self.pages()
        self.turns.begin(self._notes, fresh=self._card)
        self._tell()
        if not self.turns.holds:
            self._show_card()

    def pages(self) -> TurnPages:
        """What puts the turns on the page."""
        return TurnPages(self.page, self.playing)

    def on_screen_resume(self) -> None:
        """Settings may have changed, and entries of the codex been read."""
        self.restyle()
        self._count_codex()

    def restyle(self) -> None:
        """Set the text, offer the choices and draw the panel as the settings say now."""
        super().restyle()
        self.turns.offer()
        self._draw_care(self.size.width)

    def on_resize(self, event: Resize) -> None:
        """The panel is laid out for the room there is."""
        self._draw_care(event.size.width)

    # What is shown around the text

    def _tell(self) -> None:
        """Bring the lines and the panel up to date."""
        self._tell_place()
        self.query_one(KeyLine).without(*(() if self.session.can_undo else (UNDO.name,)))
        self._count_codex()
        self._draw_care(self.size.width)
        if told := self.playing.warning or offer_words(self.session.program, self.playing.left, "m"):
            self.say(told)
            self.page.ended = False  # the message takes room that the end of the turn may have had

    def _tell_place(self) -> None:
        chapter, place = self.turns.place
        title = clean(self.session.program.title)
        lead = self.leading()
        here: list[TonedWords] = [(chapter, "text")] if chapter else []
        if place:
            here += [(" · ", "quiet"), (place, "text")] if here else [(place, "text")]
        lefts: list[Sequence[TonedWords]] = [[(title, "accent"), ("   ", "quiet"), *here], here]
        if chapter and place:
            lefts.append([(place, "text")])
        lefts = [left for left in lefts if left] or [[(title, "accent")]]
        self.top.tell([[*lead, *left] for left in lefts] + [lead] * bool(lead), status_forms(self.session, self.signs))

    def leading(self) -> list[TonedWords]:
        """What stands before all else in the line at the top."""
        return []

    def _count_codex(self) -> None:
        """The line at the bottom says how many entries of the codex are new."""
        self.query_one(KeyLine).count("codex", len(self.game.store.new_in_codex(self.session.learned)))

    def _draw_care(self, width: int) -> None:
        """The panel, when there is anybody in it: beside the text, or in a line or two above it where that leaves the text its width."""
        panel, ribbon = self.query_one("#care", Page), self.query_one("#ribbon", Ribbon)
        wanted, beside = self.game.store.panel, width >= BESIDE
        inner = 36 if width >= WIDE else 21
        paras = care_paras(self.session, inner - 1, self.signs) if wanted and beside else []
        most = 2 if self.size.height >= 22 else 1
        rows = care_rows(self.session, width - 2, self.signs, most=most) if wanted and not beside else []
        if panel.display != bool(paras) or ribbon.height != len(rows):
            self.page.ended = False  # what had been in view for a moment has another size now
        panel.display = bool(paras)
        ribbon.tell(rows)
        if paras:
            panel.show(paras)

    # Choosing

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """A choice was made, or one of the ways on from an ending."""
        kind, _, which = entry.partition(":")
        if kind == "option":
            self._choose(int(which))
        elif kind == "way":
            self._go(which)

    def _choose(self, index: int) -> None:
        option = self.session.turn.options[index]
        if not option.open:
            self.say(f"Not open now. {_sentence(option.reason)}" if option.reason else "This choice is closed now.")
            return
        if self._attempt(lambda: self.playing.choose(index)):
            self.turns.forward(option.label, fold=self.game.store.skip_read, fresh=True)
            self._arrive()
            if not self.turns.holds:
                self._show_card()

    def _arrive(self) -> None:
        """Another turn is in view."""
        self._tell()
        self.turned()

    def _show_card(self) -> None:
        """The card of a chapter that begins in the turn in view, before the words of it are read."""
        if (chapter := self.turns.card) is not None:
            self.game.open("card", chapter)

    def _go(self, which: str) -> None:
        match which:
            case "on":
                self.turns.release()
                self._tell_place()
                self.turned()
                self._show_card()
            case "undo":
                self.action_undo()
            case "card":
                self.action_card()
            case "new":
                self.game.begin()
            case "title":
                self.game.to_title()
            case "history":
                self.game.open("history", True)
            case _:
                self.game.open(which)

    def _attempt(self, action: Callable[[], Turn]) -> bool:
        """Do something with the engine; tell the player when it fails, and change nothing then."""
        try:
            action()
        except Exception as error:  # noqa: BLE001  a fault in a story must not end the game
            self.say(f"That did not work: {clean(str(error)) or type(error).__name__} You are where you were.")
            return False
        return True

    def bring(self, entry: str) -> None:
        """All the choices come into view, as far as there is room for them."""
        self.turns.to_choices()
        self.page.bring(entry)

    def enter(self) -> None:
        """Read on as long as there is something that was not in view yet, a choice perhaps; then choose."""
        if self.page.ended:
            super().enter()
        else:
            self.leaf()

    def action_up(self) -> None:
        """The choice above; past the first one, a line up in the text."""
        self.turns.move(-1)

    def action_down(self) -> None:
        """A line down until the choices are in view; then the choice below."""
        self.turns.move(1)

    def action_read_on(self) -> None:
        """A page on, until the choices are there."""
        if self.page.more_below:
            super().action_read_on()
        elif self.session.turn.options:
            self.say("Choose with a number, or with the arrows and Enter.")

    def action_skip(self) -> None:
        """Unfold what was skipped, or go on to the choices."""
        if not self.turns.unfold():
            self.turns.to_choices()

    def action_undo(self) -> None:
        """Back by one choice."""
        if not self.session.can_undo:
            self.say("This is where it begins; there is nothing to undo.")
        elif self._attempt(self.playing.undo):
            self.turns.back()
            self._arrive()

    def action_redo(self) -> None:
        """Forward again by one choice."""
        if not self.session.can_redo:
            self.say("There is nothing to redo.")
            return
        before = self.session.turn
        if self._attempt(self.playing.redo):
            self.turns.forward(label(before, self.session.choices[-1]))
            self._arrive()

    # Elsewhere

    def action_save(self) -> None:
        """Save in the quick slot."""
        put = self.game.store.keep("", self.session, self.playing.played())
        self.say(put.told("Saved. Press l to come back here."))

    def action_slots(self) -> None:
        """The saves."""
        self.game.open("slots")

    def action_history(self) -> None:
        """Everything so far."""
        self.game.open("history")

    def action_codex(self) -> None:
        """The codex."""
        if self.session.program.codex:
            self.game.open("codex")
        else:
            self.say("This story has no codex.")

    def action_journal(self) -> None:
        """The choices made."""
        self.game.open("journal")

    def action_map(self) -> None:
        """The map of the chapter."""
        self.game.open("map")

    def action_recap(self) -> None:
        """The story so far, in few words."""
        self.game.open("recap")

    def action_people(self) -> None:
        """Those in the player's care, and how things stand."""
        self.game.open("people")

    def action_panel(self) -> None:
        """Show the panel, or hide it."""
        trouble = self.game.store.change("panel", 1)
        self._draw_care(self.size.width)
        self.say(
            trouble or ("The panel is shown." if self.game.store.panel else "The panel is hidden; v shows it again.")
        )

    def action_settings(self) -> None:
        """The settings."""
        self.game.open("settings")

    def action_card(self) -> None:
        """Keep the card of the ending."""
        from game.player.playthrough.ending_card import ending_card

        card = ending_card(self.session, self.game.store)
        self.say(self.game.store.keep_card(card) if card is not None else "An ending has a card to keep; this is none.")

    def action_export(self) -> None:
        """Write the story so far to a file."""
        self.say(self.game.export())

    def action_back(self) -> None:
        """To the title screen; the playthrough is saved."""
        self.game.to_title()


def _sentence(words: str) -> str:
    """The words with a capital at the front and a full stop at the end."""
    words = clean(words).strip()
    return words[:1].upper() + words[1:] + ("" if words[-1:] in ".!?…" else ".")
