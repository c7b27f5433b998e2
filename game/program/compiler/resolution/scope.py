"""The names that a story's conditions and effects can use, with all that has been found out about their texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

from game.language.expression import parse_effect, parse_expression, show_whole
from game.language.schema.findings import Findings
from game.language.slips.sets import meant_thing
from game.language.terms import Expression, ExpressionError
from game.language.text.identifiers import VARIABLE, Naming, any_script
from game.program.compiler.resolution.constant_conditions import ConstantConditions
from game.program.compiler.resolution.resolve import Resolved, Resolver
from game.program.compiler.resolution.unknown import text_refused
from game.program.declared import Variable
from game.program.forms.expressions import every, settled
from game.program.forms.types import Comparison, Expr
from game.program.model import Set

_PLAIN: Final = Naming(rf"(not )?({VARIABLE})(?: (==|!=|<=|>=|<|>) ([0-9]{{1,7}}))?\Z")
_WORD: Final = Naming(VARIABLE)
_TWO_WORDS: Final = any_script(r"\b([^\W\d]\w*)\s*[ (\[-]\s*[\"']?([^\W\d][\w-]*)[\"']?\s*[)\]]?")
"""Two words that may be one name: with a blank, a hyphen or brackets in place of its dot."""
_COMPARED_ENDING: Final = any_script(r"\bending\s*(==|!=|=)\s*([^\W\d][\w-]*)")
_IN_LIST: Final = "write  in [this, that]"
_LONGEST_PLAIN: Final = 200
_JOINABLE: Final = frozenset(("v", "not", "==", "!=", "<", "<=", ">", ">="))


class Scope:
    """The names a story's expressions can use, and the counters they ask for."""

    def __init__(self, findings: Findings) -> None:
        self.slots: list[Variable] = []
        self.slot: dict[str, int] = {}
        self.texts: dict[str, int] = {}
        self.sets: dict[str, dict[str, int]] = {}
        """Sets, with the slot of each of their things."""
        self.told: dict[str, int] = {}
        """What can be told of sets, and the index that texts show it by: `bag` and `count(bag)`."""
        self.bent: dict[str, int] = {}
        """Names that bend the words round them, as `name:은/는`, and the index that texts show them by."""
        self.targets: dict[str, str] = {}
        """What visits() can count: `scene`, `scene.label`, `scene.choice-id` to the counter's name."""
        self.scenes: frozenset[str] = frozenset()
        self.named: dict[str, int] = {}
        """The slots of the variables that the story declares."""
        self.owner: dict[str, str] = {}
        """A variable for each value that is a word."""
        self._owned: set[int] = set()
        self.near = findings.near
        """Finds the nearest of some names."""
        self.odd: tuple[str, ...] = ()
        """Those of them that are no words, so that nothing with them in it can be read."""
        self.endings: frozenset[str] = frozenset()
        self.ended: str | None = None
        """While a promise is resolved, the ending that is taken to have come, "" for none."""
        self.asked_endings: dict[str, None] = {}
        """The endings that it asks for."""
        self.unread = False
        """Whether some variables could not be read at all, which has been said."""
        self.broken: frozenset[str] = frozenset()
        """Variables whose declaration is wrong, which has been said there."""
        self.constancy = ConstantConditions(self.slots)
        self.used: set[str] = set()
        self.changed: set[str] = set()
        self._conditions: dict[tuple[str, str], Resolved | ExpressionError] = {}
        self.known_conditions: dict[str, Expr] = {}
        """The conditions that were found right, by their text."""
        self.known_effects: dict[str, Set] = {}
        """The effects that were found right, by their text."""
        self._wrong_effects: dict[str, ExpressionError] = {}
        self.constants: dict[str, int | None] = {}
        """What conditions always are, by their text; None where that depends."""

    def add(self, variable: Variable) -> int:
        """A new slot."""
        self.slot[variable.name] = len(self.slots)
        if not variable.hidden:
            self.named[variable.name] = len(self.slots)
            if id(variable.values) not in self._owned:  # those of a group are one and the same
                self._owned.add(id(variable.values))
                for value in variable.values:
                    self.owner.setdefault(value, variable.name)
        self.slots.append(variable)
        return len(self.slots) - 1

    def show_set(self, name: str) -> None:
        """Note that all things of a set are looked at; `name` is the set's, or how many things it has."""
        name = name.removeprefix("count(").removesuffix(")")
        self.used.update(f"{name}.{thing}" for thing in self.sets[name])

    def hidden(self, name: str, high: int) -> int:
        """The slot of a counter of the program's own, made when first asked for, and raised to `high`."""
        slot = self.slot.get(name)
        if slot is None:
            return self.add(Variable(name, "int", 0, high, 0, (), (), "", "number", True))
        if self.slots[slot].high < high:
            self.slots[slot] = self.slots[slot]._replace(high=high)
        return slot

    def condition(self, text: str) -> Expr:
        """A condition, resolved. Raises ExpressionError."""
        found = self.known_conditions.get(text)
        if found is None:
            found = self.known_conditions[text] = self.value(text, "bool").expr
        return found

    def promised(self, text: str) -> tuple[Expr, tuple[tuple[str, Expr], ...]]:
        """What a promise says where the story has not ended, and at each of the endings that it asks for. Raises ExpressionError."""
        if "ending(" not in text.replace(" ", "") and not self.endings.intersection(_WORD.of(text).findall(text)):
            return self.condition(text), ()
        self.asked_endings = {}
        try:
            tree = parse_expression(text)
            going_on = self._when_ended(tree, "")
            return going_on, tuple([(ending, self._when_ended(tree, ending)) for ending in tuple(self.asked_endings)])
        except ExpressionError as wrong:
            asked = _COMPARED_ENDING.sub(
                lambda found: (
                    f"{'not ' if found[1] == '!=' else ''}ending({found[2]})" if found[2] in self.endings else found[0]
                ),
                text,
            )
            if asked != text:
                wrong.hint = f"write  {asked.strip()}"
                raise
            raise self._better(wrong, text) from None
        finally:
            self.ended = None

    def _when_ended(self, tree: Expression, ending: str) -> Expr:
        self.ended = ending
        return settled(Resolver(self).value(tree, "bool").expr)

    def value(self, text: str, wanted: str) -> Resolved:
        """An expression of the wanted type, resolved and remembered. Raises ExpressionError."""
        key = (text, wanted)
        found = self._conditions.get(key)
        if found is None:
            plain = self._plain(text) if wanted == "bool" else None
            if plain is not None:
                self._conditions[key] = plain
                return plain
            try:
                found = Resolver(self).value(parse_expression(text), wanted)
            except ExpressionError as wrong:
                found = self._better(wrong, text)
            self._conditions[key] = found
        if isinstance(found, ExpressionError):
            raise found
        return found

    def _plain(self, text: str) -> Resolved | None:
        """The shapes that most conditions have, looked up without a tree; None for all else, right or wrong.

        Those are a bool, `not` a bool, an int compared with a number it can have, and several of them joined by `and`.
        A long story has many pairs of few of these, so that each is looked up once.
        """
        if len(text) > _LONGEST_PLAIN:
            return None
        if " and " in text:
            parts: list[Expr] = []
            for one in text.split(" and "):
                part = self._conditions.get((one, "bool")) or self._plain(one)
                if not isinstance(part, Resolved) or part.expr[0] not in _JOINABLE:
                    return None
                self._conditions[one, "bool"] = part
                parts.append(part.expr)
            return Resolved(every(parts), "bool")
        match = _PLAIN.of(text).match(text)
        if match is None:
            return None
        negated, name, operator, number = match.groups()
        slot = self.slot.get(name)
        if slot is None or self.slots[slot].hidden:
            return None
        variable = self.slots[slot]
        read: Expr = ("v", slot)
        if operator is None:
            if variable.kind != "bool":
                return None
            self.used.add(name)
            return Resolved(("not", read) if negated else read, "bool")
        if negated or variable.kind != "int" or not variable.low <= int(number) <= variable.high:
            return None
        self.used.add(name)
        return Resolved((cast("Comparison", operator), read, ("c", int(number))), "bool")  # the pattern has no other

    def effect(self, text: str) -> Set:
        """An effect as slot and new value (not yet held in bounds). Raises ExpressionError."""
        found = self.known_effects.get(text)
        if found is None:
            if text in self._wrong_effects:
                raise self._wrong_effects[text]
            try:
                found = self.known_effects[text] = Set(*Resolver(self).effect(parse_effect(text)))
            except ExpressionError as wrong:
                self._wrong_effects[text] = self._better(wrong, text)
                raise self._wrong_effects[text] from None
        return found

    def _better(self, wrong: ExpressionError, text: str) -> ExpressionError:
        """What can be said of a condition or effect that cannot be read, now that the names of the story are known."""
        if self.sets and wrong.code in ("E201", "E202", "E206") and (meant := meant_thing(text, self.sets)):
            wrong.hint = meant
            return wrong
        if wrong.code not in ("E201", "E206"):
            return wrong
        if wrong.message.startswith("'in' wants"):
            wrong.hint = ""
            show_whole(wrong, text)
            return wrong if wrong.hint else ExpressionError(wrong.message, wrong.at, _IN_LIST, wrong.length)
        for found in _WORD.of(text).finditer(text):
            if found[0] in self.texts:
                sets = re.match(r"\s*[-+]?=(?!=)", text[found.end() :]) is not None
                return text_refused(found[0], found.start(), sets=sets)
        if not self.broken.isdisjoint(_WORD.of(text).findall(text)) or any(name in text for name in self.odd):
            return ExpressionError(wrong.message, wrong.at, code="")
        for found in _TWO_WORDS.finditer(text):
            for sign in "._":
                joined = f"{found[1]}{sign}{found[2].replace('-', '_')}"
                if joined in self.slot:
                    wrong.hint = f"write  {text[: found.start()].lstrip()}{joined}{text[found.end() :].rstrip()}"
                    return wrong
        return wrong

    def constant(self, text: str, assumed: Sequence[Expr] = ()) -> int | None:
        """1 where a condition always holds, 0 where it never does, None where it depends or nobody knows.

        Decided by trying the values its variables may have, as far as all that is `assumed` holds for them.
        """
        if assumed:
            expr = self.condition(text)
            assumed = self.constancy.related(expr, assumed)
            return self.constancy.decide(expr, assumed) if assumed else None
        if text not in self.constants:
            self.constants[text] = self.constancy.decide(self.condition(text))
        return self.constants[text]
