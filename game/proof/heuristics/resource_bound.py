"""What can never be because it takes more of something than there ever is.

Several things that are wanted draw on one variable (the actions that are left tonight). What they take together, in choices that look at it, is added up
over the parts of what is wanted; how many such choices a playthrough can hold at most is worked out from that variable and one other, all others
left out. Where the first is more than the second, there is no way.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Final

from game.program.components import components
from game.program.forms.expressions import reads
from game.proof.heuristics.landmark_databases import LandmarkDatabases
from game.proof.heuristics.pattern_databases import PatternDatabase, Taken, added, size
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Spot
from game.proof.model.slicing import bits
from game.proof.model.successors import FAR

MOST_STATES: Final = 40_000
"""Places times values that are looked at for the most."""
MOST_PAIRS: Final = 12
"""Pairs of variables that are looked at for one question."""


def too_much(graph: Graph, landmarks: LandmarkDatabases, spots: Sequence[Spot]) -> bool:
    """Whether what is wanted at some spots takes more than there is; if not, it may be impossible all the same."""
    room = MOST_STATES // len(graph.places)
    pairs = [
        (slot, [other for other in others if size(graph, (slot, other)) <= room])
        for slot, others in landmarks.shared(spots)
    ]
    pairs = [(slot, others) for slot, others in pairs if others]
    if not pairs:
        return False
    parts = landmarks.patterns(spots)
    choices = [
        ((place.number, edge.choice), set() if edge.guard is None else set(reads(edge.guard)))
        for place in graph.places
        for edge in place.edges
        if edge.choice >= 0
    ]
    left = MOST_PAIRS
    for slot, others in pairs:
        drawing = {taken for taken, read in choices if slot in read}
        least = added(parts, spots, {taken for taken, _ in choices} - drawing)
        for other in others:
            if least and left:
                left -= 1
                most = at_most(graph, PatternDatabase(graph, (slot, other)), spots, drawing)
                if most is not None and most < least:
                    return True
    return False


def at_most(graph: Graph, pattern: PatternDatabase, spots: Sequence[Spot], counted: Container[Taken]) -> int | None:
    """The most of some choices that a way from the beginning to one of some spots can hold, as a pattern sees it; None where there is no bound."""
    distance = pattern.backward(spots)
    numbers: dict[tuple[int, int], int] = {}
    arrows: list[list[int]] = []
    weights: list[list[bool]] = []
    start = distance.get(graph.start)
    first = [] if start is None else [one for one in pattern.openings() if start[one] < FAR]
    queue = [(graph.start, one) for one in first]
    for at in queue:
        numbers[at] = len(numbers)
    for at in queue:
        arrows.append([])
        weights.append([])
        for taken, to in _onward(pattern, at):
            if to[0] in distance and distance[to[0]][to[1]] < FAR:
                if to not in numbers:
                    numbers[to] = len(numbers)
                    queue.append(to)
                arrows[-1].append(numbers[to])
                weights[-1].append(taken in counted)
    most = [0] * len(arrows)
    for group in components(arrows):
        inside = set(group)
        highest = 0
        for state in group:
            for onward, weight in zip(arrows[state], weights[state], strict=True):
                if onward in inside and weight:
                    return None
                highest = max(highest, most[onward] + weight)
        for state in group:
            most[state] = highest
    return max(most[: len(first)], default=0)


def _onward(pattern: PatternDatabase, at: tuple[int, int]) -> Iterator[tuple[Taken, tuple[int, int]]]:
    """Where a state may lead to, each with the way that is taken."""
    place, number = at
    after = pattern.through(place, 1 << number)
    for target, guard, choice in pattern.ways[place]:
        for one in bits(after & guard):
            yield (place, choice), (target, one)
