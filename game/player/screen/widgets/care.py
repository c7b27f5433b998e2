"""What the panel and the top line say about those in the player's care, and how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.panels import away, gauges, in_care, status
from game.language.text import columns
from game.player.playthrough.values import goodness, step
from game.player.screen.look.drawing import Para, clean, gauge, name_of, said, speaker
from game.player.screen.look.palettes import SIGNS, Signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.engine.sessions.panels import ShownValue
    from game.engine.sessions.session import Session
    from game.engine.turn import Change
    from game.player.screen.look.drawing import TonedWords

BESIDE = 100
"""The width of a screen on which the panel stands beside the text; on a narrower one it is a line or two above it."""
WIDE = 116
"""The width of a screen that has room for the wide panel beside the widest column of text."""
ROOMY = 34
"""Inside a panel this wide, everyone takes one line; in a narrower one, two."""


def changed(session: Session) -> dict[str, Change]:
    """What the last choice changed, by name."""
    return {change.name: change for change in session.changes()}


def mark(one: ShownValue, changes: Mapping[str, Change]) -> tuple[TonedWords, ...]:
    """What has just become of a value: how far a number moved, and whether that is better or worse, where the story says so.

    Beside words of the story's own + stands for better, − for worse, and * for what is neither.
    """
    change = changes.get(one.variable.name)
    if change is None or one.variable.show == "list":
        return ()
    moved, judged = step(one.variable, change), goodness(one.variable, change)
    if one.variable.show == "word":
        signed = {"better": "+", "worse": "−"}.get(judged, "*")
    else:
        signed = f"{'+' if moved > 0 else '−'}{abs(moved)}"
    return ((f" {signed} {judged}".rstrip(), "bright+strong"),)


def _value(one: ShownValue, signs: Signs, *, counted: bool) -> tuple[TonedWords, ...]:
    """A variable drawn; with its number in words after a bar or dots when `counted`."""
    drawn = gauge(one.variable, one.value, one.word, signs=signs)
    if counted and one.variable.show in {"bar", "dots"}:
        return (*drawn, (f" {one.value} of {one.variable.high}", "text"))
    return drawn


def care_paras(session: Session, width: int, signs: Signs = SIGNS, *, counted: bool = False) -> list[Para]:
    """The panel: a heading, then everyone with what the story shows of them.

    Args:
        session: the playthrough.
        width: the cells there are for a line.
        signs: what gauges are drawn with.
        counted: write numbers beside bars and dots.
    """
    care = session.program.care
    who = in_care(session)
    if care is None:
        return []
    gone = _away_paras(session)
    if not who:
        return gone
    moved = changed(session)
    in_a_line = width >= ROOMY and not counted
    people: list[tuple[TonedWords, tuple[TonedWords, ...], list[tuple[TonedWords, ...]]]] = []
    for one, shown in who:
        words, gauges = [], []
        for value in shown:
            pieces = (*_value(value, signs, counted=counted), *mark(value, moved))
            if value.variable.show == "word":
                words.append(pieces)
            else:
                gauges.append(((f"{name_of(value.variable)} ", "quiet"), *pieces))
        beside = _joined([*gauges, *words] if in_a_line else words)
        people.append((speaker(session.program, one), beside, [] if in_a_line else gauges))
    # A name with no room beside it has a line to itself, and the others stand as if it were not there.
    fits = [_cells(name) + 2 + max(8, sum(map(_cells, beside))) <= width for name, beside, _ in people]
    hang = max((_cells(name) + 2 for (name, _, _), fit in zip(people, fits, strict=True) if fit), default=0)
    paras = [Para(((clean(care.title), "quiet"),), above=0)]
    for (name, beside, gauges), fit in zip(people, fits, strict=True):
        above = int(len(paras) == 1 or not in_a_line)
        if fit:
            paras.append(Para((name, (" " * (hang - _cells(name)), "text"), *beside), rest=hang, above=above))
        else:
            paras.append(Para((name,), rest=1, above=above))
            paras += [Para(beside, first=1, rest=1, above=0)] if beside else []
        paras += [Para(gauge, first=1, rest=1, above=0) for gauge in gauges]
    return paras + gone


def _away_paras(session: Session) -> list[Para]:
    """Those who are not there any more, with the story's words for where they are."""
    paras = []
    for number, (word, names) in enumerate(_away(session).items()):
        pieces: list[TonedWords] = [(f"{word}  ", "quiet")]
        for name in names:
            pieces += [(", ", "quiet")] * (len(pieces) > 1) + [name]
        paras.append(Para(tuple(pieces), rest=2, above=1 if number == 0 else 0))
    return paras


