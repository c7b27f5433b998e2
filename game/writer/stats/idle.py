"""Options that do nothing: they change no value, lead where their neighbours lead, and are never asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from game.program.forms.expressions import reads
from game.program.forms.texts import arms
from game.program.forms.types import Expr, Segments
from game.program.model import (
    BasicBlock,
    Branch,
    Call,
    Choice,
    Choose,
    Draw,
    End,
    Jump,
    Learn,
    Program,
    Scene,
    Set,
    Target,
    Text,
)

Stop: TypeAlias = "tuple[str, object]"
"""Where a way ends: at a list of choices, in another scene, at an ending, or on return."""


class IdleOptions(NamedTuple):
    """The options of a story: how many there are, which do nothing, and the lists (by their scene) that have no other."""

    options: int
    idle: tuple[str, ...]
    lists: tuple[str, ...]


class _Way(NamedTuple):
    """What an option leads through until the next list, and where it stops."""

    blocks: frozenset[int]
    stops: frozenset[Stop]


def idle_options(program: Program) -> IdleOptions:
    """Look at every list of choices of a story."""
    asked = _Asked(program)
    options = 0
    idle: list[str] = []
    lists: list[str] = []
    for name in program.scene_ids:
        scene = program.scene(name)
        for number, block in enumerate(scene.blocks):
            if not isinstance(block.exit, Choose) or not block.exit.choices:
                continue
            options += len(block.exit.choices)
            those = list(_idle_in(scene, number, block.exit, asked))
            idle += those
            if len(those) == len(block.exit.choices):
                lists.append(name)
    return IdleOptions(options, tuple(idle), tuple(lists))


def _idle_in(scene: Scene, number: int, offered: Choose, asked: _Asked) -> Iterator[str]:
    ways = [_way(scene, choice.target, number) for choice in offered.choices]
    common = frozenset.intersection(*(way.blocks for way in ways)) if len(ways) > 1 else frozenset[int]()
    same = len({way.stops for way in ways}) == 1
    for choice, way in zip(offered.choices, ways, strict=True):
        own = [scene.blocks[block] for block in way.blocks - common]
        if same and not any(_does(block, choice, asked) for block in own):
            yield choice.id


def _does(block: BasicBlock, choice: Choice, asked: _Asked) -> bool:
    if isinstance(block.exit, Call | Draw):
        return True
    return any(
        isinstance(op, Learn) or (isinstance(op, Set) and asked.elsewhere(op.slot, choice.id)) for op in block.ops
    )


def _way(scene: Scene, target: Target, start: int) -> _Way:
    """The blocks from a target to the next lists; `start` is the list it comes from."""
    blocks: set[int] = set()
    stops: set[Stop] = set()
    ahead: list[Target] = [target]
    while ahead:
        there = ahead.pop()
        if not isinstance(there, int):
            stops.add(("scene", there))
            continue
        if there == start:
            stops.add(("list", start))
            continue
        if there in blocks:
            continue
        blocks.add(there)
        end = scene.blocks[there].exit
        if isinstance(end, Choose):
            stops.add(("list", there))
        elif isinstance(end, Jump):
            ahead.append(end.target)
        elif isinstance(end, Branch):
            ahead += [end.then, end.otherwise]
        elif isinstance(end, Call):
            ahead.append(end.back)
        elif isinstance(end, Draw):
            ahead += [end.back, end.otherwise]
        elif isinstance(end, End):
            stops.add(("end", end.ending))
        elif end.target is None:
            stops.add(("return", None))
        else:
            ahead.append(end.target)
    return _Way(frozenset(blocks), frozenset(stops))


class _Asked:
    """Which slots are read, and by whom: a counter that only its own choice reads is asked for by nobody."""

    def __init__(self, program: Program) -> None:
        self._hidden = [one.hidden for one in program.slots]
        self._readers: dict[int, set[str]] = {}
        for name in program.scene_ids:
            for block in program.scene(name).blocks:
                self._block(block)
        for entry in program.codex.values():
            for text in entry.texts:
                self._text("", text.segments)
        for promise in program.always:
            self._expr("", promise.condition)

    def elsewhere(self, slot: int, choice: str) -> bool:
        """Whether setting a slot is more than a choice's own memory. Any variable of the story is: that somebody reads it, `hambies check` sees to."""
        return not self._hidden[slot] or bool(self._readers.get(slot, set()) - {choice})

    def _block(self, block: BasicBlock) -> None:
        for op in block.ops:
            if isinstance(op, Text):
                self._text("", op.segments)
            elif isinstance(op, Set):
                for slot in reads(op.value):
                    if slot != op.slot:
                        self._readers.setdefault(slot, set()).add("")
        end = block.exit
        if isinstance(end, Branch):
            self._expr("", end.condition)
        elif isinstance(end, Choose):
            for choice in end.choices:
                self._expr(choice.id, choice.shown)
                self._expr(choice.id, choice.needs)
                self._text(choice.id, choice.label)
                self._text(choice.id, choice.reason)
        elif isinstance(end, Draw):
            for storylet in end.storylets:
                self._expr("", storylet.when)

    def _text(self, reader: str, segments: Segments) -> None:
        for segment in segments:
            if isinstance(segment, str):
                continue
            if segment[0] == "?":
                self._expr(reader, segment[1])
            elif segment[0] == "v":
                self._readers.setdefault(segment[1], set()).add(reader)
            for arm in arms(segment):
                self._text(reader, arm)

    def _expr(self, reader: str, expr: Expr | None) -> None:
        for slot in () if expr is None else reads(expr):
            self._readers.setdefault(slot, set()).add(reader)
