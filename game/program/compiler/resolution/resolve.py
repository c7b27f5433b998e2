"""Resolves the names in conditions and effects, and checks their types and bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.language.slips.sets import meant_comparison
from game.language.terms import (
    Assignment,
    Binary,
    Count,
    Ended,
    Expression,
    ExpressionError,
    Extreme,
    Member,
    Name,
    Number,
    Size,
    Truth,
    Unary,
    Within,
)
from game.program.compiler.resolution.unknown import (
    hyphened,
    no_ending,
    no_set,
    no_target,
    no_thing,
    no_value,
    no_variable,
    nothing_to_count,
)
from game.program.forms.expressions import every, extreme, operands, some
from game.program.forms.types import Comparison, Expr

if TYPE_CHECKING:
    from game.program.compiler.resolution.scope import Scope

MOST_VISITS = 99
"""Where a visit counter stops when the story shows or computes with the number itself."""
_WORDS = {"bool": "true or false", "int": "a number"}


class Resolved(NamedTuple):
    """An expression with its type: "bool", "int", or the name of an enum variable."""

    expr: Expr
    type: str


def _sum(parts: Sequence[Expr]) -> Expr:
    """All of them added, in no deep tree."""
    if len(parts) < 2:
        return parts[0] if parts else ("c", 0)
    half = len(parts) // 2
    return ("+", _sum(parts[:half]), _sum(parts[half:]))


class Resolver:
    """Turns the trees of one story's expressions into what the Program holds."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def value(self, tree: Expression, wanted: str) -> Resolved:
        """An expression of the wanted type ("" for any). Raises ExpressionError."""
        found = self._resolve(tree, wanted)
        self._expect(found, wanted, tree)
        return found

    def effect(self, effect: Assignment) -> tuple[int, Expr]:
        """The slot that an effect sets, and its new value, not yet held in bounds. Raises ExpressionError."""
        if effect.name in self.scope.sets and effect.name not in self.scope.named:
            return self._change_of_set(effect)
        if bag := next((bag for bag, things in self.scope.sets.items() if effect.name in things), ""):
            hint = f"{effect.name} is a thing: write  {bag} {'-=' if effect.value == Truth(value=False, at=effect.at) else '+='} {effect.name}"
            raise ExpressionError(f"there is no variable {effect.name}", effect.name_at, hint, len(effect.name), "E202")
        slot = self._slot(effect.name, effect.name_at, sets=True)
        variable = self.scope.slots[slot]
        self.scope.changed.add(effect.name)
        if effect.operator != "=" and variable.kind != "int":
            raise ExpressionError(
                f"{effect.name} is no number, so nothing can be added or taken away",
                effect.name_at,
                f"write {effect.name} = …",
                len(effect.name),
                "E203",
            )
        wanted = variable.name if variable.kind == "enum" else variable.kind
        value = self._resolve(effect.value, wanted)
        self._expect(value, wanted, effect.value)
        if value.expr[0] == "c" and effect.operator == "=" and not variable.low <= value.expr[1] <= variable.high:
            raise ExpressionError(
                f"{effect.name} goes from {variable.low} to {variable.high}, so it cannot be {value.expr[1]}",
                effect.at,
                "change the number, or the bounds",
                len(str(value.expr[1])),
                "E204",
            )
        if effect.operator == "=":
            return slot, value.expr
        return slot, ("+" if effect.operator == "+=" else "-", ("v", slot), value.expr)

    def _slot(self, name: str, at: int, *, sets: bool = False) -> int:
        slot = self.scope.slot.get(name)
        if slot is None or self.scope.slots[slot].hidden:
            raise no_variable(self.scope, name, at, sets=sets)
        return slot

    def _expect(self, found: Resolved, wanted: str, tree: Expression) -> None:
        if wanted and found.type != wanted and not self._alike(found.type, wanted):
            length = len(
                tree.name if isinstance(tree, Name) else str(tree.value) if isinstance(tree, Number)
                else tree.target if isinstance(tree, Count) else tree.bag if isinstance(tree, Size) else "1"
            )  # fmt: skip
            raise ExpressionError(
                f"here {self._word(wanted)} is needed, and this is {self._word(found.type)}",
                tree.at,
                self._mend(wanted, found, tree),
                length,
                "E203",
            )

    def _alike(self, one: str, other: str) -> bool:
        """Whether two types are enums with the same values, as those of a group are."""
        if one in _WORDS or other in _WORDS:
            return False
        return self.scope.slots[self.scope.slot[one]].values == self.scope.slots[self.scope.slot[other]].values

    def _mend(self, wanted: str, found: Resolved, tree: Expression) -> str:
        if isinstance(tree, Name) and wanted == "bool":
            if found.type == "int":
                return f"compare it: {tree.name} > 0"
            return f"compare it: {tree.name} == {self.scope.slots[self.scope.slot[found.type]].values[0]}"
        if isinstance(tree, Number) and wanted == "bool" and tree.value in (0, 1):
            return f"write {'true' if tree.value else 'false'}"
        if wanted == "bool" and isinstance(tree, Count):
            return f"write seen({tree.target})"
        if wanted == "bool" and isinstance(tree, Size):
            return f"write count({tree.bag}) > 0"
        if wanted == "bool" and found.type != "bool":
            return "compare it with something, as in  … > 0"
        if wanted == "int" and found.type == "bool":
            return "for yes or no there are  and, or, not"
        if wanted not in _WORDS:
            return "one of " + ", ".join(self.scope.slots[self.scope.slot[wanted]].values)
        return "write a number, or a variable that is one" if wanted == "int" else ""

    def _word(self, kind: str) -> str:
        return _WORDS.get(kind) or f"a value of {kind}"

    def _resolve(self, tree: Expression, wanted: str = "") -> Resolved:
        if isinstance(tree, Number):
            return Resolved(("c", tree.value), "int")
        if isinstance(tree, Truth):
            return Resolved(("c", int(tree.value)), "bool")
        if isinstance(tree, Name):
            return self._name(tree, wanted)
        if isinstance(tree, Unary):
            kind = "bool" if tree.operator == "not" else "int"
            part = self._resolve(tree.operand, kind)
            self._expect(part, kind, tree.operand)
            if tree.operator == "-" and part.expr[0] == "c":
                return Resolved(("c", -part.expr[1]), "int")
            return Resolved(("not" if kind == "bool" else "neg", part.expr), kind)
        if isinstance(tree, Binary):
            return self._binary(tree)
        if isinstance(tree, Member):
            return self._member(tree)
        if isinstance(tree, Within):
            return self._within(tree)
        if isinstance(tree, Size):
            return self._size(tree)
        if isinstance(tree, Ended):
            return self._ended(tree)
        if isinstance(tree, Extreme):
            parts = [self._number(argument) for argument in tree.arguments]
            if len(parts) < 2:
                raise ExpressionError(
                    f"{tree.function} compares two values or more", tree.at, f"write {tree.function}(a, b)", 3
                )
            return Resolved(extreme(tree.function, parts), "int")
        return self._count(tree, MOST_VISITS)

    def _name(self, tree: Name, wanted: str) -> Resolved:
        name = tree.name
        slot = self.scope.slot.get(name)
        if (
            slot is not None
            and wanted not in ("", "bool", "int")
            and name in (values := self.scope.slots[self.scope.slot[wanted]].values)
            and self.scope.slots[slot].values != values  # a variable that is called like a value
        ):
            return Resolved(("c", values.index(name)), wanted)
        if slot is not None and not self.scope.slots[slot].hidden:
            self.scope.used.add(name)
            variable = self.scope.slots[slot]
            return Resolved(("v", slot), variable.name if variable.kind == "enum" else variable.kind)
        if wanted not in ("", "bool", "int"):
            values = self.scope.slots[self.scope.slot[wanted]].values
            if name in values:
                return Resolved(("c", values.index(name)), wanted)
            raise no_value(self.scope, wanted, tree, values)
        return Resolved(("v", self._slot(name, tree.at)), "int")

    def _binary(self, tree: Binary) -> Resolved:
        operator = tree.operator
        if operator == "and" or operator == "or":
            parts: list[Expr] = []
            for side in (tree.left, tree.right):
                part = self._resolve(side, "bool")
                self._expect(part, "bool", side)
                parts += operands(part.expr) if part.expr[0] == operator else [part.expr]
            return Resolved(every(parts) if operator == "and" else some(parts), "bool")
        if operator == "+" or operator == "-" or operator == "*":
            self._hyphen(tree)
            left, right = (self._number(side) for side in (tree.left, tree.right))
            return Resolved((operator, left, right), "int")
        return self._comparison(tree, operator)

    def _number(self, tree: Expression) -> Expr:
        part = self._resolve(tree, "int")
        self._expect(part, "int", tree)
        return part.expr

    def _hyphen(self, tree: Binary) -> None:
        """A minus with no blanks round it, and no such variable before it, is a hyphen."""
        left, right = tree.left, tree.right
        if (
            tree.operator != "-"
            or not isinstance(left, Name)
            or left.name in self.scope.slot
            or right.at != tree.at + 1
        ):
            return
        if tree.at == left.at + len(left.name) and isinstance(right, (Name, Number)):
            word = right.name if isinstance(right, Name) else str(right.value)
            raise hyphened(self.scope, left, word)

    def _comparison(self, tree: Binary, operator: Comparison) -> Resolved:
        left_tree, right_tree = tree.left, tree.right
        for side in (left_tree, right_tree):
            if isinstance(side, Name) and side.name in self.scope.texts:
                self._slot(side.name, side.at)
        for count, number in ((left_tree, right_tree), (right_tree, left_tree)):
            if isinstance(count, Count) and count.function == "visits" and isinstance(number, Number):
                counted = self._count(count, number.value + 1)
                constant = Resolved(("c", number.value), "int")
                pair = (counted, constant) if count is left_tree else (constant, counted)
                return Resolved((operator, pair[0].expr, pair[1].expr), "bool")
        for bag, other in ((left_tree, right_tree), (right_tree, left_tree)):
            if isinstance(bag, Name) and bag.name in self.scope.sets and bag.name not in self.scope.slot:
                against = other.name if isinstance(other, Name) else other.value if isinstance(other, Number) else ""
                hint = meant_comparison(bag.name, operator, against, self.scope.sets[bag.name])
                raise ExpressionError(
                    f"{bag.name} is a set of things, and no value", bag.at, hint, len(bag.name), "E203"
                )
        if isinstance(left_tree, Name) and left_tree.name not in self.scope.slot and isinstance(right_tree, Name):
            right = self._resolve(right_tree)
            left = self._resolve(left_tree, right.type)
        else:
            left = self._resolve(left_tree)
            right = self._resolve(right_tree, left.type)
        if left.type != right.type and not self._alike(left.type, right.type):
            hint = ""
            for one in (left.type, right.type):
                if one not in _WORDS:
                    hint = f"{one} is one of " + ", ".join(self.scope.slots[self.scope.slot[one]].values[:8])
            if "bool" in (left.type, right.type) and not hint:
                hint = "a bool stands alone: met,  or  not met"
            raise ExpressionError(
                f"{self._word(left.type)} is compared with {self._word(right.type)}",
                tree.at,
                hint,
                len(operator),
                "E203",
            )
        if operator not in ("==", "!=") and left.type != "int":
            raise ExpressionError(f"{operator} compares numbers", tree.at, "use == or !=", len(operator), "E203")
        self._in_bounds(tree, left, right)
        return Resolved((operator, left.expr, right.expr), "bool")

    def _in_bounds(self, tree: Binary, left: Resolved, right: Resolved) -> None:
        """A number compared with a variable lies inside the variable's bounds, or the writer is mistaken."""
        for one, other, side in ((left, right, tree.right), (right, left, tree.left)):
            if one.expr[0] == "v" and other.expr[0] == "c" and one.type == "int":
                variable, number = self.scope.slots[one.expr[1]], other.expr[1]
                if not variable.hidden and not variable.low <= number <= variable.high:
                    raise ExpressionError(
                        f"{variable.name} goes from {variable.low} to {variable.high}, so it is never {number}",
                        side.at, "change the number, or the bounds", len(str(abs(number))), "E204",
                    )  # fmt: skip

    def _member(self, tree: Member) -> Resolved:
        operand = self._resolve(tree.operand)
        options = []
        for option in tree.options:
            part = self._resolve(option, operand.type)
            self._expect(part, operand.type, option)
            if part.expr[0] != "c":
                raise ExpressionError(
                    "the list after 'in' holds values only, no variables",
                    option.at,
                    "compare with == and join with or",
                    code="E203",
                )
            options.append(part.expr[1])
        expr: Expr = ("in", operand.expr, tuple(options))
        return Resolved(("not", expr) if tree.negated else expr, "bool")

    def _within(self, tree: Within) -> Resolved:
        if tree.bag not in self.scope.sets:
            raise no_set(self.scope, tree)
        slot, name = self._thing(tree.bag, tree.thing)
        self.scope.used.add(name)
        thing: Expr = ("v", slot)
        return Resolved(("not", thing) if tree.negated else thing, "bool")

    def _thing(self, bag: str, tree: Expression) -> tuple[int, str]:
        """The slot of a thing of a set, and the name of its variable."""
        things = self.scope.sets[bag]
        if not isinstance(tree, Name):
            raise ExpressionError(
                f"one thing of {bag} is needed here",
                tree.at,
                f"write one name at a time, like  {next(iter(things), 'rope')}",
            )
        slot = things.get(tree.name.removeprefix(f"{bag}."))
        if slot is None:
            raise no_thing(self.scope, bag, tree)
        return slot, self.scope.slots[slot].name

    def _size(self, tree: Size) -> Resolved:
        if tree.bag not in self.scope.sets:
            raise nothing_to_count(self.scope, tree)
        self.scope.show_set(tree.bag)
        return Resolved(_sum([("v", slot) for slot in self.scope.sets[tree.bag].values()]), "int")

    def _ended(self, tree: Ended) -> Resolved:
        scope = self.scope
        if scope.ended is None or tree.ending not in scope.endings:
            raise no_ending(scope, tree)
        scope.asked_endings[tree.ending] = None
        return Resolved(("c", int(scope.ended == tree.ending)), "bool")

    def _change_of_set(self, effect: Assignment) -> tuple[int, Expr]:
        bag = effect.name
        if effect.operator == "=":
            thing = effect.value.name if isinstance(effect.value, Name) else "rope"
            hint = f"write  {bag} += {thing}  to put it in,  {bag} -= {thing}  to take it out"
            raise ExpressionError(f"{bag} is a set of things, and no value", effect.name_at, hint, len(bag), "E203")
        slot, name = self._thing(bag, effect.value)
        self.scope.changed.add(name)
        return slot, ("c", int(effect.operator == "+="))

    def _count(self, tree: Count, high: int) -> Resolved:
        name = self.scope.targets.get(tree.target)
        if name is None:
            raise no_target(self.scope, tree)
        if tree.function == "seen":
            return Resolved((">=", ("v", self.scope.hidden(name, 1)), ("c", 1)), "bool")
        return Resolved(("v", self.scope.hidden(name, max(1, min(high, MOST_VISITS)))), "int")
