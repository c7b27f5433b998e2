"""Where a playthrough stands, by names that outlive edits: how a save finds its place again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.engine.linked import CHOOSE, END
from game.engine.machine import Machine
from game.engine.state import State
from game.program import model
from game.program.model import Program, Variable


class ResumeError(Exception):
    """A snapshot that names what the story no longer has; the message says what."""


def snapshot_of(program: Program, machine: Machine) -> dict[str, Any]:
    """The machine's state as plain values under stable names; what stands at its start value is left out."""
    node = machine.node
    point = node.id if node.kind == CHOOSE else f"ending:{node.ending}" if node.kind == END else ""
    values = {
        variable.name: written_value(variable, value)
        for variable, value in zip(program.slots, machine.values, strict=True)
        if value != variable.start
    }
    return {
        "scene": program.scene_ids[node.scene],
        "point": point,
        "stack": [one.id for one in machine.stack],
        "values": values,
        "texts": {one[0]: text for one, text in zip(program.texts, machine.run.texts, strict=True)},
        "draws": machine.run.draws,
    }


def starts_of(program: Program, machine: Machine) -> dict[str, bool | int | str]:
    """The declared variables that stand at their start value, which a snapshot leaves out, with that value.

    What no variable declares (visits, choices made) starts the same in every story.
    """
    found = {}
    for name, variable in program.variables.items():
        value = machine.values[program.slot[name]]
        if value == variable.start:
            found[name] = written_value(variable, value)
    return found


def is_same(
    now: Mapping[str, Any],
    starts_now: Mapping[str, object],
    snapshot: Mapping[str, Any],
    starts: Mapping[str, object],
) -> bool:
    """Whether two snapshots, each with the starts it relies on, mean the same place and values.

    A variable that only one of them knows makes no difference where it stands at its start.
    """
    values, before = now["values"], snapshot.get("values")
    if not isinstance(before, Mapping) or {**now, "values": {}} != {**snapshot, "values": {}}:
        return False
    all_now, all_before = {**starts_now, **values}, {**starts, **before}
    for name in all_now.keys() | all_before.keys():
        if name in all_now and name in all_before:
            if all_now[name] != all_before[name]:
                return False
        elif name in values or name in before:
            return False
    return True


def state_from(program: Program, snapshot: Mapping[str, Any], starts: Mapping[str, object], base: State) -> State:
    """The state a snapshot describes, in this program; `starts` are the values that it leaves out.

    Variables the story no longer has are left out, and new ones keep their start value.

    Raises:
        ResumeError: the scene, the choice or a caller is gone, or the snapshot is not one.
    """
    try:
        scene, point = str(snapshot["scene"]), str(snapshot["point"])
        stack = tuple(_caller(program, str(one)) for one in snapshot["stack"])
        values = list(base.values)
        for name, written in {**starts, **dict(snapshot["values"])}.items():
            slot = program.slot.get(name)
            if slot is not None:
                values[slot] = read_value(program.slots[slot], written)
        known = dict(snapshot["texts"])
        texts = tuple(str(known.get(one[0], text)) for one, text in zip(program.texts, base.texts, strict=True))
        draws = int(snapshot["draws"])
    except (KeyError, TypeError, ValueError) as problem:
        raise ResumeError("the snapshot is not complete") from problem
    index, block = _point(program, scene, point)
    return State(index, block, stack, tuple(values), texts, base.seed, max(0, draws))


def _point(program: Program, scene: str, point: str) -> tuple[int, int]:
    index = program.scene_index.get(scene)
    if index is None:
        raise ResumeError(f"the scene {scene} is no longer in the story")
    for number, block in enumerate(program.scene(index).blocks):
        if isinstance(block.exit, model.Choose) and block.exit.id == point:
            return index, number
        if isinstance(block.exit, model.End) and f"ending:{block.exit.ending}" == point:
            return index, number
    raise ResumeError(f"the place in the scene {scene} where you stopped has changed")


def _caller(program: Program, identity: str) -> tuple[int, int]:
    scene = identity.partition("@")[0]
    index = program.scene_index.get(scene)
    if index is not None:
        for number, block in enumerate(program.scene(index).blocks):
            if isinstance(block.exit, (model.Call, model.Draw)) and block.exit.id == identity:
                return index, number
    raise ResumeError(f"the scene {scene}, which was to go on later, has changed")


def written_value(variable: Variable, value: int) -> bool | int | str:
    """A variable's value as a snapshot has it."""
    if variable.kind == "enum":
        return variable.values[value]
    return bool(value) if variable.kind == "bool" else value


def read_value(variable: Variable, written: Any) -> int:
    """The value that a snapshot means, held inside the bounds; the start value where the story does not have it."""
    if variable.kind == "enum":
        return variable.values.index(written) if written in variable.values else variable.start
    if isinstance(written, (bool, int)):
        return min(max(int(written), variable.low), variable.high)
    return variable.start
