"""What variables hold, as fronts and saves have it: by name, an enum as the name of its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.engine.machine import Machine
    from game.program.declared import Variable
    from game.program.forms.types import Plain
    from game.program.model import Program


def plain_value(variable: Variable, value: int) -> Plain:
    """A variable's value as fronts and snapshots have it: an enum's by its name."""
    if variable.kind == "enum":
        return variable.values[value]
    return bool(value) if variable.kind == "bool" else value


def read_value(variable: Variable, written: object) -> int:
    """The value that a snapshot means, held inside the bounds; the start value where the story does not have it."""
    if variable.kind == "enum":
        return (
            variable.values.index(written)
            if isinstance(written, str) and written in variable.values
            else variable.start
        )
    if isinstance(written, (bool, int)):
        return min(max(int(written), variable.low), variable.high)
    return variable.start


def values_of(program: Program, machine: Machine) -> dict[str, Plain]:
    """The declared variables by name, and the text variables, as text."""
    values = machine.values
    found = {name: plain_value(variable, values[program.slot[name]]) for name, variable in program.variables.items()}
    for one, text in zip(program.texts, machine.run.texts, strict=True):
        found[one[0]] = text
    return found


def value_of(program: Program, machine: Machine, name: str) -> Plain:
    """One variable's value. Raises KeyError for a name the story does not declare."""
    variable = program.variables.get(name)
    if variable is not None:
        return plain_value(variable, machine.values[program.slot[name]])
    names = [one[0] for one in program.texts]
    if name not in names:
        raise KeyError(name)
    return machine.run.texts[names.index(name)]
