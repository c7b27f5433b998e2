"""Reads the scenes of a story file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.bodies.flat import SCENE_STEPS
from game.language.schema.bodies.scalars import COMMANDS
from game.language.schema.declared.variables import VariableReader
from game.language.schema.findings import entries
from game.language.schema.shapes.steps import SCENE
from game.language.schema.shapes.top import FILE
from game.language.schema.tree import Scene
from game.language.slips.keys import OTHER_SCENE_KEYS, OTHER_STORY_KEYS
from game.language.text.nearest import nearest

_TOLD: Final = frozenset(("body", "text", "talk", "choices", "goto"))


class SceneReader(VariableReader):
    """Adds one file's scenes to a story."""

    chapter: str

    def read_scenes(self, node: Node) -> None:
        """The `scenes:` of a file."""
        self._scenes(self.mapping(node, "scenes", "cellar: [ … its steps … ]", "scene"))

    def read_stray(self, found: list[tuple[Scalar, Node]]) -> None:
        """Scenes that have lost their indent: said once, and read as what they are."""
        first = found[0][0]
        more = f", and so do {len(found) - 1} more" if len(found) > 1 else ""
        self.findings.add(
            "E101", f"{first.text[:40]} looks like a scene, and stands where the keys of a story file stand{more}", self.file, first,
            hint="scenes stand below  scenes:,  two blanks further in",
        )  # fmt: skip
        self._scenes(found)

    def _scenes(self, found: Iterable[tuple[Scalar, Node]]) -> None:
        for key, value in found:
            if self.declare("scene", key):
                self.story.scenes[key.text] = self._scene(key, value)
        self.story.calls |= self.bodies.calls

    def _scene(self, key: Scalar, node: Node) -> Scene:
        before = self.findings.errors
        if not isinstance(node, Mapping):
            body, labels, ids = self.bodies.scene(node)
            chapter, whole = self.chapter, self.findings.errors == before
            return Scene(key.text, key, self.file, "", None, body, None, None, 0, 1, False, chapter, labels, ids, whole)
        parts = self._scene_parts(key, node)
        get = parts.get
        body, labels, ids = self.bodies.scene(parts)
        return Scene(
            key.text,
            key,
            self.file,
            self.plain_text(found[1], "title") if (found := get("title")) is not None else "",
            self.bodies.scalar(found[1], "'place'") if (found := get("place")) is not None else None,
            body,
            self.bodies.scalar(found[1], "'deck'") if (found := get("deck")) is not None else None,
            self.bodies.condition(found[1]) if (found := get("when")) is not None else None,
            self.bodies.number(found[1], "priority", 0, 1000) if (found := get("priority")) is not None else 0,
            self.bodies.number(found[1], "weight", 1, 100) if (found := get("weight")) is not None else 1,
            self.bodies.flag(found[1], "once") if (found := get("once")) is not None else False,
            self.chapter,
            labels,
            ids,
            self.findings.errors == before,
            "body" not in parts,
            self.bodies.tags(found[1]) if (found := get("tags")) is not None else (),
            self.plain_text(found[1], "hint") if (found := get("hint")) is not None else "",
        )

    def _scene_parts(self, key: Scalar, node: Mapping) -> dict[str, tuple[Scalar, Node]]:
        step = next((one for one, _ in node.entries if one.text in COMMANDS and one.text not in SCENE.known), None)
        if step is not None:
            below = "" if step is node.entries[0][0] else " below  body:"
            hint = f"steps stand in a list{below}, each with a dash:  - {step.text}: …"
            self.findings.add(
                "E102", f"the scene {key.text} holds the step {step.text!r} without a dash", self.file, step, hint=hint
            )
            return {}
        parts = entries(
            self.findings, self.file, node, SCENE.known, f"the scene {key.text}", meant=OTHER_SCENE_KEYS, hint=partial(self.bodies.beside, node, SCENE.known)
        )  # fmt: skip
        if SCENE_STEPS.isdisjoint(parts) and len(parts) == len(node.entries):
            self.findings.add(
                "E103", f"nothing is told in the scene {key.text}", self.file, key,
                hint="add  text: |  or  talk: |  with what is told below it",
            )  # fmt: skip
        if "once" in parts and isinstance(parts["once"][1], Sequence):
            self.findings.add(
                "E102", "once is true or false here, and this is a list", self.file, parts.pop("once")[0],
                hint="write  choices:  and in it  - once: Its label  for each that can be taken once",
            )  # fmt: skip
        for word in ("when", "priority", "weight", "once") if "deck" not in parts else ():
            if word in parts:
                self.findings.add(
                    "E103", f"{word} is for a storylet, and {key.text} has no deck", self.file, parts[word][0],
                    hint="add  deck: its-deck  (a step waits with  - if: …)",
                )  # fmt: skip
        return parts


def is_stray(key: Scalar, value: Node) -> bool:
    """Whether a key at the top of a file looks like a scene which lost its indent."""
    if key.text in FILE.known or key.text.lower() in OTHER_STORY_KEYS:
        return False
    if (
        isinstance(value, Sequence)
        and all(isinstance(one, Scalar) for one in value.items)
        and nearest(key.text, FILE.keys)
    ):
        return False
    return isinstance(value, Sequence) or (
        isinstance(value, Mapping) and any(one.text in _TOLD for one, _ in value.entries)
    )
