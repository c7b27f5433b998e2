"""Words in Markdown that stay words: none of what a story says is markup of its own there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from game.language.text.cleaning import clean, clean_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)(?<=:)//|(?<=www)\.|@")
"""What makes a link of bare words in many readers."""
_MARKS: Final = {"": "", "em": "*", "strong": "**", "em strong": "***"}


def escaped(words: str) -> str:
    """Words that Markdown shows as they are."""
    return whole(_SPECIAL.sub(r"\\\1", clean(words)))


def whole(words: str) -> str:
    """Words of which each piece is escaped, with what means something only where it stands escaped too."""
    words = _ADDRESS.sub(lambda found: "".join(f"\\{char}" for char in found[0]), words)
    return _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2].isdigit() else f"{found[0]}\\", words
    )


def styled(words: str, style: str) -> str:
    """A piece of a text, escaped but for where it stands (see `whole`), in its style: `em`, `strong`, both or none."""
    mark = _MARKS[style]
    inner = words.strip()
    if not mark or not inner:
        return _SPECIAL.sub(r"\\\1", clean(words))
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}{mark}{_SPECIAL.sub(lambda found: chr(92) + found.group(), clean(inner))}{mark}{after}"


def fenced(words: str, language: str = "") -> str:
    """A text that keeps its blanks and line ends, in a fence that nothing in it closes; `language` says what it is written in."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", words)), default=0))
    return f"{fence}{language}\n{words}\n{fence}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of words, of which columns after the first that hold only numbers stand to the right."""
    heads, cells = list(head), [list(row) for row in rows]
    right = [at > 0 and all(re.fullmatch(r"[\d,]*%?", row[at]) for row in cells) for at in range(len(heads))]
    lines = [_row(heads), "|" + "|".join("---:" if one else "---" for one in right) + "|", *map(_row, cells)]
    return "\n".join(lines)


def folded(title: str, content: str) -> str:
    """Something that is read only by those who open it; `content` is Markdown."""
    return f"<details><summary>{escaped(title)}</summary>\n\n{content}\n\n</details>"


def first_of(lines: Sequence[str], most: int) -> list[str]:
    """So many of some lines, and how many more there are."""
    return [*lines[:most], *and_more(len(lines), most)]


def and_more(there: int, most: int) -> list[str]:
    """A line that says how many more there are, where only so many were told."""
    return [f"and {there - most:,} more"] if there > most else []


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(escaped(clean_line(cell)) for cell in cells)} |"
