"""Which conditions of choices and storylets hold in more or in fewer states than they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Final, NamedTuple

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.program.model import Choose, Draw, Program
from game.program.spelling import spelled

_MOST: Final = 20_000
"""States that are looked at for one condition."""
_TRUE: Final[Expr] = ("c", 1)


class ConditionChanged(NamedTuple):
    """A condition that holds in other states than before: of which choice or storylet, which one (`if`, `needs` or `when`), both as they are
    written ("" for none), and in how many of all states each holds. The states are those of the variables that either reads.
    """

    of: str
    which: str
    before: str
    after: str
    held: int
    holds: int
    states: int


class ConditionUnknown(NamedTuple):
    """A condition that is written otherwise, and reads too much to be looked at state by state."""

    of: str
    which: str
    before: str
    after: str


def conditions_changed(old: Program, new: Program) -> Iterator[ConditionChanged | ConditionUnknown]:
    """Each condition that is in both versions and not the same; what reads other variables than before is said, too."""
    before = {new.renamed.identity(of): one for of, one in _conditions(old).items()}
    called = [slot._replace(name=new.renamed.variable(slot.name)) for slot in old.slots]
    """The variables before, as they are called now: a condition in which one was renamed is the same."""
    for of, now in _conditions(new).items():
        was = before.get(of)
        for which in sorted({*now, *(was or ())}) if was is not None else ():
            assert was is not None
            one, other = was.get(which), now.get(which)
            text, text_now = _spelled(old, one), _spelled(new, other)
            if text_now == ("" if one is None else spelled(called, one)):
                continue
            found = _compared(old, one or _TRUE, new, other or _TRUE)
            if found is None:
                yield ConditionUnknown(of, which, text, text_now)
            elif not found[2]:
                yield ConditionChanged(of, which, text, text_now, found[0], found[1], found[3])


def _spelled(program: Program, condition: Expr | None) -> str:
    return "" if condition is None else spelled(program.slots, condition)


def _conditions(program: Program) -> dict[str, dict[str, Expr]]:
    """All conditions by the id of their choice, or by that of their storylet's scene."""
    found: dict[str, dict[str, Expr]] = {}
    for scene in program.scene_ids:
        for block in program.scene(scene).blocks:
            exit_ = block.exit
            if isinstance(exit_, Choose):
                for choice in exit_.choices:
                    asked = (("if", choice.shown), ("needs", choice.needs))
                    found[choice.id] = {which: it for which, it in asked if it is not None}
            elif isinstance(exit_, Draw):
                for one in exit_.storylets:
                    assert not isinstance(one.target, int)
                    name = program.scene_ids[one.target[0]]
                    found[name] = {} if one.when is None else {"when": one.when}
    return found


def _compared(old: Program, one: Expr, new: Program, other: Expr) -> tuple[int, int, bool, int] | None:
    """In how many states each holds, whether in the same ones, and how many there are; None where there are too many."""
    before = {new.renamed.variable(old.slots[slot].name): slot for slot in reads(one)}
    after = {new.slots[slot].name: slot for slot in reads(other)}
    names = sorted({*before, *after})
    domains = [_domain(old, before.get(name), new, after.get(name)) for name in names]
    states = prod(map(len, domains))
    if states > _MOST:
        return None
    held = holds = 0
    same = True
    for values in product(*domains):
        state = dict(zip(names, values, strict=True))
        was, now = bool(evaluate(one, _at(before, state))), bool(evaluate(other, _at(after, state)))
        held += was
        holds += now
        same = same and was == now
    return held, holds, same, states


def _domain(old: Program, before: int | None, new: Program, after: int | None) -> range:
    """The values that a variable can have in either version."""
    slots = [p.slots[slot] for p, slot in ((old, before), (new, after)) if slot is not None]
    return range(min(one.low for one in slots), max(one.high for one in slots) + 1)


def _at(slots: Mapping[str, int], state: Mapping[str, int]) -> dict[int, int]:
    return {slot: state[name] for name, slot in slots.items()}
