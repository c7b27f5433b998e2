"""Reads bodies: lists of steps, with the choices and bodies inside them."""

from __future__ import annotations

import re
from typing import Final

from game.language.findings import Findings, entries
from game.language.markup import MarkupError, Piece, parse_markup
from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.reader import eaten_words
from game.language.story import (
    Body,
    CallScene,
    Choice,
    Choices,
    Do,
    Draw,
    End,
    Goto,
    If,
    Label,
    Learn,
    Paragraph,
    Return,
    Role,
    Say,
    Step,
    Text,
)
from game.language.text import nearest

COMMANDS: Final = frozenset(
    ("choices", "do", "if", "goto", "call", "return", "draw", "learn", "label", "ending", "aside")
)
_STEP_KEYS: Final = {"if": frozenset(("if", "then", "else")), "draw": frozenset(("draw", "by", "else"))}
_CHOICE_KEYS: Final = frozenset(
    ("choice", "id", "if", "needs", "reason", "once", "do", "then", "goto", "fallback", "ending")
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_ARROW = re.compile(r"\s+->\s+(\S+)\s*\Z")
_NAME = re.compile(r"[A-Za-z0-9_][\w-]*\Z")


class BodyReader:
    """Turns the nodes of one file's bodies into steps, with findings for what is not one."""

    def __init__(self, findings: Findings, file: int, eaten: dict[int, int]) -> None:
        self.findings = findings
        self.file = file
        self.eaten = eaten
        """Scalars (by identity) with a comment behind them, and where it starts."""
        self.labels: list[Scalar] = []
        self.choice_ids: list[Scalar] = []

    # bodies and steps

    def body(self, node: Node) -> Body:
        """A list of steps, or one block of prose."""
        if node.__class__ is Sequence:
            steps: list[Step] = []
            for item in node.items:  # type: ignore[union-attr]  # the class was just looked at
                step = self.step(item)
                if step is not None:
                    steps.append(step)
            return tuple(steps)
        if isinstance(node, Scalar):
            step = self.step(node)
            return () if step is None else (step,)
        step = self.step(node)
        self.findings.add(
            "E102", "a body is a list of steps", self.file, node, hint="start each step with a dash: - goto: somewhere"
        )
        return () if step is None else (step,)

    def step(self, node: Node) -> Step | None:
        if isinstance(node, Scalar):
            return self.say("prose", None, node)
        if isinstance(node, Sequence):
            self.findings.add("E102", "a step is text or a command, and this is a list", self.file, node)
            return None
        found = node.entries
        if len(found) == 1:
            key, value = found[0]
            word = key.text
            if word not in COMMANDS:
                return self.speech(key, value)
        else:
            commands = [key for key, _ in found if key.text in COMMANDS]
            if len(commands) != 1:
                self._several(node, commands)
                return None
            key = commands[0]
            word = key.text
            value = node.get(word)  # type: ignore[assignment]  # the key is there
            allowed = _STEP_KEYS.get(word, frozenset((word,)))
            entries(self.findings, self.file, node, allowed, f"the step {word!r}")
        return self.command(word, key, value, node)

    def _several(self, node: Mapping, commands: list[Scalar]) -> None:
        keys = [key for key, _ in node.entries]
        if commands:
            words = " and ".join(repr(key.text) for key in commands)
            self.findings.add("E108", f"one step holds {words}", self.file, commands[1], hint="start a new step with a dash")
        elif not keys:
            self.findings.add("E108", "this step is empty", self.file, node)
        else:
            near = next((n for key in keys if (n := nearest(key.text, sorted(COMMANDS)))), None)
            hint = f"did you mean {near}?" if near else "each line of dialogue is a step of its own, with its own dash"
            self.findings.add("E108", f"this step has no command, only {keys[0].text!r} and {keys[1].text!r}", self.file, keys[0], hint=hint)

    def command(self, word: str, key: Scalar, value: Node, node: Mapping) -> Step | None:
        if word == "choices":
            return self.choices(value, key)
        if word == "do":
            return Do(self.effects(value))
        if word == "if":
            return self.conditional(key, value, node)
        if word == "return":
            blank = isinstance(value, Scalar) and not value.text.strip()
            target = None if blank else self.target(value, "return")
            return Return(target, key.pos)
        if word == "draw":
            return self.draw(value, node)
        if word == "learn":
            return self.learn(value)
        if word == "aside":
            text = self.scalar(value, "an aside")
            return None if text is None else self.say("aside", None, text)
        if word in ("goto", "call"):
            target = self.target(value, word)
            if target is None:
                return None
            return Goto(target) if word == "goto" else CallScene(target)
        name = self.scalar(value, f"'{word}'")
        if name is None or not name.text.strip():
            if name is not None:
                self.findings.add("E109", f"{word} names nothing", self.file, key)
            return None
        if word == "ending":
            return End(name)
        if not _NAME.match(name.text):
            self.findings.add("E105", f"{name.text!r} cannot be a label", self.file, name, hint="letters, digits, hyphens")
            return None
        self._once(name, self.labels, "label")
        return Label(name)

    def _once(self, name: Scalar, names: list[Scalar], what: str) -> None:
        """Labels and choice ids of a scene share one set of names."""
        first = next((one for one in (*self.labels, *self.choice_ids) if one.text == name.text), None)
        if first is not None:
            related = (self.findings.place(self.file, first),)
            self.findings.add("E104", f"this scene has another {what} {name.text}", self.file, name, related=related)
        names.append(name)

    def conditional(self, key: Scalar, value: Node, node: Mapping) -> If | None:
        condition = self.condition(value)
        then, otherwise = node.get("then"), node.get("else")
        if then is None and otherwise is None:
            self.findings.add("E103", "an if needs a then: or an else:", self.file, key, hint="add  then: [ … ]  below the if")
        if condition is None:
            return None
        return If(
            condition, self.body(then) if then is not None else (), self.body(otherwise) if otherwise is not None else (), key.pos
        )

    def draw(self, value: Node, node: Mapping) -> Draw | None:
        deck = self.scalar(value, "a draw")
        by, otherwise = node.get("by"), node.get("else")
        random = False
        if by is not None:
            word = self.scalar(by, "'by'")
            if word is not None and word.text not in ("priority", "random"):
                self.findings.add("E107", f"a draw is by priority or by random, not by {word.text!r}", self.file, word)
            random = word is not None and word.text == "random"
        if deck is None:
            return None
        return Draw(deck, random, self.body(otherwise) if otherwise is not None else ())

    def learn(self, value: Node) -> Learn | None:
        items = value.items if isinstance(value, Sequence) else [value]
        names = [one for item in items if (one := self.scalar(item, "a codex entry")) is not None]
        return Learn(tuple(names)) if names else None

    # text

    def speech(self, key: Scalar, value: Node) -> Say | None:
        if "{" in key.text or " " in key.text.strip():
            self.findings.add(
                "E112", "YAML takes the colon in this line for the end of a key", self.file, key,
                hint="put the text on a line of its own below  - |",
            )  # fmt: skip
            return None
        if not isinstance(value, Scalar):
            near = nearest(key.text, sorted(COMMANDS))
            hint = f"did you mean {near}?" if near else "a line of dialogue is  - name: what they say"
            self.findings.add("E108", f"there is no step {key.text!r}", self.file, key, hint=hint)
            return None
        return self.say("speech", key, value)

    def say(self, role: Role, speaker: Scalar | None, scalar: Scalar) -> Say | None:
        text = scalar.text
        if not text or text.isspace():
            what = f"{speaker.text} says nothing here" if speaker is not None else "this text is empty"
            self.findings.add("E109", what, self.file, speaker or scalar)
            return None
        if self.eaten and id(scalar) in self.eaten:
            self._eaten(scalar)
        return Say(role, speaker, self.paragraphs(scalar), scalar)

    def _eaten(self, scalar: Scalar) -> None:
        source = self.findings.sources[self.file]
        self.findings.diagnostics.append(eaten_words(source, scalar, self.eaten[id(scalar)]))

    def paragraphs(self, scalar: Scalar) -> tuple[Paragraph, ...]:
        """Split at blank lines, and read each paragraph's markup."""
        text = scalar.text
        if "\n" not in text.rstrip("\n"):
            return (Paragraph(self.pieces(text, scalar, 0), text.strip(), 0),)
        result: list[Paragraph] = []
        start = 0
        for match in _PARAGRAPHS.finditer(text):
            if raw := text[start : match.start()]:
                result.append(Paragraph(self.pieces(raw, scalar, start), raw.strip(), start))
            start = match.end()
        if (raw := text[start:]) and not raw.isspace():
            result.append(Paragraph(self.pieces(raw, scalar, start), raw.strip(), start))
        return tuple(result)

    def pieces(self, text: str, scalar: Scalar, at: int) -> tuple[Piece, ...]:
        try:
            return parse_markup(text)
        except MarkupError as wrong:
            self.findings.add(
                wrong.code, wrong.message, self.file, scalar, at=at + wrong.at, length=wrong.length, hint=wrong.hint
            )
            return ()

    # choices

    def choices(self, node: Node, key: Scalar) -> Choices | None:
        if not isinstance(node, Sequence):
            self.findings.add("E102", "choices are a list", self.file, node, hint="start each choice with a dash")
            return None
        if not node.items:
            self.findings.add("E109", "this list of choices is empty", self.file, key)
            return None
        found = [choice for item in node.items if (choice := self.choice(item)) is not None]
        fallbacks = [choice for choice in found if choice.fallback]
        if len(fallbacks) > 1:
            self.findings.add(
                "E305", "a list of choices can have one fallback", self.file, fallbacks[1].scalar,
                related=(self.findings.place(self.file, fallbacks[0].scalar),),
            )  # fmt: skip
        return Choices(tuple(found), key.pos)

    def choice(self, node: Node) -> Choice | None:
        if isinstance(node, Scalar):
            return self.labelled(node, {}, None)
        if isinstance(node, Sequence):
            self.findings.add("E102", "a choice is a label or a mapping, and this is a list", self.file, node)
            return None
        if len(node.entries) == 1:
            key, value = node.entries[0]
            if key.text not in _CHOICE_KEYS:
                return self.labelled(key, {}, value)
        elif "choice" not in (words := [key.text for key, _ in node.entries]) and "fallback" not in words:
            label = next((key for key, _ in node.entries if key.text not in _CHOICE_KEYS), node.entries[0][0])
            self.findings.add(
                "E103", "this choice has no  choice:  line for its label", self.file, label,
                hint=f"write  - choice: {label.text}  and the rest below it",
            )  # fmt: skip
            return None
        parts = entries(self.findings, self.file, node, _CHOICE_KEYS, "a choice")
        if "fallback" in parts:
            return self.fallback(parts)
        if "choice" not in parts:
            self.findings.add("E103", "this choice has no label", self.file, node, hint="write  - choice: What the player does")
            return None
        label = self.scalar(parts["choice"][1], "a label")
        return None if label is None else self.labelled(label, parts, None)

    def labelled(self, scalar: Scalar, parts: dict[str, tuple[Scalar, Node]], body: Node | None) -> Choice | None:
        text = scalar.text
        if self.eaten and id(scalar) in self.eaten:
            self._eaten(scalar)
        target: Text | None = None
        if "->" in text and (match := _ARROW.search(text)) is not None:
            target = Text(match[1], scalar, match.start(1))
            text = text[: match.start()]
        if not text.strip():
            self.findings.add("E109", "this choice has no words", self.file, scalar)
            return None
        pieces = self.pieces(text, scalar, 0)
        if not parts and body is None:
            return Choice(pieces, text.strip(), scalar, None, None, None, (), False, (), (), target, False)
        if body is not None:
            return Choice(pieces, text.strip(), scalar, None, None, None, (), False, (), self.body(body), target, False)
        return self.full(scalar, text, pieces, target, parts)

    def full(
        self, scalar: Scalar, text: str, pieces: tuple[Piece, ...], target: Text | None, parts: dict[str, tuple[Scalar, Node]]
    ) -> Choice:
        get = parts.get
        if (found := get("goto")) is not None:
            if target is not None:
                self.findings.add("E108", "this choice goes to two places", self.file, found[0], hint="keep the -> or the goto")
            target = self.target(found[1], "goto")
        identity = self.scalar(found[1], "an id") if (found := get("id")) is not None else None
        if identity is not None and not _NAME.match(identity.text):
            self.findings.add("E105", f"{identity.text!r} cannot be an id", self.file, identity, hint="letters, digits, hyphens")
            identity = None
        if identity is not None:
            self._once(identity, self.choice_ids, "choice")
        needs = self.condition(found[1]) if (found := get("needs")) is not None else None
        reason: tuple[Piece, ...] = ()
        if (found := get("reason")) is not None:
            said = self.scalar(found[1], "a reason")
            reason = self.pieces(said.text, said, 0) if said is not None else ()
            if needs is None and "needs" not in parts:
                self.findings.add("E304", "a reason is for a choice with needs", self.file, found[0])
        elif "needs" in parts:
            self.findings.add(
                "E304", "a choice with needs says why it can be closed", self.file, parts["needs"][0],
                hint="add  reason: what the player lacks",
            )  # fmt: skip
        body: Body = self.body(found[1]) if (found := get("then")) is not None else ()
        if (found := get("ending")) is not None:
            name = self.scalar(found[1], "an ending")
            if name is not None:
                body = (*body, End(name))
        return Choice(
            pieces,
            text.strip(),
            scalar,
            identity,
            self.condition(found[1]) if (found := get("if")) is not None else None,
            needs,
            reason,
            self.flag(found[1], "once") if (found := get("once")) is not None else False,
            self.effects(found[1]) if (found := get("do")) is not None else (),
            body,
            target,
            False,
        )

    def fallback(self, parts: dict[str, tuple[Scalar, Node]]) -> Choice:
        key, value = parts["fallback"]
        for word in ("choice", "if", "needs", "reason", "once", "id"):
            if word in parts:
                self.findings.add("E108", f"a fallback has no {word!r}: it is taken when nothing else is open", self.file, parts[word][0])
        target = self.target(parts["goto"][1], "goto") if "goto" in parts else None
        if isinstance(value, Scalar) and value.text.strip().startswith("-> "):
            text = value.text.strip()[3:].strip()
            target, value = Text(text, value, value.text.index(text)), Sequence([], value.pos)
        blank = isinstance(value, Scalar) and not value.text.strip()
        body = () if blank else self.body(value)
        if "then" in parts:
            body += self.body(parts["then"][1])
        effects = self.effects(parts["do"][1]) if "do" in parts else ()
        return Choice((), "", key, None, None, None, (), False, effects, body, target, True)

    # leaves

    def scalar(self, node: Node, what: str) -> Scalar | None:
        if node.__class__ is Scalar:
            return node  # type: ignore[return-value]  # the class was just looked at
        kind = "a list" if isinstance(node, Sequence) else "a mapping"
        self.findings.add("E102", f"{what} is text, and this is {kind}", self.file, node)
        return None

    def flag(self, node: Node, what: str) -> bool:
        scalar = self.scalar(node, f"'{what}'")
        if scalar is None:
            return False
        if scalar.text not in ("true", "false"):
            self.findings.add("E106", f"{what} is true or false, not {scalar.text!r}", self.file, scalar)
        return scalar.text == "true"

    def number(self, node: Node, what: str, low: int, high: int) -> int:
        """A whole number between the bounds; `low` where it is not one."""
        scalar = self.scalar(node, f"'{what}'")
        if scalar is None:
            return low
        if not re.fullmatch(r"-?[0-9]{1,7}", scalar.text.strip()):
            self.findings.add("E106", f"{what} is a whole number, not {scalar.text!r}", self.file, scalar)
            return low
        value = int(scalar.text)
        if not low <= value <= high:
            self.findings.add("E204", f"{what} is from {low} to {high}, not {value}", self.file, scalar)
            return low
        return value

    def condition(self, node: Node) -> Text | None:
        scalar = self.scalar(node, "a condition")
        return None if scalar is None else Text(scalar.text, scalar, 0)

    def effects(self, node: Node) -> tuple[Text, ...]:
        if isinstance(node, Sequence):
            found = (self.scalar(item, "an effect") for item in node.items)
            return tuple(Text(one.text, one, 0) for one in found if one is not None)
        scalar = self.scalar(node, "an effect")
        if scalar is None:
            return ()
        if "\n" not in scalar.text.strip():
            return (Text(scalar.text, scalar, 0),)
        result, start = [], 0
        for line in scalar.text.splitlines(keepends=True):
            if line.strip():
                result.append(Text(line.rstrip("\n"), scalar, start))
            start += len(line)
        return tuple(result)

    def target(self, node: Node, what: str) -> Text | None:
        scalar = self.scalar(node, f"'{what}'")
        if scalar is None:
            return None
        text = scalar.text.strip()
        if not text:
            self.findings.add("E109", f"{what} names no scene", self.file, scalar)
            return None
        return Text(text, scalar, scalar.text.index(text))
