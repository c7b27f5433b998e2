"""Reads what a story remembers: its variables, and the groups that give one to each member of the cast."""

from __future__ import annotations

import re
from typing import Final

from game.language.markup import Piece
from game.language.nodes import Node, Scalar, Sequence
from game.language.schema.declared.entries import RESERVED, EntryReader
from game.language.schema.shapes.shape import Shape
from game.language.schema.shapes.top import BETTER, GROUP, OUTERMOST, SHOWN_AS, TYPES, VARIABLE
from game.language.schema.story import ValuesText, VariableKind, VariableText
from game.language.slips.keys import OTHER_TYPES, OTHER_VARIABLE_KEYS
from game.language.slips.quoting import in_quotes
from game.language.text.identifiers import is_value, mended

WIDEST: Final = 10_000
"""How far apart the bounds of an int may be."""
MOST_VALUES: Final = 200
MOST_VARIABLES: Final = 10_000
MOST_OF_ALL_VALUES: Final = 200_000
"""Values of enums, and words for values, of all variables of a story together."""


class VariableReader(EntryReader):
    """Adds one file's variables to a story."""

    def read_variables(self, node: Node) -> None:
        """The `variables:` of a file."""
        for key, value in self.mapping(node, "variables", VARIABLE.example, "variable"):
            if self.declare("variable", key, variable=True):
                found = self._variable(key.text, key, value, VARIABLE)
                if found is not None:
                    if not self.room_for(found, key):
                        return
                    self.story.variables[key.text] = found

    def room_for(self, variable: VariableText, key: Scalar) -> bool:
        """Whether a story may have this variable too; a finding where not, the first time."""
        story = self.story
        if story.full:
            return False
        story.values += len(variable.values) + len(variable.words)
        if len(story.variables) < MOST_VARIABLES and story.values <= MOST_OF_ALL_VALUES:
            return True
        story.full = True
        what = (
            f"more than {MOST_VARIABLES:,} variables"
            if len(story.variables) >= MOST_VARIABLES
            else f"variables with more than {MOST_OF_ALL_VALUES:,} values and words"
        )
        self.findings.add(
            "E205", f"with this the story has {what}", self.file, key,
            hint="a group gives one to each of its members: name in  of:  those who need it",
        )  # fmt: skip
        return False

    def read_groups(self, node: Node) -> None:
        """The `groups:` of a file; whom they are for is known when every file has been read."""
        for key, value in self.mapping(node, "groups", GROUP.example, "variable"):
            if self.declare("group", key, variable=True):
                self.story.later.append(lambda key=key, value=value: self._group(key, value))  # type: ignore[misc]  # bound now

    def _group(self, key: Scalar, value: Node) -> None:
        parts = self.parts(value, GROUP)
        if "of" not in parts:
            if parts:
                self.findings.add(
                    "E103",
                    "a group says whom it is for",
                    self.file,
                    key,
                    hint="add  of: [someone, someone]  or  of: all",
                )
            return
        members = self.scalars(parts["of"][1], "of")
        if [one.text for one in members] == ["all"]:
            members = [Scalar(name, members[0].pos) for name in self.story.cast]
            if not members:
                self.findings.add(
                    "E121",
                    "this group is for the whole cast, and the cast is empty",
                    self.file,
                    parts["of"][1],
                    hint="declare somebody under  cast:",
                )
        names: list[str] = []
        first: VariableText | None = None
        wrong = False
        for member in members:
            if len(self.story.broken) > MOST_VARIABLES:
                break
            name = f"{key.text}.{member.text.replace('-', '_')}"
            if member.text not in self.story.cast:
                self.findings.unknown("E121", "cast member", member.text, sorted(self.story.cast), self.file, member)
                self.story.broken.add(name)
            elif self.declare("variable", member, name, variable=True):
                # What is written once is read once: a group of thousands has the values of one.
                if first is None and not wrong:
                    first = self._variable(name, key, value, GROUP)
                    wrong = first is None
                if first is None:
                    self.story.broken.add(name)
                    continue
                if not self.room_for(first, key):
                    break
                self.story.variables[name] = first._replace(name=name)
                names.append(member.text)
        self.story.groups[key.text] = tuple(names)

    def _variable(self, name: str, key: Scalar, node: Node, known: Shape) -> VariableText | None:
        if isinstance(node, Scalar):
            kind_scalar: Scalar | None = node
            parts: dict[str, tuple[Scalar, Node]] = {}
        else:
            if isinstance(node, Sequence):
                values = ", ".join(one.text for one in node.items if isinstance(one, Scalar))
                hint = f"write  {name}: {{type: enum, values: [{values}]}}"
                self.findings.add(
                    "E102", f"the variable {name} is written as  key: value  lines", self.file, node, hint=hint
                )
                return None
            parts = self.parts(
                node, known, what=f"the variable {name}", shape=VARIABLE.example, meant=OTHER_VARIABLE_KEYS
            )
            if "type" not in parts:
                if not parts:
                    return None
                self.findings.add(
                    "E103", f"{name} has no type", self.file, key, hint="add  type: bool, int, enum or text"
                )
                return None
            kind_scalar = self.bodies.scalar(parts["type"][1], "a type")
        if kind_scalar is None:
            return None
        kind = kind_scalar.text.strip()
        if kind not in TYPES:
            hint = OTHER_TYPES.get(kind.lower(), "a type is bool, int, enum or text")
            if found := re.fullmatch(r"int\W+(-?[0-9]+)\W+(?:to\W+)?(-?[0-9]+)", kind):
                hint = f"write  {name}: {{type: int, min: {found[1]}, max: {found[2]}}}"
            elif kind.lower() not in OTHER_TYPES and node is kind_scalar and re.search(r"[^\W\d_]", kind):
                hint += f"; for a text that begins as this:  {name}: {{type: text, start: {in_quotes(kind, 40) if ',' in kind else kind[:40]}}}"
            if re.fullmatch(r"-?[0-9]+", kind):
                hint = f"write  {name}: {{type: int, min: 0, max: 10, start: {kind}}}"
            elif kind in ("true", "false"):
                hint = f"write  {name}: {{type: bool, start: {kind}}}"
            if kind:
                self.findings.add("E107", f"{kind[:40]!r} is not a type", self.file, kind_scalar, hint=hint)
            else:
                self.findings.add(
                    "E103", f"{name} has no type", self.file, key, hint="add  bool,  or  {type: int, min: 0, max: 10}"
                )
            return None
        return self._typed(name, kind, key, parts)  # type: ignore[arg-type]  # one of the four

    def _typed(
        self, name: str, kind: VariableKind, key: Scalar, parts: dict[str, tuple[Scalar, Node]]
    ) -> VariableText | None:
        low, high, start, text = 0, 0, 0, ""
        values: tuple[str, ...] = ()
        if kind == "int":
            for bound in ("min", "max"):
                if bound not in parts:
                    self.findings.add(
                        "E103",
                        f"{name} is a number and has no {bound}",
                        self.file,
                        key,
                        hint="every number has bounds: add  "
                        + ", ".join(f"{one}: {value}" for one, value in (("min", 0), ("max", 10)) if one not in parts),
                    )
                    return None
            low = self.bodies.number(parts["min"][1], "min", -OUTERMOST, OUTERMOST)
            high = self.bodies.number(parts["max"][1], "max", -OUTERMOST, OUTERMOST)
            if high < low or high - low > WIDEST:
                what = "min is above max" if high < low else f"min and max are more than {WIDEST} apart"
                hint = "change them round" if high < low else "a number this wide is more than a story can use"
                self.findings.add("E204", f"{name}: {what}", self.file, parts["max"][1], hint=hint)
                return None
            start = self.bodies.number(parts["start"][1], "start", low, high) if "start" in parts else low
        elif kind == "bool":
            high = 1
            start = int(self.bodies.flag(parts["start"][1], "start")) if "start" in parts else 0
        elif kind == "enum":
            found = self._values(name, key, parts)
            if found is None:
                return None
            values, high = tuple(one.text for one in found), len(found) - 1
            scalar = None
            if "start" in parts:
                scalar = self.bodies.scalar(parts["start"][1], "'start'")
                if scalar is not None and scalar.text not in values:
                    self.findings.unknown("E107", f"value of {name} called", scalar.text, values, self.file, scalar)
                elif scalar is not None:
                    start = values.index(scalar.text)
            self.story.enums[name] = ValuesText(found, scalar, self.file)
        else:
            text = self.text(parts["start"][1], "start") if "start" in parts else ""
        for word, kinds in (
            ("min", ("int",)),
            ("max", ("int",)),
            ("values", ("enum",)),
            ("words", ("int", "enum", "bool")),
            ("better", ("int", "enum", "bool")),
        ):
            if word in parts and kind not in kinds:
                hint = f"take {word} out" + (", or write  type: int" if word in ("min", "max") else "")
                self.findings.add(
                    "E101",
                    f"{'an' if kind == 'enum' else 'a'} {kind} has no {word}",
                    self.file,
                    parts[word][0],
                    hint=hint,
                )
        words = self._words(name, high - low + 1, parts) if kind != "text" else ()
        label = (
            self.plain_text(parts["label"][1], "label")
            if "label" in parts
            else name.split(".", maxsplit=1)[0].replace("_", " ")
        )
        shown = (
            self.text(parts["as"][1], "as")
            if "as" in parts
            else ("word" if kind in ("enum", "bool") or words else "number")
        )
        if shown not in SHOWN_AS:
            self.findings.add(
                "E107",
                f"there is no way to show a variable as {shown!r}",
                self.file,
                parts["as"][1],
                hint="there is " + ", ".join(SHOWN_AS),
            )
            shown = "number"
        about, better = self._told(name, parts)
        return VariableText(
            name, kind, low, high, start, text, values, words, label, shown, key, self.file, about, better
        )

    def _told(self, name: str, parts: dict[str, tuple[Scalar, Node]]) -> tuple[str, str]:
        """What a value is, for players, and which way is better; "" for what is not said."""
        about = self.plain_text(parts["about"][1], "about") if "about" in parts else ""
        better = self.text(parts["better"][1], "better") if "better" in parts else ""
        if better not in ("", *BETTER):
            self.findings.add(
                "E107", f"which way is better for {name} is more or less, and not {better[:40]!r}", self.file, parts["better"][1],
                hint="write  better: less  for what should be small, or  better: more",
            )  # fmt: skip
            better = ""
        return about, better

    def _values(self, name: str, key: Scalar, parts: dict[str, tuple[Scalar, Node]]) -> tuple[Scalar, ...] | None:
        if "values" not in parts:
            self.findings.add("E103", f"{name} has no values", self.file, key, hint="add  values: [this, that]")
            return None
        before = self.findings.errors
        scalars = self.scalars(parts["values"][1], "values")
        if self.findings.errors > before:
            return None
        if not 1 <= len(scalars) <= MOST_VALUES:
            hint = "add  values: [this, that]" if not scalars else "an enum is for a few ways a thing can be"
            self.findings.add(
                "E204",
                f"{name} has {len(scalars)} values; from 1 to {MOST_VALUES} are allowed",
                self.file,
                parts["values"][1],
                hint=hint,
            )
            return None
        there: dict[str, Scalar] = {}
        for scalar in scalars:
            if not is_value(scalar.text) or scalar.text in RESERVED:
                self.findings.add(
                    "E105", f"{scalar.text!r} cannot be a value", self.file, scalar, hint=_value_hint(scalar.text)
                )
                return None
            if there.setdefault(scalar.text, scalar) is not scalar:
                related = (self.findings.place(self.file, there[scalar.text]),)
                self.findings.add(
                    "E104",
                    f"the value {scalar.text} is there twice",
                    self.file,
                    scalar,
                    hint="take one out",
                    related=related,
                )
                return None
        return tuple(scalars)

    def _words(
        self, name: str, count: int, parts: dict[str, tuple[Scalar, Node]]
    ) -> tuple[tuple[tuple[Piece, ...], Scalar], ...]:
        if "words" not in parts:
            return ()
        scalars = self.scalars(parts["words"][1], "words")
        if len(scalars) != count:
            hint = "write one word for each value, in their order"
            self.findings.add(
                "E107", f"{name} has {count} values and {len(scalars)} words", self.file, parts["words"][0], hint=hint
            )
            return ()
        return tuple((self.bodies.pieces(one.text, one, 0), one) for one in scalars)


def _value_hint(value: str) -> str:
    if value in RESERVED:
        return f"{value} has a meaning of its own in conditions; for true and false there is  bool"
    if hint := mended(value):
        return hint
    return "a value is one word of letters, digits and _; give it words for the player with  words:"
