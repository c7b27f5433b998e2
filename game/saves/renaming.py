"""A save of an older version of a story with the names that the story has now, where it says what they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from game.program.model import Program
from game.saves.fields import clean
from game.saves.format import Playthrough


class Followed(NamedTuple):
    """The playthrough by the names of now, and which of those that matter to a player were others: old and new."""

    playthrough: Playthrough
    names: tuple[tuple[str, str], ...]


def followed(program: Program, play: Playthrough) -> Followed:
    """Follow the renames of a story. A save that has none of the old names stays as it is."""
    renames = program.renamed
    if not renames.any or play.digest == program.digest:
        return Followed(play, ())
    told: dict[str, str] = {}

    def variable(name: str) -> str:
        if ":" in name:
            return renames.counter(name)
        if name in program.slot or any(name == one[0] for one in program.texts):
            return name
        return renames.variable(name)

    def named(values: object) -> dict[str, Any]:
        if not isinstance(values, Mapping):
            return {}
        found = {}
        for name, value in values.items():
            new = variable(str(name))
            found[new] = value
            if new != name and new in program.variables:
                told[str(name)] = program.variables[new].label or new
        return found

    snapshot = play.snapshot
    scene = renames.scene(str(snapshot.get("scene", "")))
    callers = snapshot.get("stack")
    callers = [renames.identity(str(one)) for one in callers] if isinstance(callers, list | tuple) else callers
    scenes = [one.partition("@")[0] for one in callers or ()] + [scene]
    around = play.around
    if len(around) == len(scenes):
        around = tuple(one.renamed(where, renames) for one, where in zip(around, scenes, strict=True))
    changed = {
        "scene": scene,
        "point": renames.identity(str(snapshot.get("point", ""))),
        "stack": callers,
        "values": named(snapshot.get("values")),
        "texts": named(snapshot.get("texts")),
    }
    new = replace(
        play,
        setup={variable(name): answer for name, answer in play.setup.items()},
        steps=tuple(renames.identity(one) for one in play.steps),
        snapshot={**snapshot, **{key: value for key, value in changed.items() if key in snapshot}},
        starts=named(play.starts),
        around=around,
        scene=renames.scene(play.scene),
    )
    if new.scene != play.scene and new.scene in program.scene_index:
        title = program.meta(new.scene).title or new.scene
        if title != play.title:
            told[play.title or play.scene] = title
    return Followed(new, tuple((clean(old, 60), clean(now, 60)) for old, now in told.items()))
