"""Read what testers answered to the question that a story asks in play, from their saves and logs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.output import complain, for_machines, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from game.program.model import Program
    from game.saves.log import Log
    from game.writer.premise.figures import Figures


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies premise PATH... [--story STORY] [--format FORM] [--html FILE]`; returns nothing, fills the parser."""
    from game.commands.story import STORY_HELP

    add = parser.add_argument
    add("path", nargs="+", metavar="PATH", help="logs, saves, and folders of them; each log or folder is one tester")
    add("--story", metavar="STORY", help=STORY_HELP)
    add("--format", choices=("text", "json", "csv"), default="text", help="text for people (default), JSON or CSV")
    add("--html", metavar="FILE", help="write a page with charts")


def run(args: Namespace) -> int:
    """Read and tell; 0, or 2 when a file or the story cannot be used."""
    import sys

    from game.commands.story import find_story, load_story
    from game.language.diagnostics.report import render
    from game.system.files import is_folder, is_there
    from game.writer.premise import question as asked
    from game.writer.premise.answers import answers_of
    from game.writer.premise.figures import figures_of

    path = find_story(args.story)
    program = load_story(path).program if path is not None else None
    if path is None or program is None:
        return 2
    place = (path if is_folder(path) else path.parent) / asked.NAME
    if not is_there(place):
        complain(f"this story asks no question in play: there is no {place}.")
        return 2
    question, wrong, source = asked.read(place, program)
    if question is None:
        for one in wrong:
            print(render(one, {source.name: source}) + "\n", file=sys.stderr)
        return 2
    logs = _logs(args.path, program)
    if logs is None:
        return 2
    answers = answers_of(program, question, logs)
    figures = figures_of(answers)
    if args.html and not _page(args.html, figures):
        return 2
    from game.writer.premise import report

    if args.format == "json":
        for_machines().write(report.json(figures))
    elif args.format == "csv":
        for_machines().write(report.table(answers))
    else:
        say(*report.text(figures))
    return 0


def _page(path: str, figures: Figures) -> bool:
    from game.replay.coverage.files import BadInput, write_file
    from game.writer.premise.page import html_page

    try:
        write_file(path, html_page(figures), b"<!DOCTYPE html>")
    except BadInput as stop:
        complain(stop)
        return False
    return True


def _logs(paths: list[str], program: Program) -> list[Log] | None:
    """What the testers played; None, with a sentence on stderr, where there is nothing of this story. A file that cannot be used is told and passed over."""
    from game.saves.log import Log, merged
    from game.system.files import is_folder, is_there

    logs: list[Log] = []
    for path in paths:
        if not is_there(path):
            complain(f"there is no file or folder {path}.")
            return None
        saves: list[Log] = []
        for file in _files(Path(path)) if is_folder(path) else [Path(path)]:
            read = _read(file, program)
            if isinstance(read, str):
                complain(f"{file} is passed over: {read}.")
            elif file.name.endswith(".log.json") or not is_folder(path):
                logs.append(read)
            else:
                saves.append(read)
        if saves:
            plays = tuple(play for one in saves for play in one.playthroughs)
            logs.append(Log(program.id, program.digest, plays))
    if not logs:
        complain(f"no playthrough of {program.id} is in {', '.join(paths)}.")
        return None
    return merged(logs)


def _files(folder: Path) -> Iterator[Path]:
    from game.system.files import names

    yield from (folder / name for name in sorted(names(folder, folders=False)) if name.endswith(".json"))


def _read(path: Path, program: Program) -> Log | str:
    """The log or the save in a file; or why there is none of this story."""
    from game.saves.errors import SaveError
    from game.saves.format import decode as save_in
    from game.saves.log import LARGEST, Log, LogError, decode, logged
    from game.system.files import because, read

    try:
        content = read(path, LARGEST)
    except OSError as error:
        return because(error)
    if b'"hambies_log"' in content[:200]:
        try:
            log = decode(content)
        except LogError as error:
            return str(error)
        return log if log.story == program.id else "it is of another story"
    try:
        play = save_in(content).playthrough
    except SaveError:
        return "it is no log and no save"
    if play.story != program.id:
        return "it is of another story"
    return Log(play.story, play.digest, (logged(play, program),))
