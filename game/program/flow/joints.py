"""Texts that are to run on in a paragraph where none comes before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from game.language.pieces import RUNS_ON
from game.program import model
from game.program.compiler.resolution.names import Names
from game.program.forms.types import Segments

_NOTHING: Final = 1
_PROSE: Final = 2
_OTHER: Final = 4
"""What the last text of a turn can be: bits of a set."""


def without_paragraph(scenes: Sequence[model.Scene], start: int, names: Names) -> None:
    """Warn of texts that begin with `<>` and before which, in their turn, never prose is told, whatever way play takes."""
    for identity, before in _befores(scenes, start).items():
        if before & _PROSE or not before:
            continue
        file, scalar, at = names.joints[identity]
        what = (
            "it comes first in its turn"
            if before == _NOTHING
            else "speech, or something else that stands by itself, is before it"
        )
        names.findings.add(
            "W373", f"there is no paragraph that this could go on in: {what}", file, scalar, at=at, length=len(RUNS_ON),
            hint="leave the <> out",
        )  # fmt: skip


def _befores(scenes: Sequence[model.Scene], start: int) -> dict[str, int]:
    """For each of these texts what can be told last before it; 0 where play never comes to it."""
    first = (start, scenes[start].entries[0])
    backs = [
        _place(scenes, index, block.exit.back)
        for index, scene in enumerate(scenes)
        for block in scene.blocks
        if isinstance(block.exit, (model.Call, model.Draw))
    ]
    came = {first: _NOTHING}
    found: dict[str, int] = {}
    queue = [first]
    while queue:
        index, number = queue.pop()
        block = scenes[index].blocks[number]
        last = came[index, number]
        for op in block.ops:
            if not isinstance(op, model.Text):
                continue
            role = _PROSE if op.role in ("prose", model.JOINT) else _OTHER
            if op.role == model.JOINT:
                found[op.id] = found.get(op.id, 0) | last
            last = role if _is_shown(op.segments) else last | role
        for place, told in _onward(scenes, index, block.exit, last, backs):
            if told & ~came.get(place, 0):
                came[place] = came.get(place, 0) | told
                queue.append(place)
    return found


def _onward(
    scenes: Sequence[model.Scene], index: int, way: model.Exit, last: int, backs: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], int]]:
    """Where play goes on, and what has been told last there. A return comes back to every call: which it is decides only play."""
    if isinstance(way, model.Choose):
        onward = [(_place(scenes, index, one.target), _NOTHING) for one in way.choices]
        return onward if way.fallback is None else [*onward, (_place(scenes, index, way.fallback), last)]
    if isinstance(way, model.Return):
        return [(one, last) for one in backs] if way.target is None else [(_place(scenes, index, way.target), last)]
    ways: Sequence[model.Target] = ()
    if isinstance(way, (model.Jump, model.Call)):
        ways = (way.target,)
    elif isinstance(way, model.Branch):
        ways = (way.then, way.otherwise)
    elif isinstance(way, model.Draw):
        ways = (*[one.target for one in way.storylets], way.otherwise)
    return [(_place(scenes, index, one), last) for one in ways]


def _place(scenes: Sequence[model.Scene], index: int, target: model.Target) -> tuple[int, int]:
    return (index, target) if isinstance(target, int) else (target[0], scenes[target[0]].entries[target[1]])


def _is_shown(segments: Segments) -> bool:
    return any(not one.isspace() for one in segments if isinstance(one, str))
