"""Reads lists of choices: their labels, in each of the forms of a choice."""

from __future__ import annotations

import re
from abc import ABC
from functools import partial
from typing import Final

from game.language.markup import Literally, Piece
from game.language.nodes import LINES, Mapping, Node, Scalar, Sequence, column_of, line_of
from game.language.schema.bodies.labels import Brackets, closed, closed_pieces, is_plain, told_again
from game.language.schema.bodies.scalars import COMMANDS
from game.language.schema.bodies.whole_choices import FEW_KEYS, WholeChoiceReader
from game.language.schema.findings import entries
from game.language.schema.shapes.steps import CHOICE_KEYS
from game.language.schema.tree import Body, Choice, Choices, Paragraph, Say, Text
from game.language.slips.choices import asked_before, mid_sentence, mistaken_choice
from game.language.slips.foreign import linked
from game.language.slips.keys import OTHER_CHOICE_KEYS
from game.language.slips.lines import conditional
from game.language.slips.prose import doubtful_arrow
from game.language.slips.quoting import in_quotes
from game.language.slips.signs import plain_signs
from game.language.text.identifiers import any_script
from game.language.text.nearest import nearest

MOST_CHOICES: Final = 1_000
"""Choices in one list; nobody reads more, and a hostile file must not keep us."""
_new = tuple.__new__  # see game.language.schema.bodies.scalars
_NAME: Final = r"[^\W\d][\w-]*"
_ARROW = re.compile(r"\s+->\s+(\S+)\s*\Z")


