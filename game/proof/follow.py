"""Plays a playthrough with the engine before it is given out: what the engine does not follow is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.engine.session import ChoiceError, Session
from game.program.model import Program
from game.proof.concrete import Values
from game.proof.goals import Goal
from game.proof.verdict import Witness

MOST_SEEDS = 20_000


class Follower:
    """Follows playthroughs of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._played: tuple[object, Session] | None = None
        """The playthrough that was followed last: several goals come true at the end of the same one."""

    def follow(
        self, opening: Values, choices: Sequence[str], goal: Goal | None
    ) -> tuple[Witness | None, Session | None]:
        """Play a witness with the engine; it must follow. Where the story draws, a seed is looked for that draws so."""
        setup = self.setup(opening)
        tries: Iterable[int | None] = range(MOST_SEEDS) if self.program.draws else (None,)
        for seed in tries:
            session = self._play(seed, setup, choices)
            if session is None:
                continue
            if goal is not None and not self.shows(session, goal):
                continue
            return Witness(setup, seed if session.draws else None, tuple(choices), shortest=True), session
        if not self.program.draws:
            raise AssertionError(f"the engine does not follow the witness {list(choices)} for {goal}")
        return None, None

    def _play(self, seed: int | None, setup: dict[str, str], choices: Sequence[str]) -> Session | None:
        key = (seed, tuple(setup.items()), tuple(choices))
        if self._played is not None and self._played[0] == key:
            return self._played[1]
        session = Session(self.program, seed=seed, setup=setup)
        try:
            for identity in choices:
                session.choose(identity)
        except ChoiceError:
            return None
        self._played = key, session
        return session

    def setup(self, opening: Values) -> dict[str, str]:
        """The answers before the story that give these opening values."""
        found: dict[str, str] = {}
        for one in self.program.setup:
            slot = self.program.slot.get(one.variable)
            if slot is not None:
                variable = self.program.slots[slot]
                names = list(variable.values) or ["false", "true"]
                found[one.variable] = names[opening[slot]]
        return found

    def shows(self, session: Session, goal: Goal) -> bool:
        """Whether the playthrough's last turn shows what the goal is about, as far as a turn tells."""
        turn = session.turn
        if goal.kind == "ending":
            return turn.ending == goal.name
        if goal.kind == "choice":
            return any(one.id == goal.name and one.open for one in turn.options)
        if goal.kind == "closed":
            return any(one.id == goal.name and not one.open for one in turn.options)
        if goal.kind == "codex":
            return goal.name in turn.learned
        if goal.kind == "text" and not goal.detail:
            return any(block.id == goal.name for block in turn.blocks)
        return True
