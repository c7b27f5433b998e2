"""Write the files of a story in one layout: never a word of prose or a comment changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.writer.format.files import Formatted


class NamedFiles(NamedTuple):
    """What a path names: the story that it belongs to (None for a playthrough), the folder that nothing may lead out of, and the files."""

    story: Path | None
    root: Path
    paths: list[Path]


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies fmt [PATH...] [--check] [--diff] [--modern [--write]]`."""
    parser.add_argument(
        "path",
        nargs="*",
        help="stories, in a folder with their playthroughs; or single chapters and playthroughs (default: the story of the folder you are in)",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; name the files that would change, and fail"
    )
    parser.add_argument("--diff", action="store_true", help="write nothing; show what would change")
    parser.add_argument(
        "--modern",
        action="store_true",
        help="turn long forms into the best ones too, where that is proven to change nothing; only shown, unless with --write",
    )
    parser.add_argument("--write", action="store_true", help="write what --modern shows")


def run(args: Namespace) -> int:
    """Write files anew, or say which would be; 0 when all is well, 1 when --check names some, 2 when one cannot be read or written."""
    from game.output import complain, say

    if args.write and (args.check or args.diff or not args.modern):
        complain("--write is for --modern alone: hambies fmt writes by itself, and --check and --diff never do.")
        return 2
    code = 0
    sheets: list[tuple[Path, Formatted]] = []
    seen: set[str] = set()
    for given in args.path or [None]:
        asked = _asked(given)
        if asked is None:
            code = 2
            continue
        found, wrong = _sheets(asked, seen, modern=args.modern)
        sheets += [(asked.root, one) for one in found]
        code = max(code, wrong)
    code = max(code, _said([one for _, one in sheets]))
    fresh = [(root, one) for root, one in sheets if one.changed]
    shown = args.diff or (args.modern and not args.write and not args.check)
    for _, one in fresh if shown else ():
        say(*one.diff())
    if args.check:
        say(*(f"{one.name} would be written anew" for _, one in fresh))
        return max(code, int(bool(fresh)))
    if shown and fresh and args.modern and not args.diff:
        say("", "Nothing is written yet: hambies fmt --modern --write does it.")
    return code if shown or not sheets else max(code, _written(fresh, len(sheets)))


def _asked(given: str | None) -> NamedFiles | None:
    """What a path names; None, with a sentence on stderr, where that is nothing."""
    from game.commands.story import find_story
    from game.output import complain
    from game.places import NoStory, chosen_story
    from game.system.files import is_folder, is_there
    from game.system.names import is_playthrough

    if given is not None and not is_there(given):
        complain(f"there is no folder or file {given!r}.")
        return None
    if given is not None and is_playthrough(Path(given).name):
        return NamedFiles(None, Path(given).parent, [Path(given)])
    try:
        chosen = chosen_story(given)
    except NoStory as error:
        complain(error)
        return None
    if given is None and not chosen.here:  # the story that ships is written only where it is named
        complain("no story.yaml is here or above. Name a story's folder or a file: hambies fmt PATH")
        return None
    if given is not None and chosen.part and not is_folder(given):
        return NamedFiles(chosen.path, chosen.path, [Path(given)])
    story = find_story(given)
    if story is None:
        return None
    paths = _all(story)
    return NamedFiles(story, story if is_folder(story) else story.parent, paths) if paths else None


def _all(story: Path) -> list[Path]:
    """The files of a story, and of a folder the playthroughs in it; none, with what is wrong on stderr, where there is no story."""
    import sys

    from game.commands.story import print_findings
    from game.program.load import load
    from game.replay.running.script_loader import find_scripts
    from game.system.files import is_folder

    loaded = load(story, cache=False)
    if not loaded.sources:
        print_findings(loaded, sys.stderr)
        return []
    scripts = find_scripts([str(story)])[0] if is_folder(story) else []
    return [*(Path(name) for name in loaded.sources if name not in loaded.pictures), *(one.path for one in scripts)]


def _sheets(asked: NamedFiles, seen: set[str], *, modern: bool) -> tuple[list[Formatted], int]:
    """The files, each once, as they should be written; and 2 where the best forms cannot be had."""
    from game.output import complain
    from game.system.files import real
    from game.system.names import is_playthrough
    from game.writer.format.files import sheet

    found: list[Formatted] = []
    for path in asked.paths:
        if real(path) not in seen:
            seen.add(real(path))
            found.append(sheet(path, asked.root))
    if not modern or asked.story is None or not found:
        return found, 0
    from game.writer.format.proven import Unproven, modernised

    try:
        sheets, others = modernised(asked.story, found)
        for one in others:
            if not is_playthrough(one.path.name):
                complain(f"{one.name} is no part of the story {asked.story}, so only its layout is looked at.")
        return [*sheets, *others], 0
    except Unproven:
        complain(f"{asked.story} has errors, so nothing can be shown to mean the same: hambies check names them.")
        return found, 2


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
    from game.language.text.cleaning import counted
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
