"""Play a story: on the screen, line by line (--plain), or as JSON for programs (--json)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from game.commands.story import STORY_HELP
from game.output import complain, wire

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.engine.sessions.session import Session
    from game.program.model import Program


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies play [STORY] [--plain | --json] [--seed N] [--set NAME=VALUE]... [--width N]`."""
    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    mode.add_argument("--json", action="store_true", help="one JSON object a line, for bots and other front ends")
    parser.add_argument("--seed", type=int, metavar="N", help="start a new playthrough with this seed for its draws")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="start a new playthrough with this answer to a question of its setup; may be given again",
    )
    parser.add_argument("--width", type=_width, metavar="N", help="fold the lines of --plain at N columns (20 or more)")


def run(args: Namespace) -> int:
    """Play until the player stops; 2 when the story or the arguments cannot be used."""
    from game.commands.story import read_story

    setup = _setup(args.set)
    program = read_story(args.story) if setup is not None else None
    if setup is None or program is None:
        return 2
    if args.json:
        return _play_json(program, args.seed, setup)
    return _play(program, args, setup)


def _play_json(program: Program, seed: int | None, setup: dict[str, str]) -> int:
    from game.engine.sessions.session import SetupError
    from game.player.json_lines.player import play

    try:
        play(program, *wire(), seed=seed, setup=setup)
    except SetupError as error:
        complain(error)
        return 2
    return 0


def _setup(pairs: list[str]) -> dict[str, str] | None:
    from game.language.text.cleaning import composed

    setup = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            complain(f"--set takes NAME=VALUE, not {pair!r}.")
            return None
        setup[composed(name.strip())] = composed(value.strip())
    return setup


def _width(text: str) -> int:
    from argparse import ArgumentTypeError

    if text.isascii() and text.isdecimal() and 20 <= int(text) <= 1000:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number of columns from 20 to 1000")


def _on_screen(program: Program, start: Session | None, *, asks: bool) -> int:
    """On the screen; `asks` the terminal about its ground while that is imported."""
    from game.commands.playing.background import Background
    from game.player.leaving import Leaving, interrupt

    with Leaving(interrupt, screen=False), Background(os.environ, asks=asks) as ground:
        from game.player.screen.app import play as play_on_screen

        light = ground.is_light()
    return play_on_screen(program, start=start, light=light, answer_due=ground.late)


def _play(program: Program, args: Namespace, setup: dict[str, str]) -> int:
    """On the screen where there is one, else line by line; from the screen one can go over to that."""
    from game.commands.terminal import terminal_size, why_line_mode
    from game.player.leaving import GOES_ON_IN_LINES
    from game.saves.settings import Settings

    start = None
    if setup or args.seed is not None:
        from game.engine.sessions.session import Session, SetupError

        try:
            start = Session(program, seed=args.seed, setup=setup)
        except SetupError as error:
            complain(error)
            return 2
    streams = (sys.stdin, sys.stdout, sys.stderr)
    asked = args.plain or args.width is not None
    settings = Settings.of_player()
    preferred = settings.is_on("plain")
    reason = why_line_mode(os.environ, streams, terminal_size(), asked=asked, preferred=preferred)
    if not reason:
        code = _on_screen(program, start, asks=settings["theme"] == "auto" and sys.stdin.isatty())
        if code != GOES_ON_IN_LINES:
            return code
        _in_lines(
            program,
            None,
            args.width,
            "Line by line from here on. To begin like this: hambies --plain, or the setting Line mode.",
        )
        return 0
    # A pipe needs no reason; a person before a terminal may wonder.
    wondering = not asked and sys.stdin.isatty() and sys.stdout.isatty()
    _in_lines(program, start, args.width, f"Line by line, since {reason}." if wondering else "")
    return 0


def _in_lines(program: Program, start: Session | None, width: int | None, note: str) -> None:
    """Line by line, until the player leaves or the input ends; `note` is said first."""
    from game.player.leaving import Leaving, interrupt
    from game.player.line_mode.player import play

    with Leaving(interrupt, screen=False):
        play(program, sys.stdin, sys.stdout, start=start, width=width, note=note)
