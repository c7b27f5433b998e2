"""Where a story reads its variables: in conditions, and in texts that show a value."""

from __future__ import annotations

from collections.abc import Iterator

from game.program import model
from game.program.forms.expressions import both_hold, reads
from game.program.forms.types import Expr, Segments
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Spot
from game.proof.notes.conditions import closed_when, standing


def reading(graph: Graph) -> Iterator[tuple[int, Spot]]:
    """Every variable that a condition or a text reads, with where."""
    for one in standing(graph):
        for slot in set(reads(one.condition)):
            for spot, last in one.spots:
                yield slot, spot._replace(when=both_hold(spot.when, last))
    for place in graph.places:
        for said in place.said:
            yield said.slot, Spot(place.number, said.after, said.when)
        exit_ = graph.exit(place)
        if isinstance(exit_, model.Choose):
            for choice in exit_.choices:
                if choice.needs is not None:
                    for slot, when in _values(choice.reason, closed_when(choice, exit_)):
                        yield slot, Spot(place.number, -1, when)


def _values(segments: Segments, when: Expr | None) -> Iterator[tuple[int, Expr | None]]:
    """The values in a reason."""
    for segment in segments:
        if isinstance(segment, str):
            continue
        if segment[0] == "v":
            yield segment[1], when
        elif segment[0] == "?":
            yield from _values(segment[2], both_hold(when, segment[1]))
            yield from _values(segment[3], both_hold(when, ("not", segment[1])))
