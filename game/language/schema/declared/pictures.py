"""Reads what a story's title screen shows besides its name: `premise:`, and which files are its `picture:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.shapes.top import PICTURE
from game.language.schema.story import PictureText

if TYPE_CHECKING:
    from game.language.schema.declared.entries import EntryReader

PREMISE_LINES: Final = 2
PREMISE_COLUMNS: Final = 56
_MEANT: Final = {"picture": "file", "name": "file", "path": "file", "if": "after", "when": "after", "seen": "after"}


def read_premise(reader: EntryReader, node: Node) -> None:
    """Warn of a premise that has more lines, or longer ones, than there is room for under the title."""
    scalar = reader.bodies.scalar(node, "'premise'")
    lines = scalar.text.rstrip().split("\n") if scalar is not None else []
    for number, line in enumerate(lines):
        if scalar is not None and (number >= PREMISE_LINES or _is_long(line)):
            reader.findings.add(
                "W341", f"the title screen has room for {PREMISE_LINES} lines of {PREMISE_COLUMNS} columns, and this is more",
                reader.file, scalar, at=len("\n".join([*lines[:number], ""])), length=len(line),
                hint="say it in two short lines, and the rest under  about:",
            )  # fmt: skip
            return


def _is_long(line: str) -> bool:
    """Whether a line of the premise has no room; one that is short in letters has, however wide they are."""
    if len(line) <= (PREMISE_COLUMNS if line.isascii() else PREMISE_COLUMNS // 2):
        return False
    from game.language.text.columns import width

    return width(line) > PREMISE_COLUMNS


def read_picture(reader: EntryReader, node: Node) -> None:
    """Take in the `picture:` of a story; its files are read when all of the story is."""
    for item in node.items if isinstance(node, Sequence) else [node]:
        if not isinstance(item, Mapping):
            scalar = reader.bodies.scalar(item, "'picture'")
            if scalar is not None:
                _add(reader, scalar, ())
            continue
        parts = reader.parts(item, PICTURE, meant=_MEANT)
        if "file" not in parts:
            if parts:
                reader.findings.add(
                    "E103",
                    "this picture does not say in which file it is",
                    reader.file,
                    item,
                    hint="add  file: title.txt",
                )
            continue
        scalar = reader.bodies.scalar(parts["file"][1], "'file'")
        after = tuple(reader.scalars(parts["after"][1], "after")) if "after" in parts else ()
        if scalar is not None:
            _add(reader, scalar, after)


def _add(reader: EntryReader, file: Scalar, after: tuple[Scalar, ...]) -> None:
    pictures = reader.story.pictures
    if pictures and not pictures[-1].after:
        reader.findings.add(
            "E184", "this picture is never shown: the one before it waits for nothing", reader.file, file,
            hint=f"put {pictures[-1].file.text.strip()[:40]} last, or say what it comes  after:",
        )  # fmt: skip
    pictures.append(PictureText(file, after))
