"""Reads the small parts that every declaration and step is made of: texts, numbers, conditions, names of scenes."""

from __future__ import annotations

import re

from game.language.nodes import Mapping, Node, Scalar, Sequence, column_of, line_of
from game.language.schema.findings import Findings
from game.language.schema.shapes.steps import COMMANDS
from game.language.schema.tree import Text
from game.language.slips.quoting import in_quotes
from game.language.text.identifiers import any_script, is_word

__all__ = ["COMMANDS", "ScalarReader"]
_HINTS = {
    ("a condition", "a mapping"): "a condition stands without braces; text that begins with { needs quotes round it",
    ("a condition", "a list"): "join conditions with and / or; text that begins with [ needs quotes round it",
    ("an effect", "a mapping"): "write  name = value  or  name += 1,  with no colon and no braces",
    ("'goto'", "a list"): "one goto leads to one scene",
}

_new = tuple.__new__  # a NamedTuple's own constructor costs twice as much, and a long story has hundreds of thousands


class ScalarReader:
    """Takes single values out of one file's nodes, with findings for what is not one."""

    def __init__(self, findings: Findings, file: int) -> None:
        self.findings = findings
        self.file = file

    def scalar(self, node: Node, what: str) -> Scalar | None:
        """The node as a text; None after a finding."""
        if node.__class__ is Scalar:
            return node
        kind = "a list" if isinstance(node, Sequence) else "a mapping"
        hint = _HINTS.get((what, kind), "")
        if what == "an effect" and isinstance(node, Mapping) and len(node.entries) == 1:
            name, value = node.entries[0]
            if isinstance(value, Scalar) and value.text:
                hint = f"write  {name.text} = {value.text[:40]},  with no colon and no braces"
        if not hint and (sign := self.flow(node)):
            hint = f"text that begins with {sign} needs quotes round it"
        elif not hint:
            hint = "is a dash or a colon there that should not be? put the text in quotes, or below  |"
        self.findings.add("E102", f"{what} is text, and this is {kind}", self.file, node, hint=hint)
        return None

    def flow(self, node: Node) -> str:
        """The bracket that a list or mapping begins with, "" where it is written in lines."""
        sign = self.findings.sources[self.file].line(line_of(node.pos))[column_of(node.pos) - 1 :][:1]
        return sign if sign in ("{", "[") and not isinstance(node, Scalar) else ""

    def quoted(self, node: Node) -> str:
        """The hint that puts all of a line, from where a node begins, in quotes; "" where that is too long to show."""
        text = self.findings.sources[self.file].line(line_of(node.pos))[column_of(node.pos) - 1 :].strip()
        whole = in_quotes(text)
        return f"put the text in quotes: {whole}" if whole else ""

    def colon_in_text(self, key: Scalar) -> None:
        """The finding for a line of prose of which YAML makes a key and a value."""
        hint = self.quoted(key) or "put the text on a line of its own below  - |"
        self.findings.add(
            "E112", "YAML takes the colon in this line for the end of a key", self.file, key,
            hint=f"{hint}; a line of dialogue is  - cast-id: what they say",
        )  # fmt: skip

    def tags(self, node: Node) -> tuple[Scalar, ...]:
        """One tag or a list of them; findings for what is none."""
        found: list[Scalar] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            one = self.scalar(item, "a tag")
            if one is None:
                continue
            if one.text and all(map(is_word, one.text.split("."))):
                found.append(one)
                continue
            words = [word.lstrip("#") for word in re.split(r"[,\s]+", one.text.strip()) if word.strip("#,")]
            hint = f"write  tags: [{', '.join(words)[:60]}]" if words else "write  tags: [a-word, another]"
            if len(words) == 1 and not all(map(is_word, words[0].split("."))):
                hint = "a tag is one word: " + any_script(r"[^\w.]+").sub("-", words[0]).strip("-")[:40]
            self.findings.add("E105", f"{one.text[:40]!r} cannot be a tag", self.file, one, hint=hint)
        return tuple(found)

    def blank(self, node: Node) -> bool:
        """Whether nothing stands there."""
        return isinstance(node, Scalar) and node.style == "plain" and not node.text

    def flag(self, node: Node, what: str) -> bool:
        """`true` or `false`; False after a finding."""
        scalar = self.scalar(node, f"'{what}'")
        if scalar is None:
            return False
        text = scalar.text.strip()
        if text not in ("true", "false"):
            word = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text.lower(), text.lower())
            hint = (
                f"write {what}: {word}" if word in ("true", "false") else f"write {what}: true, or leave the line out"
            )
            self.findings.add("E106", f"{what} is true or false, not {scalar.text!r}", self.file, scalar, hint=hint)
        return text == "true"

    def number(self, node: Node, what: str, low: int, high: int) -> int:
        """A whole number between the bounds; `low` where it is not one."""
        scalar = self.scalar(node, f"'{what}'")
        if scalar is None:
            return low
        if not re.fullmatch(r"-?[0-9]{1,7}", scalar.text.strip()):
            self.findings.add(
                "E106",
                f"{what} is a whole number, not {scalar.text[:40]!r}",
                self.file,
                scalar,
                hint="write it in digits, like 3",
            )
            return low
        value = int(scalar.text)
        if not low <= value <= high:
            self.findings.add(
                "E204",
                f"{what} is from {low} to {high}, not {value}",
                self.file,
                scalar,
                hint="change the number, or the bounds",
            )
            return low
        return value

    def condition(self, node: Node) -> Text | None:
        """A condition as written."""
        scalar = node if node.__class__ is Scalar else self.scalar(node, "a condition")
        return None if scalar is None else _new(Text, (scalar.text, scalar, 0))

    def effects(self, node: Node) -> tuple[Text, ...]:
        """One effect, a list of them, or one a line."""
        if isinstance(node, Sequence):
            if not node.items:
                self.findings.add(
                    "E109",
                    "this list of effects is empty",
                    self.file,
                    node,
                    hint="take it out, or write one:  name = value",
                )
            found: list[Text] = []
            for item in node.items:
                one = item if item.__class__ is Scalar else self.scalar(item, "an effect")
                if one is not None:
                    found.append(_new(Text, (one.text, one, 0)))
            return tuple(found)
        scalar = self.scalar(node, "an effect")
        if scalar is None:
            return ()
        if "\n" not in scalar.text.strip():
            return (Text(scalar.text, scalar, 0),)
        result, start = [], 0
        for line in scalar.text.split("\n"):
            if line.strip():
                result.append(Text(line, scalar, start))
            start += len(line) + 1
        return tuple(result)

    def target(self, node: Node, what: str) -> Text | None:
        """The name of a scene or label, as written."""
        scalar = node if node.__class__ is Scalar else self.scalar(node, f"'{what}'")
        if scalar is None:
            return None
        whole = scalar.text
        text = whole.strip()
        if not text:
            self.findings.add("E109", f"{what} names no scene", self.file, scalar, hint=f"write  {what}: the-scene")
            return None
        return _new(Text, (text, scalar, 0 if text is whole else whole.index(text)))
