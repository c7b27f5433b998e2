"""Playing towards something with the draws that a seed gives.

The searches take a draw to be any of its outcomes. A playthrough that wants one outcome after the other may want what no seed gives; there may be
another one all the same, which makes something of what is drawn. Here the engine plays, with one seed after the other, and only the choices are searched for.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count
from typing import Final

from game.engine.machine import ChoiceError, begin, step
from game.engine.state import State
from game.proof.bounds import Expired
from game.proof.explicit.greedy import Heuristic, rooted
from game.proof.heuristics.landmark_databases import LandmarkDatabases
from game.proof.model.goals import Goal
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import Walker
from game.proof.portfolio.shares import Share
from game.proof.results import Witness
from game.proof.witness.validation import Validator

_FIRST: Final = 500
"""States that are played with each seed at first."""
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
        away = self._landmarks.away(goal.spots)
        tuning = self._share.tuning
        most, first, together = _FIRST, 0, tuning.seeds_together
        with suppress(Expired):
            while not self._share.over():
                for seed in range(first, first + together):
                    witness = self._played(goal, away, Witness(dict(setup), seed, (), shortest=False), most)
                    if witness is not None:
                        return witness
                most, first = most * tuning.wider, first + together
        return None

    def _played(self, goal: Goal, away: Heuristic, opening: Witness, most: int) -> Witness | None:
        """What comes there with one seed, always on with the choice that leads nearest, from so many states at most."""
        walker, share = self._walker, self._share
        state, _ = begin(walker.program, opening.seed or 0, opening.setup)
        seen: set[State] = set()
        waiting: list[tuple[float, int, int, State, ChoicePath]] = []
        order = count()

        def come(state: State, path: ChoicePath) -> None:
            seen.add(state)
            number = self._asks.get((state.scene, state.block, state.stack))
            ways = [] if number is None else walker.open(walker.graph.places[number], state.values)
            for target, identity in ways:
                far = away(target, state.values) if identity else None
                if far is not None:
                    heappush(waiting, (rooted(far), -path.depth, next(order), state, path.then(identity)))

        come(state, beginning(()))
        while waiting and len(seen) < most and not share.over():
            share.bounds.say("seeds", len(seen))
            share.spend(1)
            far, _, _, before, path = heappop(waiting)
            witness = opening._replace(choices=tuple(path.choices()))
            if not far:
                share.spend(path.depth)  # the engine plays all of it
                if self._validator.follows(witness, goal):
                    return witness
            with suppress(ChoiceError):
                onward, _ = step(walker.program, before, path.choice)
                if onward not in seen:
                    come(onward, path)
        return None
