"""Reads what a story says of names that it had in older versions: `renamed:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import Mapping, Node, Scalar
from game.language.schema.shapes.top import RENAMED
from game.language.schema.story import Renaming

if TYPE_CHECKING:
    from game.language.schema.declared.entries import EntryReader

INSIDE: Final = {
    "choices": ("scene", "choices: {hearth: {Go down: See who is there}}"),
    "values": ("variable or group", "values: {side: {camp: refuge}}"),
}
"""Whose names stand below something else, what that is, and how it looks."""
_NO_OTHER: Final = (
    f"saves and scripts keep the names of {', '.join(sorted(RENAMED.known))}, and no others: take the line out"
)


def read_renamed(reader: EntryReader, node: Node) -> None:
    """Take in the `renamed:` of the main file; whether the names are there is the compiler's question."""
    for kind, (_, value) in reader.parts(node, RENAMED, hint=_NO_OTHER).items():
        if kind not in INSIDE:
            _pairs(reader, kind, value, None, RENAMED.example)
            continue
        what, shape = INSIDE[kind]
        for name, inner in reader.mapping(value, f"renamed {kind}", shape):
            if isinstance(inner, Mapping) or reader.bodies.blank(inner):
                _pairs(reader, kind, inner, name, shape)
            else:
                reader.findings.add(
                    "E102", f"renamed {kind} stand below their {what}", reader.file, inner, hint=f"like this:  {shape}"
                )


def _pairs(reader: EntryReader, kind: str, node: Node, inside: Scalar | None, shape: str) -> None:
    for old, value in reader.mapping(node, f"renamed {kind}", shape):
        new = reader.bodies.scalar(value, "a new name")
        if new is None:
            continue
        if new.text.strip():
            reader.story.renamed.append(Renaming(kind, old, new, inside, reader.file))
        else:
            reader.findings.add(
                "E109", f"{old.text[:40]} is renamed to nothing", reader.file, old,
                hint="write its new name, or take the line out: what has gone needs no mention",
            )  # fmt: skip
