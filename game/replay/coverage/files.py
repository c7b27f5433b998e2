"""The files that commands write beside what they print; coverage as they ask for it, and how little is too little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.output import complain
from game.replay.scripts.written import own_root, write_text
from game.system.files import because
from game.system.writing import append

if TYPE_CHECKING:
    from game.replay.coverage.reached import Coverage

_HEAD = 2000
SUFFIXES = (".json", ".txt", ".html")


class BadInput(Exception):  # noqa: N818 - a sentence for whoever called the command
    """A command cannot do what it was asked; the message says why."""


def percentage(text: str) -> float:
    """An argument from 0 to 100."""
    from argparse import ArgumentTypeError

    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise ArgumentTypeError(f"{text!r} is not a number from 0 to 100")
    return value


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
            complain(stop)
            written = False
    return written


def write_reports(paths: Sequence[str], coverages: Sequence[Coverage]) -> None:
    """Write each file in the form that its ending says. Raises BadInput."""
    if not paths:
        return
    from game.replay.coverage.report import json_report, text_report

    for path in paths:
        if path.endswith(".json"):
            text, begins = json_report(coverages), b'{\n  "version"'
        elif path.endswith(".txt"):
            text, begins = text_report(coverages), b"Coverage of "
        else:
            from game.replay.coverage.page import html_page

            text, begins = html_page(coverages), b"<!DOCTYPE html>"
        write_file(path, text, begins)


def write_junit(path: str, text: str) -> None:
    """Write results as JUnit XML, in the place of other such results or none. Raises BadInput."""
    write_file(path, text, b"<testsuite")


def write_file(path: str, text: str, mark: bytes) -> None:
    """Write a file whole, where there is none yet or one with this mark near its beginning. Raises BadInput."""
    there = Path(path)
    try:
        write_text(there, text, root=own_root(there), ours=lambda old: mark in old[:_HEAD])
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {because(error)}") from None


def add_summary(path: str, text: str) -> None:
    """Put a summary in Markdown behind what is in a file, as CI systems gather them. Raises BadInput."""
    try:
        append(Path(path), text.encode("utf-8"))
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {because(error)}") from None


def too_little(coverages: Sequence[Coverage], least: float | None) -> list[tuple[str, str]]:
    """The stories of which less than `least` percent was reached: a name and a sentence for each."""
    if least is None:
        return []
    from game.replay.coverage.report import percent

    found = []
    for coverage in coverages:
        reached = coverage.total().percent
        if reached < least:
            story = coverage.program.id
            found.append((f"coverage of {story}", f"coverage of {story} is {percent(reached)}, under {least:g}%"))
    return found
