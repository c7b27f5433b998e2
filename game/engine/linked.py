"""A Program made quick to step: scenes turned, when first entered, into nodes of tuples.

Nothing is decided here. A condition on one variable becomes the table of its truth, an effect on one
variable the table of its new values; each entry comes from `game.program.evaluate`, so the
meaning stays in one place. Everything wider becomes a compiled function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from game.engine.turn import Block, Option, Span, Style
from game.program import model
from game.program.evaluate import compiled, evaluate, reads
from game.program.model import Expr, Program, Segment, Target

STATIC: Final = 0
"""(STATIC, blocks, None): text that is always the same."""
TABLE: Final = 1
"""(TABLE, slot, table): the slot takes `table[value]`."""
CONSTANT: Final = 2
"""(CONSTANT, slot, value)."""
TEXT: Final = 3
"""(TEXT, writer, None): text that depends; the writer gives a block, or None for nothing."""
SET: Final = 4
"""(SET, slot, function): the slot takes the function of the values."""
LEARN: Final = 5
"""(LEARN, entry, None)."""

CHOOSE: Final = 0
JUMP: Final = 1
BRANCH: Final = 2
CALL: Final = 3
RETURN: Final = 4
DRAW: Final = 5
END: Final = 6

_WIDEST_TABLE: Final = 1024
Test: TypeAlias = Callable[[list[int]], Any]


class Run:
    """What a run of text needs besides the values: text variables, and the seeded draws."""

    __slots__ = ("draws", "learned", "seed", "texts")

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self.texts = texts
        self.seed = seed
        self.draws = 0
        self.learned: list[str] = []

    def draw(self, ways: int) -> int:
        """A seeded number from 0 to ways - 1; it depends on the seed and the count of draws alone.

        The mixing function is splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
        """
        self.draws += 1
        mask = 0xFFFFFFFFFFFFFFFF
        mixed = (self.seed + self.draws * 0x9E3779B97F4A7C15) & mask
        mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & mask
        return ((mixed ^ mixed >> 31) * ways) >> 64


Writer: TypeAlias = Callable[[list[int], Run], "Block | None"]


class LinkedChoice:
    """One choice, ready to be offered.

    `slot` and `table` test the common case, a condition on one variable (slot -1: none);
    `rest` is what is left of the condition. `option` is given where the label never changes.
    """

    __slots__ = ("id", "label", "needs", "option", "reason", "rest", "slot", "table")

    def __init__(self, choice: model.Choice, program: Program) -> None:
        self.id = choice.id
        self.slot = -1
        self.table: Sequence[Any] = ()
        self.rest: Test | None = None
        if choice.shown is not None:
            self._gate(choice.shown, program)
        self.needs: Test | None = None if choice.needs is None else test(choice.needs, program)
        self.label = Template(choice.label, program)
        self.reason = Template(choice.reason, program)
        self.option: Option | None = None
        if choice.needs is None and self.label.fixed is not None:
            text, spans = self.label.fixed
            self.option = Option(choice.id, text, spans, True, "")

    def _gate(self, shown: Expr, program: Program) -> None:
        parts = list(shown[1:]) if shown[0] == "and" else [shown]
        for index, part in enumerate(parts):
            found = single(part, program)
            if found is not None:
                self.slot, self.table = found
                del parts[index]
                break
        if parts:
            self.rest = test(parts[0] if len(parts) == 1 else ("and", *parts), program)

    def offer(self, values: list[int], run: Run) -> Option:
        """The option as it stands now, for a choice that is shown."""
        label, spans = self.label.write(values, run)
        if self.needs is not None and not self.needs(values):
            return Option(self.id, label, spans, False, self.reason.write(values, run)[0])
        return Option(self.id, label, spans, True, "")


class Node:
    """A block, ready to run. Targets stay as they are in the Program until play first goes there."""

    __slots__ = (
        "always", "back", "choices", "condition", "ending", "fallback", "id", "kind", "next", "number", "ops", "other",
        "random", "scene", "storylets", "targets",
    )  # fmt: skip

    def __init__(self, scene: int, number: int) -> None:
        self.scene = scene
        self.number = number
        self.id = ""
        self.kind = CHOOSE
        self.ops: tuple[tuple[int, Any, Any], ...] = ()
        self.next: Node | Target | None = None
        self.other: Node | Target | None = None
        self.back: Node | Target | None = None
        self.fallback: Node | Target | None = None
        self.condition: Test | None = None
        self.ending = ""
        self.choices: tuple[LinkedChoice, ...] = ()
        self.targets: dict[str, Node | Target] = {}
        self.always: tuple[Option, ...] | None = None
        """All options, where nothing about them ever changes."""
        self.random = False
        self.storylets: list[tuple[Test | None, int, Target]] = []


class Linked:
    """The nodes of a program, made scene by scene."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._scenes: list[list[Node] | None] = [None] * len(program.scene_ids)
        self._entries: list[Sequence[int]] = [()] * len(program.scene_ids)

    def node(self, scene: int, block: int) -> Node:
        """A block of a scene."""
        nodes = self._scenes[scene]
        return (self._link(scene) if nodes is None else nodes)[block]

    def entry(self, scene: int, entry: int = 0) -> Node:
        """The beginning of a scene, or one of its labels."""
        nodes = self._scenes[scene]
        if nodes is None:
            nodes = self._link(scene)
        return nodes[self._entries[scene][entry]]

    def follow(self, node: Node, target: Target) -> Node:
        """The node a target of this node means."""
        if isinstance(target, int):
            return self.node(node.scene, target)
        return self.entry(target[0], target[1])

    def _link(self, index: int) -> list[Node]:
        scene = self.program.scene(index)
        nodes = [Node(index, number) for number in range(len(scene.blocks))]
        for node, block in zip(nodes, scene.blocks, strict=True):
            node.ops = _ops(block.ops, self.program)
            _exit(node, block.exit, self.program)
        self._entries[index] = scene.entries
        self._scenes[index] = nodes
        return nodes


