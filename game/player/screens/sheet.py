"""What every screen shares: a top line, a page, a line of keys, and the commands that move about on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from game.player.commands import BACK, EVERYWHERE, MOVING, READING, Command, bindings
from game.player.widgets.lines import CommandClicked, KeyLine, TopLine
from game.player.widgets.page import MoreBelow, Page, Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key, MouseDown

    from game.player.app import Hambies


class Sheet(Reader):
    """A screen of the game."""

    NAME: ClassVar[str] = ""
    """What the screen is called in its top line and its help."""
    ABOUT: ClassVar[str] = ""
    """A line of help about the screen as a whole."""
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (*MOVING, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False

    @property
    def game(self) -> Hambies:
        """The app, by its own type."""
        from game.player.app import Hambies

        assert isinstance(self.app, Hambies)
        return self.app

    @property
    def page(self) -> Page:
        """The page that the keys move on."""
        return self.query_one("#page", Page)

    @property
    def reading(self) -> Page:
        """The page that space reads on."""
        return self.page

    @property
    def top(self) -> TopLine:
        """The line at the top."""
        return self.query_one(TopLine)

    def compose(self) -> ComposeResult:
        """Top line, page, keys."""
        yield TopLine()
        yield from self.compose_body()
        yield KeyLine(self.hints())

    def compose_body(self) -> ComposeResult:
        """What stands between the two lines."""
        yield Page(id="page", measure=self.game.measure)

    def hints(self) -> Sequence[Command]:
        """The commands for the key line, in the order they are dropped from the end; the last one always stays."""
        listed = [one for one in self.COMMANDS_HERE if one.hint and one.name != "help"]
        return [*listed, *(one for one in self.COMMANDS_HERE if one.name == "help")]

    def say(self, words: str) -> None:
        """Tell the player something in the line at the bottom."""
        self.query_one(KeyLine).say(words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what this screen lists, and never with arguments: no text can bring its own action along."""
        known = {one.name for one in self.COMMANDS_HERE} | {"copy_text"}
        return action in known and not parameters

    def on_key(self, event: Key) -> None:
        """A message lasts until the next key; digits choose, unless they are being typed."""
        self.say("")
        if self.focused is not None:
            return
        self.before_key(event.key)
        if event.key.isascii() and event.key.isdigit() and len(event.key) == 1:
            event.stop()
            self.page.choose_number(int(event.key) or 10)

    def before_key(self, key: str) -> None:
        """For a screen that has to know of a key before it does anything."""

    def on_mouse_down(self, event: MouseDown) -> None:  # noqa: ARG002  Textual's signature
        """A message lasts until the next click, too."""
        self.say("")

    def on_more_below(self, message: MoreBelow) -> None:
        """The line at the bottom says when there is more to read."""
        message.stop()
        if message.page is self.reading:
            self.query_one(KeyLine).more(message.more)

    async def on_command_clicked(self, message: CommandClicked) -> None:
        """A click in the key line is the key."""
        message.stop()
        await self.run_action(message.name)

    def action_up(self) -> None:
        """Cursor up, or a line up where there is nothing to choose."""
        self.page.move(-1)

    def action_down(self) -> None:
        """Cursor down, or a line down where there is nothing to choose."""
        self.page.move(1)

    def action_choose(self) -> None:
        """Choose what the cursor stands on."""
        if self.page.cursor:
            self.page.choose(self.page.cursor)

    def action_read_on(self) -> None:
        """A page on."""
        self.reading.turn_leaf(1)

    def action_read_back(self) -> None:
        """A page back."""
        self.reading.turn_leaf(-1)

    def action_to_top(self) -> None:
        """To the top of the page."""
        self.page.go(0)

    def action_to_end(self) -> None:
        """To the end of the page."""
        self.page.go(self.page.max_scroll_y)

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss(None)

    def action_help(self) -> None:
        """What the keys do here."""
        self.game.open_help(self)

    def action_palette(self) -> None:
        """All commands of this screen, by name."""
        self.game.action_command_palette()
