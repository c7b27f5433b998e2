"""Resolves the names in conditions and effects, and checks their types and bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.language.expression import (
    Binary,
    Call,
    Count,
    Effect,
    Ended,
    Expression,
    ExpressionError,
    Member,
    Name,
    Number,
    Size,
    Truth,
    Unary,
    Within,
)
from game.language.slips.sets import meant_comparison
from game.program.expressions import every, extreme, operands, some
from game.program.model import Comparison, Expr

if TYPE_CHECKING:
    from game.program.compiler.scope import Scope

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


def text_refused(name: str, at: int, *, sets: bool) -> ExpressionError:
    """The error for a text variable in a condition, or in an effect that `sets` it."""
    hint = f"show it with {{{name}}} in prose; what a condition asks for is an enum, with words"
    if sets:
        hint = "a text is what the player typed, and never changes; what changes is an enum, with words"
    return ExpressionError(f"{name} is a text, and no condition or effect can use one", at, hint, len(name), "E207")


class Resolver:
    """Turns the trees of one story's expressions into what the Program holds."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def value(self, tree: Expression, wanted: str) -> Resolved:
        """An expression of the wanted type ("" for any). Raises ExpressionError."""
        found = self._resolve(tree, wanted)
        self._expect(found, wanted, tree)
        return found

    def effect(self, effect: Effect) -> tuple[int, Expr]:
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
            if name in self.scope.texts:
                raise text_refused(name, at, sets=sets)
            if name in self.scope.broken or self.scope.unread:
                raise ExpressionError(f"{name} is declared wrongly", at, code="")
            hint = self._meant(name)
            raise ExpressionError(f"there is no variable {name}", at, hint, len(name), "E202")
        return slot

    def _meant(self, name: str) -> str:
        """What a writer may have meant by a name that no variable has."""
        if name in self.scope.sets:
            thing = next(iter(self.scope.sets[name]), "rope")
            return f"{name} is a set: write  {thing} in {name}  or  count({name}) > 0"
        if bag := next((bag for bag, things in self.scope.sets.items() if name in things), ""):
            return f"{name} is a thing: write  {name} in {bag}"
        if name in self.scope.scenes:
            return f"{name} is a scene: write seen({name}) or visits({name})"
        if near := self.scope.near(name, self.scope.named):
            return f"did you mean {near}?"
        if self.scope.ended is not None and name in self.scope.endings:
            return f"{name} is an ending: write  ending({name})"
        if name in self.scope.endings or name == "ending":
            return "a condition cannot ask for an ending; it can ask for the scene that leads there:  seen(the-scene)"
        if owner := self.scope.owner.get(name):
            return f"{name} is a value of {owner}: write {owner} == {name}"
        if name in ("yes", "no", "on", "off"):
            return f"write {'true' if name in ('yes', 'on') else 'false'}"
        if name in self.scope.targets:
            return f"write seen({name}) or visits({name})"
        return "declare it under  variables:"

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
        if isinstance(tree, Call):
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
            near = self.scope.near(name, values)
            hint = f"did you mean {near}?" if near else "there is " + ", ".join(values[:8])
            raise ExpressionError(f"{wanted} has no value {name}", tree.at, hint, len(name), "E202")
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
            joined = f"{left.name}_{word}"
            near = joined if joined in self.scope.slot else self.scope.near(joined, self.scope.named)
            if joined in self.scope.broken:
                raise ExpressionError(f"{joined} is declared wrongly", left.at, code="")
            hint = f"names are written with _ for each hyphen: {near or joined}"
            raise ExpressionError(f"there is no variable {left.name}-{word}", left.at, hint, len(joined), "E202")

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
            raise self._no_set(tree)
        slot, name = self._thing(tree.bag, tree.thing)
        self.scope.used.add(name)
        thing: Expr = ("v", slot)
        return Resolved(("not", thing) if tree.negated else thing, "bool")

    def _no_set(self, tree: Within) -> ExpressionError:
        """What is wrong with a condition that looks for something in what is no set."""
        scope, bag = self.scope, tree.bag
        if scope.unread or bag in scope.broken:
            return ExpressionError(f"{bag} is declared wrongly", tree.bag_at, code="")
        near = scope.near(bag, scope.sets) if scope.sets else None
        if isinstance(tree.thing, Name) and tree.thing.name in scope.sets:
            message, hint, code = (
                f"{bag} is no set, and {tree.thing.name} is one",
                f"write  {bag} in {tree.thing.name}",
                "E201",
            )
        elif near or (scope.sets and bag not in scope.named and bag not in scope.owner):
            known = ", ".join(list(scope.sets)[:8])
            message, hint, code = (
                f"there is no set {bag}",
                f"did you mean {near}?" if near else f"there is {known}",
                "E202",
            )
        else:
            message, hint, code = "'in' wants a list in brackets", "", "E201"
        return ExpressionError(message, tree.bag_at, hint, len(bag), code)

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
            if f"{bag}.{tree.name}" in self.scope.broken:
                raise ExpressionError("declared wrongly", tree.at, code="")
            near = self.scope.near(tree.name, things)
            hint = f"did you mean {near}?" if near else f"there is {', '.join(things)}" if 0 < len(things) <= 8 else ""
            hint = hint or f"write it below the things of {bag}"
            raise ExpressionError(f"{bag} has no thing {tree.name}", tree.at, hint, len(tree.name), "E202")
        return slot, self.scope.slots[slot].name

    def _size(self, tree: Size) -> Resolved:
        if tree.bag not in self.scope.sets:
            near = self.scope.near(tree.bag, self.scope.sets)
            hint = f"did you mean {near}?" if near else "declare it below  sets:"
            if bag := next((bag for bag, things in self.scope.sets.items() if tree.bag in things), ""):
                hint = f"{tree.bag} is a thing of {bag}: write  {tree.bag} in {bag}"
            if tree.bag in self.scope.scenes or tree.bag in self.scope.targets:
                hint = f"write visits({tree.bag})"
            raise ExpressionError(f"there is no set {tree.bag}", tree.at, hint, len(tree.bag), "E202")
        self.scope.show_set(tree.bag)
        return Resolved(_sum([("v", slot) for slot in self.scope.sets[tree.bag].values()]), "int")

    def _ended(self, tree: Ended) -> Resolved:
        scope = self.scope
        if scope.ended is None:
            hint = "a condition cannot ask for an ending; it can ask for the scene that leads there:  seen(the-scene)"
            raise ExpressionError("only promises ask for endings", tree.at, hint, len(tree.ending), "E202")
        if tree.ending not in scope.endings:
            near = scope.near(tree.ending, scope.endings)
            known = ", ".join(sorted(scope.endings)) if len(scope.endings) <= 8 else ""
            hint = f"did you mean {near}?" if near else f"there is {known}" if known else "declare it below  endings:"
            raise ExpressionError(f"there is no ending {tree.ending}", tree.at, hint, len(tree.ending), "E123")
        scope.asked_endings[tree.ending] = None
        return Resolved(("c", int(scope.ended == tree.ending)), "bool")

    def _change_of_set(self, effect: Effect) -> tuple[int, Expr]:
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
            near = self.scope.near(tree.target, self.scope.targets)
            raise ExpressionError(
                f"there is no scene, label or choice {tree.target}",
                tree.at,
                self._no_target(tree.target, near),
                len(tree.target),
                "E120",
            )
        if tree.function == "seen":
            return Resolved((">=", ("v", self.scope.hidden(name, 1)), ("c", 1)), "bool")
        return Resolved(("v", self.scope.hidden(name, max(1, min(high, MOST_VISITS)))), "int")

    def _no_target(self, target: str, near: str | None) -> str:
        scene, dot, name = target.partition(".")
        if dot and scene in self.scope.scenes:
            close = self.scope.near(name, self.scope.targets, scene + ".")
            if close:
                return f"did you mean {scene}.{close}?"
            return f"give the label or the choice there the name:  - label: {name}  or  id: {name}"
        if near:
            return f"did you mean {near}?"
        return "write the name of a scene, or scene.label, or scene.choice-id"
