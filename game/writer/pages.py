"""The pages about errors and warnings, which come with the game: read, and looked up by code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from game.places import pages_folder
from game.system.files import names, read

_LARGEST: Final = 100_000


class ErrorPage(NamedTuple):
    """A page: its code, `error` or `warning`, what it says in one line, and the rest of it as Markdown."""

    code: str
    severity: str
    title: str
    body: str


def codes(folder: Path | None = None) -> dict[str, Path]:
    """The files of all pages by their codes, in order; none where no pages came with this game."""
    folder = folder or pages_folder()
    return {name[:-3]: folder / name for name in sorted(names(folder)) if re.fullmatch(r"[EW]\d{3}\.md", name)}


def page(path: Path) -> ErrorPage:
    """A page from its file. Raises OSError."""
    head, _, body = read(path, _LARGEST).decode("utf-8").partition("\n---\n")
    said = dict(line.split(": ", 1) for line in head.split("\n")[1:] if ": " in line)
    return ErrorPage(path.stem, said.get("severity", "error"), said.get("title", ""), body)
