"""Reads sets: things that a story has or has not, each of which is a bool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.markup import Piece, plain
from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.schema.shapes.top import SET, SETS_SHOWN_AS
from game.language.schema.story import SetText, VariableText
from game.language.text.identifiers import mended

if TYPE_CHECKING:
    from game.language.schema.declared.variables import VariableReader

_MEANT: Final = {
    "of": "things", "items": "things", "values": "things", "contents": "things", "words": "things", "holds": "start", "with": "start",
    "empty": "none", "nothing": "none", "join": "joined", "and": "joined", "title": "label", "name": "label", "show": "as",
}  # fmt: skip
_JOINED: Final = (", ", " and ")
MOST_THINGS: Final = 200


def read_sets(reader: VariableReader, node: Node) -> None:
    """The `sets:` of a file."""
    for key, value in reader.mapping(node, "sets", SET.example, "variable"):
        if reader.declare("set", key, variable=True):
            _set(reader, key, value)


def _set(reader: VariableReader, key: Scalar, node: Node) -> None:
    name, add, file = key.text, reader.findings.add, reader.file
    if "." in name:
        add(
            "E105",
            f"{name[:40]} cannot be the name of a set",
            file,
            key,
            hint=f"take the dot out: {name.replace('.', '_')[:40]}",
        )
        return
    parts = {}
    if isinstance(node, Mapping) and not _bare(node):
        parts = reader.parts(node, SET, what=f"the set {name}", meant=_MEANT)
    if "things" not in parts and _bare(node):
        shape = f"{name}: {{things: {{rope: a rope, key: the key}}}}"
        add(
            "E103",
            f"the set {name} does not say what its things are",
            file,
            key,
            hint=f"put  things:  above them:  {shape}",
        )
        parts = {"things": (key, node)}
    if "things" not in parts:
        if parts or not isinstance(node, Mapping):
            add(
                "E103",
                f"the set {name} has no things",
                file,
                key,
                hint=f"write  {name}: {{things: {{rope: a rope, key: the key}}}}",
            )
        reader.story.unread.add("variable")
        return
    things = _things(reader, name, parts["things"][1])
    if not things and reader.bodies.blank(parts["things"][1]):
        add(
            "E109", f"the set {name} has no things", file, parts["things"][0], hint="write them below it:  rope: a rope"
        )
    start = reader.scalars(parts["start"][1], "start") if "start" in parts else []
    for one in start:
        if one.text not in things:
            reader.findings.unknown("E202", f"thing of {name} called", one.text, things, file, one)
    had = {one.text for one in start}
    label = reader.plain_text(parts["label"][1], "label") if "label" in parts else name.replace("_", " ")
    for thing, (scalar, word, _) in things.items():
        variable = VariableText(
            f"{name}.{thing}", "bool", 0, 1, int(thing in had), "", (), (), word, "word", scalar, file
        )
        if not reader.room_for(variable, scalar):
            break
        reader.story.variables[variable.name] = variable
    none = (reader.bodies.scalar(parts["none"][1], "'none'") if "none" in parts else None) or Scalar("nothing", key.pos)
    shown = reader.text(parts["as"][1], "as") if "as" in parts else "list"
    if shown not in SETS_SHOWN_AS:
        add(
            "E107",
            f"there is no way to show a set as {shown!r}",
            file,
            parts["as"][1],
            hint="there is " + ", ".join(SETS_SHOWN_AS),
        )
    reader.story.sets[name] = SetText(
        name,
        {thing: pieces for thing, (_, _, pieces) in things.items()},
        tuple(start),
        label,
        "number" if shown == "number" else "list",
        _joined(reader, *parts["joined"]) if "joined" in parts else _JOINED,
        (reader.bodies.pieces(none.text, none, 0), none),
        key,
        file,
    )


def _bare(node: Node) -> bool:
    """Whether things stand right below the name of a set, without the key that says so."""
    if isinstance(node, Mapping):
        keys = [key.text for key, _ in node.entries]
        return (
            bool(keys)
            and not any(one in SET.known or one in _MEANT for one in keys)
            and all(isinstance(value, Scalar) for _, value in node.entries)
        )
    return isinstance(node, Sequence) and bool(node.items)


def _things(
    reader: VariableReader, name: str, node: Node
) -> dict[str, tuple[Scalar, str, tuple[tuple[Piece, ...], Scalar]]]:
    """The things of a set with their words, as they stand and as pieces; a list gives each its name for words."""
    if isinstance(node, Mapping):
        given: list[tuple[Scalar, Node]] = node.entries
    else:
        given = [(one, Scalar(one.text.replace("_", " "), one.pos)) for one in reader.scalars(node, "things")]
    found: dict[str, tuple[Scalar, str, tuple[tuple[Piece, ...], Scalar]]] = {}
    for thing, value in given[:MOST_THINGS]:
        word = reader.bodies.scalar(value, "a thing")
        if word is None:
            continue
        text = thing.text
        if not word.text.strip():
            reader.findings.add(
                "E109",
                f"the thing {text[:40]} has no words",
                reader.file,
                thing,
                hint=f"write  {text[:40]}: a {text[:40]}",
            )
        if "." in text or not reader.fits(text):
            joined = "_".join(text.replace("-", " ").replace(".", " ").split())
            hint = mended(text) or f"a thing's name is one word of letters, digits and _: {joined[:40]}"
            reader.findings.add("E105", f"{text[:40]!r} cannot be the name of a thing", reader.file, thing, hint=hint)
            reader.story.broken.add(f"{name}.{text}")
            continue
        if reader.declare("variable", thing, f"{name}.{text}", variable=True):
            pieces = reader.bodies.pieces(word.text, word, 0)
            found[text] = (thing, plain(pieces), (pieces, word))
    if len(given) > MOST_THINGS:
        reader.findings.add(
            "E204", f"{name} has {len(given)} things; at most {MOST_THINGS} are allowed", reader.file, given[MOST_THINGS][0],
            hint="make two sets of it",
        )  # fmt: skip
    return found


def _joined(reader: VariableReader, key: Scalar, node: Node) -> tuple[str, str]:
    """What stands between two things, and before the last one."""
    scalars = reader.scalars(node, "words")
    words = [one.text for one in scalars]
    for one in scalars:
        reader.bodies.still(one.text, one, "what joins things")
    if len(words) == 1:
        return words[0], words[0]
    if len(words) == 2:
        return words[0], words[1]
    reader.findings.add(
        "E107", f"things are joined by one text or two, and here are {len(words)}", reader.file, key,
        hint='write  joined: [", ", " and "],  the second for what stands before the last thing',
    )  # fmt: skip
    return _JOINED
