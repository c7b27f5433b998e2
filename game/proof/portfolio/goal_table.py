"""What is asked in one proof, in groups that ask the same: the shortest ways that are known so far, and the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from game.proof.explicit.walks import ForwardSearch, Watchpoint, marks_of
from game.proof.incremental.results import EARLIER, NEVER, SOUGHT, THERE
from game.proof.model.goals import Goal
from game.proof.model.path import ChoicePath, beginning
from game.proof.model.successors import FAR, StateValues
from game.proof.results import Witness

if TYPE_CHECKING:
    from game.proof.incremental.results import KnownResults
    from game.proof.portfolio.context import Proof

PLAYED = 0.00016
"""Seconds that the engine takes for the playthrough of a goal where many begin alike."""
LAST_PLAYED = 5.0
"""Seconds that playthroughs are played where somebody has asked to stop."""


class GoalTable:
    """The goals of one proof, in groups that ask the same; each has a number."""

    def __init__(self, proof: Proof, asked: Sequence[Goal]) -> None:
        self.proof = proof
        groups: dict[object, list[Goal]] = {}
        for goal in asked:
            proof.graph.work(1 + len(goal.spots))
            key = tuple((spot.place, spot.after if spot.when is not None else 0, spot.when) for spot in goal.spots)
            groups.setdefault(key, []).append(goal)
        self._groups = list(groups.values())
        self.first = [group[0] for group in self._groups]
        self._marks: dict[int, list[Watchpoint]] = marks_of([goal.spots for goal in self.first], proof.walker)
        self.found: dict[int, ChoicePath] = {}
        """For a group by number the shortest way that has come up so far."""
        self._begun: dict[StateValues, ChoicePath] = {}
        self._onward: dict[tuple[int, str], ChoicePath] = {}
        """The ways that were followed, so that those which begin alike share that: by their openings, and by a way and the choice after it."""
        self._ways: dict[int, int] = {}
        """The groups that are to be answered with the playthroughs that were found, and what each counts for, as in `memory`."""
        self._shown: set[int] = set()
        """The groups that have their answer, those that can never be left aside."""
        self.never: set[int] = set()
        """The groups that were shown never to be, and answered."""
        self._digests = [""] * len(self._groups)
        """For a group by number what its answer is kept under."""
        self.settled: dict[int, int] = {}
        """For a group by number what playthroughs show that were given, and what an earlier proof has settled (see `memory`) where its own bear that out."""
        self.left: dict[int, str] = {}
        """The groups that an earlier proof has left open, with as much time and memory, each with the bound: they stay so, unless a way comes up."""
        ways = () if proof.memory is None else proof.memory.ways
        if proof.given:
            self._replay([*proof.given, *ways])  # together: they begin alike
            self.settled = dict.fromkeys(self.found, THERE)
        else:
            self._replay(ways)
        if proof.memory is not None:
            self._recall(proof.memory)
        self.open = [
            number for number in range(len(self._groups)) if number not in self.settled and number not in self.left
        ]
        lowest = proof.lower_bounds.lowest
        self.least = [min((lowest[spot.place] for spot in goal.spots), default=FAR) for goal in self.first]
        """For a group by number the choices that it takes at least."""
        self.possible: set[int] = set()
        """The groups that can be, as is known, whether a way to them is known or not."""

    def _replay(self, ways: Sequence[Witness]) -> None:
        """Notice what playthroughs show, as far as they can be played in the story as it is."""
        proof = self.proof
        if not ways:
            return
        openings = {self._picked(proof.validator.setup(one)): one for one in proof.walker.openings()}
        setups = [(openings.get(self._picked(way.setup)), way.choices) for way in ways]
        forward = ForwardSearch(proof.walker, self._marks)
        forward.replay([(opening, choices) for opening, choices in setups if opening is not None])
        for number, trail in forward.found.items():
            self.keep(number, trail)

    def _picked(self, setup: Mapping[str, str]) -> tuple[str, ...]:
        """The answers before the story that are picked from a list; what was typed decides nothing."""
        program = self.proof.program
        slots = [program.slots[program.slot[one.variable]] for one in program.setup if one.variable in program.slot]
        names = [(one.name, list(one.values) or ["false", "true"], one.start) for one in slots]
        return tuple(setup.get(name, values[start]) for name, values, start in names)

    def _recall(self, memory: KnownResults) -> None:
        """Take over what an earlier proof has settled."""
        proof = self.proof
        for number, goal in enumerate(self.first):
            self._digests[number], value = memory.about(goal.spots)
            if value is not None and self._borne_out(number, value, memory):
                self.settled[number] = value
                if value >= 0:
                    self.learn(number, value)
            elif number not in self.found:
                bound = memory.left_open(self._digests[number])
                if bound:
                    self.left[number] = bound + EARLIER
        left = [() if number in self.settled else one.spots for number, one in enumerate(self.first)]
        self._marks = marks_of(left, proof.walker)

    def _borne_out(self, number: int, value: int, memory: KnownResults) -> bool:
        """Whether what was settled about a group goes with what the playthroughs show, and is all there is to know."""
        known = self.found.get(number)
        if value == NEVER:
            return known is None
        if self.notes_only(number):
            return True
        if known is None:
            return False
        return value == known.depth or (value == SOUGHT and memory.covers)

    def notes_only(self, number: int) -> bool:
        """Whether a group is only for notes: whether it can be matters to those, and not how soon."""
        return all(goal.kind == "fact" for goal in self._groups[number])

    def improvable(self, number: int) -> bool:
        """Whether a way to a group is known, and there may be a shorter one."""
        return number in self.found and self.found[number].depth > self.least[number]

    def soonest(self, number: int) -> bool:
        """Whether a way to a group is known, and where its length counts, as short a one as can be."""
        known = self.found.get(number)
        return known is not None and (self.notes_only(number) or known.depth <= self.least[number])

    def missing(self) -> list[int]:
        """The groups of which nothing is known yet."""
        known = self.found.keys() | self.never | self.possible
        return [one for one in self.open if one not in known]

    def there(self) -> list[int]:
        """The open groups that can be, but for those that are only for notes."""
        known = self.found.keys() | self.possible
        return [one for one in self.open if one in known and not self.notes_only(one)]

    def decided(self, number: int) -> bool:
        """Whether nothing is left to be found out about a group."""
        return number in self.never or self.soonest(number)

    def keep(self, number: int, trail: ChoicePath) -> None:
        """Keep a way to a group where it is the shortest so far."""
        known = self.found.get(number)
        if known is None:
            self.proof.bounds.kept += PLAYED * len(self._groups[number])
        if known is None or trail.depth < known.depth:
            self.found[number] = trail

    def follow(self, path: ChoicePath) -> ChoicePath:
        """Play a way that was found, and keep what it shows of other goals where that is the shortest so far; the same way, on what it shares with others."""
        trail = self._begun.setdefault(path.setup, beginning(path.setup))
        forward = ForwardSearch(self.proof.walker, self._marks)
        rests = forward.arrive(self.proof.graph.start, trail)
        for identity in path.choices():
            trail = self._onward.setdefault((id(trail), identity), trail.then(identity))
            rests = forward.onward(rests, identity, trail)
        forward.look_on(rests, trail, steps=self.proof.tuning.looked)
        for number, way in forward.found.items():
            self.keep(number, way)
        return trail

    def _settle(self, number: int, value: int) -> None:
        if self.proof.memory is not None:
            self.proof.memory.settle(self._digests[number], value)

    def cannot_be(self, number: int) -> None:
        """Answer that a group can never be."""
        self.never.add(number)
        self._settle(number, NEVER)
        self.proof.answered += [self.proof.never(goal) for goal in self._groups[number]]

    def can_be_seen(self, number: int, value: int) -> None:
        """A group is to be answered with the playthrough that was found for it; `value` says what it counts for, as in `memory`."""
        self._settle(number, value)
        self._ways[number] = value

    def show(self, *, stopped_for: float = 0.0) -> None:
        """Answer with the playthroughs that were found, each played by the engine.

        Those that begin alike come one after the other, so that what they share is played once. Where the search was stopped, those
        that might still have become shorter are shown, too, for so many seconds at most.
        """
        proof = self.proof
        proof.bounds.kept = 0.0
        latest = proof.bounds.spent + stopped_for
        values = self._ways
        if stopped_for:
            values = {number: self._worth(number) for number in self.found} | values
        for done, number in enumerate(self._side_by_side([one for one in values if one not in self._shown])):
            if stopped_for and proof.bounds.spent > latest:
                return
            proof.bounds.say("playthroughs", done)
            self._shown.add(number)
            known, value = self.found[number], values[number]
            proof.answered += [proof.seen(goal, known, shortest=value >= 0) for goal in self._groups[number]]

    def _worth(self, number: int) -> int:
        """What the way that is known to a group counts for if nothing more is done about it, as in `memory`."""
        return THERE if self.notes_only(number) or self.improvable(number) else self.found[number].depth

    def _side_by_side(self, numbers: Iterable[int]) -> Iterator[int]:
        """The groups in an order in which those come together whose ways begin alike."""
        ends: dict[int, list[int]] = {}
        onward: dict[int, list[ChoicePath]] = {}
        first: list[ChoicePath] = []
        seen: set[int] = set()
        for number in numbers:
            trail = self.found[number]
            ends.setdefault(id(trail), []).append(number)
            while id(trail) not in seen:
                seen.add(id(trail))
                if trail.before is None:
                    first.append(trail)
                    break
                onward.setdefault(id(trail.before), []).append(trail)
                trail = trail.before
        while first:
            trail = first.pop()
            yield from ends.get(id(trail), ())
            first += reversed(onward.get(id(trail), ()))

    def answer_settled(self) -> None:
        """Answer for what an earlier proof has settled."""
        for number, value in self.settled.items():
            if value == NEVER:
                self.cannot_be(number)
            elif self.notes_only(number):
                self.noted(number)
            else:
                self.can_be_seen(number, value)

    def noted(self, number: int) -> None:
        """Answer what is only for notes, with its playthrough where one is known."""
        if number in self.found:
            self.can_be_seen(number, THERE)
        else:
            self._settle(number, THERE)
            self.proof.answered += [self.proof.so(goal) for goal in self._groups[number]]

    def close(self, number: int, bound: str) -> None:
        """Answer for a group with what is known of it in the end, where that was not done yet."""
        if number in self.never or number in self._ways or number in self._shown:
            return
        if self.notes_only(number) and (number in self.found or number in self.possible):
            self.noted(number)
        elif number in self.found:
            self.can_be_seen(number, self._worth(number))
        else:
            self.left_open(number, self.left.get(number) or bound)

    def left_open(self, number: int, bound: str) -> None:
        """Answer for a group that a bound was hit before it was decided."""
        self._shown.add(number)  # so that it is not answered again where a way comes up later
        if self.proof.memory is not None:
            self.proof.memory.leave_open(self._digests[number], bound)
        self.proof.answered += [self.proof.left_open(goal, bound) for goal in self._groups[number]]

    def learn(self, number: int, least: int) -> None:
        """A group takes so many choices; where it is a place, that tells on what comes after it."""
        spots = self.first[number].spots
        if len(spots) == 1 and spots[0].when is None:
            self.proof.lower_bounds.learn(spots[0].place, least)
