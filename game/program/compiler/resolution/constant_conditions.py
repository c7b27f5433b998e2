"""What is certain about a condition without playing: decided by trying every combination of the values it reads.

The cheap cases only; whatever depends on what happened on the way is for the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final

from game.program.declared import Variable
from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import is_comparison, reads
from game.program.forms.types import Comparison, Expr

_COMPARED: Final[dict[Comparison, Callable[[int, int, int], int | None]]] = {
    "==": lambda low, high, number: (1 if low == high else None) if low <= number <= high else 0,
    "!=": lambda low, high, number: (0 if low == high else None) if low <= number <= high else 1,
    "<": lambda low, high, number: 1 if high < number else 0 if low >= number else None,
    "<=": lambda low, high, number: 1 if high <= number else 0 if low > number else None,
    ">": lambda low, high, number: 1 if low > number else 0 if high <= number else None,
    ">=": lambda low, high, number: 1 if low >= number else 0 if high < number else None,
}
"""Whether a variable between two bounds compares so with a number: 1 always, 0 never, None it depends."""
MOST_COMBINATIONS: Final = 2048
"""Combinations of values that one question may ask about."""
MOST_ALTOGETHER: Final = 100_000
"""And all questions of a story together, so that a hostile one cannot keep us."""

MOST_ASSUMED: Final = 24
"""Conditions around a place that are kept in mind, the innermost."""


class ConstantConditions:
    """Answers for one story; `slots` grows while the story is compiled."""

    def __init__(self, slots: list[Variable]) -> None:
        self.slots = slots
        self._left = MOST_ALTOGETHER

    def decide(self, expr: Expr, assumed: Sequence[Expr] = ()) -> int | None:
        """1 where the condition always holds, 0 where it never does, None where it depends or nobody knows.

        Only values for which everything in `assumed` holds are looked at.
        """
        related = self.related(expr, assumed) if assumed else []
        if not related:
            known, always = self._by_bounds(expr, set())
            if known:
                return always
        seen: set[int] = set()
        found = self.worlds([expr], related)
        for values in found or ():
            seen.add(1 if evaluate(expr, values) else 0)
            if len(seen) > 1:
                return None
        return seen.pop() if seen else None

    def _by_bounds(self, expr: Expr, taken: set[int]) -> tuple[bool, int | None]:
        """What `decide` would say of the common shapes, from the bounds alone; the first is False for any other shape.

        Those are a variable against a number, its negation, and several of them over different variables (`taken`).
        """
        if expr[0] == "not":
            known, always = self._by_bounds(expr[1], taken)
            return known, None if always is None else 1 - always
        if expr[0] == "and" or expr[0] == "or":
            found: list[int | None] = []
            for part in expr[1:]:
                known, always = self._by_bounds(part, taken)
                if not known:
                    return False, None
                found.append(always)
            strong = 0 if expr[0] == "and" else 1
            if strong in found:
                return True, strong
            return True, None if None in found else 1 - strong
        operator: Comparison
        if expr[0] == "v":
            operator, slot, number = "!=", expr[1], 0
        elif is_comparison(expr) and expr[1][0] == "v" and expr[2][0] == "c":
            operator, slot, number = expr[0], expr[1][1], expr[2][1]
        else:
            return False, None
        variable = self.slots[slot]
        if variable.hidden or slot in taken:
            return False, None
        taken.add(slot)
        return True, _COMPARED[operator](variable.low, variable.high, number)

    def related(self, expr: Expr, assumed: Sequence[Expr]) -> list[Expr]:
        """The assumptions that read something the expression reads."""
        slots = set(reads(expr))
        return [one for one in assumed if not slots.isdisjoint(reads(one))]

    def worlds(
        self, exprs: Sequence[Expr], assumed: Sequence[Expr], *, fresh: str = ""
    ) -> Iterator[dict[int, int]] | None:
        """The combinations of values, by slot, for which all assumptions hold; None when they cannot be counted.

        Counters of the program's own are never counted, but those whose name begins with `fresh` stand at 0.
        """
        slots = sorted({slot for expr in (*exprs, *assumed) for slot in reads(expr)})
        ranges: list[range] = []
        size = 1
        for slot in slots:
            variable = self.slots[slot]
            if variable.hidden:
                if not (fresh and variable.name.startswith(fresh)):
                    return None
                ranges.append(range(1))
                continue
            ranges.append(range(variable.low, variable.high + 1))
            size *= len(ranges[-1])
        cost = size * (len(exprs) + len(assumed))
        if size > MOST_COMBINATIONS or cost > self._left:
            return None
        self._left -= cost
        return self._worlds(slots, ranges, assumed)

    def _worlds(
        self, slots: Sequence[int], ranges: Sequence[range], assumed: Sequence[Expr]
    ) -> Iterator[dict[int, int]]:
        for combination in product(*ranges):
            values = dict(zip(slots, combination, strict=True))
            if all(evaluate(one, values) for one in assumed):
                yield values
