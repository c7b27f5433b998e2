"""Reads what happens at every choice of a part of the story: `each-choice:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.shapes.top import RULE, RULED
from game.language.schema.story import RuleText

if TYPE_CHECKING:
    from game.language.schema.declared.entries import EntryReader

_MEANT: Final = {
    "if": "when", "where": "in", "of": "in", "chapter": "in", "place": "in", "deck": "in", "scene": "in", "scenes": "in", "but": "except",
    "not": "except", "without": "except", "then": "goto", "effect": "do", "effects": "do", "set": "do",
}  # fmt: skip


def read_each_choice(reader: EntryReader, node: Node) -> None:
    """Take in the rules of a file; whether what they name is there is the compiler's question."""
    for item in node.items if isinstance(node, Sequence) else [node]:
        _rule(reader, item)


def _rule(reader: EntryReader, node: Node) -> None:
    parts = reader.parts(node, RULE, meant=_MEANT)
    if not parts:
        return
    add, file = reader.findings.add, reader.file
    if "in" not in parts:
        add("E103", "this rule does not say where it holds", file, node, hint="add  in: the-chapter  or  in: all")
    if "do" not in parts and "when" not in parts:
        add("E103", "this rule does nothing", file, node, hint="add  do: tide -= 1  or  when: …, goto: …")
    ways = [key for key in ("goto", "ending") if key in parts]
    if len(ways) > 1:
        add("E108", "this rule leads to two places", file, parts["ending"][0], hint="keep the goto: or the ending:")
    elif ways and "when" not in parts:
        add(
            "E103",
            f"this rule does not say when its {ways[0]} comes",
            file,
            parts[ways[0]][0],
            hint="add  when: tide == 0",
        )
    elif "when" in parts and not ways:
        hint = (
            "add  goto: the-scene  or  ending: its-id;  an effect that depends is  do: x = …  with  max(…)  or  min(…)"
        )
        add("E103", "this rule does not say where it leads then", file, parts["when"][0], hint=hint)
    bodies = reader.bodies
    reader.story.rules.append(
        RuleText(
            tuple(_where(reader, parts["in"][1])) if "in" in parts else (),
            tuple(reader.scalars(parts["except"][1], "except")) if "except" in parts else (),
            bodies.effects(parts["do"][1]) if "do" in parts else (),
            bodies.condition(parts["when"][1]) if "when" in parts else None,
            bodies.target(parts["goto"][1], "goto") if "goto" in parts else None,
            bodies.scalar(parts["ending"][1], "an ending") if "ending" in parts else None,
            node.pos,
            file,
        )
    )


def _where(reader: EntryReader, node: Node) -> list[tuple[str, Scalar]]:
    """The parts of the story, each with its kind where the story says that."""
    if not isinstance(node, Mapping):
        return [("", one) for one in reader.scalars(node, "in")]
    named = reader.parts(node, RULED, meant={f"{kind}s": kind for kind in RULED.keys})
    return [(kind, one) for kind, (_, value) in named.items() for one in reader.scalars(value, kind)]
