"""Reads choices in their whole form: the keys beside the label, and what is played when one is taken."""

from __future__ import annotations

from abc import ABC
from typing import Final

from game.language.markup import Piece
from game.language.nodes import Node, Scalar, Sequence
from game.language.schema.bodies.flat import INNER_STEPS, FlatReader
from game.language.schema.findings import Findings
from game.language.schema.tree import Body, Choice, Text
from game.language.text.identifiers import is_word, mended

ONE_WORD: Final = "a name is one word of letters, digits, hyphens and underscores"
_new = tuple.__new__  # see game.language.schema.bodies.scalars
FEW_KEYS: Final = frozenset(("choice", "if", "do", "goto"))
"""Those of most choices in the whole form."""


class WholeChoiceReader(FlatReader, ABC):
    """Turns the keys of a choice into one, and keeps what names are in use."""

    def __init__(self, findings: Findings, file: int, eaten: dict[int, int]) -> None:
        super().__init__(findings, file, eaten)
        self.labels: list[Scalar] = []
        self.choice_ids: list[Scalar] = []
        self.names: dict[str, Scalar] = {}
        """The labels and choice ids of the scene that is being read."""

    def once(self, name: Scalar, names: list[Scalar], what: str) -> None:
        """Labels and choice ids of a scene share one set of names."""
        first = self.names.setdefault(name.text, name)
        if first is not name:
            related = (self.findings.place(self.file, first),)
            self.findings.add(
                "E104", f"this scene has another {what} {name.text}", self.file, name,
                hint="labels and choice ids of a scene share one set of names: change one", related=related,
            )  # fmt: skip
            return
        names.append(name)

    def full(
        self,
        scalar: Scalar,
        text: str,
        pieces: tuple[Piece, ...],
        target: Text | None,
        parts: dict[str, tuple[Scalar, Node]],
        told: Body,
    ) -> Choice:
        """The whole form of a choice; `told` is told first when it is taken."""
        get = parts.get
        if parts.keys() <= FEW_KEYS and target is None and not told:
            led, asked, done = get("goto"), get("if"), get("do")
            condition = None if asked is None else self.condition(asked[1])
            effects = () if done is None else self.effects(done[1])
            target = None if led is None else self.target(led[1], "goto")
            once = "choice" not in parts
            return _new(
                Choice,
                (
                    pieces,
                    text.strip(),
                    scalar,
                    None,
                    condition,
                    None,
                    (),
                    once,
                    effects,
                    (),
                    target,
                    False,
                    None,
                    (),
                    "",
                ),
            )
        if (found := get("goto")) is not None:
            if target is not None:
                self.findings.add(
                    "E108",
                    "this choice goes to two places",
                    self.file,
                    found[0],
                    hint="keep the -> or the goto:, not both",
                )
            target = self.target(found[1], "goto")
        identity = self.scalar(found[1], "an id") if (found := get("id")) is not None else None
        if identity is not None and not is_word(identity.text):
            self.findings.add(
                "E105",
                f"{identity.text!r} cannot be an id",
                self.file,
                identity,
                hint=mended(identity.text) or ONE_WORD,
            )
            identity = None
        if identity is not None:
            self.once(identity, self.choice_ids, "choice")
        needs = self.condition(found[1]) if (found := get("needs")) is not None else None
        reason: tuple[Piece, ...] = ()
        said: Scalar | None = None
        if (found := get("reason")) is not None:
            said = self.scalar(found[1], "a reason")
            reason = self.pieces(said.text, said, 0) if said is not None else ()
            if needs is None and "needs" not in parts:
                self.findings.add(
                    "E304",
                    "a reason is for a choice with needs",
                    self.file,
                    found[0],
                    hint="add  needs:  with a condition, or take it out",
                )
        elif "needs" in parts:
            self.findings.add(
                "E304", "a choice with needs says why it can be closed", self.file, parts["needs"][0],
                hint="add  reason: what the player lacks",
            )  # fmt: skip
        condition = self.condition(found[1]) if (found := get("if")) is not None else None
        once = "choice" not in parts
        if not once and (found := get("once")) is not None:
            once = self.flag(found[1], "once")
        effects, body = self._played(parts, told)
        tags = self.tags(found[1]) if (found := get("tags")) is not None else ()
        hint = self._hint(found[1]) if (found := get("hint")) is not None else ""
        raw = text.strip()
        made = (pieces, raw, scalar, identity, condition, needs, reason, once, effects, body, target, False, said, tags)
        return _new(Choice, (*made, hint))

    def _hint(self, node: Node) -> str:
        """What the map says of a choice that was not found; shown as it stands."""
        scalar = self.scalar(node, "'hint'")
        if scalar is None:
            return ""
        self.comment_behind(scalar)
        self.still(scalar.text, scalar, "'hint'")
        return scalar.text.strip()

    def _played(self, parts: dict[str, tuple[Scalar, Node]], told: Body = ()) -> tuple[tuple[Text, ...], Body]:
        """The effects that come first of all, and what is played then, of a choice; its goto is left out."""
        steps = {word: part for word, part in parts.items() if word in INNER_STEPS and word != "goto"}
        if "do" not in parts or "text" in parts or "talk" in parts or told:
            return (), (*told, *self.flat(steps)) if told else self.flat(steps)
        if len(steps) > 1:
            self.in_order(steps)
        effects = self.effects(steps.pop("do")[1])
        return effects, self.flat(steps)

    def fallback(self, parts: dict[str, tuple[Scalar, Node]]) -> Choice:
        """What is taken when nothing else is open."""
        key, value = parts["fallback"]
        for word in ("choice", "if", "needs", "reason", "once", "id", "tags", "hint"):
            if word in parts:
                self.findings.add(
                    "E108", f"a fallback has no {word!r}: it is taken when nothing else is open", self.file, parts[word][0],
                    hint="take the line out, or make it a choice of its own",
                )  # fmt: skip
        target = self.target(parts["goto"][1], "goto") if "goto" in parts else None
        if isinstance(value, Scalar) and value.text.strip().startswith("-> "):
            text = value.text.strip()[3:].strip()
            target, value = Text(text, value, value.text.index(text)), Sequence([], value.pos)
        blank = isinstance(value, Scalar) and not value.text.strip()
        effects, played = self._played(parts)
        body = played if blank else (*self.body(value), *played)
        return Choice((), "", key, None, None, None, (), False, effects, body, target, True)
