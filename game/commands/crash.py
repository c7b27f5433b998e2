"""The last resort: writes down what went wrong in our own code, and says it in one line."""

from __future__ import annotations

import contextlib
import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from game import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


def report_crash(error: BaseException, arguments: Sequence[str]) -> str:
    """Save the traceback to a file of its own and return the sentence that tells the player about it. Never raises."""
    path = _write("\n".join(_lines(error, arguments)) + "\n")
    kept = (
        f"What happened is written in {path}; please send it along with a report." if path else "It could not be saved."
    )
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    printable = "".join(character if character.isprintable() else "?" for character in words)
    return f"hambies: this is a bug in hambies, not in your story ({printable}). {kept} HAMBIES_DEBUG=1 shows it here."


def _lines(error: BaseException, arguments: Sequence[str]) -> list[str]:
    return [
        f"hambies {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {list(arguments)!r}",
        f"time: {datetime.now(UTC).isoformat(timespec='seconds')}",
        "",
        *("".join(traceback.format_exception(error))).splitlines(),
    ]


def _write(text: str) -> Path | None:
    """A new file that is nobody else's, in the folder of the saves or else among the temporary files."""
    for folder in (_usual_folder, lambda: Path(tempfile.gettempdir())):
        with contextlib.suppress(Exception):  # whatever broke may have broken this too; there is a second folder
            path = folder()
            path.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(".log", "crash-", path)
            with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            return Path(name)
    return None


def _usual_folder() -> Path:
    from game.places import data_folder

    return data_folder()
