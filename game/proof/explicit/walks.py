"""Plays the places forward with real values, broad or at random; what comes up on the way is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from game.engine.turn import Stuck
from game.program.forms.evaluate import Evaluator
from game.proof.model.control_flow.place import Place
from game.proof.model.goals import Spot
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import Rest, StateValues, Walker

Trailed: TypeAlias = "tuple[Rest, ChoicePath]"
"""A state at rest, and the way to it."""
_Left: TypeAlias = "tuple[Sequence[str], int]"
"""The choices of a way, and how many of them are behind it."""
_Played: TypeAlias = "tuple[list[Rest], ChoicePath, list[_Left]]"
"""The states that a way has come to, and the ways on that begin so."""


class Watchpoint(NamedTuple):
    """Something to notice at a place: `after` so many effects (-1: at its exit), when `holds`."""

    target: int
    after: int
    holds: Evaluator | None


class ForwardSearch:
    """A breadth-first search over real states, thinned out where it grows too wide.

    While nothing was thinned out it is the whole story, and `complete` says so at the end.
    """

    def __init__(
        self,
        walker: Walker,
        marks: dict[int, list[Watchpoint]],
        *,
        most: int = 0,
        width: int = 0,
        seed: int = 0,
        exhaust: bool = False,
    ) -> None:
        self.walker = walker
        self.marks = {place: list(found) for place, found in marks.items()}
        self.most = most
        self.exhaust = exhaust
        self.width = width
        self.found: dict[int, ChoicePath] = {}
        """Target to how it was reached."""
        self.stuck: list[tuple[Stuck, ChoicePath, Rest]] = []
        self.complete = False
        self.states = 0
        self._random = random.Random(seed)
        self._deepening = False
        """Whether what comes from now on has as many choices as what came before, or more."""

    def search(self, expired: Callable[[], bool]) -> None:
        """Search until nothing is new, `most` states were seen, or the time has expired."""
        seen: set[Rest] = set()
        frontier: list[Trailed] = []
        for values in self.walker.openings():
            trail = beginning(values)
            frontier += self._arrive(self.walker.graph.start, list(values), trail, seen)
        thinned = False
        while frontier and (self.marks or self.exhaust):
            following: list[Trailed] = []
            for rest, trail in frontier:
                following += self._chosen(rest, trail, seen)
                if expired():
                    return
            kept = self._thin(following)
            thinned = thinned or len(kept) < len(following)
            frontier = kept
            if len(seen) > self.most and frontier:
                return
        self.complete = not thinned and not frontier

    def wander(self, expired: Callable[[], bool], *, runs: int = 2000, longest: int = 5000) -> None:
        """Play at random, each time what was chosen least so far, until all is found, `runs` are over, or the time."""
        openings = list(self.walker.openings())
        taken: dict[str, int] = {}
        quiet = 0
        for _ in range(runs):
            if not self.marks or quiet > 40 or expired():
                return
            known = len(self.found)
            self._stroll(beginning(self._random.choice(openings)), taken, longest)
            quiet = 0 if len(self.found) > known else quiet + 1

    def _stroll(self, trail: ChoicePath, taken: dict[str, int], longest: int) -> None:
        rests = self._arrive(self.walker.graph.start, list(trail.setup), trail, set())
        for _ in range(longest):
            if not rests:
                return
            rest, trail = self._random.choice(rests)
            ways = [
                (taken.get(identity, 0), self._random.random(), target, identity)
                for target, identity in self._choices(rest)
            ]
            if not ways:
                return
            _, _, target, identity = min(ways) if self._random.random() > 1 / 8 else self._random.choice(ways)
            taken[identity] = taken.get(identity, 0) + 1
            trail = trail.then(identity)
            rests = self._arrive(target, list(rest.values), trail, set())

    def arrive(self, place: int, trail: ChoicePath) -> list[Rest]:
        """The states at rest that a trail's opening leads to; what is marked on the way is noticed."""
        return [rest for rest, _ in self._arrive(place, list(trail.setup), trail, set())]

    def onward(self, rests: Sequence[Rest], choice: str, trail: ChoicePath) -> list[Rest]:
        """The states that a choice leads to from those given, where it is open; `trail` ends with it."""
        seen: set[Rest] = set()
        for rest in rests:
            for target, guard, identity in self.walker.edges(self.walker.graph.places[rest.place]):
                if identity == choice and (guard is None or guard(rest.values)):
                    self._arrive(target, list(rest.values), trail, seen)
        return list(seen)

    def replay(self, ways: Iterable[tuple[StateValues, Sequence[str]]]) -> None:
        """Notice what is marked on some ways, each an opening and choices, as far as these are open; what several come to, by the fewest choices.

        They are played together, choice by choice, so that a beginning that several of them share is played once. Where an edit has put a choice
        into a way, or taken one out of it, it is gone on with behind that.
        """
        by_opening: dict[StateValues, list[_Left]] = {}
        for opening, choices in ways:
            by_opening.setdefault(opening, []).append((choices, 0))
        self._deepening = not self.found
        frontier: list[_Played] = []
        for opening, several in by_opening.items():
            trail = beginning(opening)
            frontier.append((self.arrive(self.walker.graph.start, trail), trail, several))
        while frontier:
            frontier = [after for rests, trail, several in frontier for after in self._parted(rests, trail, several)]
        self._deepening = False

    def _parted(self, rests: Sequence[Rest], trail: ChoicePath, several: Sequence[_Left]) -> Iterator[_Played]:
        """Where several ways come to with the next choice of each."""
        onward: dict[str, list[_Left]] = {}
        for choices, at in several:
            if at < len(choices):
                onward.setdefault(choices[at], []).append((choices, at + 1))
        for identity, left in onward.items():
            after = trail.then(identity)
            arrived = self.onward(rests, identity, after)
            if arrived:
                yield arrived, after, left
            else:
                yield from self._mended(rests, trail, identity, left)

    def _mended(self, rests: Sequence[Rest], trail: ChoicePath, gone: str, left: Sequence[_Left]) -> Iterator[_Played]:
        """The same where the next choice of the ways is not open: without it, or with another one before it."""
        open_ = self._open(rests)
        following = [(choices, at) for choices, at in left if at < len(choices) and choices[at] in open_]
        if following:
            yield from self._parted(rests, trail, following)
            return
        for identity in open_:
            after = trail.then(identity)
            arrived = self.onward(rests, identity, after)
            if gone in self._open(arrived):
                yield arrived, after, [(choices, at - 1) for choices, at in left]
                return

    def _open(self, rests: Iterable[Rest]) -> list[str]:
        """The choices that are open in any of some states."""
        return list(dict.fromkeys(identity for rest in rests for _, identity in self._choices(rest)))

    def _choices(self, rest: Rest) -> Iterator[tuple[int, str]]:
        """The choices that are open in a state: where each leads, and its id."""
        ways = self.walker.open(self.walker.graph.places[rest.place], rest.values)
        return ((target, identity) for target, identity in ways if identity)

    def _chosen(self, rest: Rest, trail: ChoicePath, seen: set[Rest]) -> Iterator[Trailed]:
        """The states at rest that one choice more leads to."""
        for target, identity in self._choices(rest):
            yield from self._arrive(target, list(rest.values), trail.then(identity), seen)

    def look_on(self, rests: Sequence[Rest], trail: ChoicePath, *, steps: int) -> None:
        """Notice what a few choices more lead to from the states at the end of a trail."""
        seen: set[Rest] = set()
        frontier = [(rest, trail) for rest in rests]
        for _ in range(steps):
            frontier = [after for rest, before in frontier for after in self._chosen(rest, before, seen)]

    def _thin(self, frontier: list[Trailed]) -> list[Trailed]:
        by_place: dict[int, int] = {}
        kept = []
        if len(frontier) > self.width * 4:
            self._random.shuffle(frontier)
        room = self.width if len(frontier) > 20_000 else 1 << 60
        for one in frontier:
            count = by_place.get(one[0].place, 0)
            if count < room:
                by_place[one[0].place] = count + 1
                kept.append(one)
        return kept

    def _arrive(self, place: int, values: list[int], trail: ChoicePath, seen: set[Rest]) -> list[Trailed]:
        arrived: list[Trailed] = []

        def notice(here: Place, now: list[int]) -> None:
            marks = self.marks.get(here.number)
            if marks:
                self._notice(here, list(now), marks, trail)

        for rest, stuck in self.walker.run(place, values, notice):
            if rest in seen:
                continue
            seen.add(rest)
            self.states += 1
            if stuck:
                self.stuck.append((stuck, trail, rest))
            else:
                arrived.append((rest, trail))
        return arrived

    def _notice(self, here: Place, values: list[int], marks: list[Watchpoint], trail: ChoicePath) -> None:
        self.walker.graph.work(len(marks))
        effects = self.walker.numbered(here)
        done = 0
        left: list[Watchpoint] = []
        for mark in marks:  # sorted by how many effects come before
            before = self.found.get(mark.target)
            if before is not None and before.depth <= trail.depth:
                if not self._deepening:
                    left.append(mark)
                continue
            upto = len(here.effects) if mark.after < 0 else mark.after
            while done < len(effects) and effects[done][0] < upto:
                _, slot, value, when = effects[done]
                if when is None or when(values):
                    values[slot] = value(values)
                done += 1
            if mark.holds is None or mark.holds(values):
                self.found[mark.target] = trail
            else:
                left.append(mark)
        if not left:
            del self.marks[here.number]
        elif len(left) < len(marks):
            self.marks[here.number] = left


def marks_of(spots: Sequence[Sequence[Spot]], walker: Walker) -> dict[int, list[Watchpoint]]:
    """What is to be noticed at each place, in the order of the place's effects; targets are numbered as in `spots`."""
    marks: dict[int, list[Watchpoint]] = {}
    for number, one in enumerate(spots):
        for spot in one:
            holds = None if spot.when is None else walker.function(spot.when)
            marks.setdefault(spot.place, []).append(Watchpoint(number, spot.after, holds))
    for found in marks.values():
        found.sort(key=lambda mark: mark.after if mark.after >= 0 else 1 << 30)
    return marks
