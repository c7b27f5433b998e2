"""What every screen shares: a top line, a page, a line of keys, and the commands that move about on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from game.player.screen.commands import BACK, EVERYWHERE, MOVING, READING, Command, bindings
from game.player.screen.look.theme import palette
from game.player.screen.widgets.lines import CommandClicked, KeyLine, TopLine
from game.player.screen.widgets.page import Page
from game.player.screen.widgets.reader import MoreBelow, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Key, MouseDown
    from textual.timer import Timer

    from game.player.screen.app import Hambies
    from game.player.screen.hand import Hand
    from game.player.screen.look.palettes import Signs


class Sheet(Reader):
    """A screen of the game."""

    NAME: ClassVar[str] = ""
    """What the screen is called in its top line and its help."""
    ABOUT: ClassVar[str] = ""
    """A line of help about the screen as a whole."""
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (*MOVING, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CENTRED: ClassVar[bool] = False
    """Whether what is on the page stands in the middle of a tall screen."""
    NUMBERED: ClassVar[int] = 1_000
    """How many of its entries have a number at most."""
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False

    def __init__(self) -> None:
        super().__init__(classes="centred" if self.CENTRED else None)
        self._typed = ""
        self._waits: tuple[str, Callable[[], object], Timer] | None = None

    @property
    def game(self) -> Hambies:
        """The app, by its own type."""
        from game.player.screen.app import Hambies

        assert isinstance(self.app, Hambies)
        return self.app

    @property
    def signs(self) -> Signs:
        """What gauges are drawn with in this terminal."""
        return palette(self.app.theme).signs

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
        self.hand.pressed(event.key, event.time)
        self._end_of_wait(event.key)
        if self.focused is not None:
            return
        self.before_key(event.key)
        typed, self._typed = self._typed, ""
        if len(event.key) == 1 and event.key.isascii() and event.key.isdigit():
            if any(one.name == "digits" for one in self.COMMANDS_HERE):
                event.stop()
                self._digit(typed, event.key)
        elif typed and event.key in {"enter", "escape", "backspace"}:
            event.stop()
            if event.key == "enter":
                self.take(int(typed))

    def before_key(self, key: str) -> None:
        """For a screen that has to know of a key before it does anything."""

    def on_descendant_focus(self) -> None:
        """While something is typed, the line at the bottom names the keys that still work."""
        self.query_one(KeyLine).typing(self.focused is not None)

    def on_descendant_blur(self) -> None:
        """Nothing is typed any more."""
        self.query_one(KeyLine).typing(self.focused is not None)

    def on_mouse_down(self, event: MouseDown) -> None:  # noqa: ARG002  Textual's signature
        """A message lasts until the next click, too, and so does a number that is being typed."""
        self.say("")
        self._end_of_wait("")
        self._typed = ""

    def restyle(self) -> None:
        """Set what is read on the screen as the settings say now; a page beside others has no middle to stand in."""
        for page in self.query(Page):
            if page.reads:
                how = self.game.reading
                page.set_anew(how if page is self.page else how._replace(centred=False))

    # Taking

    @property
    def hand(self) -> Hand:
        """The player's hand on keys and mouse."""
        return self.game.hand

    def on_screen_resume(self) -> None:
        """What is on a screen that has just come into view is not taken by the click or the key that brought it."""
        self.turned()

    def turned(self) -> None:
        """Something new to choose from came up: it is taken when it has been in view for a moment."""
        self.hand.turned()
        self.call_after_refresh(self.hand.turned)

    def ready(self, at: float) -> bool:
        """Whether a click at this time may take what it meets."""
        return self.hand.rests(at)

    def act(self, action: Callable[[], object], *, again: bool = False) -> None:
        """Do what the key just pressed is for, unless it came too soon or is being held.

        Args:
            action: what the key does.
            again: pressing this key twice in quick succession may well be meant.
        """
        match self.hand.verdict(again=again):
            case "now":
                action()
            case "soon":
                # Whether a key is held is known when it comes again, or does not.
                self._waits = (self.hand.key, action, self.set_timer(self.hand.again, lambda: self._end_of_wait("")))

    def _end_of_wait(self, key: str) -> None:
        """Do what waits for a key to prove not to be held; when it is the same key, it is."""
        if self._waits is None:
            return
        (waiting, action, timer), self._waits = self._waits, None
        timer.stop()
        if key == waiting:
            self.hand.held()
            self._typed = ""
        elif self.is_current:
            action()

    def _digit(self, typed: str, digit: str) -> None:
        """A digit was pressed after those `typed`; where there are ten entries and more, it waits for another one."""
        count = min(self.page.highest, self.NUMBERED)
        number = int(typed + digit)
        if not number or len(str(number)) >= len(str(count)):
            self.act(lambda: self.take(number), again=typed.endswith(digit))
        elif self.hand.verdict() == "now":
            self._typed = str(number)
            if entry := self.page.numbered(number):
                self._point(entry)
            self.say(f"{number}_   Another digit, or Enter for {number}.")

    def take(self, number: int) -> None:
        """Choose the entry with this number; one that is out of view is brought into view first."""
        entry = self.page.numbered(number)
        if not entry:
            if self.page.entries(closed=True):
                self.say(f"There is no {number} here.")
        elif self.page.shows(entry):
            self.page.choose(entry)
        else:
            self._point(entry)
            self.turned()

    def _point(self, entry: str) -> None:
        """Bring an entry into view, and the cursor onto it when it is open."""
        if entry in self.page.entries():
            self.page.put_cursor(entry)
        self.bring(entry)

    def bring(self, entry: str) -> None:
        """Bring an entry that was asked for into view."""
        self.page.bring(entry)

    def on_more_below(self, message: MoreBelow) -> None:
        """The line at the bottom says when there is more to read."""
        message.stop()
        if message.page is self.reading:
            self.query_one(KeyLine).more(message.more)

    async def on_command_clicked(self, message: CommandClicked) -> None:
        """A click in the key line is the key."""
        message.stop()
        if self.ready(message.time):
            await self.run_action(message.name)

    def action_up(self) -> None:
        """Cursor up, or a line up where there is nothing to choose."""
        self.page.move(-1)

    def action_down(self) -> None:
        """Cursor down, or a line down where there is nothing to choose."""
        self.page.move(1)

    def action_choose(self) -> None:
        """Choose what the cursor stands on; read on first when that is not in view yet."""
        self.act(self.enter)

    def enter(self) -> None:
        """What Enter does."""
        cursor = self.page.cursor
        if self.page.shows(cursor):
            self.page.choose(cursor)
        elif self.page.is_below(cursor):
            self.leaf()
        elif cursor:
            self.bring(cursor)
            self.turned()

    def leaf(self) -> None:
        """Turn a page where Enter leads no further."""
        self.page.turn_leaf(1)
        self.turned()

    def action_read_on(self) -> None:
        """A page on."""
        more = self.reading.more_below
        self.reading.turn_leaf(1)
        if more and not self.reading.more_below:
            self.turned()

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
