"""The program's own files: what was kept by another version of them is not shown."""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

from game.system.files import names, status

_GAME = Path(__file__).parents[1]


def checksum(*rooms: str) -> str:
    """Eight digits for the files of some rooms of `game`, with the rooms in them: their names, sizes and times."""
    found: list[tuple[str, str, int, int]] = []
    for room in rooms:
        _gather(os.path.join(_GAME, room), found)  # noqa: PTH118 - a start from the cache pays for each Path
    return f"{crc32(repr(sorted(found)).encode()):08x}"


def _gather(folder: str, found: list[tuple[str, str, int, int]]) -> None:
    try:
        files, folders = names(folder, folders=False), names(folder, folders=True)
    except OSError:
        return
    for name in files:
        one = status(os.path.join(folder, name)) if name.endswith(".py") else None  # noqa: PTH118 - see above
        if one is not None:
            found.append((os.path.basename(folder), name, one.st_size, one.st_mtime_ns))  # noqa: PTH119 - see above
    for name in folders:
        if name != "__pycache__":
            _gather(os.path.join(folder, name), found)  # noqa: PTH118 - see above
