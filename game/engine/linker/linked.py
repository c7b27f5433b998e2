"""A Program made quick to step: blocks turned, when play first comes to them, into nodes that hold little.

Nothing is decided here. What one variable decides becomes a table (`game.engine.linker.tables`), a text that can
only read a few ways is written beforehand (`game.engine.linker.texts`), and everything wider becomes a
function. A long story is slow because its scenes do not fit the processor's caches, so each turn should touch few objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from game.engine.linker.nodes import (
    BRANCH,
    CALL,
    DRAW,
    END,
    INSET,
    JOIN,
    JUMP,
    LEARN,
    PICK,
    RETURN,
    SET,
    STATIC,
    TABLE,
    TEXT,
    Effects,
    LinkedBlock,
    LinkedChoice,
    LinkedOp,
    Offered,
)
from game.engine.linker.tables import Tables, changed
from game.engine.linker.texts import RenderContext, Template
from game.engine.turn import Block, Passing, Span
from game.program import model
from game.program.graph.weights import Weights
from game.program.model import Program, Target

_MOST_GATES: Final = 4
"""Tests that may decide which choices of a node are there, if what each case offers is kept."""

_new = tuple.__new__


class Linked:
    """The nodes of a program, each made when it is first asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tables = Tables(program)
        self._weights = Weights(program)
        self._scenes: list[list[LinkedBlock | model.BasicBlock] | None] = [None] * len(program.scene_ids)
        self._entries: dict[int, Sequence[int]] = {}
        """Where a scene's beginning and labels are, for scenes where that is not just the first block."""

    def node(self, scene: int, block: int) -> LinkedBlock:
        """A block of a scene."""
        nodes = self._scenes[scene]
        if nodes is None:
            nodes = self._open(scene)
        found = nodes[block]
        if isinstance(found, LinkedBlock):
            return found
        node = nodes[block] = self._link(scene, block, found)
        return node

    def entry(self, scene: int, entry: int = 0) -> LinkedBlock:
        """The beginning of a scene, or one of its labels."""
        if self._scenes[scene] is None:
            self._open(scene)
        entries = self._entries.get(scene)
        return self.node(scene, 0 if entries is None else entries[entry])

    def follow(self, node: LinkedBlock, target: Target) -> LinkedBlock:
        """The node a target of this node means."""
        if isinstance(target, int):
            return self.node(node.scene, target)
        return self.entry(target[0], target[1])

    def thread(self, node: LinkedBlock, choice: LinkedChoice) -> LinkedBlock:
        """Jump threading: where a choice of a node leads, remembered in the choice.

        A block that only has simple effects and goes on is not entered: its effects become the choice's.
        """
        scene, number = self._place(node, choice.target)
        ops, exit_ = self.program.scene(scene).blocks[number]
        if isinstance(exit_, model.Jump) and (effects := self._simple(ops)) is not None:
            choice.effects = effects
            target = exit_.target
            landing = self.node(scene, target) if isinstance(target, int) else self.entry(*target)
        else:
            landing = self.node(scene, number)
        choice.landing = landing
        return landing

    def offer(self, node: LinkedBlock, case: int, values: list[int]) -> Offered:
        """What a node offers in a case that play has not come to before."""
        choices = tuple([one for one in node.choices if one.shown(values)])
        assert node.known is not None
        for known in node.known:
            if known is not None and known.choices == choices:
                break
        else:
            known = self._offered(choices)
        node.known[case] = known
        return known

    def _offered(self, choices: tuple[LinkedChoice, ...]) -> Offered:
        return Offered(choices)

    def _simple(self, ops: Sequence[model.Op]) -> Effects | None:
        """The operations of a block that does nothing but change variables by themselves; None for any other."""
        found: list[LinkedOp] = []
        for op in ops:
            if not isinstance(op, model.Set):
                return None
            made = _set(op, self.tables)
            if made[0] != TABLE:
                return None
            found.append(made)
        return tuple(found)

    def _place(self, node: LinkedBlock, target: Target) -> tuple[int, int]:
        """The scene and the block that a target of a node means."""
        if isinstance(target, int):
            return node.scene, target
        scene, entry = target
        if self._scenes[scene] is None:
            self._open(scene)
        entries = self._entries.get(scene)
        return scene, 0 if entries is None else entries[entry]

    def _open(self, index: int) -> list[LinkedBlock | model.BasicBlock]:
        """Take in a scene, none of whose blocks are linked yet."""
        scene = self.program.scene(
            index
        )  # which keeps it: blocks that are let go leave holes that nodes then lie scattered in
        if len(scene.entries) > 1 or scene.entries[0]:
            self._entries[index] = scene.entries
        nodes: list[LinkedBlock | model.BasicBlock] = list(scene.blocks)
        self._scenes[index] = nodes
        return nodes

    def _link(self, scene: int, number: int, block: model.BasicBlock) -> LinkedBlock:
        node = LinkedBlock(scene, self.program.scene_ids[scene], number)
        node.ops = linked_ops(block.ops, self.tables)
        slots = self.program.slots
        node.writes = tuple([one for kind, one, _ in node.ops if kind in (TABLE, SET) and not slots[one].hidden])
        node.weight = self._weights.of(block.ops, block.exit)
        _exit(node, block.exit, self.tables)
        return node


