"""The server itself: which texts are open, when they are read, and what is told of them. What is answered to questions is in `features`."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from game import __version__
from game.system.files import real
from game.writer.server.diagnosing import diagnostics
from game.writer.server.finding import Cursor
from game.writer.server.proved import KeptProof, ranges
from game.writer.server.stories import LARGEST, Desk, Version, WrittenStory, path_of
from game.writer.server.texts import EditorText

_T = TypeVar("_T")
log = logging.getLogger(__name__)


class Pace(NamedTuple):
    """How long an editor has to be quiet, in seconds: before an open text is read by itself, before its whole story is, before a proof of
    it is looked for, and before memory is looked through.
    """

    alone: float = 0.05
    whole: float = 0.3
    proof: float = 1.0
    idle: float = 10.0


class Outdated(Exception):  # noqa: N818 - not an error: a newer text is there
    """A loading that nobody waits for any more."""


class StoryServer(LanguageServer):
    """Answers for the texts that are open, from the last version of their stories."""

    def __init__(self, pace: Pace = Pace(), kept: KeptProof | None = None) -> None:  # noqa: B008 - a value
        super().__init__("hambies", __version__, types.TextDocumentSyncKind.Full)
        self.desk = Desk()
        self._pace = pace
        self._kept = kept
        self._loader = ThreadPoolExecutor(1, "loading")
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._loading: dict[str, threading.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tidying: asyncio.TimerHandle | None = None

    # what is said of a text

    def cursor(self, uri: str, position: types.Position) -> Cursor | None:
        """A place in an open text that belongs to a story; None for all others."""
        path = path_of(uri)
        text = None if path is None else self.desk.texts.get(real(path))
        story = None if text is None or len(text.text) > LARGEST else self.desk.story_of(text.path)
        return None if text is None or story is None else Cursor(self.desk, story, text, *text.place(position))

    def changed(self, path: Path) -> None:
        """A text is open, or another, or on the disk: it is read by itself soon, and its story when nothing has changed for a while."""
        story = self.desk.story_of(path)
        if story is None:
            return
        if self._tidying is not None:
            self._tidying.cancel()
        key = real(story.path)
        if (event := self._loading.pop(key, None)) is not None:
            event.set()
        self._later(f"alone {key}", self._pace.alone, lambda: self.publish(story))
        self._later(f"whole {key}", self._pace.whole, lambda: self._task(self._load(story)))

    def _later(self, key: str, seconds: float, do: Callable[[], None]) -> None:
        """Do something when this has not been asked for again for a while."""
        if (waiting := self._waiting.get(key)) is not None:
            waiting.cancel()

        def now() -> None:
            self._waiting.pop(key, None)
            do()

        self._waiting[key] = asyncio.get_running_loop().call_later(seconds, now)

    async def settled(self) -> None:
        """Wait until all that was said has been looked at, and no story is being loaded."""
        while self._waiting or self._tasks:
            await asyncio.wait([*self._tasks, asyncio.create_task(asyncio.sleep(0))])

    def _task(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _load(self, story: WrittenStory) -> None:
        """Load a story with the texts of now, unless newer ones come in the meantime."""
        key, outdated = real(story.path), threading.Event()
        self._loading[key] = outdated
        texts = dict(self.desk.texts)

        def go_on() -> None:
            if outdated.is_set():
                raise Outdated

        try:
            version: Version = await asyncio.get_running_loop().run_in_executor(
                self._loader, lambda: story.load(texts, go_on)
            )
        except Outdated:
            return
        except Exception:  # the server outlives whatever a story brings about
            log.exception("the story in %s could not be loaded", story.path)
            return
        if not outdated.is_set():
            self._loading.pop(key, None)
            story.version = version
            self.publish(story)
            self._later(f"proof {key}", self._pace.proof, lambda: self._task(self._look_up(story, version)))
            # Where the collector waits to be told (`hambies lsp`), nobody waits for it.
            self._tidying = asyncio.get_running_loop().call_later(self._pace.idle, gc.collect)

    async def _look_up(self, story: WrittenStory, version: Version) -> None:
        """Find what a proof of this version has found, if there is one."""
        program, kept = version.loaded.program, self._kept
        if program is None or kept is None or story.version is not version:
            return
        try:
            version.ranges = await self.aside(lambda: ranges(story.path, program, kept))
        except Exception:  # what is kept may be anything
            log.exception("the proof of the story in %s could not be read", story.path)

    def publish(self, story: WrittenStory) -> None:
        """Tell the editor what is wrong with a story, and what is wrong no more."""
        found = self.desk.found(story)
        shown: dict[str, tuple[list[types.Diagnostic], int | None]] = {}
        for file in sorted(story.shown.keys() | {file for file, told in found.items() if told}):
            text = self._text(file, story)
            if text is None:
                continue
            told = diagnostics(found.get(file, ()), text, lambda name: self._text(name, story))
            if told:
                shown[file] = told, text.version
            if (told, text.version) != story.shown.get(file, ([], None)):
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(text.path.as_uri(), told, text.version)
                )
        story.shown = shown

    def _text(self, file: str, story: WrittenStory) -> EditorText | None:
        return self.desk.text(file, story)

    async def aside(self, do: Callable[[], _T]) -> _T:
        """Do what takes long in another thread, after what is being loaded there."""
        return await asyncio.get_running_loop().run_in_executor(self._loader, do)

    def stop(self) -> None:
        """Leave off loading."""
        for event in self._loading.values():
            event.set()
        self._loader.shutdown(wait=False, cancel_futures=True)
