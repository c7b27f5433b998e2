"""A story as it was in a revision that git has, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from game.system.files import is_folder, real
from game.system.writing import temporary_folder, write

_MOST_BYTES: Final = 256_000_000
_MOST_SECONDS: Final = 120


class NoRevision(Exception):  # noqa: N818 - a sentence for whoever called the command
    """There is no such revision, or no such story in it; the message says which."""


class _Blob(NamedTuple):
    """A file in a revision: what git calls its content, how long that is, and its path."""

    id: str
    size: int
    path: str


@contextmanager
def at_revision(revision: str, story: Path) -> Iterator[Path]:
    """The story that stands at `story` now, as it was at `revision`: its path in a folder that is gone afterwards. Raises NoRevision and OSError."""
    there = Path(real(story))
    folder = there if is_folder(there) else there.parent
    top = _git(folder, "rev-parse", "--show-toplevel").decode().strip("\n")
    if not top:
        raise NoRevision(f"there is no folder or file {revision!r}, and the story is in no git repository")
    tree = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}").decode().strip()
    if not tree:
        raise NoRevision(f"there is no folder, file or revision {revision!r}")
    prefix = _git(folder, "rev-parse", "--show-prefix").decode().strip("\n").removesuffix("/")
    blobs = list(_blobs(_git(Path(top), "ls-tree", "-r", "-l", "-z", f"{tree}:{prefix}")))
    if not blobs or (there != folder and all(one.path != there.name for one in blobs)):
        raise NoRevision(f"the story was not there at {revision}: {there.name} was no {_kind(there)} then")
    if sum(one.size for one in blobs) > _MOST_BYTES:
        raise NoRevision("the folder is too large in that revision")
    with temporary_folder() as room:
        then = room / (
            re.sub(r"[^\w~^.-]+", "-", revision).strip(".-") or "then"
        )  # stands in what is said of its mistakes
        for name, text in _contents(Path(top), blobs):
            write(then / name, text, root=then, sync=False)
        yield then if there == folder else then / there.name


def _kind(there: Path) -> str:
    return "folder" if is_folder(there) else "file"


def _git(folder: Path, *arguments: str, told: bytes = b"") -> bytes:
    """What git says; nothing where it does not know what it was asked. Raises NoRevision where there is no git."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the user has
            input=told,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NoRevision("git is needed for revisions, and cannot be run") from None
    return done.stdout if done.returncode == 0 else b""


def _blobs(listed: bytes) -> Iterator[_Blob]:
    """The files in a listing of git; links, other repositories, and paths that lead elsewhere are left out."""
    for row in listed.split(b"\0"):
        about, _, path = row.partition(b"\t")
        name = PurePosixPath(os.fsdecode(path))
        if about.startswith(b"100") and not name.is_absolute() and ".." not in name.parts:
            _, _, blob, size = about.decode().split()
            yield _Blob(blob, int(size), str(name))


def _contents(top: Path, blobs: Sequence[_Blob]) -> Iterator[tuple[str, bytes]]:
    """The files as they were committed, whatever is left out of archives, or altered on its way out."""
    said = _git(top, "cat-file", "--batch=", told="".join(f"{one.id}\n" for one in blobs).encode())
    if len(said) != sum(one.size + 2 for one in blobs):
        raise NoRevision("git does not have all that was in the folder in that revision")
    at = 0
    for one in blobs:
        yield one.path, said[at + 1 : at + 1 + one.size]  # between two line ends
        at += one.size + 2
