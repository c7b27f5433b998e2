"""Characters that look like the signs of the format and are none: full-width and typographic ones, and blanks that are no space."""

from __future__ import annotations

import unicodedata
from typing import Final

COLONS: Final = "：﹕︰꞉∶ː"
"""What looks like a colon."""
ARROWS: Final = "→⇒➔➜➡⟶⟹"
"""Arrows that lead nowhere."""
OTHER_BLANKS: Final = "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""Blanks that are no space."""
BLANKS: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""The same for a class of characters in a pattern."""
_OTHERS: Final = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "•": "-"}


def plain_sign(char: str) -> str:
    """The sign of the keyboard that a character looks like; "" where it is one itself, or looks like none."""
    if char.isascii():
        return ""
    if char in COLONS:
        return ":"
    if char in _OTHERS:
        return _OTHERS[char]
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isascii() and not plain.isalnum() and plain != " " else ""


def plain_signs(text: str) -> str:
    """The text with the signs of the keyboard in place of those that look like them."""
    return text if text.isascii() else "".join(plain_sign(char) or char for char in text)


def called(char: str) -> str:
    """A character with its code and name, for a message: `： (U+FF1A, fullwidth colon)`."""
    name = unicodedata.name(char, "").lower()
    return f"{char} (U+{ord(char):04X}{', ' + name if name else ''})"
