"""The states in which places are entered and left, as far as what decides the way tells them apart: where a function on them has to be right."""

from __future__ import annotations

from collections.abc import Mapping

from game.proof.model.control_flow.place import Place
from game.proof.model.slicing import Slice, cone, control
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import StateSet
from game.proof.symbolic.mtbdd import MultiTerminalDiagrams, NodeId


class CareSets:
    """Some states by place, with which functions go back from each place to those before it."""

    def __init__(
        self, backward: BackwardReachability, states: Mapping[int, StateSet], functions: MultiTerminalDiagrams
    ) -> None:
        graph = backward.graph
        self.deciding = cone(graph, control(graph))
        """The variables that decide where play can go."""
        self._diagrams = backward.diagrams
        self._functions = functions
        loose = tuple(slot for slot in range(len(graph.program.slots)) if slot not in self.deciding)
        dead = Slice(graph).dead_entry
        self.entered = {
            number: self._diagrams.exists(where, (*loose, *dead[number])) for number, where in states.items()
        }
        self._left: dict[int, StateSet] = {}
        self._near: dict[tuple[int, bool, frozenset[int]], NodeId] = {}

    def left(self, place: Place) -> StateSet:
        """The states after a place has done its effects."""
        found = self._left.get(place.number)
        if found is None:
            found = self.entered[place.number]
            for effect in place.effects:
                if effect.slot in self.deciding:
                    found = self._diagrams.image(found, effect.slot, effect.value, effect.when)
            self._left[place.number] = found
        return found

    def near(self, place: Place, levels: set[int], *, after: bool) -> NodeId:
        """The states of a place, before or after its effects, as far as the variables of some levels tell them apart: 1 there."""
        key = (place.number, after, frozenset(levels))
        found = self._near.get(key)
        if found is None:
            loose = tuple(slot for level, slot in enumerate(self._functions.slots) if level not in levels)
            where = self.left(place) if after else self.entered[place.number]
            found = self._near[key] = self._functions.from_set(self._diagrams, self._diagrams.exists(where, loose))
        return found
