"""The documents that come with the game: the pages about errors and warnings by code, all others by name; and how a page reads in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from game.places import docs_folder, pages_folder
from game.system.files import is_folder, names, read

_LARGEST: Final = 1_000_000
_WIDTH: Final = 88
_LINK: Final = r"!?\[([^\]]*)\]\([^)\s]*\)"
_ITEM: Final = r"(\s*)([-*]|\d+\.) +"
_NO_GUIDES: Final = ("index", "README")


class ErrorPage(NamedTuple):
    """A page: its code, `error` or `warning`, what it says in one line, and the rest of it as Markdown."""

    code: str
    severity: str
    title: str
    body: str


def codes(folder: Path | None = None) -> dict[str, Path]:
    """The files of all pages about errors and warnings by their codes, in order; none where no pages came with this game."""
    folder = folder or pages_folder()
    if not is_folder(folder):
        return {}
    return {name[:-3]: folder / name for name in sorted(names(folder)) if re.fullmatch(r"[EW]\d{3}\.md", name)}


def guides(folder: Path | None = None) -> dict[str, Path]:
    """The files of all other pages by their names, such as `format` and `cookbook/clock`, in order."""
    folder = folder or docs_folder()
    found = {}
    for inside in ("", "cookbook/", "coming-from/"):
        if is_folder(folder / inside):
            for name in sorted(names(folder / inside, folders=False)):
                if name.endswith(".md") and name[:-3] not in _NO_GUIDES:
                    found[inside + name[:-3]] = folder / inside / name
    return found


def page(path: Path) -> ErrorPage:
    """A page about an error from its file. Raises OSError."""
    head, _, body = guide(path).partition("\n---\n")
    said = dict(line.split(": ", 1) for line in head.split("\n")[1:] if ": " in line)
    return ErrorPage(path.stem, said.get("severity", "error"), said.get("title", ""), body)


def guide(path: Path) -> str:
    """A page as it is written. Raises OSError."""
    return read(path, _LARGEST).decode("utf-8")


def title_of(text: str) -> str:
    """The first heading of a page."""
    return next((line.lstrip("# ") for line in text.split("\n") if line.startswith("# ")), "")


def in_a_terminal(text: str) -> Iterator[str]:
    """The lines of a page for a terminal: prose and items wrapped, what is fenced set in, tables as items, links as their words."""
    fence = ""
    paragraph: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        mark = re.match(r"(`{3,})(.*)", line)
        if fence:
            if mark is not None and mark[1] == fence and not mark[2]:
                fence = ""
            else:
                yield f"    {line}".rstrip()
        elif mark is not None:
            yield from _wrapped(paragraph)
            fence = mark[1]
            name = mark[2].removeprefix("yaml").strip()
            yield ""
            if re.fullmatch(r"[\w./-]+\.\w+", name):
                yield f"    # {name}"
        elif line.startswith("#"):
            yield from _wrapped(paragraph)
            words = _plain(line.lstrip("# "))
            yield from ("", words if line.startswith("# ") else f"{words}:")
            if line.startswith("# "):
                yield "=" * len(words)
        elif line.startswith("|"):
            yield from _wrapped(paragraph)
            yield from _row(line)
        elif not line.strip() or line.startswith(("<!--", "![")):
            yield from _wrapped(paragraph)
        elif re.match(_ITEM, line):
            yield from _wrapped(paragraph)
            paragraph.append(line)
        else:
            paragraph.append(line.strip() if paragraph else line)


def _wrapped(paragraph: list[str]) -> Iterator[str]:
    """A paragraph or an item, which is over then."""
    from textwrap import wrap

    if not paragraph:
        return
    item = re.match(_ITEM, paragraph[0])
    words = _plain(" ".join(paragraph))
    hanging = " " * item.end() if item is not None else ""
    paragraph.clear()
    if item is None or item[2] not in ("-", "*"):
        yield ""
    yield from wrap(words, _WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def _row(line: str) -> Iterator[str]:
    """A row of a table as an item: its first cell, and the others wrapped below it."""
    from textwrap import wrap

    cells = [_plain(cell.strip().replace("\0", "|")) for cell in line.strip("|").replace("\\|", "\0").split("|")]
    if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
        return
    yield ""
    yield from wrap(cells[0] or "-", _WIDTH - 2, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    for cell in cells[1:]:
        yield from wrap(cell, _WIDTH - 6, initial_indent="      ", subsequent_indent="      ", break_long_words=False)


def _plain(words: str) -> str:
    """Words without what only a page shows: links as their words, emphasis and code without their signs. Inside of code all stays."""
    parts = re.split(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", words)
    for at in range(0, len(parts), 3):
        parts[at] = parts[at].replace("**", "")
    parts[1::3] = ("\0" for _ in parts[1::3])
    codes = parts[2::3]
    parts[2::3] = ("" for _ in codes)
    plain = re.sub(_LINK, r"\1", "".join(parts))
    for code in codes:
        plain = plain.replace("\0", code.strip() or code, 1)
    return plain
