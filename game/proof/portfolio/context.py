"""One story under proof: its graph, the searches over it, and the answers that they give.

Every witness is played by the engine before it is given out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TypeVar

from game.language.text.cleaning import counted
from game.program.forms.expressions import reads
from game.program.model import Program
from game.proof.bounds import LIMITS, Bounds, Expired, named
from game.proof.incremental.results import KnownResults
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Goal, Spot
from game.proof.model.lower_bounds import LowerBounds
from game.proof.model.path import UNREACHABLE, ChoicePath, Outcome, Reached, Unknown
from game.proof.model.slicing import Slice, deciding
from game.proof.model.successors import FAR, Walker
from game.proof.model.value_sets.analysis import ValueSets
from game.proof.portfolio.shares import Nodes, Share
from game.proof.portfolio.tuning import TUNING, Entry, Tuning
from game.proof.results import Answer, Effort, Report, Verdict, Witness
from game.proof.symbolic.backward import BackwardReachability, ReachabilityFilter
from game.proof.symbolic.bdd import Diagrams, StateSet
from game.proof.symbolic.forward import ForwardReachability
from game.proof.symbolic.layers import LayeredReachability
from game.proof.symbolic.projection import Projection
from game.proof.witness.validation import Validator

Result = TypeVar("Result")


class _LargeError(Exception):
    """There were more nodes."""


class Proof:
    """One story, and what is known about it so far."""

    def __init__(
        self,
        program: Program,
        bounds: Bounds | None = None,
        memory: KnownResults | None = None,
        tuning: Tuning = TUNING,
        given: Sequence[Witness] = (),
    ) -> None:
        """`memory` is what proofs of earlier versions have settled; what this one settles is noted there. `given` are playthroughs to begin with."""
        self.program = program
        self.given = given
        self.tuning = tuning
        self.memory = memory
        self.bounds = bounds or Bounds()
        self.graph = Graph(program, self.bounds.work)
        if memory is not None:
            memory.open(self.graph, self.bounds)
        self.walker = Walker(self.graph)
        self.value_sets = ValueSets(self.graph)
        self.validator = Validator(program, self.bounds.over, tuning.seeds_tried)
        self.bound = self.graph.cut
        self.states = 0
        self.answered: list[Answer] = []
        """What is known so far about the goals that `reachable` was asked for."""
        self.turns_open = False
        """Whether it was asked, and is not known, that turns hold what comes in them."""
        self._backward: BackwardReachability | None = None
        self._made = 0
        """Nodes that the last sweep has made."""
        self._layers: LayeredReachability | None = None
        """What can come up, choice by choice, where that could be found out."""

    @property
    def searched(self) -> bool:
        """Whether any search over sets has been made."""
        return self._backward is not None

    @cached_property
    def lower_bounds(self) -> LowerBounds:
        """How soon each place can come up."""
        return LowerBounds(self.graph)

    @property
    def backward(self) -> BackwardReachability:
        """The backward search, made when first needed."""
        if self._backward is None:
            small = len(self.graph.places) < 200  # room for nodes costs time even where it stays empty
            cache = 1 << 16 if small else 1 << 20
            diagrams = Diagrams(
                self.program, self._order(), nodes=self.bounds.nodes, cache=cache, work=self.bounds.work
            )
            self._backward = BackwardReachability(self.graph, diagrams, self.walker, self.bounds.check)
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

    def share(self, entry: Entry) -> Share:
        """What an entry of a portfolio may take from now on."""
        return Share(self.bounds, entry, self.tuning)

    def sweep(self, asked: Sequence[Goal], share: Share) -> ForwardReachability | None:
        """All that can come up, by place, as far as guards can tell it apart; None where that grows too large, which shows early.

        What is in `asked` is noticed on the way.
        """
        if self.graph.cut:
            return None
        spots = [goal.spots for goal in asked]
        looked = [(spot.place, spot.when) for one in spots for spot in one]
        sweep = self.swept(Slice(self.graph, looked), spots, share)
        if sweep is not None:
            self.backward.within = self.value_sets.reached = sweep.total
        return sweep

    def swept(self, part: Slice, spots: Sequence[Sequence[Spot]], share: Share) -> ForwardReachability | None:
        """A sweep with the variables of a slice; None where it grows too large or takes too long."""
        sweep = ForwardReachability(self.backward, part, spots)
        return sweep if self._through(sweep, sweep.run, share, len(self.graph.places) // 8) else None

    def _through(self, sweep: ForwardReachability, run: Callable[[], object], share: Share, few: int = 0) -> bool:
        """Whether a sweep comes to its end; it does not where it grows too large or takes too long, or came to less than a `few` places."""
        nodes = Nodes(self.backward.diagrams, share)

        def check() -> None:
            nodes.check()
            if nodes.made > self.tuning.few_nodes and len(sweep.total) < few:
                raise Expired("the sets grew too large")

        try:
            with self.backward.checked(check):
                run()
            return True
        except LIMITS:
            sweep.clear()
        finally:
            self._made = nodes.made
        self.backward.diagrams.manager.gc()  # here, since an exception holds the sets that it has come through
        return False

    def checked(self, share: Share) -> AbstractContextManager[None]:
        """For a while, searches over sets may take no more than a share."""
        return self.backward.checked(Nodes(self.backward.diagrams, share).check)

    def projected(self, slots: Iterable[int]) -> dict[int, StateSet] | None:
        """All that can come up as far as some variables tell, and more, by place; None where even that grows too large."""
        sweep = Projection(self.backward, Slice(self.graph, only=slots))
        return self.while_small(self.tuning.projection_nodes, sweep.run)

    def narrow(self, asked: Callable[[], Collection[int]], *, times: int | None = None) -> None:
        """Have searches back keep to what may come up, where it is not known what can: as far as some variables tell.

        `asked` are those that what is searched for speaks of, none where nothing of it is left. It is asked anew each time; where it names no others,
        a few are looked at besides that decide where these change, so many `times` at most.
        """
        backward, looked = self.backward, set[int]()
        if backward.within is not None:
            return
        for _ in range(self.tuning.projections if times is None else times):
            slots = set(asked())
            more = slots - looked or (deciding(self.graph, looked)[: len(looked) + 2] if slots else ())
            if not more:
                return
            looked.update(more)
            wider = self.projected(looked)
            if wider is None:
                return
            backward.within = wider

    def while_small(self, most: int, search: Callable[[], Result], *, everywhere: bool = False) -> Result | None:
        """What a search finds; None where it makes more nodes than that. With `everywhere`, it does not keep to what is known to come up."""
        backward = self.backward
        check, size = backward.check, backward.diagrams.manager.approx_num_inner_nodes
        most += size()

        def small() -> None:
            check()
            if size() > most:
                raise _LargeError

        try:
            with backward.checked(small, everywhere=everywhere):
                return search()
        except _LargeError:
            return None

    def in_layers(self, asked: Sequence[Goal], share: Share) -> LayeredReachability | None:
        """What can come up, choice by choice, as far as guards tell it apart; None where it grows too large.

        What is asked must be what can come up. It is noticed as soon as it can, or sooner: what only questions read is let go where
        no guard reads it any more. The searches after this one make use of it. It may make some times as many nodes as the sweep before it.
        """
        part = Slice(self.graph)
        steps = LayeredReachability(self.backward, part, [goal.spots for goal in asked])
        worth = max(int(self.tuning.layers_worth * self._made), self.tuning.layers_least)
        share.states = min(share.states, worth)
        if not self._through(steps, steps.find, share):
            return None
        self._layers = steps
        for place, least in steps.first_layers().items():
            self.lower_bounds.learn(place, least)
        return steps

    def _early(self, spots: Sequence[Spot], slack: int | None, about: Collection[int] = ()) -> ReachabilityFilter:
        """What can come up how soon, as far as that is known; `about`: as in `_narrowed`."""
        diagrams, within, lowest = self.backward.diagrams, self.backward.within, self.lower_bounds.lowest
        slots = sorted(about or {slot for spot in spots if spot.when is not None for slot in reads(spot.when)})
        views = [(slot, self.program.slots[slot].low, self.lower_bounds.values(slot)) for slot in slots]
        layers = None if self._layers is None or slack is None else self._layers.soon(slack)
        known: dict[tuple[int, int], list[StateSet] | None] = {}

        def early(place: int, choices: int) -> list[StateSet] | None:
            if lowest[place] > choices:
                return None
            key = (place, min(choices, FAR - 1))
            if key not in known:
                known[key] = among(*key)
            return known[key]

        def among(place: int, choices: int) -> list[StateSet] | None:
            found: list[StateSet] = []
            for slot, low, view in views:
                soon = [low + value for value, least in enumerate(view[place]) if least <= choices]
                if not soon:
                    return None
                if len(soon) < len(view[place]):
                    found.append(diagrams.among(slot, soon))
            last: StateSet | None = diagrams.true
            if layers is not None:
                last = layers(place, choices)
            elif within is not None:
                last = within.get(place)
            return None if last is None else [*found, last]

        return early

    def search(
        self,
        spots: Sequence[Spot],
        share: Share,
        *,
        most: int = 1 << 30,
        slack: int | None = None,
        possible: bool = False,
        about: Collection[int] = (),
    ) -> Outcome:
        """A shortest way to one of the spots, of which it may be known that it is `possible` to come there.

        It has at most `most` choices; with `slack`, it is known to have no less than so many choices less. `about`: as in `_narrowed`.
        """
        if self.bounds.left < 0:
            return Unknown(self.bounds.said)
        backward = self.backward
        try:
            with self.checked(share):
                wanted = self._sets(spots) if possible else self._narrowed(spots, about)
                if not wanted:
                    return UNREACHABLE
                layers, there = backward.layers(wanted, most=most, early=self._early(spots, slack, about))
                return Reached(backward.witness(layers)) if there else UNREACHABLE
        except LIMITS as bound:
            return Unknown(named(bound))

    def _narrowed(self, spots: Sequence[Spot], about: Collection[int] = ()) -> dict[int, StateSet]:
        """What of some spots may come up as far as what they look at tells, and a bit more; searches back keep to that from then on.

        `about` are the variables that tell most, where not all are worth the same: a promise looks besides at whether anything can be chosen.
        """
        found = self._sets(spots)

        def inside() -> dict[int, StateSet]:
            within = self.backward.within
            rest = (
                {number: states & within[number] for number, states in found.items() if number in within}
                if within is not None
                else found
            )
            return {number: states for number, states in rest.items() if states.satisfiable()}

        spoken = about or self.backward.diagrams.slots(found.values())
        self.narrow(lambda: spoken if inside() else (), times=2 if about else None)
        return inside()

    def _sets(self, spots: Iterable[Spot]) -> dict[int, StateSet]:
        backward = self.backward
        found: dict[int, StateSet] = {}
        for spot in spots:
            place = self.graph.places[spot.place]
            where = backward.preimage(place, backward.diagrams.condition(spot.when), spot.after)
            if where.satisfiable():
                found[spot.place] = found[spot.place] | where if spot.place in found else where
        return found

    # answers

    def seen(self, goal: Goal, path: ChoicePath, *, shortest: bool) -> Answer:
        """The answer for a goal that a playthrough comes to, once the engine has followed it there."""
        witness, _ = self.validator.follow(path, goal)
        if witness is None:
            return self._answer(goal, "not decided", f"reachable, but {self.validator.why_not}")
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
        return self._answer(goal, verdict, self.value_sets.why_never(goal))

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
        effort = Effort(len(self.graph.places), self.states, nodes, self.bounds.spent, self.bound)
        return Report(self.program.id, tuple(answers), effort, mistakes=tuple(self.validator.mistakes))
