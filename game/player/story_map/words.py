"""What every front says of a map in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.text.cleaning import counted
from game.player.playthrough.values import percent
from game.player.story_map.chart import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.player.story_map.chart import Chart, ForkSeen
    from game.program.model import Program


def counts_words(chart: Chart) -> str:
    """How much of a chapter was found."""
    ends = f"{chart.found} of {chart.endings} endings" if chart.endings else ""
    return " · ".join(part for part in (ends, f"{percent(chart.share)} % read") if part)


def map_lines(chart: Chart) -> Iterator[str]:
    """The map as a list: a line for each place and each fork, in words alone. A fork that one can go back to begins with the number of its choice."""
    nameless = 0
    for stop in chart.stops:
        if stop.state == "hidden" and not stop.hint:
            nameless += 1
            continue
        yield from _places(nameless)
        nameless = 0
        title = stop.title or "A place"
        yield (
            f"{title}."
            if stop.state == "taken"
            else f"{title} (not in this playthrough)."
            if stop.state == "before"
            else f"Not found: {stop.hint}"
        )
        for fork in stop.forks:
            yield _fork_line(fork)
        if stop.missing:
            yield f"{counted(stop.missing, 'fork')} here not found."
        for ending in stop.endings:
            yield f"Ending: {ending.title}." if ending.title else f"An ending not found. {ending.hint}".strip()
    yield from _places(nameless)


def _places(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'place')} not found."


def _fork_line(fork: ForkSeen) -> str:
    named = {state: [way.label for way in fork.ways if way.state == state] for state in ("taken", "before", "seen")}
    hidden = [way for way in fork.ways if way.state == "hidden"]
    hints = [way.hint for way in hidden if way.hint]
    parts = [
        f"{said}: {'; '.join(labels)}."
        for said, labels in (("Taken", named["taken"]), ("Taken before", named["before"]), ("Seen", named["seen"]))
        if labels
    ]
    if hidden:
        parts.append(f"Not found: {len(hidden)}." + "".join(f" {hint}" for hint in hints))
    if fork.here:
        parts.insert(0, "You are here.")
    number = f"{fork.turn + 1}. " if fork.turn is not None else "Fork. "
    return number + " ".join(parts)


def offer_words(program: Program, left: str, how: str) -> str:
    """What is said to whoever has come out of a chapter for the first time; `how` says how to see its map. "" for everybody else."""
    return (
        f"{title_of(program, left)} lies behind you. {how} shows its map, and the ways back to its forks."
        if left
        else ""
    )


def back_words(where: str) -> str:
    """What is said to whoever has gone back to a fork; `where` says how to find the other playthrough."""
    return f"You are back at this fork, in a new playthrough. The one you came from is kept: {where}"
