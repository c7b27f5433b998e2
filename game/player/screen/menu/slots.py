"""The saves: go back to one, keep one under a name, delete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from game.language.text.columns import shorten
from game.player.screen.commands import EVERYWHERE, MOVING, READING, Command, bindings
from game.player.screen.look.drawing import Para, clean, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import MouseDown

    from game.player.storage.cards import Card

KEEP = Command("keep", "n", "Save here under a name", "new save", "New save")
DELETE = Command("delete", "x,delete", "Delete the save under the cursor (asks first)", "delete", "Delete")
CLOSE = Command("back", "escape,q,l", "Back", "back", "Back", "esc")

_AGAIN = frozenset(DELETE.keys.split(","))
_AWAY = frozenset(CLOSE.keys.split(","))


class SlotsScreen(Sheet):
    """A list of saves, the newest first."""

    NAME = "Saves"
    ABOUT = "Autosaves are made at every choice; the quick save is the one the s key makes; the others have your names."
    COMMANDS_HERE = (*MOVING, KEEP, DELETE, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS_PATH = "slots.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[str, Card] = {}
        self._doomed = ""

    def compose_body(self) -> ComposeResult:
        """The list, and the line to type a name into."""
        yield Page(id="page", measure=self.game.measure)
        field = Input(id="name", placeholder="a name for this save", max_length=60)
        field.cursor_blink = False
        field.display = False
        yield field

    def on_mount(self) -> None:
        """The saves there are."""
        self._draw()

    def _draw(self, cursor: str = "") -> None:
        cards = self.game.store.cards()
        self._cards = {card.id: card for card in cards}
        self.top.tell([[("Saves", "accent")]], [((f"{len(cards)}" if cards else "none yet", "quiet"),)])
        paras: list[Para] = []
        width, _ = self.page.column_in(self.app.size.width)
        for number, card in enumerate(cards, 1):
            paras += _card_paras(number, card, width)
        self.page.show(
            paras or [Para(said("Nothing is saved yet.", "quiet"))], cursor=cursor if cursor in self._cards else ""
        )

    def on_resize(self) -> None:
        """A save's last line is cut to the room there is."""
        self._draw(self.page.cursor)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Go back to a save."""
        card = self._cards[entry]
        if card.trouble:
            self.say(f"This save cannot be loaded. {card.trouble}")
        else:
            self.game.load(self, card.id)

    def action_keep(self) -> None:
        """Ask for a name."""
        if self.game.playing is None:
            self.say("Nothing is being played that could be saved.")
            return
        field = self.query_one("#name", Input)
        field.display = True
        field.value = ""
        field.focus()
        self.say("Enter saves here under this name, Esc saves nothing.")

    def before_key(self, key: str) -> None:
        """Any other key leaves the save that was to be deleted; one that would leave this screen does only that."""
        if key not in _AGAIN | _AWAY:
            self._doomed = ""

    def on_mouse_down(self, event: MouseDown) -> None:  # noqa: ARG002  Textual's signature; it calls the Sheet's too
        """The question is gone with the message, and nothing is deleted."""
        self._doomed = ""

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Save under the name."""
        message.stop()
        self._close_field()
        playing = self.game.playing
        name = " ".join(clean(message.value).split())
        if playing is None or not name:
            return
        put = self.game.store.keep(name, playing.session, playing.played())
        self._draw()
        self.say(put.told(f"Saved as {name}."))

    def _close_field(self) -> None:
        self.query_one("#name", Input).display = False
        self.set_focus(None)

    def action_delete(self) -> None:
        """Delete the save under the cursor when asked twice."""
        card = self._cards.get(self.page.cursor)
        if card is None:
            return
        if self._doomed != card.id:
            self._doomed = card.id
            self.turned()
            self.say(f"Delete {card.title}? Press x again to delete it, any other key to leave it.")
            return
        self.act(lambda: self._delete(card))

    def _delete(self, card: Card) -> None:
        self._doomed = ""
        trouble = self.game.store.remove(card.id)
        self._draw()
        self.say(trouble or "Deleted.")

    def action_back(self) -> None:
        """Out of the name or the question first, then out of here."""
        if self.focused is not None:
            self._close_field()
        elif self._doomed:
            self._doomed = ""
            self.say("")
        else:
            self.dismiss(None)


def _card_paras(number: int, card: Card, width: int) -> list[Para]:
    """One save in three lines: its name and when; where it stands and how long it took; its last line."""
    first = ((f"{number:>2}  ", "accent+strong"), *said(card.title, "bright"), (f"   {card.when}", "quiet"))
    if card.trouble:
        return [
            Para(first, rest=4, entry=card.id, open=False),
            Para(said(f"Cannot be loaded: {card.trouble}", "alarm"), first=4, rest=4, above=0),
        ]
    stands = " · ".join(part for part in (card.chapter, card.place, card.played) if part)
    return [
        Para(first, rest=4, entry=card.id),
        Para(said(stands, "text"), first=4, rest=4, above=0),
        Para(said(shorten(card.last, width - 4), "quiet+em"), first=4, rest=4, above=0),
    ]
