"""Collects coverage from playthroughs: remembers which way they went, and plays that again under watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from game.engine.observe import Observed
from game.engine.sessions.session import Session
from game.program.forms.types import ArmPath
from game.program.model import Program
from game.replay.coverage.reached import Coverage, Tally, coverage_of


class CollectedWay(NamedTuple):
    """One way through a story: enough to play it again."""

    seed: int | None
    setup: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]


class Trail:
    """Notes where a session goes. What was taken back by undo was seen too, so it is a way of its own."""

    def __init__(self) -> None:
        self.ways: list[CollectedWay] = []
        self._last: CollectedWay | None = None

    def saw(self, session: Session) -> None:
        """The session has come to a new turn."""
        way = CollectedWay(session.seed, tuple(session.setup.items()), tuple(session.choices))
        last = self._last
        if last is not None and way.choices[: len(last.choices)] != last.choices:
            self.ways.append(last)
        self._last = way

    def close(self) -> list[CollectedWay]:
        """Every way that was gone, the last one included."""
        if self._last is not None:
            self.ways.append(self._last)
            self._last = None
        return self.ways


class Collector:
    """The tally of one story, filled by playing ways under watch. A way already played costs nothing."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tally = Tally()
        self._observed = Observed(program, self._entered, self._shown)
        self._played: set[CollectedWay] = set()

    def _entered(self, scene: str, block: int) -> None:  # noqa: ARG002 - scenes are enough here
        self.tally.scenes.add(scene)

    def _shown(self, line: str, path: ArmPath) -> None:
        self.tally.texts.add((line, path))

    def play(self, ways: Sequence[CollectedWay]) -> None:
        """Add what these ways reach."""
        for way in ways:
            if way in self._played:
                continue
            self._played.add(way)
            turn = self._observed.play(way.choices, seed=way.seed, setup=dict(way.setup))
            self.tally.choices.update(way.choices)
            if turn.ending:
                self.tally.endings.add(turn.ending)

    def coverage(self) -> Coverage:
        """The story beside what was reached of it."""
        return coverage_of(self.program, self.tally)


class Coverages:
    """Coverage of all the stories that a command plays."""

    def __init__(self) -> None:
        self._collectors: dict[int, Collector] = {}

    def of(self, program: Program) -> Collector:
        """The collector of a story."""
        return self._collectors.setdefault(id(program), Collector(program))

    def all(self) -> list[Coverage]:
        """The coverage of each story, in the order in which they were first played."""
        return [collector.coverage() for collector in self._collectors.values()]


def tally_of(program: Program, seed: int | None, setup: Mapping[str, str], choices: Sequence[str]) -> Tally:
    """What one playthrough reaches."""
    collector = Collector(program)
    collector.play([CollectedWay(seed, tuple(setup.items()), tuple(choices))])
    return collector.tally
