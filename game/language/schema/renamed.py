"""Reads what a story says of names that it had in older versions: `renamed:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import Mapping, Node, Scalar
from game.language.schema.story import Renaming

if TYPE_CHECKING:
    from game.language.schema.variables import VariableReader

KINDS: Final = ("scenes", "variables", "cast", "choices")
_SHAPE: Final = "scenes: {kitchen: hearth}"
_CHOICES: Final = "choices: {hearth: {Go down: See who is there}}"


def read_renamed(reader: VariableReader, node: Node) -> None:
    """Take in the `renamed:` of the main file; whether the names are there is the compiler's question."""
    for kind, (_, value) in reader.parts(node, frozenset(KINDS), "renamed", _SHAPE).items():
        if kind != "choices":
            _pairs(reader, kind, value, None)
            continue
        for scene, inner in reader.mapping(value, "renamed choices", _CHOICES):
            if isinstance(inner, Mapping) or reader.bodies.blank(inner):
                _pairs(reader, kind, inner, scene)
            else:
                reader.findings.add(
                    "E102",
                    "renamed choices stand below their scene",
                    reader.file,
                    inner,
                    hint=f"like this:  {_CHOICES}",
                )


def _pairs(reader: VariableReader, kind: str, node: Node, scene: Scalar | None) -> None:
    for old, value in reader.mapping(node, f"renamed {kind}", _CHOICES if scene else _SHAPE):
        new = reader.bodies.scalar(value, "a new name")
        if new is None:
            continue
        if new.text.strip():
            reader.story.renamed.append(Renaming(kind, old, new, scene, reader.file))
        else:
            reader.findings.add(
                "E109", f"{old.text[:40]} is renamed to nothing", reader.file, old,
                hint="write its new name, or take the line out: what has gone needs no mention",
            )  # fmt: skip
