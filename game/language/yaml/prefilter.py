"""What a file's text may hold that most files do not, found before it is parsed, so that most need no second look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.language.slips.signs import OTHER_BLANKS

if TYPE_CHECKING:
    from game.language.yaml.document import Limits

#: Where these occur, a node may have an anchor or a tag, and only then are the nodes asked for them.
#: Each begins with its letter, so that the search is one for a byte; `a != b` is passed over.
_ANCHOR = r"&(?<![^\s:?,\[{-] &)(?<![^\s\[{,:?-]&)"
_TAG = r"!(?<![^\s:?,\[{-] !)(?<![^\s\[{,:?-]!)"
#: An escape that could stand for a forbidden character.
_ESCAPE = r"\\[0abvferNLPxuU]"
#: What the two parsers may read differently: a `?` where a key or value can begin, a `%` at the start of a line,
#: and a comment that touches `|` or `>`. Each begins with its rarest character: such a search costs a tenth of one for two bytes.
_QUESTION = r"\?(?<![^\s\[{,:?-]\?)"
_PERCENT = r"%(?<=\n%)"
#: A blank that is no space at the beginning of a line, or behind a dash or a colon.
_BLANK = r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000](?:(?<=\n.)|(?<= .)|(?<=-.)|(?<=:.))"
_TOUCHING = r"#(?<=[|>0-9+-]#)"


#: A packed position holds a column up to this; a file with longer lines has each of its columns held to it.
_PACKED_COLUMNS = 65_000


def careful(text: str, limits: Limits) -> bool:
    """Whether scalars must be looked at one by one; most files have nothing that asks for it."""
    return (
        len(text) > limits.scalar_chars
        or _holds(text, "<<")
        or _holds(text, _ANCHOR)
        or _holds(text, _TAG)
        or _has_long_line(text)
        or _holds(text, _ESCAPE)
    )


def parsers_differ(text: str) -> bool:
    """Whether something may be in the text that must not reach the parsers: tabs, `%` lines, `?` keys, `|#`."""
    return (
        "\t" in text
        or text.startswith(("%", *OTHER_BLANKS))
        or (not text.isascii() and any(blank in text for blank in OTHER_BLANKS) and re.search(_BLANK, text) is not None)
        or _holds(text, _PERCENT)
        or _holds(text, _QUESTION)
        or _holds(text, _TOUCHING)
    )


def _holds(text: str, pattern: str) -> bool:
    """Whether the pattern is in the text. It is compiled only where its first character is: small files have few of them."""
    return pattern.removeprefix("\\")[0] in text and re.search(pattern, text) is not None


def _has_long_line(text: str) -> bool:
    """Whether a line may be too long for a packed column; looks at a few places of the text only."""
    start = 0
    while len(text) - start > _PACKED_COLUMNS:
        start = text.rfind("\n", start, start + _PACKED_COLUMNS) + 1
        if not start:
            return True
    return False
