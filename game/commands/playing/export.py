"""Write what was played of a story as a log that a tester can send, without what was typed; or the story itself as a proof copy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from game.output import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies export --log|--md [STORY] [--to FILE]`; returns nothing, fills the parser."""
    from game.commands.story import STORY_HELP

    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--log", action="store_true", help="write the playthroughs of this story as a log")
    what.add_argument(
        "--md", action="store_true", help="write all of its text as Markdown, with what each part depends on"
    )
    add("--to", metavar="FILE", help="where to (default: the story's id and .log.json or .md, in this folder)")


def run(args: Namespace) -> int:
    """Write; 0, or 2 when there is nothing to write or it cannot be written."""
    return _proof_copy(args) if args.md else _log(args)


def _proof_copy(args: Namespace) -> int:
    """The text of a story, in reading order."""
    from game.commands.story import find_story, print_findings
    from game.language.text.cleaning import clean_line
    from game.program.load import load
    from game.replay.coverage.files import BadInput, write_file
    from game.writer.manuscript import MARK, manuscript

    path = find_story(args.story)
    if path is None:
        return 2
    loaded = load(path, cache=False)
    if loaded.program is None:
        print_findings(loaded, sys.stderr)
        complain(f"{path} has errors; they come first, or text would be missing.")
        return 2
    to = args.to or f"{loaded.program.id}.md"
    try:
        write_file(to, manuscript(loaded), MARK.encode())
    except BadInput as stop:
        complain(stop)
        return 2
    say(f"The proof copy of {loaded.program.title} is in {clean_line(to)}.")
    return 0


def _log(args: Namespace) -> int:
    """What was played of a story."""
    from game.commands.story import read_story
    from game.language.text.cleaning import clean_line, counted
    from game.replay.coverage.files import BadInput, write_file
    from game.saves.log import encode, log_of

    program = read_story(args.story)
    if program is None:
        return 2
    log, troubles = log_of(program)
    for passed_over in troubles:
        complain(passed_over)
    if not log.playthroughs:
        complain(f"nothing of {program.id} has been played here yet.")
        return 2
    path = args.to or f"{program.id}.log.json"
    try:
        write_file(path, encode(log), b'{\n "hambies_log"')
    except BadInput as stop:
        complain(stop)
        return 2
    typed = [question.variable for question in program.setup if not question.options]
    left = f", without what was typed ({', '.join(typed)})" if typed else ""
    say(f"{counted(len(log.playthroughs), 'playthrough')} written to {clean_line(path)}{left}.")
    return 0
