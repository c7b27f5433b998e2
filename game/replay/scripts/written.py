"""Scripts that commands write, marked so that one edited by hand is known, and files put where a command was told to put them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zlib import crc32

from game.system.files import Refused
from game.system.writing import write

_MARK: Final = re.compile(r"\[([0-9a-f]{8})\]\n")


def marked(about: str, body: str) -> str:
    """A script with lines about it above, the last of which ends in the checksum of what is below."""
    return f"{about} [{_sum(body)}]\n{body}"


def is_untouched(text: str) -> bool | None:
    """Whether a script is as `marked` gave it; None where it bears no checksum. Line ends do not count."""
    text = text.replace("\r\n", "\n")
    found = _MARK.search(text)
    if found is None or not all(line.startswith("#") for line in text[: found.start()].split("\n")):
        return None
    return _sum(text[found.end() :]) == found[1]


def _sum(body: str) -> str:
    return f"{crc32(body.encode('utf-8', 'surrogatepass')):08x}"


def own_root(path: Path) -> Path | None:
    """The folder that no link may lead out of on the way to a path that was named on the command line.

    That is the folder one stands in, for a path below it; whoever names a path from elsewhere has said where it leads.
    """
    return None if path.is_absolute() or ".." in path.parts else Path()


def write_text(path: Path, text: str, *, root: Path | None, ours: Callable[[bytes], bool] | None = None) -> None:
    """Write a file in UTF-8, as `game.system.writing.write` does. Raises OSError."""
    write(path, text.encode("utf-8", "backslashreplace"), root=root, ours=ours)


def write_script(path: Path, text: str, *, root: Path | None) -> None:
    """Write a marked script in a place that is free, or that of one which nobody has edited. Raises OSError."""

    def ours(beginning: bytes) -> bool:  # scripts are short; of a longer one not all is seen, and it counts as edited
        return is_untouched(beginning.decode("utf-8", "replace")) is True

    try:
        write_text(path, text, root=root, ours=ours)
    except Refused as error:
        if error.kind != "foreign":
            raise
        raise Refused("foreign", f"{path.name} was edited by hand, or is not by hambies; move it away") from None
