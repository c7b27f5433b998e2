"""What of the variables matters to a question: the reductions of the search, each with why it keeps the answers.

Slicing: a variable that no condition reads, and that feeds none that one reads, changes no way through the
story. Questions about it get a search of their own; all others go without it.
Liveness: at a place where a variable will be set before it is read again, its value changes nothing to come, so
states that differ only there are one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

from game.program.evaluate import reads
from game.program.model import Expr
from game.proof.places import Graph


class Slice:
    """The variables that are followed, and at each place the ones whose value no longer matters there.

    `dead[place]` are followed slots that nothing reads any more once the place has done its effects.
    """

    def __init__(
        self,
        graph: Graph,
        asked: Iterable[tuple[int, Expr | None]] = (),
        *,
        slicing: bool = True,
        liveness: bool = True,
    ) -> None:
        """`asked` are the conditions the questions look at, with the place where each is looked at."""
        asked = list(asked)
        slots = range(len(graph.program.slots))
        extra = {slot for _, expr in asked if expr is not None for slot in reads(expr)}
        self.followed: frozenset[int] = cone(graph, control(graph) | extra) if slicing else frozenset(slots)
        self.dead: list[tuple[int, ...]] = [()] * len(graph.places)
        self.dead_entry: list[tuple[int, ...]] = [()] * len(graph.places)
        if liveness:
            self._liveness(graph, asked)

    def _liveness(self, graph: Graph, asked: Collection[tuple[int, Expr | None]]) -> None:
        places = graph.places
        read_here = [0] * len(places)
        for number, expr in asked:
            read_here[number] |= _mask(expr)
        guards = [0] * len(places)
        for place in places:
            for edge in place.edges:
                guards[place.number] |= _mask(edge.guard)
        after = [0] * len(places)
        entry = [0] * len(places)
        queue = deque(range(len(places) - 1, -1, -1))
        queued = set(queue)
        while queue:
            number = queue.popleft()
            queued.discard(number)
            place = places[number]
            live = guards[number] | read_here[number]
            for edge in place.edges:
                live |= entry[edge.target]
            after[number] = live
            for effect in reversed(place.effects):
                bit = 1 << effect.slot
                if live & bit:
                    if effect.when is None:
                        live &= ~bit
                    live |= _mask(effect.value) | _mask(effect.when)
            live |= read_here[number]  # a question may look before, between or after the effects
            if live != entry[number]:
                entry[number] = live
                for source, _ in graph.before[number]:
                    if source not in queued:
                        queued.add(source)
                        queue.append(source)
        self.dead = [tuple(slot for slot in sorted(self.followed) if not live >> slot & 1) for live in after]
        self.dead_entry = [tuple(slot for slot in sorted(self.followed) if not live >> slot & 1) for live in entry]


def control(graph: Graph) -> set[int]:
    """The variables that some guard reads."""
    return {
        slot for place in graph.places for edge in place.edges if edge.guard is not None for slot in reads(edge.guard)
    }


def cone(graph: Graph, slots: Iterable[int]) -> frozenset[int]:
    """The slots, with all that feed them through effects."""
    feeds: dict[int, set[int]] = {}
    for place in graph.places:
        for effect in place.effects:
            found = feeds.setdefault(effect.slot, set())
            found.update(reads(effect.value))
            if effect.when is not None:
                found.update(reads(effect.when))
    result = set(slots)
    queue = list(result)
    while queue:
        for slot in feeds.get(queue.pop(), ()):
            if slot not in result:
                result.add(slot)
                queue.append(slot)
    return frozenset(result)


def _mask(expr: Expr | None) -> int:
    mask = 0
    if expr is not None:
        for slot in reads(expr):
            mask |= 1 << slot
    return mask
