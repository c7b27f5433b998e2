"""A variable set by hand, for whoever tries a story out: a choice that no list offers, and that can be taken back like any other.

What was told stays told, and the choices of the place are offered as they stand then. Play itself could not do it, so nothing that follows is shown to occur.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final

from game.engine.linker.nodes import TABLE, LinkedChoice
from game.engine.sessions.values import plain_value

if TYPE_CHECKING:
    from game.engine.machine import Machine
    from game.program.declared import Variable
    from game.program.model import Program

_MARK: Final = " (set by hand)"
_IS: Final = " = "


class _Always:
    """In the place of a table: the same for every value."""

    def __init__(self, value: int) -> None:
        self._value = value

    def __getitem__(self, _: int) -> int:
        return self._value


def setting(program: Program, machine: Machine, name: str, value: int) -> LinkedChoice:
    """The choice that sets a declared variable to one of its values where a machine stands. Raises KeyError for another name."""
    variable = program.variables[name]
    choice = LinkedChoice.__new__(LinkedChoice)
    choice.id = f"{name}{_IS}{written(variable, value)}{_MARK}"
    choice.gate = choice.rest = choice.option = choice.words = None
    choice.target = machine.node.number
    choice.effects = ((TABLE, program.slot[name], _Always(min(max(value, variable.low), variable.high))),)
    choice.landing = node = copy(machine.node)
    node.ops, node.writes = (), ()
    return choice


def is_by_hand(choice: str) -> bool:
    """Whether the id of a choice that was made is that of a value set by hand."""
    return choice.endswith(_MARK)


def read_setting(program: Program, choice: str) -> tuple[str, int] | None:
    """The variable and the value that such an id names, as the story has them now; None where it has them no more."""
    name, _, value = choice.removesuffix(_MARK).partition(_IS)
    variable = program.variables.get(name)
    number = None if variable is None else read_value(variable, value)
    return None if number is None else (name, number)


def written(variable: Variable, value: int) -> str:
    """A value as a story writes it."""
    return str(plain_value(variable, value)).lower() if variable.kind == "bool" else str(plain_value(variable, value))


def read_value(variable: Variable, text: str) -> int | None:
    """The value that somebody wrote; None where it is none of the variable's."""
    text = text.strip()
    if variable.kind == "enum":
        return variable.values.index(text) if text in variable.values else None
    if variable.kind == "bool":
        return {"true": 1, "false": 0}.get(text.lower())
    try:
        number = int(text)
    except ValueError:
        return None
    return number if len(text) <= 12 and variable.low <= number <= variable.high else None
