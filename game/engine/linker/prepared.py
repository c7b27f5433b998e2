"""Nodes whose texts a front has written in its own way when play first comes to them, so that a turn is only put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from game.engine.linker.linked import INSET, PICK, STATIC, TEXT, Linked, LinkedBlock, LinkedOp, Writer
from game.engine.turn import Block, Option
from game.program import model
from game.program.model import Program

Prewritten: TypeAlias = Any
"""A block as a front has written it."""


class Scribe(Protocol):
    """How a front writes what is shown."""

    def block(self, block: Block) -> Prewritten:
        """A block that is always the same."""

    def joined(self, blocks: Sequence[Prewritten]) -> Prewritten:
        """Blocks that always follow one another, as one."""

    def inset(self, slot: int, strings: Sequence[str], before: str, after: str, block: Block) -> Writer:
        """What writes a block in which `strings[values[slot]]` stands between two texts; the block itself has none."""

    def passing(self, write: Writer) -> Writer:
        """What writes the blocks that `write` makes, all of one line."""

    def option(self, option: Option) -> Option:
        """An option that is always the same, with what was written for it kept behind its fields."""


class Prepared(Linked):
    """The nodes of a program for one front. In the turns that are played on them what the scribe has written stands for each block."""

    def __init__(self, program: Program, scribe: Scribe) -> None:
        super().__init__(program)
        self._scribe = scribe

    def _link(self, scene: int, number: int, block: model.BasicBlock) -> LinkedBlock:
        node = super()._link(scene, number, block)
        node.ops = tuple([self._written(op) for op in node.ops])
        for choice in node.choices:
            if choice.option is not None:
                choice.option = self._scribe.option(choice.option)
        if node.always is not None:
            node.always = tuple([one.option for one in node.choices if one.option is not None])
        return node

    def _written(self, op: LinkedOp) -> LinkedOp:
        scribe, (kind, one, two) = self._scribe, op
        if kind == STATIC:
            return (STATIC, (scribe.joined([scribe.block(block) for block in one]),), None)
        if kind == PICK:
            selector, *blocks = two
            return (PICK, one, (selector, *[None if block is None else scribe.block(block) for block in blocks]))
        if kind == INSET:
            strings, before, after, identity, role, speaker = two
            block = Block(identity, role, speaker, "", ())
            return (TEXT, scribe.inset(one, strings, before, after, block), None)
        if kind == TEXT:
            return (TEXT, scribe.passing(one), None)
        return op
