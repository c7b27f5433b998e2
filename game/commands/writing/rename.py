"""Give something in a story another name: in all its files and playthroughs, with the note by which saves find it. No word of prose changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from game.writer.names.rename import Renamed

_FEW: Final = 3
"""Errors that are shown of a story which a new name would break: the rest are like them."""


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies rename KIND OLD NEW [STORY] [--write]`."""
    from game.commands.story import STORY_HELP
    from game.program.sources import Thing

    kinds = get_args(Thing)
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=f"what it is: {', '.join(kinds)}")
    parser.add_argument(
        "old", metavar="OLD", help="its name; with a dot what it is in, where two have it: cellar.go-up, side.camp"
    )
    parser.add_argument("new", metavar="NEW", help="the name alone that it gets")
    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    parser.add_argument("--write", action="store_true", help="write it; without this, what would change is shown")


def run(args: Namespace) -> int:
    """Show or write what changes; 0, or 2 when it cannot be renamed so, or a file cannot be written."""
    import sys

    from game.commands.story import find_story, print_findings
    from game.output import complain, say
    from game.program.load import load
    from game.system.files import is_folder
    from game.writer.names.rename import CannotRename, renamed
    from game.writer.names.uses import meant, near

    path = find_story(args.story)
    if path is None:
        return 2
    loaded = load(path, cache=False, traced=True)
    if loaded.program is None or loaded.table is None:
        print_findings(loaded, sys.stderr)
        complain(f"{path} has errors; they come first, or places would be missed.")
        return 2
    found = [one for one in meant(loaded.table, args.old) if one.thing == args.kind]
    if len(found) != 1:
        others = near(loaded.table, args.old, args.kind)
        if found:
            complain(f"which {args.kind}: {' or '.join(one.called for one in found)}?")
        else:
            hint = f" Near it: {', '.join(others)}." if others else ""
            complain(f"no {args.kind} in {path} is called {args.old!r}.{hint}")
        return 2
    try:
        changes = renamed(path, loaded, found[0], args.new)
    except CannotRename as stop:
        if stop.loaded is not None:
            wrong = [finding for finding in stop.loaded.diagnostics if finding.severity == "error"]
            print_findings(stop.loaded._replace(diagnostics=tuple(wrong[:_FEW])), sys.stderr)
        complain(f"{stop}. Nothing is changed.")
        return 2
    root = path if is_folder(path) else path.parent
    if args.write:
        return _written(changes, root)
    for file in (*changes.story, *changes.scripts):
        say(*file.diff())
    say("", f"{_counted(changes)}. Nothing is written yet: add --write.")
    say(*_elsewhere(root, loaded.sources, found[0].name))
    return 0


def _written(changes: Renamed, root: Path) -> int:
    """Write all files, or none: what was written already is put back where one cannot be. 0, or 2."""
    from game.output import complain, say
    from game.writer.format.files import put_all

    files = [*changes.story, *changes.scripts]
    wrong = put_all(files, root)
    for sentence in wrong:
        complain(sentence)
    if wrong:
        return 2
    say(*(f"{one.name} is written anew" for one in files), f"{_counted(changes)}.")
    return 0


def _counted(changes: Renamed) -> str:
    from game.language.text.cleaning import counted

    scripts = f" and in {counted(len(changes.scripts), 'playthrough')}" if changes.scripts else ""
    return f"{counted(changes.places, 'place')} in {counted(len(changes.story), 'file')}{scripts}"


def _elsewhere(root: Path, sources: Iterable[str], name: str) -> Iterator[str]:
    """Lines of other files in the story's folder that have the word: policies, notes. They are for the writer to look at."""
    from game.writer.names.elsewhere import lines_with

    found = list(lines_with(root, sources, name))
    if found:
        yield ""
        yield "These files are no part of the story and stay as they are. Look whether they mean it:"
        yield from found
