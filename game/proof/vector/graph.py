"""A story's places and ways on, laid out over columns: for arrays of states, and as each group of variables sees it by itself.

A group that knows nothing of the others takes every condition on them to hold; what it says is therefore true of more playthroughs than
there are, never of fewer.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from game.program.components import components
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.explicit.bitgraph import passed_through
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Effect
from game.proof.model.goals import Spot
from game.proof.model.slicing import Slice
from game.proof.model.successors import Walker
from game.proof.vector.encoding import Bools, Encoding, Ints, StateRows

NEVER: Final = 1 << 50
"""A cost that nothing can pay."""


class Move(NamedTuple):
    """How the columns of one group move: to which each one does, and the same read the other way.

    `order` has the columns by where they move, `starts` where each new one begins in it, and `onto` which that is. Where nothing is known
    of the move, `to` is None: any column may move to any.
    """

    group: int
    span: slice
    to: StateRows | None
    order: Ints
    starts: Ints
    onto: Ints

    def back(self, after: Ints) -> None:
        """What is least at where each column moves, in place of what is there."""
        part = after[self.span]
        after[self.span] = part.min() if self.to is None else part[self.to]

    def forth(self, before: Ints) -> None:
        """What is least at the columns that move to each, in place of what is there."""
        part = before[self.span]
        if self.to is None:
            before[self.span] = part.min()
            return
        least = np.minimum.reduceat(part[self.order], self.starts)
        part.fill(NEVER)
        part[self.onto] = least


class View(NamedTuple):
    """A way as the groups see it: which columns on entering its source are shut (as costs), and how the others move."""

    shut: tuple[tuple[slice, Ints], ...]
    moves: tuple[Move, ...]

    def forth(self, before: Ints) -> None:
        """As `back`, from the source to the target."""
        self.close(before)
        for move in self.moves:
            move.forth(before)

    def back(self, after: Ints) -> None:
        """From what columns cost on entering the target what they cost on entering the source, in place."""
        for move in self.moves:
            move.back(after)
        self.close(after)

    def close(self, before: Ints) -> None:
        """Add what is shut."""
        for span, cost in self.shut:
            before[span] += cost


class Arc(NamedTuple):
    """A way on from one place to the next that matters: what it costs in choices, when it is open, and what changes on it."""

    number: int
    source: int
    target: int
    choices: int
    identity: str
    guard: Expr | None
    changes: tuple[Effect, ...]


class VectorGraph:
    """All that can be come to, conditions left aside, in an order in which what leads on comes first.

    Raises:
        ValueError: a variable has too many values for this.
    """

    def __init__(self, walker: Walker, part: Slice, asked: Container[int], most: int) -> None:
        """`asked` are the places that somebody asks about; groups have up to `most` columns."""
        self.graph: Graph = walker.graph
        self.start = [one.start for one in self.graph.program.slots]
        self._asked = asked
        self._followed = part.followed
        self._views: dict[int, View] = {}
        self._moves: dict[tuple[int, bool, bytes], Move] = {}
        self._closed: dict[tuple[int, bytes], Ints] = {}
        self.encoding = Encoding(self.graph.program, self._order(), most)
        self.arcs: list[Arc] = []
        self.after: dict[int, list[Arc]] = {}
        """The ways on from each place."""
        self.into: dict[int, list[Arc]] = {}
        """The ways that lead to each place."""
        waiting = [self.graph.start]
        while waiting:
            number = waiting.pop()
            if number not in self.after:
                self.after[number] = self._arcs(number, walker)
                waiting += [arc.target for arc in self.after[number]]
        for arc in self.arcs:
            self.into.setdefault(arc.target, []).append(arc)
        self.parts = self._parts()
        """The places in groups that lead to one another, the first to be come to first."""
        self.part_of = {number: place for place, part in enumerate(self.parts) for number in part}

    def _order(self) -> list[int]:
        """The variables by where in the story, on average, guards read them: what matters together goes together."""
        rank = self.graph.rank
        seen: dict[int, list[int]] = {slot: [] for slot in self._followed}
        for place in self.graph.places:
            for edge in place.edges:
                if edge.guard is not None:
                    for slot in reads(edge.guard):
                        if slot in seen:
                            seen[slot].append(rank[place.number])
        middle = {slot: sum(found) / len(found) if found else 0.0 for slot, found in seen.items()}
        return sorted(seen, key=lambda slot: (middle[slot], slot))

    def _parts(self) -> list[list[int]]:
        numbers = list(self.after)
        position = {number: one for one, number in enumerate(numbers)}
        arrows = [[position[arc.target] for arc in self.after[number]] for number in numbers]
        return [[numbers[one] for one in part] for part in reversed(components(arrows))]

    def effects(self, number: int) -> tuple[Effect, ...]:
        """The effects of a place that matter."""
        return tuple(one for one in self.graph.places[number].effects if one.slot in self._followed)

    def effects_before(self, spot: Spot) -> tuple[Effect, ...]:
        """The effects that matter and come before what a spot asks."""
        effects = self.graph.places[spot.place].effects
        upto = len(effects) if spot.after < 0 else spot.after
        return tuple(one for one in effects[:upto] if one.slot in self._followed)

    def round(self, number: int) -> bool:
        """Whether ways lead from a place back to it."""
        return len(self.parts[self.part_of[number]]) > 1 or any(arc.target == number for arc in self.after[number])

    def view(self, before: Sequence[Effect], guard: Expr | None, changes: Sequence[Effect] = ()) -> View:
        """A way as the groups see it: some effects, a condition, more effects."""
        encoding = self.encoding
        now: dict[int, StateRows | None] = {}
        self._run(now, before)
        shut = []
        for group, open_ in encoding.may_hold(guard).items():
            if group in now:
                moved = now[group]
                if moved is None:
                    continue
                open_ = open_[moved]
            if not open_.all():
                shut.append((encoding.span(group), self._cost(open_)))
        self._run(now, changes)
        moves = tuple([self._move(group, to) for group, to in sorted(now.items())])
        return View(tuple(shut), moves)

    def view_of(self, arc: Arc) -> View:
        """A way as the groups see it, all of it."""
        found = self._views.get(arc.number)
        if found is None:
            found = self._views[arc.number] = self.view(self.effects(arc.source), arc.guard, arc.changes)
        return found

    def put_back(self, slots: Iterable[int]) -> tuple[Move, ...]:
        """How columns move where some variables get the values that they have in the beginning."""
        return tuple([self._move(group, to) for group, to in self.encoding.reset(slots, self.start)])

    def _run(self, now: dict[int, StateRows | None], effects: Iterable[Effect]) -> None:
        for effect in effects:
            group = self.encoding.group_of[effect.slot]
            moved = self.encoding.moved(effect)
            before = now.get(group)
            if moved is None or (before is None and group in now):
                now[group] = None
            else:
                now[group] = moved[1] if before is None else moved[1][before]

    def _cost(self, open_: Bools) -> Ints:
        key = (len(open_), open_.tobytes())
        found = self._closed.get(key)
        if found is None:
            found = self._closed[key] = np.where(open_, 0, NEVER)
        return found

    def _move(self, group: int, to: StateRows | None) -> Move:
        key = (group, to is None, b"" if to is None else to.tobytes())
        found = self._moves.get(key)
        if found is None:
            span = self.encoding.span(group)
            if to is None:
                nothing = np.zeros(0, np.int64)
                found = Move(group, span, None, nothing, nothing, nothing)
            else:
                order = np.argsort(to, kind="stable")
                onto, starts = np.unique(to[order], return_index=True)
                found = Move(group, span, to, order, starts, onto.astype(np.int64))
            self._moves[key] = found
        return found

    def _arcs(self, number: int, walker: Walker) -> list[Arc]:
        place = self.graph.places[number]
        found = []
        for edge, (_, _, identity) in zip(place.edges, walker.edges(place), strict=True):
            target, changes = edge.target, list[Effect]()
            while passed_through(self.graph, target, self._asked):
                changes += self.effects(target)
                target = self.graph.places[target].edges[0].target
            arc = Arc(len(self.arcs), number, target, int(edge.choice >= 0), identity, edge.guard, tuple(changes))
            self.arcs.append(arc)
            found.append(arc)
        return found
