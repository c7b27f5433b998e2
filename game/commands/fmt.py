"""Write the files of a story in one layout: never a word of prose or a comment changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.writer.format.files import Formatted


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies fmt [PATH...] [--check] [--diff]`."""
    parser.add_argument(
        "path",
        nargs="*",
        help="folders of stories, with their playthroughs, or single files (default: the story of the folder you are in)",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; name the files that would change, and fail"
    )
    parser.add_argument("--diff", action="store_true", help="write nothing; show what would change")


def run(args: Namespace) -> int:
    """Write files anew, or say which would be; 0 when all is well, 1 when --check names some, 2 when one cannot be read or written."""
    from game.output import say

    code = 0
    sheets: list[tuple[Path, Formatted]] = []
    seen: set[str] = set()
    for given in args.path or [None]:
        found, wrong = _sheets(given, seen)
        sheets += found
        code = max(code, wrong)
    code = max(code, _said([one for _, one in sheets]))
    fresh = [(root, one) for root, one in sheets if one.changed]
    if args.diff:
        for _, one in fresh:
            say(*one.diff())
    if args.check:
        for _, one in fresh:
            say(f"{one.name} would be written anew")
        return max(code, int(bool(fresh)))
    return code if args.diff or not sheets else max(code, _written(fresh, len(sheets)))


def _sheets(given: str | None, seen: set[str]) -> tuple[list[tuple[Path, Formatted]], int]:
    """The files that a path names, each with the folder that it may not lead out of; and 2 where there are none."""
    from game.output import complain
    from game.system.files import is_folder, is_there, real
    from game.writer.format.files import sheet

    if given is not None and not is_there(given):
        complain(f"there is no folder or file {given!r}.")
        return [], 2
    if given is not None and not is_folder(given):
        root, paths = Path(given).parent, [Path(given)]
    else:
        folder = _folder(given)
        if folder is None:
            return [], 2
        root, paths = folder, _all(folder)
        if not paths:
            return [], 2
    found: list[tuple[Path, Formatted]] = []
    for path in paths:
        if real(path) not in seen:
            seen.add(real(path))
            found.append((root, sheet(path, root)))
    return found, 0


def _folder(given: str | None) -> Path | None:
    """The folder or file of the story; never the one that ships where none is named, since its files are written."""
    from game.commands.story import find_story
    from game.output import complain
    from game.places import NoStory, chosen_story

    try:
        if given is None and not chosen_story().here:
            complain("no story.yaml is here or above. Name a story's folder or a file: hambies fmt PATH")
            return None
    except NoStory as error:
        complain(error)
        return None
    return find_story(given)


def _all(story: Path) -> list[Path]:
    """The files of a story, and its playthroughs; none, with what is wrong on stderr, where there is no story."""
    import sys

    from game.commands.story import print_findings
    from game.program.load import load
    from game.replay.running.script_loader import find_scripts

    loaded = load(story, cache=False)
    if not loaded.sources:
        print_findings(loaded, sys.stderr)
        return []
    scripts, _ = find_scripts([str(story)])
    return [*(Path(name) for name in loaded.sources), *(one.path for one in scripts)]


def _said(sheets: list[Formatted]) -> int:
    """Say what is wrong with files that are left alone; 2 where there are such."""
    import sys

    from game.commands.story import print_findings
    from game.output import complain
    from game.program.load import Loaded

    code = 0
    for one in sheets:
        if one.wrong:
            print_findings(Loaded(None, one.wrong, {one.name: one.source}), sys.stderr)
            complain(f"{one.name} is left as it is.")
            code = 2
        elif one.unusual:
            complain(f"{one.name} is left as it is: there is YAML in it that stories do not need.")
    return code


def _written(fresh: list[tuple[Path, Formatted]], total: int) -> int:
    """Write files anew; 2 where one cannot be."""
    from game.language.text import counted
    from game.output import complain, say
    from game.writer.format.files import put

    code, done = 0, 0
    for root, one in fresh:
        if reason := put(one, root):
            complain(f"{one.name} cannot be written: {reason}.")
            code = 2
        else:
            say(f"{one.name} is written anew")
            done += 1
    rest = total - done
    say(f"{counted(done, 'file')} written anew, {rest} left as {'it is' if rest == 1 else 'they are'}.")
    return code
