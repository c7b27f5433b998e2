"""What an expression means: the one place that says so.

`evaluate` is the meaning; `compiled` gives the same as a fast function, and a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from game.program.model import Expr

Values: TypeAlias = Sequence[int] | Mapping[int, int]
"""The values by slot."""
Evaluator: TypeAlias = Callable[[Values], int]


def evaluate(expr: Expr, values: Values) -> int:  # noqa: C901 - one branch for each operator, and no more to it
    """The value of a resolved expression: a number, or 0 and 1 for false and true."""
    kind = expr[0]
    if kind == "c":
        return int(expr[1])
    if kind == "v":
        return values[expr[1]]
    if kind == "not":
        return 1 - evaluate(expr[1], values)
    if kind == "and":
        return int(all(evaluate(part, values) for part in expr[1:]))
    if kind == "or":
        return int(any(evaluate(part, values) for part in expr[1:]))
    if kind == "in":
        return int(evaluate(expr[1], values) in expr[2])
    if kind == "neg":
        return -evaluate(expr[1], values)
    operands = [evaluate(part, values) for part in expr[1:]]
    if kind == "min":
        return min(operands)
    if kind == "max":
        return max(operands)
    left, right = operands
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    if kind == "*":
        return left * right
    if kind == "==":
        return int(left == right)
    if kind == "!=":
        return int(left != right)
    if kind == "<":
        return int(left < right)
    if kind == "<=":
        return int(left <= right)
    if kind == ">":
        return int(left > right)
    if kind == ">=":
        return int(left >= right)
    raise ValueError(f"no such operator: {kind}")


def reads(expr: Expr) -> Iterator[int]:
    """The slots an expression reads (a slot may come more than once)."""
    kind = expr[0]
    if kind == "v":
        yield expr[1]
    elif kind == "in":
        yield from reads(expr[1])
    elif kind != "c":
        for part in expr[1:]:
            yield from reads(part)


def compiled(expr: Expr) -> Evaluator:
    """The expression as a function of the values; it computes what `evaluate` does."""
    kind = expr[0]
    if kind == "c":
        constant = int(expr[1])
        return lambda _values: constant
    if kind == "v":
        slot: int = expr[1]
        return lambda values: values[slot]
    if kind == "in":
        operand, options = compiled(expr[1]), frozenset(expr[2])
        return lambda values: operand(values) in options
    parts = [compiled(part) for part in expr[1:]]
    first = parts[0]
    if kind == "not":
        return lambda values: 1 - first(values)
    if kind == "neg":
        return lambda values: -first(values)
    if kind in ("and", "or") and len(parts) == 1:
        return first
    if kind in ("min", "max") and len(parts) != 2:
        pick = min if kind == "min" else max
        return lambda values: pick(part(values) for part in parts)
    if len(parts) == 2:
        return _binary(kind, first, parts[1])
    if kind == "and":
        return lambda values: all(part(values) for part in parts)
    if kind == "or":
        return lambda values: any(part(values) for part in parts)
    raise ValueError(f"no such operator: {kind}")


def _binary(kind: str, left: Evaluator, right: Evaluator) -> Evaluator:
    table: dict[str, Evaluator] = {
        "and": lambda values: 1 if left(values) and right(values) else 0,
        "or": lambda values: 1 if left(values) or right(values) else 0,
        "==": lambda values: left(values) == right(values),
        "!=": lambda values: left(values) != right(values),
        "<": lambda values: left(values) < right(values),
        "<=": lambda values: left(values) <= right(values),
        ">": lambda values: left(values) > right(values),
        ">=": lambda values: left(values) >= right(values),
        "+": lambda values: left(values) + right(values),
        "-": lambda values: left(values) - right(values),
        "*": lambda values: left(values) * right(values),
        "min": lambda values: min(left(values), right(values)),
        "max": lambda values: max(left(values), right(values)),
    }
    return table[kind]
