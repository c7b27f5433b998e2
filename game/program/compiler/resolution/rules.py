"""What happens at every choice of a part of the story, resolved once and handed to the scenes that are in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from weakref import proxy

from game.language.nodes import Scalar
from game.language.schema.shapes.top import RULED
from game.language.schema.story import RuleText
from game.language.schema.tree import Scene, Text
from game.language.terms import ExpressionError
from game.program.forms.types import Expr
from game.program.model import Set, Target

if TYPE_CHECKING:
    from game.program.compiler.resolution.names import Names

_ALL: Final = "all"


class Rule:
    """One rule: the effects of each choice, and where play goes in place of a list of choices when `when` holds."""

    def __init__(self, written: RuleText, names: Names) -> None:
        self.written = written
        self.effects = _effects(written.effects, written.file, names)
        self.when: Expr | None = None
        if (text := written.when) is not None:
            self.when = names.segments.condition(text.text, written.file, text.scalar, text.at)
        self.target: Target | None = None
        if written.target is not None:
            self.target = names.target(written.target, "", written.file)
        self.ending = ""
        if written.ending is not None and names.known("ending", written.ending, written.file):
            self.ending = written.ending.text
        self.free = {one.text.strip() for one in written.excepted}
        """Scenes, and choices as `scene.id`, that the rule leaves alone."""
        self.lists = 0
        """How many lists of choices it rules over."""

    def leaves_alone(self, scene: str, choice: Scalar | None) -> bool:
        """Whether a choice of a scene is none of the rule's."""
        return choice is not None and f"{scene}.{choice.text}" in self.free


class Rules:
    """The rules of a story."""

    def __init__(self, names: Names) -> None:
        self.names: Names = proxy(names)  # see Decks
        self._all: list[tuple[Rule, set[tuple[str, str]]]] = []
        scenes = names.story.scenes.values()
        known: dict[str, set[str]] = {
            "chapter": {one.chapter for one in scenes if one.chapter} | set(names.story.chapters),
            "place": {one.place.text for one in scenes if one.place is not None} | set(names.story.places),
            "deck": {one.deck.text for one in scenes if one.deck is not None},
            "scene": set(names.story.scenes),
        } if names.story.rules else {}  # fmt: skip
        for written in names.story.rules:
            self._all.append((Rule(written, names), set(self._scopes(written, known))))
            self._check_excepted(written)

    def of(self, scene: Scene) -> list[Rule]:
        """The rules that hold in a scene; none where one leads there."""
        if not self._all:
            return []
        index = self.names.index[scene.id]
        here = {
            ("", _ALL), ("chapter", scene.chapter), ("scene", scene.id),
            ("place", scene.place.text if scene.place is not None else ""),
            ("deck", scene.deck.text if scene.deck is not None else ""),
        }  # fmt: skip
        return [
            rule
            for rule, scopes in self._all
            if not here.isdisjoint(scopes)
            and scene.id not in rule.free
            and (isinstance(rule.target, int) or rule.target is None or rule.target[0] != index)
        ]

    def check(self) -> None:
        """Findings for rules that no choice comes under."""
        for rule, _ in self._all:
            if not rule.lists:
                self.names.findings.add(
                    "W370", "nothing is chosen where this rule holds", rule.written.file, rule.written.pos,
                    hint="name what holds the scenes under  in:  or take it out", length=len("each-choice"),
                )  # fmt: skip

    def _scopes(self, written: RuleText, known: dict[str, set[str]]) -> Iterable[tuple[str, str]]:
        findings = self.names.findings
        for kind, name in written.where:
            word = name.text.strip()
            if not kind and word == _ALL:
                yield ("", _ALL)
                continue
            kinds = [one for one in RULED.keys if word in known[one] and kind in ("", one)]
            if len(kinds) > 1:
                which = " and a ".join(kinds)
                findings.add(
                    "E171", f"{word[:40]} is a {which}", written.file, name,
                    hint=f"say which is meant: {{{kinds[0]}: {word}}}",
                )  # fmt: skip
            elif not kinds:
                every = known[kind] if kind else {one for names in known.values() for one in names}
                what = kind or "chapter, place, deck or scene"
                findings.unknown(
                    "E170",
                    what,
                    word,
                    sorted(every),
                    written.file,
                    name,
                    otherwise="write  in: all  for the whole story",
                )
            else:
                yield (kinds[0], word)

    def _check_excepted(self, written: RuleText) -> None:
        scenes = self.names.index
        targets = [name for name, count in self.names.scope.targets.items() if name in scenes or count[:6] == "taken:"]
        for one in written.excepted:
            if one.text.strip() not in targets:
                scene, dot, _ = one.text.strip().partition(".")
                hint = "give the choice there an id:  id: look" if dot and scene in scenes else ""
                self.names.findings.unknown(
                    "E120",
                    "scene or choice",
                    one.text.strip(),
                    () if hint else targets,
                    written.file,
                    one,
                    otherwise=hint,
                )


def _effects(written: Iterable[Text], file: int, names: Names) -> list[Set]:
    found = []
    for effect in written:
        try:
            found.append(names.scope.effect(effect.text))
        except ExpressionError as wrong:
            names.findings.wrong(wrong, file, effect.scalar, effect.at)
    return found
