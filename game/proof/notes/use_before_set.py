"""Variables that are read before anything sets them: what a story then reads is their `start`.

A way on which nothing has set a variable yet is a way through the graph without what comes after the places that set
it. So each variable is asked about on a graph of its own, from which those ways are taken; the variable is a constant there.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from game.proof.bounds import LIMITS, named
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Place
from game.proof.model.goals import Goal, Spot
from game.proof.model.successors import Walker
from game.proof.notes.uses import reading
from game.proof.portfolio.context import Proof
from game.proof.portfolio.shares import Nodes
from game.proof.results import Answer, UseBeforeSet
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import StateSet


class Starts:
    """The writer's variables that a condition or a text reads, but for those asked for before the story."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        program = graph.program
        asked = {one.variable for one in program.setup}
        wanted = {slot for slot, one in enumerate(program.slots) if not one.hidden and one.name not in asked}
        self.read: dict[int, list[Spot]] = {}
        """For each variable that is read: where."""
        for slot, spot in reading(graph):
            if slot in wanted:
                self.read.setdefault(slot, []).append(spot)
        self.setters: dict[int, list[Spot]] = {slot: [] for slot in self.read}
        for place in graph.places:
            for slot in {effect.slot for effect in place.effects} & self.setters.keys():
                self.setters[slot].append(Spot(place.number, 0, None))

    def goals(self) -> list[Goal]:
        """For each variable: does anything ever set it?"""
        slots = self.graph.program.slots
        return [
            Goal("fact", f"set {slots[slot].name}", "", "", tuple(spots))
            for slot, spots in self.setters.items()
            if spots
        ]

    def answers(self, proof: Proof, known: Mapping[str, Answer], *, every: bool) -> Iterator[UseBeforeSet]:
        """Whether a variable can be read before it is set, and the shortest way to do so; of those that are never set, or of every one."""
        for slot in sorted(self.read):
            name = self.graph.program.slots[slot].name
            proof.bounds.say("read before set", slot)
            answer = known.get(f"set {name}")
            never = answer is not None and answer.verdict == "refuted"
            unset = never or not self.setters[slot]
            if not unset and not every:
                continue
            yield self._first_read(proof, slot, unset=unset)

    def _first_read(self, proof: Proof, slot: int, *, unset: bool) -> UseBeforeSet:
        name = self.graph.program.slots[slot].name
        graph = _until_set(self.graph, slot)
        there = _led_to(graph)
        spots = [
            spot
            for spot in self.read[slot]
            if spot.place in there and not _set_before(graph.places[spot.place], slot, spot)
        ]
        if not spots:
            return UseBeforeSet(name, "never", unset, "", "", None)
        backward = BackwardReachability(graph, proof.backward.diagrams, Walker(graph), proof.bounds.check)
        backward.within = proof.backward.within
        try:
            sets: dict[int, StateSet] = {}
            for spot in spots:
                where = backward.preimage(graph.places[spot.place], backward.diagrams.condition(spot.when), spot.after)
                sets[spot.place] = sets[spot.place] | where if spot.place in sets else where
            with backward.checked(Nodes(proof.backward.diagrams, proof.share(proof.tuning.reads)).check):
                layers, found = backward.layers(sets)
            if not found:
                return UseBeforeSet(name, "never", unset, "", "", None)
            path = backward.witness(layers)
        except LIMITS as stopped:
            bound = named(stopped)
            proof.bound = proof.bound or bound
            return UseBeforeSet(name, "not decided", unset, "", bound, None)
        witness, played = proof.validator.follow(path, None)
        if witness is None or played is None:
            return UseBeforeSet(name, "not decided", unset, "", proof.validator.why_not, None)
        return UseBeforeSet(name, "read", unset, played.turn.scene, "", witness)


def _until_set(graph: Graph, slot: int) -> Graph:
    """The graph without what comes after the places that set a variable. An effect on a writer's variable has no condition."""
    part = copy.copy(graph)
    part.places = list(graph.places)
    for number, place in enumerate(graph.places):
        if any(effect.slot == slot for effect in place.effects):
            last = part.places[number] = copy.copy(place)
            last.edges = []
    part.before = [[] for _ in part.places]
    for place in part.places:
        for edge in place.edges:
            part.before[edge.target].append((place.number, edge))
    return part


def _led_to(graph: Graph) -> frozenset[int]:
    """The places that the ways of a graph lead to, conditions left aside."""
    seen = {graph.start}
    queue = [graph.start]
    while queue:
        for edge in graph.places[queue.pop()].edges:
            if edge.target not in seen:
                seen.add(edge.target)
                queue.append(edge.target)
    return frozenset(seen)


def _set_before(place: Place, slot: int, spot: Spot) -> bool:
    effects = place.effects if spot.after < 0 else place.effects[: spot.after]
    return any(effect.slot == slot for effect in effects)
