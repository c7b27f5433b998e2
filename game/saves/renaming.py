"""A save of an older version of a story with the names that the story has now, where it says what they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from game.engine.sessions.session import SavedPlace
from game.program.model import Program


def name_now(program: Program, name: str) -> str:
    """What a variable of an older version, or a counter of the program's own, is called now."""
    renames = program.renamed
    if ":" in name:
        return renames.counter(name)
    if name in program.slot or any(name == one[0] for one in program.texts):
        return name
    return renames.variable(name)


def value_now(program: Program, value: Any, name: str, now: str) -> Any:
    """What a value of an enum is called now; its variable had a name and has another. All other values stay as they are."""
    return program.renamed.value(value, name, now) if isinstance(value, str) and now in program.variables else value


def followed(program: Program, kept: SavedPlace) -> SavedPlace:
    """What a save keeps, by the names of now. What has none of the old names stays as it is."""
    renames = program.renamed
    if not renames.any:
        return kept
    snapshot = kept.snapshot
    scene = renames.scene(str(snapshot.get("scene", "")))
    callers = _texts(snapshot.get("stack"), renames.identity)
    changed: dict[str, Any] = {
        "scene": scene,
        "point": renames.place(str(snapshot.get("point", ""))),
        "stack": callers,
        "values": _named(program, snapshot.get("values")),
        "texts": _named(program, snapshot.get("texts")),
    }
    scenes = [one.partition("@")[0] for one in callers] + [scene]
    near = kept.near
    if len(near) == len(scenes):
        near = [one.renamed(where, renames) for one, where in zip(near, scenes, strict=True)]
    return kept._replace(
        snapshot={**snapshot, **{key: value for key, value in changed.items() if key in snapshot}},
        starts=_named(program, kept.starts),
        near=near,
        setup=_named(program, kept.setup),
        choices=tuple(renames.identity(one) for one in kept.choices),
        learned=tuple(map(renames.entry, kept.learned)),
    )


def _texts(values: object, change: Callable[[str], str]) -> list[str]:
    return [change(str(one)) for one in values] if isinstance(values, list | tuple) else []


def _named(program: Program, values: object) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        return {}
    named = {}
    for name, value in values.items():
        now = name_now(program, str(name))
        named[now] = value_now(program, value, str(name), now)
    return named
