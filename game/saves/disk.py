"""Files that are either the old one or the new one, wholly, whatever happens in between.

Every call to the system goes through `SystemCalls`, so that the tests can break each one of them. No link is followed, since all this
lies in our own folders. Nothing here knows what is in a file.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from game.saves.errors import SaveError, because
from game.system import writing
from game.system.calls import REAL, SystemCalls
from game.system.files import is_folder
from game.system.writing import sync_folder, unpredictable

BACKUP = ".bak"
LOCK = ".lock"
PATIENCE = 5.0  # seconds that a save waits for another game's save to end
_PAUSE = 0.01
_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_LOCK = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


class FileVersion(NamedTuple):
    """One version of a file: every save makes a new one, so a changed mark is somebody else's save."""

    inode: int
    size: int
    written: int


def make_folders(folder: Path, calls: SystemCalls = REAL) -> None:
    """Make `folder` and what is missing above it, for the owner's eyes only.

    Raises:
        SaveError: it cannot be made.
    """
    missing = []
    path = folder
    while not is_folder(path) and path != path.parent:
        missing.append(path)
        path = path.parent
    try:
        for path in reversed(missing):
            with suppress(FileExistsError):  # another game made it just now
                calls.make_folder(path)
                sync_folder(path.parent, calls)
    except OSError as error:
        raise SaveError(f"The folder for saves cannot be made: {because(error)}.", "disk") from error


