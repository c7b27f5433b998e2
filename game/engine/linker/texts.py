"""Texts made quick to write: what can only read one way is written when the scene is linked, the rest by the shortest way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from game.engine.linker.pieces import MOST_OUTCOMES, LookedUp, is_solid, joined, pieces_of, word_for
from game.engine.linker.tables import Table, Tables
from game.engine.turn import Span
from game.language.text.blanks import LOOSE, settled
from game.program import declared

if TYPE_CHECKING:
    from game.language.pieces import Style
    from game.program.forms.types import Segments

Rendered: TypeAlias = "tuple[str, tuple[Span, ...]]"


class RenderContext:
    """What a run of text needs besides the values: text variables, and the seeded draws."""

    __slots__ = ("draws", "seed", "texts")

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self.texts = texts
        self.seed = seed
        self.draws = 0

    def draw(self, ways: int) -> int:
        """A seeded number from 0 to ways - 1; it depends on the seed and the count of draws alone.

        The mixing function is splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
        """
        self.draws += 1
        mask = 0xFFFFFFFFFFFFFFFF
        mixed = (self.seed + self.draws * 0x9E3779B97F4A7C15) & mask
        mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & mask
        return ((mixed ^ mixed >> 31) * ways) >> 64


class Template:
    """Text with values and conditions in it.

    At most one of these says how the text comes about without being written:
    `fixed`, where it never changes; `outcomes`, where one variable decides between a few texts
    (`selector[values[slot]]` is the index); `inset`, where one value stands in plain words.
    """

    __slots__ = ("_parts", "_pieces", "_plain", "fixed", "inset", "outcomes", "selector", "slot")

    def __init__(self, segments: Segments, tables: Tables, role: str = "") -> None:
        self.fixed: Rendered | None = None
        self.outcomes: tuple[Rendered, ...] = ()
        self.inset: tuple[tuple[str, ...], str, str] | None = None
        self.slot = -1
        self.selector: Table = ()
        self._pieces: tuple[str | LookedUp, ...] = ()
        self._parts: _Parts = ()
        self._plain = True
        if len(segments) == 1 and isinstance(segments[0], str):  # most labels, and many lines
            self.fixed = _ready(segments[0]) if role != "as-is" else (segments[0], ((segments[0], ""),))
            return
        pieces = pieces_of(segments, tables)
        if pieces is not None:
            self._specialise(pieces)
        elif all(isinstance(one, str) or one[0] == "s" for one in segments):
            spans: list[Span] = []
            _write(_parts(segments, tables), [], RenderContext((), 0), spans)
            self.fixed = _closed(spans)
        else:
            self._plain = _is_plain(segments, tables)
            self._parts = _parts(segments, tables)

    def _specialise(self, pieces: Sequence[str | LookedUp]) -> None:
        places = [at for at, one in enumerate(pieces) if one.__class__ is LookedUp]
        if not places:
            self.fixed = _ready(joined(pieces))
            return
        self._pieces = tuple(pieces)
        place = places[0]
        piece = pieces[place]
        if len(places) > 1 or isinstance(piece, str):
            return
        before, after = joined(pieces[:place]), joined(pieces[place + 1 :])
        self.slot, selector, strings, solid = piece
        if selector is not None and len(strings) <= MOST_OUTCOMES:
            self.selector = selector
            self.outcomes = tuple([_ready(before + one + after) for one in strings])
        elif selector is None and solid and is_solid(before + "x") and is_solid("x" + after):
            # Nothing to fold: no blank stands at an end or is doubled, whatever the value.
            self.inset = (strings, before, after)

    def write(self, values: list[int], run: RenderContext) -> Rendered:
        """The text and its spans as they stand now."""
        if self.fixed is not None:
            return self.fixed
        if self.outcomes:
            return self.outcomes[self.selector[values[self.slot]]]
        if self._pieces:
            text = "".join([one if isinstance(one, str) else one.read(values[one.slot]) for one in self._pieces])
        elif self._plain:
            words: list[str] = []
            _write_plain(self._parts, values, run, words)
            text = "".join(words)
        else:
            spans: list[Span] = []
            _write(self._parts, values, run, spans)
            return _closed(spans)
        if "  " in text or text[:1] == " " or text[-1:] == " " or LOOSE in text:
            text = _folded(text)
        return text, ((text, ""),)


def fixed(segments: Segments, tables: Tables) -> Rendered | None:
    """A text and its spans where they never change."""
    if len(segments) == 1 and isinstance(segments[0], str):
        return _ready(segments[0])
    return Template(segments, tables).fixed


def _ready(text: str) -> Rendered:
    if LOOSE in text or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = _folded(text)
    return text, ((text, ""),) if text else ()


# What is no pieces. Parts are tuples (kind, …): 0 words, 1 value, 2 text variable, 3 condition, 5 alternative, 6 number, 7 told, 8 bent.
# They are no closed types: what writes them looks at the kind once, since it comes with each turn.
_Parts: TypeAlias = tuple[tuple[Any, ...], ...]


def _parts(segments: Segments, tables: Tables) -> _Parts:
    result: list[tuple[Any, ...]] = []
    for one in segments:
        if isinstance(one, str):
            result.append((0, _single(one), ""))
        elif one[0] == "s":
            result.append((0, _single(one[1]), one[2]))
        elif one[0] == "v":
            result.append(_value(one[1], one[2], tables))
        elif one[0] == "t":
            told = one[1] - len(tables.program.texts)
            result.append((2, one[1], one[2]) if told < 0 else _told(tables.program.told[told], one[2], tables))
        elif one[0] == "?":
            result.append((3, tables.test(one[1]), "", _parts(one[2], tables), _parts(one[3], tables)))
        else:
            result.append((5, one[1], one[2], tuple(_parts(arm, tables) for arm in one[3])))
    return tuple(result)


def _told(told: declared.Told, style: Style, tables: Tables) -> tuple[Any, ...]:
    words = tuple([_parts(word, tables) for word in told.words])
    if told.rule:
        from game.language.bending import BENT

        return (8, words[0], BENT[told.rule], style)
    between, last = (((0, joint, ""),) for joint in (told.between, told.last))
    return (7, tuple(told.slots), words, style, _parts(told.none, tables), between, last)


def _listed(part: tuple[Any, ...], values: list[int]) -> list[_Parts]:
    """What is told of a set now, with what joins it."""
    _, slots, words, _, none, between, last = part
    if not words:
        return [((0, str(sum([values[slot] for slot in slots])), ""),)]
    found: list[_Parts] = [word for slot, word in zip(slots, words, strict=True) if values[slot]]
    before = [one for word in found[:-2] for one in (word, between)]
    return [*before, found[-2], last, found[-1]] if len(found) > 1 else found or [none]


def _value(slot: int, style: Style, tables: Tables) -> tuple[Any, ...]:
    variable = tables.program.slots[slot]
    if variable.words:
        return (1, slot, tuple(_parts(word, tables) for word in variable.words), style, variable.low)
    if not variable.values and variable.kind != "bool":
        return (6, slot, None, style)
    names = [word_for(variable, value) for value in range(variable.low, variable.high + 1)]
    return (1, slot, tuple(((0, name, ""),) for name in names), style, variable.low)


def _is_plain(segments: Segments, tables: Tables) -> bool:
    for one in segments:
        if isinstance(one, str):
            continue
        if one[0] == "s" or one[0] == "v" or one[0] == "t":
            words: Sequence[Segments] = tables.program.slots[one[1]].words if one[0] == "v" else ()
            if one[0] == "t" and (told := tables.program.told_by(one[1])) is not None:
                words = (*told.words, told.none)
            if one[2] or not all(_is_plain(word, tables) for word in words):
                return False
        elif one[0] == "?":
            if not (_is_plain(one[2], tables) and _is_plain(one[3], tables)):
                return False
        elif not all(_is_plain(arm, tables) for arm in one[3]):
            return False
    return True


def _write_plain(parts: _Parts, values: list[int], run: RenderContext, words: list[str]) -> None:
    for part in parts:
        kind = part[0]
        if kind == 0:
            words.append(part[1])
        elif kind == 6:
            words.append(str(values[part[1]]))
        elif kind == 3:
            _write_plain(part[3] if part[1](values) else part[4], values, run, words)
        elif kind == 1:
            _write_plain(part[2][values[part[1]] - part[4]], values, run, words)
        elif kind == 2:
            words.append(run.texts[part[1]])
        elif kind == 8:
            spans: list[Span] = []
            _write_bent(part, values, run, spans, "")
            words += [text for text, _ in spans]
        elif kind == 7:
            for one in _listed(part, values):
                _write_plain(one, values, run, words)
        else:
            _write_plain(part[3][_turn(part[1], part[2], len(part[3]), values, run)], values, run, words)


def _write(parts: _Parts, values: list[int], run: RenderContext, spans: list[Span], style: Style = "") -> None:
    for part in parts:
        kind = part[0]
        if kind == 0:
            _add(spans, part[1], part[2] or style)
        elif kind == 6:
            _add(spans, str(values[part[1]]), part[3] or style)
        elif kind == 1:
            _write(part[2][values[part[1]] - part[4]], values, run, spans, part[3] or style)
        elif kind == 2:
            _add(spans, run.texts[part[1]], part[2] or style)
        elif kind == 3:
            _write(part[3] if part[1](values) else part[4], values, run, spans, style)
        elif kind == 8:
            _write_bent(part, values, run, spans, part[3] or style)
        elif kind == 7:
            for one in _listed(part, values):
                _write(one, values, run, spans, part[3] or style)
        else:
            _write(part[3][_turn(part[1], part[2], len(part[3]), values, run)], values, run, spans, style)


def _write_bent(part: tuple[Any, ...], values: list[int], run: RenderContext, spans: list[Span], style: Style) -> None:
    """A word with what bends round it."""
    inner: list[Span] = []
    _write(part[1], values, run, inner, style)
    text, done = _closed(inner)
    if text:
        before, behind = part[2](text)
        for words, its in ((before, style), *done, (behind, style)):
            _add(spans, words, its)


def _turn(kind: str, slot: int, count: int, values: list[int], run: RenderContext) -> int:
    """Which text of an alternative comes now; its counter moves on."""
    value = values[slot]
    if kind == "first":
        values[slot] = min(value + 1, count - 1)
        return value
    if kind == "cycle":
        values[slot] = (value + 1) % count
        return value
    if value == (1 << count) - 1:  # all have been shown: begin again
        value = 0
    left = [index for index in range(count) if not value >> index & 1]
    index = left[run.draw(len(left))]
    values[slot] = value | 1 << index
    return index


def _add(spans: list[Span], text: str, style: Style) -> None:
    if spans:
        before, last = spans[-1]
        if before[-1:] == " " and text[:1] == " ":
            text = text[1:]
        if last == style:
            spans[-1] = (before + text, style)
            return
    if text:
        spans.append((text, style))


def _closed(spans: list[Span]) -> Rendered:
    """No blanks at either end; none is doubled, neither in the parts nor where they meet."""
    if spans:
        spans[0] = (spans[0][0].lstrip(" "), spans[0][1])
        spans[-1] = (spans[-1][0].rstrip(" "), spans[-1][1])
    done = tuple((text, style) for text, style in spans if text)
    text = "".join([text for text, _ in done])
    if LOOSE in text:
        shown = settled([text for text, _ in done])
        return _closed([(text, style) for text, (_, style) in zip(shown, done, strict=True)])
    return text, done


def _folded(text: str) -> str:
    return _single(settled([text])[0] if LOOSE in text else text).strip(" ")


def _single(text: str) -> str:
    """A text without doubled blanks."""
    while "  " in text:
        text = text.replace("  ", " ")
    return text
