"""What the last turn of a playthrough shows, as the engine tells it while it plays that turn."""

from __future__ import annotations

from game.engine.observe import Observed
from game.program.forms.types import ArmPath
from game.program.lines import Lines, variant
from game.program.model import Program
from game.proof.witness.player import WitnessEnd


class LastTurn:
    """Tells of playthroughs of one program."""

    def __init__(self, program: Program) -> None:
        self._lines = Lines(program)
        self._scenes: set[str] = set()
        self._shown: set[tuple[str, ArmPath]] = set()
        self._observed = Observed(
            program,
            lambda scene, _: self._scenes.add(scene),
            lambda line, path: self._shown.add((line, path)),
            every_time=True,
        )
        self._of: WitnessEnd | None = None

    def in_codex(self, line: str) -> bool:
        """Whether a line is a text of the codex."""
        return line in self._lines.codex

    def entered(self, played: WitnessEnd, scene: str) -> bool:
        """Whether the last turn has come to a scene."""
        self._watch(played)
        return scene in self._scenes

    def showed(self, played: WitnessEnd, line: str, name: str) -> bool:
        """Whether the last turn has shown a variant of a line or a label."""
        self._watch(played)
        return (line, variant(self._lines.segments(line), name)[1]) in self._shown

    def _watch(self, played: WitnessEnd) -> None:
        """Play the last turn once more, and listen."""
        if self._of is played:
            return
        self._scenes.clear()
        self._shown.clear()
        if played.before is None:
            self._observed.begin(seed=played.seed, setup=dict(played.setup))
        else:
            self._observed.step(played.before, played.choice)
        self._of = played
