"""The names that a condition or an effect mentions, and where in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.language.expression import parse_effect, parse_expression
from game.language.terms import (
    Assignment,
    Count,
    Ended,
    Expression,
    ExpressionError,
    Name,
    Size,
    Within,
)
from game.program.compiler.resolution.resolve import Resolved, Resolver
from game.program.forms.types import Expr
from game.program.sources.table import Thing, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.language.schema.story import Story
    from game.program.compiler.resolution.scope import Scope


class Mention(NamedTuple):
    """A name in a text: what it is, what the text does with it, and where it stands."""

    thing: Thing
    name: str
    inside: str
    use: Use
    at: int
    length: int


class Mentions:
    """Finds the names in the conditions and effects of a story; in each text once, however often it is written."""

    def __init__(self, story: Story, scope: Scope) -> None:
        self._scope = scope
        self._groups = story.groups
        self._cast = {one.replace("-", "_"): one for one in reversed(story.cast)}
        """The members of the cast by how they are written in the names of a group's variables."""
        self._known: dict[tuple[str, bool], tuple[Mention, ...]] = {}

    def condition(self, text: str) -> tuple[Mention, ...]:
        """The names in a condition; none where it cannot be read."""
        return self._of(text, effect=False)

    def effect(self, text: str) -> tuple[Mention, ...]:
        """The same of an effect."""
        return self._of(text, effect=True)

    def _of(self, text: str, *, effect: bool) -> tuple[Mention, ...]:
        key = (text, effect)
        if key not in self._known:
            noting = _Noting(self._scope, self)
            try:
                if effect:
                    noting.effect(parse_effect(text))
                else:
                    noting.value(parse_expression(text), "bool")
            except ExpressionError:
                noting.found.clear()
            self._known[key] = tuple(noting.found)
        return self._known[key]

    def variable(self, name: str, use: Use, at: int) -> Iterator[Mention]:
        """A variable, and the group and the member of the cast that it belongs to."""
        yield Mention("variable", name, "", use, at, len(name))
        group, dot, member = name.rpartition(".")
        if member in self._scope.sets.get(group, ()):
            yield Mention("set", group, "", use, at, len(group))
            yield Mention("thing", member, group, use, at + len(group) + 1, len(member))
        if dot and group in self._groups and member in self._cast:
            yield Mention("group", group, "", use, at, len(group))
            yield Mention("cast", self._cast[member], "", use, at + len(group) + 1, len(member))

    def value(self, variable: str, name: str, use: Use, at: int) -> Mention:
        """A value of an enum, or of the group that the enum belongs to."""
        group = variable.partition(".")[0]
        return Mention("value", name, group if group in self._groups else variable, use, at, len(name))

    def target(self, target: str, use: Use, at: int, scene: str = "") -> Iterator[Mention]:
        """A scene, or a scene and a label or choice in it; of `.label`, the scene is that in which it stands."""
        name, dot, inner = target.partition(".")
        if name in self._scope.scenes:
            yield Mention("scene", name, "", use, at, len(name))
        counter = self._scope.targets.get(f"{name or scene}.{inner}") if dot else None
        if counter is not None:
            thing: Thing = "choice" if counter.startswith("taken:") else "label"
            yield Mention(thing, inner, name or scene, use, at + len(name) + 1, len(inner))


class _Noting(Resolver):
    """Resolves a tree as the compiler does, and notes what its names turn out to be."""

    def __init__(self, scope: Scope, mentions: Mentions) -> None:
        super().__init__(scope)
        self.found: list[Mention] = []
        self._mentions = mentions
        self._use: Use = "read"
        """What is done with a value that is named."""

    def effect(self, effect: Assignment) -> tuple[int, Expr]:
        self._use = "written"
        found = super().effect(effect)
        if effect.name in self.scope.sets:
            self._set(effect.name, effect.name_at, "written")
            self._of_set(effect.name, effect.value, "written")
            return found
        self.found += self._mentions.variable(effect.name, "written", effect.name_at)
        return found

    def _within(self, tree: Within) -> Resolved:
        found = super()._within(tree)
        self._of_set(tree.bag, tree.thing, "read")
        self._set(tree.bag, tree.bag_at, "read")
        return found

    def _size(self, tree: Size) -> Resolved:
        found = super()._size(tree)
        self._set(tree.bag, tree.at, "read")
        return found

    def _ended(self, tree: Ended) -> Resolved:
        self.found.append(Mention("ending", tree.ending, "", "read", tree.at, len(tree.ending)))
        return Resolved(("c", 0), "bool")

    def _set(self, bag: str, at: int, use: Use) -> None:
        self.found.append(Mention("set", bag, "", use, at, len(bag)))

    def _of_set(self, bag: str, thing: Expression, use: Use) -> None:
        """A thing of a set, by its name alone or as a variable."""
        if isinstance(thing, Name) and "." in thing.name:
            self.found += self._mentions.variable(thing.name, use, thing.at)
        elif isinstance(thing, Name):
            self.found.append(Mention("thing", thing.name, bag, use, thing.at, len(thing.name)))

    def _name(self, tree: Name, wanted: str) -> Resolved:
        found = super()._name(tree, wanted)
        if found.expr[0] == "v":
            self.found += self._mentions.variable(tree.name, "read", tree.at)
        else:
            self.found.append(self._mentions.value(found.type, tree.name, self._use, tree.at))
        return found

    def _count(self, tree: Count, high: int) -> Resolved:
        found = super()._count(tree, high)
        self.found += self._mentions.target(tree.target, "read", tree.at)
        return found
