"""The forms of expressions and texts in a Program.

They are tuples with a tag in front and not classes, as they go to the cache and come from it by the thousand: JSON writes a
tuple with its tag in it, where a named tuple would lose its name, and `("c", 3)` differs from `("v", 3)`, where two named tuples of the
same fields are equal. `mypy` narrows them by `expr[0] == "c"` (and not by `in`, nor by a variable for the tag).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from game.language.pieces import Style

Plain: TypeAlias = "bool | int | str"
"""A variable's value as players and files have it: a truth, a number, or the name of a value."""

Comparison: TypeAlias = 'Literal["==", "!=", "<", "<=", ">", ">="]'
Constant: TypeAlias = 'tuple[Literal["c"], int]'
SlotValue: TypeAlias = 'tuple[Literal["v"], int]'
"""The value of a variable."""
Unary: TypeAlias = 'tuple[Literal["not", "neg"], Expr]'
Member: TypeAlias = 'tuple[Literal["in"], Expr, tuple[int, ...]]'
Compared: TypeAlias = "tuple[Comparison, Expr, Expr]"
Computed: TypeAlias = 'tuple[Literal["+", "-", "*"], Expr, Expr]'
Joined: TypeAlias = 'tuple[Literal["and", "or"], *tuple[Expr, ...]]'
"""One condition or more; `game.program.forms.expressions` makes them of lists."""
Extreme: TypeAlias = 'tuple[Literal["min", "max"], *tuple[Expr, ...]]'
Expr: TypeAlias = "Constant | SlotValue | Unary | Member | Compared | Computed | Joined | Extreme"
"""A resolved expression. What it means says `game.program.forms.evaluate`; every pass over its parts goes by `game.program.forms.expressions`."""

StyledWords: TypeAlias = 'tuple[Literal["s"], str, Style]'
Interpolated: TypeAlias = 'tuple[Literal["v", "t"], int, Style]'
"""The value of a variable by its slot ("v"), or a text variable by its index ("t"), after which comes what the Program has `told`."""
Fork: TypeAlias = 'tuple[Literal["?"], Expr, Segments, Segments]'
"""A condition, and what is said where it holds and where it does not."""
Alternatives: TypeAlias = 'tuple[Literal["a"], Literal["first", "cycle", "shuffle"], int, tuple[Segments, ...]]'
"""Texts that take turns, and the slot of their counter."""
Segment: TypeAlias = "str | StyledWords | Interpolated | Fork | Alternatives"
"""A piece of text; a string is words without a style. Every pass over what is inside goes by `game.program.forms.texts`."""
Segments: TypeAlias = "tuple[Segment, ...]"
ArmPath: TypeAlias = tuple[int, ...]
"""Where an arm stands in its line: the index of a segment, the arm, the index of a segment in that arm, and so on."""
