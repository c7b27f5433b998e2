"""Forward choice by choice with all states of a place at once, each of them while they are few.

Where there are more states than there is room for, some of each place go on as they are, and of the rest only what they have in
common: for each variable the values that it has in any of them. What a state comes to can be, and the first layer
in which one does gives a playthrough. What neither the states nor the rest come to in a layer takes more choices; what they
never come to can never be. (States with a value that is new to their place go on first, after Lipovetzky and Geffner, 2012.)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from random import Random
from typing import Final, NamedTuple, TypeAlias

from game.proof.explicit.bitgraph import BitGraph, SetStep
from game.proof.explicit.bitstates import BitCondition
from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import FAR, MOST_OPENINGS

QUIET: Final = 12
"""Layers in which nothing that is asked for comes up, after which the search ends (more of them the deeper it is)."""


class LayerHit(NamedTuple):
    """Where something came up: the layer, the place, and the state on entering it."""

    layer: int
    place: int
    state: int


_Next: TypeAlias = tuple[dict[int, set[int]], dict[int, int]]
"""States that come to places, and what those that were left out have in common there."""


class _Wanted(NamedTuple):
    """Something asked for at a place: after so many effects, when this holds."""

    goal: int
    after: int
    test: BitCondition


class LayeredSearch:
    """One search over a layout, for the goals whose spots are given by number."""

    def __init__(
        self,
        layout: BitGraph,
        spots: Mapping[int, Sequence[Spot]],
        check: Callable[[], None],
        *,
        exact: int,
        room: int,
        least: int,
    ) -> None:
        """Up to `exact` states none is left out; after that `room` of a layer go on, and at least `least` of each place."""
        self.layout = layout
        self._most_exact = exact // layout.bits.weight
        self._room = room // layout.bits.weight
        self._least = least
        self.found: dict[int, LayerHit] = {}
        """The goals that a state came to, in the first layer in which one did."""
        self.least: dict[int, int] = {}
        """The first layer in which a goal may come up; no playthrough comes to it with fewer choices."""
        self.whole = False
        """Whether what is not in `least` can never come up."""
        self.entered: dict[int, int] = {}
        """The first layer in which a place may come up; one that is not here is only passed through, or never comes up."""
        self.depth = 0
        """The layers that are done."""
        self.states = 0
        self._rank = layout.graph.passing_order
        self._check = check
        self._width = FAR
        """States of a place that go on."""
        self._layers: list[dict[int, list[int]]] = []
        self._known: dict[int, set[int]] = {}
        self._hulls: dict[int, int] = {}
        """What all that was left out has in common, by place."""
        self._seen: dict[int, int] = {}
        """The values that went on at a place since states are left out."""
        self._overdue = 0
        """The bits of the variables that decide what has not come up at places that have."""
        self._random = Random(0)
        self._real: dict[int, list[_Wanted]] = {}
        for goal, one in spots.items():
            for spot in one:
                self._real.setdefault(spot.place, []).append(_Wanted(goal, spot.after, layout.test(spot)))
        self._maybe = {place: list(wanted) for place, wanted in self._real.items()}
        self._openings = frozenset(layout.openings())
        start = layout.graph.start
        self._next: _Next | None = (
            {start: set(self._openings)},
            {start: layout.opening()} if len(self._openings) >= MOST_OPENINGS else {},
        )
        """What the next layer begins with; None where the one before it was broken off."""
        self._news = 0
        """The last layer in which something that is asked for came up."""
        self._trails: dict[LayerHit, ChoicePath] = {}
        self._came: dict[tuple[int, int, int], dict[int, int]] = {}

    @property
    def left_out(self) -> bool:
        """Whether anything was left out."""
        return bool(self._hulls)

    @property
    def complete(self) -> bool:
        """Whether nothing was left out: what was not found can never come up."""
        return self.whole and not self.left_out

    def run(self, expired: Callable[[], bool]) -> None:
        """Search until nothing is new, or nothing that is asked for has come up for long, or the time has expired.

        Raises:
            Expired: a bound was hit.
        """
        while self._next is not None and any(self._next):
            following, hulls = self._next
            count = self.states + sum(map(len, following.values()))
            if self._quiet or expired():
                for number, states in following.items():
                    hulls[number] = _joined(hulls.get(number, 0), states)
                following = {}
            elif count > self._most_exact:
                self._width = max(self._least, self._room // max(len(following), 1))
            known = len(self.found) + len(self.entered)
            self._next = None
            self._next = self._layer(following, hulls)
            if len(self.found) + len(self.entered) > known:
                self._news = self.depth
            self.depth += 1
        self.whole = self._next is not None

    @property
    def _quiet(self) -> bool:
        """Whether nothing that is asked for has come up for long."""
        return self.depth - self._news > QUIET + self.depth // 8

    def _layer(self, queue: dict[int, set[int]], hulled: dict[int, int]) -> _Next:
        """One layer: all that can be come to without another choice. The states and the rest that the next one begins with."""
        rank = self._rank
        layer: dict[int, list[int]] = {}
        self._layers.append(layer)
        self._overdue = self._not_yet()
        following: dict[int, set[int]] = {}
        hulls: dict[int, int] = {}
        order = [(rank[number], number) for number in {*queue, *hulled}]
        heapify(order)
        while order:
            self._check()
            _, number = heappop(order)
            states, hull = queue.pop(number, None), hulled.pop(number, 0)
            self.entered.setdefault(number, self.depth)
            if states:
                kept, hull = self._new(number, states, hull)
                if kept:
                    layer[number] = layer[number] + kept if number in layer else kept
                    for step, onward in self._enter(number, kept):
                        if step.choice:
                            into = following
                        else:
                            into = queue
                            if step.target not in queue and step.target not in hulled:
                                heappush(order, (rank[step.target], step.target))
                        if step.target in into:
                            into[step.target].update(onward)
                        else:
                            into[step.target] = set(onward)
            known = self._hulls.get(number, 0)
            if hull & ~known:
                self._hulls[number] = hull = hull | known
                for step, common in self._enter_hull(number, hull):
                    if step.choice:
                        hulls[step.target] = hulls.get(step.target, 0) | common
                    else:
                        if step.target not in queue and step.target not in hulled:
                            heappush(order, (rank[step.target], step.target))
                        hulled[step.target] = hulled.get(step.target, 0) | common
        return following, hulls

    def _not_yet(self) -> int:
        found = 0
        for number, wanted in self._real.items():
            if number in self.entered:
                for one in wanted:
                    if one.goal in self.least and one.goal not in self.found:
                        found |= one.test.looked
        return found

    def _new(self, number: int, states: set[int], hull: int) -> tuple[list[int], int]:
        """The new states of a place that go on, and what the rest has in common."""
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = set()
        kept = list(states - known)
        if len(kept) > self._width:
            kept, rest = self._thinned(number, kept)
            hull = _joined(hull, rest)
        known.update(kept)
        self.states += len(kept)
        return kept, hull

    def _thinned(self, number: int, states: list[int]) -> tuple[list[int], list[int]]:
        """The states that go on, and the others.

        Of each value that has not gone on there yet, or of which something is still to come, one goes on in any case.
        """
        begin = self._random.randrange(len(states))
        states = states[begin:] + states[:begin]
        new = ~self._seen.get(number, 0)
        missing = new | self._overdue
        kept: list[int] = []
        rest: list[int] = []
        for state in states:
            if state & missing:
                missing &= ~state
                kept.append(state)
            else:
                rest.append(state)
        self._seen[number] = ~(new & missing)
        room = max(self._width - len(kept), 0)
        return kept + rest[:room], rest[room:]

    def _enter(self, number: int, states: list[int]) -> list[tuple[SetStep, Collection[int]]]:
        """Do a place's effects, notice what is asked there, and go on; the ways on with what goes there."""
        layout = self.layout
        now = states
        wanted = self._real.get(number)
        worth = len(states) * layout.bits.weight
        if not wanted:
            for _, change in layout.changes(number):
                layout.graph.work(worth)
                now = change.of(now)
        else:
            done = 0
            for before, change in layout.changes(number):
                layout.graph.work(worth)
                wanted = self._notice(number, wanted, states, now, range(done, before + 1))
                done = before + 1
                now = change.of(now)
            self._real[number] = self._notice(number, wanted, states, now, range(done, FAR + 1))
        found = []
        for step in layout.steps(number):
            layout.graph.work(worth)
            onward = step.of(now)
            if onward:
                found.append((step, onward))
        return found

    def _notice(
        self, number: int, wanted: list[_Wanted], states: list[int], now: list[int], done: range
    ) -> list[_Wanted]:
        """Notice what is asked for after so many effects; what is still wanted."""
        left = []
        for one in wanted:
            if one.goal in self.found:
                continue
            if (one.after if one.after >= 0 else FAR) in done:
                state = one.test.first(now)
                if state is not None:
                    self.found[one.goal] = LayerHit(self.depth, number, states[now.index(state)])
                    self.least.setdefault(one.goal, self.depth)
                    continue
            left.append(one)
        return left

    def _enter_hull(self, number: int, hull: int) -> list[tuple[SetStep, int]]:
        """The same for what the rest has in common."""
        layout = self.layout
        wanted = self._maybe.get(number, [])
        done = 0
        for before, change in layout.changes(number):
            wanted = self._guess(wanted, hull, range(done, before + 1))
            done = before + 1
            hull = change.of((hull,))[0]
        if number in self._maybe:
            self._maybe[number] = self._guess(wanted, hull, range(done, FAR + 1))
        found = [(step, step.of_one(hull)) for step in layout.steps(number)]
        return [(step, common) for step, common in found if common]

    def _guess(self, wanted: list[_Wanted], hull: int, done: range) -> list[_Wanted]:
        left = []
        for one in wanted:
            if one.goal in self.least:
                continue
            if (one.after if one.after >= 0 else FAR) in done and one.test.narrowed(hull):
                self.least[one.goal] = self.depth
                continue
            left.append(one)
        return left

    def trail(self, goal: int) -> ChoicePath:
        """The playthrough by which a goal was found."""
        return self.trail_to(self.found[goal])

    def trail_to(self, at: LayerHit) -> ChoicePath:
        """The playthrough to a state of a layer."""
        behind: list[tuple[LayerHit, str]] = []
        trail: ChoicePath | None = None
        while trail is None:
            trail = self._trails.get(at)
            if trail is None:
                before, identity = self._back(at)
                if identity:
                    behind.append((at, identity))
                    at = before
                else:
                    trail = self._trails[at] = beginning(self.layout.bits.unpack(before.state))
        for at, identity in reversed(behind):
            trail = self._trails[at] = trail.then(identity)
        return trail

    def _back(self, at: LayerHit) -> tuple[LayerHit, str]:
        """The state in which the last choice before a state was made, and the choice; or the opening, and nothing."""
        layer = at.layer
        seen = {at}
        queue = [at]
        for here in queue:
            if not layer and here.place == self.layout.graph.start and here.state in self._openings:
                return here, ""
            for source, number, step in self.layout.into(here.place):
                earlier = layer - step.choice
                if earlier < 0 or source not in self._layers[earlier]:
                    continue
                state = self._origins(earlier, source, number, step).get(here.state)
                if state is None:
                    continue
                before = LayerHit(earlier, source, state)
                if step.choice:
                    return before, step.identity
                if before not in seen:
                    seen.add(before)
                    queue.append(before)
        raise AssertionError("a state without a way to it is a fault of the search")

    def _origins(self, layer: int, place: int, number: int, step: SetStep) -> dict[int, int]:
        """For each state that a step leads to from a layer the first one of the layer that it comes from.

        Being the first, it had been there before what it leads to without a choice; so a way back comes to an end.
        """
        key = (layer, place, number)
        found = self._came.get(key)
        if found is None:
            states = now = self._layers[layer][place]
            for _, change in self.layout.changes(place):
                now = change.of(now)
            entered: dict[int, int] = {}
            for state, after in zip(states, now, strict=True):
                entered.setdefault(after, state)
            open_ = step.test.of(list(entered))
            found = self._came[key] = {}
            for before, state in zip(open_, step.onward(open_), strict=True):
                found.setdefault(state, entered[before])
        return found


def _joined(hull: int, states: Iterable[int]) -> int:
    for state in states:
        hull |= state
    return hull
