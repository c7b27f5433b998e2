"""Resolved conditions back in the writer's notation, for reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from game.program.model import Program

_Expr: TypeAlias = Sequence[Any]

_LEVELS = {"or": 0, "and": 1, "not": 2, "+": 4, "-": 4, "*": 5, "neg": 6}
_COMPARISON = 3
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def condition(program: Program, expr: _Expr, *, negated: bool = False) -> str:
    """A condition as a writer would write it; with `negated`, the opposite."""
    if negated:
        if expr[0] == "not":
            return _written(program, expr[1], 0)
        expr = (_OPPOSITE[expr[0]], *expr[1:]) if expr[0] in _OPPOSITE else ("not", expr)
    return _written(program, expr, 0)


def _written(program: Program, expr: _Expr, outside: int) -> str:
    kind = expr[0]
    if kind == "c":
        return str(expr[1])
    if kind == "v":
        return _name(program, expr[1], truth=outside < _COMPARISON)
    if kind in ("min", "max"):
        return f"{kind}({', '.join(_written(program, each, _COMPARISON) for each in expr[1:])})"
    level = _LEVELS.get(kind, _COMPARISON)
    if kind == "in":
        values = ", ".join(_value(program, expr[1], value) for value in expr[2])
        text = f"{_written(program, expr[1], _COMPARISON)} in [{values}]"
    elif kind == "not":
        text = f"not {_written(program, expr[1], level)}"
    elif kind == "neg":
        text = f"-{_written(program, expr[1], level)}"
    elif level == _COMPARISON:
        text = _comparison(program, kind, expr[1], expr[2])
    else:
        text = f" {kind} ".join(_written(program, each, level + (kind == "-")) for each in expr[1:])
    return f"({text})" if level < outside else text


def _comparison(program: Program, kind: str, left: _Expr, right: _Expr) -> str:
    """Two operands; a constant is shown as a value of the variable beside it."""
    if left[0] == "v" and right[0] == "c":
        name = program.slots[left[1]].name
        if name.startswith("visits:") and (kind, right[1]) == (">=", 1):
            return f"seen({name.partition(':')[2]})"
        if name.startswith("visits:") and (kind, right[1]) == ("<", 1):
            return f"not seen({name.partition(':')[2]})"
    sides = [
        _value(program, other, side[1]) if side[0] == "c" else _written(program, side, _COMPARISON + 1)
        for side, other in ((left, right), (right, left))
    ]
    return f" {kind} ".join(sides)


def _name(program: Program, slot: int, *, truth: bool) -> str:
    """A variable's name; of a counter of the program's own, what it counts."""
    name = program.slots[slot].name
    kind, colon, rest = name.partition(":")
    if not colon:
        return name
    if kind in ("visits", "taken"):
        return f"{'seen' if truth else 'visits'}({rest})"
    return f"{kind} {rest}"


def _value(program: Program, beside: _Expr, value: int) -> str:
    if beside[0] != "v":
        return str(value)
    variable = program.slots[beside[1]]
    if variable.kind == "bool":
        return "true" if value else "false"
    return variable.values[value] if variable.kind == "enum" and value < len(variable.values) else str(value)
