"""The turns that may hold too much, as sets of the states in which they begin: played on place by place, with how much was told on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from game.proof.model.control_flow.longest_turn import Measure, passing
from game.proof.model.control_flow.place import Place
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import StateSet

MOST_APART: Final = 256
"""So many ways are told apart by how much was told on them; where there are more, those that meet count as the fullest of them."""

_Where: TypeAlias = tuple[int, int]
"""A place, and how much was told before it."""


class _Passed(NamedTuple):
    """The states in which play comes by, and where it comes from."""

    states: StateSet
    sources: tuple[_Where, ...]


def too_full(backward: BackwardReachability, starts: Mapping[int, StateSet], measure: Measure) -> dict[int, StateSet]:
    """The states in which a turn begins, by place, that may hold too much: it is a wider set only where ways meet (see `MOST_APART`).

    `starts` are those in which one can begin. It ends where no turn goes on for ever, or where each round of one adds to it.

    Raises:
        Expired, MemoryError: a bound was hit.
    """
    layer = {(place, 0): _Passed(states, ()) for place, states in starts.items() if states.satisfiable()}
    layers: list[dict[_Where, _Passed]] = []
    while layer:
        layers.append(layer)
        following: dict[_Where, _Passed] = {}
        for (number, before), passed in layer.items():
            told = before + measure.adds[number]
            if before + measure.ahead[number] > measure.most >= told:
                _go_on(backward, backward.graph.places[number], (number, before), passed.states, told, following)
        layer = _joined(following) if len(following) > MOST_APART else following
    return _back(backward, layers, measure)


def _go_on(
    backward: BackwardReachability,
    place: Place,
    source: _Where,
    states: StateSet,
    told: int,
    following: dict[_Where, _Passed],
) -> None:
    """The states in which play goes on from a place without a choice."""
    diagrams = backward.diagrams
    for effect in place.effects:
        backward.check()
        states = diagrams.image(states, effect.slot, effect.value, effect.when)
    for edge in passing(place):
        backward.check()
        onward = states if edge.guard is None else states & diagrams.condition(edge.guard)
        if onward.satisfiable():
            _add(following, (edge.target, told), onward, (source,))


def _add(layer: dict[_Where, _Passed], where: _Where, states: StateSet, sources: tuple[_Where, ...]) -> None:
    known = layer.get(where)
    if known is not None:
        states, sources = known.states | states, (*known.sources, *sources)
    layer[where] = _Passed(states, sources)


def _joined(layer: Mapping[_Where, _Passed]) -> dict[_Where, _Passed]:
    """One entry for each place, with the most that was told before any."""
    fullest: dict[int, int] = {}
    for place, told in layer:
        fullest[place] = max(told, fullest.get(place, 0))
    found: dict[_Where, _Passed] = {}
    for (place, _), passed in layer.items():
        _add(found, (place, fullest[place]), passed.states, passed.sources)
    return found


def _back(backward: BackwardReachability, layers: list[dict[_Where, _Passed]], measure: Measure) -> dict[int, StateSet]:
    """The states of the first layer from which a way leads to a place that is too much."""
    graph, diagrams = backward.graph, backward.diagrams
    onward: dict[_Where, StateSet] = {}
    for depth in range(len(layers) - 1, -1, -1):
        layer = layers[depth]
        here = {one: passed.states for one, passed in layer.items() if one[1] + measure.adds[one[0]] > measure.most}
        for target, states in onward.items():
            for source in layers[depth + 1][target].sources:
                place = graph.places[source[0]]
                for edge in passing(place):
                    if edge.target == target[0]:
                        backward.check()
                        new = backward.before(place, edge, states, (layer[source].states,))
                        here[source] = here.get(source, diagrams.false) | new
        onward = {one: states for one, states in here.items() if states.satisfiable()}
    return {place: states for (place, _), states in onward.items()}
