"""Text on its way to a person: what may reach a terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from game.language.text.characters import FORBIDDEN_WIDE

#: Nothing to see and nothing needed: soft hyphen, grapheme joiner, zero-width space, word joiner and their like.
#: U+200C and U+200D (scripts, emoji) and the variation selectors stay.
_UNSEEN: Final = "\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f"
_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_UNSEEN}{FORBIDDEN_WIDE}]")
_SPACES = re.compile("[ \t\n]+")
_TALLEST: Final = 30


def clean(text: str) -> str:
    """The text as it may reach a terminal: NFC, with everything that could act on one left out.

    Left out are C0 controls (but newline and tab), DEL, C1, bidirectional controls, line and paragraph
    separators, byte order marks, tag characters, surrogates, and zero-width characters other than the joiners
    and the variation selectors; and of a letter's marks all but 30 (UAX #15, Stream-Safe Text), because
    normalising takes quadratic time in their number. Cleaning twice changes nothing.
    """
    text = _UNSAFE.sub("", text)
    if text.isascii():
        return text
    # Every stack that is too tall holds at least one of these characters.
    if any(map(unicodedata.combining, text[_TALLEST :: _TALLEST + 1])):
        text = _unstacked(text)
    return unicodedata.normalize("NFC", text)


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC), in which names compare.

    One with more marks on a letter than any script has is left as it is: composing takes quadratic time in their number.
    """
    if text.isascii() or (any(map(unicodedata.combining, text[_TALLEST :: _TALLEST + 1])) and _unstacked(text) != text):
        return text
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """The same for what must stay on one line: file names, titles, messages."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def counted(number: int, what: str) -> str:
    """So many of something: `1 choice`, `1,200 choices`."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def joined(text: str) -> str:
    """Line breaks and runs of blanks as one space each, none at the ends; blanks that no line breaks at stay."""
    return _SPACES.sub(" ", text).strip(" ")


def _unstacked(text: str) -> str:
    """The text without the marks that stand too high above their letter."""
    kept: list[str] = []
    height = 0
    for char in text:
        height = height + 1 if unicodedata.combining(char) else 0
        if height <= _TALLEST:
            kept.append(char)
    return "".join(kept)
