"""Reads what stands straight under a scene or a choice: its steps as keys, in one fixed order."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import partial
from typing import Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.bodies.talk import TalkReader
from game.language.schema.findings import entries
from game.language.schema.shapes.steps import BODY, FLAT, SCENE
from game.language.schema.tree import Body, Step
from game.language.slips.keys import OTHER_FLAT_KEYS
from game.language.text.identifiers import any_script

_RANK: Final = {word: number for number, word in enumerate(FLAT)}
SCENE_STEPS: Final = frozenset(FLAT) & SCENE.known
INNER_STEPS: Final = BODY.known
_LEADING: Final = frozenset(("goto", "return", "ending"))
_OF_CHOICES: Final = frozenset(("if", "needs", "reason", "once", "id", "tags", "hint"))
_CHANGED = any_script(r"\s*([^\W\d][\w.]*)\s*[-+]?=")
_BRACES = re.compile(r"\{[^}]*")


class FlatReader(TalkReader, ABC):
    """Turns keys that hold steps into a body."""

    @abstractmethod
    def body(self, node: Node) -> Body:
        """A body in any of its forms."""

    @abstractmethod
    def command(self, word: str, key: Scalar, value: Node, node: Mapping) -> Step | None:
        """A step that is a command."""

    def is_flat(self, node: Mapping) -> bool:
        """Whether a mapping in place of a list of steps holds them as keys."""
        words = {key.text for key, _ in node.entries}
        return not words.isdisjoint(INNER_STEPS) and ("if" not in words or not words <= {"if", "then", "else"})

    def flat_body(self, node: Mapping) -> Body:
        """The steps of such a mapping."""
        parts = entries(
            self.findings,
            self.file,
            node,
            INNER_STEPS,
            "a body",
            meant=OTHER_FLAT_KEYS,
            hint=partial(self.beside, node, INNER_STEPS),
        )
        return self.flat(parts)

    def beside(self, node: Mapping, known: frozenset[str]) -> str:
        """What to do with a key that is not one of the `known` that stand here."""
        words = [key.text for key, _ in node.entries if key.text not in known]
        if not _OF_CHOICES.isdisjoint(words):
            word = next(one for one in words if one in _OF_CHOICES)
            return f"{word}: stands beside  choice:;  write  - choice: Its label  with  {word}:  and all the rest level with it"
        if "each-choice" in words:
            return "each-choice:  stands at the top of the file, and says for what it holds:  in: the-scene"
        if asked := next((word.removeprefix("if ") for word in words if word.startswith("if ")), ""):
            return (
                f"a condition that a scene asks stands below  cases:  as  - {asked}:  with what happens then further in"
            )
        if any(key.text not in FLAT and isinstance(value, Scalar) for key, value in node.entries):
            return "a line of dialogue stands below  talk: |,  further in"
        return ""

    def flat(self, parts: dict[str, tuple[Scalar, Node]]) -> Body:
        """The steps under known keys, in the order in which they are played; other keys are left alone."""
        words = [word for word in parts if word in _RANK]
        if len(words) > 1:
            self.in_order(parts)
            words.sort(key=_RANK.__getitem__)
        steps: list[Step] = []
        for word in words:
            key, value = parts[word]
            if word in ("body", "then"):
                steps += () if self.blank(value) else self.body(value)
                continue
            step = (
                self.told(key, value)
                if word == "text"
                else self.command(word, key, value, Mapping([(key, value)], key.pos))
            )
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def told(self, key: Scalar, node: Node) -> Step | None:
        """The prose of a `text`."""
        if isinstance(node, Mapping) and not self.flow(node):
            self.findings.add(
                "E102", "text is prose, and its first colon makes a key of this", self.file, key,
                hint="the | is missing: write  text: |",
            )  # fmt: skip
            return None
        if isinstance(node, Sequence):
            self.findings.add(
                "E102", "text is prose, and this is a list", self.file, node,
                hint="a list of steps stands below  body:  in a scene, and below  then:  in a choice",
            )  # fmt: skip
            return None
        scalar = self.scalar(node, "a text")
        return None if scalar is None else self.say("prose", None, scalar)

    def in_order(self, parts: dict[str, tuple[Scalar, Node]]) -> None:
        """Warn of keys that stand in another order than they are played in, where that makes a difference."""
        written = [word for word in parts if word in _RANK and word not in _LEADING]
        for number, word in enumerate(written):
            for later in written[number + 1 :]:
                if _RANK[later] < _RANK[word] and self._matters(word, later, parts):
                    self.findings.add(
                        "W364", f"{later}: comes before  {word}:  in play, though it stands below it", self.file, parts[later][0],
                        hint=f"write  {later}:  above  {word}:,  or both as steps of a list, in the order that you mean",
                    )  # fmt: skip
                    return

    def _matters(self, above: str, below: str, parts: dict[str, tuple[Scalar, Node]]) -> bool:
        """Whether two keys that stand the wrong way round mean something else than they look like."""
        if above == "learn" or below == "learn":
            return False
        if above != "do" or below not in ("text", "talk"):
            return True
        told = parts[below][1]
        changes = {
            found[1]
            for one in _scalars(parts["do"][1])
            for line in one.text.split("\n")
            if (found := _CHANGED.match(line))
        }
        if not isinstance(told, Scalar) or "{" not in told.text:
            return False
        return any(
            any_script(rf"(?<![\w.]){re.escape(name)}\b").search(braces)
            for braces in _BRACES.findall(told.text)
            for name in changes
        )


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        yield from (one for one in node.items if isinstance(one, Scalar))
