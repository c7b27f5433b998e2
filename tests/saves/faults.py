"""Machines that break: calls that fail or die at the Nth one, and a disk that forgets what was not flushed."""

from __future__ import annotations

import errno
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from game.system.calls import SystemCalls

How = Literal["error", "forever", "short", "before", "after", "torn"]


class Killed(BaseException):
    """The process is no more."""


class Breaking(SystemCalls):
    """The real calls, of which the Nth goes wrong.

    "error": it fails, once. "forever": it and all after it fail. "short": a write takes one byte only.
    "before", "after": the process dies before or after it. "torn": the process dies with half of it written.
    """

    def __init__(
        self, at: int = 0, how: How = "error", number: int = errno.ENOSPC, die: Callable[[], None] | None = None
    ) -> None:
        self.at, self.how, self.number = at, how, number
        self.count = 0
        self.log: list[str] = []
        self.dead = False
        self._die = die
        self._open: set[int] = set()

    def bury(self) -> None:
        """Close what the dead process had open, as the system does."""
        for fd in self._open:
            os.close(fd)
        self._open.clear()

    def _dies(self) -> None:
        if self._die:
            self._die()
        self.dead = True
        raise Killed

    def _call(self, name: str, *args: Any) -> Any:
        if self.dead:
            raise Killed
        self.count += 1
        self.log.append(name)
        hit = self.count == self.at
        if hit and self.how == "before":
            self._dies()
        if (hit and self.how == "error") or (self.at and self.count >= self.at and self.how == "forever"):
            if name == "close":  # that reports an error and closes all the same
                os.close(args[0])
                self._open.discard(args[0])
            raise OSError(self.number, os.strerror(self.number))
        if hit and name == "write" and self.how == "short":
            args = (args[0], args[1][:1])
        if hit and name == "write" and self.how == "torn":
            args = (args[0], args[1][: len(args[1]) // 2])
        result = getattr(super(), name)(*args)
        if name == "open":
            self._open.add(result)
        if name == "close":
            self._open.discard(args[0])
        if hit and self.how in ("after", "torn"):
            self._dies()
        return result


def _through(name: str) -> Callable[..., Any]:
    return lambda self, *args: self._call(name, *args)


CALLS = [name for name in vars(SystemCalls) if not name.startswith("_")]
for _name in CALLS:
    setattr(Breaking, _name, _through(_name))


class _File:
    """An inode: what the processes see, and what is on the disk itself."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.seen = b""
        self.flushed = b""


class Memory(SystemCalls):
    """A disk in memory that keeps, across a crash, only what was flushed: bytes by file, names by folder.

    What was not flushed may be there after a crash or not, each name by itself, in any combination.
    """

    def __init__(self) -> None:
        self.names_seen: dict[Path, _File] = {}
        self.names_flushed: dict[Path, _File] = {}
        self.pending: list[dict[Path, _File | None]] = []  # changes of names that no folder flush has reached
        self.folders: set[Path] = {Path("/")}
        self.fds: dict[int, _File | Path] = {}
        self.next = 100
        self.count = 0
        self.kill_at = 0

    def _tick(self) -> None:
        self.count += 1
        if self.count == self.kill_at:
            raise Killed

    def _change(self, change: dict[Path, _File | None]) -> None:
        _apply(self.names_seen, change)
        self.pending.append(change)

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:  # noqa: ARG002
        self._tick()
        self.next += 1
        if path in self.folders:
            self.fds[self.next] = path
            return self.next
        file = self.names_seen.get(path)
        if file is None:
            if not flags & os.O_CREAT:
                raise FileNotFoundError(errno.ENOENT, "none")
            file = _File(self.next)
            self._change({path: file})
        elif flags & os.O_EXCL:
            raise FileExistsError(errno.EEXIST, "there")
        self.fds[self.next] = file
        return self.next

    def read(self, fd: int, size: int) -> bytes:
        file = self.fds[fd]
        assert isinstance(file, _File)
        offset = getattr(self, f"_at{fd}", 0)
        setattr(self, f"_at{fd}", offset + size)
        return file.seen[offset : offset + size]

    def write(self, fd: int, content: bytes) -> int:
        self._tick()
        file = self.fds[fd]
        assert isinstance(file, _File)
        file.seen += content
        return len(content)

    def sync(self, fd: int) -> None:
        self._tick()
        file = self.fds[fd]
        if isinstance(file, _File):
            file.flushed = file.seen
            return
        kept = []
        for change in self.pending:
            here = {path: value for path, value in change.items() if path.parent == file}
            _apply(self.names_flushed, here)
            if rest := {path: value for path, value in change.items() if path.parent != file}:
                kept.append(rest)
        self.pending = kept

    def close(self, fd: int) -> None:
        self.fds.pop(fd, None)

    def status(self, fd: int) -> os.stat_result:
        file = self.fds[fd]
        assert isinstance(file, _File)
        return _status(file)

    def look(self, path: Path) -> os.stat_result:
        if path not in self.names_seen:
            raise FileNotFoundError(errno.ENOENT, "none")
        return _status(self.names_seen[path])

    def names(self, folder: Path) -> list[str]:
        return [path.name for path in self.names_seen if path.parent == folder]

    def make_folder(self, path: Path) -> None:
        self.folders.add(path)

    def link(self, old: Path, new: Path) -> None:
        self._tick()
        self._change({new: self.names_seen[old]})

    def replace(self, old: Path, new: Path) -> None:
        self._tick()
        self._change({old: None, new: self.names_seen[old]})

    def remove(self, path: Path) -> None:
        self._tick()
        if path not in self.names_seen:
            raise FileNotFoundError(errno.ENOENT, "none")
        self._change({path: None})

    def lock(self, fd: int) -> bool:  # noqa: ARG002
        return True

    def after_crash(self) -> Iterator[Memory]:
        """Every disk that a power cut at this moment can leave."""
        for chosen in itertools.product((False, True), repeat=len(self.pending)):
            names = dict(self.names_flushed)
            for change, kept in zip(self.pending, chosen, strict=True):
                if kept:
                    _apply(names, change)
            unsure = [file for file in set(names.values()) if file.flushed != file.seen]
            for state in itertools.product(range(4), repeat=len(unsure)):
                disk = Memory()
                disk.folders = set(self.folders)
                bytes_of = dict(zip(unsure, state, strict=True))
                for path, file in names.items():
                    new = _File(file.number)
                    full = file.seen
                    variants = [file.flushed, full, full[: len(full) // 2], b"\0" * len(full)]
                    new.seen = new.flushed = variants[bytes_of[file]] if file in bytes_of else file.flushed
                    disk.names_seen[path] = disk.names_flushed[path] = new
                disk.next = self.next
                yield disk


def _apply(names: dict[Path, _File], change: dict[Path, _File | None]) -> None:
    for path, file in change.items():
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _status(file: _File) -> os.stat_result:
    return os.stat_result((stat.S_IFREG | 0o600, file.number, 0, 1, 0, 0, len(file.seen), 0, file.number, 0))
