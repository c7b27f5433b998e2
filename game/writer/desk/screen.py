"""The page with the writer's panel beside it, and the keys that are the writer's: capital letters, where the reader's are small."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import SuspendNotSupported
from textual.containers import Horizontal
from textual.widgets import Input
from textual.worker import get_current_worker

from game.language.text.cleaning import composed
from game.player.screen.commands import bindings
from game.player.screen.story.play import PlayScreen
from game.player.screen.widgets.care import BESIDE
from game.player.screen.widgets.lines import KeyLine, Ribbon
from game.player.screen.widgets.page import Page
from game.writer.desk import editor
from game.writer.desk.file_places import FilePlace, FilePlaces
from game.writer.desk.go import GoScreen
from game.writer.desk.keys import WRITERS
from game.writer.desk.marks import MarkedPages
from game.writer.desk.panel import by_hand_paras, here_paras, problem_paras, shut_paras, unread_paras, value_paras
from game.writer.desk.problems import DeskScreen, ProblemsScreen
from game.writer.desk.recording import free_name, recorded
from game.writer.desk.values import ValuesScreen
from game.writer.live.screen import LiveApp, LiveScreen
from game.writer.ways.treading import Treading
from game.writer.ways.trodden import Destination, WayThere, follow

if TYPE_CHECKING:
    from collections.abc import Container

    from textual.app import ComposeResult
    from textual.events import Resize
    from textual.screen import Screen

    from game.engine.sessions.session import Session
    from game.player.screen.look.drawing import Para, TonedWords
    from game.player.screen.story.turns import TurnPages
    from game.program.load import Loaded
    from game.writer.live.story import LiveStory, Reloaded

_HINTED = frozenset({"digits", "undo", "back", "help"})
"""The reader's commands that are in the key line beside the writer's."""
_KEPT = 8
"""Playthroughs of a sitting that are remembered for the ways that they went."""
ROOM = 104
"""The width of a screen on which the writer's panel stands beside the page."""
_CSS = """
WriteScreen #desk { width: 36; height: 1fr; padding-top: 1; border-left: solid $rule; display: none; }
WriteScreen.-wide #desk { width: 46; }
"""


