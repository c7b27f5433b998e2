"""Resolved conditions and texts back in the writer's notation, for reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from game.language.text.cleaning import clean
from game.program.declared import Variable
from game.program.forms.expressions import is_comparison, operands, opposite
from game.program.forms.texts import arms, is_parted
from game.program.forms.types import Compared, Computed, Expr, Interpolated, Joined, Member, Segments, Unary
from game.program.model import Program

_LEVELS: Final = {"or": 0, "and": 1, "not": 2, "+": 4, "-": 4, "*": 5, "neg": 6}
_COMPARISON: Final = 3


def spelled(slots: Sequence[Variable], expr: Expr, *, negated: bool = False) -> str:
    """A condition as a writer would write it; with `negated`, the opposite."""
    return _Speller(slots).written(opposite(expr) if negated else expr, 0)


def named(variable: Variable) -> str:
    """A variable's name, or what a counter of the program's own counts."""
    if not variable.hidden:
        return variable.name
    kind, _, rest = variable.name.partition(":")
    if kind in ("visits", "taken"):
        return f"visits({rest})"
    return {"once": f"the choice {rest} taken", "drawn": f"{rest} drawn"}.get(kind, f"the text {rest}")


def valued(variable: Variable, value: int) -> str:
    """One value of a variable."""
    if variable.kind == "bool" or (variable.hidden and variable.name.startswith(("once:", "drawn:"))):
        return "true" if value else "false"
    return variable.values[value] if variable.kind == "enum" and value < len(variable.values) else str(value)


def value_name(program: Program, segment: Interpolated) -> str:
    """The name of the variable whose value a segment shows, or of what it tells."""
    kind, index, _ = segment
    if kind == "v":
        return program.slots[index].name
    told = program.told_by(index)
    return told.name if told is not None else program.texts[index][0]


def quoted(program: Program, segments: Segments) -> str:
    """A text as its writer knows it: values in braces, of every fork the first way that says something."""
    out: list[str] = []
    for segment in segments:
        if isinstance(segment, str):
            out.append(segment)
        elif segment[0] == "s":
            out.append(segment[1])
        elif is_parted(segment):
            out.append(next((said for arm in arms(segment) if (said := quoted(program, arm)).strip()), ""))
        else:
            out.append("{" + value_name(program, segment) + "}")
    return clean("".join(out))


class _Speller:
    def __init__(self, slots: Sequence[Variable]) -> None:
        self._slots = slots

    def written(self, expr: Expr, outside: int) -> str:
        """An expression where operators that bind so tightly stand around it."""
        truth = outside < _COMPARISON
        if expr[0] == "c":
            return ("true" if expr[1] else "false") if truth else str(expr[1])
        if expr[0] == "v":
            return self._seen(expr[1], 1) if truth else named(self._slots[expr[1]])
        if expr[0] == "min" or expr[0] == "max":
            return f"{expr[0]}({', '.join(self.written(each, _COMPARISON) for each in expr[1:])})"
        if (expr[0] == "and" or expr[0] == "or") and len(expr) == 2:
            return self.written(expr[1], outside)
        if expr[0] == "not" and (expr[1][0] == "not" or is_comparison(expr[1])):
            return self.written(opposite(expr[1]), outside)
        level, text = self._bound(expr)
        return f"({text})" if level < outside else text

    def _bound(self, expr: Unary | Member | Compared | Computed | Joined) -> tuple[int, str]:
        """An expression that brackets may be needed around, and how tightly it is bound."""
        level = _LEVELS.get(expr[0], _COMPARISON)
        if expr[0] == "in":
            return level, self._member(expr, "in")
        if expr[0] == "not":
            inner = expr[1]
            if inner[0] == "in":
                return _COMPARISON, self._member(inner, "not in")
            return level, self._seen(inner[1], 0) if inner[0] == "v" else f"not {self.written(inner, level)}"
        if expr[0] == "neg":
            return level, f"-{self.written(expr[1], level)}"
        if is_comparison(expr):
            return self._comparison(*expr)
        return level, f" {expr[0]} ".join(self.written(each, level + (expr[0] == "-")) for each in operands(expr))

    def _member(self, expr: Member, word: str) -> str:
        values = ", ".join(self._value(expr[1], value) for value in expr[2])
        return f"{self.written(expr[1], _COMPARISON)} {word} [{values}]"

    def _comparison(self, kind: str, left: Expr, right: Expr) -> tuple[int, str]:
        """Two operands, and how tightly they are bound; a constant is shown as a value of the variable beside it."""
        if left[0] == "v" and right[0] == "c":
            variable = self._slots[left[1]]
            truth = {("==", 1): 1, ("!=", 0): 1, ("==", 0): 0, ("!=", 1): 0}.get((kind, right[1]))
            if variable.name.startswith(("visits:", "taken:")):
                truth = {(">=", 1): 1, (">", 0): 1, ("<", 1): 0, ("<=", 0): 0}.get((kind, right[1]))
            elif variable.kind != "bool" and not variable.name.startswith(("once:", "drawn:")):
                truth = None
            if truth is not None:
                return _COMPARISON if truth else _LEVELS["not"], self._seen(left[1], truth)
        sides = [
            self._value(other, side[1]) if side[0] == "c" else self.written(side, _COMPARISON + 1)
            for side, other in ((left, right), (right, left))
        ]
        return _COMPARISON, f" {kind} ".join(sides)

    def _seen(self, slot: int, truth: int) -> str:
        """That a variable is so, or is not."""
        variable = self._slots[slot]
        kind, _, rest = variable.name.partition(":")
        if variable.hidden and kind in ("once", "drawn"):
            return named(variable) if truth else named(variable).replace(f" {_DONE[kind]}", f" not {_DONE[kind]} yet")
        name = f"seen({rest})" if variable.hidden and kind in ("visits", "taken") else named(variable)
        return name if truth else f"not {name}"

    def _value(self, beside: Expr, value: int) -> str:
        return valued(self._slots[beside[1]], value) if beside[0] == "v" else str(value)


_DONE: Final = {"once": "taken", "drawn": "drawn"}
