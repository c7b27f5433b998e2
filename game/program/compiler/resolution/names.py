"""The names of a whole story while it is compiled: what exists, and what is used."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from game.language.markup import Piece
from game.language.nodes import Scalar
from game.language.schema.bodies.scalars import ScalarReader
from game.language.schema.bodies.steps import COMMANDS
from game.language.schema.findings import Findings
from game.language.schema.story import SetText, Story, VariableText
from game.language.schema.tree import People, Scene, Text
from game.language.slips.sets import as_thing
from game.language.text.identifiers import any_script, is_variable
from game.program import declared
from game.program.compiler.resolution.decks import Decks
from game.program.compiler.resolution.rules import Rules
from game.program.compiler.resolution.scope import Scope
from game.program.compiler.resolution.segments import SegmentCompiler
from game.program.declared import Variable
from game.program.forms.types import Segments
from game.program.model import Target

if TYPE_CHECKING:
    from game.program.sources.table import Thing, Use
    from game.program.sources.trace import Trace

_MOST_ODD = 200
_COUNTED = any_script(r"\{if ([\w.-]+)(\s*[<>=!]|:)")
_PLACES = {"codex entry": "codex", "ending": "endings"}
_TRACED: dict[str, tuple[Thing, Use]] = {"codex entry": ("codex", "told"), "ending": ("ending", "gone to")}
_CODES = {"codex entry": "E122", "ending": "E123"}


class Names:
    """Looks up what scenes refer to, and remembers what was referred to."""

    def __init__(self, story: Story, findings: Findings) -> None:
        self.story = story
        self.findings = findings
        self.scope = Scope(findings)
        self.segments = SegmentCompiler(story, self.scope, findings)
        self.index = {name: number for number, name in enumerate(story.scenes)}
        self.labels = {
            name: tuple(one.text for one in scene.labels) for name, scene in story.scenes.items() if scene.labels
        }
        self.tags: dict[str, list[str]] = {}
        self.hints: dict[str, str] = {}
        """The tags of scenes, lines and choices, by their ids."""
        self.used: set[str] = set()
        """`kind:name` of codex entries, endings and decks that something refers to."""
        self.lines = 0
        self.choices = 0
        self._known_words: dict[int, tuple[Segments, ...]] = {}
        self.gotos: list[tuple[int, int, Text, int]] = []
        """Each goto, where anything is called: the scenes that it leads from and to, its words, and their file."""
        self.once_lists: dict[tuple[int, str], tuple[int, int]] = {}
        """Lists without a fallback of which each choice can be taken once, by their scene and identity: file and place."""
        self.joints: dict[str, tuple[int, Scalar, int]] = {}
        """Texts that run on in the paragraph before them, by their identity: file, text and offset."""
        self.trace: Trace | None = None
        """Where everything stands and which place names what is noted there, where somebody asks for it."""
        self.slips: set[str] = set()
        """Keys of steps that are probably misspelt commands."""
        self._unspoken: set[str] = set()
        named = {word.lower(): one.id for one in story.cast.values() for word in (one.name, one.short, one.id)}
        self.people = People(
            frozenset((*story.cast, "aside")), named, self._unspoken, "cast member" not in story.unread
        )
        self.decks = Decks(self)
        self._declare()
        self.rules = Rules(self)

    def add(self, scene: Scene) -> None:
        """A scene has come behind all others, since these were declared."""
        self.index[scene.id] = len(self.index)
        if scene.labels:
            self.labels[scene.id] = tuple(one.text for one in scene.labels)
        self.scope.targets.update(_targets(scene))
        self.scope.scenes |= {scene.id}

    def drop(self, scene: Scene) -> None:
        """The scene that was added last is none after all."""
        del self.index[scene.id]
        self.labels.pop(scene.id, None)
        for name, _ in _targets(scene):
            self.scope.targets.pop(name, None)
        self.scope.scenes -= {scene.id}

    def _declare(self) -> None:
        story, scope = self.story, self.scope
        scope.scenes = frozenset(story.scenes)
        declared = (mark.partition(":") for mark in story.declared)
        named = {name for kind, _, name in declared if kind == "variable"}
        scope.broken = frozenset(named.difference(story.variables) | story.broken)
        scope.odd = tuple(sorted(name for name in scope.broken if not is_variable(name))[:_MOST_ODD])
        scope.endings = frozenset(story.endings)
        scope.unread = "variable" in story.unread
        words = []
        for text in story.variables.values():
            if text.kind == "text":
                scope.texts[text.name] = len(scope.texts)
                continue
            scope.add(
                Variable(
                    text.name,
                    text.kind,
                    text.low,
                    text.high,
                    text.start,
                    text.values,
                    (),
                    text.label,
                    text.show,
                    False,
                    text.about,
                    text.better,
                )
            )
            words.append(text)
        for one in story.sets.values():
            scope.sets[one.name] = {
                thing: slot for thing in one.things if (slot := scope.slot.get(f"{one.name}.{thing}")) is not None
            }
        for number, name in enumerate(shown for one in story.sets for shown in (one, f"count({one})")):
            scope.told[name] = len(scope.texts) + number
        for scene in story.scenes.values():
            scope.targets.update(_targets(scene))
        for target in sorted(story.counted):  # before any scene is compiled, so that entering can count
            if target in scope.targets:
                scope.hidden(scope.targets[target], 1)
        for text in words:
            if text.words:
                self._words(text)
        for one in story.sets.values():
            self._told(one)

    def _told(self, one: SetText) -> None:
        """What texts show of a set: its things in words, and how many they are."""
        slots = self.scope.sets[one.name]
        words = [
            self.word(pieces, one.file, scalar, f"{one.name}.{thing}")
            for thing, (pieces, scalar) in one.things.items()
            if thing in slots
        ]
        none = self.word(one.none[0], one.file, one.none[1], one.name)
        self.segments.told.append(declared.Told(one.name, [*slots.values()], words, none, *one.joined))
        self.segments.told.append(declared.Told(f"count({one.name})", [*slots.values()], [], (), "", ""))
        twin = next((kind for kind, there in self._shown_in_braces() if one.name in there), "")
        if twin:
            self.findings.add(
                "E104",
                f"there is a {twin} called {one.name} too",
                one.file,
                one.scalar,
                hint="give one of them another name",
            )

    def _shown_in_braces(self) -> tuple[tuple[str, Container[str]], ...]:
        return (
            ("variable", self.scope.named),
            ("text", self.scope.texts),
            ("phrase", self.story.phrases),
            ("group", self.story.groups),
        )

    def things(self) -> list[declared.Things]:
        """The sets as a program has them."""
        return [
            declared.Things(
                one.name, [f"{one.name}.{thing}" for thing in self.scope.sets[one.name]], one.label,
                self.scope.told[one.name if one.show == "list" else f"count({one.name})"] - len(self.scope.texts),
            )
            for one in self.story.sets.values()
        ]  # fmt: skip

    def _words(self, text: VariableText) -> None:
        """The words for a variable's values: text, in which only text variables can stand."""
        slot = self.scope.slot[text.name]
        known = self._known_words.get(id(text.words))  # those of a group are one and the same
        if known is not None:
            self.scope.slots[slot] = self.scope.slots[slot]._replace(words=known)
            return
        compiled = [self.word(pieces, text.file, scalar, text.name) for pieces, scalar in text.words]
        self._known_words[id(text.words)] = tuple(compiled)
        self.scope.slots[slot] = self.scope.slots[slot]._replace(words=tuple(compiled))

    def word(self, pieces: tuple[Piece, ...], file: int, scalar: Scalar, name: str) -> Segments:
        """The word for a value of a variable."""
        word = self.segments.segments(pieces, file, scalar, 0, name, still="the word for a value")
        told = len(self.scope.texts)
        if any(
            not isinstance(one, str) and (one[0] not in ("s", "t", "a") or (one[0] == "t" and int(one[1]) >= told))
            for one in word
        ):
            self.findings.add(
                "E128", "the word for a value can hold text variables, and nothing else that changes", file, scalar,
                hint="write the condition in the prose: {if side == camp: … | else: …}",
            )  # fmt: skip
        return word

    def tag(self, identity: str, tags: tuple[Scalar, ...], file: int) -> None:
        """The tags of a scene, line or choice; a finding for one that the story does not declare, where it declares any."""
        known = {one.scalar.text for one in self.story.tags}
        for one in tags:
            if self.trace is not None:
                self.trace.name("tag", "told", file, one)
            if known and one.text not in known:
                self.findings.unknown(
                    "E172", "tag", one.text, sorted(known), file, one, otherwise="add it to  tags:  at the top"
                )
        self.tags[identity] = list(dict.fromkeys(one.text for one in tags))

    def known(self, kind: str, name: Scalar, file: int) -> bool:
        """Whether a codex entry or ending exists; a finding where it does not."""
        there = self.story.codex if kind == "codex entry" else self.story.endings
        if name.text in there:
            self.used.add(f"{kind}:{name.text}")
            if self.trace is not None:
                self.trace.name(*_TRACED[kind], file, name)
            return True
        if kind in self.story.unread or f"{kind}:{name.text}" in self.story.declared:
            return False  # what is wrong with it has been said where it is declared
        called = name.text.casefold()
        meant = next((one for one, told in there.items() if told.title.casefold() == called), "")
        if meant:
            self.findings.add(
                _CODES[kind], f"there is no {kind} {name.text[:40]}", file, name, hint=f"did you mean {meant}?"
            )
            return False
        if kind == "ending" and " " in name.text and there:
            hint = f"an ending is named by its id, one of {', '.join(sorted(there)[:8])}; what is told stands above it, as  text:"
            self.findings.add("E123", f"there is no ending {name.text[:40]}", file, name, hint=hint)
            return False
        title = " ".join(name.text.replace("-", " ").replace("_", " ").split()).capitalize()
        self.findings.unknown(
            _CODES[kind], kind, name.text, sorted(there), file, name,
            otherwise=f"declare it below  {_PLACES[kind]}:  as  {name.text}: "
            + (f"{{title: {title}, text: …}}" if kind == "codex entry" else title),
        )  # fmt: skip
        return False

    def speaker(self, name: Scalar, file: int) -> bool:
        """Whether the key of a one-line step is a cast member; a finding where it is not."""
        if name.text in self.story.cast:
            if self.trace is not None:
                self.trace.name("cast", "told", file, name)
            return True
        if name.text in self._unspoken or {"cast member", f"cast member:{name.text}"} & self.story.unread:
            return False  # said once, for somebody who may speak a hundred lines
        self._unspoken.add(name.text)
        shown = next(
            (one for one in self.story.cast.values() if name.text.lower() in (one.name.lower(), one.short.lower())),
            None,
        )
        if not re.match(r"\w", name.text):
            ScalarReader(self.findings, file).colon_in_text(name)
            return False
        bare = any_script(r"[\w-]+(?=\s*[(\[])").match(name.text)
        if bare is not None and bare[0] in self.story.cast:
            self.findings.add(
                "E121", f"nobody in the cast is called {name.text!r}", file, name,
                hint=f"write  - {bare[0]}:  how it is said is prose of its own",
            )  # fmt: skip
            return False
        if " " in name.text and shown is None:
            ScalarReader(self.findings, file).colon_in_text(name)
            return False
        near = shown.id if shown else self.findings.near(name.text, [*self.story.cast, *sorted(COMMANDS)])
        if near in COMMANDS:
            self.slips.add(name.text)
            self.findings.add("E108", f"there is no step {name.text!r}", file, name, hint=f"did you mean {near}?")
        else:
            hint = (
                f"did you mean {near}?" if near else "add them under  cast:  (if this is prose, put the line in quotes)"
            )
            self.findings.add("E121", f"nobody in the cast is called {name.text!r}", file, name, hint=hint)
        return False

    def target(self, text: Text, scene: str, file: int) -> Target:
        """Where a goto, call or arrow of a scene leads; a finding where that does not exist."""
        index = self.index.get(text.text)
        if index is not None:
            return (index, 0)
        name, _, label = text.text.partition(".")
        name = name or scene
        index = self.index.get(name)
        if index is None:
            if "." not in text.text and text.text in self.labels.get(scene, ()):
                self.findings.add(
                    "E126", f"{text.text} is a label of this scene", file, text.scalar, at=text.at, length=len(text.text),
                    hint=f"write  .{text.text}",
                )  # fmt: skip
            else:
                self._no_scene(text, name, file)
            return (0, 0)
        if not label:
            return (index, 0)
        labels = self.labels.get(name, ())
        if label not in labels:
            at = text.at + len(text.text) - len(label)
            self.findings.unknown("E126", f"label in {name} called", label, labels, file, text.scalar, at)
            return (index, 0)
        return (index, 1 + labels.index(label))

    def _no_scene(self, text: Text, name: str, file: int) -> None:
        if "scene" in self.story.unread or f"scene:{name}" in self.story.unread:
            return  # what is wrong with it has been said where it is declared
        slug = "-".join(name.lower().split())
        hint = ""
        if name in self.story.endings:
            hint = f"{name} is an ending: write  - ending: {name}"
        elif slug != name and slug in self.index:
            hint = f"did you mean {slug}?"
        elif name.lower() in ("true", "yes", "null", "none", "back") and text.scalar.text.strip() == name:
            hint = "write  - return:  with nothing behind it"
        elif name.upper() in ("END", "DONE"):
            hint = "the story ends with  ending: its-id,  not with a goto"
        if hint:
            self.findings.add(
                "E120",
                f"there is no scene {name[:40]}",
                file,
                text.scalar,
                at=text.at,
                length=len(text.text),
                hint=hint,
            )
        else:
            self.findings.unknown("E120", "scene", name, self.index, file, text.scalar, text.at)

    def settle(self) -> None:
        """Findings for what is a slip only where its name is one of the story's."""
        for number, one in enumerate(self.findings.diagnostics):
            if one.code == "E212" and one.hint.startswith("write {if "):
                hint = _COUNTED.sub(self._as_count, as_thing(one.hint, self.scope.sets))
                self.findings.diagnostics[number] = one._replace(hint=hint)
        people = {word: one.id for one in self.story.cast.values() for word in (one.name, one.short, one.id)}
        for kind, name, code, message, file, where, at, length, hint in self.findings.doubts:
            if name in people if kind == "cast" else self._is_named(kind, name):
                if kind == "cast":
                    hint = hint.replace(name, people[name], 1)
                self.findings.add(code, message, file, where, at=at, length=length, hint=hint)

    def _as_count(self, found: re.Match[str]) -> str:
        """`{if scene > 1` as it is written here."""
        name, compared = found[1], found[2]
        if name not in self.scope.targets or name in self.scope.named:
            return found[0]
        return f"{{if visits({name}){compared}" if compared.strip() != ":" else f"{{if seen({name}):"

    def _is_named(self, kind: str, name: str) -> bool:
        """Whether the story has something of a name: `kind` is scene, bool, or shown (in braces)."""
        if kind == "scene":
            return name[0] == "." or name.partition(".")[0] in self.index or name in ("END", "DONE")
        if kind == "bool":
            return name in self.scope.slot and self.scope.slots[self.scope.slot[name]].kind == "bool"
        return (
            name in self.scope.named
            or name in self.scope.sets
            or name in self.scope.texts
            or name in self.story.phrases
        )


def _targets(scene: Scene) -> Iterator[tuple[str, str]]:
    """What visits() can count in a scene, each with the name of its counter."""
    yield scene.id, f"visits:{scene.id}"
    for label in scene.labels:
        yield f"{scene.id}.{label.text}", f"visits:{scene.id}.{label.text}"
    for choice in scene.choice_ids:
        yield f"{scene.id}.{choice.text}", f"taken:{scene.id}.{choice.text}"
