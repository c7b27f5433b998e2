"""Write a story with its page beside you: what you save is on it at once, with what is wrong and where each line stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.commands.playing.fronts import add_beginning
from game.commands.story import STORY_HELP

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies write [STORY] [--plain] [--seed N] [--set NAME=VALUE]... [--width N]`."""
    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    parser.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    add_beginning(parser)


def run(args: Namespace) -> int:
    """Play and follow the files until the writer leaves; 2 when the story or the arguments cannot be used."""
    from game.commands.playing.fronts import setup_of
    from game.commands.playing.live import watch

    setup = setup_of(args.set)
    return 2 if setup is None else watch(args, setup, writing=True)
