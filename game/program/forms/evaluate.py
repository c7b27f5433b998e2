"""What an expression means: the one place that says so.

`evaluate` is the meaning; `compiled` gives the same as a fast function, and a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

if TYPE_CHECKING:
    from game.program.forms.types import Compared, Computed, Expr


Valuation: TypeAlias = Sequence[int] | Mapping[int, int]
"""The values by slot."""
Evaluator: TypeAlias = Callable[[Valuation], int]


def evaluate(expr: Expr, values: Valuation) -> int:  # noqa: C901 - one branch for each operator, and no more to it
    """The value of a resolved expression: a number, or 0 and 1 for false and true."""
    if expr[0] == "c":
        return expr[1]
    if expr[0] == "v":
        return values[expr[1]]
    if expr[0] == "not":
        return 1 - evaluate(expr[1], values)
    if expr[0] == "and":
        return int(all(evaluate(part, values) for part in expr[1:]))
    if expr[0] == "or":
        return int(any(evaluate(part, values) for part in expr[1:]))
    if expr[0] == "==":
        return int(evaluate(expr[1], values) == evaluate(expr[2], values))
    if expr[0] == ">=":
        return int(evaluate(expr[1], values) >= evaluate(expr[2], values))
    if expr[0] == ">":
        return int(evaluate(expr[1], values) > evaluate(expr[2], values))
    if expr[0] == "<=":
        return int(evaluate(expr[1], values) <= evaluate(expr[2], values))
    if expr[0] == "<":
        return int(evaluate(expr[1], values) < evaluate(expr[2], values))
    if expr[0] == "!=":
        return int(evaluate(expr[1], values) != evaluate(expr[2], values))
    if expr[0] == "+":
        return evaluate(expr[1], values) + evaluate(expr[2], values)
    if expr[0] == "-":
        return evaluate(expr[1], values) - evaluate(expr[2], values)
    if expr[0] == "*":
        return evaluate(expr[1], values) * evaluate(expr[2], values)
    if expr[0] == "in":
        return int(evaluate(expr[1], values) in expr[2])
    if expr[0] == "neg":
        return -evaluate(expr[1], values)
    if expr[0] == "min":
        return min([evaluate(part, values) for part in expr[1:]])
    if expr[0] == "max":
        return max([evaluate(part, values) for part in expr[1:]])
    assert_never(expr)


def compiled(expr: Expr) -> Evaluator:
    """The expression as a function of the values; it computes what `evaluate` does."""
    if expr[0] == "c":
        constant = expr[1]
        return lambda _values: constant
    if expr[0] == "v":
        slot = expr[1]
        return lambda values: values[slot]
    if expr[0] == "in":
        operand, options = compiled(expr[1]), frozenset(expr[2])
        return lambda values: operand(values) in options
    if expr[0] == "not":
        denied = compiled(expr[1])
        return lambda values: 1 - denied(values)
    if expr[0] == "neg":
        turned = compiled(expr[1])
        return lambda values: -turned(values)
    if expr[0] == "and" or expr[0] == "or" or expr[0] == "min" or expr[0] == "max":
        return _of_several(expr[0], [compiled(part) for part in expr[1:]])
    return _of_two(expr, compiled(expr[1]), compiled(expr[2]))


def _of_several(kind: Literal["and", "or", "min", "max"], parts: Sequence[Evaluator]) -> Evaluator:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        left, right = parts
        if kind == "and":
            return lambda values: 1 if left(values) and right(values) else 0
        if kind == "or":
            return lambda values: 1 if left(values) or right(values) else 0
        if kind == "min":
            return lambda values: min(left(values), right(values))
        return lambda values: max(left(values), right(values))
    if kind == "and":
        return lambda values: all(part(values) for part in parts)
    if kind == "or":
        return lambda values: any(part(values) for part in parts)
    pick = min if kind == "min" else max
    return lambda values: pick(part(values) for part in parts)


def _of_two(expr: Compared | Computed, left: Evaluator, right: Evaluator) -> Evaluator:
    if expr[0] == "==":
        return lambda values: left(values) == right(values)
    if expr[0] == "!=":
        return lambda values: left(values) != right(values)
    if expr[0] == "<":
        return lambda values: left(values) < right(values)
    if expr[0] == "<=":
        return lambda values: left(values) <= right(values)
    if expr[0] == ">":
        return lambda values: left(values) > right(values)
    if expr[0] == ">=":
        return lambda values: left(values) >= right(values)
    if expr[0] == "+":
        return lambda values: left(values) + right(values)
    if expr[0] == "-":
        return lambda values: left(values) - right(values)
    if expr[0] == "*":
        return lambda values: left(values) * right(values)
    assert_never(expr)