@contextmanager
def locked(folder: Path, calls: SystemCalls = REAL, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder's lock: whoever else saves there waits.

    Raises:
        SaveError: another game held it for longer than `patience` seconds, or the folder cannot be used.
    """
    make_folders(folder, calls)
    try:
        fd = calls.open(folder / LOCK, _LOCK)
    except OSError as error:
        raise SaveError(f"The folder for saves cannot be written to: {because(error)}.", "disk") from error
    try:
        until = time.monotonic() + patience
        while not _lock(fd, calls):
            if time.monotonic() > until:
                raise SaveError("Another game has been busy saving in the same folder for too long.", "disk")
            time.sleep(_PAUSE)
        yield
    finally:
        with suppress(OSError):
            calls.close(fd)


def mark(path: Path, calls: SystemCalls = REAL) -> FileVersion | None:
    """Which version of the file stands there now; None when there is none."""
    try:
        return _mark(calls.look(path))
    except OSError:
        return None


def read(path: Path, limit: int, calls: SystemCalls = REAL) -> tuple[bytes, FileVersion]:
    """The whole of a regular file of at most `limit` bytes, and which version that was.

    Raises:
        SaveError: "missing", "disk" when the system refuses, "damaged" when it is no such file.
    """
    try:
        fd = calls.open(path, _READ)
    except FileNotFoundError as error:
        raise SaveError("There is no such file.", "missing") from error
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            raise SaveError("It is a link to another file, not a file.", "foreign") from error
        raise SaveError(f"It cannot be read: {because(error)}.", "disk") from error
    try:
        status = calls.status(fd)
        if not stat.S_ISREG(status.st_mode):
            raise SaveError("It is not a file.", "foreign")
        pieces, room = [], limit + 1
        while room and (piece := calls.read(fd, min(room, 1 << 20))):
            pieces.append(piece)
            room -= len(piece)
        if not room:
            raise SaveError(f"It is larger than {limit // 1_000_000} MB.", "foreign")
        return b"".join(pieces), _mark(status)
    except OSError as error:
        raise SaveError(f"It cannot be read: {because(error)}.", "disk") from error
    finally:
        with suppress(OSError):
            calls.close(fd)


def start(path: Path, size: int, calls: SystemCalls = REAL) -> bytes:
    """The first bytes of a regular file, at most `size` of them; b"" when it cannot be read."""
    try:
        fd = calls.open(path, _READ)
        try:
            return calls.read(fd, size) if stat.S_ISREG(calls.status(fd).st_mode) else b""
        finally:
            calls.close(fd)
    except OSError:
        return b""


def replace(
    path: Path,
    content: bytes,
    calls: SystemCalls = REAL,
    *,
    backup: bool = True,
    before: Callable[[FileVersion], object] | None = None,
) -> FileVersion:
    """Put `content` in the place of `path`; the folder's lock is held by the caller.

    When this returns, the content is on the disk, and the previous version is beside it with
    `.bak` after its name. `before` is told the mark of the new version just before it takes
    its place, so that it is known even if the last flush fails.

    Raises:
        SaveError: it is not saved; what was there before is there still, or is the `.bak`.
    """
    folder = path.parent
    try:
        temporary, found = writing.temporary(folder, content, calls)
        version = _mark(found)
        try:
            if backup:
                _keep_previous(path, calls)
            if before:
                before(version)
            calls.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                calls.remove(temporary)
            raise
        sync_folder(folder, calls)
    except OSError as error:
        raise SaveError(f"It could not be saved: {because(error)}.", "disk") from error
    return version


def append(path: Path, content: bytes, calls: SystemCalls = REAL, *, sync: bool = False) -> int:
    """Add to the end of a file, in one call to the system; gives the file's size after it.

    Without `sync` the last additions may be lost in a power cut (not when only the game dies).

    Raises:
        SaveError: not all of it was added; a torn end may be there.
    """
    try:
        fd = calls.open(path, _APPEND)
        try:
            if calls.write(fd, content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if sync:
                calls.sync(fd)
            return calls.status(fd).st_size
        finally:
            calls.close(fd)
    except OSError as error:
        raise SaveError(f"It could not be saved: {because(error)}.", "disk") from error


def sweep(folder: Path, calls: SystemCalls = REAL) -> None:
    """Remove what games that died in the middle of a save have left; the folder's lock is held by the caller."""
    with suppress(OSError):
        for name in calls.names(folder):
            if _TEMPORARY.fullmatch(name):
                with suppress(OSError):
                    calls.remove(folder / name)


def move(old: Path, new: Path, calls: SystemCalls = REAL) -> None:
    """Give a file another name, for good; `new` is free, and the folder's lock is held by the caller.

    Raises:
        SaveError: it could not be moved.
    """
    try:
        calls.replace(old, new)
        sync_folder(new.parent, calls)
        if old.parent != new.parent:
            sync_folder(old.parent, calls)
    except OSError as error:
        raise SaveError(f"It could not be moved: {because(error)}.", "disk") from error


def remove(path: Path, calls: SystemCalls = REAL) -> None:
    """Delete a file, or find it gone.

    Raises:
        SaveError: it could not be deleted.
    """
    try:
        with suppress(FileNotFoundError):
            calls.remove(path)
        sync_folder(path.parent, calls)
    except OSError as error:
        raise SaveError(f"It could not be deleted: {because(error)}.", "disk") from error


def _mark(status: os.stat_result) -> FileVersion:
    return FileVersion(status.st_ino, status.st_size, status.st_mtime_ns)


def _lock(fd: int, calls: SystemCalls) -> bool:
    try:
        return calls.lock(fd)
    except OSError as error:
        raise SaveError(f"The folder for saves cannot be locked: {because(error)}.", "disk") from error


def _keep_previous(path: Path, calls: SystemCalls) -> None:
    backup = path.with_name(path.name + BACKUP)
    try:
        previous = calls.look(path)
    except FileNotFoundError:
        return
    if not stat.S_ISREG(previous.st_mode) or mark(backup, calls) == _mark(previous):
        return  # a save that died just here has made the backup: two names of one file, which no rename would change
    temporary = unpredictable(path.parent)
    try:
        calls.link(path, temporary)
    except OSError:  # a file system without second names: FAT, some network folders
        content, _ = read(path, sys.maxsize - 1, calls)
        temporary, _ = writing.temporary(path.parent, content, calls)
    try:
        calls.replace(temporary, backup)
    except OSError:
        with suppress(OSError):
            calls.remove(temporary)
        raise
