"""Begin a story: small, commented, without a mistake, and ready to be played."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies new DIR [--folder]`."""
    parser.add_argument("folder", metavar="DIR", help="the folder of the new story; its name becomes the story's")
    parser.add_argument(
        "--folder",
        dest="parted",
        action="store_true",
        help="chapters in files of their own, playthroughs, and what CI, pre-commit and editors ask for",
    )


def run(args: Namespace) -> int:
    """Write the files and say what to type next; 0, or 2 when they cannot be written."""
    from shlex import quote

    from game.language.text.cleaning import clean_line
    from game.output import complain, say
    from game.system.files import because
    from game.writer.scaffold import CannotBegin, begin, first_files

    folder = Path(args.folder)
    files = first_files(folder, parted=args.parted)
    try:
        begin(folder, files)
    except CannotBegin as stop:
        complain(f"{stop}.")
        return 2
    except OSError as error:
        complain(f"{folder} cannot be written to: {because(error)}.")
        return 2
    there = clean_line(quote(str(folder)))
    say(*(str(folder / file.name) for file in files), "", f"Play it: hambies play {there}")
    say(f"See it while you write: hambies write {there}")
    return 0
