"""The screen, played through real stories: a home of its own for each test, and no motion."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import threading
import time
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import textual.app
import textual.pilot

from game.player.screen.app import Hambies
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.lines import KeyLine
from game.player.storage.store import PlayerStore
from game.program.load import load
from game.saves.settings import Settings
from tests.player.screen.settled import settled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from textual.pilot import Pilot

    from game.engine.sessions.session import Session
    from game.player.screen.widgets.page import Page
    from game.program.model import Program

STORIES = Path(__file__).parent / "stories"
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("HAMBIES_HOME", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    Settings.of_player().change("reduced_motion", True)
    Settings.of_player().change("quick", True)  # keys are pressed here as fast as they can be
    return folder


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot goes on as soon as what it did has happened."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", settled)


@pytest.fixture
def take_saves_away(home: Path) -> Callable[[], None]:
    """From when it is called, nothing can be saved: a file stands where the folder was."""

    def take_away() -> None:
        shutil.rmtree(home / "saves")
        (home / "saves").write_text("in the way")

    return take_away


def story(name: str) -> Program:
    folder = STORIES / name
    loaded = load(folder if folder.is_dir() else folder.with_suffix(".yaml"), cache=False)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program


class Seat:
    """A player before the screen."""

    def __init__(self, app: Hambies, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.press(*(("space" if letter == " " else letter) for letter in words))

    async def begin(self) -> None:
        """From a first start of the boiler story to its first turn: warning, about, name, two questions."""
        await self.press("1", "1", "enter", "enter", "1", "1")

    @property
    def sheet(self) -> Sheet:
        assert isinstance(self.app.screen, Sheet)
        return self.app.screen

    @property
    def on(self) -> str:
        """The screen in view, by name."""
        return type(self.app.screen).__name__.removesuffix("Screen").lower()

    @property
    def page(self) -> Page:
        return self.sheet.page

    @property
    def seen(self) -> str:
        """The words of the page that are in view."""
        return self.page.visible_text()

    @property
    def line(self) -> str:
        """The line at the bottom."""
        return self.sheet.query_one(KeyLine).text

    @property
    def top(self) -> str:
        return self.sheet.top.text

    @property
    def session(self) -> Session:
        assert self.app.playing is not None
        return self.app.playing.session

    def row(self, words: str) -> int:
        """The row of the screen on which the page shows some words."""
        rows = self.seen.split("\n")
        return next(number for number, row in enumerate(rows) if words in row) + self.page.region.y


Sit: TypeAlias = "Callable[..., AbstractAsyncContextManager[Seat]]"


@pytest.fixture
def sit() -> Sit:
    """Sit down before a story, by name, or a playthrough: `async with sit("boiler", size=(60, 20)) as seat`.

    Who brings a playthrough along has read the content warning, unless a test says otherwise.
    """

    @asynccontextmanager
    async def down(
        what: str | Session, size: tuple[int, int] = (80, 24), *, warned: bool = True
    ) -> AsyncIterator[Seat]:
        program = story(what) if isinstance(what, str) else what.program
        store = PlayerStore(program)
        if warned and not isinstance(what, str):
            store.set_warned()
        app = Hambies(program, store, start=None if isinstance(what, str) else what)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Seat(app, pilot)

    return down


def _as_from_a_terminal() -> None:
    """Ignore no signal because whoever runs the tests does, by nohup or as a job behind a shell: a game would do the same."""
    import signal

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


class Terminal:
    """A program in a pseudo-terminal of 80 by 24: what it wrote, and keys to it."""

    def __init__(self, command: list[str]) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.output = b""
        self.settings: list[Any] = []
        self.code: int | None = None
        self._from = 0
        self._at, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(theirs)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
            cwd=ROOT,
            preexec_fn=_as_from_a_terminal,  # noqa: PLW1509  it takes no lock
        )
        os.close(theirs)

    def send(self, keys: str) -> None:
        self._from = len(self.output)
        os.write(self._at, keys.encode())

    def wait(self, words: str) -> None:
        """Until the program has written the words since the last key; for ever is 60 seconds."""
        until = time.monotonic() + 60
        while words.encode() not in self.output[self._from :]:
            ready, _, _ = select.select([self._at], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"{words!r} never came; last: {self.output[-2000:]!r}"
            try:
                piece = os.read(self._at, 65536)
            except OSError:
                piece = b""
            assert piece, f"it ended before {words!r}: {self.output[-2000:]!r}"
            self.output += piece

    @property
    def as_before(self) -> bool:
        """Whether the terminal is set as it was before the program began, and has been told to be as it was."""
        told = all(
            self.output.rfind(f"\x1b[?{mode}{off}".encode()) > self.output.rfind(f"\x1b[?{mode}{on}".encode())
            for mode, on, off in (
                (1049, "h", "l"),
                (1000, "h", "l"),
                (1003, "h", "l"),
                (2004, "h", "l"),
                (25, "l", "h"),
            )
        )
        return told and self.settings == self.before

    def read_to_end(self) -> None:
        """Read what is left until the program ends."""
        with suppress(OSError):
            while piece := os.read(self._at, 65536):
                self.output += piece

    def hang_up(self) -> None:
        """The terminal goes away."""
        os.close(self._at)
        self._at = -1

    def close(self) -> None:
        """Read what is left until the program ends; kill it when it does not."""
        timer = threading.Timer(60, self.process.kill)
        timer.start()
        if self._at >= 0:
            self.read_to_end()
        self.code = self.process.wait()
        timer.cancel()
        if self._at >= 0:
            import termios

            self.settings = termios.tcgetattr(self._at)
            os.close(self._at)


@pytest.fixture
def terminal() -> Callable[[list[str]], AbstractContextManager[Terminal]]:
    """Run a command in a pseudo-terminal: `with terminal([...]) as seen: seen.wait("Quit"); seen.send("1")`."""

    @contextmanager
    def run(command: list[str]) -> Iterator[Terminal]:
        seen = Terminal(command)
        try:
            yield seen
        except BaseException:
            seen.process.kill()
            raise
        finally:
            seen.close()

    return run


@pytest.fixture
def make() -> Callable[[str], Hambies]:
    """An app on a story, by name, that somebody else runs."""

    def made(name: str) -> Hambies:
        program = story(name)
        return Hambies(program, PlayerStore(program))

    return made
