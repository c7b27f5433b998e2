"""Text on its way to a person: what may reach a terminal, and the name they probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from game.language.characters import FORBIDDEN_WIDE

#: Nothing to see and nothing needed: soft hyphen, grapheme joiner, zero-width space, word joiner and their like.
#: U+200C and U+200D (scripts, emoji) and the variation selectors stay.
_UNSEEN: Final = "\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f"
_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_UNSEEN}{FORBIDDEN_WIDE}]")
_SPACES = re.compile("[ \t\n]+")
_TALLEST: Final = 30
_FARTHEST: Final = 3
_LONGEST_NAME: Final = 80
_MOST_MEASURED: Final = 500
_MOST_LETTERS: Final = 200


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


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` is most likely a slip of, or None when none is near.

    Nearness is the number of letters changed, left out, added or swapped: up to one in three, three at most;
    case, and `-` for `_`, do not count. The first of equals wins. Where none is near, a name that is the beginning
    of a candidate or its last part (`namra` for `trust.namra`) stands for it. The time is bounded, some milliseconds for twenty thousand
    candidates: one slip is looked up, and of those that may be further away only some hundreds are measured.
    """
    wanted = _folded(name.strip())
    if not wanted or len(wanted) > _LONGEST_NAME:
        return None
    known: dict[str, str] = {}
    for candidate in candidates:
        known.setdefault(_folded(candidate), candidate)
    if wanted in known:
        return known[wanted]
    close = known.keys() & _one_slip(wanted, sorted(set("".join(known)))[:_MOST_LETTERS])
    if close and len(wanted) > 1:
        return known[next(iter(close))] if len(close) == 1 else next(known[other] for other in known if other in close)
    found = _two_or_three_slips(wanted, known)
    if found is None and len(wanted) >= 4:
        found = next((other for other in known if other.startswith(wanted) or other.endswith("." + wanted)), None)
    return None if found is None else known[found]


LEAST_LIKE: Final = 0.6
"""How like an old name the new one must be, from 0 to 1, before it is taken for that."""
CLEAR: Final = 0.1
"""How much more like it than the next one."""


def clearly(name: str, candidates: Iterable[str]) -> int:
    """The place among the candidates of the one that is clearly `name` with other words in it; -1 where none is.

    `name` was right once. How like two are is the share of letters that they have in common, in the same order.
    """
    from difflib import SequenceMatcher

    scored = sorted(
        ((SequenceMatcher(None, name, other).ratio(), -number) for number, other in enumerate(candidates)), reverse=True
    )
    if not scored or scored[0][0] < LEAST_LIKE or (len(scored) > 1 and scored[0][0] - scored[1][0] < CLEAR):
        return -1
    return -scored[0][1]


def _one_slip(name: str, alphabet: list[str]) -> set[str]:
    """Every name that is one slip away."""
    cuts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    slips = {head + tail[1:] for head, tail in cuts}
    slips.update(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    for letter in alphabet:
        slips.update(head + letter + tail for head, tail in cuts)
        slips.update(head + letter + tail[1:] for head, tail in cuts)
    return slips


def _two_or_three_slips(name: str, candidates: Iterable[str]) -> str | None:
    """The nearest of the candidates, of which only some are measured: those that share a third of the name."""
    allowed = min(len(name) // 3, _FARTHEST)
    if allowed < 2:
        return None
    pieces = _pieces(name, 3)
    best: str | None = None
    measured = 0
    for other in candidates:
        if abs(len(other) - len(name)) > allowed:
            continue
        if pieces[0] in other or pieces[1] in other or pieces[2] in other:
            measured += 1
            distance = _distance(name, other, allowed)
            if distance <= allowed:
                best = other
                allowed = distance - 1
            if allowed < 2 or measured == _MOST_MEASURED:
                break
    return best


def _unstacked(text: str) -> str:
    """The text without the marks that stand too high above their letter."""
    kept: list[str] = []
    height = 0
    for char in text:
        height = height + 1 if unicodedata.combining(char) else 0
        if height <= _TALLEST:
            kept.append(char)
    return "".join(kept)


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")


def _pieces(name: str, count: int) -> list[str]:
    """The name cut into `count` pieces."""
    cuts = [len(name) * number // count for number in range(count + 1)]
    return [name[start:end] for start, end in pairwise(cuts)]


def _distance(one: str, two: str, most: int) -> int:
    """How many slips lie between two names; when it is more than `most`, some number above it."""
    before: list[int] = []
    above = list(range(len(two) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, other in enumerate(two, 1):
            cost = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == two[column - 2] and one[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return above[-1]
