"""Draws whose outcome cannot matter.

A draw by chance matters if in some state that can come up two storylets hold there at once: then chance decides between them.
A draw by priority matters if it does not always come out the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from game.program import model
from game.program.forms.texts import arms, is_parted
from game.program.forms.types import Expr, Segments
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import Goal, Spot
from game.proof.notes.conditions import can_be, left_open
from game.proof.results import Answer, Chance, Drawing


class DrawSite(NamedTuple):
    """A draw, and where it stands: one place for each stack of calls that leads to it."""

    scene: str
    exit: model.Draw
    names: tuple[str, ...]
    outcomes: list[list[Spot]]
    """Where each storylet comes, and last where none does."""
    several: list[Spot]
    """Where chance decides."""

    def goals(self, number: int) -> list[Goal]:
        """Each outcome, and whether two are possible at once."""
        named = [(str(index), spots) for index, spots in enumerate(self.outcomes)]
        asked = [*named, *([("several", self.several)] if self.exit.random else [])]
        return [Goal("fact", f"draw {number} {name}", self.scene, "", tuple(spots)) for name, spots in asked]

    def answer(self, number: int, answers: Mapping[str, Answer]) -> Drawing:
        """What the answers to its questions say."""
        names = (*self.names, "")
        found = [answers.get(f"draw {number} {index}") for index in range(len(names))]
        outcomes = tuple(name for name, one in zip(names, found, strict=True) if can_be(one))
        several = answers.get(f"draw {number} several")
        bound = left_open(found)
        chance: Chance = "cannot matter"
        text = ""
        if can_be(several) or (len(outcomes) > 1 and not self.exit.random):
            chance, bound = "matters", ""
        elif self.exit.random and not left_open([several]) and (bound or len(outcomes) > 1):
            text, bound = "never can more than one be drawn", ""
        elif bound or (self.exit.random and left_open([several]) and len(outcomes) > 1):
            chance, bound = "not decided", bound or left_open([several])
        elif not outcomes:
            chance = "not reached"
        else:
            text = f"it is always {outcomes[0]}" if outcomes[0] else "nothing is ever drawn"
        witness = None if several is None else several.witness
        return Drawing(self.scene, self.exit.id, self.exit.random, chance, outcomes, text, bound, witness)


def draws(graph: Graph) -> list[DrawSite]:
    """Every draw of a story, each once however many calls lead to its scene."""
    found: dict[tuple[int, int], DrawSite] = {}
    if graph.cut:
        return []
    ids = graph.program.scene_ids
    for place in graph.places:
        graph.work(1)
        exit_ = graph.exit(place)
        if not isinstance(exit_, model.Draw):
            continue
        one = found.get((place.scene, place.block))
        if one is None:
            names = tuple(ids[storylet.target[0]] for storylet in exit_.storylets)  # type: ignore[index]  # never a block
            outcomes: list[list[Spot]] = [[] for _ in place.edges]
            one = found[place.scene, place.block] = DrawSite(ids[place.scene], exit_, names, outcomes, [])
        for spots, edge in zip(one.outcomes, place.edges, strict=True):
            spots.append(Spot(place.number, -1, edge.guard))
        several = _several(exit_)
        if several is not None:
            one.several.append(Spot(place.number, -1, several))
    return list(found.values())


def _several(exit_: model.Draw) -> Expr | None:
    """Where two storylets hold at once; None where there are no two."""
    if len(exit_.storylets) < 2:
        return None
    holds: list[Expr] = [("c", 1) if one.when is None else one.when for one in exit_.storylets]
    alike = Counter(holds)
    counts: list[Expr] = [one if count == 1 else ("*", one, ("c", 2)) for one, count in alike.items()]
    while len(counts) > 1:  # by halves, so that it is neither long nor deep where there are many
        last = counts[len(counts) & ~1 :]
        pairs = zip(counts[::2], counts[1::2], strict=False)
        counts = [*(("min", ("+", one, other), ("c", 2)) for one, other in pairs), *last]
    return ("==", counts[0], ("c", 2))


def idle_shuffles(graph: Graph) -> tuple[Drawing, ...]:
    """The shuffles of a single text, each line once: nobody has to search for what they cannot decide."""
    found: dict[str, Drawing] = {}
    for place in graph.places:
        for op in place.ops:
            if isinstance(op, model.Text) and _idle(op.segments):
                scene = graph.program.scene_ids[place.scene]
                said = "it shuffles one text only"
                found[op.id] = Drawing(scene, op.id, True, "cannot matter", (), said, "", None)
    return tuple(found.values())


def _idle(segments: Segments) -> bool:
    """Whether something in a text shuffles a single text."""
    for segment in segments:
        if is_parted(segment) and segment[0] == "a" and segment[1] == "shuffle" and len(segment[3]) == 1:
            return True
        if any(map(_idle, arms(segment))):
            return True
    return False
