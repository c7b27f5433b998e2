"""How much room words take in a terminal, and where their lines are broken.

The one measure of all that lays words out: the screen, the line mode, transcripts, the carets below a line. Text comes
in clean (`game.language.text.cleaning`) and is taken apart into what a reader calls a letter (grapheme clusters, UAX #29).
Terminals do not agree how wide some of those are: a family of emoji takes two columns in one and eight in another.
What is counted is the most that any of them takes, so that a row ends within its column in all of them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from game.language.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS: Final = " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
"""The blanks at which a line can be broken; U+00A0, U+2007 and U+202F are those at which it cannot."""

_TOKEN = later(f"[{BLANKS}]*[^{BLANKS}]+")
#: Letters and signs that take one column, and stand for themselves whatever is beside them.
_PLAIN = later("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u203b\u20a0-\u20bf\u2500-\u257f]*")
_EITHER_WAY: Final = "«»‹›"
_SMALL_KANA: Final = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ"
#: Beside closing brackets and quotation marks (JIS X 4051; the W3C's notes on Chinese, Japanese and Korean text).
_BEGIN_NO_ROW: Final = frozenset(
    "!,.:;?%/°′″‰℃‐–…‥\u00a0\u2007\u202f、。，．・：；？！％／゠〜～‼⁇⁈⁉゛゜ゝゞヽヾ々〻ー｡､･ｰﾞﾟ"
    + _EITHER_WAY
    + _SMALL_KANA
)
#: Beside opening ones.
_END_NO_ROW: Final = frozenset("$£¥₩#@№＄￡￥￦＃＠\u00a0\u2007\u202f" + _EITHER_WAY)
_HANGUL = later("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc]")
_EMOJI_SIGN: Final = "\ufe0f"


def width(text: str) -> int:
    """How many columns a line takes in the terminal that gives it most."""
    if text.isascii() or _PLAIN.fullmatch(text):
        return len(text)
    return sum(map(_width, clusters(text)))


def clusters(text: str) -> Iterator[str]:
    """What a reader calls the letters of the text: each with its marks, flags and families of emoji whole."""
    if text.isascii() or _PLAIN.fullmatch(text):
        return iter(text)
    # Most texts need no tables of Unicode, and most commands show none that does.
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def cuts(line: str, first: int, rest: int) -> list[int]:
    """Where to break a line so that its first row is at most `first` columns wide and the others `rest`.

    The places are those at which the rows after the first begin; blanks before them belong to no row. A row ends at a
    blank, or beside a letter of a script that has none between words, but with nothing at its beginning or end that
    must not stand there. A word wider than a row is cut where it has to be; a letter that is, stands alone.
    """
    found: list[int] = []
    room, used = max(1, first), 0
    for token in _TOKEN.finditer(line):
        words = token.group()
        wide = width(words)
        if used + wide <= room:
            used += wide
            continue
        start = token.start()
        for atom in _atoms(words):
            wide = width(atom)
            if used + wide > room:
                letters = atom.lstrip(BLANKS)
                if used or wide - width(letters) >= room:
                    start += len(atom) - len(letters)
                    atom = letters
                    wide = width(atom)
                    found.append(start)
                    room, used = max(1, rest), 0
                if wide > room:
                    inside = list(_forced(atom, room, max(1, rest)))
                    found += [start + at for at in inside]
                    room = max(1, rest)
                    start += inside[-1] if inside else 0
                    atom = atom[inside[-1] :] if inside else atom
                    wide = width(atom)
            used += wide
            start += len(atom)
    return found


def fold(line: str, columns: int, *, first: str = "", rest: str = "") -> list[str]:
    """A line in rows of at most `columns` columns; `first` is put before the first of them, `rest` before the others."""
    places = [0, *cuts(line, columns - width(first), columns - width(rest)), len(line)]
    rows = [line[start:end].rstrip(BLANKS) for start, end in pairwise(places)]
    return [(rest if number else first) + row for number, row in enumerate(rows)]


def shorten(words: str, columns: int) -> str:
    """The words in at most so many columns, with an ellipsis where they were longer."""
    if width(words) <= columns:
        return words
    kept, used = "", 0
    for letter in clusters(words):
        used += _width(letter)
        if used > columns - 1:
            break
        kept += letter
    return kept.rstrip(BLANKS) + "…" if columns > 0 else ""


def pad(words: str, columns: int) -> str:
    """The words with blanks behind them, up to so many columns: a cell of a table."""
    return words + " " * (columns - width(words))


@lru_cache(4096)
def _width(cluster: str) -> int:
    """The most columns that a cluster takes: counted as a whole, or one character after the other."""
    if len(cluster) == 1:
        return _character(cluster)
    if _is_flag(cluster):
        return 2
    from wcwidth import wcswidth

    return max(wcswidth(cluster), sum(map(_character, cluster)) + cluster.count(_EMOJI_SIGN))


@lru_cache(4096)
def _character(char: str) -> int:
    """The most columns that a character by itself takes."""
    from wcwidth import wcwidth

    columns = wcwidth(char)
    if columns > 0 or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return max(0, columns)
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":  # the later letters of a Hangul syllable
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1  # fillers, and marks that some terminals set apart


def _is_flag(cluster: str) -> bool:
    return len(cluster) == 2 and all("\U0001f1e6" <= char <= "\U0001f1ff" for char in cluster)


def _atoms(words: str) -> list[str]:
    """A word in the pieces between which a row may end; blanks before it stay with the first."""
    if _PLAIN.fullmatch(words):
        return [words]
    letters = words.lstrip(BLANKS)
    found = [words[: len(words) - len(letters)]]
    before = ""
    for cluster in clusters(letters):
        if before and _is_free(before, cluster) and _may_part(before, cluster):
            found.append(cluster)
        else:
            found[-1] += cluster
        before = cluster
    return found


def _forced(atom: str, first: int, rest: int) -> Iterator[int]:
    """Where to cut what has no place for it, wider than `first`: between letters, and best between two that may part."""
    letters: list[str] = []
    for cluster in clusters(atom):
        letters += [cluster] if _width(cluster) <= min(first, rest) else _characters(cluster)
    room, used = first, 0
    at = start = 0  # in the atom; where the row began
    good: int | None = None  # the last place in the row at which two letters may part, and the columns from there on
    behind = 0
    before = ""
    for letter in letters:
        wide = _width(letter)
        if at > start and _may_part(before, letter):
            good, behind = at, 0
        while used + wide > room and (at > start or room < wide <= rest):
            if good is None or good == start:
                good, behind = at, 0
            yield good
            start, used, room, good = good, behind, rest, None
        used += wide
        behind += wide
        at += len(letter)
        before = letter


def _characters(cluster: str) -> list[str]:
    """A cluster that is wider than a row in pieces: its characters, each with what takes no room behind it."""
    found: list[str] = []
    for char in cluster:
        if found and not _character(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_free(before: str, after: str) -> bool:
    """Whether two letters that touch are two words: one is of a script that has no blanks. Korean has them."""
    return (_stands_alone(before) or _stands_alone(after)) and not (_HANGUL.match(before) or _HANGUL.match(after))


def _stands_alone(cluster: str) -> bool:
    """Whether it is a letter of a script without blanks between words, or an emoji."""
    if _EMOJI_SIGN in cluster or _is_flag(cluster):
        return True
    return unicodedata.east_asian_width(cluster[0]) in "WF"


@lru_cache(4096)
def _may_part(before: str, after: str) -> bool:
    """Whether one letter may end a row and the other begin the next."""
    first, last = after[0], before[0]
    return not (
        first in _BEGIN_NO_ROW
        or last in _END_NO_ROW
        or unicodedata.category(first) in ("Pe", "Pf")
        or unicodedata.category(last) in ("Ps", "Pi")
    )
