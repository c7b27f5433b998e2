"""What the machine runs: nodes, their operations and their choices. `game.engine.linker.linked` makes them of a Program's blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from game.engine.linker.tables import Predicate, Table, Tables
from game.engine.linker.texts import RenderContext, Template, fixed
from game.engine.turn import Block, Option
from game.program import model
from game.program.forms.expressions import every
from game.program.forms.types import Expr
from game.program.model import Target

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
SAID: Final = 8
"""(SAID, (slot, strings), frame): `strings[values[slot]]` put into what a front has written, at two places (see `game.engine.linker.prepared`)."""

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
Effects: TypeAlias = tuple[LinkedOp, ...]
"""Operations that all are a TABLE."""

_new = tuple.__new__


class ChoiceWords:
    """What a choice says where that is not the same each time, and what else decides about it."""

    __slots__ = ("further", "label", "needs", "reason")

    def __init__(self, choice: model.Choice, further: Predicate | None, tables: Tables) -> None:
        self.label = Template(choice.label, tables)
        self.reason = Template(choice.reason, tables)
        self.needs: Predicate | None = None if choice.needs is None else tables.test(choice.needs)
        self.further = further


class LinkedChoice:
    """One choice, ready to be offered.

    Where `gate` is a slot and a table it is hidden unless `table[values[slot]]`, and the same goes for `rest`. `option` is given where label and state never change; otherwise ask `offer`.
    Taking it has the `effects`, and leads to `landing` once play has gone there.
    """

    __slots__ = ("effects", "gate", "id", "landing", "option", "rest", "target", "words")

    def __init__(self, choice: model.Choice, tables: Tables) -> None:
        self.id = choice.id
        self.gate: tuple[int, Table] | None = None
        self.rest: tuple[int, Table] | None = None
        self.target: Target = choice.target
        self.landing: LinkedBlock | None = None
        self.effects: Effects = ()
        further = None if choice.shown is None else self._gate(choice.shown, tables)
        self.option: Option | None = None
        self.words: ChoiceWords | None = None
        if choice.needs is None and further is None and (always := fixed(choice.label, tables)) is not None:
            self.option = _new(Option, (choice.id, *always, True, ""))
        else:
            self.words = ChoiceWords(choice, further, tables)

    def _gate(self, shown: Expr, tables: Tables) -> Predicate | None:
        """Put up to two tests on one variable each into tables; what is left is returned."""
        if shown[0] != "and":
            self.gate = tables.truth(shown)
            return tables.test(shown) if self.gate is None else None
        parts = shown[1:]
        found = [(part, truth) for part in parts if (truth := tables.truth(part)) is not None][:2]
        if found:
            self.gate = found[0][1]
        if len(found) == 2:
            self.rest = found[1][1]
        used = [part for part, _ in found]
        left = [part for part in parts if not any(part is one for one in used)]
        if not left:
            return None
        return tables.test(left[0] if len(left) == 1 else every(left))

    def shown(self, values: list[int]) -> bool:
        """Whether the choice is there at all, open or closed."""
        gate, rest = self.gate, self.rest
        if gate is not None and not gate[1][values[gate[0]]]:
            return False
        if rest is not None and not rest[1][values[rest[0]]]:
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


class Offered:
    """What a node offers in one case, where nothing about its options ever changes: they all are open."""

    __slots__ = ("choices", "options", "said")

    def __init__(self, choices: tuple[LinkedChoice, ...]) -> None:
        self.choices = choices
        self.options: tuple[Option, ...] = tuple([one.option for one in choices if one.option is not None])
        self.said: Any = None
        """All of them as a front has written them."""


class LinkedBlock:
    """A block, ready to run. Targets stay as they are in the Program until play first goes there.

    `name` is the stable id of a choice list, call or draw, and the ending's id at an end. `next` is where a
    jump, a branch that holds, a call and a return on to somewhere lead; `other` is the other branch, or what comes
    when nothing can be chosen or drawn; `back` is where a call or draw comes back to.
    """

    __slots__ = (
        "back",
        "choices",
        "gates",
        "kind",
        "known",
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
        self.gates: tuple[tuple[int, Table], ...] = ()
        """The tests that decide which choices are there, and …"""
        self.known: list[Offered | None] | None = None
        """… what is offered in each case that play has come to, by what they gave as one binary number; None where options change."""
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
