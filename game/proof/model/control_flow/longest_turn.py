"""How much a turn can hold, conditions left aside: the letters and the blocks between two choices, as the engine counts them.

What is worked out here is linear in the places. Where it says that every turn fits, nobody has to look further; where it does not,
a turn that can go round has no bound here, and one may have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from game.engine.machine import LONGEST_RUN
from game.engine.turn import Stuck
from game.program import model
from game.program.graph.weights import HEAVIEST, Weights
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Edge, Place

WITHOUT_END: Final = 1 << 40
"""More than any turn holds."""


class Measure(NamedTuple):
    """Something that a turn can hold so much of before play is stuck: how much of it each place adds, and what comes from there at most."""

    stuck: Stuck
    most: int
    adds: Sequence[int]
    ahead: Sequence[int]


def starts(graph: Graph) -> set[int]:
    """The places where a turn can begin."""
    return {graph.start, *(edge.target for place in graph.places for edge in place.edges if edge.choice >= 0)}


def passing(place: Place) -> Iterator[Edge]:
    """The ways on from a place on which nobody is asked; none where a choice is open whatever the variables are."""
    if all(edge.choice < 0 or edge.guard is not None for edge in place.edges):
        yield from (edge for edge in place.edges if edge.choice < 0)


def overfull(graph: Graph) -> tuple[Measure, ...]:
    """What a turn may hold too much of, conditions left aside: the blocks first."""
    weights = Weights(graph.program)
    weighed: dict[tuple[int, int], int] = {}

    def letters(place: Place) -> int:
        key = place.scene, place.block
        if key not in weighed:
            block: model.BasicBlock = graph.program.scene(place.scene).blocks[place.block]
            graph.work(1 + len(block.ops))
            weighed[key] = weights.of(block.ops, block.exit)
        return weighed[key]

    begin = starts(graph)
    found = []
    stuck: Stuck
    for stuck, most in (("endless", LONGEST_RUN), ("too-long", HEAVIEST)):
        adds = [0 if not place.begins else 1 if stuck == "endless" else letters(place) for place in graph.places]
        measure = Measure(stuck, most, adds, _ahead(graph, adds))
        if any(measure.ahead[number] > most for number in begin):
            found.append(measure)
    return tuple(found)


def _ahead(graph: Graph, adds: Sequence[int]) -> list[int]:
    """How much comes in a turn from each place on at most: from the ends of turns back, each place after all that it leads to."""
    onward = [sum(1 for _ in passing(place)) for place in graph.places]
    before = [0] * len(adds)
    ahead = [WITHOUT_END] * len(adds)
    ready = [number for number, count in enumerate(onward) if not count]
    while ready:
        number = ready.pop()
        ahead[number] = before[number] + adds[number]
        graph.work(1 + len(graph.before[number]))
        for source, edge in graph.before[number]:
            if edge.choice < 0 and onward[source]:
                before[source] = max(before[source], ahead[number])
                onward[source] -= 1
                if not onward[source]:
                    ready.append(source)
    return ahead
