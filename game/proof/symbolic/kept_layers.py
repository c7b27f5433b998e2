"""How soon states come up, as sets on disk: the layers of an earlier proof for all places that an edit leaves as they were.

A set tells apart what can still make a difference, so besides its cone a place stands for the variables that are followed there.
After an edit late in the shipped story they spare a quarter to a third of the next proof; in the middle of it, nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from oxidd.util import DDDMPFile

from game.proof.model.control_flow.cfg import Graph
from game.proof.model.fingerprints import Fingerprints
from game.proof.model.slicing import Slice
from game.proof.symbolic.bdd import Diagrams, StateSet
from game.system.files import read
from game.system.writing import put, spare_file

MOST_BYTES: Final = 32_000_000
"""A larger file is not kept."""


class KeptPrefix(NamedTuple):
    """Places of which the layers up to some number are known, and the layers, as in `LayeredReachability`."""

    places: frozenset[int]
    layers: Sequence[Mapping[int, StateSet]]


class Index(NamedTuple):
    """What is in a file of sets: its checksum, the variables from the top with their bits, and for each place the layer and number of each set."""

    checksum: int
    slots: tuple[tuple[str, int], ...]
    places: dict[str, tuple[tuple[int, int], ...]]


class KeptLayers:
    """The layers that an earlier proof has left, if it has, and those of this one; `named` as for `Fingerprints`."""

    def __init__(self, named: Callable[[str], str], path: Path | None = None, index: Index | None = None) -> None:
        self.index = index
        self._named = named
        self._path = path
        self._now: tuple[list[str], Diagrams, Sequence[Mapping[int, StateSet]]] | None = None

    def order(self, diagrams_order: Sequence[int], names: Sequence[str]) -> list[int]:
        """An order of the variables that keeps those of the earlier proof as they were, with new ones beside their neighbours."""
        if self.index is None:
            return list(diagrams_order)
        slots = {self._named(name): slot for slot, name in enumerate(names)}
        order = [slots[name] for name, _ in self.index.slots if name in slots]
        placed = set(order)
        before = -1
        for slot in diagrams_order:
            if slot not in placed:
                order.insert(order.index(before) + 1 if before >= 0 else 0, slot)
            before = slot
        return order

    def fetch(self, graph: Graph, part: Slice, diagrams: Diagrams) -> KeptPrefix | None:
        """The layers of all places that are as they were; None where there are none."""
        names = self._known_as(graph, part)
        if self.index is None or self._path is None:
            return None
        kept = {number: self.index.places[name] for number, name in enumerate(names) if name in self.index.places}
        if not kept:
            return None
        try:
            if crc32(read(self._path, MOST_BYTES)) != self.index.checksum:
                return None
            sets = self._import(diagrams)
            layers: list[dict[int, StateSet]] = []
            for number, found in kept.items():
                for layer, root in found:
                    layers += [{} for _ in range(layer + 1 - len(layers))]
                    layers[layer][number] = sets[root]
        except (OSError, LookupError, RuntimeError, ValueError):
            return None
        return KeptPrefix(frozenset(kept), layers)

    def _import(self, diagrams: Diagrams) -> list[StateSet]:
        """All sets of the file.

        Raises:
            LookupError: a variable of theirs is not there any more, or has another range.
            OSError, RuntimeError, ValueError: it cannot be read.
        """
        assert self.index is not None
        program = diagrams.program
        slots = {self._named(one.name): slot for slot, one in enumerate(program.slots)}
        bits = [(name, place, width) for name, width in self.index.slots for place in range(width)]
        file = DDDMPFile(str(self._path))
        try:
            variables = []
            for number in file.support_vars:
                name, place, width = bits[number]
                now = diagrams.bits(slots[name])
                if len(now) != width:
                    raise LookupError(name)
                variables.append(now[place])
            return list(diagrams.manager.import_dddmp(file, variables))
        finally:
            file.close()

    def note(self, graph: Graph, part: Slice, diagrams: Diagrams, layers: Sequence[Mapping[int, StateSet]]) -> None:
        """Take up what a sweep has found, to be written later."""
        self._now = self._known_as(graph, part), diagrams, layers

    def write(self) -> Index | None:
        """Write what was taken up; what is in the file then. A folder that cannot be written is no trouble."""
        if self._now is None or self._path is None:
            return self.index
        names, diagrams, layers = self._now
        places: dict[str, list[tuple[int, int]]] = {name: [] for name in names}
        sets: list[StateSet] = []
        for number, layer in enumerate(layers):
            for place, found in layer.items():
                places[names[place]].append((number, len(sets)))
                sets.append(found)
        try:
            with spare_file(self._path) as spare:
                diagrams.manager.export_dddmp(str(spare), sets)
                checksum = crc32(read(spare, MOST_BYTES))
                put(spare, self._path)
        except (OSError, RuntimeError):
            return None
        slots = tuple(
            (self._named(diagrams.program.slots[slot].name), len(diagrams.bits(slot))) for slot in diagrams.order
        )
        return Index(checksum, slots, {name: tuple(found) for name, found in places.items()})

    def _known_as(self, graph: Graph, part: Slice) -> list[str]:
        """A digest for the sets of each place."""

        def followed(number: int) -> Iterable[int]:
            return sorted(part.followed.difference(part.dead_entry[number]))

        cones = Fingerprints(graph, self._named, followed, part.followed)
        return [cones.of_place(place.number) for place in graph.places]
