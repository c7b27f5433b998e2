"""The one walk over resolved expressions: their operands, one made anew with other operands, and several joined to one.

What an expression means says `game.program.forms.evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal, cast

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from game.program.forms.types import Compared, Comparison, Computed, Expr, Extreme, Joined

ALWAYS: Final[Expr] = ("c", 1)
NEVER: Final[Expr] = ("c", 0)


def operands(expr: Expr) -> tuple[Expr, ...]:
    """The expressions that stand in one, in their order; none in a constant and a variable."""
    if expr[0] == "c" or expr[0] == "v":
        return ()
    return (expr[1],) if expr[0] == "in" else expr[1:]


def mapped(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with each of its operands changed."""
    if expr[0] == "c" or expr[0] == "v":
        return expr
    if expr[0] == "in":
        return ("in", change(expr[1]), expr[2])
    return cast("Expr", (expr[0], *map(change, expr[1:])))  # as many as it had


def reads(expr: Expr) -> Iterator[int]:
    """The slots an expression reads (a slot may come more than once)."""
    if expr[0] == "v":
        yield expr[1]
    elif expr[0] == "in":
        yield from reads(expr[1])
    elif expr[0] != "c":
        for part in expr[1:]:
            yield from reads(part)


def every(conditions: Iterable[Expr]) -> Joined:
    """The condition that holds where all of some (one or more) do."""
    return cast("Joined", ("and", *conditions))  # no type checker takes the tail of a tuple from an iterable


def some(conditions: Iterable[Expr]) -> Joined:
    """The condition that holds where one of some (one or more) does."""
    return cast("Joined", ("or", *conditions))


def both_hold(one: Expr | None, other: Expr | None) -> Expr | None:
    """A condition that holds where both do; None always holds."""
    if one is None:
        return other
    return one if other is None else ("and", one, other)


def one_holds(gates: Iterable[Expr | None]) -> Expr | None:
    """A condition that holds where one of some (one or more) does; None always holds."""
    known = list(gates)
    given = [one for one in known if one is not None]
    return some(given) if len(given) == len(known) else None


def extreme(which: Literal["min", "max"], numbers: Iterable[Expr]) -> Extreme:
    """The least or the greatest of some (one or more) numbers."""
    return cast("Extreme", (which, *numbers))


def settled(expr: Expr) -> Expr:
    """The same without constants inside of `and`, `or` and `not`."""
    if expr[0] == "not":
        inner = settled(expr[1])
        return ("c", 1 - bool(inner[1])) if inner[0] == "c" else ("not", inner)
    if expr[0] != "and" and expr[0] != "or":
        return expr
    strong, left = int(expr[0] == "or"), []
    for part in map(settled, operands(expr)):
        if part[0] != "c":
            left.append(part)
        elif bool(part[1]) == bool(strong):
            return ("c", strong)
    if len(left) < 2:
        return left[0] if left else ("c", 1 - strong)
    return some(left) if strong else every(left)


def conjuncts(expr: Expr) -> Iterator[Expr]:
    """The conditions that one joins by `and`, also those inside of such; itself where it joins none."""
    if expr[0] == "and":
        for part in expr[1:]:
            yield from conjuncts(part)
    else:
        yield expr


def is_comparison(expr: Expr) -> TypeIs[Compared]:
    """Whether an expression compares two."""
    return expr[0] in OPPOSITE


def is_simple(expr: Expr) -> TypeIs[Compared | Computed]:
    """Whether an expression compares two or computes with two."""
    return expr[0] in _SIMPLE


OPPOSITE: Final[dict[str, Comparison]] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
"""What holds where a comparison does not."""
_SIMPLE: Final = frozenset((*OPPOSITE, "+", "-", "*"))


def opposite(expr: Expr) -> Expr:
    """The condition that holds where one does not."""
    if expr[0] == "not":
        return expr[1]
    return (OPPOSITE[expr[0]], expr[1], expr[2]) if is_comparison(expr) else ("not", expr)
