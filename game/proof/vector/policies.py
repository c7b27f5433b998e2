"""What says which states go on where many are played at once."""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np

from game.proof.vector.cost_partitioning import UNIT, CostsToGo
from game.proof.vector.encoding import Bools, Ints, StateRows
from game.proof.vector.graph import Arc, VectorGraph


class Nearest:
    """Those go on that may still come to what is wanted within a limit.

    A branch-and-bound search over states: what is left to pay, as the groups of variables see it, bounds each branch. Without a width, all that
    can come to something in fewer choices than is known is looked at, so what it does not find in fewer takes as many; with a
    width, the best of each place go on (a beam).
    """

    def __init__(self, sums: CostsToGo, width: int) -> None:
        """The limit is that of the sums; of each place the `width` best go on (0: all of them)."""
        self._sums = sums
        self._width = width
        self._first = sums.chart.columns.first

    @property
    def parts(self) -> Sequence[Sequence[int]]:
        """The parts of the story from which something that is wanted can be come to."""
        return self._sums.parts

    def leads_on(self, arc: Arc) -> bool:
        """Whether a way is part of any playthrough within the limit."""
        return self._sums.ahead(arc.target) is not None and not self._sums.is_shut(arc)

    def admitted(self, place: int, rows: StateRows, choices: Ints) -> Ints:
        """Which states may come to something within the limit."""
        ahead = self._sums.ahead(place)
        if ahead is None:
            return np.zeros(0, np.int64)
        return np.flatnonzero(self._cost(ahead, rows, choices) <= self._sums.limit)

    def picked(self, place: int, rows: StateRows, choices: Ints) -> Ints | None:
        """The best, as many as the width says."""
        if not self._width or len(rows) <= self._width:
            return None
        ahead = self._sums.ahead(place)
        assert ahead is not None
        return np.argpartition(self._cost(ahead, rows, choices), self._width)[: self._width]

    def _cost(self, ahead: Ints, rows: StateRows, choices: Ints) -> Ints:
        total: Ints = choices * UNIT
        for group, first in enumerate(self._first):
            total += ahead[first + rows[:, group]]
        return total


class Novel:
    """Of each place those go on that show values there which no other has gone on with, and a few more.

    What is rare is kept so until it is of use. (Novelty of width 1, over groups of variables: Lipovetzky and Geffner, 2012.)
    """

    def __init__(self, chart: VectorGraph, there: Container[int], width: int, seed: int) -> None:
        """Only the places that are in `there` are played; besides the new ones up to `width` of a place go on, drawn with `seed`."""
        self.parts: Sequence[Sequence[int]] = [part for part in chart.parts if any(one in there for one in part)]
        self._there = there
        self._first = chart.columns.first
        self._columns = chart.columns.width
        self._seen: dict[int, Bools] = {}
        self._width = width
        self._random = np.random.default_rng(seed)

    def leads_on(self, arc: Arc) -> bool:
        """Whether a way leads to what is wanted, whatever else it takes."""
        return arc.target in self._there

    def admitted(self, place: int, rows: StateRows, choices: Ints) -> Ints:  # noqa: ARG002 - it shows once all are there
        """All of them are."""
        return np.arange(len(rows))

    def picked(self, place: int, rows: StateRows, choices: Ints) -> Ints | None:
        """One for each combination of values that has not gone on yet, with few choices rather than many, and some others."""
        seen = self._seen.get(place)
        if seen is None:
            seen = self._seen[place] = np.zeros(self._columns, np.bool_)
        order = self._random.permutation(len(rows))
        order = order[np.argsort(choices[order], kind="stable")]
        columns = rows[order] + self._first
        fresh = np.flatnonzero(~seen[columns].ravel())
        if not len(fresh):
            return np.zeros(0, np.int64)
        _, first = np.unique(columns.ravel()[fresh], return_index=True)
        new = np.unique(fresh[first] // columns.shape[1])
        chosen = np.zeros(len(rows), np.bool_)
        chosen[order[new]] = True
        rest = order[~chosen[order]]
        chosen[rest[: max(self._width - len(new), 0)]] = True
        seen[columns.ravel()[fresh]] = True
        return np.flatnonzero(chosen)
