"""What a backslash means between double quotes in YAML, and where one means nothing or nothing good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.language.text.characters import FORBIDDEN, describe
from game.language.yaml.mistakes import faults

if TYPE_CHECKING:
    from game.language.yaml.mistakes.faults import Fault

_LETTERS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_DIGITS = {"x": 2, "u": 4, "U": 8}
_HEX = re.compile(r"[0-9A-Fa-f]*")


def decode(text: str, offset: int) -> tuple[str | None, int]:
    """The character that the escape at `offset` stands for, and its length in the text.

    None for the character when it stands for none; "" for an escaped line end.
    """
    letter = text[offset + 1 : offset + 2]
    if letter == "\n":
        return "", 2
    if letter in _LETTERS:
        return _LETTERS[letter], 2
    digits = _DIGITS.get(letter, 0)
    found = _HEX.match(text, offset + 2, offset + 2 + digits)
    if not digits or found is None or len(found.group()) < digits:
        return None, 2
    point = int(found.group(), 16)
    valid = point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF
    return (chr(point) if valid else None), 2 + digits


def fault(text: str, offset: int) -> tuple[Fault | None, int]:
    """What is wrong with the escape at `offset`, if anything is, and its length."""
    char, length = decode(text, offset)
    sequence = text[offset : offset + length]
    if char is None:
        return faults.backslash(offset, sequence.rstrip("\n")), length
    if char and re.match(FORBIDDEN, char):
        return faults.invisible(offset, sequence, describe(char)), length
    return None, length
