"""Playthroughs that the engine has followed, many of which begin alike: what they share is played once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from game.engine.sessions.session import ChoiceError, State, begin, step
from game.engine.turn import Turn
from game.program.model import Program
from game.program.promises import broken

MOST_KEPT: Final = 20_000
"""States that are kept; behind that they are let go of, and the next playthrough is played from its beginning."""


class WitnessEnd(NamedTuple):
    """A playthrough as it stands at its end: the last choice (or ""), where it stood before that, and what came of it."""

    program: Program
    seed: int | None
    setup: Mapping[str, str]
    choice: str
    before: State | None
    state: State
    turn: Turn

    def broken_promises(self) -> tuple[str, ...]:
        """The promises of `always:` that do not hold now, as written."""
        return broken(self.program, self.turn.scene, self.turn.ending, self.state.values)


class _Stand:
    """Where play stands after some choices, whether it is stuck there, and after those that went on from there."""

    __slots__ = ("onward", "state", "stuck")

    def __init__(self, state: State, turn: Turn) -> None:
        self.state = state
        self.stuck = bool(turn.stuck)
        self.onward: dict[str, _Stand] = {}


class WitnessTrie:
    """Plays playthroughs of one program with the engine, step by step from where one that was played before parts from it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._openings: dict[tuple[int | None, tuple[tuple[str, str], ...]], _Stand] = {}
        self._kept = 0

    def play(self, seed: int | None, setup: Mapping[str, str], choices: Sequence[str]) -> WitnessEnd | None:
        """A playthrough at its end; None where the engine does not follow it.

        Raises:
            SetupError: an answer in `setup` does not fit the story.
        """
        program = self.program
        if not choices:
            state, turn = begin(program, seed or 0, dict(setup))
            return WitnessEnd(program, seed, setup, "", None, state, turn)
        try:
            before = self._stand(seed, setup, choices[:-1])
            if before is None:
                return None
            state, turn = step(program, before.state, choices[-1])
        except ChoiceError:
            return None
        return WitnessEnd(program, seed, setup, choices[-1], before.state, state, turn)

    def stuck(
        self, seed: int | None, setup: Mapping[str, str], choices: Sequence[str]
    ) -> tuple[Sequence[str], WitnessEnd] | None:
        """Where play is stuck on the way through a playthrough, or at its end: the choices up to there, and how it stands then.

        Raises:
            SetupError: an answer in `setup` does not fit the story.
        """
        for count in range(len(choices) + 1):
            played = self.play(seed, setup, choices[:count])
            if played is None:
                return None
            if played.turn.stuck:
                return choices[:count], played
        return None

    def _stand(self, seed: int | None, setup: Mapping[str, str], choices: Sequence[str]) -> _Stand | None:
        """Where play stands after some choices; None where it is stuck there or before, so that nothing can be chosen."""
        if self._kept > MOST_KEPT:
            self._openings.clear()
            self._kept = 0
        key = (seed, tuple(setup.items()))
        here = self._openings.get(key)
        if here is None:
            here = self._openings[key] = self._new(begin(self.program, seed or 0, dict(setup)))
        for identity in choices:
            if here.stuck:
                return None
            following = here.onward.get(identity)
            if following is None:
                following = here.onward[identity] = self._new(step(self.program, here.state, identity))
            here = following
        return None if here.stuck else here

    def _new(self, come: tuple[State, Turn]) -> _Stand:
        self._kept += 1
        return _Stand(*come)
