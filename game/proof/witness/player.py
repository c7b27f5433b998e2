"""Plays playthroughs with the engine, one after the other: what one has in common with the one before it is not played again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from game.engine.machine import chosen, linked_of, opening
from game.engine.sessions.session import ChoiceError, State
from game.engine.turn import Turn
from game.program.model import Program
from game.program.promises import broken

MOST_LINES: Final = 1_000
"""Seeds, and answers before the story, with which play goes on from where it was; behind that it begins anew with all of them."""
_BETWEEN: Final = 16
"""Choices between two kept states, besides those before the last choice of each playthrough."""


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


class _Line:
    """A playthrough that goes on, and back to where the next one parts from it."""

    def __init__(self, program: Program, seed: int | None, setup: Mapping[str, str]) -> None:
        self.machine = opening(linked_of(program), seed or 0, dict(setup))
        self.choices: list[str] = []
        self.turn = self.machine.play(self.machine.node)
        self.kept: list[tuple[int, State, Turn]] = []
        self.keep()

    def keep(self) -> State:
        """Keep where it stands, to come back to."""
        if not self.kept or self.kept[-1][0] < len(self.choices):
            self.kept.append((len(self.choices), self.machine.state(), self.turn))
        return self.kept[-1][1]

    def to(self, choices: Sequence[str]) -> bool:
        """Go to where it stands after some choices; whether play can come there, and is not stuck on the way.

        Raises:
            ChoiceError: a choice is not open.
        """
        common = sum(1 for _ in takewhile(bool, map(str.__eq__, self.choices, choices)))
        if common < len(self.choices):
            while self.kept[-1][0] > common:
                self.kept.pop()
            depth, state, self.turn = self.kept[-1]
            self.machine.put(state)
            del self.choices[depth:]
        for identity in choices[len(self.choices) :]:
            if self.turn.stuck:
                return False
            if not len(self.choices) % _BETWEEN:
                self.keep()
            self.turn = self.machine.take(chosen(self.machine, identity))
            self.choices.append(identity)
        return True


class WitnessPlayer:
    """Plays playthroughs of one program; those that begin alike are best asked for side by side."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._lines: dict[tuple[int | None, tuple[tuple[str, str], ...]], _Line] = {}

    def play(self, seed: int | None, setup: Mapping[str, str], choices: Sequence[str]) -> WitnessEnd | None:
        """A playthrough at its end; None where the engine does not follow it.

        Raises:
            SetupError: an answer in `setup` does not fit the story.
        """
        key = (seed, tuple(setup.items()))
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) == MOST_LINES:
                self._lines.clear()
            line = self._lines[key] = _Line(self.program, seed, setup)
        try:
            if not line.to(choices[:-1]):
                return None
            before = line.keep() if choices else None
            if not line.to(choices):
                return None
        except ChoiceError:
            return None
        last = choices[-1] if choices else ""
        return WitnessEnd(self.program, seed, setup, last, before, line.machine.state(), line.turn)

    def stuck(
        self, seed: int | None, setup: Mapping[str, str], choices: Sequence[str]
    ) -> tuple[Sequence[str], WitnessEnd] | None:
        """Where play is stuck on the way through a playthrough, or at its end: the choices up to there, and how it stands then.

        Raises:
            SetupError: an answer in `setup` does not fit the story.
        """
        self.play(seed, setup, choices)
        made = tuple(self._lines[seed, tuple(setup.items())].choices)
        played = self.play(seed, setup, made)
        return (made, played) if played is not None and played.turn.stuck else None
