"""The app: a story, its store of saves, and the screens. Screens are imported when they are first shown."""

from __future__ import annotations

import signal
from asyncio import get_running_loop
from contextlib import suppress
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SuspendNotSupported, SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.events import Key

from game.player import leaving
from game.player.screen.commands import Command, bindings
from game.player.screen.guard import ControlFilter, LateAnswer
from game.player.screen.hand import CALM, Hand
from game.player.screen.look.depths import depth_of, named
from game.player.screen.look.drawing import clean
from game.player.screen.look.reading import TALL, ReadingStyle
from game.player.screen.look.theme import palette, textual_theme
from game.player.screen.widgets.care import WIDE
from game.player.screen.widgets.reader import Reader

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.events import Event, Resize
    from textual.filter import LineFilter
    from textual.geometry import Size
    from textual.screen import Screen

    from game.engine.sessions.session import Session
    from game.player.playthrough.playing import Playing
    from game.player.screen.look.depths import Depth
    from game.player.screen.sheet import Sheet
    from game.player.storage.store import Opened, PlayerStore
    from game.program.model import Program
    from game.saves.settings import SettingValue

QUIT = Command("quit", "ctrl+q,ctrl+c", "Leave the game; everything is saved", title="Quit")

SCREENS = {
    "title": "menu.title.TitleScreen",
    "setup": "menu.setup.SetupScreen",
    "play": "story.play.PlayScreen",
    "history": "story.history.HistoryScreen",
    "journal": "story.journal.JournalScreen",
    "codex": "story.codex.CodexScreen",
    "card": "story.card.CardScreen",
    "people": "story.people.PeopleScreen",
    "map": "story.map.MapScreen",
    "recap": "story.recap.RecapScreen",
    "slots": "menu.slots.SlotsScreen",
    "settings": "menu.settings.SettingsScreen",
    "themes": "menu.settings.ThemesScreen",
    "chapters": "menu.chapters.ChaptersScreen",
    "endings": "menu.endings.EndingsScreen",
    "credits": "menu.credits.CreditsScreen",
    "warning": "menu.warning.WarningScreen",
    "help": "help.HelpScreen",
}
"""Each screen's name, and where its class is."""


def screen_class(name: str) -> type[Sheet]:
    """The class of a screen, imported when it is first asked for."""
    module, _, made = SCREENS[name].rpartition(".")
    found: type[Sheet] = getattr(import_module(f"game.player.screen.{module}"), made)
    return found


