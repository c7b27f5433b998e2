"""Write what was played of a story as a log that a tester can send: choices and answers, and nothing that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.program.model import Program
    from game.saves.log import Log


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
    from game.saves.log import encode

    program = read_story(args.story)
    if program is None:
        return 2
    log = log_of(program)
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


def log_of(program: Program) -> Log:
    """What was played of a story on this machine: each playthrough as far as it went, and the choices that were taken back."""
    from game.saves.errors import SaveError
    from game.saves.home import home_of
    from game.saves.log import Log, logged, merged
    from game.saves.progress import Progress
    from game.saves.slots import Slots

    home = home_of(program)
    slots = Slots(home.folder, program.id, home.calls)
    played = []
    for slot in slots.list():
        if slot.trouble:
            continue
        try:
            played.append(logged(slots.load(slot.id, fallback=False).save.playthrough, program))
        except SaveError as error:
            complain(f"the save {slot.id} is passed over: {error.reason}")
    undone = Progress(home.folder, home.calls, renames=program.renamed).all("undone")
    return merged([Log(program.id, program.digest, tuple(played), undone)])[0]
