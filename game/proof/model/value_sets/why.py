"""Why a condition never holds, in a writer's words: the part of it that keeps from the rest, and what that says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from game.program import model
from game.program.declared import Variable
from game.program.forms.expressions import conjuncts, every
from game.program.forms.types import Expr
from game.program.model import Program
from game.program.spelling import spelled

_COUNTED: Final = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NTH: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LISTED: Final = 3
"""So many of several conditions are told; of more it is said how many there are."""


def shutting(slots: Sequence[Variable], expr: Expr, can: Callable[[Expr], bool]) -> Expr:
    """What of a condition keeps something from happening; `can` tells whether one can hold at all, as far as is known.

    That is the first of its parts that never holds by itself, or all of them but for those that always hold. What `once` adds keeps from
    nothing that has not been there.
    """
    written = [part for part in conjuncts(expr) if not _of_once(slots, part)]
    for part in written:
        if not can(part):
            return part
    left = [part for part in written if can(("not", part))]
    return left[0] if len(left) == 1 else every(left) if left else expr


def said(slots: Sequence[Variable], expr: Expr) -> str:
    """That a condition does not hold, as a sentence about what its writer wrote."""
    turn = _turn(slots, expr)
    if turn:
        return turn
    if expr[0] == "or" and len(expr) > _LISTED:
        ways = [spelled(slots, way) for way in expr[1:]]
        count = _COUNTED[len(ways)] if len(ways) < len(_COUNTED) else f"{len(ways):,}"
        more = ["…"] if len(ways) > _LISTED else []
        return f"none of these {count} holds: {'; '.join([*ways[:_LISTED], *more])}"
    if expr[0] == "and":
        return f"{spelled(slots, expr)} do not hold together"  # each of them can: else it would be told alone
    return f"{spelled(slots, expr)} does not hold"


def not_drawn(program: Program, draw: model.Draw, number: int, always: Callable[[Expr | None], bool]) -> str:
    """Why the storylets before one keep it from being drawn, where its own condition can hold, or all of them from none being drawn.

    `always` tells whether a condition is known to hold whenever play comes there.
    """
    earlier = draw.storylets[:number]
    names = [program.scene_ids[one.target if isinstance(one.target, int) else one.target[0]] for one in earlier]
    first = next((name for name, one in zip(names, earlier, strict=True) if always(one.when)), None)
    before = " before it" if number < len(draw.storylets) else ""
    if first is not None:
        return f"the storylet {first}{before} is always there"
    if len(names) == 1:
        return f"the storylet {names[0]}{before} is there each time"
    listed = ", ".join([*names[:_LISTED], *(["…"] if len(names) > _LISTED else [])])
    return f"one of the {len(names):,} storylets{before} is there each time ({listed})"


def _of_once(slots: Sequence[Variable], part: Expr) -> bool:
    """Whether a condition is that something has not been taken or drawn before."""
    if part[0] != "==" or part[1][0] != "v":
        return False
    variable: Variable = slots[part[1][1]]
    return variable.hidden and variable.name.startswith(("once:", "drawn:"))


def counts_turns(slots: Sequence[Variable], part: Expr) -> bool:
    """Whether a condition is one on the counter of texts that take turns, whose values tell a writer nothing."""
    return bool(_turn(slots, part))


def _turn(slots: Sequence[Variable], part: Expr) -> str:
    """What a condition on the counter of texts that take turns says; empty for any other."""
    if part[0] not in ("==", "in") or part[1][0] != "v":
        return ""
    variable = slots[part[1][1]]
    kind = variable.name.partition(":")[0]
    if not variable.hidden or kind not in ("first", "cycle", "shuffle"):
        return ""
    if part[0] == "in":
        return f"this text of the `{kind}` never comes"
    number = part[2][1] if part[2][0] == "c" else len(_NTH)
    nth = _NTH[number] if number < len(_NTH) else f"{number + 1}th"
    return f"the {nth} text of this `{kind}` never comes: the line is not shown so often"
