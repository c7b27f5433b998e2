"""Nodes whose texts a front has written in its own way when play first comes to them, so that a turn is only put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from game.engine.linker.linked import Linked
from game.engine.linker.nodes import (
    INSET,
    PICK,
    SAID,
    STATIC,
    TEXT,
    LinkedBlock,
    LinkedChoice,
    LinkedOp,
    Offered,
    Writer,
)
from game.engine.turn import Block, Option
from game.program import model
from game.program.model import Program

Prewritten: TypeAlias = Any
"""A block as a front has written it."""


class Scribe(Protocol):
    """How a front writes what is shown."""

    def scene(self, name: str) -> Prewritten:
        """What is told of a scene."""

    def block(self, block: Block) -> Prewritten:
        """A block that is always the same."""

    def blocks(self, blocks: Sequence[Block | None]) -> Sequence[Prewritten]:
        """The ways in which one line reads; None where it is not there."""

    def joined(self, blocks: Sequence[Prewritten]) -> Prewritten:
        """Blocks that always follow one another, as one."""

    def inset(
        self, strings: Sequence[str], before: str, after: str, block: Block
    ) -> tuple[Prewritten, Sequence[Prewritten]]:
        """A block in which one of the strings stands between two texts; the block itself has none.

        It is a frame and a word for each string: `frame % (word, word)` is the block.
        """

    def framed(self, said: Prewritten) -> Prewritten:
        """What is always the same as a part of a frame."""

    def passing(self, write: Writer) -> Writer:
        """What writes the blocks that `write` makes, all of one line."""

    def option(self, option: Option) -> Option:
        """An option that is always the same, with what was written for it kept behind its fields."""

    def offered(self, options: Sequence[Option]) -> Prewritten:
        """All such options of a turn."""


class Prepared(Linked):
    """The nodes of a program for one front. In the turns that are played on them what the scribe has written stands for the scene and for each block."""

    def __init__(self, program: Program, scribe: Scribe) -> None:
        super().__init__(program)
        self._scribe = scribe

    def _link(self, scene: int, number: int, block: model.BasicBlock) -> LinkedBlock:
        node = super()._link(scene, number, block)
        node.place = self._scribe.scene(node.place)
        if node.ops:
            node.ops = self._written(node.ops)
        if node.known is None:
            self._write(node.choices)
        return node

    def _offered(self, choices: tuple[LinkedChoice, ...]) -> Offered:
        self._write(choices)
        offered = super()._offered(choices)
        offered.said = self._scribe.offered(offered.options)
        return offered

    def _write(self, choices: Sequence[LinkedChoice]) -> None:
        """Write the options that are always the same, where that has not been done."""
        for choice in choices:
            if choice.option.__class__ is Option:
                choice.option = self._scribe.option(choice.option)

    def _written(self, ops: Sequence[LinkedOp]) -> tuple[LinkedOp, ...]:
        """The operations with what is written in place of blocks; what stands beside one another is one text, with one place for words at most."""
        scribe = self._scribe
        made: list[LinkedOp] = []
        for op in ops:
            kind, one, two = op
            if kind == STATIC:
                said = scribe.joined([scribe.block(block) for block in one])
                if made and made[-1][0] == SAID:
                    _, field, frame = made[-1]
                    made[-1] = (SAID, field, scribe.joined((frame, scribe.framed(said))))
                    continue
                op = (STATIC, (said,), None)
            elif kind == PICK:
                selector, *blocks = two
                op = (PICK, one, (selector, *scribe.blocks(blocks)))
            elif kind == INSET:
                strings, before, after, identity, role, speaker = two
                frame, words = scribe.inset(strings, before, after, Block(identity, role, speaker, "", ()))
                if made and made[-1][0] == STATIC:
                    frame = scribe.joined((scribe.framed(made.pop()[1][0]), frame))
                op = (SAID, self.tables.shared((one, words)), frame)
            elif kind == TEXT:
                op = (TEXT, scribe.passing(one), None)
            made.append(op)
        return tuple(made)
