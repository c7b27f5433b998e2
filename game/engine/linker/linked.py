"""A Program made quick to step: blocks turned, when play first comes to them, into nodes that hold little.

Nothing is decided here. What one variable decides becomes a table (`game.engine.linker.tables`), a text that can
only read a few ways is written beforehand (`game.engine.linker.texts`), and everything wider becomes a
function. A long story is slow because its scenes do not fit the processor's caches, so each turn should touch few objects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from game.engine.linker.tables import Predicate, Table, Tables, changed
from game.engine.linker.texts import RenderContext, Template
from game.engine.turn import Block, Option, Passing, Span
from game.program import model
from game.program.forms.expressions import every
from game.program.forms.types import Expr
from game.program.model import Program, Target
from game.program.weights import Weights

STATIC: Final = 0
"""(STATIC, blocks, None): text that is always the same."""
TABLE: Final = 1
"""(TABLE, slot, table): the slot takes `table[value]`."""
PICK: Final = 2
"""(PICK, slot, (selector, block, …)): one of the ready blocks (or None), `1 + selector[value]` says which."""
INSET: Final = 3
"""(INSET, slot, (strings, before, after, id, role, speaker)): a block with one value in its words."""
TEXT: Final = 4
"""(TEXT, writer, None): text that depends on more; the writer gives a block, or None for nothing."""
SET: Final = 5
"""(SET, slot, function): the slot takes the function of the values."""
LEARN: Final = 6
"""(LEARN, entry, None)."""
JOIN: Final = 7
"""(JOIN, join, None): text that runs on in the paragraph before it; the function adds it to the blocks of the turn."""

CHOOSE: Final = 0
JUMP: Final = 1
BRANCH: Final = 2
CALL: Final = 3
RETURN: Final = 4
DRAW: Final = 5
END: Final = 6

LinkedOp: TypeAlias = tuple[int, Any, Any]
"""One of the above; no closed types, since the machine's loop takes all of them apart in one go before it looks at the kind."""
Writer: TypeAlias = Callable[[list[int], RenderContext], "Block | None"]
Effects: TypeAlias = tuple[tuple[int, Table], ...]

_new = tuple.__new__


class ChoiceWords:
    """What a choice says where that is not the same each time, and what else decides about it."""

    __slots__ = ("further", "label", "needs", "reason")

    def __init__(self, choice: model.Choice, label: Template, further: Predicate | None, tables: Tables) -> None:
        self.label = label
        self.reason = Template(choice.reason, tables)
        self.needs: Predicate | None = None if choice.needs is None else tables.test(choice.needs)
        self.further = further


class LinkedChoice:
    """One choice, ready to be offered.

    It is hidden unless `table[values[slot]]` (`table` None: always there) and, where `rest` is a slot
    and a table, those hold too. `option` is given where label and state never change; otherwise ask `offer`.
    Taking it has the `effects`, and leads to `landing` once play has gone there.
    """

    __slots__ = ("effects", "id", "landing", "option", "rest", "slot", "table", "target", "words")

    def __init__(self, choice: model.Choice, tables: Tables) -> None:
        self.id = choice.id
        self.slot = 0
        self.table: Table | None = None
        self.rest: tuple[int, Table] | None = None
        self.target: Target = choice.target
        self.landing: LinkedBlock | None = None
        self.effects: Effects = ()
        further = None if choice.shown is None else self._gate(choice.shown, tables)
        label = Template(choice.label, tables)
        self.option: Option | None = None
        self.words: ChoiceWords | None = None
        if choice.needs is None and further is None and label.fixed is not None:
            self.option = _new(Option, (choice.id, *label.fixed, True, ""))
        else:
            self.words = ChoiceWords(choice, label, further, tables)

    def _gate(self, shown: Expr, tables: Tables) -> Predicate | None:
        """Put up to two tests on one variable each into tables; what is left is returned."""
        parts = shown[1:] if shown[0] == "and" else (shown,)
        found = [(part, truth) for part in parts if (truth := tables.truth(part)) is not None][:2]
        if found:
            self.slot, self.table = found[0][1]
        if len(found) == 2:
            self.rest = tables.shared(found[1][1])
        used = [part for part, _ in found]
        left = [part for part in parts if not any(part is one for one in used)]
        if not left:
            return None
        return tables.test(left[0] if len(left) == 1 else every(left))

    def shown(self, values: list[int]) -> bool:
        """Whether the choice is there at all, open or closed."""
        if self.table is not None and not self.table[values[self.slot]]:
            return False
        if self.rest is not None and not self.rest[1][values[self.rest[0]]]:
            return False
        words = self.words
        return words is None or words.further is None or bool(words.further(values))

    def offer(self, values: list[int], run: RenderContext) -> Option:
        """The option as it stands now, for a choice that is shown."""
        words = self.words
        if words is None:
            assert self.option is not None  # a choice has one or the other
            return self.option
        label, spans = words.label.write(values, run)
        if words.needs is not None and not words.needs(values):
            return Option(self.id, label, spans, False, words.reason.write(values, run)[0])
        return Option(self.id, label, spans, True, "")


