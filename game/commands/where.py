"""Show where the story, the saves, the settings and the cache are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies where [NAME]`."""
    parser.add_argument("name", nargs="?", help="print this one path and nothing else: story, saves, settings, cache")


def run(args: Namespace) -> int:
    """Print every place, or the one asked for."""
    from game.output import complain, say
    from game.places import NoHome, all_paths

    try:
        paths = all_paths()
    except NoHome as error:
        complain(f"{error}.")
        return 2
    if args.name is None:
        width = max(len(where.name) for where in paths)
        for where in paths:
            say(f"{where.name:<{width}}  {where.path}")
        return 0
    for where in paths:
        if where.name == args.name:
            print(where.path)
            return 0
    names = ", ".join(where.name for where in paths)
    complain(f"{args.name!r} is none of the places: {names}.")
    return 2
