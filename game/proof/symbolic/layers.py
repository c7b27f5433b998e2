"""What can come up after just so many choices: a sweep that does not ask whether a state has come up before.

A playthrough of some length has a state in each of these layers up to it. That a state can be in many of them does no harm as long
as all that is asked can come up, and to keep it out of the later ones costs more than all the rest of a sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import StateSet
from game.proof.symbolic.forward import ForwardReachability


class LayeredReachability(ForwardReachability):
    """The layers: `layers[k][place]` are all states in which a place is entered after k choices."""

    def __init__(self, backward: BackwardReachability, part: Slice, spots: Sequence[Sequence[Spot]]) -> None:
        super().__init__(backward, part, spots)
        self._following = {self.graph.start: self.opening()}
        self._early: dict[tuple[int, int, int], StateSet | None] = {}

    def find(self) -> None:
        """Add layers until all that is asked was found, or there is nothing more.

        Raises:
            Expired: a bound was hit.
        """
        while len(self.found) < self.asked and self.grow():
            pass

    def grow(self) -> bool:
        """Add a layer; whether there is anything in it. After a bound was hit in it (`Expired`), it can be tried again."""
        queue, following = dict(self._following), dict[int, StateSet]()
        layer: dict[int, StateSet] = {}
        self.layers.append(layer)
        try:
            while queue:
                number = min(queue, key=self.graph.passing_order.__getitem__)
                new = queue.pop(number)
                if number in layer:  # play goes in a circle without a choice
                    new = new & ~layer[number]
                    if not new.satisfiable():
                        continue
                layer[number] = layer[number] | new if number in layer else new
                self.enter(number, new, queue, following)
                self.backward.check()
                self.backward.say(len(self.layers), len(queue) + len(following))
        except BaseException:
            self.layers.pop()
            raise
        self._following = following
        return bool(layer)

    def first_layers(self) -> dict[int, int]:
        """For each place in a layer the first that holds it: no playthrough comes there with fewer choices."""
        first: dict[int, int] = {}
        for number, layer in enumerate(self.layers):
            for place in layer:
                first.setdefault(place, number)
        return first

    def soon(self, slack: int) -> Callable[[int, int], StateSet | None]:
        """For a place and a number of choices what can come up there so many choices after the beginning, or up to `slack` less."""

        def early(place: int, choices: int) -> StateSet | None:
            key = (place, choices, slack)
            if key not in self._early:
                while len(self.layers) <= choices and self.grow():
                    pass
                found: StateSet | None = None
                for layer in self.layers[max(choices - slack, 0) : choices + 1]:
                    here = layer.get(place)
                    if here is not None:
                        found = here if found is None else found | here
                self._early[key] = found
            return self._early[key]

        return early
