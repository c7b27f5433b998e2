"""From the engine's values to lines of words on a screen: paragraphs, wrapping, bars.

Pure: in go blocks, options and variables, out come pieces of clean text, each with the name of
a tone (`game.player.screen.look.theme`). No story text leaves here unclean, and none is ever read as markup.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from game.engine.sessions.panels import title_of
from game.language.text import cleaning, columns
from game.language.text.columns import BLANKS
from game.player.screen.look.palettes import SIGNS, Signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.engine.turn import Block, Option, Span
    from game.language.pieces import Role
    from game.program.declared import Variable
    from game.program.forms.types import Plain
    from game.program.model import Program

TonedWords: TypeAlias = tuple[str, str]
"""Words and the tone they are drawn in."""


SPACED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "HANGUL", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH")
"""How the names of letters begin that may have blanks between them; in others (Arabic, Devanagari, Mongolian) letters join."""


def clean(words: str) -> str:
    """Words that can do nothing but be read; a tab, whose width no one knows, is some blanks."""
    return cleaning.clean(words).replace("\t", "    ")


class Para(NamedTuple):
    """A paragraph before it is wrapped.

    `first` and `rest` are the indents of its first and other lines, `above` the blank lines
    before it. `entry` makes it something that can be chosen; `open` is false when it is shown closed.
    `mark` is a name to find the paragraph by; `edge` is drawn at the left of each of its lines. `role` is what it is in
    the story, "" for what is not of it. `number` is the one that chooses an entry, where that is not its place among the entries.
    """

    pieces: tuple[TonedWords, ...]
    first: int = 0
    rest: int = 0
    above: int = 1
    entry: str = ""
    open: bool = True
    mark: str = ""
    centred: bool = False
    edge: str = ""
    role: Role | Literal[""] = ""
    number: int = 0


class Row(NamedTuple):
    """One line on the screen: an indent, pieces of text, and the number of the paragraph it belongs to."""

    indent: int
    pieces: tuple[TonedWords, ...]
    para: int

    @property
    def text(self) -> str:
        """The words of the line, indent included."""
        return " " * self.indent + "".join(words for words, _ in self.pieces)


def _slice(pieces: Sequence[TonedWords], start: int, end: int) -> tuple[TonedWords, ...]:
    """The pieces between two offsets of their joined text, without the blanks at the end."""
    found: list[TonedWords] = []
    at = 0
    for words, tone in pieces:
        here, at = at, at + len(words)
        if at <= start or here >= end:
            continue
        part = words[max(0, start - here) : end - here]
        if part:
            found.append((part, tone))
    while found and not found[-1][0].rstrip(BLANKS):
        found.pop()
    if found:
        found[-1] = (found[-1][0].rstrip(BLANKS), found[-1][1])
    return tuple(found)


def wrap(para: Para, width: int, number: int = 0) -> list[Row]:
    """Lay one paragraph out in `width` cells; `number` goes into its rows.

    Returns at least one row; the blank rows above it are included.
    """
    rows = [Row(0, (), number)] * para.above
    edge: tuple[TonedWords, ...] = ((para.edge, "rule"),) if para.edge else ()
    width -= columns.width(para.edge)
    whole = "".join(words for words, _ in para.pieces)
    first, rest = min(para.first, width // 2), min(para.rest, width // 2)
    offset = 0
    indent = first
    for line in whole.split("\n"):
        cuts = [0, *columns.cuts(line, width - indent, width - rest), len(line)]
        for start, end in pairwise(cuts):
            pieces = _slice(para.pieces, offset + start, offset + end)
            if para.centred:
                indent = max(0, (width - columns.width("".join(words for words, _ in pieces))) // 2)
            rows.append(Row(indent, edge + pieces, number))
            indent = rest
        offset += len(line) + 1
    return rows


def said(words: str, tone: str = "text") -> tuple[TonedWords, ...]:
    """Plain words in one tone, clean."""
    return ((clean(words), tone),)


def spans(of: Iterable[Span], tone: str) -> tuple[TonedWords, ...]:
    """Styled words of the story in one tone."""
    return tuple((clean(words), tone + "".join(f"+{one}" for one in style.split())) for words, style in of if words)


def paragraphs(words: str, tone: str = "text", *, above: int = 1) -> list[Para]:
    """Words of the story's top (about, credits, an ending) as paragraphs: a blank line parts two of them."""
    found = re.split(r"\n[^\S\n]*\n\s*", clean(words).strip())
    return [Para(((cleaning.joined(one), tone),), above=above) for one in found if one.strip()]


