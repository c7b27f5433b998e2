"""Playing towards something with the draws that a seed gives.

The searches take a draw to be any of its outcomes. A playthrough that wants one outcome after the other may want what no seed gives; there may be
another one all the same, which makes something of what is drawn. Here the engine plays, with one seed after the other, and only the choices are searched for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import Final, NamedTuple

from game.engine.machine import ChoiceError, begin, step
from game.engine.state import State
from game.proof.bounds import Expired
from game.proof.explicit.walks import Heuristic
from game.proof.heuristics.landmark_databases import LandmarkDatabases
from game.proof.model.control_flow.place import Stack
from game.proof.model.goals import Goal
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import FAR, Walker
from game.proof.portfolio.shares import Share
from game.proof.results import Witness
from game.proof.witness.validation import Validator

_SHOWN: Final = ("ending", "scene", "choice", "closed", "text", "codex")


class SeededSearch:
    """Plays one story with the engine, towards one thing after the other."""

    def __init__(self, walker: Walker, validator: Validator, landmarks: LandmarkDatabases, share: Share) -> None:
        """`share` is for all of it."""
        self._walker, self._validator, self._landmarks, self._share = walker, validator, landmarks, share
        self._asks = {
            (place.scene, place.block, place.stack): place.number
            for place in walker.graph.places
            if any(edge.choice >= 0 for edge in place.edges)
        }

    def witness(self, goal: Goal, setup: Mapping[str, str]) -> Witness | None:
        """A playthrough with its seed, if one is found while there is time. Only for what the engine's turns show."""
        if goal.kind not in _SHOWN:
            return None
        ways = self._landmarks.ways(goal.spots)
        tuning = self._share.tuning
        width, first, together = self._share.entry.width, 0, tuning.seeds_together
        with suppress(Expired):
            while not self._share.over():
                for seed in range(first, first + together):
                    for away in ways:
                        opening = Witness(dict(setup), seed, (), shortest=False)
                        witness = _Beam(self._walker, self._validator, self._asks, goal, away, opening).play(
                            width, self._share
                        )
                        if witness is not None:
                            return witness
                width, first = width * tuning.wider, first + together
        return None


class _Way(NamedTuple):
    far: float
    chance: float
    """Decides between those that are as far."""
    state: State
    choice: str
    trail: ChoicePath


class _Beam:
    """Play with one seed: always on with the states that are nearest."""

    def __init__(
        self, walker: Walker, validator: Validator, asks: Mapping[tuple[int, int, Stack], int],
        goal: Goal, away: Heuristic, opening: Witness,
    ) -> None:  # fmt: skip
        self._walker = walker
        self._validator = validator
        self._asks = asks
        self._goal = goal
        self._away = away
        self._opening = opening
        self._random = Random(opening.seed)

    def play(self, width: int, share: Share) -> Witness | None:
        """What comes there with so many states side by side, or None."""
        state, _ = begin(self._walker.program, self._opening.seed or 0, self._opening.setup)
        seen = {state}
        frontier: list[tuple[State, ChoicePath]] = [(state, beginning(()))]
        while frontier and not share.over():
            share.bounds.say("seeds", 0)
            share.spend(len(frontier))
            ways = sorted((way for state, trail in frontier for way in self._ways(state, trail)), key=_nearness)
            for way in ways:
                if way.far > 0:
                    break
                witness = self._opening._replace(choices=tuple(_on(way).choices()))
                if self._validator.follows(witness, self._goal):
                    return witness
            frontier = []
            for way in ways:
                onward = self._step(way)
                if onward is not None and onward not in seen:
                    seen.add(onward)
                    frontier.append((onward, _on(way)))
                    if len(frontier) == width:
                        break
        return None

    def _ways(self, state: State, trail: ChoicePath) -> Sequence[_Way]:
        """The choices that are open in a state and from which there may be a way."""
        number = self._asks.get((state.scene, state.block, state.stack))
        if number is None:
            return ()
        found = []
        for target, guard, identity in self._walker.edges(self._walker.graph.places[number]):
            if identity and (guard is None or guard(state.values)):
                far = self._away(target, state.values)
                if far < FAR:
                    found.append(_Way(far, self._random.random(), state, identity, trail))
        return found

    def _step(self, way: _Way) -> State | None:
        try:
            return step(self._walker.program, way.state, way.choice)[0]
        except ChoiceError:
            return None


def _nearness(way: _Way) -> tuple[float, float]:
    return way.far, way.chance


def _on(way: _Way) -> ChoicePath:
    """The trail with the way's choice."""
    return way.trail.then(way.choice)