def _away(session: Session) -> dict[str, list[TonedWords]]:
    """The names of those who are not there any more, by the words for where they are."""
    found: dict[str, list[TonedWords]] = {}
    for one, word in away(session):
        found.setdefault(clean(word), []).append(speaker(session.program, one))
    return found


def care_rows(session: Session, width: int, signs: Signs = SIGNS, *, most: int = 2) -> list[list[TonedWords]]:
    """The panel as a line or two: everyone with as much of what the story shows of them as there is room for."""
    if session.program.care is None:
        return []
    moved = changed(session)
    full, brief, bare, names = [], [], [], []
    for one, shown in in_care(session):
        name = speaker(session.program, one)
        labelled, drawn, words = [], [], []
        for value in shown:
            pieces = (*_value(value, signs, counted=False), *mark(value, moved))
            if value.variable.show == "word":
                words.append(pieces)
            else:
                labelled.append(((f"{name_of(value.variable)} ", "quiet"), *pieces))
                drawn.append(pieces)
        full.append(_joined([(name,), *labelled, *words]))
        brief.append(_joined([(name,), *drawn, *words]))
        bare.append(_joined([(name,), *words]))
        names.append((name,))
    gone: list[tuple[TonedWords, ...]] = []
    for word, people in _away(session).items():
        listed = [piece for name in people for piece in ((", ", "quiet"), name)][1:]
        gone.append(((f"{word}: ", "quiet"), *listed))
    for form in (full, brief, bare, names):
        rows = _packed([*form, *gone], width)
        if len(rows) <= most:
            return rows
    return rows[:most]


def _packed(parts: list[tuple[TonedWords, ...]], width: int) -> list[list[TonedWords]]:
    """The parts in rows, none of them broken."""
    rows: list[list[TonedWords]] = []
    room = 0
    for part in parts:
        length = sum(map(_cells, part))
        if not rows or length + 3 > room:
            rows.append([*part])
            room = width - length
        else:
            rows[-1] += [("   ", "text"), *part]
            room -= length + 3
    return rows


def _cells(piece: TonedWords) -> int:
    return columns.width(piece[0])


def _joined(parts: list[tuple[TonedWords, ...]]) -> tuple[TonedWords, ...]:
    found: list[TonedWords] = []
    for part in parts:
        if found:
            found.append(("  ", "text"))
        found += part
    return tuple(found)


def status_forms(session: Session, signs: Signs = SIGNS) -> list[tuple[TonedWords, ...]]:
    """How things stand, for the top line: with bars and numbers, with numbers only, and as bare as can be."""
    moved = changed(session)
    full: list[tuple[TonedWords, ...]] = []
    brief: list[tuple[TonedWords, ...]] = []
    for one in status(session):
        variable, value, word = one
        label = ((f"{name_of(variable)} ", "quiet"),)
        after = mark(one, moved)
        drawn = gauge(variable, value, word, signs=signs)
        number = ((f"{value}", "text"),) if variable.show in {"bar", "dots"} else drawn
        gap = ((" ", "text"),) if variable.show in {"bar", "dots"} else ()
        full.append((*label, *drawn, *gap, *(number if gap else ()), *after))
        brief.append((*label, *number, *after))
    bare = tuple((clean(words), tone) for words, tone in _joined(brief) if tone != "bright+strong")
    return [_joined(full), _joined(brief), bare] if full else [()]


def status_paras(session: Session, signs: Signs = SIGNS) -> list[Para]:
    """How things stand, a line each, with numbers in words and with what they are."""
    paras: list[Para] = []
    for one in (*status(session), *gauges(session)):
        pieces = ((f"{name_of(one.variable)}  ", "quiet"), *_value(one, signs, counted=True))
        paras.append(Para(pieces, above=0 if paras and not one.variable.about else 1))
        paras += [Para(said(one.variable.about, "quiet+em"), first=2, rest=2, above=0)] if one.variable.about else []
    return paras


def about_paras(session: Session) -> list[Para]:
    """What the values are that show of those in the player's care."""
    found = {one.variable.about: name_of(one.variable) for _, values in in_care(session) for one in values}
    return [Para(((f"{name}  ", "quiet"), *said(about, "quiet+em")), rest=2) for about, name in found.items() if about]


def gauge_paras(session: Session, signs: Signs = SIGNS) -> list[Para]:
    """The values that stand beside the choices."""
    moved = changed(session)
    return [
        Para(((f"{name_of(one.variable)}  ", "quiet"), *_value(one, signs, counted=True), *mark(one, moved)), above=1)
        for one in gauges(session)
    ]