class Hambies(App[int]):
    """The screen player for one story."""

    CSS_PATH = Path(__file__).with_name("app.tcss")  # an app made of this one lies elsewhere
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "f2"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((QUIT,)),
        Binding("ctrl+z", "to_shell", "Stop", show=False, priority=True),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012  declared by Textual
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal"), (WIDE, "-wide")]  # noqa: RUF012  declared by Textual
    ALLOWED = frozenset({"quit", "command_palette", "focus_next", "focus_previous", "to_shell"})
    """The app's own actions that may run; whatever else asks for one is refused."""

    def __init__(
        self,
        program: Program,
        store: PlayerStore,
        *,
        start: Session | None = None,
        light: bool = False,
        answer_due: bool = False,
    ) -> None:
        """`light` is whether the terminal's ground is; `answer_due` whether the terminal may still say so, which is no typing then."""
        super().__init__()
        self._light = light
        self._answer = LateAnswer() if answer_due else None
        self.program = program
        self.store = store
        self.hand = Hand()
        self.playing: Playing | None = None
        self.fault: Exception | None = None
        self._start = start
        self._loop_in_use: AbstractEventLoop | None = None
        self._control_filter = ControlFilter()
        self._depth: Depth = "all"
        self.title = clean(program.title)
        self.apply_settings()

    @property
    def measure(self) -> int:
        """The widest the column of text gets."""
        return self.store.width

    @property
    def reading(self) -> ReadingStyle:
        """How the text of the story is set."""
        store = self.store
        return ReadingStyle(store.width, spaced=store.spaced, indented=store.indented, centred=store.centred)

    def show_theme(self, theme: str) -> None:
        """Draw in the colours of a theme, whatever the settings say."""
        name = named(("frost" if self._light else "ember") if theme == "auto" else theme, self._depth)
        of = palette(name)
        self.register_theme(textual_theme(of))
        self.theme = name
        self.set_class(of.chrome == of.ground, "-stark")

    def apply_settings(self) -> None:
        """Make the app look and move as the settings say."""
        self.show_theme(self.store.theme)
        self.animation_level = "none" if self.store.reduced_motion else "full"
        self.hand.calm = CALM if self.store.guarded else 0.0

    def step_setting(self, key: str, step: int) -> str:
        """Change a setting to its next value (or the one before); why it could not be kept, or ""."""
        return self._restyled(self.store.change(key, step))

    def put_setting(self, key: str, value: SettingValue) -> str:
        """Change a setting to one of its values; why it could not be kept, or ""."""
        return self._restyled(self.store.put(key, value))

    def _restyled(self, trouble: str) -> str:
        """What came of a change, with the app looking by it."""
        self.apply_settings()
        if isinstance(self.screen, Reader):
            self.screen.restyle()
        return trouble

    def draw_in(self, depth: Depth) -> None:
        """Draw with so many colours."""
        self._depth = depth
        self.apply_settings()

    def get_default_screen(self) -> Screen[object]:
        """The title screen lies under all others."""
        return self._make("title")

    async def on_event(self, event: Event) -> None:
        """What a terminal answers late, to what it was asked before the app began, is not typed."""
        if self._answer is not None and isinstance(event, Key) and self._answer.holds(event.key, event.time):
            return
        await super().on_event(event)

    def on_load(self) -> None:
        """Before anything is drawn."""
        self._loop_in_use = get_running_loop()

    def on_mount(self) -> None:
        """Go straight into the playthrough that was brought along, if there is one."""
        start = self._start
        if start is not None:
            self._warned(lambda: self.play(start, card=not start.made))

    # Screens

    def open(self, name: str, *arguments: object) -> None:
        """Show a screen by name, on top of the one in view."""
        self.push_screen(self._make(name, *arguments))

    def _make(self, name: str, *arguments: object) -> Screen[object]:
        made: Callable[..., Sheet] = screen_class(name)
        return made(*arguments)

    def open_help(self, about: Sheet) -> None:
        """Show what the keys do on a screen."""
        self.open("help", about.NAME, about.ABOUT, about.COMMANDS_HERE)

    def begin(self) -> None:
        """A new game: the content warning the first time, then the setup, then the story."""
        self.open_warned("setup")

    def open_warned(self, name: str) -> None:
        """Show a screen with words of the story, the first time after the content warning."""
        self._warned(lambda: self.open(name))

    def _warned(self, go_on: Callable[[], None]) -> None:
        """Go on to words of the story, the first time once the content warning was accepted: no way in passes it."""
        if self.program.warning.strip() and not self.store.warned():
            self.push_screen(self._make("warning"), lambda on: go_on() if on else None)
        else:
            go_on()

    def go_on(self, screen: Sheet) -> None:
        """Continue with the newest save."""
        self._take_up(screen, self.store.open_latest, recap=True)

    def load(self, screen: Sheet, slot: str) -> None:
        """Go back to a save."""
        self._take_up(screen, lambda: self.store.open(slot))

    def begin_again(self, screen: Sheet, chapter: str, slot: str) -> None:
        """Begin a chapter again, as it began in an earlier playthrough."""
        self._take_up(screen, lambda: self.store.begin_again(chapter, slot))

    def _take_up(self, screen: Sheet, opening: Callable[[], Opened | str], *, recap: bool = False) -> None:
        opened = opening()
        if isinstance(opened, str):
            screen.say(opened)
            return

        def go_on() -> None:
            self.play(opened.session, played=opened.played, notes=opened.notes)
            if recap and opened.away:
                self.open("recap", opened.away)

        self._warned(go_on)

    def fresh_session(self) -> Session | None:
        """A session at the story's beginning, to show texts by when nothing is being played."""
        from game.engine.sessions.session import Session

        try:
            return Session(self.program, seed=0)
        except Exception:  # noqa: BLE001  a fault in a story must not end the game
            return None

    def export(self) -> str:
        """Write the story so far to a Markdown file; what to tell the player about it."""
        from game.player.playthrough.export import markdown

        if self.playing is None:
            return "Nothing is being played that could be exported."
        text = markdown(self.playing.session)
        if self.is_web:  # whoever plays in a browser cannot come at our files
            self.deliver_text(StringIO(text), save_filename=f"{self.program.id}.md", mime_type="text/markdown")
            return "Your browser has it now."
        return self.store.export(text)

    def play(self, session: Session, *, played: float = 0.0, notes: Sequence[str] = (), card: bool = False) -> None:
        """Go on with a session: every screen above the title makes way for it. With `card`, that of the chapter it begins with comes first."""
        from game.player.playthrough.playing import Playing

        self.playing = Playing(session, self.store, played=played)
        self.to_title()
        self.open("play", tuple(notes), card)

    def to_title(self) -> None:
        """Back to the title screen, however deep the player is."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # Safety

    def _handle_exception(self, error: Exception) -> None:
        # A fault of ours: the app closes, and whoever started it says so. Textual has no public door for this.
        self.fault = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual's own prints a traceback with the values of all variables.
        self._close_messages_no_wait()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the few actions the app needs, and never with arguments."""
        return action in self.ALLOWED and not parameters

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The third wall: what reaches the terminal holds no control characters, wherever it came from."""
        return [*super().get_line_filters(), self._control_filter]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette holds the commands of the screen in view, quitting, and each setting as it is not now."""
        for one in (*getattr(screen, "COMMANDS_HERE", ()), QUIT):
            if one.title:
                target = self if one is QUIT else screen
                yield SystemCommand(one.title, one.help, getattr(target, f"action_{one.name}"))
        for key, title, about, _ in self.store.settings():
            for value, shown in self.store.values(key):
                if value != self.store.value(key):
                    yield SystemCommand(
                        f"{title}: {shown}", about, partial(self._set, key, value, f"{title}: {shown}."), discover=False
                    )

    def _set(self, key: str, value: SettingValue, done: str) -> None:
        """Change a setting from the palette, and say so."""
        trouble = self.put_setting(key, value)
        if isinstance(self.screen, Reader):
            self.screen.say(f"{done} Not kept for the next time: {trouble}" if trouble else done)

    def action_command_palette(self) -> None:
        """The palette, with a cursor that stands still; not where it has no room for a list, which Textual cannot page then."""
        from textual.widgets import Input

        if not _has_room_for_palette(self.size):
            if isinstance(self.screen, Reader):
                self.screen.say("No room for the commands.")
            return

        def still() -> None:
            for field in self.screen.query(Input):
                field.cursor_blink = False

        super().action_command_palette()
        self.call_after_refresh(still)

    def on_resize(self, event: Resize) -> None:
        """The palette goes when its room does."""
        if isinstance(self.screen, CommandPalette) and not _has_room_for_palette(event.size):
            self.screen.dismiss()

    async def action_quit(self) -> None:
        """Leave; every choice has been saved when it was made."""
        self.exit(0)

    def leave(self) -> None:
        """Leave as soon as may be: called from a signal, or from another thread."""
        if self._loop_in_use is not None:
            self._loop_in_use.call_soon_threadsafe(self.exit, 0)

    def action_to_shell(self) -> None:
        """Stop as any program does, with the terminal as it was, until the shell goes on with us."""
        if not hasattr(signal, "SIGTSTP"):
            return
        with suppress(SuspendNotSupported), self.suspend():
            leaving.stop()


def _has_room_for_palette(size: Size) -> bool:
    return size.width >= 20 and size.height >= 8


def run(app: Hambies) -> int:
    """Run the app until the player leaves.

    Returns:
        The exit code of the process, or `GOES_ON_IN_LINES`.

    Raises:
        Exception: what went wrong in the app itself; the terminal is itself again by then.
    """
    app.draw_in(depth_of(app.console.color_system, without=app.no_color))
    with leaving.Leaving(app.leave, screen=True):
        code = app.run()
    if app.fault is not None:
        raise app.fault
    return app.return_code or code or 0
