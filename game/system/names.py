"""Names of files: which belong to people's work, which a pattern fits, and how a name that somebody wrote is spelled on disk.

Names compare in Unicode's composed form (NFC): a disk or an archive from another system may hold them in parts.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from game.system.files import DISK, Disk

PLAYTHROUGH = (".play.yaml", ".play.yml")
_LEFT = (".", "#", "~$")
_BEHIND = ("~", "#", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp")


def is_leftover(name: str) -> bool:
    """Whether an editor or a system left the file behind: hidden files, locks, backups and what is half written."""
    return name.startswith(_LEFT) or name.lower().endswith(_BEHIND)


def is_playthrough(name: str) -> bool:
    """Whether a file is a scripted playthrough, by its name."""
    return name.lower().endswith(PLAYTHROUGH)


def composed(name: str) -> str:
    """A name in the form in which names are compared."""
    if name.isascii():
        return name
    from unicodedata import normalize

    return normalize("NFC", name)


def fits(name: str, pattern: str) -> bool:
    """Whether a pattern names the file: `*` stands for any letters, and never for a leftover's name."""
    return fnmatch(composed(name), composed(pattern)) and (not is_leftover(name) or is_leftover(pattern))


def on_disk(path: Path, disk: Disk = DISK) -> Path:
    """The path as its names are spelled on the disk; as it was given where it is there so, or not at all."""
    if str(path).isascii() or disk.has(path):
        return path
    found = Path(path.anchor)
    for part in path.relative_to(found).parts:
        there = found / part
        if not disk.has(there):
            wanted = composed(part)
            try:
                there = next((found / name for name in disk.names(found) if composed(name) == wanted), there)
            except OSError:
                return path
            if not disk.has(there):
                return path
        found = there
    return found
