"""What can be reached, and by which shortest playthrough.

First everything that can come up, all at once and without counting choices: that decides what can be reached. Then the
same choice by choice with the variables that guards read only, which tells how soon each place can come up; with that,
the search back from each goal keeps to the few states on its shortest playthroughs. A playthrough that was found for one goal
shows others on its way. Where the sets grow too large, states are played one by one as far as there is room, and then with some left out;
what is still open is played for at random, then with the aim set on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from game.proof import few
from game.proof.aim import towards
from game.proof.bounds import Expired
from game.proof.broad import Broad
from game.proof.budget import too_much
from game.proof.concrete import FAR, Values, Walker
from game.proof.diagrams import frozen
from game.proof.forward import Forward, Mark, Trail, marks_of
from game.proof.goals import Goal, Spot
from game.proof.layout import Layout
from game.proof.memory import NEVER, SOUGHT, THERE
from game.proof.slices import Slice

if TYPE_CHECKING:
    from game.proof.memory import Memory
    from game.proof.prove import Proof

MOST_AIMED = 40_000
"""States that play towards one goal looks at."""
MOST_PLAYED = 400_000
"""The same where nothing else has decided it."""
LOOKED = 4
"""Choices that are looked ahead from the end of a way that was found."""
SPARE = 60
"""Searches that are to come later, for which time is kept."""
ONE_BY_ONE = 4
"""So many lengths are searched for one by one, before several are at once."""
FEW_TIMES = 2
"""How often play with few states is tried."""
MOST_SLACK = 64
"""How many choices more than the least a playthrough may take before the search for it stops asking what comes up how soon."""


class Reach:
    """The goals of one proof, in groups that ask the same."""

    def __init__(self, proof: Proof, asked: Sequence[Goal]) -> None:
        self._proof = proof
        groups: dict[object, list[Goal]] = {}
        for goal in asked:
            key = tuple(
                (spot.place, spot.after if spot.when is not None else 0, frozen(spot.when)) for spot in goal.spots
            )
            groups.setdefault(key, []).append(goal)
        self._groups = list(groups.values())
        self._first = [group[0] for group in self._groups]
        self._marks: dict[int, list[Mark]] = marks_of([goal.spots for goal in self._first], proof.walker)
        self._found: dict[int, Trail] = {}
        """For a group by number the shortest way that has come up so far."""
        self._digests = [""] * len(self._groups)
        """For a group by number what its answer is kept under."""
        self._settled: dict[int, int] = {}
        """For a group by number what an earlier proof has settled (see `memory`), where its playthroughs bear that out."""
        if proof.memory is not None:
            self._recall(proof.memory)
        self._open = [number for number in range(len(self._groups)) if number not in self._settled]
        lowest = proof.soonest.lowest if proof.reductions.lower_bounds else [0] * len(proof.graph.places)
        self._least = [min((lowest[spot.place] for spot in goal.spots), default=FAR) for goal in self._first]
        """For a group by number the choices that it takes at least."""
        self._in_layers = False
        """Whether it is known what can come up choice by choice."""

    def _recall(self, memory: Memory) -> None:
        """Take over what an earlier proof has settled, and what its playthroughs still show, as far as they can still be played."""
        proof = self._proof
        if memory.ways:
            openings = {tuple(proof.follower.setup(one).items()): one for one in proof.walker.openings()}
            setups = [(openings.get(tuple(way.setup.items())), way.choices) for way in memory.ways]
            forward = Forward(proof.walker, self._marks)
            forward.replay([(opening, choices) for opening, choices in setups if opening is not None])
            for number, trail in forward.found.items():
                self._keep(number, trail)
        for number, goal in enumerate(self._first):
            self._digests[number], value = memory.about(goal.spots)
            if value is not None and self._borne_out(number, value, memory):
                self._settled[number] = value
                if value >= 0 and len(goal.spots) == 1 and goal.spots[0].when is None:
                    proof.soonest.learn(goal.spots[0].place, value)
        left = [() if number in self._settled else one.spots for number, one in enumerate(self._first)]
        self._marks = marks_of(left, proof.walker)

    def _borne_out(self, number: int, value: int, memory: Memory) -> bool:
        """Whether what was settled about a group goes with what the playthroughs show, and is all there is to know."""
        known = self._found.get(number)
        if value == NEVER:
            return known is None
        if self._notes_only(number):
            return True
        if known is None:
            return False
        return value == known.depth or (value == SOUGHT and memory.patience >= self._proof.bounds.seconds)

    def decide(self, then: Callable[[bool], None], *, needed: bool = True) -> None:
        """Answer for every goal; `then` is called once it is known whether all that can come up can be looked at.

        Without `needed` nobody but the goals asks for that.
        """
        proof = self._proof
        for number, value in self._settled.items():
            if value == NEVER:
                self._cannot_be(number)
            elif self._notes_only(number):
                self._note(number)
            else:
                self._can_be_seen(number, value)
        if not self._open and not needed:
            then(True)
            return
        everything = proof.everything([self._first[one] for one in self._open]) if proof.reductions.symbolic else None
        then(everything is not None)
        if everything is None:
            there = self._by_play()
        else:
            there = [number for position, number in enumerate(self._open) if position in everything.found]
            for number in sorted({*self._open} - {*there}):
                self._cannot_be(number)
        wanted = [number for number in there if not self._notes_only(number)]
        if everything is not None and wanted and proof.reductions.lower_bounds:
            self._look_how_soon(wanted)
        enough: float = FAR
        if self._in_layers:
            self._play_few(there)
        else:
            if everything is not None and proof.reductions.lower_bounds:
                self._play_broad()  # which says how it can be; that it can is known
            # Without layers most searches for shortest playthroughs are large: they are worth some time, and not all there is.
            enough = proof.bounds.spent + min(proof.bounds.seconds / 2, 60.0)
            if proof.reductions.lower_bounds:
                self._tighten(wanted, enough)
            self._by_parts(wanted)
        self._shortest(wanted, enough)
        for number in there:
            if self._notes_only(number):
                self._note(number)

    def _settle(self, number: int, value: int) -> None:
        if self._proof.memory is not None:
            self._proof.memory.settle(self._digests[number], value)

    def _cannot_be(self, number: int) -> None:
        """Answer that a group can never be."""
        self._settle(number, NEVER)
        self._proof.answered += [self._proof.never(goal) for goal in self._groups[number]]

    def _can_be_seen(self, number: int, value: int) -> None:
        """Answer with the playthrough that was found for a group; `value` says what it counts for, as in `memory`."""
        proof, known = self._proof, self._found[number]
        self._settle(number, value)
        proof.answered += [
            proof.seen(goal, known.setup, known.choices(), shortest=value >= 0) for goal in self._groups[number]
        ]

    def _note(self, number: int) -> None:
        """Answer what is only for notes, with a playthrough where one is known or easily found."""
        result = None if number in self._found or not self._in_layers else self._shorter(number)
        if isinstance(result, tuple):
            self._follow(*result)
        if number in self._found:
            self._can_be_seen(number, THERE)
        else:
            self._settle(number, THERE)
            self._proof.answered += [self._proof.so(goal) for goal in self._groups[number]]

    def _notes_only(self, number: int) -> bool:
        """Whether a group is only for notes: whether it can be matters to those, and not how soon."""
        return all(goal.kind == "fact" for goal in self._groups[number])

    def _look_how_soon(self, there: Sequence[int]) -> None:
        """Learn how soon each place, and each group, can come up at the soonest."""
        sweep = self._proof.in_layers([self._first[number] for number in there])
        self._in_layers = sweep is not None
        if sweep is not None:
            for position, number in enumerate(there):
                self._least[number] = max(self._least[number], sweep.found[position][0])

    def _by_play(self) -> list[int]:
        """Real play, and a search back for what it leaves open; the numbers of the groups that can be reached."""
        proof = self._proof
        complete = self._play_broad()
        if not complete:
            self._play_at_random()
        missing = [number for number in self._open if number not in self._found]
        missing.sort(key=self._notes_only)
        there = {number for number in self._open if number in self._found}
        left: dict[int, str] = {}
        latest = FAR if complete else 0.0
        for done, number in enumerate(missing):
            proof.bounds.say("reachable", done)
            proof.left = len(missing) - done + SPARE
            if self._notes_only(number):  # they come last, and may at most double the time
                latest = latest or 2 * proof.bounds.spent + 1
            bound = "" if number in self._found else self._can_be(number, complete=complete, latest=latest or FAR)
            if bound:
                left[number] = bound
            elif bound is not None:
                there.add(number)
        if not proof.graph.cut:
            self._aim_on([number for number in left if not self._notes_only(number)])
        for number, bound in left.items():
            if number in self._found:
                there.add(number)
            else:
                proof.answered += [proof.left_open(goal, bound) for goal in self._groups[number]]
        return sorted(there)

    def _play_broad(self) -> bool:
        """Play everything at once as far as there is room; whether nothing was left out."""
        proof = self._proof
        spots = {number: self._first[number].spots for number in self._open}
        looked = [(spot.place, spot.when) for one in spots.values() for spot in one]
        part = Slice(proof.graph, looked, proof.reductions)
        broad = Broad(Layout(proof.walker, part, {place for place, _ in looked}), spots, proof.bounds.check)
        seconds = min(proof.bounds.seconds / 3, 60.0)
        latest = time.monotonic() + seconds

        def expired() -> bool:
            proof.bounds.say("states", broad.states)
            if time.monotonic() > latest + seconds / 2:
                raise Expired("the time for play")
            return time.monotonic() > latest

        with suppress(Expired):  # what was found by then counts
            broad.run(expired)
        proof.states += broad.states
        for number in broad.found:
            self._keep(number, broad.trail(number))
        if proof.reductions.lower_bounds:
            proof.soonest.learn_all(broad.entered)
            unseen = FAR if broad.whole else broad.depth
            for number in self._open:
                self._least[number] = max(self._least[number], broad.least.get(number, unseen))
        return broad.complete

    def _play_few(self, there: Sequence[int]) -> None:
        """Play with few states, where it is known how soon the groups can come up: most do, and searches for them all take longer."""
        for seed in range(FEW_TIMES):
            left = [number for number in there if not self._as_soon_as_can_be(number)]
            if left:
                deepest = max(self._least[number] for number in left)
                spots = {number: self._first[number].spots for number in left}
                for number, trail in few.ways(self._proof, spots, deepest=deepest, seed=seed).items():
                    self._keep(number, trail)

    def _as_soon_as_can_be(self, number: int) -> bool:
        """Whether a way to a group is known, and where its length counts, as short a one as can be."""
        known = self._found.get(number)
        return known is not None and (self._notes_only(number) or known.depth <= self._least[number])

    def _play_at_random(self) -> None:
        """Play for what is left to be found, in a long story: one way at a time comes to its end sooner than all of them."""
        proof = self._proof
        left = {number for number in self._open if number not in self._found}
        if not left:
            return
        unseen = [one.spots if number in left else () for number, one in enumerate(self._first)]
        part = Slice(proof.graph, [(spot.place, spot.when) for one in unseen for spot in one], proof.reductions)
        walker = Walker(proof.graph, part)
        forward = Forward(walker, marks_of(unseen, walker))
        forward.wander(self._until(forward, min(proof.bounds.seconds / 5, 20.0)))
        proof.states += forward.states
        for number, trail in forward.found.items():
            self._keep(number, trail)

    def _until(self, forward: Forward, seconds: float) -> Callable[[], bool]:
        """Says when so many seconds are over, and on the way how far play has come."""
        latest = time.monotonic() + seconds

        def expired() -> bool:
            self._proof.bounds.say("states", forward.states)
            return time.monotonic() > latest

        return expired

    def _keep(self, number: int, trail: Trail) -> None:
        """Keep a way to a group where it is the shortest so far."""
        known = self._found.get(number)
        if known is None or trail.depth < known.depth:
            self._found[number] = trail

    def _can_be(self, number: int, *, complete: bool, latest: float) -> str | None:
        """What keeps open whether something that play has not shown can be: "" where it can, None where it cannot, which is answered.

        `complete` says that play has shown all there is.
        """
        proof, group = self._proof, self._groups[number]
        result: bool | str = False
        if proof.graph.cut:
            result = proof.graph.cut
        elif proof.bounds.spent > proof.bounds.seconds and not complete and self._least[number] < FAR:
            result = f"{proof.bounds.seconds:g} seconds"
        elif proof.bounds.spent > latest:
            result = "the time for notes"
        elif not complete and self._least[number] < FAR and not self._ruled_out(group[0].spots):
            self._aim(number, min(proof.bounds.seconds / 20, 3.0), MOST_AIMED)
            result = number in self._found or proof.possible(group[0].spots)
        if result is False:
            self._cannot_be(number)
            return None
        return "" if result is True else result

    def _ruled_out(self, spots: Sequence[Spot]) -> bool:
        """Whether it is easily seen that none of some spots can come true."""
        proof = self._proof
        counts = proof.reductions.lower_bounds
        return proof.reasons.never(spots) or (counts and too_much(proof.graph, proof.aims, spots))

    def _aim(self, number: int, seconds: float, most: int) -> None:
        """Play towards one group."""
        trail = towards(self._proof, self._first[number].spots, seconds=seconds, most=most)
        if trail is not None:
            self._follow(trail.setup, trail.choices())

    def _aim_on(self, left: Sequence[int]) -> None:
        """Play on towards what nothing else has decided and that has parts, for as long as it is worth."""
        bounds, aims = self._proof.bounds, self._proof.aims
        left = [number for number in left if aims.parted(self._first[number].spots)]
        latest = min(bounds.spent + bounds.seconds / 4, bounds.seconds)
        for done, number in enumerate(left):
            seconds = (latest - bounds.spent) / (len(left) - done)
            if number not in self._found and seconds > 0:
                self._aim(number, seconds, MOST_PLAYED)

    def _tighten(self, there: Sequence[int], enough: float) -> None:
        """Find shorter playthroughs, and which are the shortest, as long as less than `enough` seconds are spent."""
        from game.proof.tighten import Tightening  # with its arrays, of which most stories have no need

        proof = self._proof
        spots = {number: self._first[number].spots for number in there if self._is_open(number)}
        if not spots:
            return
        try:
            tightening = Tightening(proof, spots, {number: self._found[number].depth for number in spots})
        except ValueError:
            return
        if not tightening.leads_on:
            return

        def expired() -> bool:
            proof.bounds.say("shorter playthroughs", tightening.states)
            return proof.bounds.spent > enough

        for number, trail, shortest in tightening.settle(expired):
            if trail is not None:
                self._keep(number, trail)
            if shortest:
                depth = self._least[number] = self._found[number].depth
                if len(spots[number]) == 1 and spots[number][0].when is None:
                    proof.soonest.learn(spots[number][0].place, depth)
        proof.states += tightening.states

    def _shortest(self, there: Sequence[int], enough: float) -> None:
        """A shortest playthrough for each group that can be reached; the searches for them end when `enough` seconds are spent.

        Those that are reached soonest come first: what they take at least is then known to those behind them.
        """
        proof = self._proof
        queue = [(self._least[number], number) for number in there]
        heapify(queue)
        done = 0
        while queue:
            least, number = heappop(queue)
            spots = self._first[number].spots
            known = self._found.get(number)
            late = known is not None and proof.bounds.spent > enough
            if proof.reductions.lower_bounds and not late and (known is None or known.depth > least):
                self._least[number] = max(least, proof.soonest.to(spots))
            if queue and self._least[number] > queue[0][0] and self._least[number] > least:
                heappush(queue, (self._least[number], number))
                continue
            done += 1
            proof.bounds.say("shortest playthroughs", done)
            proof.left = len(queue) + 1
            settled = known is not None and known.depth <= self._least[number]
            result = None if settled else "the time for it" if late else self._shorter(number)
            if isinstance(result, tuple):
                self._follow(*result)
                known = self._found[number]
            if known is None:
                assert isinstance(result, str), "what a sweep has found can be reached"
                proof.answered += [proof.left_open(goal, result) for goal in self._groups[number]]
                continue
            shortest = not isinstance(result, str)
            if shortest and len(spots) == 1 and spots[0].when is None:
                proof.soonest.learn(spots[0].place, known.depth)
            self._can_be_seen(number, known.depth if shortest else THERE if late else SOUGHT)

    def _by_parts(self, there: Sequence[int]) -> None:
        """See by parts how soon each group can come up at the soonest, and play for ways that are shorter than those that are known.

        Those that seem furthest from the shortest come first.
        """
        proof = self._proof
        latest = proof.bounds.spent + proof.bounds.seconds / 6
        parted: list[int] = []
        for number in there:
            if self._is_open(number) and proof.bounds.spent < latest and proof.aims.parted(self._first[number].spots):
                parted.append(number)
                if proof.reductions.lower_bounds:
                    self._least[number] = max(self._least[number], proof.aims.least(self._first[number].spots))
        parted.sort(key=lambda one: self._least[one] - self._found[one].depth)
        for done, number in enumerate(parted):
            proof.bounds.say("shortest playthroughs", done)
            seconds = latest - proof.bounds.spent
            if seconds > 0 and self._is_open(number):
                self._aim(number, min(seconds, 2.0), MOST_AIMED)

    def _is_open(self, number: int) -> bool:
        """Whether a way to a group is known, and there may be a shorter one."""
        return number in self._found and self._found[number].depth > self._least[number]

    def _shorter(self, number: int) -> tuple[Values, list[str]] | str | None:
        """The shortest way, where it has fewer choices than the one that is known; None where there is none.

        Searches that may only take a little more than the least number of choices are small, so they come first.
        """
        proof, spots, least = self._proof, self._first[number].spots, self._least[number]
        known = self._found.get(number)
        last = 1 << 30 if known is None else known.depth - 1
        if not proof.reductions.lower_bounds:
            return proof.search(spots, most=last)
        if self._in_layers:
            return self._by_length(number, last)
        more = 0
        while least + more < last and more < MOST_SLACK:
            result = self._within(number, least + more, more)
            if result is not None:
                return result
            more = 2 * more + 1
        if last < least:
            return None
        return self._within(number, last, last - least) if last - least < MOST_SLACK else proof.search(spots, most=last)

    def _by_length(self, number: int, last: int) -> tuple[Values, list[str]] | str | None:
        """As `_shorter`, where it is known what can come up after just so many choices: one length after the other, later several at once."""
        proof, spots, least = self._proof, self._first[number].spots, self._least[number]
        first, several = least, 0
        while first <= last and first - least < MOST_SLACK:
            most = min(first + several, last)
            result = proof.search(spots, most=most, slack=most - first)
            if result is not None:
                return result
            first = most + 1
            if first - least >= ONE_BY_ONE:
                several = 2 * several + 1
        return proof.search(spots, most=last) if first <= last else None

    def _within(self, number: int, most: int, slack: int) -> tuple[Values, list[str]] | str | None:
        """The shortest way of at most so many choices."""
        spots = self._first[number].spots
        played = self._proof.play(spots, most)
        if isinstance(played, str):
            return played if slack > 1 else self._proof.search(spots, most=most)
        return None if played is None else (played.setup, played.choices())

    def _follow(self, opening: Values, choices: Sequence[str]) -> None:
        """Play a way that was found, and keep what it shows of other goals where that is the shortest so far."""
        trail = Trail(None, "", 0, opening)
        forward = Forward(self._proof.walker, self._marks)
        rests = forward.arrive(self._proof.graph.start, trail)
        for length, identity in enumerate(choices, 1):
            trail = Trail(trail, identity, length, trail.setup)
            rests = forward.onward(rests, identity, trail)
        forward.look_on(rests, trail, steps=LOOKED)
        for number, way in forward.found.items():
            self._keep(number, way)


def reachable(
    proof: Proof,
    asked: Sequence[Goal],
    then: Callable[[bool], None] = lambda _: None,
    *,
    needed: bool = True,
) -> None:
    """Decide for each goal whether it can be reached, with a shortest playthrough; the answers are in `proof.answered`.

    `then` is called as soon as it is known whether all that can come up can be looked at, and told so; without `needed` it does not
    matter to it. What the proof's memory knows is not searched for again.
    """
    Reach(proof, asked).decide(then, needed=needed)
