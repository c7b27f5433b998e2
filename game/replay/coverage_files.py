"""The files that commands write beside what they print; coverage as they ask for it, and how little is too little."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.replay.coverage import Coverage

SUFFIXES = (".json", ".txt", ".html")


class BadInput(Exception):  # noqa: N818 - a sentence for whoever called the command
    """A command cannot do what it was asked; the message says why."""


def check_names(paths: Sequence[str]) -> None:
    """Refuse, with BadInput, a file whose ending does not say what to write."""
    for path in paths:
        if Path(path).suffix not in SUFFIXES:
            raise BadInput(f"--coverage takes a file that ends in {', '.join(SUFFIXES)}, not {path!r}")


def write_all(*writers: Callable[[], object]) -> bool:
    """Write what was asked for, each by its own call; one that cannot be written is told, and keeps no other from it.

    A command calls this before it prints anything: a reader of its output that goes away takes no file along.
    Returns whether all could be written.
    """
    written = True
    for write in writers:
        try:
            write()
        except BadInput as stop:
            print(f"hambies: {stop}", file=sys.stderr)
            written = False
    return written


def write_reports(paths: Sequence[str], coverages: Sequence[Coverage]) -> None:
    """Write each file in the form that its ending says. Raises BadInput."""
    if not paths:
        return
    from game.replay.coverage_report import json_report, text_report

    for path in paths:
        if path.endswith(".json"):
            text = json_report(coverages)
        elif path.endswith(".txt"):
            text = text_report(coverages)
        else:
            from game.replay.coverage_page import html_page

            text = html_page(coverages)
        write_file(path, text)


def write_file(path: str, text: str) -> None:
    """Write a file whole. Raises BadInput."""
    from game.replay.goldens import write_whole

    try:
        write_whole(Path(path), text)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror or error}") from None


def too_little(coverages: Sequence[Coverage], least: float | None) -> list[tuple[str, str]]:
    """The stories of which less than `least` percent was reached: a name and a sentence for each."""
    if least is None:
        return []
    from game.replay.coverage_report import percent

    found = []
    for coverage in coverages:
        reached = coverage.total().percent
        if reached < least:
            story = coverage.program.id
            found.append((f"coverage of {story}", f"coverage of {story} is {percent(reached)}, under {least:g}%"))
    return found