def spaced(words: str, room: int) -> tuple[TonedWords, ...]:
    """A name in spaced capitals, or as it is when that is too wide for the room or its letters do not stand apart."""
    words = clean(words).strip()
    wide = "   ".join(" ".join(columns.clusters(word.upper())) for word in words.split())
    apart = all(unicodedata.name(char, "").startswith(SPACED) for char in words if char.isalpha())
    return ((wide if apart and columns.width(wide) <= room else words, "accent+strong"),)


def heading(words: str, *, above: int = 1) -> Para:
    """A heading."""
    return Para(said(words, "accent+strong"), above=above)


def scene_rule(place: str) -> Para:
    """What stands where the story comes to another place."""
    return Para((("── ", "rule"), *said(place, "quiet"), (" ──", "rule")), rest=3)


def speaker(program: Program, who: str) -> tuple[str, str]:
    """How the story names a speaker, and the tone of the name."""
    member = program.cast.get(who)
    if member is None:
        return clean(who), "speaker.plain+strong"
    return clean(member.short or member.name), f"speaker.{member.colour or 'plain'}+strong"


def block_para(program: Program, block: Block, *, above: int = 1) -> Para:
    """A block of a turn as a paragraph: prose flush, a speaker's name with the words hanging beside it, asides set in."""
    if block.role == "speech":
        name, tone = speaker(program, block.speaker)
        hang = min(max(columns.width(name) + 2, 8), 16)
        gap = " " * max(2, hang - columns.width(name))
        said_tone = "speaker." + tone.partition(".")[2].partition("+")[0]
        pieces = ((name, tone), (gap, "text"), *spans(block.spans, said_tone))
        return Para(pieces, rest=hang, above=above, mark=block.id, role="speech")
    if block.role == "aside":
        return Para(
            spans(block.spans, "quiet+em"), first=2, rest=2, above=above, mark=block.id, edge="│ ", role="aside"
        )
    return Para(spans(block.spans, "text"), above=above, mark=block.id, role=block.role)


TAKEN = "  ·"
"""What stands behind a choice that was taken before."""


def option_para(
    number: int, option: Option, entry: str, *, above: int = 0, undone: bool = False, taken: bool = False
) -> Para:
    """A choice: its number, its label, why it is closed if it is, and whether it has just been taken back, or was taken before."""
    mark = f"{number:>2}  "
    if option.open:
        pieces: tuple[TonedWords, ...] = ((mark, "accent+strong"), *spans(option.spans, "bright"))
    else:
        why = f"  (closed: {clean(option.reason)})" if option.reason else "  (closed)"
        pieces = ((mark, "quiet"), *spans(option.spans, "quiet"), (why, "quiet+em"))
    if undone:
        pieces = (*pieces, ("  (taken back)", "quiet+em"))
    elif taken:
        pieces = (*pieces, (TAKEN, "quiet"))
    return Para(pieces, rest=4, above=above, entry=entry, open=option.open, number=number)


def echo_para(label: str) -> Para:
    """The choice that was made, as it stays in the text."""
    return Para((("› ", "accent"), (clean(label), "past+em")), rest=2)


def name_of(variable: Variable) -> str:
    """What players call a variable."""
    return clean(title_of(variable))


def gauge(
    variable: Variable, value: Plain, word: str, *, width: int = 10, signs: Signs = SIGNS
) -> tuple[TonedWords, ...]:
    """A variable's value drawn the way the story asks: a bar or dots with its number, a number, or a word.

    What is filled and what is empty differ in shape as well as in colour.
    """
    kind = variable.show
    if kind in {"bar", "dots"} and isinstance(value, int) and not isinstance(value, bool):
        low, high = variable.low, variable.high
        full = max(1, high - low)
        length = min(full, width)
        filled = round((value - low) * length / full)
        if value > low:
            filled = max(1, filled)
        on, off = signs.dots if kind == "dots" else signs.bar
        return ((on * filled, "accent"), (off * (length - filled), "quiet"))
    return ((clean(word) if kind == "word" or variable.words else clean(str(word or value)), "text"),)
