"""Sets of variable values as decision diagrams: conditions in, sets out, effects undone.

One diagram describes the values at one place. Variables are written in bits, and an effect is
undone by putting its new value in for the variable: no relation between before and after is built.
(Binary decision diagrams: Bryant, 1986.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from oxidd.bcdd import BCDDFunction, BCDDManager
from oxidd.util import BooleanOperator

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import is_simple, operands, reads
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.bounds import Expired, Work, unbounded

StateSet: TypeAlias = BCDDFunction
MOST_BITS = 30_000
"""Bits that all variables have together: the library goes down from one to the next by calls inside calls, for which a system has so much room."""
_COMBINED = 10
"""Steps that an operation on sets of a few nodes counts for."""
MOST_VALUES = 4096
"""Values an expression over several variables may take before it counts as too wide."""


class TooWideError(Expired):
    """An expression with more values than a diagram should spell out."""

    def __init__(self) -> None:
        super().__init__("a condition or a text over too many values")


FEW_OUTCOMES = 3
"""Values that an effect can give its variable, below which they are looked at one by one."""


class _Doing(NamedTuple):
    """How an effect is done: for most outcomes by putting in the value each comes from, for the others one by one."""

    origin: Any
    """The substitution, if there is one."""
    outcomes: StateSet
    """The values that can come of it."""
    each: list[tuple[StateSet, StateSet]]
    """The other values before it, with those that they become."""


class Diagrams:
    """The diagrams of one program."""

    def __init__(
        self,
        program: Program,
        order: Iterable[int],
        *,
        nodes: int = 1 << 23,
        cache: int = 1 << 20,
        work: Work = unbounded,
    ) -> None:
        """`work` is told of the values that are looked at, and may raise Expired to end that.

        Raises:
            Expired: see `MOST_BITS`.
        """
        self.program = program
        self._work = work
        self.room = nodes
        """How many nodes there may be at once."""
        self.manager = BCDDManager(nodes, cache, 1)
        self.true: StateSet = self.manager.true()
        self.false: StateSet = self.manager.false()
        self._bits: dict[int, list[int]] = {}
        self._equal: dict[tuple[int, int], StateSet] = {}
        self._conditions: dict[Expr, StateSet] = {}
        self._same: dict[int, tuple[Expr, StateSet]] = {}
        """Conditions by identity, which are held here so that it stays theirs."""
        self._moves: dict[Any, Any] = {}
        self._cubes: dict[tuple[int, ...], StateSet] = {}
        placed = list(dict.fromkeys([*order, *range(len(program.slots))]))
        count = 0
        for slot in placed:
            variable = program.slots[slot]
            width = max(1, (variable.high - variable.low).bit_length())
            self._bits[slot] = list(range(count, count + width))
            count += width
        if count > MOST_BITS:
            raise Expired("more variables than sets of states are made of")
        self.manager.add_vars(count)
        self._slot_of = [slot for slot, bits in self._bits.items() for _ in bits]
        self._variables = [self.manager.var(index) for index in range(count)]
        self._pairs: list[dict[int, list[tuple[int, bool]]]] = [{} for _ in program.slots]
        """For each variable by value its bits, as far as they were asked for."""

    def _spelled(self, slot: int, value: int) -> list[tuple[int, bool]]:
        """The bits of one value of a variable."""
        found = self._pairs[slot].get(value)
        if found is None:
            code = value - self.program.slots[slot].low
            found = [(bit, bool(code >> place & 1)) for place, bit in enumerate(self._bits[slot])]
            self._pairs[slot][value] = found
        return found

    def bits(self, slot: int) -> list[int]:
        """The bits of a variable, as variables of the diagrams, the lowest first."""
        return self._bits[slot]

    @property
    def order(self) -> list[int]:
        """The variables from the top of the diagrams down."""
        return list(self._bits)

    def bits_from(self, where: StateSet) -> tuple[int, list[int]]:
        """The variable at the top of a set that is neither empty nor all, and its bits, the lowest first."""
        level = where.node_level()
        assert level is not None
        slot = self._slot_of[level]
        return slot, self._bits[slot]

    def equal(self, slot: int, value: int) -> StateSet:
        """The values where a variable has one value."""
        key = (slot, value)
        found = self._equal.get(key)
        if found is None:
            found = self.true
            code = value - self.program.slots[slot].low
            for place, bit in reversed(list(enumerate(self._bits[slot]))):
                variable = self._variables[bit]
                found = found & (variable if code >> place & 1 else ~variable)
            self._equal[key] = found
        return found

    def among(self, slot: int, values: Iterable[int]) -> StateSet:
        """The values where a variable has one of some values."""
        low = self.program.slots[slot].low
        return self._among([value - low for value in values], self._bits[slot])

    def _among(self, codes: Sequence[int], bits: Sequence[int]) -> StateSet:
        """The values where some bits, the lowest first, are those of one of some different codes."""
        self._work(1 + len(codes))
        if not codes:
            return self.false
        if len(codes) == 1 << len(bits):
            return self.true
        parts = [[code >> 1 for code in codes if code & 1 == last] for last in (1, 0)]
        one, other = (self._among(part, bits[1:]) for part in parts)
        return self._variables[bits[0]].ite(one, other)

    def valid(self, slots: Iterable[int]) -> StateSet:
        """The values that variables can have at all; spare bit patterns left out."""
        found = self.true
        for slot in slots:
            variable = self.program.slots[slot]
            size = variable.high - variable.low + 1
            if size & (size - 1):
                found = found & self.among(slot, range(variable.low, variable.high + 1))
        return found

    def condition(self, expr: Expr | None) -> StateSet:
        """The values where a condition holds.

        Raises:
            TooWideError: see `MOST_VALUES`.
        """
        if expr is None:
            return self.true
        same = self._same.get(id(expr))
        if same is not None:
            return same[1]
        found = self._conditions.get(expr)
        if found is None:
            found = self._conditions[expr] = self._condition(expr)
        self._same[id(expr)] = expr, found
        return found

    def _condition(self, expr: Expr) -> StateSet:
        if expr[0] == "and":
            found = self.true
            for part in expr[1:]:
                found = found & self.condition(part)
            return found
        if expr[0] == "or":
            found = self.false
            for part in expr[1:]:
                found = found | self.condition(part)
            return found
        if expr[0] == "not":
            return ~self.condition(expr[1])
        result = self.false
        for value, where in self.partition(expr).items():
            if value:
                result = result | where
        return result

    def partition(self, expr: Expr) -> Mapping[int, StateSet]:
        """Each value an expression can have, with the variables' values that give it."""
        slots = sorted(set(reads(expr)))
        if not slots:
            return {evaluate(expr, ()): self.true}
        if len(slots) == 1:
            slot = slots[0]
            variable = self.program.slots[slot]
            values = [0] * (slot + 1)
            by_value: dict[int, list[int]] = {}
            for value in range(variable.low, variable.high + 1):
                self._work(1)
                values[slot] = value
                by_value.setdefault(evaluate(expr, values), []).append(value)
            return {value: self.among(slot, where) for value, where in by_value.items()}
        if expr[0] == "and" or expr[0] == "or" or expr[0] == "not":
            holds = self.condition(expr)
            return {1: holds, 0: ~holds}
        if expr[0] == "neg":
            return {-value: where for value, where in self.partition(expr[1]).items()}
        if expr[0] == "in":
            found = self.false
            for value, where in self.partition(expr[1]).items():
                if value in expr[2]:
                    found = found | where
            return {1: found, 0: ~found}
        assert is_simple(expr) or expr[0] == "min" or expr[0] == "max", "the others read no variable, or are above"
        first, *more = operands(expr)
        combined = self.partition(first)
        for operand in more:
            other = self.partition(operand)
            joined: dict[int, StateSet] = {}
            if len(combined) * len(other) > MOST_VALUES:
                raise TooWideError
            for left, left_where in combined.items():
                self._work(_COMBINED * len(other))
                for right, right_where in other.items():
                    where = left_where & right_where
                    if where.satisfiable():
                        value = evaluate((expr[0], ("c", left), ("c", right)), ())  # type: ignore[arg-type]  # it takes two
                        joined[value] = joined[value] | where if value in joined else where
            combined = joined
        return combined

    def preimage(self, after: StateSet, slot: int, value: Expr, when: Expr | None = None) -> StateSet:
        """The values before an effect, where those after it are in the set."""
        if after is self.false or not after.satisfiable():
            return after
        key = (slot, value)
        move = self._moves.get(key)
        if move is None:
            variable = self.program.slots[slot]
            functions = [self.false] * len(self._bits[slot])
            for result, where in self.partition(value).items():
                self._work(_COMBINED)
                code = min(max(result, variable.low), variable.high) - variable.low
                for place in range(len(functions)):
                    if code >> place & 1:
                        functions[place] = functions[place] | where
            pairs = list(zip(self._bits[slot], functions, strict=True))
            move = self._moves[key] = BCDDFunction.make_substitution(pairs)
        before = after.substitute(move)
        if when is None:
            return before
        return self.condition(when).ite(before, after)

    def image(self, before: StateSet, slot: int, value: Expr, when: Expr | None = None) -> StateSet:
        """The values after an effect, where those before it are in the set."""
        untouched = self.false
        if when is not None:
            condition = self.condition(when)
            untouched = before & ~condition
            before = before & condition
        if not before.satisfiable():
            return untouched
        key = (slot, value, "do")
        moves = self._moves.get(key)
        if moves is None:
            moves = self._moves[key] = self._doing(slot, value)
        result = untouched
        if moves.origin is not None:
            result = result | (before.substitute(moves.origin) & moves.outcomes)
        cube = self.cube((slot,))
        for where, equal in moves.each:
            self._work(_COMBINED)
            part = before.apply_exists(BooleanOperator.AND, where, cube)
            if part.satisfiable():
                result = result | (part & equal)
        return result

    def _doing(self, slot: int, value: Expr) -> _Doing:
        """How to do an effect. Where its value depends on the variable's own alone, and on that one, most of it is one substitution."""
        variable = self.program.slots[slot]
        clamped: dict[int, StateSet] = {}
        for outcome, where in self.partition(value).items():
            self._work(_COMBINED)
            held = min(max(outcome, variable.low), variable.high)
            clamped[held] = clamped[held] | where if held in clamped else where
        if set(reads(value)) != {slot} or len(clamped) < FEW_OUTCOMES:
            return _Doing(None, self.true, [(where, self.equal(slot, held)) for held, where in clamped.items()])
        origins: dict[int, list[int]] = {}
        values = [0] * (slot + 1)
        self._work(variable.high - variable.low + 1)
        for one in range(variable.low, variable.high + 1):
            values[slot] = one
            held = min(max(evaluate(value, values), variable.low), variable.high)
            origins.setdefault(held, []).append(one)
        functions = [
            self.among(slot, [held for held, (first, *_) in origins.items() if first - variable.low >> place & 1])
            for place in range(len(self._bits[slot]))
        ]
        origin = BCDDFunction.make_substitution(list(zip(self._bits[slot], functions, strict=True)))
        others = [(self.among(slot, more), self.equal(slot, held)) for held, (_, *more) in origins.items() if more]
        return _Doing(origin, self.among(slot, origins), others)

    def cube(self, slots: tuple[int, ...]) -> StateSet:
        """The bits of some slots, as `exists` wants them."""
        found = self._cubes.get(slots)
        if found is None:
            found = self.true
            for slot in slots:
                for bit in self._bits[slot]:
                    found = found & self._variables[bit]
            self._cubes[slots] = found
        return found

    def slots(self, sets: Iterable[StateSet]) -> frozenset[int]:
        """The variables that some sets speak of."""
        found: set[int] = set()
        seen: set[StateSet] = set()
        left = list(sets)
        while left:
            one = left.pop()
            level = one.node_level()
            if level is None or one in seen or ~one in seen:
                continue
            self._work(1)
            seen.add(one)
            found.add(self._slot_of[level])
            left += one.cofactors() or ()
        return frozenset(found)

    def exists(self, where: StateSet, slots: tuple[int, ...]) -> StateSet:
        """The set with any value allowed for some slots."""
        return where.exists(self.cube(slots)) if slots else where

    def holds(self, where: StateSet, values: Iterable[int]) -> bool:
        """Whether the values, one a slot, are in a set."""
        pairs: list[tuple[int, bool]] = []
        for slot, value in enumerate(values):
            pairs += self._pairs[slot].get(value) or self._spelled(slot, value)
        return bool(where.eval(pairs))

    def pick(self, where: StateSet) -> dict[int, int]:
        """One choice of values from a set that is not empty, for the slots that the set speaks of."""
        cube = where.pick_cube()
        assert cube is not None
        found: dict[int, int] = {}
        for slot, bits in self._bits.items():
            if any(cube[bit] is not None for bit in bits):
                code = sum(1 << place for place, bit in enumerate(bits) if cube[bit] is True)
                found[slot] = code + self.program.slots[slot].low
        return found
