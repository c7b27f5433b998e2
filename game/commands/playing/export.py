"""Write what was played of a story as a log that a tester can send: choices and answers, and nothing that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies export --log [STORY] [--to FILE]`; returns nothing, fills the parser."""
    from game.commands.story import STORY_HELP

    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    add("--log", action="store_true", required=True, help="write the playthroughs of this story as a log")
    add("--to", metavar="FILE", help="where to (default: the story's id and .log.json, in this folder)")


def run(args: Namespace) -> int:
    """Write; 0, or 2 when there is nothing to write or it cannot be written."""
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
