"""Plays a playthrough with the engine before it is given out: what the engine does not follow is no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from game.engine.machine import LONGEST_RUN
from game.engine.sessions.session import SetupError
from game.program.graph.weights import HEAVIEST
from game.program.model import Program
from game.proof.model.control_flow.text_effects import answers
from game.proof.model.goals import Goal
from game.proof.model.path import ChoicePath
from game.proof.model.successors import StateValues
from game.proof.results import Witness
from game.proof.witness.last_turn import LastTurn
from game.proof.witness.player import WitnessEnd, WitnessPlayer

MOST_SEEDS: Final = 20_000
NO_TIME: Final = "the time to play it was over"
NOT_FOLLOWED: Final = "the engine does not play it so: this is a mistake in hambies, not in your story"
"""The same where nothing is drawn, so that it cannot be for that."""
TOO_MUCH: Final[Mapping[str, str]] = {
    "too-long": f"on the way is more text than a turn can hold ({HEAVIEST:,} letters without a choice)",
    "endless": f"on the way are more steps than a turn can hold ({LONGEST_RUN:,} without a choice)",
}
"""The same where play is stuck for a bound of the engine's, with which nothing but a walk from state to state reckons."""

Shows: TypeAlias = Callable[[WitnessEnd], bool]
"""Whether a playthrough, as it stands at its end, shows what it is for."""


class Validator:
    """Follows playthroughs of one program."""

    def __init__(self, program: Program, over: Callable[[], bool] = lambda: False, seeds: int = MOST_SEEDS) -> None:
        """`over` says that there is no time to play anything any more; so many `seeds` are tried for what is drawn."""
        self.program = program
        self._seeds = seeds
        self.no_seed = f"no seed up to {seeds} draws it"
        """Why a playthrough that there is cannot be shown."""
        self._over = over
        self._told = LastTurn(program)
        self._playthroughs = WitnessPlayer(program)
        self.why_not = ""
        """Why the playthrough that was to be followed last is not."""
        self.mistakes: list[str] = []
        """The playthroughs that should have been followed, and were not, with what they were for."""
        self.over_a_turn: tuple[Witness, WitnessEnd] | None = None
        """The first playthrough that was to be followed and got stuck before, over a bound of what a turn can hold."""
        self._played: tuple[object, WitnessEnd] | None = None
        """The playthrough that was followed last: several goals come true at the end of the same one."""

    def follow(
        self, path: ChoicePath, shows: Goal | Shows | None, *, seeds: int | None = None
    ) -> tuple[Witness | None, WitnessEnd | None]:
        """Play a witness with the engine; what it does not follow, or what shows something else, is none.

        Where the story draws, a seed is looked for that draws so, among so many `seeds` where that is said.
        """
        setup, choices = self.setup(path.setup), path.choices()
        self.why_not = self.no_seed if seeds is None else f"no seed up to {seeds} draws it"
        tries: Iterable[int | None] = range(seeds or self._seeds) if self.program.draws else (None,)
        for seed in tries:
            if self._over():
                self.why_not = NO_TIME
                return None, None
            played = self._play(seed, setup, choices)
            if played is None or not self._is_for(played, shows):
                continue
            return Witness(setup, seed if played.state.draws else None, tuple(choices), shortest=True), played
        if not self.program.draws:
            self.why_not = self.too_much(setup, choices) or NOT_FOLLOWED
        if self.why_not == NOT_FOLLOWED:
            what = f"{shows.kind} {shows.name} {shows.detail}".strip() if isinstance(shows, Goal) else "what it is for"
            self.mistakes.append(f"the engine does not follow {list(choices)} to {what}")
        return None, None

    def follows(self, witness: Witness, shows: Goal | Shows | None) -> bool:
        """Whether the engine follows a playthrough, and it shows what it is for."""
        played = self._play(witness.seed, witness.setup, witness.choices)
        return played is not None and self._is_for(played, shows)

    def too_much(self, setup: dict[str, str], choices: Sequence[str]) -> str:
        """The bound of a turn that a playthrough without draws goes over, in words; "" for none."""
        try:
            found = self._playthroughs.stuck(None, setup, choices)
        except SetupError:
            return ""
        if found is None or found[1].turn.stuck not in TOO_MUCH:
            return ""
        made, played = found
        if self.over_a_turn is None:
            self.over_a_turn = Witness(setup, None, tuple(made), shortest=False), played
        return TOO_MUCH[played.turn.stuck]

    def _is_for(self, played: WitnessEnd, shows: Goal | Shows | None) -> bool:
        if shows is None:
            return True
        return self.shows(played, shows) if isinstance(shows, Goal) else shows(played)

    def _play(self, seed: int | None, setup: dict[str, str], choices: Sequence[str]) -> WitnessEnd | None:
        key = (seed, tuple(setup.items()), tuple(choices))
        if self._played is not None and self._played[0] == key:
            return self._played[1]
        try:
            played = self._playthroughs.play(seed, setup, choices)
        except SetupError:
            return None
        if played is not None:
            self._played = key, played
        return played

    def setup(self, opening: StateValues) -> dict[str, str]:
        """The answers before the story that give these opening values."""
        found = answers(self.program)
        for one in self.program.setup:
            slot = self.program.slot.get(one.variable)
            if slot is not None:
                variable = self.program.slots[slot]
                names = list(variable.values) or ["false", "true"]
                found[one.variable] = names[opening[slot]]
        return found

    def shows(self, played: WitnessEnd, goal: Goal) -> bool:
        """Whether the playthrough's last turn shows what the goal is about, as far as a turn tells."""
        turn = played.turn
        if goal.kind == "ending":
            return turn.ending == goal.name
        if goal.kind == "scene":
            return self._told.entered(played, goal.name)
        if goal.kind == "choice":
            return any(one.id == goal.name and one.open for one in turn.options)
        if goal.kind == "closed":
            return any(one.id == goal.name and not one.open for one in turn.options)
        if goal.kind == "codex":
            return goal.name in turn.learned
        if goal.kind == "text" and not goal.detail and not self._told.in_codex(goal.name):
            return any(goal.name in block.lines for block in turn.blocks)
        if goal.kind == "text":
            return self._told.showed(played, goal.name, goal.detail)
        return True
