"""A save of an older version of a story with the names that the story has now, where it says what they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from game.engine.sessions.session import SavedPlace
from game.program.model import Program

T = TypeVar("T")


def name_now(program: Program, name: str) -> str:
    """What a variable of an older version, or a counter of the program's own, is called now."""
    renames = program.renamed
    if ":" in name:
        return renames.counter(name)
    if name in program.slot or any(name == one[0] for one in program.texts):
        return name
    return renames.variable(name)


def value_now(program: Program, value: T, name: str, now: str) -> T | str:
    """What a value of an enum is called now; its variable had a name and has another. All other values stay as they are."""
    return program.renamed.value(value, name, now) if isinstance(value, str) and now in program.variables else value


def followed(program: Program, kept: SavedPlace) -> SavedPlace:
    """What a save keeps, by the names of now. What has none of the old names stays as it is."""
    renames = program.renamed
    if not renames.any:
        return kept
    snapshot = kept.snapshot
    scene = renames.scene(str(snapshot.get("scene", "")))
    callers = [renames.identity(one) for one in kept.callers]
    changed: dict[str, object] = {
        "scene": scene,
        "point": renames.place(str(snapshot.get("point", ""))),
        "stack": callers,
        "values": _of_file(program, snapshot.get("values")),
        "texts": _of_file(program, snapshot.get("texts")),
    }
    scenes = [one.partition("@")[0] for one in callers] + [scene]
    near = kept.near
    if len(near) == len(scenes):
        near = [one.renamed(where, renames) for one, where in zip(near, scenes, strict=True)]
    return kept._replace(
        snapshot={**snapshot, **{key: value for key, value in changed.items() if key in snapshot}},
        starts=_named(program, kept.starts),
        near=near,
        setup=_named(program, kept.setup or {}),
        choices=tuple(renames.identity(one) for one in kept.choices),
        learned=tuple(map(renames.entry, kept.learned)),
    )


def _of_file(program: Program, values: object) -> dict[str, object]:
    return _named(program, values) if isinstance(values, Mapping) else {}


def _named(program: Program, values: Mapping[str, T]) -> dict[str, T | str]:
    """The values by the names of now; where two have become one, the first counts, but before it the one that was called so already."""
    now = {name: name_now(program, name) for name in values}
    named: dict[str, T | str] = {}
    for name in sorted(values, key=lambda one: now[one] != one):
        named.setdefault(now[name], value_now(program, values[name], name, now[name]))
    return named
