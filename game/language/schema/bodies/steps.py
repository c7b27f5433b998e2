"""Reads bodies: lists of steps, with the choices and bodies inside them."""

from __future__ import annotations

from typing import Final

from game.language.nodes import LINES, Mapping, Node, Scalar, Sequence
from game.language.schema.bodies.choices import ChoiceReader
from game.language.schema.bodies.scalars import COMMANDS
from game.language.schema.bodies.whole_choices import ONE_WORD
from game.language.schema.findings import entries
from game.language.schema.shapes.steps import STEPS
from game.language.schema.tree import (
    Body,
    CallScene,
    Do,
    Draw,
    End,
    Goto,
    If,
    Label,
    Learn,
    Return,
    Say,
    Step,
    Tags,
    Text,
)
from game.language.slips.steps import meant_step, mistaken_step
from game.language.text.identifiers import is_variable, is_word, mended

__all__ = ["COMMANDS", "BodyReader"]
_new = tuple.__new__  # see game.language.schema.bodies.scalars

_MARKUP: Final = ("if ", "first", "cycle", "shuffle")
"""How markup in braces begins."""


class BodyReader(ChoiceReader):
    """Turns the nodes of one file's bodies into steps, with findings for what is not one."""

    calls = False
    """Whether any scene calls another, or draws one."""

    def scene(self, node: Node | dict[str, tuple[Scalar, Node]]) -> tuple[Body, tuple[Scalar, ...], tuple[Scalar, ...]]:
        """A scene's body, with the labels and the choice ids in it; from its steps, or from its keys."""
        self.labels, self.choice_ids, self.names = [], [], {}
        body = self.flat(node) if isinstance(node, dict) else () if self.blank(node) else self.body(node)
        return body, tuple(self.labels), tuple(self.choice_ids)

    # bodies and steps

    def body(self, node: Node) -> Body:
        """A list of steps, or one block of prose."""
        if node.__class__ is Sequence:
            steps: list[Step] = []
            if len(node.items) > 1 and node.items[0].pos >> LINES == node.items[1].pos >> LINES:  # only in brackets
                self.cut_in_brackets(node.items, "paragraph")
            for item in node.items:
                step = self.step(item)
                if step is not None:
                    steps.append(step)
            return tuple(steps)
        if isinstance(node, Scalar):
            step = self.step(node)
            return () if step is None else (step,)
        if isinstance(node, Mapping) and self.is_flat(node):
            return self.flat_body(node)
        before = len(self.findings.diagnostics)
        step = self.step(node)
        if len(self.findings.diagnostics) == before:
            self.findings.add(
                "E102",
                "a body is a list of steps",
                self.file,
                node,
                hint=self._with_dash(node) if isinstance(node, Mapping) else "",
            )
        return () if step is None else (step,)

    def _with_dash(self, node: Mapping) -> str:
        """How a body that is one step begins."""
        if len(node.entries) == 1 and isinstance(value := node.entries[0][1], Scalar) and "\n" not in value.text:
            return f"start each step with a dash:  - {node.entries[0][0].text}: {value.text[:40]}"
        return "start each step with a dash, like  - goto: somewhere"

    def step(self, node: Node) -> Step | None:
        """One step; None after a finding."""
        if isinstance(node, Scalar):
            return self.say("prose", None, node)
        if isinstance(node, Sequence):
            sign = self.flow(node)
            hint = "one dash is enough for each step; a dash that is part of the text needs quotes"
            if sign:
                hint = self.quoted(node) or "text that begins with [ needs quotes round it"
            self.findings.add("E102", "a step is text or a command, and this is a list", self.file, node, hint=hint)
            return None
        if len(node.parts) == 1:
            [(word, (key, value))] = node.parts.items()
            if word == "choices":  # of most scenes the only command
                return self.choices(value, key)
            if word not in COMMANDS:
                return self.speech(key, value, node)
        else:
            commands = [key for key, _ in node.entries if key.text in COMMANDS]
            if len(commands) != 1:
                self._several(node, commands)
                return None
            key = commands[0]
            word = key.text
            value = node.get(word)  # type: ignore[assignment]  # the key is there
            entries(
                self.findings, self.file, node, STEPS[word].known, f"the step {word!r}", hint=self._beside(word, node)
            )
            if word == "tags":
                return None
        return self.command(word, key, value, node)

    def _beside(self, word: str, node: Mapping) -> str:
        """What to do with a key that stands beside a command and does not belong there."""
        known = (
            mistaken_step(key.text, COMMANDS) for key, _ in node.entries if key.text not in (word, "then", "else", "by")
        )
        otherwise = "start a new step with a dash"
        if word == "tags":
            return "tags stand in a step of their own, with its own dash, above the text that they belong to"
        if word == "if":
            otherwise = "what happens then stands below  then:,  and otherwise below  else:"
        return next((hint for hint in known if hint), otherwise)

    def _several(self, node: Mapping, commands: list[Scalar]) -> None:
        keys = [key for key, _ in node.entries]
        if commands:
            words = " and ".join(repr(key.text) for key in commands)
            hint = "start a new step with a dash"
            if commands[0].text == "if":
                hint = f"put  - {commands[1].text}:  below  then:"
            self.findings.add("E108", f"one step holds {words}", self.file, commands[1], hint=hint)
        elif not keys:
            self.findings.add(
                "E108", "this step is empty", self.file, node, hint="text that begins with { needs quotes round it"
            )
        elif any(self.blank(value) for _, value in node.entries) and self.flow(node):
            self.findings.add(
                "E112",
                "YAML takes this for a mapping, because of the brace it begins with",
                self.file,
                node,
                hint=self.quoted(node) or "put the text in quotes",
            )
        else:
            names = [key.text for key in keys]
            near = meant_step(names) or next(
                (n for name in names if (n := self.findings.near(name, sorted(COMMANDS)))), None
            )
            hint = f"did you mean {near}?" if near else "each line of dialogue is a step of its own, with its own dash"
            known = mistaken_step(names[0], COMMANDS)
            if not known and not near:
                known = next((found for name in names if (found := mistaken_step(name, COMMANDS))), "")
            self.findings.add(
                "E108",
                f"this step has no command, only {names[0]!r} and {names[1]!r}",
                self.file,
                keys[0],
                hint=known or hint,
            )

    def command(self, word: str, key: Scalar, value: Node, node: Mapping) -> Step | None:
        """A step that is a command."""
        if word in ("choices", "talk", "cases", "tags", "as-is"):
            reader = {
                "choices": self.choices,
                "talk": self.talk,
                "cases": self.cases,
                "tags": self.tagging,
                "as-is": self.as_is,
            }[word]
            return reader(value, key)
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
            self.calls |= word == "call"
            return Goto(target) if word == "goto" else CallScene(target)
        name = self.scalar(value, f"'{word}'")
        if name is None or not name.text.strip():
            if name is not None:
                self.findings.add(
                    "E109", f"{word} names nothing", self.file, key, hint=f"write  - {word}: and its name behind it"
                )
            return None
        if word == "ending":
            return End(name)
        if not is_word(name.text):
            self.findings.add(
                "E105", f"{name.text!r} cannot be a label", self.file, name, hint=mended(name.text) or ONE_WORD
            )
            return None
        self.once(name, self.labels, "label")
        return Label(name)

    def conditional(self, key: Scalar, value: Node, node: Mapping) -> If | None:
        """An `if` with its `then` and `else`."""
        condition = self.condition(value)
        if condition is not None and self.swallowed(condition.scalar):
            self.findings.add(
                "E103", "an if needs a then: or an else:, and the list below this one has become a part of its condition", self.file, key,
                hint="write `then:` on a line of its own above the list",
            )  # fmt: skip
            return None
        then, otherwise = node.get("then"), node.get("else")
        if then is None and otherwise is None:
            self.findings.add(
                "E103",
                "an if needs a then: or an else:",
                self.file,
                key,
                hint="add  then:  below the if, with its steps further in",
            )
        if condition is None:
            return None
        return If(
            condition,
            self.body(then) if then is not None else (),
            self.body(otherwise) if otherwise is not None else (),
            key.pos,
        )

    def cases(self, node: Node, key: Scalar) -> If | None:
        """A list of conditions, each with what is played where it is the first that holds."""
        if not isinstance(node, Sequence) or not node.items:
            hint = "write the cases below it, each with a dash:  - condition: …"
            if isinstance(node, Mapping):
                value = self._by_value(*node.entries[0]) if len(node.entries) == 1 else ""
                hint = (
                    f"write a case for each value:  - {value}: …"
                    if value
                    else "start each case with a dash, further in than  cases:"
                )
            self.findings.add(
                "E151",
                "cases are a list of conditions",
                self.file,
                node if isinstance(node, Mapping) else key,
                hint=hint,
            )
            return None
        result: Body = ()
        found: list[tuple[Scalar, Body]] = []
        for number, item in enumerate(node.items):
            case = self._case(item, last=number == len(node.items) - 1)
            if case is not None:
                found.append(case)
        for condition, body in reversed(found):
            if condition.text == "else":
                result = body
            else:
                result = (If(_new(Text, (condition.text, condition, 0)), body, result, key.pos, "cases"),)
        return result[0] if result and isinstance(result[0], If) and result[0].pos == key.pos else None

    def _by_value(self, condition: Scalar, body: Node) -> str:
        """The condition of the first case, where the body of one has a name's values for keys; "" where it has not."""
        if not isinstance(body, Mapping) or len(body.entries) < 2 or not is_variable(condition.text):
            return ""
        keys = [key.text for key, _ in body.entries]
        steps = (one in COMMANDS or mistaken_step(one, COMMANDS) or self.findings.near(one, COMMANDS) for one in keys)
        if condition.text == "else" or self.is_flat(body) or meant_step(keys) or any(steps):
            return ""
        return f"{condition.text} == {keys[0]}"

    def _case(self, node: Node, *, last: bool) -> tuple[Scalar, Body] | None:
        """One case: its condition, and its steps."""
        if not isinstance(node, Mapping) or len(node.entries) != 1:
            hint = "write  - condition: …  with what is played then behind the colon or below it"
            if isinstance(node, Mapping) and len(node.entries) > 1:
                key = node.entries[0][0]
                hint = (
                    "start each case with a dash"
                    if key.text not in ("if", "when", "case")
                    else f"leave  {key.text}:  out: the condition itself is the key"
                )
            self.findings.add(
                "E151", "a case is a condition with what is played where it holds", self.file, node, hint=hint
            )
            return None
        key, value = node.entries[0]
        word, _, rest = key.text.partition(" ")
        if key.text in ("otherwise", "default", "True", "true") or (word in ("if", "elif", "case", "when") and rest):
            hint = f"write  - {rest}: …" if rest else "write  - else: …"
            self.findings.add("E151", "the condition stands alone before the colon", self.file, key, hint=hint)
            return None
        if key.text == "else" and not last:
            self.findings.add(
                "E151", "else is for what is left, and comes last", self.file, key, hint="move it below the other cases"
            )
            return None
        if meant := self._by_value(*node.entries[0]):
            hint = f"write a case for each value:  - {meant}: …;  or each line of dialogue with its own dash"
            self.findings.add("E151", "what is played in a case is a list of steps", self.file, value, hint=hint)
            return None
        if self.blank(value):
            self.findings.add(
                "E109",
                "nothing is played in this case",
                self.file,
                key,
                hint="write its steps below it, or take it out",
            )
            return None
        return key, self.body(value)

    def draw(self, value: Node, node: Mapping) -> Draw | None:
        """A `draw` with its `by` and `else`."""
        deck = self.scalar(value, "a draw")
        by, otherwise = node.get("by"), node.get("else")
        random = False
        if by is not None:
            word = self.scalar(by, "'by'")
            if word is not None and word.text not in ("priority", "random"):
                self.findings.add(
                    "E107",
                    f"a draw is by priority or by random, not by {word.text!r}",
                    self.file,
                    word,
                    hint="write  by: random",
                )
            random = word is not None and word.text == "random"
        if deck is None:
            return None
        self.calls = True
        return Draw(deck, random, self.body(otherwise) if otherwise is not None else ())

    def tagging(self, value: Node, key: Scalar) -> Tags:
        """Tags for what is told next."""
        return Tags(self.tags(value), key)

    def learn(self, value: Node) -> Learn | None:
        """One codex entry or a list of them."""
        items = value.items if isinstance(value, Sequence) else [value]
        names = [one for item in items if (one := self.scalar(item, "a codex entry")) is not None]
        return Learn(tuple(names)) if names else None

    # text

    def speech(self, key: Scalar, value: Node, node: Mapping) -> Say | None:
        """A line of dialogue: whether its key is somebody is looked up later."""
        word = key.text.strip()
        if (self.blank(value) or word.startswith(_MARKUP)) and self.flow(node):
            self.findings.add(
                "E112",
                "YAML takes this for a mapping, because of the brace it begins with",
                self.file,
                node,
                hint=self.quoted(node) or "put the text in quotes",
            )
            return None
        hint = mistaken_step(word, COMMANDS, value.text if isinstance(value, Scalar) else "")
        if hint:
            self.findings.add("E108", f"there is no step {word[:40]!r}", self.file, key, hint=hint)
            return None
        if "{" in word or (" " in word and not isinstance(value, Scalar)):
            self.colon_in_text(key)
            return None
        if not isinstance(value, Scalar):
            near = self.findings.near(word, sorted(COMMANDS))
            hint = f"did you mean {near}?" if near else "a line of dialogue is  - name: what they say,  as one text"
            self.findings.add("E108", f"there is no step {word[:40]!r}", self.file, key, hint=hint)
            return None
        return self.say("speech", key, value)
