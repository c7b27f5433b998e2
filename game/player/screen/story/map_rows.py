"""The map of a chapter as paragraphs: a spine with a row for each place, the forks below it, and no row wider than there is room for.

Pure: in goes a chart, out come paragraphs. What each sign means is said at the top, and nothing is told by colour alone.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from game.language.text.columns import shorten, width
from game.player.screen.look.drawing import Para
from game.player.screen.look.palettes import SIGNS, Signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.player.screen.look.drawing import TonedWords
    from game.player.story_map.chart import Chart, EndingSeen, ForkSeen, StopSeen, Way

STATES = ("taken", "before", "seen", "hidden")
_TONES = {"taken": ("accent", "bright"), "before": ("text", "text"), "seen": ("quiet", "quiet"), "hidden": ("quiet", "quiet+em")}  # fmt: skip
"""The tones of a state's sign and of its words."""
HERE = "← here"
_GAP = "  "
_MOST = 12
"""Shapes without a name that stand for as many places beside one another."""


def legend(signs: Signs = SIGNS) -> Para:
    """What the signs mean."""
    taken, before, seen, hidden = signs.ways
    words = [(taken, "taken"), (before, "taken before"), (seen, "seen"), (hidden, "not found")]
    words += [(signs.ends[0], "ending"), *([(signs.ends[1], "not found")] if signs.ends[1] != hidden else [])]
    return Para((("   ".join(f"{sign}\u00a0{word}" for sign, word in words), "quiet"),), above=1)


def map_paras(chart: Chart, room: int, signs: Signs = SIGNS) -> list[Para]:
    """The places of a chapter in `room` cells; each fork is an entry, open where one can go back to it."""
    spine = Para(((signs.lines[0], "rule"),), above=0)
    paras: list[Para] = []
    for nameless, group in groupby(chart.stops, key=lambda stop: stop.state == "hidden" and not stop.hint):
        stops = list(group)
        if nameless:
            paras += [spine, _shapes(len(stops), signs)]
            continue
        for stop in stops:
            paras += [spine, *_stop(stop, room, signs)]
    return [legend(signs), *(para._replace(above=1) for para in paras[1:2]), *paras[2:]]


def fork_entry(fork: ForkSeen) -> str:
    """The entry of a fork on the page."""
    return f"fork:{fork.id}"


def place_shown(paras: Sequence[Para], at: int, most: int) -> int:
    """Where to open the map for paragraph `at` to be seen with the place that it belongs to; the row before it, where that is more than
    `most` rows above.
    """
    place = at
    while place and paras[place].entry:
        place -= 1
    rows = sum(1 + sum(words.count("\n") for words, _ in para.pieces) for para in paras[place:at])
    return place if rows <= most else at - 1


def _shapes(count: int, signs: Signs) -> Para:
    shown = " ".join([signs.ways[3]] * min(count, _MOST))
    more = f" and {count - _MOST} more" if count > _MOST else ""
    return Para(((shown + more, "quiet"),), above=0)


def _stop(stop: StopSeen, room: int, signs: Signs) -> Iterable[Para]:
    sign, words = _TONES[stop.state]
    told = shorten(stop.title or stop.hint or "…", room - 3)
    strong = "+strong" if stop.state == "taken" else ""
    yield Para(((f"{signs.ways[STATES.index(stop.state)]}  ", sign), (told, words + strong)), above=0)
    for fork in stop.forks:
        yield _fork(fork, room, signs)
    if stop.missing:
        yield _rows([_nameless(signs)] * stop.missing, room, signs)
    if stop.endings:
        yield _rows([_ending(one, room, signs) for one in stop.endings], room, signs)


def _fork(fork: ForkSeen, room: int, signs: Signs) -> Para:
    named = [_way(way, room, signs) for way in fork.ways if way.label or way.hint]
    items = [*named, *([_nameless(signs)] * (len(fork.ways) - len(named)))]
    if fork.here:
        items.append((("", "quiet"), (HERE, "accent+em")))
    return _rows(items, room, signs)._replace(entry=fork_entry(fork), open=fork.turn is not None or fork.here)


def _way(way: Way, room: int, signs: Signs) -> tuple[TonedWords, ...]:
    to = signs.lines[2] if way.state == "taken" else signs.lines[3]
    sign, words = _TONES[way.state]
    told = shorten(way.label or way.hint, room - 4)
    return ((f"{to}{signs.ways[STATES.index(way.state)]} ", sign), (told, words))


def _nameless(signs: Signs) -> tuple[TonedWords, ...]:
    return ((f"{signs.lines[3]}{signs.ways[3]}", "quiet"),)


def _ending(one: EndingSeen, room: int, signs: Signs) -> tuple[TonedWords, ...]:
    sign = signs.ends[0 if one.title else 1]
    told = shorten(one.title or one.hint or "an ending", room - 4)
    return (
        (f"{signs.lines[3]}{sign} ", "accent" if one.title else "quiet"),
        (told, "accent+strong" if one.title else "quiet+em"),
    )


def _rows(items: Sequence[tuple[TonedWords, ...]], room: int, signs: Signs) -> Para:
    """Items beside one another as long as there is room, the rows joined to the spine."""
    pieces: list[TonedWords] = [(signs.lines[1], "rule")]
    used = 1
    for number, item in enumerate(items):
        cells = sum(width(words) for words, _ in item)
        if number and used + len(_GAP) + cells > room:
            pieces += [("\n", "rule"), (signs.lines[0], "rule")]
            used = 1
        elif number:
            pieces.append((_GAP, "quiet"))
            used += len(_GAP)
        pieces += item
        used += cells
    return Para(tuple(pieces), above=0)
