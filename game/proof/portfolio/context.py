"""One story under proof: its graph, the searches over it, and the answers that they give.

Every witness is played by the engine before it is given out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from game.language.text import counted
from game.program.expressions import reads
from game.program.model import Program
from game.proof.bounds import LIMITS, Bounds, Expired, named
from game.proof.explicit.walks import Forward, Trail, marks_of
from game.proof.heuristics.landmark_databases import Aims
from game.proof.heuristics.projections import Soonest
from game.proof.incremental.results import Memory
from game.proof.model.cfg import Graph
from game.proof.model.goals import Goal, Spot
from game.proof.model.slicing import Liveness, Slice, mask
from game.proof.model.successors import FAR, Values, Walker
from game.proof.model.value_sets import Reasons
from game.proof.portfolio.seeded_beam import Dealer
from game.proof.reductions import ALL_ON, Reductions
from game.proof.results import Answer, Effort, Report, Verdict
from game.proof.symbolic.backward import Backward, Early
from game.proof.symbolic.bdd import Diagrams, Set
from game.proof.symbolic.forward import Sweep
from game.proof.symbolic.layers import Steps
from game.proof.witness.validation import NO_SEED, Follower

Result = TypeVar("Result")
MOST_NODES = 6_000_000
"""Nodes of diagrams kept at once; there is room for a third more."""
MOST_PLAYED = 3_000
"""States that are played one by one before a search over sets takes over."""
LAYERS_WORTH = 2
"""So many times as long as all at once may take what can come up choice by choice: where it takes longer, it grows too large."""
FEW_NODES = 1_000_000
"""Nodes that a sweep may make before it is to have come through a good part of the story."""


class Proof:
    """One story, and what is known about it so far."""

    def __init__(
        self,
        program: Program,
        bounds: Bounds | None = None,
        reductions: Reductions = ALL_ON,
        memory: Memory | None = None,
    ) -> None:
        """`memory` is what proofs of earlier versions have settled; what this one settles is noted there."""
        self.program = program
        self.memory = memory
        self.reductions = reductions
        self.bounds = bounds or Bounds()
        self.graph = Graph(program, self.bounds.work)
        if memory is not None:
            memory.open(self.graph, self.bounds.seconds)
        self.walker = Walker(self.graph)
        self.reasons = Reasons(self.graph)
        self.follower = Follower(program, self.bounds.over)
        self.bound = self.graph.cut
        self.states = 0
        self.left = 0
        """Goals still to be searched for, among which the time that is left is shared."""
        self.answered: list[Answer] = []
        """What is known so far about the goals that `reachable` was asked for."""
        self.turns_open = False
        """Whether it was asked, and is not known, that turns hold what comes in them."""
        self._backward: Backward | None = None
        self._worth: float = FAR
        """Seconds that it is worth to look at all that can come up choice by choice."""
        self._layers: Steps | None = None
        """What can come up, choice by choice, where that could be found out."""
        self._listed: dict[int, tuple[int, ...]] = {}

    @property
    def searched(self) -> bool:
        """Whether any search over sets has been made."""
        return self._backward is not None

    @cached_property
    def soonest(self) -> Soonest:
        """How soon each place can come up."""
        return Soonest(self.graph)

    @cached_property
    def _live(self) -> Liveness:
        return Liveness(self.graph)

    @cached_property
    def aims(self) -> Aims:
        """How far it is to what wants many things at once."""
        return Aims(self.graph, self.soonest)

    @cached_property
    def dealer(self) -> Dealer:
        """Plays with the draws that a seed gives."""
        return Dealer(self)

    @property
    def backward(self) -> Backward:
        """The backward search, made when first needed."""
        if self._backward is None:
            small = len(self.graph.places) < 200  # room for nodes costs time even where it stays empty
            cache = 1 << 16 if small else 1 << 20
            diagrams = Diagrams(self.program, self._order(), cache=cache, work=self.bounds.work)
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
        order = list(dict.fromkeys([*order, *range(len(self.program.slots))]))[::-1]
        return (
            order if self.memory is None else self.memory.layers.order(order, [one.name for one in self.program.slots])
        )

    def sweep(
        self,
        asked: Sequence[Goal] = (),
        *,
        share: float = 0.5,
        layered: bool = True,
        until_found: bool = False,
    ) -> Sweep | None:
        """All that can come up, by place, as far as guards can tell it apart; None where that grows too large.

        What is in `asked` is noticed on the way.
        """
        if self.graph.cut:
            return None
        spots = [goal.spots for goal in asked]
        looked = [(spot.place, spot.when) for one in spots for spot in one]
        part = Slice(self.graph, looked, self.reductions)
        found = self.swept(part, spots, latest=self._latest(share), layered=layered, until_found=until_found)
        if found is None:
            return None
        sweep, whole = found
        if whole and not layered:
            self.backward.within = self.reasons.reached = sweep.total
        return sweep

    def swept(
        self,
        part: Slice,
        spots: Sequence[Sequence[Spot]],
        *,
        latest: float,
        layered: bool = False,
        until_found: bool = False,
    ) -> tuple[Sweep, bool] | None:
        """A sweep with the variables of a slice, and whether it is whole; None where it grows too large or takes too long."""
        sweep = Sweep(self.backward, part, spots)
        few = 0 if layered else len(self.graph.places) // 8
        whole = self._swept(sweep, lambda: sweep.run(layered=layered, until_found=until_found), latest, few)
        return None if whole is None else (sweep, whole)

    def _latest(self, share: float) -> float:
        """When a share of the time that is left is over."""
        return time.monotonic() + self.bounds.left * share

    def _swept(self, sweep: Sweep, run: Callable[[], bool], latest: float, few: int = 0) -> bool | None:
        """What `run` says of a sweep; None where it grows too large or takes too long, or came to less than a `few` places."""
        backward = self.backward
        manager = backward.diagrams.manager

        def check() -> None:
            self.bounds.check()
            made = manager.approx_num_inner_nodes()
            if (made > FEW_NODES and len(sweep.total) < few) or time.monotonic() > latest:
                raise Expired("the sets grew too large")
            if made > MOST_NODES:
                manager.gc()  # most of them are of no use any more
                if manager.num_inner_nodes() > MOST_NODES * 3 // 4:
                    raise Expired("the sets grew too large")

        backward.check = check
        try:
            return run()
        except LIMITS:
            sweep.forget()
            manager.gc()
            return None
        finally:
            backward.check = self.bounds.check

    def within_share(self, share: float) -> Callable[[], None]:
        """A check that allows no more than a share of the time that is left."""
        return self.within(max(self.bounds.left * min(share, 1.0), 1.0))

    def within(self, seconds: float) -> Callable[[], None]:
        """A check that allows no more than so many seconds."""
        latest = time.monotonic() + seconds

        def check() -> None:
            if not self.bounds.look():
                return
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

    def everything(self, asked: Sequence[Goal]) -> Sweep | None:
        """All that can come up, not choice by choice; None where it grows too large, which shows early."""
        began = time.monotonic()
        found = self.sweep(asked, share=0.3, layered=False)
        self._worth = max(LAYERS_WORTH * (time.monotonic() - began), 2.0)
        return found

    def in_layers(self, asked: Sequence[Goal]) -> Steps | None:
        """What can come up, choice by choice, as far as guards tell it apart; None where it grows too large.

        What is asked must be what can come up. It is noticed as soon as it can, or sooner: what only questions read is let go where
        no guard reads it any more. The searches after this one make use of it.
        """
        part = Slice(self.graph, (), self.reductions)
        kept = None if self.memory is None else self.memory.layers
        carried = None if kept is None else kept.fetch(self.graph, part, self.backward.diagrams)
        steps = Steps(self.backward, part, [goal.spots for goal in asked], carried)
        if self._swept(steps, steps.find, min(self._latest(0.3), time.monotonic() + self._worth)) is None:
            return None
        self._layers = steps
        if kept is not None:
            kept.note(self.graph, part, self.backward.diagrams, steps.layers)
        for place, least in steps.first_layers().items():
            self.soonest.learn(place, least)
        return steps

    def _early(self, spots: Sequence[Spot], slack: int | None) -> Early | None:
        """What can come up how soon, as far as that is known."""
        if not self.reductions.lower_bounds:
            return None
        diagrams, within, lowest = self.backward.diagrams, self.backward.within, self.soonest.lowest
        slots = sorted({slot for spot in spots if spot.when is not None for slot in reads(spot.when)})
        views = [(slot, self.program.slots[slot].low, self.soonest.values(slot)) for slot in slots]
        layers = None if self._layers is None or slack is None else self._layers.soon(slack)
        known: dict[tuple[int, int], list[Set] | None] = {}

        def early(place: int, choices: int) -> list[Set] | None:
            if lowest[place] > choices:
                return None
            key = (place, min(choices, FAR - 1))
            if key not in known:
                known[key] = among(*key)
            return known[key]

        def among(place: int, choices: int) -> list[Set] | None:
            found: list[Set] = []
            for slot, low, view in views:
                soon = [low + value for value, least in enumerate(view[place]) if least <= choices]
                if not soon:
                    return None
                if len(soon) < len(view[place]):
                    found.append(diagrams.among(slot, soon))
            last: Set | None = diagrams.true
            if layers is not None:
                last = layers(place, choices)
            elif within is not None:
                last = within.get(place)
            return None if last is None else [*found, last]

        return early

    def search(
        self, spots: Sequence[Spot], *, most: int = 1 << 30, slack: int | None = None
    ) -> tuple[Values, list[str]] | str | None:
        """A shortest way to one of the spots, None where there is none, or the bound that was hit.

        It has at most `most` choices; with `slack`, it is known to have no less than so many choices less.
        """
        backward = self.backward

        def back() -> tuple[Values, list[str]] | None:
            goals, early = self._sets(spots), self._early(spots, slack)
            if early is not None and slack == 0:
                narrow = backward.narrowly(goals, early, most)
                return None if narrow is None else backward.witness(narrow)
            layers, there = backward.layers(goals, most=most, early=early)
            return backward.witness(layers) if there else None

        return self._bounded(back)

    def play(self, spots: Sequence[Spot], most: int) -> Trail | str | None:
        """As `search`, by playing all that can still come there in time; a bound that was hit is soon hit."""
        away = self.soonest.away(spots, most)
        _, live = self._live.live([(spot.place, mask(spot.when)) for spot in spots], away.places)
        listed = {place: self._slots_of(slots) for place, slots in live.items()}
        forward = Forward(self.walker, marks_of([spots], self.walker))
        whole = forward.corridor(away, listed, most=most, states=MOST_PLAYED)
        if 0 in forward.found:
            return forward.found[0]
        return None if whole else "too many playthroughs of one length"

    def _slots_of(self, slots: int) -> tuple[int, ...]:
        found = self._listed.get(slots)
        if found is None:
            found = self._listed[slots] = tuple(slot for slot in range(slots.bit_length()) if slots >> slot & 1)
        return found

    def possible(self, spots: Sequence[Spot]) -> bool | str:
        """Whether one of the spots can come up at all, or the bound that was hit."""
        backward = self.backward
        return self._bounded(lambda: backward.reaches(self._sets(spots), self._early(spots, None)))

    def soon_possible(self, spots: Sequence[Spot], seconds: float) -> bool | str:
        """As `possible`, in so many seconds, and without the tables of what can come up how soon, which are large in a large story."""
        backward = self.backward
        return self._bounded(lambda: backward.reaches(self._sets(spots), None), self.within(seconds))

    def _bounded(self, search: Callable[[], Result], check: Callable[[], None] | None = None) -> Result | str:
        """Search within a share of the time and the memory, or as `check` allows."""
        if self.bounds.left < 0:
            return self.bounds.said
        self.backward.check = check or self.within_share(4 / self.left if self.left else 1.0)
        try:
            return search()
        except LIMITS as bound:
            return named(bound)
        finally:
            self.backward.check = self.bounds.check

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

    def seen(self, goal: Goal, opening: Values, choices: Sequence[str], *, shortest: bool) -> Answer:
        """The answer for a goal that a playthrough comes to, once the engine has followed it there."""
        witness, _ = self.follower.follow(opening, choices, goal)
        if witness is None and self.follower.why_not == NO_SEED and self.bounds.left > 0:
            witness, shortest = self.dealer.witness(goal, self.follower.setup(opening)), False
        if witness is None:
            return self._answer(goal, "not decided", f"reachable, but {self.follower.why_not}")
        count = len(witness.choices)
        text = f"after {counted(count, 'choice')}"
        return self._answer(goal, "proved", text)._replace(witness=witness._replace(shortest=shortest))

    def _answer(self, goal: Goal, verdict: Verdict, text: str) -> Answer:
        return Answer(goal.kind, goal.name, goal.scene, goal.detail, verdict, text, None)

    def never(self, goal: Goal) -> Answer:
        """The answer for a goal that nothing comes to, with the reason."""
        if goal.kind == "fact":
            return self._answer(goal, "refuted", "never")
        verdict: Verdict = "proved" if goal.kind in ("clamp", "closed", "save") else "refuted"
        return self._answer(goal, verdict, self.reasons.why_never(goal))

    def so(self, goal: Goal) -> Answer:
        """The answer for a fact that is so, where nobody asks how soon."""
        return self._answer(goal, "proved", "")

    def left_open(self, goal: Goal, bound: str) -> Answer:
        """The answer for a goal where a bound was hit first."""
        self.bound = self.bound or bound
        return self._answer(goal, "not decided", f"stopped at {bound}")

    def report(self, answers: Iterable[Answer]) -> Report:
        """The answers with what they took."""
        nodes = 0 if self._backward is None else self._backward.diagrams.manager.approx_num_inner_nodes()
        effort = Effort(len(self.graph.places), self.states, nodes, time.monotonic() - self.bounds.began, self.bound)
        return Report(self.program.id, tuple(answers), effort, mistakes=tuple(self.follower.mistakes))
