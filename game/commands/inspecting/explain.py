"""Say what an error or a warning means, with an example put right, or show a page of the documents: the tutorial, the format, a recipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.output import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

_CODE = re.compile(r"[EWew]?\d{1,3}")


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies explain [PAGE...]`."""
    parser.add_argument(
        "page",
        nargs="*",
        metavar="PAGE",
        help="codes of errors and warnings, or names of pages: tutorial, format, cookbook/clock (default: list them all)",
    )


def run(args: Namespace) -> int:
    """Print the pages, or the list; 0, or 2 when there is no such page or none came with this game."""
    from game.places import docs_folder
    from game.writer.pages import codes, guide, guides, in_a_terminal, page, title_of

    known, others = codes(), guides()
    if not known:
        complain(f"the documents are missing: there are none in {docs_folder()}.")
        return 2
    if not args.page:
        say(*(f"{name}  {title_of(guide(path))}" for name, path in others.items()), "")
        say(*(f"{code}  {page(path).title}" for code, path in known.items()))
        return 0
    for number, asked in enumerate(args.page):
        say(*([""] if number else []))
        code, name = _code(asked, known), _name(asked, others)
        if code is not None:
            about = page(known[code])
            say(f"{about.code} ({about.severity}): {about.title}", *in_a_terminal(about.body))
        elif inside := [each for each in others if each.startswith(f"{asked.lower().rstrip('/')}/")]:
            say(*(f"{each}  {title_of(guide(others[each]))}" for each in inside))
        elif name is not None:
            say(*_without_blanks_above(in_a_terminal(guide(others[name]))))
        else:
            complain(f"there is no page {asked!r}: {_near(asked, others)}hambies explain lists them.")
            return 2
    return 0


def _code(asked: str, codes: Container[str]) -> str | None:
    """The code that is meant by `E030`, `e30` or `30`, or by the letter of the other kind."""
    if not _CODE.fullmatch(asked):
        return None
    digits = asked.lstrip("EWew").zfill(3)
    letters = "WE" if asked[0] in "Ww" else "EW"
    return next((letter + digits for letter in letters if letter + digits in codes), None)


def _name(asked: str, pages: Mapping[str, Path]) -> str | None:
    """The page that is meant by `cookbook/clock`, `clock` or `docs/cookbook/clock.md`; `ink` is `coming-from-ink`."""
    wanted = asked.lower().removeprefix("docs/").removesuffix(".md")
    found = [name for name in pages if name == wanted] or [
        name for name in pages if name.endswith((f"/{wanted}", f"-from-{wanted}"))
    ]
    return found[0] if len(found) == 1 else None


def _near(asked: str, pages: Mapping[str, Path]) -> str:
    from difflib import get_close_matches

    from game.commands.table import COMMANDS

    if any(asked == one.name for one in COMMANDS):
        return f"hambies {asked} --help tells of the command, "
    short = {name.rpartition("/")[2].removeprefix("coming-from-"): name for name in pages}
    near = get_close_matches(asked.lower(), [*short, *pages], 1)
    return f"did you mean {short.get(near[0], near[0])}? " if near else ""


def _without_blanks_above(lines: Iterator[str]) -> Iterator[str]:
    begun = False
    for line in lines:
        begun = begun or bool(line)
        if begun:
            yield line
