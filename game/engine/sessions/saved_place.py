"""Where a playthrough stands, by names that outlive edits: how a save finds its place again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.engine.linker.nodes import CHOOSE, END
from game.engine.machine import Machine
from game.engine.sessions.anchor import Anchor, Around, called_now, found, is_like, surroundings
from game.engine.sessions.values import plain_value, read_value
from game.engine.state import State
from game.program.model import DEEPEST_CALL, Program

if TYPE_CHECKING:
    from game.engine.sessions.snapshot import Snapshot
    from game.program.forms.types import Plain


class ResumeError(Exception):
    """A snapshot that names what the story no longer has; the message says what."""


class SavedPlace(NamedTuple):
    """What a save keeps of a session, by names that outlive edits to the story.

    `snapshot` is the state as it was written or as a file has it, `starts` the values that it leaves out, `near` what stood around the place.
    """

    snapshot: Mapping[str, object]
    starts: Mapping[str, object] = {}
    near: Around = ()
    seed: int | None = None
    setup: Mapping[str, str] | None = None
    choices: Sequence[str] = ()
    learned: Sequence[str] = ()

    @property
    def callers(self) -> list[str]:
        """The calls that play was in, the innermost last."""
        stack = self.snapshot.get("stack")
        return list(map(str, stack)) if isinstance(stack, list | tuple) else []


def snapshot_of(program: Program, machine: Machine) -> Snapshot:
    """The machine's state as plain values under stable names; what stands at its start value is left out."""
    node = machine.node
    point = node.id if node.kind == CHOOSE else f"ending:{node.ending}" if node.kind == END else ""
    values = {
        variable.name: plain_value(variable, value)
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


def starts_of(program: Program, machine: Machine) -> dict[str, Plain]:
    """The declared variables that stand at their start value, which a snapshot leaves out, with that value.

    What no variable declares (visits, choices made) starts the same in every story.
    """
    found = {}
    for name, variable in program.variables.items():
        value = machine.values[program.slot[name]]
        if value == variable.start:
            found[name] = plain_value(variable, value)
    return found


def around(program: Program, machine: Machine) -> Around:
    """What stands around the place where the machine is, and around the calls that it is in."""
    return [surroundings(program, one.scene).anchor(one.number) for one in (*machine.stack, machine.node)]


def kept_of(program: Program, machine: Machine) -> SavedPlace:
    """What a save keeps of where the machine stands."""
    return SavedPlace(snapshot_of(program, machine), starts_of(program, machine), around(program, machine))


def is_there(program: Program, machine: Machine, kept: SavedPlace, base: State) -> bool:
    """Whether the machine, which has made the choices of a save again, stands where that was made and with its values.

    What the save did not know (a variable, or that something is counted) may be as the choices have made it.
    """
    now, state = snapshot_of(program, machine), machine.state()
    try:
        like = kept.near and is_like(kept.near[-1], around(program, machine)[-1])
        if not like and [now["scene"], now["point"], now["stack"]] != [
            kept.snapshot.get(key) for key in ("scene", "point", "stack")
        ]:
            before = state_from(program, kept, base)
            if (state.scene, state.block, state.stack) != (before.scene, before.block, before.stack):
                return False
        *_, before = _read(program, kept, base)
    except ResumeError:
        return False
    saved = kept.snapshot["values"]
    assert isinstance(saved, Mapping)
    known = saved.keys() | kept.starts.keys()
    same = all(
        was == is_now
        for variable, was, is_now in zip(program.slots, before.values, state.values, strict=True)
        if variable.name in known or not (variable.hidden or kept.starts)
    )
    return same and (state.texts, state.draws) == (before.texts, before.draws)


def state_from(program: Program, kept: SavedPlace, base: State) -> State:
    """The state that a save describes, in this program.

    The place is found by its name and by what stood around it. Variables the story no longer has are left out, and new
    ones keep their start value.

    Raises:
        ResumeError: the scene, the choices or a caller is gone, or the snapshot is not one.
    """
    scene, point, callers, state = _read(program, kept, base)
    anchors = _anchors(kept.near, callers)
    place = found(program, scene, point, anchors[-1])
    if place is None and scene not in program.scene_index:
        raise ResumeError(f"the scene {scene} is no longer in the story")
    if place is None:
        raise ResumeError(f"the place in the scene {scene} where you stopped has changed")
    stack: list[tuple[int, int]] = []
    for caller, anchor in zip(reversed(callers), reversed(anchors[:-1]), strict=True):
        now = program.scene_ids[(stack[-1] if stack else place)[0]]
        stack.append(_caller(program, *called_now(caller, anchor, scene, now)))
        scene = caller.partition("@")[0]
    return state._replace(scene=place[0], block=place[1], stack=tuple(reversed(stack)))


def beginning_from(program: Program, kept: SavedPlace, base: State) -> State:
    """The state at the beginning of the scene where a save was made, with its values.

    Where that scene or the way back from it is gone, it is the scene that it was called from. How often a scene was entered
    counts as if play had not come to it yet.

    Raises:
        ResumeError: none of the scenes is in the story, or the snapshot is not one.
    """
    scene, _, callers, state = _read(program, kept, base)
    stack: list[tuple[int, int]] = []
    scenes = [*(one.partition("@")[0] for one in callers), scene]
    anchors = _anchors(kept.near, callers)
    start: tuple[int, tuple[tuple[int, int], ...]] | None = None
    for number, name in enumerate(scenes):
        if name in program.scene_index:
            start = program.scene_index[name], tuple(stack)
        if number < len(callers):
            try:
                stack.append(_caller(program, callers[number], anchors[number]))
            except ResumeError:
                break
    if start is None:
        raise ResumeError(f"the scene {scene} is no longer in the story")
    index, back = start
    values = list(state.values)
    visits = program.slot.get(f"visits:{program.scene_ids[index]}")
    if visits is not None:
        values[visits] = max(0, values[visits] - 1)
    block = program.scene(index).entries[0]
    return state._replace(scene=index, block=block, stack=back, values=tuple(values))


def _anchors(near: Around, callers: Sequence[str]) -> Around:
    """An anchor for each caller and for the place, empty ones where a save has none that fit."""
    return near if len(near) == len(callers) + 1 else [Anchor()] * (len(callers) + 1)


def _read(program: Program, kept: SavedPlace, base: State) -> tuple[str, str, list[str], State]:
    """The scene, the place and the callers that a save names, and its values in a state that stands nowhere yet."""
    scene, point, saved, told, draws = map(kept.snapshot.get, ("scene", "point", "values", "texts", "draws"))
    if not (
        (isinstance(scene, str) and isinstance(point, str) and isinstance(draws, int))
        and (
            isinstance(saved, Mapping)
            and isinstance(told, Mapping)
            and isinstance(kept.snapshot.get("stack"), list | tuple)
        )
    ):
        raise ResumeError("the snapshot is not complete")
    callers = kept.callers
    if len(callers) > DEEPEST_CALL:
        raise ResumeError("the snapshot is not one of this game's")
    values = list(base.values)
    for name, written in {**kept.starts, **saved}.items():
        slot = program.slot.get(name)
        if slot is not None:
            values[slot] = read_value(program.slots[slot], written)
    texts = tuple(str(told.get(one[0], text)) for one, text in zip(program.texts, base.texts, strict=True))
    state = State(0, 0, (), tuple(values), texts, base.seed, max(0, draws))
    return scene, point, callers, state


def _caller(program: Program, identity: str, anchor: Anchor) -> tuple[int, int]:
    scene = identity.partition("@")[0]
    place = found(program, scene, identity, anchor)
    if place is None:
        raise ResumeError(f"the scene {scene}, which was to go on later, has changed")
    return place
