"""Notes where everything stands that is declared outside of the bodies of scenes, once these have been compiled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from game.program.identities import line_id
from game.program.sources.mentions import Mention
from game.program.sources.table import Thing, Use
from game.program.sources.trace import Written

if TYPE_CHECKING:
    from game.language.nodes import Scalar
    from game.language.schema.story import PanelText, Story
    from game.language.schema.tree import Scene
    from game.program.compiler.resolution.names import Names
    from game.program.sources.trace import Trace

_DECLARED: Final[dict[str, Thing]] = {
    "scene": "scene",
    "variable": "variable",
    "group": "group",
    "set": "set",
    "cast member": "cast",
    "codex entry": "codex",
    "phrase": "phrase",
    "ending": "ending",
    "place": "place",
}
_PARTS: Final[dict[str, Thing]] = {"scene": "scene", "place": "place", "deck": "deck"}
"""Parts of a story by their kinds."""


class Declarations:
    """Tells a trace of what a story declares."""

    def __init__(self, story: Story, names: Names, trace: Trace) -> None:
        self.trace = trace
        self._story = story
        self._names = names

    def all(self) -> None:
        """Everything, once."""
        story = self._story
        for mark, one in story.declared.items():
            kind, _, name = mark.partition(":")
            if kind in _DECLARED and one.scalar.text == name:
                self.trace.name(_DECLARED[kind], "defined", one.file, one.scalar)
            elif kind == "variable" and one.scalar.text in story.cast and self.trace.is_written(one.scalar, one.file):
                self.trace.name("cast", "read", one.file, one.scalar)  # a member of a group, and not one of all
        if story.start is not None:
            where = story.start.scalar
            name = where.text.strip()
            found = self.trace.mentions.target(name, "gone to", where.text.find(name))
            self.trace.mentioned(found, Written(story.start.file, where, 0))
        for scene in story.scenes.values():
            self._of_scene(scene)
        for name, entry in story.codex.items():
            for paragraph in entry.paragraphs:
                self.trace.line(line_id(f"codex/{name}", paragraph.raw), paragraph, entry.file, entry.scalar)
        for phrase in story.phrases.values():
            self.trace.pieces("", phrase.pieces, Written(phrase.file, phrase.scalar, 0), names=True)
        for tag in story.tags:
            self.trace.name("tag", "defined", tag.file, tag.scalar)
        for variable in story.variables.values():
            for pieces, scalar in variable.words:
                self.trace.pieces("", pieces, Written(variable.file, scalar, 0), names=True)
        self._sets()
        self._values()
        for number, promise in enumerate(story.always):
            if promise.at is not None and promise.at.text.strip() in story.scenes:
                self.trace.name("scene", "read", promise.file, promise.at)
            self.trace.condition(promise.condition, promise.file, identity=f"always {number}")
        self._panels()
        self._pictures()
        self._rules()
        self._renamed()

    def _sets(self) -> None:
        """Sets, and the things in them."""
        story = self._story
        for bag in story.sets.values():
            for thing, (pieces, scalar) in bag.things.items():
                self.trace.name(
                    "thing", "defined", bag.file, story.declared[f"variable:{bag.name}.{thing}"].scalar, inside=bag.name
                )
                self.trace.pieces("", pieces, Written(bag.file, scalar, 0), names=True)
            for given in bag.start:
                self.trace.name("thing", "written", bag.file, given, inside=bag.name)
            self.trace.pieces("", bag.none[0], Written(bag.file, bag.none[1], 0), names=True)

    def _values(self) -> None:
        """Values of enums where they are declared, begin, and answer a question."""
        story = self._story
        for variable, written in story.enums.items():
            for scalar in written.values:
                self._value(variable, scalar, "defined", written.file)
            if written.start is not None:
                self._value(variable, written.start, "written", written.file)
        for question in story.setup:
            asked = story.variables.get(question.variable.text)
            for _, _, scalar in question.options if asked is not None and asked.kind == "enum" else ():
                self._value(question.variable.text, scalar, "written", question.file)

    def _value(self, variable: str, scalar: Scalar, use: Use, file: int) -> None:
        name = scalar.text.strip()
        found = self.trace.mentions.value(variable, name, use, scalar.text.find(name))
        self.trace.mentioned((found,), Written(file, scalar, 0))

    def _renamed(self) -> None:
        """What names of older versions are called now."""
        story = self._story
        above: set[int] = (
            set()
        )  # a scene whose choices were renamed stands above all of them, as a variable does above its values
        for one in story.renamed:
            new = one.new.text.strip()
            if one.inside is None:
                now: tuple[tuple[str, Thing, Iterable[str]], ...] = (
                    ("scenes", "scene", story.scenes),
                    ("variables", "variable", story.variables),
                    ("variables", "group", story.groups),
                    ("variables", "set", story.sets),
                    ("cast", "cast", story.cast),
                    ("endings", "ending", story.endings),
                    ("codex", "codex", story.codex),
                )
                for kind, thing, known in now:
                    if kind == one.kind and new in known:
                        self.trace.name(thing, "renamed", one.file, one.new)
                continue
            where = one.inside
            things: tuple[tuple[str, Thing, Iterable[str]], ...] = (
                ("choices", "scene", story.scenes),
                ("values", "variable", story.variables),
                ("values", "group", story.groups),
            )
            for kind, thing, known in things:
                if kind == one.kind and where.text in known and where.pos not in above:
                    above.add(where.pos)
                    self.trace.name(thing, "read", one.file, where)
            if one.kind == "values" and (where.text in story.variables or where.text in story.groups):
                self.trace.name("value", "renamed", one.file, one.new, inside=where.text)
            if one.kind == "choices" and self._names.scope.targets.get(f"{where.text}.{new}", "")[:6] == "taken:":
                self.trace.name("choice", "renamed", one.file, one.new, inside=where.text)

    def _of_scene(self, scene: Scene) -> None:
        self.trace.inside = scene.id
        for label in scene.labels:
            self.trace.name("label", "defined", scene.file, label, inside=scene.id)
        for choice in scene.choice_ids:
            self.trace.name("choice", "defined", scene.file, choice, inside=scene.id)
        if scene.place is not None and scene.place.text.strip() in self._story.places:
            self.trace.name("place", "told", scene.file, scene.place)
        if scene.deck is not None:
            self.trace.name("deck", "defined", scene.file, scene.deck)
        if scene.when is not None:
            self.trace.condition(scene.when, scene.file, identity=f"{scene.id} when")
        self.trace.inside = ""

    def _panels(self) -> None:
        """What the panels show, and what is asked before the story begins."""
        story = self._story
        for one in story.status:
            self._shown(one)
        for question in story.setup:
            self._variable(question.variable, "written", question.file)
        if story.care is not None:
            care = story.care
            for member in care.who:
                if member.text in story.cast:
                    self.trace.name("cast", "told", care.file, member)
            for group in (care.condition, *care.away):
                if group is not None and group.text in story.groups:
                    self.trace.name("group", "read", care.file, group)
            for one in care.show:
                self._shown(one)

    def _shown(self, one: PanelText) -> None:
        """A value in a panel: of a variable, or of a group for each who is shown."""
        self._variable(one.name, "told", one.file)
        if one.condition is not None:
            condition = one.condition
            if (group := condition.text.strip()) in self._story.groups:
                where = Written(one.file, condition.scalar, condition.at + condition.text.find(group))
                self.trace.mentioned((Mention("group", group, "", "read", 0, len(group)),), where)
            else:
                self.trace.condition(condition, one.file)
        if one.of is not None:
            self._variable(one.of, "told", one.file)
        for scene in one.beside:
            if scene.text.strip() in self._story.scenes:
                self.trace.name("scene", "read", one.file, scene)
        for pieces, scalar in one.words:
            self.trace.pieces("", pieces, Written(one.file, scalar, 0), names=True)

    def _variable(self, scalar: Scalar, use: Use, file: int) -> None:
        """A text that names a variable or a group."""
        if scalar.text in self._story.variables:
            self.trace.mentioned(self.trace.mentions.variable(scalar.text, use, 0), Written(file, scalar, 0))
        elif scalar.text in self._story.groups:
            self.trace.name("group", use, file, scalar)
        elif scalar.text in self._story.sets:
            self.trace.name("set", use, file, scalar)

    def _pictures(self) -> None:
        """What has to be seen before a picture is shown."""
        story = self._story
        for one in story.pictures:
            for scalar in one.after:
                word = scalar.text.strip()
                if word in story.endings:
                    self.trace.name("ending", "read", 0, scalar)
                if word in self._names.scope.targets:
                    found = self.trace.mentions.target(word, "read", scalar.text.find(word))
                    self.trace.mentioned(found, Written(0, scalar, 0))

    def _rules(self) -> None:
        """What happens at every choice of a part of the story."""
        story, targets = self._story, self._names.scope.targets
        for rule in story.rules:
            for kind, scalar in rule.where:
                name = scalar.text.strip()
                for thing, known in (
                    ("scene", story.scenes),
                    ("place", story.places),
                    ("deck", self._names.decks.scenes),
                ):
                    if kind in ("", thing) and name in known:
                        self.trace.name(_PARTS[thing], "read", rule.file, scalar)
            for scalar in rule.excepted:
                name = scalar.text.strip()
                if name in targets:
                    found = self.trace.mentions.target(name, "read", scalar.text.find(name))
                    self.trace.mentioned(found, Written(rule.file, scalar, 0))
            for effect in rule.effects:
                self.trace.mentioned(
                    self.trace.mentions.effect(effect.text), Written(rule.file, effect.scalar, effect.at)
                )
            if rule.when is not None:
                self.trace.condition(rule.when, rule.file)
            if rule.target is not None:
                self.trace.leads(rule.target, "gone to", rule.file)
            if rule.ending is not None and rule.ending.text in story.endings:
                self.trace.name("ending", "gone to", rule.file, rule.ending)
