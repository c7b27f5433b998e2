"""Files written so that each is the old one or the new one, never half, and never one that was not meant.

No link is written through, nothing but a file is replaced, and where the writer can tell, only what was written by it before.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import Final

from game.system.calls import CANNOT, REAL, SystemCalls
from game.system.files import Refused, start, within

_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_APPEND: Final = (
    os.O_WRONLY
    | os.O_APPEND
    | os.O_CREAT
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_LOOKED_AT: Final = 1_000_000
"""Bytes from the beginning of a file by which it is known as ours."""
_PIECE: Final = 1 << 18


def write(
    path: Path,
    content: bytes | Iterable[bytes],
    *,
    root: Path | None = None,
    ours: Callable[[bytes], bool] | None = None,
    private: bool = False,
    sync: bool = True,
) -> None:
    """Put `content` in the place of `path`, in a folder that is made where it is missing.

    `root` is a folder that no link may lead out of. `ours` is asked, with its first bytes, whether a file that is there
    already may be replaced; an empty one always may. `private` files and folders are for their owner's eyes only. Without `sync` the content may be
    lost with the power. Raises OSError, and Refused among them, with a reason for people; what was there is there still.
    """
    if root is not None and not within(root, path.parent):
        raise Refused("link", "a link on the way leads out of the folder")
    mode = _mode(path, ours, private=private)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    spare, _ = temporary(path.parent, content, REAL, mode=mode & 0o777, sync=sync)
    with _gone_afterwards(spare):
        if mode & _EXACTLY:
            spare.chmod(mode & 0o777)  # what it had, which the process's mask would narrow
        spare.replace(path)


@contextmanager
def spare_file(path: Path) -> Iterator[Path]:
    """A name beside `path`, for a library that writes files by itself; what stands there afterwards is taken away. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _gone_afterwards(unpredictable(path.parent)) as spare:
        yield spare


def put(spare: Path, path: Path) -> None:
    """Give a file its name, in place of what had it. Raises OSError."""
    spare.replace(path)


def create(path: Path, content: bytes) -> None:
    """Write a new file, whole. Raises OSError: FileExistsError where the name is taken, and then nothing is changed."""
    spare, _ = temporary(path.parent, content, REAL)
    with _gone_afterwards(spare):
        try:
            os.link(spare, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without second names: FAT, some network folders
            os.close(os.open(path, _CREATE, 0o600))  # takes the name, or finds it taken
            spare.replace(path)


def append(path: Path, content: bytes) -> None:
    """Put `content` behind what is in a file, or into a new one. No link is followed. Raises OSError, and Refused among them."""
    _mode(path, None, private=False)
    descriptor = os.open(path, _APPEND, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Take a file away, or find it gone. Raises OSError."""
    path.unlink(missing_ok=True)


def private_folder(folder: Path) -> None:
    """Make a folder for its owner's eyes only, where it is missing, and note that it is used now. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.touch()


def remove_folder(folder: Path) -> None:
    """Take a folder away with all that is in it. Raises OSError."""
    rmtree(folder)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder for its owner's eyes only, which is gone afterwards with all that is in it. Raises OSError."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="hambies-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def unpredictable(folder: Path) -> Path:
    """A free name in the folder: hidden, and not to be guessed, since a link laid in its place would be written through."""
    return folder / f".{os.urandom(8).hex()}.tmp"


def temporary(
    folder: Path, content: bytes | Iterable[bytes], calls: SystemCalls = REAL, *, mode: int = 0o600, sync: bool = True
) -> tuple[Path, os.stat_result]:
    """The content in a file of its own, and what that is. Raises OSError, and then there is none."""
    path = unpredictable(folder)
    descriptor = calls.open(path, _CREATE, mode)
    try:
        try:
            for piece in (content,) if isinstance(content, bytes) else _larger(content):
                rest = memoryview(piece)
                while rest:
                    rest = rest[calls.write(descriptor, bytes(rest)) :]
            if sync:
                # A flush that fails has thrown the bytes away; trying again would prove nothing. So: not written.
                calls.sync(descriptor)
            found = calls.status(descriptor)
        finally:
            calls.close(descriptor)
    except (Exception, KeyboardInterrupt):
        with suppress(OSError):
            calls.remove(path)
        raise
    return path, found


def _larger(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


def sync_folder(folder: Path, calls: SystemCalls = REAL) -> None:
    """Return when the names in the folder are on the disk. Raises OSError."""
    if sys.platform == "win32":  # folders cannot be opened there; the file system keeps its own journal
        return
    descriptor = calls.open(folder, _FOLDER)
    try:
        calls.sync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT:
            raise
    finally:
        calls.close(descriptor)


_EXACTLY: Final = 0o1000000


@contextmanager
def _gone_afterwards(spare: Path) -> Iterator[Path]:
    try:
        yield spare
    finally:
        with suppress(OSError):
            spare.unlink()


def _mode(path: Path, ours: Callable[[bytes], bool] | None, *, private: bool) -> int:
    """The mode for what will stand at `path`. Raises Refused where what stands there is not to be replaced."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return 0o600 if private else 0o666
    except ValueError:
        raise Refused("missing", "this is no name for a file") from None
    if stat.S_ISLNK(found.st_mode):
        raise Refused("link", "it is a link, and links are not written through")
    if not stat.S_ISREG(found.st_mode):
        raise Refused("folder" if stat.S_ISDIR(found.st_mode) else "special")
    if ours is not None and found.st_size and not ours(start(path, _LOOKED_AT)):
        raise Refused("foreign")
    return found.st_mode & 0o777 | _EXACTLY
