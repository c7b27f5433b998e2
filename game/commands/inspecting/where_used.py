"""Find every place where a story uses a name: of a scene, a choice, a variable, a value, somebody of the cast, an ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.writer.names.uses import NamedThing


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies where-used NAME [STORY] [--format text|json]`."""
    from game.commands.story import STORY_HELP

    parser.add_argument(
        "name", metavar="NAME", help="a name, or with a dot what it is in: cellar, cellar.go-up, trust.namra, side.camp"
    )
    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people (default) or JSON")


def run(args: Namespace) -> int:
    """Print the places; 0, or 2 when nothing is called so or there is no story."""
    import sys

    from game.commands.story import find_story, print_findings
    from game.output import complain, say
    from game.program.load import load
    from game.writer.names.uses import meant, near, told

    path = find_story(args.story)
    if path is None:
        return 2
    loaded = load(path, cache=False, traced=True)
    if loaded.table is None:
        print_findings(loaded, sys.stderr)
        return 2
    if loaded.program is None:
        complain(f"{path} has errors, so places may be missing: hambies check names them.")
    found = meant(loaded.table, args.name)
    if not found:
        others = near(loaded.table, args.name)
        hint = f" Near it: {', '.join(others)}." if others else ""
        complain(f"nothing in {path} is called {args.name!r}.{hint}")
        return 2
    if args.format == "json":
        _json(found)
        return 0
    for number, one in enumerate(found):
        say(*([""] if number else []), f"{one.thing} {one.called}: {one.counted}", *told(one, loaded.sources))
    return 0


def _json(found: list[NamedThing]) -> None:
    import json

    from game.output import for_machines

    things = [
        {
            "thing": one.thing,
            "name": one.name,
            "inside": one.inside,
            "places": [{"use": use.use, "scene": use.scene} | use.span._asdict() for use in one.places],
        }
        for one in found
    ]
    for_machines().write(json.dumps(things, ensure_ascii=False, indent=2) + "\n")
