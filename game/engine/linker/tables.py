"""Functions of one variable as tables: what a condition or an effect gives for each value the variable can have.

Every entry comes from `game.program.forms.evaluate`, so the meaning stays in one place. The common shapes are few,
and each table is made once for a whole program: that keeps a long story small enough for the processor's caches.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from game.program.forms.evaluate import compiled, evaluate
from game.program.forms.expressions import is_simple, reads
from game.program.model import Program, Set

if TYPE_CHECKING:
    from game.engine.linker.nodes import LinkedOp
    from game.engine.linker.pieces import LookedUp
    from game.program.forms.types import Expr

Table: TypeAlias = tuple[int, ...]
Predicate: TypeAlias = Callable[[list[int]], int]
_T = TypeVar("_T")
_H = TypeVar("_H", bound=Hashable)

WIDEST: Final = 1024
"""Values a variable may have and still get tables."""


class Tables:
    """The tables of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[tuple[object, ...], Table] = {}
        self._same: dict[Any, Any] = {}  # each value to itself, whatever its type
        self._truths: dict[tuple[str, int, int], tuple[int, Table]] = {}
        self.pieces: dict[int, LookedUp | None] = {}
        """How each variable's value reads in plain text; kept by `game.engine.linker.texts`."""
        self.operations: dict[Set, LinkedOp] = {}
        """The effects, each made once; kept by `game.engine.linker.linked`."""

    def slot_of(self, expr: Expr) -> int | None:
        """The slot of the one variable an expression reads, if it reads one and a table can stand for it."""
        if is_simple(expr) and expr[1][0] == "v" and expr[2][0] == "c":
            slot = expr[1][1]
        else:
            slots = set(reads(expr))
            if len(slots) != 1:
                return None
            slot = slots.pop()
        return slot if self.fits(slot) else None

    def fits(self, slot: int) -> bool:
        """Whether the variable's values can be indexes of a table."""
        variable = self.program.slots[slot]
        return variable.high < WIDEST and variable.low > -WIDEST

    def by_value(self, slot: int, function: Callable[[int], _T]) -> tuple[_T, ...]:
        """The function's results, so that `table[value]` is the one for each value of the variable.

        Negative values count from the table's end, as they do in Python; what lies between the bounds and zero
        is filled with the result of the nearest bound.
        """
        variable = self.program.slots[slot]
        low, high = variable.low, variable.high
        upper = [function(min(max(value, low), high)) for value in range(max(high, -1) + 1)]
        lower = [function(min(value, high)) for value in range(min(low, 0), 0)]
        return tuple(upper + lower)

    def shared(self, one: _H) -> _H:
        """The same value as given, but one object for all that are equal."""
        return self._same.setdefault(one, one)  # type: ignore[no-any-return]

    def truth(self, expr: Expr) -> tuple[int, Table] | None:
        """A condition on one variable as slot and table of its truth, the same pair each time; None for any other."""
        key = None
        if is_simple(expr) and expr[1][0] == "v" and expr[2][0] == "c":
            key = (expr[0], expr[1][1], expr[2][1])
            if (found := self._truths.get(key)) is not None:
                return found
        slot = self.slot_of(expr)
        if slot is None:
            return None
        found = self.shared((slot, self._of(slot, expr, bounded=False)))
        if key is not None:
            self._truths[key] = found
        return found

    def change(self, slot: int, expr: Expr) -> tuple[int, Table] | None:
        """The slot and the table of its new values, for an effect that reads nothing else; None for any other."""
        if not self.fits(slot) or (expr[0] != "c" and self.slot_of(expr) != slot):
            return None
        return self.shared((slot, self._of(slot, expr, bounded=True)))

    def test(self, expr: Expr) -> Predicate:
        """Any condition as a function of the values."""
        found = self.truth(expr)
        if found is None:
            return compiled(expr)
        slot, table = found
        return lambda values: table[values[slot]]

    def _of(self, slot: int, expr: Expr, *, bounded: bool) -> Table:
        variable = self.program.slots[slot]
        low, high = variable.low, variable.high
        key: tuple[object, ...]
        if expr[0] == "c":
            key = ("c", low, high, expr[1])
        elif expr[0] == "v":
            key = ("v", low, high)
        elif is_simple(expr) and expr[1][0] == "v" and expr[2][0] == "c":
            key = (expr[0], low, high, expr[2][1], bounded)
        else:
            key = ("", slot, repr(expr), bounded)
        found = self._known.get(key)
        if found is None:
            found = self.by_value(slot, self._bounded(slot, expr) if bounded else self._at(slot, expr))
            found = self._known[key] = self.shared(found)
        return found

    def _at(self, slot: int, expr: Expr) -> Callable[[int], int]:
        values = [0] * (slot + 1)

        def result(value: int) -> int:
            values[slot] = value
            return int(evaluate(expr, values))

        return result

    def _bounded(self, slot: int, expr: Expr) -> Callable[[int], int]:
        variable, result = self.program.slots[slot], self._at(slot, expr)
        low, high = variable.low, variable.high
        return lambda value: min(max(result(value), low), high)


def changed(tables: Tables, slot: int, expr: Expr) -> Callable[[list[int]], int]:
    """The function of the values that an effect on a variable means, held in its bounds."""
    variable = tables.program.slots[slot]
    low, high, value = variable.low, variable.high, compiled(expr)

    def change(values: list[int]) -> int:
        result = value(values)
        return low if result < low else high if result > high else int(result)

    return change


def distinct(results: Sequence[_H]) -> tuple[tuple[int, ...], list[_H]]:
    """Each result as an index into the list of different ones."""
    found: dict[_H, int] = {}
    indexes = tuple([found.setdefault(one, len(found)) for one in results])
    return indexes, list(found)
