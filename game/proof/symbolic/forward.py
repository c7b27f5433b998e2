"""From the beginning forward, all at once: every state, as sets to a place.

Where the sets stay small this answers in one pass what can be reached; where they do not, it is given up and each question is searched for
backwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.program.forms.types import Expr
from game.proof.model.control_flow.place import Effect, Place
from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import StateSet


class ForwardReachability:
    """The states in which each place can be entered, in `total`; a kind of it has them in layers, choice by choice."""

    def __init__(self, backward: BackwardReachability, part: Slice, spots: Sequence[Sequence[Spot]]) -> None:
        self.backward = backward
        self.graph = backward.graph
        self.diagrams = backward.diagrams
        self.part = part
        self.layers: list[dict[int, StateSet]] = []
        self.total: dict[int, StateSet] = {}
        self.found: dict[int, int] = {}
        """Goal (by index) to the layer in which it came true."""
        self._gone: dict[tuple[int, int], tuple[int, ...]] = {}
        self.asked = len(spots)
        self.pending: dict[int, list[tuple[int, Spot]]] = {}
        for goal, one in enumerate(spots):
            for spot in one:
                self.pending.setdefault(spot.place, []).append((goal, spot))

    def opening(self) -> StateSet:
        """The states in which play begins, as far as the slice tells them apart."""
        start = self.graph.start
        loose = tuple(slot for slot in range(len(self.graph.program.slots)) if slot not in self.part.followed)
        return self.diagrams.exists(self.backward.opening, (*self.part.dead_entry[start], *loose))

    def run(self) -> dict[int, StateSet]:
        """Go on until nothing is new; the states in which each place can be entered.

        Raises:
            Expired: a bound was hit.
        """
        rank = self.graph.rank
        queue: dict[int, StateSet] = {self.graph.start: self.opening()}
        while queue:
            number = max(queue, key=rank.__getitem__)
            new = queue.pop(number)
            known = self.total.get(number)
            if known is not None:
                rest = new & ~known
                if not rest.satisfiable():
                    continue
                both = known | new
                self.total[number] = both
                new = rest if rest.node_count() <= both.node_count() else both
            else:
                self.total[number] = new
            self.enter(number, new, queue, queue)
            self.backward.check()
            self.backward.say(0, len(queue))
        return self.total

    def enter(self, number: int, new: StateSet, queue: dict[int, StateSet], following: dict[int, StateSet]) -> None:
        """Go on from states in which a place is entered: into the `queue` without a choice, and with one into what is `following`."""
        place = self.graph.places[number]
        diagrams = self.diagrams
        after = new
        if number in self.pending:
            after = self._notice(number, new)
        else:
            for effect in place.effects:
                if effect.slot in self.part.followed:
                    after = self.changed(after, effect)
        for edge in place.edges:
            self.graph.work(1)
            onward = after if edge.guard is None else after & self.condition(edge.guard)
            if not onward.satisfiable():
                continue
            onward = diagrams.exists(onward, self._let_go(place, edge.target))
            into = following if edge.choice >= 0 else queue
            into[edge.target] = into[edge.target] | onward if edge.target in into else onward

    def changed(self, before: StateSet, effect: Effect) -> StateSet:
        """The states after an effect on a variable that is followed."""
        return self.diagrams.image(before, effect.slot, effect.value, effect.when)

    def condition(self, expr: Expr) -> StateSet:
        """The values with which play passes a condition."""
        return self.diagrams.condition(expr)

    def _let_go(self, place: Place, target: int) -> tuple[int, ...]:
        """The slots that matter no more on a way from a place, but for those that did not when it was entered."""
        key = (place.number, target)
        found = self._gone.get(key)
        if found is None:
            self.graph.work(len(self.part.dead_entry[target]))
            changed = {effect.slot for effect in place.effects}
            before = set(self.part.dead_entry[place.number]) - changed
            found = tuple(slot for slot in self.part.dead_entry[target] if slot not in before)
            self._gone[key] = found
        return found

    def _notice(self, number: int, new: StateSet) -> StateSet:
        """Do the place's effects one by one, and look at each point for what is asked there."""
        place = self.graph.places[number]
        states = [new]
        for effect in place.effects:
            if effect.slot in self.part.followed:
                states.append(self.changed(states[-1], effect))
            else:
                states.append(states[-1])
        left: list[tuple[int, Spot]] = []
        layer = len(self.layers) - 1
        for goal, spot in self.pending[number]:
            if goal in self.found:
                continue
            here = states[spot.after]
            if spot.when is None or (here & self.condition(spot.when)).satisfiable():
                self.found[goal] = layer
            else:
                left.append((goal, spot))
        if left:
            self.pending[number] = left
        else:
            del self.pending[number]
        return states[-1]

    def clear(self) -> None:
        """Let go of all sets, after the search was given up."""
        self.layers.clear()
        self.total.clear()
