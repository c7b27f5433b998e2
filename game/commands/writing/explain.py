"""Say what an error or a warning means, with a story that has it and the same story put right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.output import complain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Container, Iterator

    from game.writer.pages import ErrorPage

_WIDTH = 88
_CODE = re.compile(r"[EWew]?\d{1,3}")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies explain [CODE...]`."""
    parser.add_argument("code", nargs="*", metavar="CODE", help="codes of errors and warnings (default: list them all)")


def run(args: Namespace) -> int:
    """Print the pages, or the list; 0, or 2 when there is no such code or no pages came with this game."""
    from game.places import pages_folder
    from game.writer.pages import codes, page

    known = codes()
    if not known:
        complain(f"the pages about errors are missing: there are none in {pages_folder()}.")
        return 2
    if not args.code:
        say(*(f"{code}  {page(path).title}" for code, path in known.items()))
        return 0
    for number, asked in enumerate(args.code):
        code = _known(asked, known)
        if code is None:
            complain(f"{asked!r} is no code of an error or a warning; hambies explain lists them.")
            return 2
        say(*([""] if number else []), *_told(page(known[code])))
    return 0


def _known(asked: str, codes: Container[str]) -> str | None:
    """The code that is meant by `E030`, `e30` or `30`."""
    if not _CODE.fullmatch(asked):
        return None
    digits = asked.lstrip("EWew").zfill(3)
    letters = asked[0].upper() if asked[0].isalpha() else "EW"
    return next((letter + digits for letter in letters if letter + digits in codes), None)


def _told(page: ErrorPage) -> Iterator[str]:
    """A page for a terminal: prose wrapped, stories set in, links as their words."""
    from textwrap import wrap

    yield f"{page.code} ({page.severity}): {page.title}"
    fenced = False
    paragraph: list[str] = []
    for line in [*page.body.strip("\n").split("\n"), ""]:
        if line.startswith("```"):
            fenced = not fenced
            if fenced and (name := line[3:].removeprefix("yaml").strip()):
                yield f"    # {name}"
        elif fenced:
            yield f"    {line}".rstrip()
        elif line and not line.startswith("#"):
            paragraph.append(line)
        else:
            words = _LINK.sub(r"\1", " ".join(paragraph))
            paragraph.clear()
            if words:
                yield ""
                yield from wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
            if line:
                yield ""
                yield line.lstrip("# ") + ":"
