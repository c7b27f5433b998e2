"""Play in a browser: a small server for this machine (or others, if told so), with saves of their own for each visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.commands.story import STORY_HELP
from game.output import complain
from game.replay.numbers import whole_number

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HERE = "127.0.0.1"
NEEDS = "playing in a browser needs the package textual-serve: pip install 'hambies[serve]' (in a checkout: pip install -e '.[serve]')"


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies serve [STORY] [--host HOST] [--port N] [--url URL] [--visitors N] [--at-once N]`."""
    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    add(
        "--host",
        default=HERE,
        metavar="HOST",
        help=f"the address to listen at (default: {HERE}, this machine alone; 0.0.0.0: all of them)",
    )
    add("--port", type=whole_number(65_535), default=8000, metavar="N", help="the port to listen at (default: 8000)")
    add("--url", default="", metavar="URL", help="where browsers find it, if a proxy stands before it")
    add(
        "--visitors",
        type=whole_number(100_000),
        default=100,
        metavar="N",
        help="keep the saves of so many visitors (default: 100)",
    )
    add(
        "--at-once",
        type=whole_number(1_000),
        default=10,
        metavar="N",
        help="the most games open at a time (default: 10)",
    )


def run(args: Namespace) -> int:
    """Serve until Ctrl+C; 2 when the story, the address or the port cannot be used."""
    from game.commands.story import find_story, load_story
    from game.places import NoHome, data_folder

    path = find_story(args.story, to_play=True)
    program = None if path is None else load_story(path).program
    if path is None or program is None:
        return 2
    if args.url and not args.url.startswith(("http://", "https://")):
        complain(f"--url is an address such as https://example.org/, not {args.url!r}.")
        return 2
    try:
        folder = data_folder() / ".visitors"
    except NoHome as error:
        complain(f"the saves of visitors need a folder: {error}.")
        return 2
    try:
        from game.player.browser.server import BrowserServer
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"game", "textual"}:
            raise
        complain(NEEDS)
        return 2
    from game.language.text.cleaning import clean_line
    from game.player.browser.visitors import Visitors

    server = BrowserServer(
        path.absolute(),
        clean_line(program.title),
        Visitors(folder, max(args.visitors, args.at_once)),
        host=args.host,
        port=args.port,
        url=args.url,
        at_once=args.at_once,
    )
    if args.host != HERE:
        complain(f"whoever reaches {args.host} can play here.")
    try:
        server.serve()
    except (OSError, UnicodeError) as error:
        complain(f"port {args.port} at {args.host} cannot be listened at: {getattr(error, 'strerror', None) or error}.")
        return 2
    return 0
