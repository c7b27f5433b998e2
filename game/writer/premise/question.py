"""The question that a story asks in play, as its `premise.yaml` tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.source import Source
from game.language.nodes import Mapping, Node, Scalar
from game.language.nodes import Sequence as Items
from game.language.yaml.reader import read_file
from game.program.model import Program
from game.replay.scripts.parsing import ScriptFindings

NAME: Final = "premise.yaml"
_KEYS: Final = ("asks", "for", "because", "night", "was", "looked", "by")


class PremiseQuestion(NamedTuple):
    """Two kinds of choices that answer one question, and what is looked at beside them.

    `in_favour` and `because` are choices by their ids with one `*`, which stands for whom; `night` is the value that counts the times; `was` and
    `looked` are groups, of how it was with them and how it looked (0: nobody had looked, else one more than it was); `by` are questions of the setup.
    """

    asks: str
    in_favour: str
    because: str
    night: str
    was: str
    looked: str
    by: tuple[str, ...]

    def whom(self, choice: str) -> tuple[str, str]:
        """Whom a choice is about, and `for` or `because`; two empty texts for any other choice."""
        for pattern, why in ((self.in_favour, "for"), (self.because, "because")):
            before, _, after = pattern.partition("*")
            if len(choice) > len(before) + len(after) and choice.startswith(before) and choice.endswith(after):
                return choice[len(before) : len(choice) - len(after)], why
        return "", ""


def read(path: Path, program: Program) -> tuple[PremiseQuestion | None, tuple[Diagnostic, ...], Source]:
    """The question in a file; None and what is wrong where it cannot be read."""
    document = read_file(path, name=str(path))
    if any(one.severity == "error" for one in document.diagnostics):
        return None, tuple(document.diagnostics), document.source
    reader = _Reader(document.source.name, program)
    question = reader.question(document.root)
    return (None if reader.found else question), tuple(reader.found), document.source


class _Reader(ScriptFindings):
    def __init__(self, name: str, program: Program) -> None:
        super().__init__(name)
        self.program = program

    def question(self, root: Node | None) -> PremiseQuestion | None:
        if not isinstance(root, Mapping):
            self.error("E413", root.pos if root else 0, f"a premise has {', '.join(_KEYS)}", "begin with  asks: …")
            return None
        nodes: dict[str, Node] = {}
        for key, value in root.entries:
            if key.text in _KEYS:
                nodes[key.text] = value
            else:
                hint = self.did_you_mean(key.text, _KEYS) or f"a premise has {', '.join(_KEYS)}"
                self.error("E413", key.pos, f"a premise has no {key.text!r}", hint, len(key.text))
        missing = [key for key in _KEYS if key not in nodes]
        if missing:
            self.error("E413", root.pos, f"a premise needs {', '.join(missing)}")
            return None
        program = self.program
        groups = {name.partition(".")[0] for name in program.variables if "." in name}
        asked = {question.variable for question in program.setup}
        by = nodes["by"]
        return PremiseQuestion(
            self._text(nodes["asks"], "asks"),
            self._pattern(nodes["for"], "for"),
            self._pattern(nodes["because"], "because"),
            self._name(nodes["night"], "night", "variable", set(program.variables)),
            self._name(nodes["was"], "was", "group", groups),
            self._name(nodes["looked"], "looked", "group", groups),
            tuple(
                self._name(one, "by", "question of the setup", asked)
                for one in (by.items if isinstance(by, Items) else [by])
            ),
        )

    def _text(self, node: Node, key: str) -> str:
        if isinstance(node, Scalar) and node.text.strip():
            return node.text.strip()
        self.error("E413", node.pos, f"{key!r} is one text here")
        return ""

    def _pattern(self, node: Node, key: str) -> str:
        text = self._text(node, key)
        if text and text.count("*") != 1:
            hint = f"write  {key}: vigil/{key}_*"
            self.error("E413", node.pos, f"{key!r} names choices with one * for whom they are about", hint, len(text))
        return text

    def _name(self, node: Node, key: str, what: str, names: set[str]) -> str:
        text = self._text(node, key)
        if text and text not in names:
            self.error("E413", node.pos, f"the story has no {what} {text!r}", self.did_you_mean(text, names), len(text))
        return text
