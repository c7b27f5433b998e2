"""Prose that begins with `<>`, and so goes on in the paragraph before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.pieces import RUNS_ON, Literally, Piece

if TYPE_CHECKING:
    from game.language.nodes import Scalar
    from game.language.schema.tree import Paragraph
    from game.program.compiler.resolution.names import Names


def run_on(paragraph: Paragraph, identity: str, scalar: Scalar, file: int, names: Names) -> tuple[Piece, ...]:
    """The pieces of such a paragraph without their mark; a blank behind it stays, since that is what parts them from what is before."""
    if not paragraph.pieces:  # what is wrong with them has been said
        return ()
    first, *others = paragraph.pieces
    assert isinstance(first, Literally)  # it begins with the mark
    words = first.text[len(RUNS_ON) :]
    at = paragraph.at + scalar.text[paragraph.at :].find(RUNS_ON)
    if not words and not others:
        names.findings.add(
            "E176", "nothing goes on here", file, scalar, at=at, length=len(RUNS_ON),
            hint="write behind  <>  what goes on in the paragraph before it, or take it out",
        )  # fmt: skip
    names.joints[identity] = file, scalar, at
    return (first._replace(text=words), *others) if words else tuple(others)
