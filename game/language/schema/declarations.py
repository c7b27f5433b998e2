"""Reads the top of a story file: what it declares, and its scenes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.bodies.scalars import COMMANDS
from game.language.schema.bodies.whole_choices import ONE_WORD
from game.language.schema.declared.panels import read_care, read_status
from game.language.schema.declared.pictures import read_picture, read_premise
from game.language.schema.declared.renamed import read_renamed
from game.language.schema.declared.rules import read_each_choice
from game.language.schema.declared.sets import read_sets
from game.language.schema.findings import Findings, entries
from game.language.schema.scenes import SceneReader, is_stray
from game.language.schema.shapes.top import (
    CAST,
    CHAPTER,
    CODEX,
    COLOURS,
    ENDING,
    FILE,
    MAIN,
    PROMISE,
    QUESTION,
    REQUIRED,
)
from game.language.schema.story import (
    CastMember,
    Chapter,
    CodexText,
    Declared,
    EndingText,
    Phrase,
    Promise,
    SetupText,
    Story,
)
from game.language.schema.tree import Text
from game.language.slips.keys import OTHER_CHAPTER_KEYS, OTHER_STORY_KEYS
from game.language.text.identifiers import MORE, Naming, is_word, mended

_HIDDEN: Final = "allowed here: open, text, title;  without  open: true  an entry is hidden until it is learned"
_PROMISED: Final = {
    "scene": "at",
    "in": "at",
    "where": "at",
    "if": "that",
    "condition": "that",
    "holds": "that",
    "why": "because",
}
"""What others may call the keys of a promise."""
_COUNTS = re.compile(r"\((?:(?<=visits\()|(?<=seen\())")  # a bracket is rarer than a letter, and sooner found
_COUNTED = Naming(rf"\b(?:visits|seen)\(\s*((?:{MORE}|[.-])+)")


def take_counted(story: Story, text: str) -> None:
    """Remember what visits() and seen() ask about in a text."""
    if _COUNTS.search(text):
        story.counted.update(_COUNTED.of(text).findall(text))


class FileReader(SceneReader):
    """Adds one file's declarations and scenes to a story."""

    def __init__(
        self, story: Story, findings: Findings, file: int, *, main: bool, eaten: list[tuple[Scalar, int]] | None = None
    ) -> None:
        super().__init__(story, findings, file, eaten)
        self.main = main
        self.chapter = ""

    def read(self, root: Node) -> list[Scalar]:
        """Take in the whole file; returns the `include` patterns of a main file."""
        take_counted(self.story, self.findings.sources[self.file].text)
        if not isinstance(root, Mapping):
            hint = "begin with  story: its-id" if self.main else "begin with  scenes:  and put the scenes below it"
            self.findings.add(
                "E111", "a story file begins with keys like  story:  and  scenes:", self.file, root, hint=hint
            )
            return []
        stray = [one for one in root.entries if is_stray(*one)]
        parts = entries(
            self.findings,
            self.file,
            Mapping([one for one in root.entries if not is_stray(*one)], root.pos) if stray else root,
            FILE.known,
            "a story file",
            meant=OTHER_STORY_KEYS,
        )
        if stray:
            self.read_stray(stray)
        for key in MAIN if not self.main else ():
            if key in parts:
                self.findings.add(
                    "E101",
                    f"{key} belongs in the story's main file",
                    self.file,
                    parts[key][0],
                    hint="move the line there",
                )
        if self.main:
            self._main(parts, root)
        readers: tuple[tuple[str, Callable[[Node], None]], ...] = (
            ("chapter", self._chapter), ("cast", self._cast), ("places", self._places), ("variables", self.read_variables),
            ("groups", self.read_groups), ("sets", partial(read_sets, self)), ("setup", self._setup), ("phrases", self._phrases), ("codex", self._codex),
            ("endings", self._endings), ("care", partial(read_care, self)), ("status", partial(read_status, self)), ("always", self._always), ("tags", self._tags), ("each-choice", partial(read_each_choice, self)),
            ("scenes", self.read_scenes),
        )  # fmt: skip
        for key, reader in readers:
            if key in parts:
                reader(parts[key][1])
        if "renamed" in parts and self.main:
            read_renamed(self, parts["renamed"][1])
        include = parts.get("include")
        return self.scalars(include[1], "include") if include is not None and self.main else []

    def _main(self, parts: dict[str, tuple[Scalar, Node]], root: Mapping) -> None:
        missing = [key for key in REQUIRED if key not in parts]
        if missing:
            hint = {"story": "story: its-id", "title": "title: Its Title", "start": "start: the-first-scene"}[
                missing[0]
            ]
            hint = f"add  {hint}"
            if missing[0] == "story" and ("scenes" in parts or "chapter" in parts):
                hint += ";  if this file is part of a story, check the story's folder"
            keys = ", ".join(f"{key}:" for key in missing)
            self.findings.add("E103", f"a story needs {keys} at its top", self.file, root, length=1, hint=hint)
        for key in MAIN:
            if key in parts and key not in ("include", "start", "picture", "renamed"):
                value = self.plain_text(parts[key][1], key)
                self.story.texts[key] = value
                if key == "story" and value and not is_word(value):
                    self.findings.add(
                        "E105",
                        f"{value[:40]!r} cannot be a story's id",
                        self.file,
                        parts[key][1],
                        hint=mended(value)
                        or (f"write  story: {slug}" if is_word(slug := "-".join(value.lower().split())) else ONE_WORD),
                    )
                elif not value and key in ("story", "title"):
                    self.findings.add(
                        "E109", f"{key} is empty", self.file, parts[key][0], hint=f"write something behind  {key}:"
                    )
        if "premise" in parts:
            read_premise(self, parts["premise"][1])
        if "picture" in parts:
            read_picture(self, parts["picture"][1])
        if "start" in parts:
            scalar = self.bodies.scalar(parts["start"][1], "start")
            if scalar is not None:
                self.story.start = Declared(scalar, self.file)

    # named things

    def _chapter(self, node: Node) -> None:
        parts = self.parts(
            node,
            CHAPTER,
            meant=OTHER_CHAPTER_KEYS,
        )
        if "id" not in parts:
            if parts:
                self.findings.add("E103", "a chapter needs an id", self.file, node, hint="add  id: one-word")
            return
        identity = self.bodies.scalar(parts["id"][1], "an id")
        if identity is None:
            return
        title = self.plain_text(parts["title"][1], "title") if "title" in parts else ""
        number = self.bodies.number(parts["number"][1], "number", 0, 10_000) if "number" in parts else 0
        line = self.plain_text(parts["line"][1], "line") if "line" in parts else ""
        self.chapter = identity.text
        known = self.story.chapters.get(identity.text)
        if known is not None:  # a chapter may be spread over files; one of them names it
            title, number, line = title or known.title, number or known.number, line or known.line
        elif not is_word(identity.text):
            self.findings.add(
                "E105",
                f"{identity.text[:40]!r} cannot be a chapter's id",
                self.file,
                identity,
                hint=mended(identity.text) or ONE_WORD,
            )
        self.story.chapters[identity.text] = Chapter(identity.text, title or identity.text, number, line)

    def _cast(self, node: Node) -> None:
        for key, value in self.mapping(node, "the cast", "namra: Nam-ra", "cast member"):
            if not self.declare("cast member", key):
                continue
            if key.text in COMMANDS:
                self.findings.add(
                    "E105",
                    f"nobody can be called {key.text!r}: it is a command",
                    self.file,
                    key,
                    hint=f"write {key.text}_ or another name",
                )
                continue
            if isinstance(value, Scalar):
                name = self.plain_text(value, "name") or key.text
                self.story.cast[key.text] = CastMember(key.text, name, name, "plain", "")
                continue
            parts = self.parts(
                value,
                CAST,
            )
            name = self.plain_text(parts["name"][1], "name") if "name" in parts else key.text
            colour = self.text(parts["colour"][1], "colour") if "colour" in parts else "plain"
            if colour not in COLOURS:
                self.findings.add(
                    "E107",
                    f"there is no colour {colour!r}",
                    self.file,
                    parts["colour"][1],
                    hint="there is " + ", ".join(COLOURS),
                )
                colour = "plain"
            short = self.plain_text(parts["short"][1], "short") if "short" in parts else name
            about = self.plain_text(parts["about"][1], "about") if "about" in parts else ""
            self.story.cast[key.text] = CastMember(key.text, name, short, colour, about)

    def _places(self, node: Node) -> None:
        for key, value in self.mapping(node, "places", "roof: The roof", "place"):
            if self.declare("place", key):
                self.story.places[key.text] = self.plain_text(value, key.text) or key.text

    def _codex(self, node: Node) -> None:
        for key, value in self.mapping(node, "codex entries", "hambies: {title: Hambies, text: …}", "codex entry"):
            if not self.declare("codex entry", key):
                continue
            shape = f"{key.text}: {{title: {key.text.capitalize()}, text: …}}"
            parts = self.parts(value, CODEX, shape=shape, hint=_HIDDEN)
            scalar = self.bodies.scalar(parts["text"][1], "'text'") if "text" in parts else None
            if scalar is None:
                if "text" not in parts and parts:
                    self.findings.add(
                        "E103", "a codex entry needs a text", self.file, key, hint="add  text: |  and write it below"
                    )
                continue
            if not scalar.text.strip():
                self.findings.add(
                    "E109",
                    f"the codex entry {key.text} says nothing",
                    self.file,
                    parts["text"][0],
                    hint="write its text",
                )
                continue
            self.bodies.comment_behind(scalar)
            title = self.plain_text(parts["title"][1], "title") if "title" in parts else key.text
            always = self.bodies.flag(parts["open"][1], "open") if "open" in parts else False
            self.story.codex[key.text] = CodexText(
                key.text, title, self.bodies.paragraphs(scalar), scalar, self.file, always
            )

    def _endings(self, node: Node) -> None:
        for key, value in self.mapping(node, "endings", "the-ferry: {title: The Ferry}", "ending"):
            if not self.declare("ending", key):
                continue
            if isinstance(value, Scalar):
                self.story.endings[key.text] = EndingText(
                    key.text, self.plain_text(value, "title") or key.text, "", False, ""
                )
                continue
            parts = self.parts(value, ENDING)
            words = {name: self.plain_text(parts[name][1], name) for name in ("title", "text", "hint") if name in parts}
            early = self.bodies.flag(parts["early"][1], "early") if "early" in parts else False
            self.story.endings[key.text] = EndingText(
                key.text, words.get("title", key.text), words.get("text", ""), early, words.get("hint", "")
            )

    def _phrases(self, node: Node) -> None:
        for key, value in self.mapping(node, "phrases", "boiler: the boiler room", "variable"):
            scalar = self.bodies.scalar(value, "a phrase")
            if scalar is not None and self.declare("phrase", key):
                self.story.phrases[key.text] = Phrase(self.bodies.pieces(scalar.text, scalar, 0), scalar, self.file)

    def _setup(self, node: Node) -> None:
        if not isinstance(node, Sequence):
            self.findings.add(
                "E102",
                "setup is a list of questions",
                self.file,
                node,
                hint="start each with a dash:  - ask: What is your name?",
            )
            return
        for item in node.items:
            parts = self.parts(
                item,
                QUESTION,
            )
            missing = [key for key in ("ask", "set") if key not in parts]
            if missing:
                if parts:
                    hint = (
                        "add  ask: What is your name?"
                        if missing[0] == "ask"
                        else "add  set: name,  with the variable that takes the answer"
                    )
                    self.findings.add("E103", f"a question needs {missing[0]}:", self.file, item, hint=hint)
                continue
            variable = self.bodies.scalar(parts["set"][1], "'set'")
            if variable is None:
                continue
            options = (
                self.mapping(parts["options"][1], "options", "{all: All of it, none: Nothing}")
                if "options" in parts
                else []
            )
            self.story.setup.append(
                SetupText(
                    self.plain_text(parts["ask"][1], "ask"),
                    variable,
                    tuple(one.text.strip() for one in self.scalars(parts["suggest"][1], "suggest"))
                    if "suggest" in parts
                    else (),
                    self.bodies.number(parts["max"][1], "max", 1, 80) if "max" in parts else 24,
                    tuple((key.text, self.plain_text(value, key.text) or key.text, key) for key, value in options),
                    self.file,
                )
            )

    def _tags(self, node: Node) -> None:
        self.story.tags += [Declared(one, self.file) for one in self.bodies.tags(node)]

    def _always(self, node: Node) -> None:
        for item in node.items if isinstance(node, Sequence) else [node]:
            because = ""
            at: Scalar | None = None
            condition: Text | None
            if isinstance(item, Mapping):
                parts = self.parts(
                    item,
                    PROMISE,
                    meant=_PROMISED,
                )
                if "that" not in parts:
                    if parts:
                        self.findings.add(
                            "E103",
                            "a promise needs its condition",
                            self.file,
                            item,
                            hint="add  that:  with what holds everywhere",
                        )
                    continue
                condition = self.bodies.condition(parts["that"][1])
                at = self.bodies.scalar(parts["at"][1], "'at'") if "at" in parts else None
                because = self.text(parts["because"][1], "because") if "because" in parts else ""
            else:
                condition = self.bodies.condition(item)
            if condition is not None:
                self.story.always.append(Promise(condition, because, self.file, at))
