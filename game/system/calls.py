"""The system calls that writing makes. They are a value, so that the tests can break each one of them."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

# What a file system answers when it has no locks, or cannot flush a folder: then there is nothing to wait for.
CANNOT = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.ENOLCK}


class SystemCalls:
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
            if error.errno not in CANNOT:
                raise
        return True


REAL = SystemCalls()


class Nowhere(SystemCalls):
    """The calls of a game that has nowhere to keep anything: each that would find or make something says so."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def _never(self, *_: object, **__: object) -> NoReturn:
        raise FileNotFoundError(errno.ENOENT, self.reason)

    open = look = names = make_folder = _never


NOWHERE = Path(os.devnull) / "hambies"
"""The folder that such a game has."""
