"""The part of the proof that is cheap enough for every check of a story: ranges of values, and a short play.

The ranges are wider than what can happen, so what they rule out never happens. Play is real, so where it gets stuck or breaks
a promise, it does. Where play has seen everything, what it has not seen never happens either. Nothing here needs the
library for sets of states.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, Literal, NamedTuple, TypeAlias

from game.engine.stuck import STUCK
from game.engine.turn import Stuck
from game.program.model import Program
from game.proof.bounds import Expired, Quota, unbounded
from game.proof.explicit.walks import ForwardSearch, marks_of
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Goal, Spot, goals, where
from game.proof.model.path import ChoicePath
from game.proof.model.slicing import Slice
from game.proof.model.successors import Walker
from game.proof.model.value_sets.analysis import ValueSets
from game.proof.model.value_sets.causes import by_cause
from game.proof.results import Answer, Witness
from game.proof.witness.player import WitnessEnd
from game.proof.witness.validation import Validator

LAYOUT: Final = 150_000
RANGES: Final = 3_000_000
PLAY: Final = 1_500_000
"""Steps of work to lay a story out, for the ranges, and for the play: about a second in all. Time does not count, else what is found depended on the machine."""
PLAYTHROUGHS: Final = 3_000
"""Playthroughs that the engine plays to see what was found; where the story draws, one for each seed that is tried."""
_STATES: Final = 20_000
_ASKED: Final = ("ending", "scene", "choice", "text", "codex")

QuickKind: TypeAlias = Literal["never", "stuck", "promise"]


class QuickFinding(NamedTuple):
    """One thing that is wrong: what it is about, why, and how many other things have the same cause."""

    kind: QuickKind
    about: Answer
    more: int
    witness: Witness | None


class Quick(NamedTuple):
    """What a quick look found. `whole` says that play has seen every state; `unseen` counts what is still open."""

    found: tuple[QuickFinding, ...]
    asked: int
    unseen: int
    whole: bool


def quick(program: Program, *, layout: int = LAYOUT, ranges: int = RANGES, play: int = PLAY) -> Quick | None:
    """A quick look at what play can reach, in so many steps of work; None for a story that takes too many to lay out."""
    graph = Graph(program, Quota(layout, "what a quick look may take"))
    try:
        asked = [goal for goal in goals(graph, clamps=False) if goal.kind in _ASKED]
        promises = [Goal("text", one.text, "", "", where(graph, one, broken=True)) for one in program.always]
        part = Slice(graph, [(spot.place, spot.when) for goal in (*asked, *promises) for spot in goal.spots])
    except Expired:
        return None
    if graph.cut:
        return None
    reasons = ValueSets(graph)
    graph.work = Quota(ranges, "what a quick look may take")
    try:
        ruled_out = {number for number, goal in enumerate(asked) if reasons.never(goal.spots)}
    except Expired:
        ruled_out = set()
    forward = _play(graph, part, [goal.spots for goal in (*asked, *promises)], play)
    graph.work = Quota(ranges, "what a quick look may take")
    if forward.complete:
        ruled_out.update(number for number in range(len(asked)) if number not in forward.found)
        played = {goal.name for number, goal in enumerate(asked) if goal.kind == "scene" and number in forward.found}
        ids = program.scene_ids
        reasons.reached = {place.number for place in graph.places if ids[place.scene] in played}
    never = {number: reasons.why_never(asked[number]).removeprefix("never: ") for number in ruled_out}
    found = _grouped([(asked[number], never[number]) for number in sorted(never)])
    plays = Quota(PLAYTHROUGHS, "what a quick look may take")
    validator = Validator(program, plays.spend)
    found += _stuck(graph, forward, validator)
    for number, promise in enumerate(program.always, len(asked)):
        if number in forward.found:
            witness, _ = validator.follow(forward.found[number], partial(_breaks, promise.text))
            if witness is not None:
                about = Answer("promise", promise.text, "", "", "refuted", "", witness)
                found.append(QuickFinding("promise", about, 0, witness))
    unseen = sum(number not in never and number not in forward.found for number in range(len(asked)))
    return Quick(tuple(found), len(asked), unseen, forward.complete)


def _play(graph: Graph, part: Slice, asked: Sequence[Sequence[Spot]], steps: int) -> ForwardSearch:
    """A short play, first in breadth and then at random, that notices what is asked and where it gets stuck."""
    graph.work = unbounded
    walker = Walker(graph, part)
    forward = ForwardSearch(walker, marks_of(asked, walker), most=_STATES, width=24, exhaust=True)
    graph.work = quota = Quota(steps, "what a quick look may take")
    try:
        forward.search(lambda: quota.done > steps / 2)
        if not forward.complete:
            forward.wander(lambda: False)
    except Expired:
        forward.complete = False
    return forward


def _grouped(never: Sequence[tuple[Goal, str]]) -> list[QuickFinding]:
    """One finding for each cause: what has the same reason in the same scene, or lies behind the same condition, is counted."""
    answers = [Answer(goal.kind, goal.name, goal.scene, goal.detail, "refuted", why, None) for goal, why in never]
    return [QuickFinding("never", one.first, len(one.rest), None) for one in by_cause(answers)]


def _stuck(graph: Graph, forward: ForwardSearch, validator: Validator) -> list[QuickFinding]:
    """The shortest way to each place where play is stuck."""
    nearest: dict[tuple[Stuck, str], ChoicePath] = {}
    for why, trail, rest in forward.stuck:
        key = (why, graph.program.scene_ids[graph.places[rest.place].scene])
        if key not in nearest or trail.depth < nearest[key].depth:
            nearest[key] = trail
    found = []
    for (why, scene), trail in nearest.items():
        witness, _ = validator.follow(trail, lambda played: bool(played.turn.stuck))
        if witness is not None:
            text = STUCK[why].named
            found.append(
                QuickFinding("stuck", Answer("stuck", scene, scene, why, "refuted", text, witness), 0, witness)
            )
    return found


def _breaks(promise: str, played: WitnessEnd) -> bool:
    return promise in played.broken_promises()
