"""Give what has none an id that lasts: choices in the story itself, its lines in a file beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from game.writer.lasting.lines import KeptLines, LineIds

_LARGEST: Final = 64_000_000
_SHOWN: Final = 20


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies ids [STORY] [--write]`."""
    from game.commands.story import STORY_HELP

    parser.add_argument("story", nargs="?", metavar="STORY", help=STORY_HELP)
    parser.add_argument("--write", action="store_true", help="write them; without this, what would change is shown")


def run(args: Namespace) -> int:
    """Show or write the ids; 0, or 2 when the story has errors or a file cannot be read or written."""
    import sys

    from game.commands.story import find_story, print_findings
    from game.language.text.cleaning import counted
    from game.output import complain, say
    from game.program.load import load
    from game.system.files import is_folder
    from game.writer.format.files import put_all, with_text
    from game.writer.lasting.choices import choice_ids
    from game.writer.lasting.lines import NoLineIds, line_ids, lines_file
    from game.writer.story_tree import tree_of

    path = find_story(args.story)
    if path is None:
        return 2
    loaded = load(path, cache=False, traced=True)
    if loaded.program is None:
        print_findings(loaded, sys.stderr)
        complain(f"{path} has errors; they come first.")
        return 2
    root = path if is_folder(path) else path.parent
    kept = lines_file(path)
    try:
        lines = line_ids(tree_of(loaded), _kept(kept))
    except (NoLineIds, OSError) as stop:
        complain(f"{kept} cannot be used: {stop}.")
        return 2
    found = choice_ids(path, loaded)
    files = [with_text(name, root, loaded.sources[name].text, text) for name, text in found.texts.items()]
    if args.write:
        wrong = put_all(files, root, partial(_keep, kept, lines))
        for sentence in wrong:
            complain(sentence)
        if wrong:
            return 2
    else:
        for file in files:
            say(*file.diff())
    say(f"{counted(found.added, 'choice')} without an id of {'its' if found.added == 1 else 'their'} own.")
    if found.left:
        say(f"Left to you, since more than lines would have to be added: {counted(len(found.left), 'choice')}.")
        say(*(f"  {one.place}: {one.id}" for one in found.left[:_SHOWN]))
    say(*_told(lines), "Written." if args.write else "Nothing is written yet: add --write.")
    return 0


def _keep(file: Path, lines: LineIds) -> str:
    """Write the file with the lines; why that cannot be done."""
    from game.replay.coverage.files import BadInput, write_file
    from game.writer.lasting.lines import MARK, as_json

    try:
        write_file(str(file), as_json(lines.kept), MARK.encode())
    except BadInput as stop:
        return str(stop)
    return ""


def _kept(file: Path) -> KeptLines:
    """The lines that were kept; none where there is no file yet. Raises NoLineIds and OSError."""
    from game.system.files import is_there, read
    from game.writer.lasting.lines import KeptLines, NoLineIds, read_json

    if not is_there(file):
        return KeptLines()
    try:
        return read_json(read(file, _LARGEST).decode("utf-8"))
    except UnicodeDecodeError:
        raise NoLineIds("it is not in UTF-8") from None


def _told(lines: LineIds) -> Iterator[str]:
    """How many lines there are, and what has become of those that were kept."""
    from game.language.text.cleaning import counted

    yield (
        f"{counted(len(lines.kept.lines), 'line')}: {len(lines.new):,} new, {len(lines.corrected):,} corrected, "
        f"{len(lines.gone):,} gone."
    )
    for name, before in list(lines.corrected.items())[:_SHOWN]:
        yield f"  {name}: {before}"
        yield f"  {' ' * len(name)}  {lines.kept.lines[name].text}"