def _exit(node: LinkedBlock, exit_: model.Exit, tables: Tables) -> None:
    if isinstance(exit_, model.Choose):
        node.name, node.other = exit_.id, exit_.fallback
        node.choices = tuple([LinkedChoice(choice, tables) for choice in exit_.choices])
        if all([one.words is None for one in node.choices]):  # noqa: C419 - a list is faster for so few
            _gate(node)
    elif isinstance(exit_, model.Jump):
        node.kind, node.next = JUMP, exit_.target
    elif isinstance(exit_, model.Branch):
        node.kind, node.more = BRANCH, tables.test(exit_.condition)
        node.next, node.other = exit_.then, exit_.otherwise
    elif isinstance(exit_, model.Call):
        node.kind, node.name, node.next, node.back = CALL, exit_.id, exit_.target, exit_.back
    elif isinstance(exit_, model.Return):
        node.kind, node.next = RETURN, exit_.target
    elif isinstance(exit_, model.Draw):
        node.kind, node.name, node.back, node.other = DRAW, exit_.id, exit_.back, exit_.otherwise
        storylets = [
            (None if one.when is None else tables.test(one.when), one.weight, one.target) for one in exit_.storylets
        ]
        node.more = (exit_.random, storylets)
    else:
        node.kind, node.name = END, exit_.ending


def _gate(node: LinkedBlock) -> None:
    """Note which tests decide what a node offers, if there are few."""
    gates = [gate for one in node.choices for gate in (one.gate, one.rest) if gate is not None]
    if len(gates) <= _MOST_GATES:
        node.gates = tuple(gates)
        node.known = [None] * (1 << len(gates))


def linked_ops(ops: Sequence[model.Op], tables: Tables) -> tuple[LinkedOp, ...]:
    """A block's operations as the machine runs them."""
    result: list[LinkedOp] = []
    still: list[Block] = []
    for op in ops:
        if isinstance(op, model.Text) and op.role == model.JOINT:
            from game.engine.linker.joints import joint  # few stories have any

            made: LinkedOp = (JOIN, joint(op, tables), None)
        elif isinstance(op, model.Text):
            template = Template(op.segments, tables, op.role)
            if template.fixed is not None:
                block = _block(op, *template.fixed)
                if block is not None:
                    still.append(block)
                continue
            made = _text(op, template)
        elif isinstance(op, model.Set):
            made = _set(op, tables)
        else:
            made = (LEARN, op.entry, None)
        if still:
            result.append((STATIC, tuple(still), None))
            still.clear()
        result.append(made)
    if still:
        result.append((STATIC, tuple(still), None))
    return tuple(result)


def _block(op: model.Text, text: str, spans: tuple[Span, ...]) -> Block | None:
    return _new(Block, (op.id, op.role, op.speaker, text, spans, ())) if text else None


def _text(op: model.Text, template: Template) -> LinkedOp:
    if template.outcomes:
        blocks = [_block(op, *one) for one in template.outcomes]
        return (PICK, template.slot, (template.selector, *blocks))
    identity, role, speaker, write = op.id, op.role, op.speaker, template.write
    if template.inset is not None:
        return (INSET, template.slot, (*template.inset, identity, role, speaker))

    def block(values: list[int], run: RenderContext) -> Block | None:
        text, spans = write(values, run)
        return _new(Passing, (identity, role, speaker, text, spans, ())) if text else None

    return (TEXT, block, None)


def _set(op: model.Set, tables: Tables) -> LinkedOp:
    made = tables.operations.get(op)
    if made is None:
        found = tables.change(op.slot, op.value)
        made = (SET, op.slot, changed(tables, op.slot, op.value)) if found is None else tables.shared((TABLE, *found))
        tables.operations[op] = made
    return made
