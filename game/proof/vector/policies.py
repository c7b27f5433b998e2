"""What says which states go on where many are played at once."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from game.proof.model.successors import FAR
from game.proof.vector.cost_partitioning import UNIT, CostsToGo
from game.proof.vector.encoding import Bools, Ints, StateRows
from game.proof.vector.graph import Arc, VectorGraph

Distances: TypeAlias = tuple[Sequence[tuple[int, int, int]], Mapping[int, Sequence[int]]]
"""How far a few variables see it to be, as a pattern database says it: its scale, and by place the distance for each number of values."""
_REPEATED: Final = 0.02
"""How much further each further one of states counts that all parts see alike, as a part of how far it is."""
_LOT: Final = 0.001
"""How much further chance alone may make one."""


class Nearest:
    """Those go on that may still come to what is wanted within a limit.

    A branch-and-bound search over states: what is left to pay, as the groups of variables see it, bounds each branch. Without a width, all that
    can come to something in fewer choices than is known is looked at, so what it does not find in fewer takes as many; with a
    width, the best of each place go on (a beam).
    """

    def __init__(self, costs: CostsToGo, width: int) -> None:
        """The limit is that of the sums; of each place the `width` best go on (0: all of them)."""
        self._costs = costs
        self._width = width
        self._first = costs.vectors.encoding.first

    @property
    def parts(self) -> Sequence[Sequence[int]]:
        """The parts of the story from which something that is wanted can be come to."""
        return self._costs.parts

    def leads_on(self, arc: Arc) -> bool:
        """Whether a way is part of any playthrough within the limit."""
        return self._costs.ahead(arc.target) is not None and not self._costs.is_shut(arc)

    def admitted(self, place: int, rows: StateRows, choices: Ints) -> Ints:
        """Which states may come to something within the limit."""
        ahead = self._costs.ahead(place)
        if ahead is None:
            return np.zeros(0, np.int64)
        return np.flatnonzero(self._cost(ahead, rows, choices) <= self._costs.limit)

    def picked(self, place: int, rows: StateRows, choices: Ints) -> Ints | None:
        """The best, as many as the width says."""
        if not self._width or len(rows) <= self._width:
            return None
        ahead = self._costs.ahead(place)
        assert ahead is not None
        return np.argpartition(self._cost(ahead, rows, choices), self._width)[: self._width]

    def _cost(self, ahead: Ints, rows: StateRows, choices: Ints) -> Ints:
        total: Ints = choices * UNIT
        for group, first in enumerate(self._first):
            total += ahead[first + rows[:, group]]
        return total


class Aimed:
    """Those go on that are nearest to what is wanted, as parts of it see it, and a few others.

    How near is told in two ways, by what all parts have left and by how many of them have anything left, each for its share of the room; of states
    that all parts see alike the later ones count as further, so that many ways are tried. (A beam, place by place; landmarks: Hoffmann, Porteous
    and Sebastia, 2004.)
    """

    def __init__(self, vectors: VectorGraph, there: Container[int], views: Sequence[Distances], width: int) -> None:
        """Only the places that are in `there` are played; of each place up to `width` go on at a time."""
        self.parts: Sequence[Sequence[int]] = [part for part in vectors.parts if any(one in there for one in part)]
        self._there = there
        self._encoding = vectors.encoding
        self._start = vectors.start
        self._views = [
            (scale, {place: np.asarray(far, np.int64) for place, far in distance.items()}) for scale, distance in views
        ]
        self._width = width
        self._random = np.random.default_rng(width)

    def leads_on(self, arc: Arc) -> bool:
        """Whether a way leads to what is wanted, whatever else it takes."""
        return arc.target in self._there

    def admitted(self, place: int, rows: StateRows, choices: Ints) -> Ints:  # noqa: ARG002 - it is asked for any way, however long
        """Those from which no part is out of reach."""
        if any(place not in distance for _, distance in self._views):
            return np.zeros(0, np.int64)
        return np.flatnonzero((self._distances(place, rows) < FAR).all(axis=1))

    def picked(self, place: int, rows: StateRows, choices: Ints) -> Ints | None:  # noqa: ARG002 - here, too
        """The nearest, as many as the width says, with some of the others."""
        if len(rows) <= self._width:
            return None
        far = self._distances(place, rows)
        lot = self._random.random(len(rows))
        alike = 1.0 + _REPEATED * _repeats(far, lot) + _LOT * lot
        left = (far > far.min(axis=1, keepdims=True)).sum(axis=1) + np.minimum(far.sum(axis=1) * 1e-6, 0.9)
        chosen = np.zeros(len(rows), np.bool_)
        for away in (np.sqrt(far).sum(axis=1), left):
            room = self._width * 3 // 8
            chosen[np.argpartition(away * alike, room)[:room]] = True
        rest = np.flatnonzero(~chosen)
        chosen[rest[np.argsort(lot[rest])[: self._width - int(chosen.sum())]]] = True
        return np.flatnonzero(chosen)

    def _distances(self, place: int, rows: StateRows) -> Ints:
        """How far each part sees the states to be, a state a row and a part a column."""
        value = self._encoding.reader(rows)
        found = np.empty((len(rows), len(self._views)), np.int64)
        for part, (scale, distance) in enumerate(self._views):
            number = np.zeros(len(rows), np.int64)
            for slot, low, step in scale:
                known = slot in self._encoding.group_of
                number += ((value(slot) if known else self._start[slot]) - low) * step
            found[:, part] = distance[place][number]
        return found


def _repeats(far: Ints, lot: NDArray[np.float64]) -> Ints:
    """How many of the states with the same distances have been drawn before each one."""
    _, kind = np.unique(far, axis=0, return_inverse=True)
    kind = kind.ravel()
    order = np.lexsort((lot, kind))
    begins = np.concatenate([[True], kind[order][1:] != kind[order][:-1]])
    number = np.arange(len(order))
    found = np.empty(len(order), np.int64)
    found[order] = number - np.maximum.accumulate(np.where(begins, number, 0))
    return found


class Novel:
    """Of each place those go on that show values there which no other has gone on with, and a few more.

    What is rare is kept so until it is of use. (Novelty of width 1, over groups of variables: Lipovetzky and Geffner, 2012.)
    """

    def __init__(self, vectors: VectorGraph, there: Container[int], width: int, seed: int) -> None:
        """Only the places that are in `there` are played; besides the new ones up to `width` of a place go on, drawn with `seed`."""
        self.parts: Sequence[Sequence[int]] = [part for part in vectors.parts if any(one in there for one in part)]
        self._there = there
        self._first = vectors.encoding.first
        self._columns = vectors.encoding.width
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
