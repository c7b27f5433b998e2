"""What is wrong with names in conditions and effects that mean nothing there, and what the writer may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.language.terms import Count, Ended, ExpressionError, Name, Size, Within

if TYPE_CHECKING:
    from game.program.compiler.resolution.scope import Scope


def no_variable(scope: Scope, name: str, at: int, *, sets: bool) -> ExpressionError:
    """The error for a name that no variable has that a condition may use, or an effect that `sets` it."""
    if name in scope.texts:
        return text_refused(name, at, sets=sets)
    if name in scope.broken or scope.unread:
        return ExpressionError(f"{name} is declared wrongly", at, code="")
    return ExpressionError(f"there is no variable {name}", at, _meant(scope, name), len(name), "E202")


def text_refused(name: str, at: int, *, sets: bool) -> ExpressionError:
    """The error for a text variable in a condition, or in an effect that `sets` it."""
    hint = f"show it with {{{name}}} in prose; what a condition asks for is an enum, with words"
    if sets:
        hint = "a text is what the player typed, and never changes; what changes is an enum, with words"
    return ExpressionError(f"{name} is a text, and no condition or effect can use one", at, hint, len(name), "E207")


def _meant(scope: Scope, name: str) -> str:
    """What a writer may have meant by a name that no variable has."""
    if name in scope.sets:
        thing = next(iter(scope.sets[name]), "rope")
        return f"{name} is a set: write  {thing} in {name}  or  count({name}) > 0"
    if bag := next((bag for bag, things in scope.sets.items() if name in things), ""):
        return f"{name} is a thing: write  {name} in {bag}"
    if name in scope.scenes:
        return f"{name} is a scene: write seen({name}) or visits({name})"
    if near := scope.near(name, scope.named):
        return f"did you mean {near}?"
    if scope.ended is not None and name in scope.endings:
        return f"{name} is an ending: write  ending({name})"
    if name in scope.endings or name == "ending":
        return "a condition cannot ask for an ending; it can ask for the scene that leads there:  seen(the-scene)"
    if owner := scope.owner.get(name):
        return f"{name} is a value of {owner}: write {owner} == {name}"
    if name in ("yes", "no", "on", "off"):
        return f"write {'true' if name in ('yes', 'on') else 'false'}"
    if name.partition(".")[0] in scope.slot:
        return f"did you mean {name.partition('.')[0]}?"
    if name in scope.targets:
        return f"write seen({name}) or visits({name})"
    return "declare it under  variables:"


def no_value(scope: Scope, enum: str, tree: Name, values: Sequence[str]) -> ExpressionError:
    """The error for a word where a value of an enum is needed, which is none."""
    near = scope.near(tree.name, values)
    hint = f"did you mean {near}?" if near else "there is " + ", ".join(values[:8])
    return ExpressionError(f"{enum} has no value {tree.name}", tree.at, hint, len(tree.name), "E202")


def hyphened(scope: Scope, left: Name, word: str) -> ExpressionError:
    """The error for a hyphen between a name and a word, where no variable is called like what stands before it."""
    joined = f"{left.name}_{word}"
    if joined in scope.broken:
        return ExpressionError(f"{joined} is declared wrongly", left.at, code="")
    near = joined if joined in scope.slot else scope.near(joined, scope.named)
    hint = f"names are written with _ for each hyphen: {near or joined}"
    return ExpressionError(f"there is no variable {left.name}-{word}", left.at, hint, len(joined), "E202")


def no_set(scope: Scope, tree: Within) -> ExpressionError:
    """What is wrong with a condition that looks for something in what is no set."""
    bag = tree.bag
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


def no_thing(scope: Scope, bag: str, tree: Name) -> ExpressionError:
    """The error for a name that no thing of a set has."""
    if f"{bag}.{tree.name}" in scope.broken:
        return ExpressionError("declared wrongly", tree.at, code="")
    things = scope.sets[bag]
    near = scope.near(tree.name, things)
    hint = f"did you mean {near}?" if near else f"there is {', '.join(things)}" if 0 < len(things) <= 8 else ""
    hint = hint or f"write it below the things of {bag}"
    return ExpressionError(f"{bag} has no thing {tree.name}", tree.at, hint, len(tree.name), "E202")


def nothing_to_count(scope: Scope, tree: Size) -> ExpressionError:
    """The error for `count(…)` of what is no set."""
    near = scope.near(tree.bag, scope.sets)
    hint = f"did you mean {near}?" if near else "declare it below  sets:"
    if bag := next((bag for bag, things in scope.sets.items() if tree.bag in things), ""):
        hint = f"{tree.bag} is a thing of {bag}: write  {tree.bag} in {bag}"
    if tree.bag in scope.scenes or tree.bag in scope.targets:
        hint = f"write visits({tree.bag})"
    return ExpressionError(f"there is no set {tree.bag}", tree.at, hint, len(tree.bag), "E202")


def no_ending(scope: Scope, tree: Ended) -> ExpressionError:
    """The error for `ending(…)` outside promises, or of an ending that there is not."""
    if scope.ended is None:
        hint = "a condition cannot ask for an ending; it can ask for the scene that leads there:  seen(the-scene)"
        return ExpressionError("only promises ask for endings", tree.at, hint, len(tree.ending), "E202")
    near = scope.near(tree.ending, scope.endings)
    known = ", ".join(sorted(scope.endings)) if len(scope.endings) <= 8 else ""
    hint = f"did you mean {near}?" if near else f"there is {known}" if known else "declare it below  endings:"
    return ExpressionError(f"there is no ending {tree.ending}", tree.at, hint, len(tree.ending), "E123")


def no_target(scope: Scope, tree: Count) -> ExpressionError:
    """The error for `seen(…)` or `visits(…)` of what is no scene, label or choice."""
    near = scope.near(tree.target, scope.targets)
    hint = _target_meant(scope, tree.target, near)
    return ExpressionError(f"there is no scene, label or choice {tree.target}", tree.at, hint, len(tree.target), "E120")


def _target_meant(scope: Scope, target: str, near: str | None) -> str:
    scene, dot, name = target.partition(".")
    if dot and scene in scope.scenes:
        close = scope.near(name, scope.targets, scene + ".")
        if close:
            return f"did you mean {scene}.{close}?"
        return f"give the label or the choice there the name:  - label: {name}  or  id: {name}"
    if near:
        return f"did you mean {near}?"
    return "write the name of a scene, or scene.label, or scene.choice-id"
