"""What an expectation says of a variable: a value, or a comparison such as `>= 3`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.program.declared import Variable
from game.replay.scripts.matching import squeezed

if TYPE_CHECKING:
    from game.program.forms.types import Plain


_OPERATORS = ("==", "!=", "<=", ">=", "<", ">")


def split(text: str) -> tuple[str, str]:
    """An expectation's operator ("==" when it has none) and the value it speaks of."""
    for operator in _OPERATORS:
        if text.startswith(operator):
            return operator, text[len(operator) :].strip()
    return "==", text


def trouble(variable: Variable, text: str) -> str:
    """Why `text` can never be said of the variable, in words; "" when it can."""
    operator, wanted = split(text)
    if not wanted:
        return "there is no value to compare with"
    if variable.kind == "int":
        if _number(variable, wanted) is None:
            words = _words(variable)
            more = ", or one of " + ", ".join(words) if words else ""
            return f"{variable.name} is a whole number from {variable.low} to {variable.high}{more}"
        return ""
    if operator not in ("==", "!="):
        return f"{variable.name} is not a number, so it has no {operator}"
    if variable.kind == "bool" and wanted not in ("true", "false"):
        return f"{variable.name} is true or false"
    if variable.kind == "enum" and wanted not in variable.values:
        return f"{variable.name} is one of {', '.join(variable.values)}"
    return ""


def holds(variable: Variable | None, value: Plain, text: str) -> bool:
    """Whether what `text` says is so of a variable's value (None: a text variable). `trouble` must have been ""."""
    if variable is None:
        return squeezed(str(value)) == squeezed(text)
    operator, wanted = split(text)
    if variable.kind == "int":
        number = _number(variable, wanted)
        return number is not None and _compare(int(value), operator, number)
    return (shown(value) == wanted) is (operator == "==")


def shown(value: Plain) -> str:
    """A value as a script writes it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _words(variable: Variable) -> list[str]:
    """The word of each value, where every one of them is always the same."""
    if not all(len(word) == 1 and isinstance(word[0], str) for word in variable.words):
        return []
    return [squeezed(str(word[0])) for word in variable.words]


def _number(variable: Variable, wanted: str) -> int | None:
    """The number meant: digits, or one of the variable's words."""
    digits = wanted.removeprefix("-")
    if digits.isascii() and digits.isdecimal() and len(digits) < 10:
        return int(wanted)
    words = _words(variable)
    return variable.low + words.index(squeezed(wanted)) if squeezed(wanted) in words else None


def _compare(value: int, operator: str, wanted: int) -> bool:
    if operator == "==":
        return value == wanted
    if operator == "!=":
        return value != wanted
    if operator == "<":
        return value < wanted
    if operator == "<=":
        return value <= wanted
    return value > wanted if operator == ">" else value >= wanted
