"""Write a story with its page beside you: what you save is on it at once, with what is wrong and where each line stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from game.commands.playing.fronts import add_beginning
from game.commands.story import STORY_HELP

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.engine.sessions.session import Session
    from game.writer.live.story import LiveStory

_PATIENCE: Final = 8.0
"""Seconds for which committed playthroughs are played to find one that comes to a place."""


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies write [STORY] [--at SCENE | --line FILE:LINE | --from SCRIPT] [--plain] [--seed N] [--set NAME=VALUE]... [--width N]`."""
    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--at", metavar="SCENE", default="", help="begin at a scene or an ending, as play can come there"
    )
    where.add_argument("--line", metavar="FILE:LINE", default="", help="begin at a line or a choice of a file")
    where.add_argument("--from", metavar="SCRIPT", dest="script", default="", help="begin where a playthrough ends")
    parser.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    add_beginning(parser)


def run(args: Namespace) -> int:
    """Play and follow the files until the writer leaves; 2 when the story or the arguments cannot be used, 3 when no way to the place was found."""
    from game.commands.playing.fronts import play_in, setup_of
    from game.commands.playing.live import Followed, followed

    setup = setup_of(args.set)
    live = followed(args.story) if setup is not None else None
    if setup is None or live is None or live.program is None:
        return 2
    found = _start(live, args, setup)
    if isinstance(found, int):
        return found
    start, note = found
    return play_in(Followed(live, start, writing=True, note=note), start, args)


def _start(live: LiveStory, args: Namespace, setup: dict[str, str]) -> tuple[Session, str] | int:
    """A playthrough that stands where the writer wants to begin, and how it came there; an exit code, with a sentence on stderr, where there is none."""
    from game.commands.playing.fronts import beginning
    from game.language.text.cleaning import composed
    from game.output import complain
    from game.writer.ways.starts import session_from, session_to, wanted_line, wanted_scene

    assert live.program is not None, "it was looked at"
    if not (args.at or args.line or args.script):
        start = beginning(live.program, args.seed, setup)
        return 2 if start is None else (start, "")
    if args.seed is not None or setup:
        complain("a way to a place has its own seed and answers: leave --seed and --set out.")
        return 2
    if args.script:
        session, said = session_from(live, args.script)
    else:
        live.due = False
        live.take(live.load())
        wanted = wanted_line(live, composed(args.line)) if args.line else wanted_scene(live.program, composed(args.at))
        if isinstance(wanted, str):
            complain(f"{wanted}.")
            return 2
        end = time.monotonic() + _PATIENCE
        session, said = session_to(live, wanted, lambda: time.monotonic() > end)
    if session is None:
        complain(f"{said.rstrip('.')}.")
        return 2 if args.script else 3
    return session, f"You are there {said}."