def _exit(node: Node, exit_: model.Exit, program: Program) -> None:
    if isinstance(exit_, model.Choose):
        node.id = exit_.id
        node.choices = tuple([LinkedChoice(choice, program) for choice in exit_.choices])
        node.targets = {choice.id: choice.target for choice in exit_.choices}
        node.fallback = exit_.fallback
        if all(one.option is not None and one.slot < 0 and one.rest is None for one in node.choices) and node.choices:
            node.always = tuple([one.option for one in node.choices if one.option is not None])
    elif isinstance(exit_, model.Jump):
        node.kind, node.next = JUMP, exit_.target
    elif isinstance(exit_, model.Branch):
        node.kind, node.condition = BRANCH, test(exit_.condition, program)
        node.next, node.other = exit_.then, exit_.otherwise
    elif isinstance(exit_, model.Call):
        node.kind, node.id, node.next, node.back = CALL, exit_.id, exit_.target, exit_.back
    elif isinstance(exit_, model.Return):
        node.kind, node.next = RETURN, exit_.target
    elif isinstance(exit_, model.Draw):
        node.kind, node.id, node.random, node.back, node.other = DRAW, exit_.id, exit_.random, exit_.back, exit_.otherwise
        node.storylets = [
            (None if one.when is None else test(one.when, program), one.weight, one.target) for one in exit_.storylets
        ]
    else:
        node.kind, node.ending = END, exit_.ending


def _ops(ops: Sequence[model.Op], program: Program) -> tuple[tuple[int, Any, Any], ...]:
    result: list[tuple[int, Any, Any]] = []
    still: list[Block] = []

    def settle() -> None:
        if still:
            result.append((STATIC, tuple(still), None))
            still.clear()

    for op in ops:
        if isinstance(op, model.Text):
            template = Template(op.segments, program)
            if template.fixed is not None:
                text, spans = template.fixed
                if text:
                    still.append(Block(op.id, op.role, op.speaker, text, spans))  # type: ignore[arg-type]  # a Role
                continue
            settle()
            result.append((TEXT, template.writer(op), None))
        elif isinstance(op, model.Set):
            settle()
            result.append(_set(op, program))
        else:
            result.append((LEARN, op.entry, None))
    settle()
    return tuple(result)


def _set(op: model.Set, program: Program) -> tuple[int, Any, Any]:
    variable = program.slots[op.slot]
    low, high = variable.low, variable.high
    if op.value[0] == "c":
        return (CONSTANT, op.slot, min(max(op.value[1], low), high))
    if low == 0 and high < _WIDEST_TABLE and set(reads(op.value)) == {op.slot}:
        return (TABLE, op.slot, _table(op.slot, high, lambda values: min(max(evaluate(op.value, values), low), high)))
    value = compiled(op.value)

    def change(values: list[int]) -> int:
        result = value(values)
        return low if result < low else high if result > high else int(result)

    return (SET, op.slot, change)


