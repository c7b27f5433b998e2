"""The disk with texts in the place of what is on it: what an editor has not saved yet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from game.system.files import DISK, Disk, Refused, StrPath, is_link, real, within


class Overlay(Disk):
    """The disk with texts in the place of some of its files, or where there are none yet.

    Only what is in the files changes: links are followed as before, and lead no further. The way back out of a folder (`..`) is gone
    by name, since the folder may not be there yet.
    """

    def __init__(self, texts: Mapping[Path, str], below: Disk = DISK) -> None:
        """`texts` are what the files at some paths are to hold; all others are as `below` has them."""
        self._below = below
        self._texts: dict[str, bytes] = {}
        self._inside: dict[str, dict[str, tuple[str, bool]]] = {}
        """What is in the folders above them: by name, as it is written, and whether it is a folder."""
        for path, text in texts.items():
            where = real(path)
            self._texts[os.path.normcase(where)] = text.encode("utf-8", "surrogatepass")
            above, name = os.path.split(where)
            folder = False
            while name:
                self._inside.setdefault(os.path.normcase(above), {})[os.path.normcase(name)] = name, folder
                above, name = os.path.split(above)
                folder = True

    def has_file(self, path: StrPath) -> bool:
        """Whether there is a file, or a link to one."""
        return _key(path) in self._texts or self._below.has_file(_back(path))

    def has_folder(self, path: StrPath) -> bool:
        """Whether there is a folder, or a link to one."""
        key = _key(path)
        return key not in self._texts and (key in self._inside or self._below.has_folder(_back(path)))

    def has(self, path: StrPath) -> bool:
        """Whether there is anything of that name, if only a link to nowhere."""
        key = _key(path)
        return key in self._texts or key in self._inside or self._below.has(_back(path))

    def trouble(self, path: StrPath) -> str:
        """Why nothing is said about a path, in words."""
        return "" if self.has(path) else self._below.trouble(path)

    def names(self, folder: StrPath, *, folders: bool | None = None) -> list[str]:
        """What is in a folder, on the disk or in these texts. Raises OSError."""
        ours = self._inside.get(_key(folder), {})
        try:
            there = self._below.names(_back(folder), folders=folders)
        except OSError:
            if not ours:
                raise
            there = []
        found = {os.path.normcase(name): name for name in there}
        for key, (name, is_folder) in ours.items():
            if folders is None or folders == is_folder:
                found.setdefault(key, name)
        return sorted(found.values())

    def read(self, path: StrPath, limit: int, *, root: Path | None = None) -> bytes:
        """The whole of a file, of at most `limit` bytes. Raises OSError."""
        text = self._texts.get(_key(path))
        if text is None:
            return self._below.read(_back(path), limit, root=root)
        if root is not None and is_link(path) and not within(root, path):
            raise Refused("link")
        if len(text) > limit:
            raise Refused("large")
        return text


def _key(path: StrPath) -> str:
    """What tells one file from another, links followed."""
    return os.path.normcase(real(path))


def _back(path: StrPath) -> StrPath:
    """The path without a way back out of a folder."""
    return real(path) if ".." in Path(path).parts else path