class LinkedBlock:
    """A block, ready to run. Targets stay as they are in the Program until play first goes there.

    `name` is the stable id of a choice list, call or draw, and the ending's id at an end. `next` is where a
    jump, a branch that holds, a call and a return on to somewhere lead; `other` is the other branch, or what comes
    when nothing can be chosen or drawn; `back` is where a call or draw comes back to.
    """

    __slots__ = (
        "always",
        "back",
        "choices",
        "kind",
        "more",
        "name",
        "next",
        "number",
        "ops",
        "other",
        "place",
        "scene",
        "weight",
        "writes",
    )

    def __init__(self, scene: int, place: str, number: int) -> None:
        self.scene = scene
        self.place = place
        self.number = number
        self.weight = 0
        """How much it can add to a turn."""
        self.name = ""
        self.kind = CHOOSE
        self.ops: tuple[LinkedOp, ...] = ()
        self.writes: tuple[int, ...] = ()
        """The slots that the operations write, but for the hidden ones."""
        self.next: LinkedBlock | Target | None = None
        self.other: LinkedBlock | Target | None = None
        self.back: LinkedBlock | Target | None = None
        self.choices: tuple[LinkedChoice, ...] = ()
        self.always: tuple[Option, ...] | None = None
        """All options, where nothing about them ever changes."""
        self.more: Any = None
        """The condition of a branch; of a draw whether it is random, and its storylets as (when, weight, target)."""

    @property
    def id(self) -> str:
        """The stable identity of a choice list, call or draw."""
        return self.name

    @property
    def ending(self) -> str:
        """The ending's id, at an end."""
        return self.name


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

    def land(self, node: LinkedBlock, choice: LinkedChoice) -> LinkedBlock:
        """Where a choice of a node leads, remembered in the choice.

        A block that only has simple effects and goes on is not entered: its effects become the choice's.
        """
        landing = self.follow(node, choice.target)
        if landing.kind == JUMP and all(op[0] == TABLE for op in landing.ops):
            choice.effects = tuple([self.tables.shared((slot, table)) for _, slot, table in landing.ops])
            assert landing.next is not None
            following = landing.next
            landing = following if isinstance(following, LinkedBlock) else self.follow(landing, following)
        choice.landing = landing
        return landing

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
        if node.choices and all(one.option is not None and one.table is None for one in node.choices):
            node.always = tuple([one.option for one in node.choices if one.option is not None])
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
    slot, value = op
    key: tuple[object, ...]
    if value[0] == "c":
        key = (slot, value[1])
    elif value[0] in ("+", "-") and value[1][0] == "v" and value[1][1] == slot and value[2][0] == "c":
        key = (slot, value[0], value[2][1])
    else:
        return _operation(op, tables)
    found: LinkedOp | None = tables.operations.get(key)
    if found is None:
        found = tables.operations[key] = _operation(op, tables)
    return found


def _operation(op: model.Set, tables: Tables) -> LinkedOp:
    found = tables.change(op.slot, op.value)
    if found is not None:
        return tables.shared((TABLE, *found))
    return (SET, op.slot, changed(tables, op.slot, op.value))
