"""What is on the disk: asked without ever raising, and read without ever waiting.

Nothing but files is read, of a bounded size, and all of it at once, so that nothing changes in between. Knows nothing of what is in them.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

StrPath: TypeAlias = "Path | str"
ReadFault = Literal["missing", "folder", "special", "large", "link", "foreign"]

_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_WORDS: Final[dict[ReadFault, str]] = {
    "missing": "there is no such file",
    "folder": "this is a folder, not a file",
    "special": "this is a pipe or a device, not a file",
    "large": "it is too large",
    "link": "it is a link that leads out of the folder",
    "foreign": "there is another file of that name already, which hambies did not write",
}


class Refused(OSError):  # noqa: N818 - said as a sentence
    """A path that the system would allow and we do not; `kind` says why, and so do the words."""

    def __init__(self, kind: ReadFault, words: str = "") -> None:
        super().__init__(words or _WORDS[kind])
        self.kind = kind


def because(error: OSError) -> str:
    """The reason in the system's own words or ours, without the path: 'No space left on device'."""
    return error.strerror or str(error) or type(error).__name__


def status(path: Path | str) -> os.stat_result | None:
    """What stands at the end of a path, links followed; None where there is nothing, or the system does not say."""
    try:
        return os.stat(path)  # noqa: PTH116 - for hundreds of files, a Path each is a third of a start
    except (OSError, ValueError):
        return None


def is_file(path: Path | str) -> bool:
    """Whether there is a file, or a link to one."""
    found = status(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def is_folder(path: Path | str) -> bool:
    """Whether there is a folder, or a link to one."""
    found = status(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_link(path: Path | str) -> bool:
    """Whether there is a link of that name, wherever it leads."""
    found = _named(path)
    return found is not None and stat.S_ISLNK(found.st_mode)


def is_there(path: Path | str) -> bool:
    """Whether there is anything of that name, if only a link to nowhere."""
    return _named(path) is not None


def trouble(path: Path | str) -> str:
    """Why the system says nothing about a path, in words; "" where it does, or says that there is nothing."""
    try:
        os.stat(path)  # noqa: PTH116 - see above
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return because(error)
    except ValueError:
        return "this is no name for a file"
    return ""


def real(path: Path | str) -> str:
    """The path from the root, links followed as far as the system lets us."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return os.path.abspath(os.fspath(path).replace("\0", ""))  # noqa: PTH100 - a string, as realpath


def within(folder: Path | str, path: Path | str) -> bool:
    """Whether a path, links followed, is the folder or in it."""
    return lies_in(real(folder), real(path))


def lies_in(folder: str, path: str) -> bool:
    """The same for two paths from the root in which no link is left."""
    folder, path = os.path.normcase(folder), os.path.normcase(path)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def names(folder: Path | str, *, folders: bool | None = None) -> list[str]:
    """What is in a folder, by name and in order: all of it, or only the folders, or only what is none. Raises OSError."""
    with os.scandir(folder) as entries:
        return sorted(one.name for one in entries if folders is None or _is_folder(one) == folders)


def read(path: Path | str, limit: int, *, root: Path | None = None) -> bytes:
    """The whole of a file of at most `limit` bytes.

    A link is followed, but where a `root` is given only into that folder. Raises OSError, and Refused among them, with a reason for people.
    """
    flags = _READ
    try:
        if root is not None:
            found = os.lstat(path)
            if not stat.S_ISLNK(found.st_mode):
                flags |= _NO_LINK
            elif not within(root, path):
                raise Refused("link")
        # Asked before it is opened, since opening a device may set something going.
        _refuse_special(os.stat(path))  # noqa: PTH116 - a third of the time, for a hundred scripts
        descriptor = os.open(path, flags)
        try:
            found = os.fstat(descriptor)
            _refuse_special(found)
            if found.st_size > limit:
                raise Refused("large")
            # One byte more than the file says it has: a buffer of the limit's size would be cleared for every file.
            raw = _up_to(descriptor, found.st_size + 1)
            if len(raw) > found.st_size:  # it grew, or does not know its size
                raw += _up_to(descriptor, limit + 1 - len(raw))
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        raise Refused("missing") from error
    except ValueError as error:
        raise Refused("missing", "this is no name for a file") from error
    if len(raw) > limit:
        raise Refused("large")
    return raw


def start(path: Path | str, size: int) -> bytes:
    """The first bytes of a file, at most `size` of them. Raises OSError."""
    descriptor = opened(path)
    try:
        return _up_to(descriptor, size)
    finally:
        os.close(descriptor)


def opened(path: Path | str) -> int:
    """A file open for reading, to be closed by the caller. Raises OSError."""
    _refuse_special(os.stat(path))  # noqa: PTH116 - see above; and asked before, since opening a device may set something going
    descriptor = os.open(path, _READ)
    try:
        _refuse_special(os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


class Disk:
    """The files that a story is read from: those on the disk. Nothing here but `names` and `read` ever raises."""

    def has_file(self, path: StrPath) -> bool:
        """Whether there is a file, or a link to one."""
        return is_file(path)

    def has_folder(self, path: StrPath) -> bool:
        """Whether there is a folder, or a link to one."""
        return is_folder(path)

    def has(self, path: StrPath) -> bool:
        """Whether there is anything of that name, if only a link to nowhere."""
        return is_there(path)

    def trouble(self, path: StrPath) -> str:
        """Why the system says nothing about a path, in words; "" where it does, or says that there is nothing."""
        return trouble(path)

    def names(self, folder: StrPath, *, folders: bool | None = None) -> list[str]:
        """What is in a folder, by name and in order: all of it, or only the folders, or only what is none. Raises OSError."""
        return names(folder, folders=folders)

    def read(self, path: StrPath, limit: int, *, root: Path | None = None) -> bytes:
        """The whole of a file of at most `limit` bytes; a `root` is the folder that a link may not lead out of. Raises OSError."""
        return read(path, limit, root=root)


DISK = Disk()
"""The disk as it is."""


def _up_to(descriptor: int, size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := os.read(descriptor, min(size, 1 << 24))):
        pieces.append(piece)
        size -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _named(path: Path | str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _refuse_special(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Refused("folder" if stat.S_ISDIR(found.st_mode) else "special")
