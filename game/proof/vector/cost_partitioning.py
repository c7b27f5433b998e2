"""Lower bounds on the choices that playthroughs take, as the sum of what each group of variables sees by itself.

Every choice costs one. That one is shared among the groups, way by way; each group then finds its cheapest way to what is wanted, and
the sum of these is no more than what a playthrough takes, since that is a way for all of them at once. The shares are improved in
sweeps over the story: at each place every group gives up what it has to spare, and what was given up is shared out anew, which
never lowers the sum. (Cost partitioning over projections, as planners use it: Katz and Domshlak, 2010; the sweeps are the
averaging of min-marginals of dual decomposition: Lange and Swoboda, 2021.) All numbers are integers, so that nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from game.proof.model.successors import asked_slots
from game.proof.vector.encoding import Bools, Ints
from game.proof.vector.graph import NEVER, Arc, VectorGraph, View
from game.proof.vector.resets import Resets

UNIT: Final = 1 << 24
"""What a choice costs."""
_OPEN: Final = NEVER // 2
MOST_ROUNDS: Final = 10_000
"""Times that the places of a circle are gone through."""


class PartTarget(NamedTuple):
    """Something that is wanted at a place, as the groups see it; `extra` choices are counted on top."""

    place: int
    view: View
    extra: int


class CostPartitioning:
    """What each group pays of each way; it stays from one question to the next, and gets better on the way."""

    def __init__(self, vectors: VectorGraph, near: int = 80, enough: float = 0.02) -> None:
        """So many parts of the story before the first aim are `near`; a round is to bring `enough` choices at least."""
        self.vectors = vectors
        self.near = near
        self.enough = int(enough * UNIT)
        self.groups = len(vectors.encoding.groups)
        self.paid: list[Ints] = [self.even(arc.choices) for arc in vectors.arcs]

    def even(self, choices: int) -> Ints:
        """A cost in choices, shared evenly."""
        total = choices * UNIT
        found = np.full(self.groups, total // self.groups, np.int64)
        found[0] += total - int(found.sum())
        return found


class CostsToGo:
    """What is left to pay from every place to the nearest of some aims, group by group, where what costs more than `limit` does not count."""

    def __init__(
        self,
        partitioning: CostPartitioning,
        aims: Sequence[PartTarget],
        resets: Resets,
        opening: Bools,
        limit: int,
        check: Callable[[], None],
    ) -> None:
        """`resets` says what becomes of states that come to a place, where variables do not matter any more; `opening` how they begin."""
        self.vectors = partitioning.vectors
        self.partitioning = partitioning
        self.aims = list(aims)
        self.check = check
        self._resets = resets
        self._opening = opening
        self._paid = [partitioning.even(aim.extra) for aim in aims]
        self._at: dict[int, list[int]] = {}
        for number, aim in enumerate(aims):
            self._at.setdefault(aim.place, []).append(number)
        self.parts = self._leading()
        self.row = {number: row for row, number in enumerate(one for part in self.parts for one in part)}
        encoding = self.vectors.encoding
        self._first = encoding.first
        self._group_at = encoding.group_at
        self._ahead = np.full((len(self.row), encoding.width), NEVER, np.int64)
        """What is left to pay, by place and column."""
        self._spent = np.full((len(self.row) + 1, encoding.width), NEVER, np.int64)
        """What is paid by then, by place and column; the last row is where the aims are."""
        self._dead = np.zeros((len(self.row), encoding.width), np.bool_)
        """Columns at a place that lie on no way within the limit."""
        self._reached = [0] * len(aims)
        self._shut: set[int] = set()
        """Ways, by number, that are part of no way within the limit."""
        self.limit = limit
        self._backward(0, improve=False)

    def _leading(self) -> list[list[int]]:
        """The parts of the story from which an aim can be come to."""
        vectors = self.vectors
        there = set(self._at)
        waiting = list(there)
        while waiting:
            for arc in vectors.into.get(waiting.pop(), ()):
                if arc.source not in there:
                    there.add(arc.source)
                    waiting.append(arc.source)
        return [part for part in vectors.parts if part[0] in there or any(one in there for one in part)]

    @property
    def lower(self) -> int:
        """The least that a playthrough to any of the aims costs, in parts of a choice (`UNIT`)."""
        return int(self._least_ahead().sum())

    def _least_ahead(self) -> Ints:
        start = self._ahead[self.row[self.vectors.graph.start]]
        return np.minimum.reduceat(np.where(self._opening, start, NEVER), self._first)

    def improve(self, rounds: int, stop: Callable[[], bool]) -> None:
        """Share anew, forth and back, so many times, or until that brings little or is not needed any more.

        Most of it is done near the aims only: what is shared further off has been seen to for other aims. What is spent there is then as
        it was with the shares of some round before; these, too, add up to what each choice costs, so the sums stay bounds.
        """
        self._forward(0)
        self._backward(0, improve=True)
        lower = self.lower
        near = self._near()
        behind = False
        for _ in range(rounds - 1):
            if lower > self.limit or stop():
                break
            self._forward(near)
            self._backward(near, improve=True)
            behind = near > 0
            before, lower = lower, int(self._by_group(self._spent[-1]).sum())
            if lower - before < self.partitioning.enough:
                break
        if behind:
            self._backward(0, improve=True)

    def _near(self) -> int:
        """The part of the story with which those begin that are near the aims."""
        first = next(number for number, part in enumerate(self.parts) if any(one in self._at for one in part))
        return max(first - self.partitioning.near, 0)

    def ahead(self, place: int) -> Ints | None:
        """For each column what is left to pay from a place; None where no aim can be come to from there."""
        row = self.row.get(place)
        return None if row is None else self._ahead[row]

    def is_shut(self, arc: Arc) -> bool:
        """Whether a way is part of no playthrough within the limit."""
        return arc.number in self._shut

    def least(self, aim: int) -> int:
        """The least that a playthrough to one aim costs, `extra` and all, as the last sweep forth saw it."""
        return self._reached[aim]

    def _over(self, arc: Arc) -> Ints:
        """For each column on entering a way's source what is left to pay behind the way."""
        onward: Ints = self._ahead[self.row[arc.target]].copy()
        self.vectors.view_of(arc).back(onward)
        return onward

    def _circle(self, part: Sequence[int]) -> frozenset[int]:
        """The places of a part, where they lead to one another."""
        return frozenset(part) if self.vectors.round(part[0]) else frozenset()

    def _by_group(self, costs: Ints) -> Ints:
        found: Ints = np.minimum.reduceat(costs, self._first)
        return found

    def _share_out(self, paid: Ints, seen: Ints, least: Ints) -> None:
        """Take from each group what it has to spare on a way, and give all of them as much of it."""
        spare = seen - least
        total = int(spare.sum())
        each, rest = divmod(total, len(spare))
        paid += each - spare
        paid[0] += rest

    def _forward(self, since: int) -> None:
        """What is paid by then, from one part of the story on; that of those before it is taken to be known."""
        vectors, row, spent = self.vectors, self.row, self._spent
        spent[row[self.parts[since][0]] :] = NEVER
        if since:
            least = self._enter(since)
        else:
            least = self._least_ahead()
            spent[row[vectors.graph.start]][self._opening] = 0
        group_at = self._group_at
        self._reached = [NEVER] * len(self.aims)
        end = spent[-1]
        for part in self.parts[since:]:
            self.check()
            inner = self._circle(part)
            if inner:
                self._settle_forth(part, inner)
            for number in part:
                here = spent[row[number]]
                here[self._dead[row[number]]] = NEVER
                for aim in self._at.get(number, ()):
                    before = here.copy()
                    self.aims[aim].view.close(before)
                    seen = self._by_group(before + self._paid[aim][group_at])
                    self._reached[aim] = min(int(seen.sum()), NEVER)
                    if seen.max() < _OPEN:
                        self._share_out(self._paid[aim], seen, least)
                        np.minimum(end, before + self._paid[aim][group_at], out=end)
                for arc in vectors.after[number]:
                    if arc.target not in row or arc.target in inner or arc.number in self._shut:
                        continue
                    paid = self.partitioning.paid[arc.number]
                    onward = self._over(arc)
                    onward += here
                    seen = self._by_group(onward) + paid
                    if seen.max() >= _OPEN or int(seen.sum()) > self.limit:
                        self._shut.add(arc.number)
                        continue
                    self._share_out(paid, seen, least)
                    self._go(arc, here, spent[row[arc.target]])

    def _enter(self, since: int) -> Ints:
        """Carry what is paid by then into some part of the story and those after it; what each group pays at least on its way there."""
        least = np.full(len(self._first), NEVER, np.int64)
        begin = self.row[self.parts[since][0]]
        for part in self.parts[:since]:
            for number in part:
                for arc in self.vectors.after[number]:
                    if self.row.get(arc.target, -1) >= begin and arc.number not in self._shut:
                        here = self._spent[self.row[number]]
                        seen = self._by_group(self._over(arc) + here) + self.partitioning.paid[arc.number]
                        np.minimum(least, seen, out=least)
                        self._go(arc, here, self._spent[self.row[arc.target]])
        return least

    def _go(self, arc: Arc, here: Ints, there: Ints) -> bool:
        """Carry what is paid by then over a way; whether that is less than was known."""
        before = here + self.partitioning.paid[arc.number][self._group_at]
        self.vectors.view_of(arc).forth(before)
        better = bool((before < there).any())
        if better:
            np.minimum(there, before, out=there)
            np.minimum(there, NEVER, out=there)
        return better

    def _settle_forth(self, part: Sequence[int], inner: frozenset[int]) -> None:
        """Go round a circle until nothing gets less. What is paid inside of it is never less than nothing."""
        waiting = set(part)
        for _ in range(MOST_ROUNDS):
            if not waiting:
                return
            self.check()
            number = min(waiting, key=self.row.__getitem__)
            waiting.discard(number)
            for arc in self.vectors.after[number]:
                if arc.target in inner and self._go(
                    arc, self._spent[self.row[number]], self._spent[self.row[arc.target]]
                ):
                    waiting.add(arc.target)
        raise CirclesTooLongError

    def _backward(self, since: int, *, improve: bool) -> None:
        """What is left to pay, down to one part of the story; that of those before it stays."""
        vectors, row, ahead = self.vectors, self.row, self._ahead
        group_at = self._group_at
        least = self._by_group(self._spent[-1])
        ahead[row[self.parts[since][0]] :] = NEVER
        for part in reversed(self.parts[since:]):
            self.check()
            inner = self._circle(part)
            for number in part:
                here = ahead[row[number]]
                for aim in self._at.get(number, ()):
                    onward = self._paid[aim][group_at]
                    self.aims[aim].view.close(onward)
                    np.minimum(here, onward, out=here)
                for arc in vectors.after[number]:
                    if arc.target not in row or arc.target in inner or arc.number in self._shut:
                        continue
                    paid = self.partitioning.paid[arc.number]
                    onward = self._over(arc)
                    if improve:
                        seen = self._by_group(onward + self._spent[row[number]]) + paid
                        if seen.max() >= _OPEN or int(seen.sum()) > self.limit:
                            self._shut.add(arc.number)
                            continue
                        self._share_out(paid, seen, least)
                    onward += paid[group_at]
                    np.minimum(here, onward, out=here)
                np.minimum(here, NEVER, out=here)
            if inner:
                self._settle_back(part, inner)
            if improve:
                for number in part:
                    self._rule_out(number)

    def _settle_back(self, part: Sequence[int], inner: frozenset[int]) -> None:
        waiting = set(part)
        for _ in range(MOST_ROUNDS):
            if not waiting:
                return
            self.check()
            number = max(waiting, key=self.row.__getitem__)
            waiting.discard(number)
            for arc in self.vectors.into.get(number, ()):
                if arc.source not in inner:
                    continue
                onward = self._over(arc) + self.partitioning.paid[arc.number][self._group_at]
                here = self._ahead[self.row[arc.source]]
                if (onward < here).any():
                    np.minimum(here, onward, out=here)
                    waiting.add(arc.source)
        raise CirclesTooLongError

    def _rule_out(self, number: int) -> None:
        """Leave out of a place the columns that lie on no way within the limit, nor stand for one that does."""
        row = self.row[number]
        here, dead = self._ahead[row], self._dead[row]
        both = self._spent[row] + here
        least = self._by_group(both)
        spare = self.limit - int(np.minimum(least, NEVER).sum())
        if spare < 0:
            dead[:] = True
        else:
            dead |= both > (least + spare)[self._group_at]
            for move in self._resets.get(number, ()):
                assert move.to is not None
                alive = np.zeros(len(move.to), np.bool_)
                alive[move.to[~dead[move.span]]] = True
                dead[move.span] = ~alive[move.to]
        here[dead] = NEVER


class CirclesTooLongError(Exception):
    """Going round in circles changes the sums for too long."""


def opening_columns(vectors: VectorGraph) -> Bools:
    """The columns in which the story can begin."""
    program = vectors.graph.program
    fixed = vectors.encoding.group_of.keys() - set(asked_slots(program))
    return vectors.encoding.where({slot: (program.slots[slot].start,) for slot in fixed})
