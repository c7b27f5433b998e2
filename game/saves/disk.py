"""Files that are either the old one or the new one, wholly, whatever happens in between.

Every call to the system goes through `Calls`, so that the tests can break each one of them. Nothing here
knows what is in a file.
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

BACKUP = ".bak"
LOCK = ".lock"
PATIENCE = 5.0  # seconds that a save waits for another game's save to end
_PAUSE = 0.01
_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_LOCK = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)

# What a file system answers when it has no locks, or cannot flush a folder: then there is nothing to wait for.
_CANNOT = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.ENOLCK}


class Mark(NamedTuple):
    """One version of a file: every save makes a new one, so a changed mark is somebody else's save."""

    inode: int
    size: int
    written: int


class Calls:
    """The system calls that saving makes, and no others."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """A descriptor for `path`."""
        return os.open(path, flags, mode)

    def read(self, fd: int, size: int) -> bytes:
        """Up to `size` bytes."""
        return os.read(fd, size)

    def write(self, fd: int, content: bytes) -> int:
        """How many of the bytes were taken."""
        return os.write(fd, content)

    def sync(self, fd: int) -> None:
        """Return when what was written is on the disk."""
        if sys.platform == "darwin":  # fsync stops at the drive's own cache there
            import fcntl

            with suppress(OSError):  # not every file system has the full flush; the plain one is left
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
        os.fsync(fd)

    def close(self, fd: int) -> None:
        """Give the descriptor back."""
        os.close(fd)

    def status(self, fd: int) -> os.stat_result:
        """What the open file is."""
        return os.fstat(fd)

    def look(self, path: Path) -> os.stat_result:
        """What stands at `path`, a link being a link."""
        return path.lstat()

    def names(self, folder: Path) -> list[str]:
        """What is in the folder."""
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]

    def make_folder(self, path: Path) -> None:
        """A folder for its owner's eyes only."""
        path.mkdir(mode=0o700)

    def link(self, old: Path, new: Path) -> None:
        """A second name for a file; fails where `new` exists."""
        os.link(old, new)

    def replace(self, old: Path, new: Path) -> None:
        """Give the file another name, in place of what had it."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Take a name away."""
        path.unlink()

    def lock(self, fd: int) -> bool:
        """Try to hold the file's lock until it is closed (the system does that for a dead process)."""
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
        return True


REAL = Calls()


def make_folders(folder: Path, calls: Calls = REAL) -> None:
    """Make `folder` and what is missing above it, for the owner's eyes only.

    Raises:
        SaveError: it cannot be made.
    """
    missing = []
    path = folder
    while not path.is_dir() and path != path.parent:
        missing.append(path)
        path = path.parent
    try:
        for path in reversed(missing):
            with suppress(FileExistsError):  # another game made it just now
                calls.make_folder(path)
                _sync_folder(path.parent, calls)
    except OSError as error:
        raise SaveError(f"The folder for saves cannot be made: {because(error)}.", "disk") from error


@contextmanager
def locked(folder: Path, calls: Calls = REAL, patience: float = PATIENCE) -> Iterator[None]:
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


def mark(path: Path, calls: Calls = REAL) -> Mark | None:
    """Which version of the file stands there now; None when there is none."""
    try:
        return _mark(calls.look(path))
    except OSError:
        return None


def read(path: Path, limit: int, calls: Calls = REAL) -> tuple[bytes, Mark]:
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


def start(path: Path, size: int, calls: Calls = REAL) -> bytes:
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
    calls: Calls = REAL,
    *,
    backup: bool = True,
    before: Callable[[Mark], object] | None = None,
) -> Mark:
    """Put `content` in the place of `path`; the folder's lock is held by the caller.

    When this returns, the content is on the disk, and the previous version is beside it with
    `.bak` after its name. `before` is told the mark of the new version just before it takes
    its place, so that it is known even if the last flush fails.

    Raises:
        SaveError: it is not saved; what was there before is there still, or is the `.bak`.
    """
    folder = path.parent
    try:
        temporary, version = _temporary(folder, content, calls)
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
        _sync_folder(folder, calls)
    except OSError as error:
        raise SaveError(f"It could not be saved: {because(error)}.", "disk") from error
    return version


def append(path: Path, content: bytes, calls: Calls = REAL, *, sync: bool = False) -> int:
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


def sweep(folder: Path, calls: Calls = REAL) -> None:
    """Remove what games that died in the middle of a save have left; the folder's lock is held by the caller."""
    with suppress(OSError):
        for name in calls.names(folder):
            if _TEMPORARY.fullmatch(name):
                with suppress(OSError):
                    calls.remove(folder / name)


def move(old: Path, new: Path, calls: Calls = REAL) -> None:
    """Give a file another name, for good; `new` is free, and the folder's lock is held by the caller.

    Raises:
        SaveError: it could not be moved.
    """
    try:
        calls.replace(old, new)
        _sync_folder(new.parent, calls)
        if old.parent != new.parent:
            _sync_folder(old.parent, calls)
    except OSError as error:
        raise SaveError(f"It could not be moved: {because(error)}.", "disk") from error


def remove(path: Path, calls: Calls = REAL) -> None:
    """Delete a file, or find it gone.

    Raises:
        SaveError: it could not be deleted.
    """
    try:
        with suppress(FileNotFoundError):
            calls.remove(path)
        _sync_folder(path.parent, calls)
    except OSError as error:
        raise SaveError(f"It could not be deleted: {because(error)}.", "disk") from error


def _mark(status: os.stat_result) -> Mark:
    return Mark(status.st_ino, status.st_size, status.st_mtime_ns)


def _lock(fd: int, calls: Calls) -> bool:
    try:
        return calls.lock(fd)
    except OSError as error:
        raise SaveError(f"The folder for saves cannot be locked: {because(error)}.", "disk") from error


def _unpredictable(folder: Path) -> Path:
    # Hidden, and not to be guessed: a link laid in its place would be written through.
    return folder / f".{os.urandom(8).hex()}.tmp"


def _temporary(folder: Path, content: bytes, calls: Calls) -> tuple[Path, Mark]:
    path = _unpredictable(folder)
    fd = calls.open(path, _CREATE)
    try:
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[calls.write(fd, bytes(rest)) :]
            # A flush that fails has thrown the bytes away; trying again would prove nothing. So: not saved.
            calls.sync(fd)
            version = _mark(calls.status(fd))
        finally:
            calls.close(fd)
    except OSError:
        with suppress(OSError):
            calls.remove(path)
        raise
    return path, version


def _keep_previous(path: Path, calls: Calls) -> None:
    backup = path.with_name(path.name + BACKUP)
    try:
        previous = calls.look(path)
    except FileNotFoundError:
        return
    if not stat.S_ISREG(previous.st_mode) or mark(backup, calls) == _mark(previous):
        return  # a save that died just here has made the backup: two names of one file, which no rename would change
    temporary = _unpredictable(path.parent)
    try:
        calls.link(path, temporary)
    except OSError:  # a file system without second names: FAT, some network folders
        content, _ = read(path, sys.maxsize - 1, calls)
        temporary, _ = _temporary(path.parent, content, calls)
    try:
        calls.replace(temporary, backup)
    except OSError:
        with suppress(OSError):
            calls.remove(temporary)
        raise


def _sync_folder(folder: Path, calls: Calls) -> None:
    if sys.platform == "win32":  # folders cannot be opened there; the file system keeps its own journal
        return
    fd = calls.open(folder, _FOLDER)
    try:
        calls.sync(fd)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        calls.close(fd)
