"""States as whole numbers with a bit for each value of each variable, and what a story does to many of them at once.

A variable of which nothing is known has all its bits set, one of which something is known those of the values that it may have. So
the same operations serve for states and for what several states have in common: a condition then holds where it may hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Final

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import operands, reads
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.bounds import Work, unbounded
from game.proof.model.control_flow.place import Effect

_WIDE: Final = 4096
"""Bits from which on a state counts for more than one."""
_TRIED: Final = 5000
"""Combinations of values that are looked at for one condition or change; where there are more, everything is taken to be possible."""


class BitStates:
    """Where the values of each variable have their bits."""

    def __init__(self, program: Program, slots: Iterable[int], work: Work = unbounded) -> None:
        """`work` is told of the values that are looked at one by one."""
        self.program = program
        self.work = work
        self.field: dict[int, int] = {}
        self._base: dict[int, int] = {}
        self.all = 0
        width = 0
        for slot in slots:
            variable = program.slots[slot]
            size = variable.high - variable.low + 1
            self._base[slot] = width
            self.field[slot] = (1 << size) - 1 << width
            width += size
        self.all = (1 << width) - 1
        self.weight = 1 + width // _WIDE
        """What a state counts for: one of very many bits takes longer, and more room."""

    def bit(self, slot: int, value: int) -> int:
        """The bit of one value."""
        return 1 << self._base[slot] + value - self.program.slots[slot].low

    def pack(self, values: Sequence[int]) -> int:
        """A state, from the values of all slots."""
        return sum(self.bit(slot, values[slot]) for slot in self.field)

    def unpack(self, state: int) -> tuple[int, ...]:
        """The values of all slots; those that are not followed have their start."""
        values = [one.start for one in self.program.slots]
        for slot in self.field:
            values[slot] = self.values(slot, state)[0]
        return tuple(values)

    def values(self, slot: int, state: int) -> list[int]:
        """The values that a slot may have in a state."""
        low = self.program.slots[slot].low
        left = (state & self.field[slot]) >> self._base[slot]
        self.work(1 + left.bit_length())
        return [low + place for place in range(left.bit_length()) if left >> place & 1]

    def combinations(self, slots: Sequence[int], state: int) -> Iterable[dict[int, int]] | None:
        """All values that some slots may have together in a state; None where there are too many."""
        options = [self.values(slot, state) for slot in slots]
        count = 1
        for one in options:
            count *= len(one)
        if count > _TRIED:
            return None
        self.work(count)
        return (dict(zip(slots, one, strict=True)) for one in product(*options))

    def mask(self, slots: Iterable[int]) -> int:
        """All bits of some slots."""
        found = 0
        for slot in slots:
            found |= self.field[slot]
        return found


class _Truths(dict[int, bool]):
    """Whether a condition may hold, by what a state says of its variables."""

    def __init__(self, bits: BitStates, expr: Expr) -> None:
        super().__init__()
        self._bits, self._expr, self._slots = bits, expr, sorted(set(reads(expr)))

    def __missing__(self, key: int) -> bool:
        every = self._bits.combinations(self._slots, key)
        found = self[key] = every is None or any(evaluate(self._expr, one) for one in every)
        return found


class _Outcomes(dict[int, int]):
    """What a change makes of its variable, by what a state says of those that it reads, as bits."""

    def __init__(self, bits: BitStates, effect: Effect, slots: Sequence[int]) -> None:
        super().__init__()
        self._bits, self._effect, self._slots = bits, effect, slots

    def __missing__(self, key: int) -> int:
        bits, effect = self._bits, self._effect
        variable = bits.program.slots[effect.slot]
        every = bits.combinations(self._slots, key)
        found = bits.field[effect.slot] if every is None else 0
        for values in every or ():
            if effect.when is not None and not evaluate(effect.when, values):
                found |= bits.bit(effect.slot, values[effect.slot])
            else:
                value = min(max(evaluate(effect.value, values), variable.low), variable.high)
                found |= bits.bit(effect.slot, value)
        self[key] = found
        return found


class BitCondition:
    """A condition. `never` says that it holds for no values at all, `always` that it holds for all."""

    def __init__(self, bits: BitStates, expr: Expr | None) -> None:
        self._bits = bits
        self.looked = 0 if expr is None else bits.mask(set(reads(expr)))
        """The bits of the variables that it reads."""
        self.never = False
        self._any: list[int] = []
        """Masks: in each of them a state has some bit."""
        self._wide: list[tuple[int, _Truths]] = []
        """Conditions that no mask can say, each with the bits that it looks at."""
        self._narrow = -1
        """The bits that are left where it holds: what it rules out is gone."""
        if expr is not None:
            self._add(expr, wanted=True)
        self.always = not self.never and not self._any and not self._wide

    def _add(self, expr: Expr, *, wanted: bool) -> None:
        if expr[0] == "not":
            self._add(expr[1], wanted=not wanted)
        elif expr[0] == ("and" if wanted else "or"):
            for part in operands(expr):
                self._add(part, wanted=wanted)
        else:
            mask = self._clause(expr, wanted=wanted)
            if mask is None:
                whole: Expr = expr if wanted else ("not", expr)
                self._wide.append((self._bits.mask(set(reads(whole))), _Truths(self._bits, whole)))
            elif mask == 0:
                self.never = True
            elif mask > 0:
                self._any.append(mask)
                slots = set(reads(expr))
                if len(slots) == 1:
                    field = self._bits.field[slots.pop()]
                    self._narrow &= mask | ~field

    def _clause(self, expr: Expr, *, wanted: bool) -> int | None:
        """A mask of which a state has some bit where the condition is as wanted; -1 where it always is, None where no mask says it."""
        bits = self._bits
        if expr[0] == "not":
            return self._clause(expr[1], wanted=not wanted)
        slots = set(reads(expr))
        if len(slots) <= 1:
            if not slots:
                return -1 if bool(evaluate(expr, ())) == wanted else 0
            slot = slots.pop()
            mask = 0
            for value in bits.values(slot, bits.all):
                bits.work(1)
                if bool(evaluate(expr, {slot: value})) == wanted:
                    mask |= bits.bit(slot, value)
            return -1 if mask == bits.field[slot] else mask
        if expr[0] != ("or" if wanted else "and"):
            return None
        mask = 0
        for part in operands(expr):
            found = self._clause(part, wanted=wanted)
            if found is None or found < 0:
                return found
            mask |= found
        return mask

    def of(self, states: Collection[int]) -> Collection[int]:
        """Those states in which it may hold."""
        if self.never:
            return ()
        masks = self._any
        if len(masks) == 1:
            mask = masks[0]
            states = [state for state in states if state & mask]
        elif masks:
            one, other = masks[:2]
            states = [state for state in states if state & one and state & other]
            for mask in masks[2:]:
                states = [state for state in states if state & mask]
        for looked, truths in self._wide:
            states = [state for state in states if truths[state & looked]]
        return states

    def first(self, states: Collection[int]) -> int | None:
        """A state in which it may hold."""
        if self.never:
            return None
        if self.always:
            return next(iter(states), None)
        if len(self._any) == 1 and not self._wide:
            mask = self._any[0]
            return next((state for state in states if state & mask), None)
        return next(iter(self.of(states)), None)

    def narrowed(self, state: int) -> int:
        """What is left of a state where it holds; 0 where it cannot."""
        if self.never:
            return 0
        for mask in self._any:
            if not state & mask:
                return 0
        for looked, truths in self._wide:
            if not truths[state & looked]:
                return 0
        return state & self._narrow


class BitEffect:
    """An effect."""

    def __init__(self, bits: BitStates, effect: Effect) -> None:
        self._keep = bits.all & ~bits.field[effect.slot]
        self._bit = 0
        self._looked = 0
        self._outcomes: _Outcomes | None = None
        read = set(reads(effect.value)) | (set() if effect.when is None else {*reads(effect.when), effect.slot})
        if read:
            self._looked = bits.mask(read)
            self._outcomes = _Outcomes(bits, effect, sorted(read))
        else:
            self._bit = _Outcomes(bits, effect, ())[0]

    def of(self, states: Collection[int]) -> list[int]:
        """What becomes of states, in the same order."""
        keep, outcomes = self._keep, self._outcomes
        if outcomes is None:
            bit = self._bit
            return [state & keep | bit for state in states]
        looked = self._looked
        return [state & keep | outcomes[state & looked] for state in states]
