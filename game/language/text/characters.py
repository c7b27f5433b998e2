"""Which characters a file may hold, and where the forbidden ones stand.

Control and bidirectional characters can act on a terminal or make text look like other text
(Trojan Source, CVE-2021-42574), so no story, save or script may contain them. The joiners
U+200C and U+200D and the emoji selector U+FE0F stay: Persian, Indic scripts and emoji need them.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

#: Beyond ASCII: C1, bidirectional controls, line separators, annotations, inner byte order marks,
#: tag characters, surrogates, and the two code points that are no characters.
FORBIDDEN_WIDE = (
    "\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f\ud800-\udfff"
)
FORBIDDEN = f"[\x00-\x08\x0b-\x1f\x7f{FORBIDDEN_WIDE}]"
"""The pattern of one of them; a text of plain ASCII is never asked for it, so it is compiled when it is used."""

_HARMLESS_ASCII = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_SHORT_NAMES = {
    0x00: "NUL",
    0x07: "bell",
    0x08: "backspace",
    0x0B: "vertical tab",
    0x0C: "form feed",
    0x0D: "carriage return",
    0x1B: "escape",
    0x7F: "delete",
}


def any_forbidden(raw: bytes) -> bool:
    """Whether a text, given in UTF-8, has a forbidden character.

    Harmless ASCII goes first, with `bytes.translate`: a search of the whole text by a regular
    expression would cost as much as a fifth of the parsing.
    """
    rest = raw.translate(None, _HARMLESS_ASCII)
    return bool(rest) and re.search(FORBIDDEN, rest.decode("utf-8", "surrogatepass")) is not None


def all_forbidden(text: str, most: int) -> list[int]:
    """Where the forbidden characters stand, the first `most` of them."""
    return [found.start() for found in islice(re.finditer(FORBIDDEN, text), most)]


def without_forbidden(text: str) -> str:
    """The text without them."""
    return re.sub(FORBIDDEN, "", text)


def describe(char: str) -> str:
    """A character's code point and name, in visible ASCII: `U+202E (right-to-left override)`."""
    point = ord(char)
    name = _SHORT_NAMES.get(point) or unicodedata.name(char, "").lower()
    if not name and (point < 0x20 or 0x80 <= point < 0xA0):
        name = "control character"
    return f"U+{point:04X} ({name})" if name else f"U+{point:04X}"
