"""Values of many states at once, as arrays: variables in groups, and a number for each combination of a group's values.

A state is a row with one number for each group. What a condition or a change looks at lies in one group most of the
time, and is then looked up in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from game.program.forms.expressions import operands, reads
from game.program.forms.types import Compared, Computed, Expr
from game.program.model import Program
from game.proof.model.control_flow.place import Effect

Ints: TypeAlias = NDArray[np.int64]
StateRows: TypeAlias = NDArray[np.int16]
"""One state a row, one group a column."""
Bools: TypeAlias = NDArray[np.bool_]

LARGEST: Final = 4096
"""Combinations of values that a group may have."""


class Encoding:
    """The variables of a program that are followed, in groups of neighbours in the order that is given.

    Each combination of a group's values has a number, its `local` column; all of them side by side make `width` columns, in which
    those of a group begin at `first[group]`.

    Raises:
        ValueError: there are no variables, or one has more values than a group may.
    """

    def __init__(self, program: Program, order: Sequence[int], most: int) -> None:
        """`most` is the number of columns up to which variables go together."""
        if not order:
            raise ValueError("no variable is followed")
        self.bounds = [(one.low, one.high) for one in program.slots]
        self.groups: list[tuple[int, ...]] = []
        self.group_of: dict[int, int] = {}
        self._stride: dict[int, int] = {}
        self._values: dict[int, Ints] = {}
        sizes = self._gather(order, most)
        self.first: Ints = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        self.width = int(sum(sizes))
        self.sizes = sizes
        self.group_at: Ints = np.repeat(np.arange(len(sizes)), sizes)
        """The group of each column."""
        self._tables: dict[int, tuple[Expr, int, Ints]] = {}
        self._moves: dict[int, tuple[Effect, tuple[int, StateRows] | None]] = {}

    def _gather(self, order: Sequence[int], most: int) -> list[int]:
        sizes: list[int] = []
        members: list[list[int]] = []
        for slot in order:
            size = self.bounds[slot][1] - self.bounds[slot][0] + 1
            if size > LARGEST:
                raise ValueError(f"a variable of {size} values")
            if not members or sizes[-1] * size > most:
                members.append([])
                sizes.append(1)
            members[-1].append(slot)
            sizes[-1] *= size
        for group, slots in enumerate(members):
            numbers = np.arange(sizes[group])
            stride = 1
            for slot in reversed(slots):
                low, high = self.bounds[slot]
                size = high - low + 1
                self.group_of[slot] = group
                self._stride[slot] = stride
                self._values[slot] = (numbers // stride) % size + low
                stride *= size
            self.groups.append(tuple(slots))
        return sizes

    def row(self, values: Sequence[int]) -> StateRows:
        """The state with these values by slot."""
        row = np.zeros(len(self.groups), np.int16)
        for slot, group in self.group_of.items():
            row[group] += (values[slot] - self.bounds[slot][0]) * self._stride[slot]
        return row

    def values(self, row: StateRows, start: Sequence[int]) -> tuple[int, ...]:
        """The values by slot of a state; those that are not followed as in `start`."""
        found = list(start)
        for slot, group in self.group_of.items():
            found[slot] = int(self._values[slot][row[group]])
        return tuple(found)

    def where(self, slots: Mapping[int, Iterable[int]]) -> Bools:
        """The columns in which each of some slots has one of its values."""
        found = np.ones(self.width, np.bool_)
        for slot, options in slots.items():
            group = self.group_of[slot]
            found[self.span(group)] &= np.isin(self._values[slot], list(options))
        return found

    def span(self, group: int) -> slice:
        """The columns of a group."""
        return slice(int(self.first[group]), int(self.first[group]) + self.sizes[group])

    def table(self, expr: Expr) -> tuple[int, Ints] | None:
        """The group that an expression reads, and what it is for each of its columns; None where it reads several."""
        known = self._tables.get(id(expr))
        if known is not None:
            return known[1], known[2]
        groups = {self.group_of[slot] for slot in reads(expr)}
        if len(groups) > 1:
            return None
        group = groups.pop() if groups else 0
        found = np.broadcast_to(evaluated(expr, self._values.__getitem__), (self.sizes[group],))
        self._tables[id(expr)] = expr, group, found
        return group, found

    def holding(self, expr: Expr | None, rows: StateRows) -> Bools | None:
        """With which of the rows a condition holds; None for all of them."""
        if expr is None:
            return None
        table = self.table(expr)
        if table is not None:
            found: Bools = table[1][rows[:, table[0]]] != 0
            return found
        if expr[0] == "and" or expr[0] == "or":
            parts = [self.holding(part, rows) for part in expr[1:]]
            both = np.logical_and if expr[0] == "and" else np.logical_or
            result = parts[0]
            for part in parts[1:]:
                assert result is not None
                assert part is not None
                result = both(result, part)
            return result
        return np.asarray(evaluated(expr, self.reader(rows)) != 0)

    def reader(self, rows: StateRows) -> Callable[[int], Ints]:
        """What each variable that is followed is in the rows."""
        return lambda slot: self._values[slot][rows[:, self.group_of[slot]]]

    def moved(self, effect: Effect) -> tuple[int, StateRows] | None:
        """The group that an effect changes, and where it moves each of its columns; None where it reads other groups."""
        known = self._moves.get(id(effect))
        if known is None:
            known = self._moves[id(effect)] = effect, self._moved(effect)
        return known[1]

    def _moved(self, effect: Effect) -> tuple[int, StateRows] | None:
        group = self.group_of[effect.slot]
        seen = {self.group_of[slot] for slot in reads(effect.value)}
        if effect.when is not None:
            seen |= {self.group_of[slot] for slot in reads(effect.when)}
        if seen - {group}:
            return None
        rows = np.zeros((self.sizes[group], len(self.groups)), np.int16)
        rows[:, group] = np.arange(self.sizes[group])
        self._change(effect, rows)
        return group, rows[:, group].copy()

    def change(self, effect: Effect, rows: StateRows) -> None:
        """Do an effect to every row, in place."""
        moved = self.moved(effect)
        if moved is None:
            self._change(effect, rows)
        else:
            rows[:, moved[0]] = moved[1][rows[:, moved[0]]]

    def _change(self, effect: Effect, rows: StateRows) -> None:
        group, slot = self.group_of[effect.slot], effect.slot
        low, high = self.bounds[slot]
        read = self.reader(rows)
        value = np.clip(evaluated(effect.value, read), low, high)
        by = (value - read(slot)) * self._stride[slot]
        if effect.when is not None:
            by = np.where(evaluated(effect.when, read) != 0, by, 0)
        rows[:, group] += by.astype(np.int16)

    def reset(self, slots: Iterable[int], start: Sequence[int]) -> list[tuple[int, StateRows]]:
        """How columns move where some slots are put back to their start: the groups, and where each of their columns moves."""
        moves: dict[int, Ints] = {}
        for slot in slots:
            if slot in self.group_of:
                group = self.group_of[slot]
                columns = moves.setdefault(group, np.arange(self.sizes[group]))
                columns += (start[slot] - self._values[slot]) * self._stride[slot]
        return [(group, columns.astype(np.int16)) for group, columns in moves.items()]

    def may_hold(self, expr: Expr | None, *, holds: bool = True) -> dict[int, Bools]:
        """For each group that matters the columns with which a condition may hold (or may not), whatever the other groups are."""
        if expr is None:
            return {} if holds else {0: np.zeros(self.sizes[0], np.bool_)}
        table = self.table(expr)
        if table is not None:
            return {table[0]: (table[1] != 0) == holds}
        if expr[0] == "not":
            return self.may_hold(expr[1], holds=not holds)
        if expr[0] != "and" and expr[0] != "or":
            return {}
        parts = [self.may_hold(part, holds=holds) for part in expr[1:]]
        if (expr[0] == "and") == holds:
            found: dict[int, Bools] = {}
            for part in parts:
                for group, columns in part.items():
                    found[group] = found[group] & columns if group in found else columns
            return found
        shared = set(parts[0]).intersection(*parts[1:])
        return {group: np.logical_or.reduce([part[group] for part in parts]) for group in shared}


def evaluated(expr: Expr, value_of: Callable[[int], Ints]) -> Ints:
    """As `game.program.forms.evaluate.evaluate`, for arrays of values."""
    if expr[0] == "c":
        return np.asarray(expr[1])
    if expr[0] == "v":
        return value_of(expr[1])
    parts = [evaluated(part, value_of) for part in operands(expr)]
    if expr[0] == "in":
        return np.isin(parts[0], list(expr[2])).astype(np.int64)
    if expr[0] == "not":
        return 1 - parts[0]
    if expr[0] == "neg":
        return -parts[0]
    if expr[0] == "and" or expr[0] == "or":
        both = np.logical_and if expr[0] == "and" else np.logical_or
        result = np.asarray(parts[0] != 0)
        for part in parts[1:]:
            result = np.asarray(both(result, part != 0))
        return np.asarray(result, np.int64)
    if expr[0] == "min" or expr[0] == "max":
        pick = np.minimum if expr[0] == "min" else np.maximum
        least = parts[0]
        for part in parts[1:]:
            least = np.asarray(pick(least, part))
        return least
    left, right = parts
    return np.asarray(_of_two(expr, left, right)).astype(np.int64)


def _of_two(expr: Compared | Computed, left: Ints, right: Ints) -> object:
    if expr[0] == "+":
        return left + right
    if expr[0] == "-":
        return left - right
    if expr[0] == "*":
        return left * right
    if expr[0] == "==":
        return left == right
    if expr[0] == "!=":
        return left != right
    if expr[0] == "<":
        return left < right
    if expr[0] == "<=":
        return left <= right
    if expr[0] == ">":
        return left > right
    if expr[0] == ">=":
        return left >= right
    assert_never(expr)
