"""Reads the top of a story file: what it declares, and its scenes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from game.language.findings import Findings, entries
from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.steps import BodyReader
from game.language.story import (
    CareText,
    CastMember,
    Chapter,
    CodexText,
    Declared,
    EndingText,
    Phrase,
    Promise,
    Scene,
    SetupText,
    Story,
    Text,
    VariableKind,
    VariableText,
)

COLOURS: Final = ("ember", "frost", "green", "rose", "gold", "violet", "plain")
SHOWN_AS: Final = ("number", "bar", "dots", "word")
WIDEST: Final = 10_000
"""How far apart the bounds of an int may be."""
_MAIN: Final = ("story", "title", "start", "include", "author", "about", "warning", "credits", "version")
_SHARED: Final = (
    "chapter", "cast", "places", "codex", "endings", "variables", "groups", "setup", "phrases", "care", "status",
    "always", "scenes",
)  # fmt: skip
_ID = re.compile(r"[A-Za-z0-9_][\w-]*\Z")
_VARIABLE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*\Z")
_COUNTED = re.compile(r"\b(?:visits|seen)\(\s*([\w.-]+)")
_RESERVED: Final = frozenset(("and", "or", "not", "in", "true", "false", "min", "max", "seen", "visits", "if", "else"))
_SCENE_KEYS: Final = frozenset(("title", "place", "body", "deck", "when", "priority", "weight", "once"))
_VARIABLE_KEYS: Final = frozenset(("type", "min", "max", "start", "values", "words", "label", "as"))


class FileReader:
    """Adds one file's declarations and scenes to a story."""

    def __init__(
        self, story: Story, findings: Findings, file: int, *, main: bool, eaten: list[tuple[Scalar, int]] | None = None
    ) -> None:
        self.story = story
        self.findings = findings
        self.file = file
        self.main = main
        self.chapter = ""
        self.bodies = BodyReader(findings, file, {id(scalar): pos for scalar, pos in eaten or ()})

    def read(self, root: Node) -> list[Scalar]:
        """Take in the whole file; returns the `include` patterns of a main file."""
        text = self.findings.sources[self.file].text
        if "visits(" in text or "seen(" in text:
            self.story.counted.update(_COUNTED.findall(text))
        if not isinstance(root, Mapping):
            self.findings.add("E111", "a story file begins with keys like  story:  and  scenes:", self.file, root)
            return []
        parts = entries(self.findings, self.file, root, frozenset(_MAIN + _SHARED), "a story file")
        for key in _MAIN if not self.main else ():
            if key in parts:
                self.findings.add("E101", f"{key} belongs in the story's main file", self.file, parts[key][0])
        if self.main:
            self._main(parts, root)
        readers: tuple[tuple[str, Callable[[Node], None]], ...] = (
            ("chapter", self._chapter), ("cast", self._cast), ("places", self._places), ("variables", self._variables),
            ("groups", self._groups), ("setup", self._setup), ("phrases", self._phrases), ("codex", self._codex),
            ("endings", self._endings), ("care", self._care), ("status", self._status), ("always", self._always),
            ("scenes", self._scenes),
        )  # fmt: skip
        for key, reader in readers:
            if key in parts:
                reader(parts[key][1])
        include = parts.get("include")
        return self.scalars(include[1], "include") if include is not None and self.main else []

    def _main(self, parts: dict[str, tuple[Scalar, Node]], root: Mapping) -> None:
        for key in ("story", "title", "start"):
            if key not in parts:
                self.findings.add("E103", f"a story needs a  {key}:  line", self.file, root, length=1)
        for key in _MAIN:
            if key in parts and key not in ("include", "start"):
                value = self.text(parts[key][1], key)
                self.story.texts[key] = value
                if key == "story" and not _ID.match(value):
                    self.findings.add("E105", f"{value!r} cannot be a story's id", self.file, parts[key][1], hint="letters, digits, hyphens")
        if "start" in parts:
            scalar = self.bodies.scalar(parts["start"][1], "start")
            if scalar is not None:
                self.story.start = Declared(scalar, self.file)

    # small readers

    def text(self, node: Node, what: str) -> str:
        scalar = self.bodies.scalar(node, f"'{what}'")
        return "" if scalar is None else scalar.text.strip()

    def scalars(self, node: Node, what: str) -> list[Scalar]:
        items = node.items if isinstance(node, Sequence) else [node]
        return [one for item in items if (one := self.bodies.scalar(item, f"'{what}'")) is not None]

    def mapping(self, node: Node, what: str) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return node.entries
        if not (isinstance(node, Scalar) and not node.text):
            self.findings.add("E102", f"{what} is a list of  name: value  lines", self.file, node)
        return []

    def parts(self, node: Node, known: frozenset[str], what: str) -> dict[str, tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return entries(self.findings, self.file, node, known, what)
        self.findings.add("E102", f"{what} is a mapping", self.file, node)
        return {}

    def declare(self, kind: str, key: Scalar, name: str | None = None, *, variable: bool = False) -> bool:
        """Remember where a name stands; False where it cannot be one or is there already."""
        word = key.text if name is None else name
        pattern, hint = (_VARIABLE, "letters, digits and _, with dots between parts") if variable else (_ID, "letters, digits, hyphens")
        if not pattern.match(word) or word in _RESERVED:
            self.findings.add("E105", f"{word!r} cannot be the name of a {kind}", self.file, key, hint=hint)
            return False
        mark = f"{kind}:{word}"
        first = self.story.declared.get(mark)
        if first is not None:
            self.findings.add(
                "E104", f"there are two {kind}s called {word}", self.file, key,
                hint="give one of them another name", related=(self.findings.place(first.file, first.scalar),),
            )  # fmt: skip
            return False
        self.story.declared[mark] = Declared(key, self.file)
        return True

    # named things

    def _chapter(self, node: Node) -> None:
        parts = self.parts(node, frozenset(("id", "title", "number")), "a chapter")
        if "id" not in parts:
            self.findings.add("E103", "a chapter needs an  id", self.file, node)
            return
        identity = self.bodies.scalar(parts["id"][1], "an id")
        if identity is None:
            return
        title = self.text(parts["title"][1], "title") if "title" in parts else ""
        number = self.bodies.number(parts["number"][1], "number", 0, 10_000) if "number" in parts else 0
        self.chapter = identity.text
        known = self.story.chapters.get(identity.text)
        if known is not None:  # a chapter may be spread over files; one of them names it
            title, number = title or known.title, number or known.number
        elif not _ID.match(identity.text):
            self.findings.add("E105", f"{identity.text!r} cannot be a chapter's id", self.file, identity, hint="letters, digits, hyphens")
        self.story.chapters[identity.text] = Chapter(identity.text, title or identity.text, number)

    def _cast(self, node: Node) -> None:
        for key, value in self.mapping(node, "the cast"):
            if not self.declare("cast member", key):
                continue
            if isinstance(value, Scalar):
                name = value.text.strip() or key.text
                self.story.cast[key.text] = CastMember(key.text, name, name, "plain", "")
                continue
            parts = self.parts(value, frozenset(("name", "short", "colour", "about")), "a cast member")
            name = self.text(parts["name"][1], "name") if "name" in parts else key.text
            colour = self.text(parts["colour"][1], "colour") if "colour" in parts else "plain"
            if colour not in COLOURS:
                self.findings.add("E107", f"there is no colour {colour!r}", self.file, parts["colour"][1], hint="there is " + ", ".join(COLOURS))
                colour = "plain"
            short = self.text(parts["short"][1], "short") if "short" in parts else name
            about = self.text(parts["about"][1], "about") if "about" in parts else ""
            self.story.cast[key.text] = CastMember(key.text, name, short, colour, about)

    def _places(self, node: Node) -> None:
        for key, value in self.mapping(node, "places"):
            if self.declare("place", key):
                self.story.places[key.text] = self.text(value, key.text) or key.text

    def _codex(self, node: Node) -> None:
        for key, value in self.mapping(node, "the codex"):
            if not self.declare("codex entry", key):
                continue
            parts = self.parts(value, frozenset(("title", "text")), "a codex entry")
            scalar = self.bodies.scalar(parts["text"][1], "'text'") if "text" in parts else None
            if scalar is None:
                if "text" not in parts:
                    self.findings.add("E103", "a codex entry needs a  text", self.file, key)
                continue
            title = self.text(parts["title"][1], "title") if "title" in parts else key.text
            self.story.codex[key.text] = CodexText(key.text, title, self.bodies.paragraphs(scalar), scalar, self.file)

    def _endings(self, node: Node) -> None:
        for key, value in self.mapping(node, "endings"):
            if not self.declare("ending", key):
                continue
            if isinstance(value, Scalar):
                self.story.endings[key.text] = EndingText(key.text, value.text.strip() or key.text, "", False, "")
                continue
            parts = self.parts(value, frozenset(("title", "text", "early", "hint")), "an ending")
            words = {name: self.text(parts[name][1], name) for name in ("title", "text", "hint") if name in parts}
            early = self.bodies.flag(parts["early"][1], "early") if "early" in parts else False
            self.story.endings[key.text] = EndingText(
                key.text, words.get("title", key.text), words.get("text", ""), early, words.get("hint", "")
            )

    def _phrases(self, node: Node) -> None:
        for key, value in self.mapping(node, "phrases"):
            scalar = self.bodies.scalar(value, "a phrase")
            if scalar is not None and self.declare("phrase", key):
                self.story.phrases[key.text] = Phrase(self.bodies.pieces(scalar.text, scalar, 0), scalar, self.file)

    # what the story remembers

    def _variables(self, node: Node) -> None:
        for key, value in self.mapping(node, "variables"):
            if self.declare("variable", key, variable=True):
                found = self._variable(key.text, key, value, _VARIABLE_KEYS)
                if found is not None:
                    self.story.variables[key.text] = found

    def _groups(self, node: Node) -> None:
        for key, value in self.mapping(node, "groups"):
            if not self.declare("group", key, variable=True):
                continue
            parts = self.parts(value, _VARIABLE_KEYS | {"of"}, "a group")
            if "of" not in parts:
                self.findings.add("E103", "a group says whom it is for", self.file, key, hint="add  of: [someone, someone]")
                continue
            members = self.scalars(parts["of"][1], "of")
            if [one.text for one in members] == ["all"]:
                members = [Scalar(name, members[0].pos) for name in self.story.cast]
            names: list[str] = []
            for member in members:
                if member.text not in self.story.cast and self.story.cast:
                    self.findings.unknown("E121", "cast member", member.text, sorted(self.story.cast), self.file, member)
                    continue
                name = f"{key.text}.{member.text.replace('-', '_')}"
                if self.declare("variable", key, name, variable=True):
                    found = self._variable(name, key, value, _VARIABLE_KEYS | {"of"})
                    if found is not None:
                        self.story.variables[name] = found
                        names.append(member.text)
            self.story.groups[key.text] = tuple(names)

    def _variable(self, name: str, key: Scalar, node: Node, known: frozenset[str]) -> VariableText | None:
        if isinstance(node, Scalar):
            kind_scalar: Scalar | None = node
            parts: dict[str, tuple[Scalar, Node]] = {}
        else:
            parts = self.parts(node, known, f"the variable {name}")
            if "type" not in parts:
                self.findings.add("E103", f"{name} has no type", self.file, key, hint="add  type: bool, int, enum or text")
                return None
            kind_scalar = self.bodies.scalar(parts["type"][1], "a type")
        if kind_scalar is None:
            return None
        kind = kind_scalar.text.strip()
        if kind not in ("bool", "int", "enum", "text"):
            hint = f"write  {name}: {{type: int, min: 0, max: 10, start: {kind}}}" if kind.isdigit() else "a type is bool, int, enum or text"
            if kind in ("true", "false"):
                hint = f"write  {name}: {{type: bool, start: {kind}}}"
            self.findings.add("E107", f"{kind!r} is not a type", self.file, kind_scalar, hint=hint)
            return None
        return self._typed(name, kind, key, parts)  # type: ignore[arg-type]  # one of the four

    def _typed(self, name: str, kind: VariableKind, key: Scalar, parts: dict[str, tuple[Scalar, Node]]) -> VariableText | None:
        low, high, start, text, values = 0, 0, 0, "", ()
        if kind == "int":
            for bound in ("min", "max"):
                if bound not in parts:
                    self.findings.add("E103", f"{name} is a number and has no {bound}", self.file, key, hint="bounds let the story be proved: add  min: 0, max: 10")
                    return None
            low = self.bodies.number(parts["min"][1], "min", -1_000_000, 1_000_000)
            high = self.bodies.number(parts["max"][1], "max", -1_000_000, 1_000_000)
            if high < low or high - low > WIDEST:
                what = "min is above max" if high < low else f"min and max are more than {WIDEST} apart"
                self.findings.add("E204", f"{name}: {what}", self.file, parts["max"][1])
                return None
            start = self.bodies.number(parts["start"][1], "start", low, high) if "start" in parts else low
        elif kind == "bool":
            high = 1
            start = int(self.bodies.flag(parts["start"][1], "start")) if "start" in parts else 0
        elif kind == "enum":
            found = self._values(name, key, parts)
            if found is None:
                return None
            values, high = found, len(found) - 1
            if "start" in parts:
                scalar = self.bodies.scalar(parts["start"][1], "'start'")
                if scalar is not None and scalar.text not in values:
                    self.findings.unknown("E107", f"value of {name} called", scalar.text, values, self.file, scalar)
                elif scalar is not None:
                    start = values.index(scalar.text)
        else:
            text = self.text(parts["start"][1], "start") if "start" in parts else ""
        for word, kinds in (("min", ("int",)), ("max", ("int",)), ("values", ("enum",)), ("words", ("int", "enum", "bool"))):
            if word in parts and kind not in kinds:
                self.findings.add("E101", f"a {kind} has no {word}", self.file, parts[word][0])
        words = self._words(name, high - low + 1, parts) if kind != "text" else ()
        label = self.text(parts["label"][1], "label") if "label" in parts else name.split(".")[0].replace("_", " ")
        shown = self.text(parts["as"][1], "as") if "as" in parts else ("word" if kind in ("enum", "bool") or words else "number")
        if shown not in SHOWN_AS:
            self.findings.add("E107", f"there is no way to show a variable as {shown!r}", self.file, parts["as"][1], hint="there is " + ", ".join(SHOWN_AS))
            shown = "number"
        return VariableText(name, kind, low, high, start, text, values, words, label, shown, key, self.file)

    def _values(self, name: str, key: Scalar, parts: dict[str, tuple[Scalar, Node]]) -> tuple[str, ...] | None:
        if "values" not in parts:
            self.findings.add("E103", f"{name} has no values", self.file, key, hint="add  values: [this, that]")
            return None
        scalars = self.scalars(parts["values"][1], "values")
        for index, scalar in enumerate(scalars):
            if not re.fullmatch(r"[A-Za-z_]\w*", scalar.text) or scalar.text in _RESERVED:
                self.findings.add("E105", f"{scalar.text!r} cannot be a value", self.file, scalar, hint="letters, digits and _")
                return None
            if scalar.text in [one.text for one in scalars[:index]]:
                self.findings.add("E104", f"{scalar.text} is there twice", self.file, scalar)
                return None
        if not 1 <= len(scalars) <= 200:
            self.findings.add("E204", f"{name} has {len(scalars)} values; from 1 to 200 are allowed", self.file, parts["values"][1])
            return None
        return tuple(one.text for one in scalars)

    def _words(self, name: str, count: int, parts: dict[str, tuple[Scalar, Node]]):  # type: ignore[no-untyped-def]
        if "words" not in parts:
            return ()
        scalars = self.scalars(parts["words"][1], "words")
        if len(scalars) != count:
            self.findings.add("E107", f"{name} has {count} values and {len(scalars)} words", self.file, parts["words"][0])
            return ()
        return tuple(self.bodies.pieces(one.text, one, 0) for one in scalars)

    def _setup(self, node: Node) -> None:
        if not isinstance(node, Sequence):
            self.findings.add("E102", "setup is a list of questions", self.file, node)
            return
        for item in node.items:
            parts = self.parts(item, frozenset(("ask", "set", "suggest", "max", "options")), "a question")
            missing = [key for key in ("ask", "set") if key not in parts]
            if missing or not isinstance(item, Mapping):
                if isinstance(item, Mapping):
                    self.findings.add("E103", f"a question needs  {missing[0]}:", self.file, item)
                continue
            variable = self.bodies.scalar(parts["set"][1], "'set'")
            if variable is None:
                continue
            options = self.mapping(parts["options"][1], "options") if "options" in parts else []
            self.story.setup.append(
                SetupText(
                    self.text(parts["ask"][1], "ask"),
                    variable,
                    tuple(one.text.strip() for one in self.scalars(parts["suggest"][1], "suggest")) if "suggest" in parts else (),
                    self.bodies.number(parts["max"][1], "max", 1, 80) if "max" in parts else 24,
                    tuple((key.text, self.text(value, key.text), key) for key, value in options),
                    self.file,
                )
            )

    def _care(self, node: Node) -> None:
        parts = self.parts(node, frozenset(("who", "if", "show")), "care")
        if "who" not in parts:
            if isinstance(node, Mapping):
                self.findings.add("E103", "care says  who:", self.file, node)
            return
        if self.story.care is not None:
            self.findings.add("E104", "care is declared twice", self.file, node)
        self.story.care = CareText(
            tuple(self.scalars(parts["who"][1], "who")),
            self.bodies.scalar(parts["if"][1], "'if'") if "if" in parts else None,
            tuple(self.scalars(parts["show"][1], "show")) if "show" in parts else (),
            self.file,
        )

    def _status(self, node: Node) -> None:
        self.story.status += [Declared(one, self.file) for one in self.scalars(node, "status")]

    def _always(self, node: Node) -> None:
        for item in node.items if isinstance(node, Sequence) else [node]:
            because = ""
            condition: Text | None
            if isinstance(item, Mapping):
                parts = self.parts(item, frozenset(("that", "because")), "a promise")
                if "that" not in parts:
                    self.findings.add("E103", "a promise says  that:", self.file, item)
                    continue
                condition = self.bodies.condition(parts["that"][1])
                because = self.text(parts["because"][1], "because") if "because" in parts else ""
            else:
                condition = self.bodies.condition(item)
            if condition is not None:
                self.story.always.append(Promise(condition, because, self.file))

    # scenes

    def _scenes(self, node: Node) -> None:
        for key, value in self.mapping(node, "scenes"):
            if self.declare("scene", key):
                self.story.scenes[key.text] = self._scene(key, value)

    def _scene(self, key: Scalar, node: Node) -> Scene:
        chapter = self.chapter
        labels, ids = self.bodies.labels, self.bodies.choice_ids = [], []
        if not isinstance(node, Mapping):
            return Scene(key.text, key, self.file, "", None, self.bodies.body(node), None, None, 0, 1, False, chapter, tuple(labels), tuple(ids))
        parts = entries(self.findings, self.file, node, _SCENE_KEYS, f"the scene {key.text}")
        if "body" not in parts:
            self.findings.add("E103", f"the scene {key.text} has no  body", self.file, key)
        body = self.bodies.body(parts["body"][1]) if "body" in parts else ()
        if len(parts) == 1:
            return Scene(key.text, key, self.file, "", None, body, None, None, 0, 1, False, chapter, tuple(labels), tuple(ids))
        get = parts.get
        if "deck" not in parts:
            for word in ("when", "priority", "weight", "once"):
                if word in parts:
                    self.findings.add("E103", f"{word} is for a storylet, and {key.text} has no  deck", self.file, parts[word][0])
        return Scene(
            key.text,
            key,
            self.file,
            self.text(found[1], "title") if (found := get("title")) is not None else "",
            self.bodies.scalar(found[1], "'place'") if (found := get("place")) is not None else None,
            body,
            self.bodies.scalar(found[1], "'deck'") if (found := get("deck")) is not None else None,
            self.bodies.condition(found[1]) if (found := get("when")) is not None else None,
            self.bodies.number(found[1], "priority", 0, 1000) if (found := get("priority")) is not None else 0,
            self.bodies.number(found[1], "weight", 1, 100) if (found := get("weight")) is not None else 1,
            self.bodies.flag(found[1], "once") if (found := get("once")) is not None else False,
            chapter,
            tuple(labels),
            tuple(ids),
        )
