"""Plays choices and tells what was shown on the way: which scenes, lines, and arms of lines.

It is the engine's own machine over the same nodes, with a watcher before each text; so what is told is what a
player reads. Slower than a session, and only for coverage and the like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from game.engine.linked import TEXT, Linked, LinkedChoice, Node, Run, Template, _ops
from game.engine.machine import chosen, opening
from game.engine.turn import Block, Option, Turn
from game.program import model
from game.program.evaluate import evaluate
from game.program.model import Program, Segment

ArmPath: TypeAlias = tuple[int, ...]
"""Where an arm stands in its line: the index of a segment, the arm's number, and so on inwards. () is the line itself."""

Entered: TypeAlias = Callable[[str, int], None]
"""Told of each block that is played: its scene's id and its number."""
Shown: TypeAlias = Callable[[str, ArmPath], None]
"""Told of each line shown (by its id, or a choice's id for its label) and each arm in it."""


class Observed:
    """A program under watch. Several playthroughs can be played on one of these."""

    def __init__(self, program: Program, entered: Entered, shown: Shown) -> None:
        self._linked = _Watched(program, entered, shown)

    def play(self, choices: Iterable[str], *, seed: int | None = None, setup: Mapping[str, str] | None = None) -> Turn:
        """Play from the beginning and return the last turn.

        Raises:
            SetupError, ChoiceError: the answers or a choice do not fit.
        """
        machine = opening(self._linked, seed or 0, dict(setup or {}))
        turn = machine.play(machine.node)
        for identity in choices:
            turn = machine.play(chosen(machine, identity))
        return turn


class _Watched(Linked):
    """Nodes whose texts and labels tell what they show."""

    def __init__(self, program: Program, entered: Entered, shown: Shown) -> None:
        super().__init__(program)
        self._entered = entered
        self._shown = shown

    def _link(self, index: int) -> list[Node]:
        nodes = super()._link(index)
        scene = self.program.scene(index)
        for node, block in zip(nodes, scene.blocks, strict=True):
            ops: list[tuple[int, object, object]] = [(TEXT, self._door(scene.id, node.number), None)]
            for op in block.ops:
                if isinstance(op, model.Text):
                    ops.append((TEXT, self._writer(op), None))
                else:
                    ops += _ops((op,), self.program)
            node.ops = tuple(ops)
            if isinstance(block.exit, model.Choose):
                node.always = None
                node.choices = tuple(_WatchedChoice(choice, self.program, self._shown) for choice in block.exit.choices)
        return nodes

    def _door(self, scene: str, number: int) -> Callable[[list[int], Run], Block | None]:
        def come(values: list[int], run: Run) -> Block | None:  # noqa: ARG001 - the shape of a writer
            self._entered(scene, number)
            return None

        return come

    def _writer(self, op: model.Text) -> Callable[[list[int], Run], Block | None]:
        template = Template(op.segments, self.program)
        shown = self._shown

        def write(values: list[int], run: Run) -> Block | None:
            before = tuple(values)
            text, spans = template.write(values, run)
            if not text:
                return None
            shown(op.id, ())
            for path in arms_shown(op.segments, before, values):
                shown(op.id, path)
            return Block(op.id, op.role, op.speaker, text, spans)  # type: ignore[arg-type]  # a Role

        return write


class _WatchedChoice(LinkedChoice):
    """A choice that tells which arms of its label were shown when it is offered."""

    __slots__ = ("_segments", "_tell")

    def __init__(self, choice: model.Choice, program: Program, shown: Shown) -> None:
        super().__init__(choice, program)
        self._segments = choice.label
        self._tell = shown
        self.option = None  # so that it is asked for every time

    def offer(self, values: list[int], run: Run) -> Option:
        before = tuple(values)
        option = super().offer(values, run)
        for path in arms_shown(self._segments, before, values):
            self._tell(self.id, path)
        return option


def arms_shown(
    segments: Sequence[Segment], before: Sequence[int], after: Sequence[int], around: ArmPath = ()
) -> Iterable[ArmPath]:
    """The arms of a text that were shown, given the values before and after it was written."""
    for index, segment in enumerate(segments):
        if isinstance(segment, str) or segment[0] not in ("?", "a"):
            continue
        if segment[0] == "?":
            arm = 0 if evaluate(segment[1], before) else 1
            inside = segment[2 + arm]
        else:
            slot = int(segment[2])
            arm = _alternative(segment[1], before[slot], after[slot], len(segment[3]))
            inside = segment[3][arm]
        path = (*around, index, arm)
        yield path
        yield from arms_shown(inside, before, after, path)


def _alternative(kind: str, before: int, after: int, count: int) -> int:
    """Which text of an alternative was shown: its counter says, for a shuffle by the bit that is new."""
    if kind != "shuffle":
        return before
    if before == (1 << count) - 1:
        before = 0
    return (after & ~before).bit_length() - 1
