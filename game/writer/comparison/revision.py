"""A story as it was in a revision that git has, in a folder of its own."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from game.system.files import is_folder, real
from game.system.writing import temporary_folder, write

_MOST_BYTES: Final = 256_000_000
_MOST_SECONDS: Final = 120


class NoRevision(Exception):  # noqa: N818 - a sentence for whoever called the command
    """There is no such revision, or no such story in it; the message says which."""


@contextmanager
def at_revision(revision: str, story: Path) -> Iterator[Path]:
    """The story that stands at `story` now, as it was at `revision`: its path in a folder that is gone afterwards. Raises NoRevision and OSError."""
    there = Path(real(story))
    folder = there if is_folder(there) else there.parent
    tree = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}").decode().strip()
    if not tree:
        raise NoRevision(f"there is no folder, file or revision {revision!r}")
    prefix = _git(folder, "rev-parse", "--show-prefix").decode().strip("\n").removesuffix("/")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip("\n"))
    content = _git(top, "archive", "--format=tar", f"{tree}:{prefix}")
    if not content:
        raise NoRevision(f"the story was not there at {revision}")
    with temporary_folder() as room:
        for name, text in _files(content):
            write(room / name, text, root=room, sync=False)
        yield room if there == folder else room / there.name


def _git(folder: Path, *arguments: str) -> bytes:
    """What git says; nothing where it does not know what it was asked. Raises NoRevision where there is no git."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the user has
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NoRevision("git is needed for revisions, and cannot be run") from None
    return done.stdout if done.returncode == 0 else b""


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in an archive, links and all else left out, as far as there is room for them."""
    left = _MOST_BYTES
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            name = PurePosixPath(member.name)
            left -= member.size
            if left < 0:
                raise NoRevision("the folder is too large in that revision")
            found = archive.extractfile(member) if member.isreg() else None
            if found is not None and not name.is_absolute() and ".." not in name.parts:
                yield str(name), found.read()