class WriteScreen(LiveScreen):
    """Where a story is read by whoever writes it."""

    NAME = "Writing"
    ABOUT = (
        "What you save in an editor is on this page at once, where you are. Capital letters are the writer's keys. Nothing is saved here, and your own saves "
        "are left alone."
    )
    COMMANDS_HERE = (
        *WRITERS,
        *(one if one.name in _HINTED else replace(one, hint="") for one in PlayScreen.COMMANDS_HERE),
    )
    BINDINGS = bindings(COMMANDS_HERE)
    CSS = _CSS

    def compose_body(self) -> ComposeResult:
        """The page, the reader's panel, and the writer's."""
        yield Ribbon(id="ribbon")
        with Horizontal():
            yield Page(id="page", reading=self.game.reading)
            yield Page(id="care", margin=1, foot=0)
            yield Page(id="desk", margin=1, foot=0)
        field = Input(id="record", placeholder="the name of a playthrough's file", max_length=120)
        field.cursor_blink = False
        field.display = False
        yield field

    def pages(self) -> TurnPages:
        """What puts the turns on the page, with marks at what no playthrough reads."""
        return MarkedPages(self.page, self.playing, self.desk.treading.is_unread)

    def on_mount(self) -> None:
        """What is told of the line in view follows it."""
        self.watch(self.page, "scroll_y", self.moved, init=False)

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002  Textual calls that of the base, too
        """Where the line in view stands is told beside it or above it."""
        if self._turns is not None:
            self._tell_place()

    @property
    def desk(self) -> WriteApp:
        """The app, by its own type."""
        assert isinstance(self.app, WriteApp)
        return self.app

    def moved(self) -> None:
        """Other lines are in view, or stand elsewhere."""
        self._tell_place()
        self.draw_desk()

    def _draw_care(self, width: int) -> None:
        """The reader's panel stands above the page, where the writer's has the room beside it."""
        super()._draw_care(min(width, BESIDE - 1))
        self.draw_desk()

    def draw_desk(self) -> None:
        """Bring the panel up to date."""
        panel = self.query_one("#desk", Page)
        beside = self.desk.shows_desk and self.size.width >= ROOM
        if panel.display != beside:
            panel.display = beside
            self.page.ended = False
        if beside:
            panel.show(self.desk_paras(), keep_place=True)
        self.query_one(KeyLine).count("problems", len(self.desk.live.problems))

    def desk_paras(self) -> list[Para]:
        """All that is on the panel."""
        desk = self.desk
        lines = {line for block in self.session.turn.blocks for line in block.lines}
        return [
            *problem_paras(desk.live.problems, desk.places),
            *here_paras(self._line(), self._choice(), desk.places),
            *unread_paras(sum(map(desk.treading.is_unread, lines))),
            *by_hand_paras(self.session.choices),
            *shut_paras(self.session),
            *value_paras(self.session),
        ]

    def _line(self) -> FilePlace | None:
        """Where the first paragraph in view stands, of this turn if there is any of it."""
        seen = self.in_view()
        return self.desk.places.line(seen[0][0]) if seen else None

    def _choice(self) -> FilePlace | None:
        """Where the choice under the cursor stands, while it is in view."""
        kind, _, which = self.page.cursor.partition(":")
        options = self.session.turn.options
        if kind != "option" or not self.page.shows(self.page.cursor) or int(which) >= len(options):
            return None
        return self.desk.places.choice(options[int(which)].id)

    def leading(self) -> list[TonedWords]:
        """Where the line in view stands, on a screen that has no room for the panel."""
        place = None if self.size.width >= ROOM else self._line()
        return [] if place is None else [(self.desk.places.told(place).rpartition("/")[2], "bright"), ("   ", "quiet")]

    def marked(self, page: Page, entry: str) -> None:  # noqa: ARG002  see Reader
        """The cursor stands on another choice."""
        self.draw_desk()

    def action_edit(self) -> None:
        """Open the editor at what is in view."""
        place = self._choice() or self._line() or self.desk.places.scene(self.session.turn.scene)
        if place is None:
            self.say("Where this stands is not known yet; the story is still being read.")
        elif trouble := self.desk.edit(place):
            self.say(trouble)

    def action_problems(self) -> None:
        """The list of problems."""
        self.desk.open("problems", self.desk.live.problems, self.desk.places, self.desk.edit)

    def action_go(self) -> None:
        """Ask where to play from."""
        self.desk.open("go", self.session.program, self.desk.go)

    def action_values(self) -> None:
        """The values, to look at and to set."""
        self.desk.open("values", self.session, self._put)

    def _put(self, name: str, value: int) -> None:
        """Set a value by hand."""
        if self._attempt(lambda: self.session.put(name, value)):
            self.turns.forward(self.session.choices[-1])
            self._arrive()
            self.say("Set by hand: from here on, nothing shows that play can come here. u takes it back.")

    def action_record(self) -> None:
        """Ask for the name of the file."""
        field = self.query_one("#record", Input)
        field.value, field.display = free_name(self.desk.live.folder), True
        field.focus()
        self.say("Enter records what you played under this name, Esc does not.")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the playthrough down."""
        message.stop()
        self._close_field()
        if message.value.strip():
            self.say(recorded(self.session, self.desk.live.folder, composed(message.value.strip())))
            self.desk.tread()

    def _close_field(self) -> None:
        self.query_one("#record", Input).display = False
        self.set_focus(None)

    def action_back(self) -> None:
        """Out of the line that is typed in first; then to the title screen."""
        if self.focused is not None:
            self._close_field()
        else:
            super().action_back()

    def action_desk(self) -> None:
        """The panel: shown or hidden beside the page, or over it."""
        if self.size.width < ROOM:
            self.desk.open("desk", self.desk_paras())
            return
        self.desk.shows_desk = not self.desk.shows_desk
        self.draw_desk()


class WriteApp(LiveApp):
    """The desk of whoever writes a story."""

    WRITERS_SCREENS: ClassVar[dict[str, type[Screen[object]]]] = {
        "play": WriteScreen, "problems": ProblemsScreen, "desk": DeskScreen, "go": GoScreen, "values": ValuesScreen,
    }  # fmt: skip

    def __init__(
        self, live: LiveStory, start: Session, *, light: bool = False, answer_due: bool = False, note: str = ""
    ) -> None:
        """`note` is said first: how `start` came to where it stands."""
        super().__init__(live, start, light=light, answer_due=answer_due)
        self._note = note
        self.shows_desk = True
        self.treading = Treading(live.path)
        """What the committed playthroughs come to."""
        self._treads = self._treads_again = False
        self._trodden = ""
        """The digest of the story in which they were played last, or are being played."""
        self._walked: list[Session] = []
        """The playthroughs of this sitting, the newest last."""
        self.places = FilePlaces(live.bench, live.called)

    def on_mount(self) -> None:
        """Say how this place was come to."""
        self.call_after_refresh(self.tell, self._note)

    def _make(self, name: str, *arguments: object) -> Screen[object]:
        made = self.WRITERS_SCREENS.get(name)
        return super()._make(name, *arguments) if made is None else made(*arguments)  # type: ignore[arg-type]  # by name

    def reload(self, reloaded: Reloaded) -> None:
        """Lines stand elsewhere now."""
        self.places = FilePlaces(self.live.bench, self.live.called)
        super().reload(reloaded)

    def loaded(self, loaded: Loaded) -> None:
        """Now it is known where everything stands."""
        super().loaded(loaded)
        if self._trodden != self.program.digest:
            self._trodden = self.program.digest
            self.tread()
        self.places = FilePlaces(self.live.bench, self.live.called)
        for screen in self.screen_stack:
            if isinstance(screen, WriteScreen):
                screen.moved()

    def problems_changed(self, *, failed: bool, known: Container[tuple[str, str]]) -> None:
        """What is wrong stands beside the page, and in the list where that is open."""
        if not self.shows_desk or self.size.width < ROOM:
            super().problems_changed(failed=failed, known=known)
        for screen in self.screen_stack:
            if isinstance(screen, ProblemsScreen):
                screen.list(self.live.problems)
            elif isinstance(screen, WriteScreen):
                screen.draw_desk()

    # Playing from anywhere

    def go(self, wanted: Destination) -> None:
        """Look for a way to a place of the story, and go on from there."""
        self.tell(f"Looking for a way to {wanted.told}…")
        self.seek(wanted)

    def seek(self, wanted: Destination) -> None:
        """Look in a thread of its own, while the page stands."""
        self.run_worker(partial(self._seek, wanted), thread=True)

    def _seek(self, wanted: Destination) -> None:
        found = self.sought(wanted)
        if not get_current_worker().is_cancelled:
            self.call_from_thread(self.arrive, found)

    def sought(self, wanted: Destination) -> WayThere | str:
        """A way there, or why there is none."""
        here = [*self._walked, *([self.playing.session] if self.playing is not None else [])]
        return self.treading.way(self.program, wanted, here)

    def tread(self) -> None:
        """Play the committed playthroughs (again), in a thread of its own."""
        self._treads_again = self._treads
        if not self._treads:
            self._treads = True
            self.run_worker(self._tread, thread=True)

    def _tread(self) -> None:
        worker = get_current_worker()
        if self.treading.play(self.program, lambda: worker.is_cancelled):
            self.call_from_thread(self.trod)

    def trod(self) -> None:
        """The committed playthroughs were played: what they read is marked off."""
        self._treads = False
        for screen in self.screen_stack:
            if isinstance(screen, WriteScreen):
                screen.reloaded()
        if self._treads_again:
            self.tread()

    def arrive(self, found: WayThere | str) -> None:
        """Go on from the end of a way."""
        if isinstance(found, str):
            self.tell(found)
            return
        session = follow(self.program, found)
        if session is None:
            self.tell("The story has changed meanwhile: ask again.")
            return
        if self.playing is not None:
            self._walked = [*self._walked, self.playing.session][-_KEPT:]
        self.play(session)
        self.call_after_refresh(self.tell, f"You are there {found.said}.")

    def edit(self, place: FilePlace) -> str:
        """Open the writer's editor at a place of the story; why that did not work, or ""."""
        found = editor.opening(os.environ, place.file, place.line, place.column)
        if isinstance(found, str):
            return found
        trouble = self.run_editor(found)
        self.look()
        return trouble

    def run_editor(self, found: editor.Opening) -> str:
        """Run an editor, with the terminal to itself where it needs that; why that did not work, or ""."""
        if not found.in_terminal:
            return editor.run(found)
        try:
            with self.suspend():
                return editor.run(found)
        except SuspendNotSupported:
            return "This terminal cannot be lent to an editor."
