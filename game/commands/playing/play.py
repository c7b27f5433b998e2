"""Play a story: on the screen, line by line (--plain), or as JSON for programs (--json)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from game.commands.playing.fronts import add_beginning, beginning, play_in, setup_of
from game.commands.story import STORY_HELP
from game.output import complain, wire

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.engine.sessions.session import Session
    from game.player.screen.app import Hambies
    from game.program.model import Program


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies play [STORY] [--plain | --json] [--watch] [--seed N] [--set NAME=VALUE]... [--width N]`."""
    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    mode.add_argument("--json", action="store_true", help="one JSON object a line, for bots and other front ends")
    parser.add_argument(
        "--watch",
        action="store_true",
        help="take in what is saved in the story's files, where you are; nothing is saved",
    )
    add_beginning(parser)


def run(args: Namespace) -> int:
    """Play until the player stops; 2 when the story or the arguments cannot be used."""
    from game.commands.story import read_story

    setup = setup_of(args.set)
    if args.watch and args.json:
        complain("--watch is for the screen and for --plain, not for --json.")
        return 2
    if args.watch and setup is not None:
        from game.commands.playing.live import watch

        return watch(args, setup)
    program = read_story(args.story) if setup is not None else None
    if setup is None or program is None:
        return 2
    if args.json:
        return _play_json(program, args.seed, setup)
    start = None
    if setup or args.seed is not None:
        start = beginning(program, args.seed, setup)
        if start is None:
            return 2
    return play_in(_Usual(program), start, args)


def _play_json(program: Program, seed: int | None, setup: dict[str, str]) -> int:
    from game.engine.sessions.session import SetupError
    from game.player.json_lines.player import play

    try:
        play(program, *wire(), seed=seed, setup=setup)
    except SetupError as error:
        complain(error)
        return 2
    return 0


class _Usual:
    """A story as readers play it."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def app(self, start: Session | None, *, light: bool, answer_due: bool) -> Hambies:
        from game.player.screen.app import Hambies
        from game.player.storage.store import PlayerStore

        return Hambies(self._program, PlayerStore(self._program), start=start, light=light, answer_due=answer_due)

    def in_lines(self, start: Session | None, width: int | None, note: str) -> None:
        from game.player.line_mode.player import play

        play(self._program, sys.stdin, sys.stdout, start=start, width=width, note=note)
