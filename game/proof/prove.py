"""The proof of a story: what is asked, in which order, and how each answer is come by.

First real play, broad and thinned; then, for what that left open, the backward search over sets of states.
Every witness is played by the engine before it is given out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from game.program.evaluate import reads
from game.program.model import Program
from game.proof.backward import Backward
from game.proof.bounds import Bounds, Expired
from game.proof.concrete import Forward, Trail, Values, Walker, marks_of
from game.proof.diagrams import Diagrams, Set, TooWideError, frozen
from game.proof.follow import MOST_SEEDS, Follower
from game.proof.goals import Goal, Spot
from game.proof.places import Graph
from game.proof.reasons import Reasons
from game.proof.slices import Slice, cone, control
from game.proof.sweep import Sweep
from game.proof.verdict import Answer, Effort, Report, Verdict, Witness

MOST_NODES = 6_000_000
"""Nodes of diagrams kept at once; there is room for a third more."""


class Proof:
    """One story, and what is known about it so far."""

    def __init__(
        self,
        program: Program,
        bounds: Bounds | None = None,
        *,
        symbolic: bool = True,
        slicing: bool = True,
        liveness: bool = True,
    ) -> None:
        """`symbolic`, `slicing` and `liveness` switch the reductions off, which must not change an answer."""
        self.program = program
        self.symbolic = symbolic
        self.slicing = slicing
        self.liveness = liveness
        self.bounds = bounds or Bounds()
        self.graph = Graph(program)
        self.walker = Walker(self.graph)
        self.reasons = Reasons(self.graph)
        self.follower = Follower(program)
        self.bound = self.graph.cut
        self.states = 0
        self._left = 0
        """Goals still to be searched for, among which the time that is left is shared."""
        self.answered: list[Answer] = []
        """What is known so far about the goals that `reachable` was asked for."""
        self._backward: Backward | None = None
        self._lowest = self._distances()

    @property
    def searched(self) -> bool:
        """Whether any search over sets has been made."""
        return self._backward is not None

    @property
    def backward(self) -> Backward:
        """The backward search, made when first needed."""
        if self._backward is None:
            small = len(self.graph.places) < 200  # room for nodes costs time even where it stays empty
            diagrams = Diagrams(self.program, self._order(), cache=1 << 16 if small else 1 << 20)
            self._backward = Backward(self.graph, diagrams, self.walker, self.bounds.check)
            self._backward.say = lambda layer, places: self.bounds.say("choices deep", layer, places)
            self.bounds.size = diagrams.manager.approx_num_inner_nodes
        return self._backward

    def _order(self) -> list[int]:
        """Variables in the order in which play last comes to touch them, the latest first.

        What is changed and read together stands together, which keeps the diagrams small; measured on several stories,
        this order was the best of the cheap ones.
        """
        order: list[int] = []
        for place in self.graph.places:
            order += [effect.slot for effect in place.effects]
            for edge in place.edges:
                if edge.guard is not None:
                    order += reads(edge.guard)
        return list(dict.fromkeys([*order, *range(len(self.program.slots))]))[::-1]

    def sweep(
        self,
        asked: Sequence[Goal] = (),
        *,
        share: float = 0.5,
        nodes: int = MOST_NODES,
        until_found: bool = False,
    ) -> Sweep | None:
        """All that can come up, by place, as far as guards can tell it apart; None where that grows too large.

        What is in `asked` is noticed on the way.
        """
        if self.graph.cut:
            return None
        spots = [goal.spots for goal in asked]
        looked = [(spot.place, spot.when) for one in spots for spot in one]
        part = Slice(self.graph, looked, slicing=self.slicing, liveness=self.liveness)
        latest = self.bounds.began + self.bounds.seconds * share
        found = self.swept(part, spots, latest=latest, nodes=nodes, until_found=until_found)
        if found is None:
            return None
        sweep, whole = found
        if whole:
            self.backward.within = sweep.total
        return sweep

    def swept(
        self,
        part: Slice,
        spots: Sequence[Sequence[Spot]],
        *,
        latest: float,
        nodes: int = MOST_NODES,
        until_found: bool = False,
    ) -> tuple[Sweep, bool] | None:
        """A sweep with the variables of a slice, and whether it is whole; None where it grows too large or takes too long."""
        backward = self.backward
        sweep = Sweep(backward, part, spots)

        def check() -> None:
            self.bounds.check()
            manager = backward.diagrams.manager
            if time.monotonic() > latest:
                raise Expired("the sets grew too large")
            if manager.approx_num_inner_nodes() > nodes:
                manager.gc()  # most of them are of no use any more
                if manager.num_inner_nodes() > nodes * 3 // 4:
                    raise Expired("the sets grew too large")

        backward.check = check
        try:
            return sweep, sweep.run(until_found=until_found)
        except (Expired, TooWideError, MemoryError):
            sweep.forget()
            backward.diagrams.manager.gc()
            return None
        finally:
            backward.check = self.bounds.check

    def within(self, share: float) -> Callable[[], None]:
        """A check that allows no more than a share of the time that is left."""
        latest = time.monotonic() + max((self.bounds.seconds - self.bounds.spent) * min(share, 1.0), 0.2)

        def check() -> None:
            self.bounds.check()
            if self.backward.diagrams.manager.approx_num_inner_nodes() > MOST_NODES:
                self._sweep_out()
            if time.monotonic() > latest:
                raise Expired("its share of the time")

        return check

    def _sweep_out(self) -> None:
        """Let go of sets that are of no use any more."""
        manager = self.backward.diagrams.manager
        manager.gc()
        if manager.num_inner_nodes() > MOST_NODES * 3 // 4:
            raise Expired("too many sets of states in memory")

    def _distances(self) -> list[int]:
        """The fewest choices to each place if every condition held: no playthrough can be shorter."""
        far = 1 << 30
        distance = [far] * len(self.graph.places)
        distance[self.graph.start] = 0
        layer = [self.graph.start]
        while layer:
            following: list[int] = []
            while layer:
                number = layer.pop()
                for edge in self.graph.places[number].edges:
                    step = distance[number] + (edge.choice >= 0)
                    if step < distance[edge.target]:
                        distance[edge.target] = step
                        (following if edge.choice >= 0 else layer).append(edge.target)
            layer = following
        return distance

    # reachability

    def reachable(
        self,
        asked: Sequence[Goal],
        *,
        states: int = 60_000,
        width: int = 24,
        then: Callable[[], None] | None = None,
    ) -> list[Answer]:
        """For each goal, whether it can be reached, with a shortest playthrough.

        `then` is called as soon as it is known what can come up at all, or that this is too much to know.
        """
        groups: dict[object, list[Goal]] = {}
        for goal in asked:
            key = tuple(
                (spot.place, spot.after if spot.when is not None else 0, frozen(spot.when)) for spot in goal.spots
            )
            groups.setdefault(key, []).append(goal)
        found = list(groups.values())
        followed = cone(self.graph, control(self.graph)) | self._fixed()
        narrow: list[list[Goal]] = []
        wide: list[list[Goal]] = []
        for group in found:
            read = {slot for spot in group[0].spots if spot.when is not None for slot in reads(spot.when)}
            (narrow if read <= followed else wide).append(group)
        sweep = self.sweep([group[0] for group in narrow]) if self.symbolic else None
        if then is not None:
            self._left = 0 if sweep is not None else 20  # without it, promises are not to take all the time
            then()
        if sweep is None:
            self._by_play(found, states, width)
            return self.answered
        for number, group in enumerate(narrow):
            self.bounds.say("reachable", number)
            seen = sweep.found.get(number)
            if seen is None:
                self.answered += [self._never(goal) for goal in group]
                continue
            opening, choices = sweep.witness(*seen)
            self.answered += [self._seen(goal, opening, choices, shortest=True) for goal in group]
        self._lowest = sweep.first_layers(self._lowest)
        along = self._along([one.witness for one in self.answered if one.witness is not None], wide)
        for number, group in enumerate(wide):
            self.bounds.say("text", number)
            self.answered += self._decided(group, group[0].spots, along.get(number), complete=False)
        return self.answered

    def _along(self, witnesses: Iterable[Witness], groups: Sequence[Sequence[Goal]]) -> dict[int, tuple[Trail, int]]:
        """What the witnesses found so far show of other goals, each by its shortest trail."""
        found: dict[int, tuple[Trail, int]] = {}
        marks = marks_of([group[0].spots for group in groups], self.walker)
        openings = {tuple(self.follower.setup(one).items()): one for one in self.walker.openings()}
        ways = sorted({(len(one.choices), tuple(one.setup.items()), one.choices) for one in witnesses})
        done: set[tuple[object, tuple[str, ...]]] = set()
        for _, setup, choices in ways:
            if setup not in openings or (setup, choices) in done:
                continue
            trail = Trail(None, "", 0, openings[setup])
            forward = Forward(self.walker, marks, most=0, width=0)
            rests = forward.arrive(self.graph.start, trail)
            for length, identity in enumerate(choices, 1):
                done.add((setup, choices[:length]))
                trail = Trail(trail, identity, length, trail.setup)
                rests = forward.onward(rests, identity, trail)
            for number, (way, _) in forward.found.items():
                if number not in found or way.depth < found[number][0].depth:
                    found[number] = (way, -1)
        return found

    def _fixed(self) -> frozenset[int]:
        """Answers before the story that nothing changes afterwards: following them costs nothing."""
        changed = {effect.slot for place in self.graph.places for effect in place.effects}
        slots = {self.program.slot[one.variable] for one in self.program.setup if one.variable in self.program.slot}
        return frozenset(slots - changed)

    def _by_play(self, groups: list[list[Goal]], states: int, width: int) -> None:
        """Real play first, thinned where it grows wide; what that leaves open is searched for backwards."""
        spots = [group[0].spots for group in groups]
        marks = marks_of(spots, self.walker)
        looked = [(spot.place, spot.when) for one in spots for spot in one]
        walker = Walker(self.graph, Slice(self.graph, looked, slicing=self.slicing, liveness=self.liveness))
        forward = Forward(walker, marks, most=states, width=width)

        def until(seconds: float) -> Callable[[], bool]:
            latest = time.monotonic() + seconds

            def expired() -> bool:
                self.bounds.say("states", forward.states)
                return time.monotonic() > latest

            return expired

        forward.search(until(min(self.bounds.seconds / 8, 15.0)))
        if not forward.complete:
            forward.wander(until(min(self.bounds.seconds / 5, 20.0)))
        self.states += forward.states
        asked = [number for number, group in enumerate(groups) if not _notes_only(group)]
        asked.sort(key=lambda number: number in forward.found)  # what is open still comes first
        self._each(groups, asked, forward)
        # Notes come last, and may at most double the time.
        noted = [number for number, group in enumerate(groups) if _notes_only(group)]
        self._each(groups, noted, forward, latest=2 * self.bounds.spent + 1)

    def _each(self, groups: list[list[Goal]], order: list[int], forward: Forward, latest: float = float("inf")) -> None:
        """Decide some groups of goals after play, in an order; those that it comes to too late are left open."""
        for done, number in enumerate(order):
            self.bounds.say("reachable", done)
            self._left = len(order) - done
            if self.bounds.spent > latest and number not in forward.found and not forward.complete:
                self.answered += [self.left_open(goal, "the time for notes") for goal in groups[number]]
                continue
            found = forward.found.get(number)
            self.answered += self._decided(groups[number], groups[number][0].spots, found, complete=forward.complete)

    def _decided(
        self, group: list[Goal], spots: Sequence[Spot], found: tuple[Trail, int] | None, *, complete: bool
    ) -> list[Answer]:
        if found is not None:
            trail, exact = found
            lowest = min(self._lowest[spot.place] for spot in spots)
            shortest = trail.depth <= max(exact + 1, lowest)
            if not shortest and not _notes_only(group):
                shorter = self.search(spots, most=trail.depth - 1)
                if isinstance(shorter, tuple):
                    return [self._seen(goal, *shorter, shortest=True) for goal in group]
                shortest = shorter is None
            return [self._seen(goal, trail.setup, trail.choices(), shortest=shortest) for goal in group]
        if self.graph.cut:
            return [self.left_open(goal, self.graph.cut) for goal in group]
        if complete or self.reasons.never(spots):
            return [self._never(goal) for goal in group]
        result = self.search(spots)
        if isinstance(result, str):
            return [self.left_open(goal, result) for goal in group]
        if result is None:
            return [self._never(goal) for goal in group]
        return [self._seen(goal, *result, shortest=True) for goal in group]

    def search(self, spots: Iterable[Spot], *, most: int = 1 << 30) -> tuple[Values, list[str]] | str | None:
        """A shortest way to one of the spots, None where there is none, or the bound that was hit."""
        backward = self.backward
        if self.bounds.spent > self.bounds.seconds:
            return f"{self.bounds.seconds:g} seconds"
        backward.check = self.within(4 / self._left if self._left else 1.0)
        try:
            layers, there = backward.layers(self._sets(spots), most=most)
            return backward.witness(layers) if there else None
        except Expired as expired:
            return str(expired)
        except TooWideError:
            return "a condition over too many values"
        except MemoryError:
            return "too many sets of states in memory"
        finally:
            backward.check = self.bounds.check

    def _sets(self, spots: Iterable[Spot]) -> dict[int, Set]:
        backward = self.backward
        found: dict[int, Set] = {}
        for spot in spots:
            place = self.graph.places[spot.place]
            where = backward.undo(place, backward.diagrams.condition(spot.when), spot.after)
            if where.satisfiable():
                found[spot.place] = found[spot.place] | where if spot.place in found else where
        return found

    # answers

    def _seen(self, goal: Goal, opening: Values, choices: Sequence[str], *, shortest: bool) -> Answer:
        witness, _ = self.follower.follow(opening, choices, goal)
        if witness is None:
            return Answer(
                goal.kind,
                goal.name,
                goal.scene,
                goal.detail,
                "not decided",
                f"reachable, but no seed up to {MOST_SEEDS} draws it",
                None,
            )
        count = len(witness.choices)
        text = f"after {count} choice{'s' if count != 1 else ''}"
        return Answer(
            goal.kind, goal.name, goal.scene, goal.detail, "proved", text, witness._replace(shortest=shortest)
        )

    def _never(self, goal: Goal) -> Answer:
        if goal.kind == "fact":
            return Answer(goal.kind, goal.name, goal.scene, goal.detail, "refuted", "never", None)
        verdict: Verdict = "proved" if goal.kind in ("clamp", "closed", "save") else "refuted"
        return Answer(goal.kind, goal.name, goal.scene, goal.detail, verdict, self.reasons.why_never(goal), None)

    def left_open(self, goal: Goal, bound: str) -> Answer:
        """The answer for a goal where a bound was hit first."""
        self.bound = self.bound or bound
        return Answer(goal.kind, goal.name, goal.scene, goal.detail, "not decided", f"stopped at {bound}", None)

    def report(self, answers: Iterable[Answer]) -> Report:
        """The answers with what they took."""
        nodes = 0 if self._backward is None else self._backward.diagrams.manager.approx_num_inner_nodes()
        effort = Effort(len(self.graph.places), self.states, nodes, time.monotonic() - self.bounds.began, self.bound)
        return Report(self.program.id, tuple(answers), effort)


def _notes_only(group: Sequence[Goal]) -> bool:
    """Whether goals are only for notes: whether it can be matters to those, and not how soon."""
    return all(goal.kind == "fact" for goal in group)
