"""Variables that are read, and that nothing ever sets: what a story reads there is always their `start`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Goal, Spot
from game.proof.model.path import Unknown, Unreachable
from game.proof.notes.uses import reading
from game.proof.portfolio.context import Proof
from game.proof.results import Answer, NeverSet


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

    def answers(self, proof: Proof, known: Mapping[str, Answer]) -> Iterator[NeverSet]:
        """For each variable that is never set: whether it can be read, and the shortest way to do so."""
        for slot in sorted(self.read):
            name = self.graph.program.slots[slot].name
            answer = known.get(f"set {name}")
            if not self.setters[slot] or (answer is not None and answer.verdict == "refuted"):
                proof.bounds.say("read and never set", slot)
                yield self._read(proof, slot)

    def _read(self, proof: Proof, slot: int) -> NeverSet:
        name = self.graph.program.slots[slot].name
        outcome = proof.search(self.read[slot], proof.share(proof.tuning.reads))
        if isinstance(outcome, Unreachable):
            return NeverSet(name, "never", "", "", None)
        if isinstance(outcome, Unknown):
            proof.bound = proof.bound or outcome.bound
            return NeverSet(name, "not decided", "", outcome.bound, None)
        witness, played = proof.validator.follow(outcome.path, None)
        if witness is None or played is None:
            return NeverSet(name, "not decided", "", proof.validator.why_not, None)
        return NeverSet(name, "read", played.turn.scene, "", witness)
