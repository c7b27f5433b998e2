"""Reads the entries of what a file declares: names with what stands behind them, each name once, and none that looks like another."""

from __future__ import annotations

import re
from typing import Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.bodies.steps import BodyReader
from game.language.schema.bodies.whole_choices import ONE_WORD
from game.language.schema.findings import Findings, Meant, cut_in_braces, entries
from game.language.schema.shapes.shape import Shape
from game.language.schema.story import Declared, Story
from game.language.slips.keys import named
from game.language.text.cleaning import joined
from game.language.text.identifiers import difference, is_variable, is_word, looks, mended

RESERVED: Final = frozenset(("and", "or", "not", "in", "true", "false", "min", "max", "seen", "visits", "if", "else"))
_VARIABLE_HINT: Final = "a variable's name is one word of letters, digits and _"


class EntryReader:
    """Adds what one file declares to a story, entry by entry."""

    def __init__(
        self, story: Story, findings: Findings, file: int, eaten: list[tuple[Scalar, int]] | None = None
    ) -> None:
        self.story = story
        self.findings = findings
        self.file = file
        self.bodies = BodyReader(findings, file, {id(scalar): pos for scalar, pos in eaten or ()})

    def text(self, node: Node, what: str) -> str:
        """A text without the blanks around it; "" after a finding."""
        scalar = self.bodies.scalar(node, f"'{what}'")
        return "" if scalar is None else _folded(scalar.text)

    def plain_text(self, node: Node, what: str) -> str:
        """The same for a text that is shown as it stands: braces in it are a finding."""
        scalar = self.bodies.scalar(node, f"'{what}'")
        if scalar is None:
            return ""
        self.bodies.comment_behind(scalar)
        self.bodies.still(scalar.text, scalar, f"'{what}'")
        return scalar.text.strip()

    def scalars(self, node: Node, what: str) -> list[Scalar]:
        """A list of texts, or one."""
        if isinstance(node, Scalar) and "," in node.text and what not in ("suggest", "words"):
            names = ", ".join(one.strip() for one in node.text.split(","))
            self.findings.add(
                "E102", f"'{what}' is a list, and this is one text", self.file, node, hint=f"write  [{names}]"
            )
            return []
        items = node.items if isinstance(node, Sequence) else [node]
        return [one for item in items if (one := self.bodies.scalar(item, f"'{what}'")) is not None]

    def mapping(self, node: Node, what: str, shape: str, kind: str = "") -> list[tuple[Scalar, Node]]:
        """The entries of a `name: value` list of things of a kind; `shape` shows one."""
        if isinstance(node, Mapping):
            return [entry for number, entry in enumerate(node.entries) if not number or not self._cut(*entry)]
        if not self.bodies.blank(node):
            hint = named(node, kind, flow=self.bodies.flow(node) == "[") or f"write them like this:  {shape}"
            if isinstance(node, Sequence) or re.search(r"\W", node.text):
                self.story.unread.add(kind)  # else it is one word, and declares nothing
            self.findings.add(
                "E102", f"{what} are written as  name: value,  one below the other", self.file, node, hint=hint
            )
        return []

    def _cut(self, key: Scalar, value: Node) -> bool:
        """Whether an entry is the rest of a text that a comma cuts in two; a finding where so."""
        return " " in key.text and self.bodies.blank(value) and cut_in_braces(self.findings, self.file, key)

    def parts(
        self, node: Node, known: Shape, *, what: str = "", shape: str = "", meant: Meant | None = None, hint: str = ""
    ) -> dict[str, tuple[Scalar, Node]]:
        """The known keys of a mapping; `what` is what it is called here and `shape` shows one, where the shape's own words do not fit.

        `meant` are other words for keys, `hint` is for words that are like none.
        """
        what, shape = what or known.what, shape or known.example
        if isinstance(node, Mapping):
            return entries(self.findings, self.file, node, known.known, what, hint=hint, meant=meant)
        hint = f"like this:  {shape}"
        if isinstance(node, Sequence) and not self.bodies.flow(node):
            hint = (
                "if this is a scene, write  scenes:  above it, at the beginning of a line; if not, like this:  " + shape
            )
        self.findings.add("E102", f"{what} is written as  key: value  lines", self.file, node, hint=hint)
        return {}

    def fits(self, word: str) -> bool:
        """Whether a word can be the name of a variable, or a part of one."""
        return is_variable(word) and word not in RESERVED

    def declare(self, kind: str, key: Scalar, name: str | None = None, *, variable: bool = False) -> bool:
        """Remember where a name stands; False where it cannot be one or is there already."""
        word = key.text if name is None else name
        fits, hint = (is_variable, _VARIABLE_HINT) if variable else (is_word, ONE_WORD)
        if not fits(word) or (variable and word in RESERVED):
            self.story.unread.add(f"{kind}:{word}")
            if variable and re.search(r"[-\s]", word):
                joined = re.sub(r"[-\s]+", "_", word.strip())
                self.story.broken.update((word, joined))
                hint = f"a variable's name is one word, with _ in place of each hyphen or blank: {joined[:40]}"
            elif word in RESERVED:
                hint = f"{word} has a meaning of its own in conditions"
            elif not variable and fits(joined := "-".join(word.split())):
                hint = f"a name is one word: {joined[:40]}"
            hint = mended(word) or hint
            self.findings.add("E105", f"{word[:40]!r} cannot be the name of a {kind}", self.file, key, hint=hint)
            return False
        mark = f"{kind}:{word}"
        first = self.story.declared.get(mark)
        if first is not None:
            self.findings.add(
                "E104", f"there are two {kind}s called {word}", self.file, key,
                hint="give one of them another name", related=(self.findings.place(first.file, first.scalar),),
            )  # fmt: skip
            return False
        self.story.declared[mark] = tuple.__new__(Declared, (key, self.file))
        self._look_alike(kind, word, key)
        return True

    def _look_alike(self, kind: str, word: str, key: Scalar) -> None:
        """Warn of two names that cannot be told apart by looking at them."""
        mark = f"{kind}:{looks(word)}"
        if not word.isascii():
            other = self.story.looks.setdefault(mark, word)
            if other == word and mark in self.story.declared:
                other = looks(word)
        else:
            other = self.story.looks.get(mark, word)
        if other != word:
            first = self.story.declared[f"{kind}:{other}"]
            self.findings.add(
                "W312", f"two {kind}s have names that look the same: {difference(word, other)}", self.file, key,
                hint=f"if one is meant, write {other} for both; else give one another name",
                related=(self.findings.place(first.file, first.scalar),),
            )  # fmt: skip


def _folded(text: str) -> str:
    """Paragraphs as prose has them: single line breaks are spaces, a blank line parts two paragraphs."""
    if "\n" not in text:
        return text.strip()
    return "\n\n".join(joined(part) for part in re.split(r"\n[ \t]*\n", text) if part.strip())
