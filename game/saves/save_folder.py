"""A folder of saves of one story, by file name: read, put, set aside. Which file is for what is `slots`' business.

It knows which version of each file it has seen, so that a save of another game that runs at the same time is
never taken for its own and overwritten.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from game.saves import disk
from game.saves.disk import BACKUP, FileVersion
from game.saves.errors import SaveError
from game.saves.fields import clean
from game.saves.format import LARGEST, Save, decode, encode, moment
from game.system.calls import REAL, SystemCalls

ENDING = ".json"
ASIDE = "set-aside"
_LATEST = 4_000_000_000  # seconds since 1970: a file can claim any age
_START = 4_000  # bytes that hold what a save says of itself, see `format`
_WHEN = re.compile(rb'"when": "(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"')
_CALLED = re.compile(rb'"name": ("(?:[^"\\]|\\.){1,2000}")')
_NAME = re.compile(r"[\w()+][\w .()+-]{0,100}\.json")  # letters of any script; never a path, never hidden


class SavedFile(NamedTuple):
    """A save that was read, and its bytes as they were."""

    save: Save
    content: bytes


class SaveFolder:
    """The saves of the story with the id `story` in `folder`, which need not exist yet."""

    def __init__(self, folder: Path, story: str, calls: SystemCalls = REAL) -> None:
        self.folder = folder
        self.story = story
        self.calls = calls
        self._swept = False
        self._whole: set[FileVersion] = set()  # versions that were read and found whole, or that we wrote
        self._seen: dict[str, set[FileVersion]] = {}
        for name in self.names():
            self._look(name)

    def names(self) -> list[str]:
        """The names of the files that are, or claim to be, saves; also one of which only the `.bak` is left."""
        try:
            names = self.calls.names(self.folder)
        except OSError:
            return []
        return sorted({name for each in names if _NAME.fullmatch(name := each.removesuffix(BACKUP))})

    def when(self, name: str) -> str:
        """When a save was made, for putting saves in order: as it says, else as old as the file; "" without a file.

        Nothing else about the file is looked at, so it costs little, and proves nothing.
        """
        found = disk.mark(self.folder / name, self.calls)
        if found is None:
            return ""
        said = _WHEN.search(disk.start(self.folder / name, _START, self.calls))
        return said[1].decode() if said else moment(min(max(found.written / 1e9, 0), _LATEST))

    def called(self, name: str) -> str:
        """The player's name for a save that cannot be read: as its `.bak` says, or the start of the file itself; or ""."""
        for each in (name + BACKUP, name):
            said = _CALLED.search(disk.start(self.folder / each, _START, self.calls))
            with suppress(ValueError):
                if said and (found := clean(json.loads(said[1].decode()))):
                    return found
        return ""

    def is_unplayed(self, name: str) -> bool:
        """Whether the file is a save in which no choice was made."""
        if b'"steps": []' not in disk.start(self.folder / name, _START, self.calls):
            return False  # as nearly all are, and need not be read for that
        try:
            return not self.read(name).save.playthrough.steps
        except SaveError:
            return False

    def read(self, name: str) -> SavedFile:
        """The save in the file of that name.

        Raises:
            SaveError: why there is none.
        """
        if not _NAME.fullmatch(name.removesuffix(BACKUP)):
            raise SaveError("There is no such save.", "missing")
        content, version = disk.read(self.folder / name, LARGEST, self.calls)
        self._seen.setdefault(name, set()).add(version)
        save = decode(content)
        if save.playthrough.story != self.story:
            raise SaveError(f"It is a save of another story, {save.playthrough.story}.", "foreign")
        self._whole.add(version)
        return SavedFile(save, content)

    def put(self, name: str, save: Save) -> None:
        """Write a save; what was there becomes the `.bak`, or is set aside if it cannot be read.

        The folder is `locked` by the caller, who has asked `is_foreign` first.

        Raises:
            SaveError: it is not saved.
        """
        content = encode(save)
        path = self.folder / name
        if not self._swept:  # whoever holds the lock may: the other games' saves are not in the middle of anything
            disk.sweep(self.folder, self.calls)
            self._swept = True
        current = disk.mark(path, self.calls)
        if current and current not in self._whole:
            try:
                self.read(name)
            except SaveError as trouble:
                if trouble.kind == "missing":
                    pass
                elif self.set_aside(name, trouble) is None:
                    raise
        self._whole.add(disk.replace(path, content, self.calls, before=self._seen.setdefault(name, set()).add))

    def is_foreign(self, name: str) -> bool:
        """Whether another game has written the file since this one last looked."""
        found = disk.mark(self.folder / name, self.calls)
        return found is not None and found not in self._seen.get(name, ())

    def set_aside(self, name: str, trouble: SaveError) -> str | None:
        """Move a file that cannot be used out of the way; gives where it is now, or None if it had to stay.

        The folder is `locked` by the caller.
        """
        kind = trouble.kind if trouble.kind in ("damaged", "foreign", "newer") else ""
        if not kind:
            return None
        try:
            return self._aside(name, kind)
        except SaveError:
            return None

    def keep(self, name: str, content: bytes, kind: str) -> str:
        """Put a copy of a file among those set aside, unless the same is there; gives where it is.

        Raises:
            SaveError: it could not be copied.
        """
        with disk.locked(self.folder, self.calls):
            disk.make_folders(self.folder / ASIDE, self.calls)
            for number in range(1, 10_000):
                path = self.folder / ASIDE / f"{name}.{kind}-{number}"
                if disk.mark(path, self.calls) is None:
                    disk.replace(path, content, self.calls, backup=False)
                    break
                try:
                    if disk.read(path, LARGEST, self.calls)[0] == content:
                        break
                except SaveError:
                    continue
            return f"{ASIDE}/{path.name}"

    def remove(self, name: str) -> None:
        """Delete a save and its `.bak`. The folder is `locked` by the caller.

        Raises:
            SaveError: it could not be deleted.
        """
        disk.remove(self.folder / (name + BACKUP), self.calls)
        disk.remove(self.folder / name, self.calls)

    def restore_backup(self, name: str, found: SavedFile) -> None:
        """Make the `.bak` the save again, where that is gone. The folder is `locked` by the caller."""
        if disk.mark(self.folder / name, self.calls) is None:
            seen = self._seen.setdefault(name, set())
            self._whole.add(disk.replace(self.folder / name, found.content, self.calls, backup=False, before=seen.add))

    def _aside(self, name: str, kind: str) -> str:
        disk.make_folders(self.folder / ASIDE, self.calls)
        number = 1
        while disk.mark(path := self.folder / ASIDE / f"{name}.{kind}-{number}", self.calls):
            number += 1
        disk.move(self.folder / name, path, self.calls)
        return f"{ASIDE}/{path.name}"

    def _look(self, name: str) -> None:
        if found := disk.mark(self.folder / name, self.calls):
            self._seen.setdefault(name, set()).add(found)