class ChoiceReader(WholeChoiceReader, ABC):
    """Turns the nodes of one file's lists of choices into choices."""

    def choices(self, node: Node, key: Scalar) -> Choices | None:
        """A list of choices."""
        if not isinstance(node, Sequence):
            self.findings.add(
                "E102",
                "choices are a list",
                self.file,
                node,
                hint=_as_list(node) or "start each choice with a dash, further in than  choices:",
            )
            return None
        if not node.items:
            self.findings.add(
                "E109",
                "this list of choices is empty",
                self.file,
                key,
                hint="write the choices below it, each with a dash",
            )
            return None
        if len(node.items) > MOST_CHOICES:
            self.findings.add(
                "E205",
                f"a list has at most {MOST_CHOICES:,} choices",
                self.file,
                node.items[MOST_CHOICES],
                hint="lead on to other scenes with choices of their own",
            )
            return None
        if len(node.items) > 1 and node.items[0].pos >> LINES == node.items[1].pos >> LINES:  # only in brackets
            self.cut_in_brackets(node.items, "choice")
        if len(node.items) == 1:
            self._other_commas(node)
        found = [choice for item in node.items if (choice := self.choice(item)) is not None]
        fallbacks = [choice for choice in found if choice.fallback]
        if len(fallbacks) > 1:
            self.findings.add(
                "E305", "a list of choices can have one fallback", self.file, fallbacks[1].scalar,
                related=(self.findings.place(self.file, fallbacks[0].scalar),), hint="put what happens then into one of them",
            )  # fmt: skip
        return _new(Choices, (tuple(found), key.pos))

    def _other_commas(self, node: Sequence) -> None:
        """Warn of a list in brackets that is one text, with commas of another keyboard in it."""
        only = node.items[0]
        if not isinstance(only, Scalar) or only.text.isascii():
            return
        comma = next((sign for sign in "，、" if sign in only.text), "")
        if comma and only.style == "plain" and self.flow(node):
            self.findings.add(
                "W331", f"{comma} is not the comma of the keyboard, so this is one choice", self.file, only,
                at=only.text.index(comma), length=1, hint=f"write  [{', '.join(only.text.replace('、', '，').split('，'))}]",
            )  # fmt: skip

    def choice(self, node: Node) -> Choice | None:
        """One choice, in any of its forms."""
        if isinstance(node, Scalar):
            return self.labelled(node, {}, None)
        if isinstance(node, Sequence):
            hint = (
                self._linked(node) or "text that begins with [ needs quotes round it"
                if self.flow(node)
                else "one dash is enough for each choice"
            )
            self.findings.add(
                "E102", "a choice is a label with what follows from it, and this is a list", self.file, node, hint=hint
            )
            return None
        parts = node.parts
        if parts.keys() <= FEW_KEYS and "choice" in parts and self.foreign is None:  # as most are
            label = parts["choice"][1]
            if label.__class__ is Scalar and is_plain(label.text):
                return self._plain(label, parts)
        known = parts.keys() <= CHOICE_KEYS
        if not known and len(parts) == 1:
            key, body = node.entries[0]
            return self.labelled(key, {}, body)
        if "choice" not in parts and not self._whole(node):
            return None
        if not known:
            parts = entries(
                self.findings,
                self.file,
                node,
                CHOICE_KEYS,
                "a choice",
                meant=OTHER_CHOICE_KEYS,
                hint=partial(self.beside, node, CHOICE_KEYS),
            )
        if "fallback" in parts:
            return self.fallback(parts)
        word = "choice" if "choice" in parts else "once"
        written = self.scalar(parts[word][1], "a label")
        return None if written is None else self.labelled(written, parts, None)

    def _whole(self, node: Mapping) -> bool:
        """Whether a choice in the whole form, without  choice:,  has a label all the same, or is a fallback; a finding where not."""
        words = list(node.parts)
        if "fallback" in words:
            return True
        if isinstance(once := node.get("once"), Scalar) and once.text.strip() not in ("true", "false", ""):
            return True
        if not words:
            self.findings.add(
                "E109",
                "this choice has no words",
                self.file,
                node,
                hint="text that begins with { needs quotes round it",
            )
        elif len(words) > 1 and (slip := self._slip_of_choice(node)) is not None:
            self.findings.add(
                "E101", f"a choice has no key {slip.text[:40]!r}", self.file, slip, hint="did you mean choice?"
            )
        elif words[0] == "once":
            hint = "write the label behind it:  - once: What the player does"
            self.findings.add("E103", "this choice has no label", self.file, node.entries[0][0], hint=hint)
        elif len(words) > 1 and words[0] == "text" and set(words) <= CHOICE_KEYS:
            self.findings.add(
                "E103", "this choice has no  choice:  line for its label", self.file, node.entries[0][0], hint="did you mean choice?",
            )  # fmt: skip
        elif len(words) > 1:
            label = next((key for key, _ in node.entries if key.text not in CHOICE_KEYS), node.entries[0][0])
            self.findings.add(
                "E103", "this choice has no  choice:  line for its label", self.file, label,
                hint=f"write  - choice: {label.text}  and the rest below it"
                + (", with  then:  above the steps" if isinstance(node.get(label.text), Sequence) else ""),
            )  # fmt: skip
        else:
            hint = "write  - choice: What the player does"
            if words[0] in COMMANDS or words[0] == "text":
                hint = "a step stands below its choice, further in; a choice is  - What the player does"
            self.findings.add("E103", "this choice has no label", self.file, node, hint=hint)
        return False

    def _slip_of_choice(self, node: Mapping) -> Scalar | None:
        """The key that was meant for `choice`, where there is one: its value is the label, and the others belong to a choice."""
        key, value = node.entries[0]
        if not isinstance(value, Scalar) or " " in key.text or not value.text:
            return None
        if any(one.text not in CHOICE_KEYS and one.text not in OTHER_CHOICE_KEYS for one, _ in node.entries[1:]):
            return None
        other = OTHER_CHOICE_KEYS.get(key.text.lower())
        return key if other in ("choice", "then") or nearest(key.text, ("choice",)) else None

    def labelled(self, scalar: Scalar, parts: dict[str, tuple[Scalar, Node]], body: Node | None) -> Choice | None:
        """A choice with its label; `parts` are the other keys of the whole form."""
        text = scalar.text
        if body is None and self.foreign is None and is_plain(text):  # as most are
            return self._plain(scalar, parts)
        self.slips(scalar)
        target: Text | None = None
        if "->" in text:
            if (match := _ARROW.search(text)) is not None:
                target = Text(match[1], scalar, match.start(1))
                text = text[: match.start()]
            else:
                self._lost_arrow(scalar)
        if not text.strip():
            self.findings.add("E109", "this choice has no words", self.file, scalar, hint="write what the player does")
            return None
        if body is not None and self.blank(body):
            self.findings.add(
                "E109",
                "nothing stands below this choice",
                self.file,
                scalar,
                hint="leave the colon out, or write its steps below it",
            )
            return None
        if (hint := mistaken_choice(text, alone=body is None)) != "":
            self.findings.add(
                "W308", "this is shown to the player as a choice, as it is", self.file, scalar,
                hint=hint,
            )  # fmt: skip
        elif target is None and (doubtful := doubtful_arrow(text, "write  {}")) is not None:
            label = text[: doubtful.at].strip()
            self.doubt(doubtful._replace(hint=f"write  {label} -> {doubtful.name}"), scalar)
        if text[0] == "{" and (asked := asked_before(text)) is not None:
            self.doubt(asked, scalar)
        if isinstance(body, Scalar):
            self._on_one_line(scalar, body)
        told: Body = ()
        if "[" in text and hint == "":
            text, told = self._told_again(text, scalar)
        pieces = self.pieces(text, scalar, 0)
        if told:
            pieces, text = closed_pieces(pieces), closed(text)
        if not parts:
            played = told if body is None else (*told, *self.body(body))
            return Choice(pieces, text.strip(), scalar, None, None, None, (), False, (), played, target, False)
        return self.full(scalar, text, pieces, target, parts, told)

    def _plain(self, scalar: Scalar, parts: dict[str, tuple[Scalar, Node]]) -> Choice:
        """A choice whose label is a few words and nothing else."""
        if self.eaten:
            self.comment_behind(scalar)
        text = scalar.text
        pieces: tuple[Piece, ...] = (_new(Literally, (text, "")),)
        if parts:
            return self.full(scalar, text, pieces, None, parts, ())
        return Choice(pieces, text, scalar, None, None, None, (), False, (), (), None, False)

    def _told_again(self, text: str, scalar: Scalar) -> tuple[str, Body]:
        """What a choice reads, and what is told of its label when it is taken."""
        try:
            found = told_again(text)
        except Brackets as wrong:
            self.findings.add(
                "E152", wrong.message, self.file, scalar, at=wrong.at, length=wrong.length, hint=wrong.hint
            )
            return text, ()
        if found is None:
            return text, ()
        paragraph = Paragraph(closed_pieces(self.pieces(found.told, scalar, 0)), closed(found.told), 0)
        return found.label, (Say("prose", None, (paragraph,), scalar),)

    def _linked(self, node: Node) -> str:
        """How a link in double brackets is written as a choice; "" where it is none."""
        line = self.findings.sources[self.file].line(line_of(node.pos))
        choice = linked(line[column_of(node.pos) - 1 :])
        return f"write  {choice}" if choice else ""

    def _on_one_line(self, label: Scalar, told: Scalar) -> None:
        """Warn of words behind the colon of a label, where they look like a part of it and not like what is told next."""
        if line_of(told.pos) != line_of(label.pos) or told.style != "plain" or "\n" in told.text:
            return
        if mid_sentence(label.text, told.text):
            whole = in_quotes(f"{label.text}: {told.text}")
            self.findings.add(
                "W330", "the choice ends at this colon, and the rest is told after it",
                self.file, label, at=len(label.text), length=1,
                hint=(f"if {told.text} is a scene, write  - {label.text} -> {told.text}; " if any_script(_NAME).fullmatch(told.text) else "")
                + (f"if all of it is the choice, write  - {whole}" if whole else "if all of it is the choice, put it in quotes")
                + "; if not, put what is told on a line of its own below, behind a dash",
            )  # fmt: skip

    def _lost_arrow(self, scalar: Scalar) -> None:
        """A finding for an arrow in a label that leads nowhere."""
        at = scalar.text.index("->")
        rest = scalar.text[at + 2 :].strip()
        hint = "write  Label -> scene,  with a blank on both sides of the arrow"
        label = scalar.text[:at].strip()
        if found := re.match(r"([\w.-]+)\s+if\s+(.+)", rest):
            hint = conditional(f"{label} -> {found[1]}", found[2])
        elif found := re.match(r"ending:?\s+([\w-]+)\Z", rest):
            hint = f"write  - {label}: {{ending: {found[1]}}}"
        elif not rest:
            hint = "name the scene behind the arrow; → is a sign that leads nowhere"
        elif " " in rest:
            hint = f"a scene's name is one word, with - or _ for blanks: {rest.replace(' ', '-')[:40]}; → is a sign that leads nowhere"
        self.findings.add("E113", "this arrow does not lead to a scene", self.file, scalar, at=at, length=2, hint=hint)


def _as_list(node: Node) -> str:
    """How a text that should be a list of choices is written as one; "" where it does not look like it."""
    if not isinstance(node, Scalar) or "\n" in node.text:
        return ""
    text = plain_signs(node.text).strip()
    if text.startswith("[") and text.endswith("]"):
        return f"write  {text}"
    return f"write  [{', '.join(one.strip() for one in text.split(','))}]" if "," in text and len(text) < 80 else ""
