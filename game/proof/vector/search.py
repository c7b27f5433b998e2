"""Plays many states at once, place by place, as arrays; a guide says which of them go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import StateValues
from game.proof.vector.encoding import Bools, Ints, StateRows
from game.proof.vector.graph import Arc, VectorGraph
from game.proof.vector.resets import Resets

BEGINNING: Final = -1


class VectorHit(NamedTuple):
    """Where something was seen: the place, which of its states, and after how many choices."""

    place: int
    state: int
    choices: int


class _Coming(NamedTuple):
    """States that come to a place: after how many choices, over which way, and from which state of its source."""

    rows: StateRows
    choices: Ints
    arc: int
    before: Ints


class _Known(NamedTuple):
    """The states of a place; those from `new` on have not gone on yet."""

    rows: StateRows
    choices: Ints
    arcs: Ints
    before: Ints


class Guide(Protocol):
    """Says where play goes, and which states go on."""

    @property
    def parts(self) -> Sequence[Sequence[int]]:
        """The parts of the story that are played, the first one first."""
        ...

    def leads_on(self, arc: Arc) -> bool:
        """Whether a way is taken at all."""
        ...

    def admitted(self, place: int, rows: StateRows, choices: Ints) -> Ints:
        """Which of the states that come to a place, after so many choices each, are of any use there."""
        ...

    def picked(self, place: int, rows: StateRows, choices: Ints) -> Ints | None:
        """Which of the states that are new to a place go on; None where all of them do."""
        ...


class VectorSearch:
    """One search, for the goals whose spots are given by number."""

    def __init__(
        self,
        vectors: VectorGraph,
        guide: Guide,
        spots: Mapping[int, Sequence[Spot]],
        resets: Resets,
        openings: Sequence[StateValues],
    ) -> None:
        """`resets` says for a place which variables do not matter from there on; `openings` are all ways in which the story can begin."""
        self.vectors = vectors
        self._guide = guide
        self.found: dict[int, VectorHit] = {}
        self.states = 0
        self._openings = openings
        self._encoding = vectors.encoding
        self._resets = resets
        self._spots: dict[int, list[tuple[int, Spot]]] = {}
        for goal, one in spots.items():
            for spot in one:
                self._spots.setdefault(spot.place, []).append((goal, spot))
        for found in self._spots.values():
            found.sort(key=lambda one: len(vectors.effects_before(one[1])))
        self._coming: dict[int, list[_Coming]] = {}
        self._known: dict[int, _Known] = {}
        """The states of the places that play is at."""
        self._origins: dict[int, tuple[NDArray[np.int32], NDArray[np.int32]]] = {}
        """Where the states of all places came from: over which ways, and from which states of their sources."""
        self._trails: dict[tuple[int, int], ChoicePath] = {}

    def run(self, *, most: int, expired: Callable[[], bool]) -> bool:
        """Look at all states that the guide lets go on; whether there was none that might have gone on and did not.

        After `most` states, or when the time has expired, it ends.
        """
        self._whole = True
        start = np.array([self._encoding.row(one) for one in self._openings], np.int16)
        nothing = np.zeros(len(start), np.int64)
        self._come(self.vectors.graph.start, _Coming(start, nothing, BEGINNING, np.arange(len(start))))
        try:
            for part in self._guide.parts:
                inner = self.vectors.round(part[0])
                going = True
                while going:
                    for number in part:
                        if number in self._coming:
                            self._enter(number)
                            if self.states > most or expired():
                                return False
                    going = inner and any(number in self._coming for number in part)
                for number in part:
                    self._leave(number)
        finally:  # the ways to what was found can be told, also where it was broken off
            for place in list(self._known):
                self._leave(place)
        return self._whole

    def _leave(self, place: int) -> None:
        """Keep of the states of a place, where none is new any more, only where they came from."""
        known = self._known.pop(place, None)
        if known is not None:
            self._origins[place] = known.arcs.astype(np.int32), known.before.astype(np.int32)

    def _come(self, place: int, coming: _Coming) -> None:
        """Note what comes to a place and is of use there."""
        rows = coming.rows
        for move in self._resets.get(place, ()):
            assert move.to is not None
            rows[:, move.group] = move.to[rows[:, move.group]]
        kept = self._guide.admitted(place, rows, coming.choices)
        if len(kept):
            found = _Coming(rows[kept], coming.choices[kept], coming.arc, coming.before[kept])
            self._coming.setdefault(place, []).append(found)

    def _enter(self, place: int) -> None:
        """Go on from the states that have come to a place and are new to it, or come sooner than before."""
        coming = self._coming.pop(place)
        known = self._known.get(place)
        rows = np.concatenate([one.rows for one in coming])
        choices = np.concatenate([one.choices for one in coming])
        arcs = np.concatenate([np.full(len(one.rows), one.arc) for one in coming])
        before = np.concatenate([one.before for one in coming])
        kept = _soonest(rows, choices, known)
        picked = self._guide.picked(place, rows[kept], choices[kept])
        if picked is not None:
            self._whole = self._whole and len(picked) == len(kept)
            kept = kept[picked]
        if not len(kept):
            return
        self.states += len(kept)
        rows, choices = rows[kept], choices[kept]
        base = 0
        fresh = _Known(rows, choices, arcs[kept], before[kept])
        if known is None:
            self._known[place] = fresh
        else:
            base = len(known.rows)
            self._known[place] = _Known(
                *[np.concatenate([one, other]) for one, other in zip(known, fresh, strict=True)]
            )
        self._go_on(place, rows, choices, base)

    def _go_on(self, place: int, rows: StateRows, choices: Ints, base: int) -> None:
        encoding = self._encoding
        now = rows.copy()
        done = 0
        effects = self.vectors.effects(place)
        for goal, spot in self._spots.get(place, ()):
            upto = len(self.vectors.effects_before(spot))
            for effect in effects[done:upto]:
                encoding.change(effect, now)
            done = max(done, upto)
            self._notice(goal, place, encoding.holding(spot.when, now), choices, base)
        for effect in effects[done:]:
            encoding.change(effect, now)
        for arc in self.vectors.after[place]:
            if self._guide.leads_on(arc):
                self._take(arc, now, choices, base)

    def _take(self, arc: Arc, now: StateRows, choices: Ints, base: int) -> None:
        open_ = self._encoding.holding(arc.guard, now)
        going = np.arange(len(now)) if open_ is None else np.flatnonzero(open_)
        if len(going):
            onward = now[going]
            for effect in arc.changes:
                self._encoding.change(effect, onward)
            self._come(arc.target, _Coming(onward, choices[going] + arc.choices, arc.number, going + base))

    def _notice(self, goal: int, place: int, holds: Bools | None, choices: Ints, base: int) -> None:
        there = np.arange(len(choices)) if holds is None else np.flatnonzero(holds)
        if len(there):
            first = there[np.argmin(choices[there])]
            seen = VectorHit(place, int(first) + base, int(choices[first]))
            known = self.found.get(goal)
            if known is None or seen.choices < known.choices:
                self.found[goal] = seen

    def trail(self, seen: VectorHit) -> ChoicePath:
        """The playthrough to a state."""
        behind: list[tuple[tuple[int, int], str]] = []
        place, state = seen.place, seen.state
        while True:
            trail = self._trails.get((place, state))
            if trail is not None:
                break
            arcs, origins = self._origins[place]
            arc, before = int(arcs[state]), int(origins[state])
            if arc == BEGINNING:
                trail = beginning(self._openings[before])
                break
            way = self.vectors.arcs[arc]
            behind.append(((place, state), way.identity))
            place, state = way.source, before
        for at, identity in reversed(behind):
            if identity:
                trail = trail.then(identity)
            self._trails[at] = trail
        return trail


def _soonest(rows: StateRows, choices: Ints, known: _Known | None) -> Ints:
    """The numbers of the states that are new, or come after fewer choices than before; of equal ones the soonest."""
    count = 0
    if known is not None:
        count = len(known.rows)
        rows = np.concatenate([known.rows, rows])
        choices = np.concatenate([known.choices, choices])
    if len(rows) == 1:
        return np.zeros(1, np.int64)
    order = np.argsort(choices, kind="stable")
    wide = np.ascontiguousarray(rows[order]).view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel()
    _, first = np.unique(wide, return_index=True)
    found: Ints = order[first]
    return found[found >= count] - count
