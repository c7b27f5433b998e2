"""What a story's writer wants to know about: each thing that could be seen, and where it would happen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from game.program import model
from game.program.declared import Promise
from game.program.forms.expressions import NEVER, both_hold, settled
from game.program.forms.types import Expr
from game.proof.model.control_flow.cfg import Graph, offered

GoalKind: TypeAlias = Literal["ending", "scene", "choice", "closed", "text", "codex", "clamp", "save", "fact"]
"""What a goal is about; a `fact` is a question of the proof's own, for one of the notes in `facts`."""


class Spot(NamedTuple):
    """A place, how many of its effects come before (-1: all), and a condition that holds there."""

    place: int
    after: int
    when: Expr | None


class Goal(NamedTuple):
    """One thing that may or may not be reachable. `scene` is where it stands; `detail` tells variants apart."""

    kind: GoalKind
    name: str
    scene: str
    detail: str
    spots: tuple[Spot, ...]


def goals(graph: Graph, *, clamps: bool = True) -> list[Goal]:
    """Every goal of a story: endings, scenes, choices open and closed, text variants, codex entries, clamps."""
    found: dict[tuple[GoalKind, str, str], tuple[str, list[Spot]]] = {}

    def add(kind: GoalKind, name: str, detail: str, scene: str, spot: Spot) -> None:
        found.setdefault((kind, name, detail), (scene, []))[1].append(spot)

    program = graph.program
    ids = program.scene_ids
    first = {index: program.scene(index).entries[0] for index in {place.scene for place in graph.places}}
    for place in graph.places:
        graph.work(1 + len(place.shown))
        scene = ids[place.scene]
        if place.block == first[place.scene]:
            add("scene", scene, "", scene, Spot(place.number, 0, None))
        if place.ending:
            add("ending", place.ending, "", scene, Spot(place.number, 0, None))
        for entry in place.learns:
            add("codex", entry, "", scene, Spot(place.number, 0, None))
        for shown in place.shown:
            after = 0 if shown.when is None else shown.after
            add("text", shown.line, shown.arm, scene, Spot(place.number, after, shown.when))
        exit_ = graph.exit(place)
        if isinstance(exit_, model.Choose):
            for choice in exit_.choices:
                add("choice", choice.id, "", scene, Spot(place.number, -1, both_hold(choice.shown, choice.needs)))
                if choice.needs is not None:
                    closed = both_hold(both_hold(choice.shown, ("not", choice.needs)), offered(exit_))
                    add("closed", choice.id, "", scene, Spot(place.number, -1, closed))
        if clamps:
            for number, effect in enumerate(place.effects):
                variable = program.slots[effect.slot]
                if variable.hidden or effect.value[0] == "c":
                    continue
                above: Expr = (">", effect.value, ("c", variable.high))
                below: Expr = ("<", effect.value, ("c", variable.low))
                for word, outside in (("above", above), ("below", below)):
                    when = both_hold(effect.when, outside)
                    add("clamp", variable.name, f"{word} in {scene}", scene, Spot(place.number, number, when))
    every = [Goal(kind, name, scene, detail, tuple(spots)) for (kind, name, detail), (scene, spots) in found.items()]
    return [*every, *_of_codex(graph)]


def _of_codex(graph: Graph) -> Iterator[Goal]:
    """The variants of codex texts, which are read wherever play comes to rest; what an entry always says can be read where it can be learned."""
    for place in graph.codex.values():
        for shown in place.shown:
            if shown.when is not None:
                yield Goal("text", shown.line, "", shown.arm, everywhere(graph, shown.when))


def where(graph: Graph, promise: Promise, *, broken: bool = False, scene: str = "") -> tuple[Spot, ...]:
    """Every place where the player can choose, and every ending, where what a promise says holds, or with `broken` does not."""
    ids = graph.program.scene_ids
    spots = []
    for place, listed in graph.rests:
        condition = promise.at(ids[place.scene], place.ending)
        if condition is None or (scene and ids[place.scene] != scene):
            continue
        if broken:
            condition = settled(("not", condition))
        if condition != NEVER:  # where no choice is open, nobody can choose
            spots.append(Spot(place.number, -1, both_hold(condition, listed)))
    return tuple(spots)


def everywhere(graph: Graph, condition: Expr, *, scene: str = "") -> tuple[Spot, ...]:
    """Every place where the player can choose, and every ending, where a condition holds (of one scene, or of all)."""
    return where(graph, Promise("", condition, ""), scene=scene)
