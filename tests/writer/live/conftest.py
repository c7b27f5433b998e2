"""The screen on which a story is played while it is written."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import textual.app
import textual.pilot

from game.engine.sessions.session import Session
from game.saves.settings import Settings
from game.writer.desk.screen import WriteApp
from game.writer.live.screen import LiveApp
from game.writer.live.story import LiveStory
from tests.player.screen.conftest import Seat
from tests.player.screen.settled import settled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


def saved(path: Path, old: str, new: str) -> None:
    """Save a file as most editors do: a new one is put in its place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text.replace(old, new), encoding="utf-8")
    beside.replace(path)


class Desk(Seat):
    """A writer before the screen. Nothing is looked at or loaded by itself."""

    app: LiveApp

    async def save(self, path: Path, old: str, new: str) -> None:
        """Save a file in an editor; the app looks, and loads the whole."""
        saved(path, old, new)
        self.app.look()
        self.app.loaded(self.app.live.load())
        await self.pilot.pause()


class _ByHand:
    """In the place of a thread and a timer."""

    def load_whole(self) -> None:
        pass

    def seek(self, wanted: Any) -> None:
        app: Any = self
        app.arrive(app.sought(wanted))

    def tread(self) -> None:
        app: Any = self
        app.treading.play(app.program, lambda: False, rests=False)
        app.trod()

    def set_interval(self, *_: object) -> None:
        pass


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> object:
    """Sit down before a story that is being written: `async with desk(folder) as seat`."""
    Settings.of_player().change("reduced_motion", True)
    Settings.of_player().change("quick", True)
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", settled)

    @asynccontextmanager
    async def down(
        folder: Path, size: tuple[int, int] = (80, 24), *, kind: type[LiveApp] = LiveApp
    ) -> AsyncIterator[Desk]:
        live = LiveStory(folder)
        live.due = False
        live.take(live.load())
        assert live.program is not None
        app = type("ByHand", (_ByHand, kind), {})(live, Session(live.program, seed=1))
        async with app.run_test(size=size) as pilot:
            if isinstance(app, WriteApp):
                app.tread()
            await pilot.pause()
            yield Desk(app, pilot)

    return down
