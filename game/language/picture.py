"""A picture as a story's writer draws it: a text of cells, and below a line `colours:` a letter for the colour of each.

Nothing in it is markup or YAML. What is not one visible character to a cell, too large, or no colour, is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import pack
from game.language.text.characters import describe

if TYPE_CHECKING:
    from game.language.diagnostics.source import Source
    from game.language.schema.findings import Findings

WIDEST: Final = 120
TALLEST: Final = 24
COLOURS: Final = "colours:"
"""The line between the cells and their colours."""
LETTERS: Final = {
    "n": "near", "d": "far", "l": "rule", "o": "glow", "q": "quiet", "t": "text", "e": "speaker.ember", "f": "speaker.frost",
    "g": "speaker.green", "r": "speaker.rose", "y": "speaker.gold", "v": "speaker.violet", "p": "speaker.plain",
}  # fmt: skip
"""The colours of cells, each by the letter that stands for it."""
_LETTERS: Final = (
    "n near, d distant, l line, o glow, q quiet, t text, e ember, f frost, g green, r rose, y gold, v violet, p plain"
)


def cells(source: Source, findings: Findings, file: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rows of a picture and those of its colours, all of one width; findings for what is wrong."""
    lines = [line.rstrip(" ") for line in source.text.split("\n")]
    parted = next((number for number, line in enumerate(lines) if line in (COLOURS, "colors:")), len(lines))
    rows, colours = _filled(lines[:parted]), _filled(lines[parted + 1 :])
    if not rows:
        findings.add(
            "E182", "there is nothing in this picture", file, pack(1, 1), hint="draw it in the first lines of the file"
        )
        return (), ()
    if len(rows) > TALLEST:
        findings.add(
            "E182", f"this picture has {len(rows)} rows, and at most {TALLEST} are shown", file, pack(TALLEST + 1, 1),
            hint=f"draw it in {TALLEST} rows",
        )  # fmt: skip
        return (), ()
    for number, row in enumerate(rows, 1):
        if not _fits(row, findings, file, number):
            return (), ()
    wide = max(map(len, rows))
    for number, row in enumerate(colours):
        if not _coloured(row, rows[number] if number < len(rows) else "", findings, file, parted + 2 + number):
            return (), ()
    letters = [row.ljust(wide) for row in colours[: len(rows)]] + [" " * wide] * (len(rows) - len(colours))
    return tuple(row.ljust(wide) for row in rows), tuple(letters)


def _filled(lines: list[str]) -> list[str]:
    """The lines without empty ones at the end."""
    last = max((number for number, line in enumerate(lines, 1) if line), default=0)
    return lines[:last]


def _fits(row: str, findings: Findings, file: int, line: int) -> bool:
    for column, char in enumerate(row[: WIDEST + 1], 1):
        if char == "\t" or not _is_one_column(char):
            what = "a tab" if char == "\t" else f"{_named(char)} does not take one column"
            findings.add(
                "E181", f"{what}, and each cell of a picture is one character of one column", file, pack(line, column),
                hint="put blanks in its place" if char == "\t" else "draw with blocks, lines, letters and blanks",
            )  # fmt: skip
            return False
    if len(row) > WIDEST:
        findings.add(
            "E182", f"this row has {len(row)} columns, and at most {WIDEST} are shown", file, pack(line, WIDEST + 1),
            hint=f"draw it in {WIDEST} columns",
        )  # fmt: skip
        return False
    return True


def _is_one_column(char: str) -> bool:
    """Whether a character takes one column in every terminal. Lines and blocks do, and most pictures have nothing else."""
    if char.isascii() or "\u2500" <= char <= "\u259f":
        return True
    from game.language.text.cleaning import clean
    from game.language.text.columns import width

    return width(char) == 1 and clean(char) == char


def _named(char: str) -> str:
    """A character as a finding can show it."""
    from game.language.text.cleaning import clean

    return char if clean(char) == char else describe(char)


def _coloured(letters: str, row: str, findings: Findings, file: int, line: int) -> bool:
    for column, letter in enumerate(letters, 1):
        if letter in " .":
            continue
        if letter not in LETTERS:
            findings.add(
                "E183", f"{letter} is the letter of no colour", file, pack(line, column), hint=f"there is {_LETTERS}"
            )
            return False
        if row[column - 1 : column].strip() == "":
            findings.add(
                "E183", "there is nothing in the picture that would have this colour", file, pack(line, column),
                hint=f"each row below  {COLOURS}  is for the row of the same number above it: put a blank here",
            )  # fmt: skip
            return False
    return True
