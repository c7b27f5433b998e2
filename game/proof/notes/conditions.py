"""Every condition of a story where it stands: whether it can be true there, and whether it can be false.

Where it stands is where play comes to look at it: after the effects before it, inside the texts around it, behind
the conditions that are looked at first. A choice's `if` counts only as long as `once` leaves the choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from game.program import model
from game.program.declared import Variable
from game.program.forms.expressions import both_hold, some
from game.program.forms.types import Expr, Segments
from game.program.spelling import spelled
from game.proof.model.control_flow.cfg import Graph, offered
from game.proof.model.control_flow.place import Place
from game.proof.model.goals import Goal, Spot
from game.proof.results import Answer, Condition, ConditionTruth


class ConditionSite(NamedTuple):
    """A condition as it was written, and the spots where play comes to look at it, each with what is looked at after it."""

    scene: str
    where: str
    of: str
    condition: Expr
    spots: list[tuple[Spot, Expr | None]]

    def goals(self, number: int) -> list[Goal]:
        """Two questions: can it be true, can it be false?"""
        return [
            self._goal(f"condition {number} true", self.condition),
            self._goal(f"condition {number} false", ("not", self.condition)),
        ]

    def _goal(self, name: str, wanted: Expr) -> Goal:
        spots = tuple(Spot(*spot[:2], both_hold(both_hold(spot.when, wanted), last)) for spot, last in self.spots)
        return Goal("fact", name, self.scene, "", spots)

    def answer(self, number: int, answers: Mapping[str, Answer], slots: Sequence[Variable]) -> Condition:
        """What the answers to its questions say."""
        found = [answers.get(f"condition {number} {word}") for word in ("true", "false")]
        bound = left_open(found)
        true, false = (None if one is None else one.witness for one in found)
        truth: ConditionTruth = "not decided" if bound else _TRUTHS[can_be(found[0]), can_be(found[1])]
        text = spelled(slots, self.condition)
        return Condition(self.scene, self.where, self.of, text, truth, bound, true, false)


def can_be(answer: Answer | None) -> bool:
    """Whether what was asked can happen."""
    return answer is not None and answer.verdict == "proved"


def left_open(answers: Iterable[Answer | None]) -> str:
    """Why one of some questions was left open, the first one's; empty where none was."""
    for one in answers:
        if one is None or one.verdict == "not decided":
            return "stopped before it was asked" if one is None else one.text
    return ""


_TRUTHS: dict[tuple[bool, bool], ConditionTruth] = {
    (True, True): "both",
    (True, False): "always",
    (False, True): "never",
    (False, False): "not reached",
}


def standing(graph: Graph) -> list[ConditionSite]:
    """All conditions that a writer wrote, each once however many calls lead to its scene."""
    found: dict[object, ConditionSite] = {}
    ids = graph.program.scene_ids
    for place in graph.places:
        graph.work(1 + len(place.tests))
        for where, of, path, condition, spot in _looked_at(graph, place):
            scene = of if where == "storylet" else ids[place.scene]
            key = of if where == "storylet" else (place.scene, place.block, where, of, path)
            known = found.get(key)
            if known is None:
                known = found[key] = ConditionSite(scene, where, of, condition, [])
            known.spots.append((spot, None))
    for place in graph.codex.values():
        for test in place.tests:
            read = [(Spot(rest.number, -1, test.when), listed) for rest, listed in graph.rests]
            found[test.line, test.path] = ConditionSite("", "text", test.line, test.condition, read)
    return list(found.values())


def _looked_at(graph: Graph, place: Place) -> Iterator[tuple[str, str, str, Expr, Spot]]:
    """The conditions of a place: what each belongs to, where in that, what it says, and when play comes to it."""
    exit_ = graph.exit(place)
    labels = {one.id for one in exit_.choices} if isinstance(exit_, model.Choose) else set()
    for test in place.tests:
        if not _counts(test.condition, graph.program.slots, "shuffle:"):
            where = "label" if test.line in labels else "text"
            yield where, test.line, test.path, test.condition, Spot(place.number, test.after, test.when)
    if isinstance(exit_, model.Branch):
        yield "if", "", "", exit_.condition, Spot(place.number, -1, None)
    elif isinstance(exit_, model.Choose):
        yield from _of_choices(graph, place, exit_)
    elif isinstance(exit_, model.Draw):
        yield from _of_storylets(graph, place, exit_)


def _of_choices(graph: Graph, place: Place, exit_: model.Choose) -> Iterator[tuple[str, str, str, Expr, Spot]]:
    for choice in exit_.choices:
        fresh, written = _parted(choice.shown, graph.program.slots, "once:")
        if written is not None:
            yield "choice", choice.id, "", written, Spot(place.number, -1, fresh)
        if choice.needs is not None:
            yield "needs", choice.id, "", choice.needs, Spot(place.number, -1, choice.shown)
            closed = closed_when(choice, exit_)
            for path, condition, when in _tests(choice.reason, closed, ""):
                yield "reason", choice.id, path, condition, Spot(place.number, -1, when)


def closed_when(choice: model.Choice, exit_: model.Choose) -> Expr | None:
    """When a choice is shown closed, with its reason."""
    assert choice.needs is not None
    return both_hold(both_hold(choice.shown, ("not", choice.needs)), offered(exit_))


def _of_storylets(graph: Graph, place: Place, exit_: model.Draw) -> Iterator[tuple[str, str, str, Expr, Spot]]:
    earlier: list[Expr] = []
    for storylet in exit_.storylets:
        assert not isinstance(storylet.target, int)
        fresh, written = _parted(storylet.when, graph.program.slots, "drawn:")
        if written is not None:
            # By priority a storylet is looked at only where none before it holds.
            before: Expr | None = None if exit_.random or not earlier else ("not", some(earlier))
            scene = graph.program.scene_ids[storylet.target[0]]
            yield "storylet", scene, "", written, Spot(place.number, -1, both_hold(fresh, before))
        earlier.append(("c", 1) if storylet.when is None else storylet.when)


def _parted(guard: Expr | None, slots: Sequence[Variable], counter: str) -> tuple[Expr | None, Expr | None]:
    """A guard as what `once` adds to it and what the writer wrote."""
    if guard is None or _counts(guard, slots, counter):
        return guard, None
    if guard[0] == "and" and len(guard) == 3 and _counts(guard[1], slots, counter):
        return guard[1], guard[2]
    return None, guard


def _counts(expr: Expr, slots: Sequence[Variable], counter: str) -> bool:
    """Whether a condition is the program's own, on a counter that no writer can name."""
    return expr[0] in ("==", "!=") and expr[1][0] == "v" and slots[expr[1][1]].name.startswith(counter)


def _tests(segments: Segments, when: Expr | None, path: str) -> Iterator[tuple[str, Expr, Expr | None]]:
    """The conditions in a reason, in which nothing takes turns."""
    for number, segment in enumerate(segments):
        if isinstance(segment, str) or segment[0] != "?":
            continue
        here = f"{path}{number}"
        yield here, segment[1], when
        yield from _tests(segment[2], both_hold(when, segment[1]), here + "a.")
        yield from _tests(segment[3], both_hold(when, ("not", segment[1])), here + "b.")
