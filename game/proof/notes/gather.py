"""The notes of a proof, gathered: conditions, draws, variables that nothing sets, and the values in each scene."""

from __future__ import annotations

from game.proof.model.goals import Goal
from game.proof.notes.conditions import ConditionSite, standing
from game.proof.notes.draws import DrawSite, draws, idle_shuffles
from game.proof.notes.never_set import Starts
from game.proof.notes.value_ranges import ranges
from game.proof.portfolio.context import Proof
from game.proof.results import NeverSet, Range, Report


class Notes:
    """What is asked for the notes of one proof, and what comes of it."""

    def __init__(self, proof: Proof, *, ranges: bool) -> None:
        self.proof = proof
        self._every = ranges
        self._conditions: list[ConditionSite] = []
        self._draws: list[DrawSite] = []
        self._starts: Starts | None = None
        self._found: tuple[tuple[NeverSet, ...], tuple[Range, ...]] = ((), ())

    def goals(self) -> list[Goal]:
        """The questions, to be answered with all the others."""
        graph = self.proof.graph
        self._starts = Starts(graph)
        self._conditions, self._draws = standing(graph), draws(graph)
        asked = [goal for number, one in enumerate(self._conditions) for goal in one.goals(number)]
        asked += [goal for number, one in enumerate(self._draws) for goal in one.goals(number)]
        return [*asked, *self._starts.goals()]

    def look(self) -> None:
        """What takes searches of its own, after the questions."""
        if self._starts is None:
            return
        answered = {one.name: one for one in self.proof.answered if one.kind == "fact"}
        starts = tuple(self._starts.answers(self.proof, answered))
        self._found = (starts, ())
        if self._every:
            self._found = (starts, ranges(self.proof))

    def added(self, report: Report) -> Report:
        """The report with the notes."""
        answered = {one.name: one for one in self.proof.answered if one.kind == "fact"}
        slots = self.proof.program.slots
        starts, values = self._found
        return report._replace(
            conditions=tuple(one.answer(number, answered, slots) for number, one in enumerate(self._conditions)),
            draws=(
                *(one.answer(number, answered) for number, one in enumerate(self._draws)),
                *idle_shuffles(self.proof.graph),
            ),
            starts=starts,
            ranges=values,
        )