def _table(slot: int, high: int, function: Callable[[list[int]], int]) -> tuple[int, ...]:
    values = [0] * (slot + 1)
    result = []
    for value in range(high + 1):
        values[slot] = value
        result.append(function(values))
    return tuple(result)


def single(expr: Expr, program: Program) -> tuple[int, Sequence[int]] | None:
    """A condition on one variable that starts at 0, as slot and table of its truth; None for any other."""
    kind = expr[0]
    if kind in _SIMPLE and expr[1][0] == "v" and expr[2][0] == "c":
        slot = expr[1][1]
    elif kind == "v":
        slot = expr[1]
    else:
        slots = set(reads(expr))
        if len(slots) != 1:
            return None
        slot = slots.pop()
    variable = program.slots[slot]
    if variable.low != 0 or variable.high >= _WIDEST_TABLE:
        return None
    return slot, _truth(slot, variable.high, expr)


_SIMPLE: Final[dict[str, Callable[[int, int], bool]]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_truths: dict[tuple[int, str, int], tuple[int, ...]] = {}


def _truth(slot: int, high: int, expr: Expr) -> tuple[int, ...]:
    """The table of a condition; the common shapes are few, and shared."""
    kind = expr[0]
    if kind in _SIMPLE and expr[1][0] == "v" and expr[2][0] == "c":
        key = (high, kind, expr[2][1])
        found = _truths.get(key)
        if found is None:
            found = _truths[key] = _table(slot, high, lambda values: evaluate(expr, values))
        return found
    return _table(slot, high, lambda values: evaluate(expr, values))


def test(expr: Expr, program: Program) -> Test:
    """A condition as a function of the values."""
    found = single(expr, program)
    if found is None:
        return compiled(expr)  # type: ignore[return-value]  # a list is a sequence
    slot, table = found
    return lambda values: table[values[slot]]


class Template:
    """Text with values and conditions in it. `fixed` is the text itself where it never changes."""

    __slots__ = ("_parts", "_plain", "fixed")

    def __init__(self, segments: Sequence[Segment], program: Program) -> None:
        self.fixed: tuple[str, tuple[Span, ...]] | None = None
        if all(isinstance(one, str) or one[0] == "s" for one in segments):
            spans: list[Span] = []
            for one in segments:
                _add(spans, one, "") if isinstance(one, str) else _add(spans, one[1], one[2])
            self.fixed = _closed(spans)
            return
        self._plain = _is_plain(segments)
        self._parts = _parts(segments, program)

    def write(self, values: list[int], run: Run) -> tuple[str, tuple[Span, ...]]:
        """The text and its spans as they stand now."""
        if self.fixed is not None:
            return self.fixed
        if self._plain:
            words: list[str] = []
            _write_plain(self._parts, values, run, words)
            text = "".join(words)
            if "  " in text or text[:1] == " " or text[-1:] == " ":
                text = _folded(text)
            return text, ((text, ""),)
        spans: list[Span] = []
        _write(self._parts, values, run, spans)
        return _closed(spans)

    def writer(self, op: model.Text) -> Writer:
        """A function that writes this text as a block; it gives None where there is nothing to say."""
        identity, role, speaker, write = op.id, op.role, op.speaker, self.write
        new = tuple.__new__

        def block(values: list[int], run: Run) -> Block | None:
            text, spans = write(values, run)
            return new(Block, (identity, role, speaker, text, spans)) if text else None

        return block


# Parts are tuples (kind, …): 0 words, 1 value, 2 text variable, 3 condition on one variable, 4 any condition, 5 alternative.
_Parts: TypeAlias = tuple[tuple[Any, ...], ...]


def _parts(segments: Sequence[Segment], program: Program) -> _Parts:
    result: list[tuple[Any, ...]] = []
    for one in segments:
        if isinstance(one, str):
            result.append((0, one, ""))
        elif one[0] == "s":
            result.append((0, one[1], one[2]))
        elif one[0] == "v":
            result.append(_value(one[1], one[2], program))
        elif one[0] == "t":
            result.append((2, one[1], one[2]))
        elif one[0] == "?":
            then, otherwise = _parts(one[2], program), _parts(one[3], program)
            found = single(one[1], program)
            if found is not None:
                result.append((3, found[0], found[1], then, otherwise))
            else:
                result.append((4, compiled(one[1]), None, then, otherwise))
        else:
            result.append((5, one[1], one[2], tuple(_parts(arm, program) for arm in one[3])))
    return tuple(result)


def _value(slot: int, style: Style, program: Program) -> tuple[Any, ...]:
    variable = program.slots[slot]
    if variable.words:
        return (1, slot, tuple(_parts(word, program) for word in variable.words), style, variable.low)
    if variable.values:
        names: Sequence[str] = variable.values
    elif variable.kind == "bool":
        names = ("no", "yes")
    else:
        return (6, slot, None, style, 0)
    return (1, slot, tuple(((0, name.replace("_", " "), ""),) for name in names), style, variable.low)


def _is_plain(segments: Sequence[Segment]) -> bool:
    for one in segments:
        if isinstance(one, str):
            continue
        if one[0] in ("s", "v", "t"):
            if one[2]:
                return False
        elif one[0] == "?":
            if not (_is_plain(one[2]) and _is_plain(one[3])):
                return False
        elif not all(_is_plain(arm) for arm in one[3]):
            return False
    return True


def _write_plain(parts: _Parts, values: list[int], run: Run, words: list[str]) -> None:
    for part in parts:
        kind = part[0]
        if kind == 0:
            words.append(part[1])
        elif kind == 6:
            words.append(str(values[part[1]]))
        elif kind == 3:
            _write_plain(part[3] if part[2][values[part[1]]] else part[4], values, run, words)
        elif kind == 4:
            _write_plain(part[3] if part[1](values) else part[4], values, run, words)
        elif kind == 1:
            _write_plain(part[2][values[part[1]] - part[4]], values, run, words)
        elif kind == 2:
            words.append(run.texts[part[1]])
        else:
            _write_plain(part[3][_turn(part[1], part[2], len(part[3]), values, run)], values, run, words)


def _write(parts: _Parts, values: list[int], run: Run, spans: list[Span], style: Style = "") -> None:
    for part in parts:
        kind = part[0]
        if kind == 0:
            _add(spans, part[1], part[2] or style)
        elif kind == 6:
            _add(spans, str(values[part[1]]), part[3] or style)
        elif kind == 1:
            _write(part[2][values[part[1]] - part[4]], values, run, spans, part[3] or style)
        elif kind == 2:
            _add(spans, run.texts[part[1]], part[2] or style)
        elif kind == 3:
            _write(part[3] if part[2][values[part[1]]] else part[4], values, run, spans, style)
        elif kind == 4:
            _write(part[3] if part[1](values) else part[4], values, run, spans, style)
        else:
            _write(part[3][_turn(part[1], part[2], len(part[3]), values, run)], values, run, spans, style)


def _turn(kind: str, slot: int, count: int, values: list[int], run: Run) -> int:
    """Which text of an alternative comes now; its counter moves on."""
    value = values[slot]
    if kind == "first":
        values[slot] = min(value + 1, count - 1)
        return value
    if kind == "cycle":
        values[slot] = (value + 1) % count
        return value
    if value == (1 << count) - 1:  # all have been shown: begin again
        value = 0
    left = [index for index in range(count) if not value >> index & 1]
    index = left[run.draw(len(left))]
    values[slot] = value | 1 << index
    return index


def _add(spans: list[Span], text: str, style: Style) -> None:
    if spans:
        before, last = spans[-1]
        if before[-1:] == " " and text[:1] == " ":
            text = text[1:]
        if last == style:
            spans[-1] = (before + text, style)
            return
    if text:
        spans.append((text, style))


def _closed(spans: list[Span]) -> tuple[str, tuple[Span, ...]]:
    """No blanks at either end, and none doubled where an arm was empty."""
    if spans:
        spans[0] = (spans[0][0].lstrip(" "), spans[0][1])
        spans[-1] = (spans[-1][0].rstrip(" "), spans[-1][1])
    done = tuple((text, style) for text, style in spans if text)
    return "".join([text for text, _ in done]), done


def _folded(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")
