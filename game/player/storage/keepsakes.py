"""What a player takes out of the game: transcripts and cards, as files of their own that nothing reads again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from game.language.text.cleaning import clean, clean_line
from game.saves.errors import SaveError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def written(folder: Path, texts: Mapping[str, str]) -> str:
    """Write texts to new files of one name, each with its own ending; what to tell the player about it."""
    from game.saves.disk import make_folders
    from game.system.files import because
    from game.system.writing import create

    now = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M")
    first, *others = texts
    try:
        make_folders(folder)
        for number in range(1, 1000):
            name = now if number == 1 else f"{now} ({number})"
            try:
                for ending, text in texts.items():
                    create(folder / f"{name}{ending}", text.encode("utf-8", "backslashreplace"))
            except FileExistsError:
                continue
            beside = f", and as {' and '.join(others)} beside it" if others else ""
            return f"Written to {clean_line(str(folder / f'{name}{first}'))}{beside}"
    except SaveError as error:
        return f"It could not be written. {clean(error.reason)}"
    except OSError as error:
        return f"It could not be written: {clean(because(error))}."
    return "It could not be written: there are too many of this minute already."
