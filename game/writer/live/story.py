"""A story that is being written: what of it can be played now, and what is wrong with it.

A file that was saved is read at once, and what of it is in scenes is compiled into the story that is there: a draft. The whole is loaded behind it, by
whoever holds this, in a thread of its own or not, and is right about everything; while something in it is an error, the last story
without one goes on.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from game.language.text.cleaning import clean_line
from game.language.yaml.document import LIMITS
from game.language.yaml.reader import read_bytes
from game.places import MAIN
from game.program.load import load
from game.system.files import DISK
from game.writer.live.differences import in_words
from game.writer.live.watching import Watch, is_whole

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.yaml.document import Document
    from game.program.drafts import Workbench
    from game.program.load import Loaded
    from game.program.model import Program

_PATIENCE: Final = 10
"""Looks for which a file may be empty or away before that is taken for what its writer wants."""


class Reloaded(NamedTuple):
    """Another story in the place of the one that was played; `said` is what is different in it."""

    program: Program
    said: str


class LiveStory:
    """The story in a folder or file, followed from save to save."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path if DISK.has_folder(path) else path.parent
        loaded = load(path)
        self.program: Program | None = loaded.program
        """The last story without an error; None as long as there was none."""
        self.problems: tuple[Diagnostic, ...] = loaded.diagnostics
        self.sources = dict(loaded.sources)
        self.due = True
        """Whether the whole story is to be loaded: what is there may not be all of what the files say."""
        self.bench: Workbench | None = None
        self._texts: dict[str, bytes] = {}
        """What was last read of each file that has changed."""
        self._pending: dict[str, Document] = {}
        """Files whose text is not in the story that is played."""
        self._again: list[Path] = []
        """Files to be read once more: what was written in the same instant as they were read shows in no time of theirs."""
        self._waits: dict[Path, int] = {}
        self._names = self._files(loaded)
        """What each file that is watched is called in diagnostics."""
        self.watch = Watch(self._names)

    @property
    def errors(self) -> int:
        """How many of the problems keep the story from being played."""
        return sum(one.severity == "error" for one in self.problems)

    def called(self, file: str) -> str:
        """What a file is called from the story's folder, on one line: `rooms/up.yaml`."""
        try:
            shown = os.path.relpath(file, self.folder)
        except ValueError:  # on another drive, where there are drives
            shown = ".."
        return clean_line(file if shown.startswith("..") else shown.replace(os.sep, "/"))

    def look(self) -> Reloaded | None:
        """Look whether anything was saved; the story with it, where that can be told at once. Where not, the whole is due."""
        changed, others = self.watch.look()
        changed += [path for path in self._again if path not in changed]
        self._again = []
        self.due |= others
        fresh = [name for path in changed if (name := self._read(path))]
        if not fresh:
            return None
        self.due = True
        return self._drafted()

    def load(self) -> Loaded:
        """The whole story, from its files. Changes nothing here, and may run beside anything."""
        return load(self.path, cache=None, bench=True)

    def take(self, loaded: Loaded) -> Reloaded | None:
        """Take in what `load` gave; the story, where it differs from the one that is played. Nothing is `due` then, unless it was again meanwhile."""
        self.problems = loaded.diagnostics
        self.sources = dict(loaded.sources)
        before_that, self._names = self._names, self._files(loaded)
        self._again += [path for path in self._names if path not in before_that]  # nobody watched it while it was read
        self.watch.follow(self._names)
        if loaded.program is None or loaded.bench is None or self.due:
            return None
        before, bench = self.program, self.bench
        self.program, self.bench = loaded.program, loaded.bench
        self._pending.clear()
        if before is None or bench is None:
            is_other = before is None or before.digest != loaded.program.digest
            return Reloaded(loaded.program, "") if is_other else None
        found = loaded.bench.since(bench)
        return Reloaded(loaded.program, in_words(found, before, loaded.program)) if found else None

    def _files(self, loaded: Loaded) -> dict[Path, str]:
        """What is watched, and what it is called: the files that were read, and where the story should be if there are none."""
        read = list(loaded.sources) or [one.name for one in (self.bench.sources if self.bench is not None else ())]
        main = self.path if self.path != self.folder else self.path / MAIN
        return {main: str(main), **{Path(name): name for name in read}}

    def _read(self, path: Path) -> str:
        """Take in what a file holds; its name, or "" where that is nothing new, or not yet to be believed."""
        name = self._names.get(path)
        if name is None:  # it has been taken out of the story since
            return ""
        if not is_whole(path) and self._waits.get(path, 0) < _PATIENCE:
            self._waits[path] = self._waits.get(path, 0) + 1
            self.watch.forget(path)
            return ""
        self._waits.pop(path, None)
        try:
            raw = DISK.read(path, LIMITS.file_bytes)
        except OSError:
            raw = b""
        if self._texts.get(name) == raw:
            return ""
        self._texts[name] = raw
        self._again.append(path)
        document = read_bytes(raw, name)
        if self.bench is None or name not in self.bench.files:
            self._pending[name] = document
            return name
        if document.source.text == self.bench.text(name):
            return name if self._pending.pop(name, None) is not None else ""
        self._pending[name] = document
        return name

    def _drafted(self) -> Reloaded | None:
        """The story with what was saved, as far as scenes alone have changed."""
        if self.bench is None or self.program is None:
            return None
        documents = list(self._pending.values())
        found = [self.bench.differing(one) for one in documents]
        draft = self.bench.draft(documents)
        if draft is None:
            return None
        before, self.program = self.program, draft.program
        self._pending.clear()
        if not draft.scenes:
            return None
        return Reloaded(draft.program, in_words([one for one in found if one is not None], before, draft.program))
