"""What of the variables matters to a question: the reductions of the search, each with why it keeps the answers.

Slicing: a variable that no condition reads, and that feeds none that one reads, changes no way through the
story. Questions about it get a search of their own; all others go without it. (Program slicing: Weiser, 1981.)
Liveness: at a place where a variable will be set before it is read again, its value changes nothing to come, so
states that differ only there are one.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from weakref import WeakKeyDictionary

from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Effect


class Liveness:
    """At each place, the variables whose values can still make a difference to the ways on or to what is asked."""

    def __init__(self, graph: Graph) -> None:
        self._work = graph.work
        self._edges: list[list[tuple[int, int]]] = []
        self._effects: list[list[tuple[int, int, bool]]] = []
        for place in graph.places:
            self._work(1 + len(place.edges) + len(place.effects))
            self._edges.append([(edge.target, mask(edge.guard)) for edge in place.edges])
            self._effects.append(
                [(1 << one.slot, mask(one.value) | mask(one.when), one.when is None) for one in reversed(place.effects)]
            )
        self._sources = [sorted({source for source, _ in before}) for before in graph.before]
        self._order = sorted(range(len(graph.places)), key=graph.rank.__getitem__)

    def live(self, asked: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
        """The live slots of each place, as masks: on entry, and once it has done its effects.

        `asked` has a place and a mask of slots that a question looks at there, before, between or after the effects.
        """
        read_here: dict[int, int] = {}
        for number, slots in asked:
            read_here[number] = read_here.get(number, 0) | slots
        after = [0] * len(self._order)
        entry = [0] * len(self._order)
        queue = deque(self._order)
        queued = set(self._order)
        while queue:
            number = queue.popleft()
            queued.discard(number)
            self._work(1 + len(self._edges[number]))
            here = read_here.get(number, 0)
            live = here
            for target, guard in self._edges[number]:
                live |= entry[target] | guard
            after[number] = live
            for bit, read, always in self._effects[number]:
                if live & bit:
                    if always:
                        live &= ~bit
                    live |= read
            live |= here
            if live != entry[number]:
                entry[number] = live
                for source in self._sources[number]:
                    if source not in queued:
                        queued.add(source)
                        queue.append(source)
        return entry, after


_known: WeakKeyDictionary[Graph, Liveness] = WeakKeyDictionary()


def _liveness(graph: Graph) -> Liveness:
    """What is live in a graph, made once: a proof has many slices of one."""
    found = _known.get(graph)
    if found is None:
        found = _known[graph] = Liveness(graph)
    return found


class Slice:
    """The variables that are followed, and at each place the ones whose value no longer matters there.

    `dead[place]` are followed slots that nothing reads any more once the place has done its effects, `dead_entry[place]`
    those that nothing reads from its beginning on.
    """

    def __init__(
        self,
        graph: Graph,
        asked: Iterable[tuple[int, Expr | None]] = (),
        only: Iterable[int] | None = None,
    ) -> None:
        """`asked` are the conditions the questions look at, with the place where each is looked at; `only` are the variables to follow, all the way and whatever feeds them."""
        read_at = list(_read_at(graph, asked))
        everything = 0
        for _, read in read_at:
            everything |= read
        extra = set(bits(everything))
        self.followed = cone(graph, control(graph) | extra) if only is None else frozenset(only)
        self._order = sorted(self.followed)
        self._work = graph.work
        self._lists: dict[int, tuple[int, ...]] = {}
        self._liveness = _liveness(graph)
        self.dead: list[tuple[int, ...]] = [()] * len(graph.places)
        self.dead_entry = self.dead
        if only is None:
            self.ask(read_at)

    def ask(self, asked: Iterable[tuple[int, int]]) -> None:
        """Find the dead slots anew, for what is still asked: places, with masks of the slots read there."""
        entry, after = self._liveness.live(asked)
        self.dead = [self._listed(live) for live in after]
        self.dead_entry = [self._listed(live) for live in entry]

    def _listed(self, live: int) -> tuple[int, ...]:
        found = self._lists.get(live)
        if found is None:
            self._work(len(self._order))
            found = self._lists[live] = tuple(slot for slot in self._order if not live >> slot & 1)
        return found


def _read_at(graph: Graph, asked: Iterable[tuple[int, Expr | None]]) -> Iterator[tuple[int, int]]:
    """For each place that is asked about the slots that are looked at there, all questions together."""
    found: dict[int, int] = {}
    known: dict[int, tuple[Expr | None, int]] = {}
    for number, expr in asked:
        graph.work(1)
        read = known.get(id(expr))
        if read is None:  # held here, so that its identity stays its own
            read = known[id(expr)] = expr, mask(expr)
        found[number] = found.get(number, 0) | read[1]
    return iter(found.items())


def control(graph: Graph) -> set[int]:
    """The variables that some guard reads."""
    found: set[int] = set()
    for place in graph.places:
        graph.work(1 + len(place.edges))
        for edge in place.edges:
            if edge.guard is not None:
                found.update(reads(edge.guard))
    return found


def cone(graph: Graph, slots: Iterable[int]) -> frozenset[int]:
    """The slots, with all that feed them through effects."""
    feeds: dict[int, set[int]] = {}
    for place in graph.places:
        graph.work(1 + len(place.effects))
        for effect in place.effects:
            feeds.setdefault(effect.slot, set()).update(_looked_at(effect))
    result = set(slots)
    queue = list(result)
    while queue:
        for slot in feeds.get(queue.pop(), ()):
            if slot not in result:
                result.add(slot)
                queue.append(slot)
    return frozenset(result)


def deciding(graph: Graph, slots: Collection[int]) -> list[int]:
    """The other variables that decide where some can be changed, those that do so for most of them first.

    They stand in what these are changed to, and in the conditions on the ways to there since the choice before.
    """
    found: Counter[int] = Counter()
    for slot in slots:
        near: set[int] = set()
        waiting = [place.number for place in graph.places if any(one.slot == slot for one in place.effects)]
        for number in waiting:
            near |= {read for one in graph.places[number].effects if one.slot == slot for read in _looked_at(one)}
        seen = {*waiting}
        while waiting:
            for source, edge in graph.before[waiting.pop()]:
                near |= {*(() if edge.guard is None else reads(edge.guard))}
                if edge.choice < 0 and source not in seen:
                    seen.add(source)
                    waiting.append(source)
        found.update(sorted(near.difference(slots)))
    return [one for one, _ in found.most_common()]


def _looked_at(effect: Effect) -> list[int]:
    """The variables that an effect reads."""
    return [*reads(effect.value), *(() if effect.when is None else reads(effect.when))]


def mask(expr: Expr | None) -> int:
    """The slots that an expression reads, as bits."""
    found = 0
    if expr is not None:
        for slot in reads(expr):
            found |= 1 << slot
    return found


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
