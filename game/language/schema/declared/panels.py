"""Reads what a story shows beside its text: `status:` for the top line and `care:` for the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.shapes.top import CARE, CARED, STATUS
from game.language.schema.story import CareText, PanelText

if TYPE_CHECKING:
    from game.language.schema.declared.entries import EntryReader
    from game.language.schema.shapes.shape import Shape

_SHOWN: Final = "allowed here: if, show, title, words;  as:  stands with the variable"
_SHOWN_BESIDE: Final = "allowed here: beside, if, of, show, title, words;  as:  stands with the variable"


def read_status(reader: EntryReader, node: Node) -> None:
    """Take in the `status:` of a file; whether its variables are there is the compiler's question."""
    reader.story.status += _values(reader, node, "status", STATUS)


def read_care(reader: EntryReader, node: Node) -> None:
    """The same for `care:`, which a story has once."""
    parts = reader.parts(node, CARE, meant=_MEANT_OF_CARE)
    if "who" not in parts:
        if parts:
            reader.findings.add("E103", "care does not say whom it shows", reader.file, node, hint="add  who: [namra]")
        return
    if reader.story.care is not None:
        first = reader.story.care
        related = (reader.findings.place(first.file, first.who[0]),) if first.who else ()
        reader.findings.add("E104", "care is declared twice", reader.file, node, hint="take one out", related=related)
    reader.story.care = CareText(
        tuple(reader.scalars(parts["who"][1], "who")),
        reader.bodies.scalar(parts["if"][1], "'if'") if "if" in parts else None,
        tuple(_values(reader, parts["show"][1], "show", CARED)) if "show" in parts else (),
        reader.plain_text(parts["title"][1], "title") if "title" in parts else "",
        _come_and_gone(reader, *parts["words"]) if "words" in parts else ("", ""),
        reader.file,
        tuple(reader.scalars(parts["away"][1], "away")) if "away" in parts else (),
    )


def _come_and_gone(reader: EntryReader, key: Scalar, node: Node) -> tuple[str, str]:
    """What is said of somebody who comes into the panel, and of somebody who leaves it."""
    words = [reader.plain_text(one, "words") for one in reader.scalars(node, "words")]
    if len(words) == 2:
        return words[0], words[1]
    reader.findings.add(
        "E107", f"the panel has words for two things, and here are {len(words)}", reader.file, key,
        hint="write  words: [now with you, no longer with you],  for those who come and those who go",
    )  # fmt: skip
    return "", ""


def _values(reader: EntryReader, node: Node, what: str, keys: Shape) -> list[PanelText]:
    if not isinstance(node, Sequence) and not isinstance(node, Mapping):
        return [PanelText(one, None, "", (), None, reader.file) for one in reader.scalars(node, what)]
    found: list[PanelText] = []
    for item in node.items if isinstance(node, Sequence) else [node]:
        if not isinstance(item, Mapping):
            scalar = reader.bodies.scalar(item, f"'{what}'")
            found += [] if scalar is None else [PanelText(scalar, None, "", (), None, reader.file)]
            continue
        parts = reader.parts(
            item, keys, what=f"a value of {what}", meant=_MEANT, hint=_SHOWN if keys is CARED else _SHOWN_BESIDE
        )
        if "show" not in parts:
            if parts:
                reader.findings.add(
                    "E103", "this does not say which value it shows", reader.file, item, hint=f"write  {keys.example}"
                )
            continue
        name = reader.bodies.scalar(parts["show"][1], "'show'")
        if name is None:
            continue
        condition = reader.bodies.condition(parts["if"][1]) if "if" in parts else None
        title = reader.plain_text(parts["title"][1], "title") if "title" in parts else ""
        words = reader.scalars(parts["words"][1], "words") if "words" in parts else []
        pieces = tuple([(reader.bodies.pieces(one.text, one, 0), one) for one in words])
        found.append(
            PanelText(
                name, condition, title, pieces, parts["words"][0] if "words" in parts else None, reader.file,
                reader.bodies.scalar(parts["of"][1], "'of'") if "of" in parts else None,
                tuple(reader.scalars(parts["beside"][1], "beside")) if "beside" in parts else (),
            )
        )  # fmt: skip
    return found


_MEANT_OF_CARE: Final = {
    "left": "away", "gone": "away", "behind": "away", "absent": "away", "else": "away", "when": "if", "whom": "who", "of": "who", "label": "title",
}  # fmt: skip
_MEANT: Final = {
    "name": "show",
    "value": "show",
    "variable": "show",
    "when": "if",
    "label": "title",
    "needs": "if",
    "scene": "beside",
    "in": "beside",
    "at": "beside",
    "max": "of",
    "limit": "of",
}
