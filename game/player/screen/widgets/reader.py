"""What pages and the screens they stand on tell each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    from game.player.screen.widgets.column import Column
    from game.player.screen.widgets.page import Page


class Reader(Screen[object]):
    """A screen with pages on it.

    What a player does on a page is told to the screen at once and not by a message: a key that follows in the same
    moment must meet the page that the one before it has brought.
    """

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002  the engine's own word
        """An entry was chosen: with Enter, by its number, or with the mouse. It may be a closed one."""

    def marked(self, page: Page, entry: str) -> None:
        """The cursor came to rest on an entry."""

    def followed(self, page: Page, entry: str) -> None:
        """A linked word was clicked, which leads to this entry."""

    def restyle(self) -> None:
        """Set what is on the screen as the settings say now."""

    def say(self, words: str) -> None:
        """Tell the player something."""

    def ready(self, at: float) -> bool:  # noqa: ARG002
        """Whether a click at this time (as events tell it) may take what it meets."""
        return True


class MoreBelow(Message):
    """Whether there is text below the view of a page has changed."""

    def __init__(self, page: Column, *, more: bool) -> None:
        super().__init__()
        self.page = page
        self.more = more
