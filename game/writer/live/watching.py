"""Whether any of a story's files has changed on the disk: asked again and again, at a cost that is bounded.

Nothing is read here. What the system says of a file (its size, its times, which file it is) is compared with what it said before; a folder's own times
say whether there are other files in it. So an editor may write in place, or put a new file in the place of the old.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from game.system.files import names, status
from game.system.names import fits, is_leftover

PAUSE: Final = 0.05
"""Seconds between two looks at a story of an ordinary number of files."""
_ORDINARY: Final = 200
"""Files that take so little time to ask about that nobody notices; for more, the looks are further apart."""

_Seen = tuple[int, int, int, int, int]


class Watch:
    """The files of a story, and the folders that they are in."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files: dict[Path, _Seen | None] = {}
        self._folders: dict[Path, _Seen | None] = {}
        self._inside: dict[Path, frozenset[str]] = {}
        self.follow(files)

    @property
    def pause(self) -> float:
        """Seconds until the next look."""
        return PAUSE * max(1.0, len(self._files) / _ORDINARY)

    def follow(self, files: Iterable[Path]) -> None:
        """Watch these files, and no others; what was seen of a file before stays what it is compared with."""
        wanted = dict.fromkeys(files)
        self._files = {path: self._files[path] if path in self._files else _seen(path) for path in wanted}
        for folder in dict.fromkeys(path.parent for path in wanted):
            if folder not in self._folders:
                self._folders[folder], self._inside[folder] = _seen(folder), _story_files(folder)

    def look(self) -> tuple[list[Path], bool]:
        """The files that have changed, come or gone since the last look, and whether there are others in one of the folders than there were."""
        changed = []
        for path, before in self._files.items():
            now = _seen(path)
            if now != before:
                self._files[path] = now
                changed.append(path)
        others = False
        for folder, was in self._folders.items():
            now = _seen(folder)
            if now != was:
                self._folders[folder] = now
                inside = _story_files(folder)
                others |= inside != self._inside[folder]
                self._inside[folder] = inside
        return changed, others

    def forget(self, path: Path) -> None:
        """Count a file as changed at the next look: what was seen of it was only half of it."""
        self._files[path] = (0, 0, 0, 0, 0)


def is_whole(path: Path) -> bool:
    """Whether there is something in a file: an editor may have emptied it and be about to write, or have put it away for a moment."""
    found = status(path)
    return found is not None and found.st_size > 0


def _seen(path: Path) -> _Seen | None:
    found = status(path)
    if found is None:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _story_files(folder: Path) -> frozenset[str]:
    """What of a folder may be part of a story: its YAML files, and the folders in it."""
    try:
        files = [name for name in names(folder, folders=False) if fits(name, "*.y*ml") and not is_leftover(name)]
        return frozenset((*files, *names(folder, folders=True)))
    except OSError:
        return frozenset()
