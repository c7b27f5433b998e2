"""How a story comes to be played: how a playthrough begins, and whether it is told on the screen or line by line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol

from game.output import complain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.engine.sessions.session import Session
    from game.player.screen.app import Hambies
    from game.program.model import Program


def add_beginning(parser: ArgumentParser) -> None:
    """The options that say how a new playthrough begins, and how wide its lines are."""
    parser.add_argument("--seed", type=int, metavar="N", help="start a new playthrough with this seed for its draws")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="start a new playthrough with this answer to a question of its setup; may be given again",
    )
    parser.add_argument("--width", type=_width, metavar="N", help="fold the lines of --plain at N columns (20 or more)")


def setup_of(pairs: list[str]) -> dict[str, str] | None:
    """The answers of `--set`; None, with a sentence on stderr, where one is no NAME=VALUE."""
    from game.language.text.cleaning import composed

    setup = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            complain(f"--set takes NAME=VALUE, not {pair!r}.")
            return None
        setup[composed(name.strip())] = composed(value.strip())
    return setup


def beginning(program: Program, seed: int | None, setup: dict[str, str]) -> Session | None:
    """A new playthrough; None, with a sentence on stderr, where an answer does not fit the story."""
    from game.engine.sessions.session import Session, SetupError

    try:
        return Session(program, seed=seed, setup=setup)
    except SetupError as error:
        complain(error)
        return None


def _width(text: str) -> int:
    from argparse import ArgumentTypeError

    if text.isascii() and text.isdecimal() and 20 <= int(text) <= 1000:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number of columns from 20 to 1000")


class Fronts(Protocol):
    """A story on the screen and line by line."""

    def app(self, start: Session | None, *, light: bool, answer_due: bool) -> Hambies:
        """The app that plays it on the screen."""

    def in_lines(self, start: Session | None, width: int | None, note: str) -> None:
        """Play line by line until the player leaves or the input ends; `note` is said first."""


def play_in(fronts: Fronts, start: Session | None, args: Namespace) -> int:
    """On the screen where there is one, else line by line; from the screen one can go over to that."""
    from game.commands.terminal import terminal_size, why_line_mode
    from game.player.leaving import GOES_ON_IN_LINES, Leaving, interrupt
    from game.saves.settings import Settings

    streams = (sys.stdin, sys.stdout, sys.stderr)
    asked = args.plain or args.width is not None
    settings = Settings.of_player()
    preferred = settings.is_on("plain")
    reason = why_line_mode(os.environ, streams, terminal_size(), asked=asked, preferred=preferred)
    # A pipe needs no reason; a person before a terminal may wonder.
    wondering = not asked and sys.stdin.isatty() and sys.stdout.isatty()
    note = f"Line by line, since {reason}." if wondering else ""
    if not reason:
        code = _on_screen(fronts, start, asks=settings["theme"] == "auto" and sys.stdin.isatty())
        if code != GOES_ON_IN_LINES:
            return code
        start, note = None, "Line by line from here on. To begin like this: hambies --plain, or the setting Line mode."
    with Leaving(interrupt, screen=False):
        fronts.in_lines(start, args.width, note)
    return 0


def _on_screen(fronts: Fronts, start: Session | None, *, asks: bool) -> int:
    """On the screen; `asks` the terminal about its ground while that is imported."""
    from game.commands.playing.background import Background
    from game.player.leaving import Leaving, interrupt

    with Leaving(interrupt, screen=False), Background(os.environ, asks=asks) as ground:
        from game.player.screen.app import run

        light = ground.is_light()
    return run(fronts.app(start, light=light, answer_due=ground.late))
