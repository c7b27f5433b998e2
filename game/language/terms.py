"""What conditions and effects are made of: the small trees that `game.language.expression` reads, with offsets into the text."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Operator: TypeAlias = Literal["and", "or", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*"]


class Number(NamedTuple):
    """A whole number; `at` is the offset in the expression, here and below."""

    value: int
    at: int


class Truth(NamedTuple):
    """`true` or `false`."""

    value: bool
    at: int


class Name(NamedTuple):
    """A variable, or a value of an enum: which of the two is decided by what stands beside it."""

    name: str
    at: int


class Unary(NamedTuple):
    """`not x` or `-x`."""

    operator: Literal["not", "-"]
    operand: Expression
    at: int


class Binary(NamedTuple):
    """Two operands and the operator between them."""

    operator: Operator
    left: Expression
    right: Expression
    at: int


class Member(NamedTuple):
    """`x in [a, b]`, or `not in`."""

    operand: Expression
    options: tuple[Expression, ...]
    negated: bool
    at: int


class Within(NamedTuple):
    """`thing in bag`, or `not in`."""

    thing: Expression
    bag: str
    bag_at: int
    negated: bool
    at: int


class Size(NamedTuple):
    """`count(bag)`."""

    bag: str
    at: int


class Extreme(NamedTuple):
    """`min(…)` or `max(…)`."""

    function: Literal["min", "max"]
    arguments: tuple[Expression, ...]
    at: int


class Count(NamedTuple):
    """`visits(target)` or `seen(target)`; the target is a scene, or `scene.name`."""

    function: Literal["visits", "seen"]
    target: str
    at: int


class Ended(NamedTuple):
    """`ending(id)`: whether the story has ended so, in a promise."""

    ending: str
    at: int


Expression: TypeAlias = "Number | Truth | Name | Unary | Binary | Member | Within | Size | Extreme | Count | Ended"


class Assignment(NamedTuple):
    """`name = value`, `name += value` or `name -= value`; `at` is where the value starts."""

    name: str
    operator: Literal["=", "+=", "-="]
    value: Expression
    at: int
    name_at: int


class ExpressionError(Exception):
    """An expression that cannot be read: what is wrong, at which offset, and one fix.

    `code` is empty where what is wrong has been said at another place.
    """

    def __init__(self, message: str, at: int, hint: str = "", length: int = 1, code: str = "E201") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint
        self.length = length
        self.code = code
