"""A player of intent: which choices they prefer and avoid, and when, read from a small file."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from game.engine.turn import Option
from game.language.diagnostics.diagnostic import Diagnostic
from game.language.nodes import Mapping, Node, Scalar
from game.language.nodes import Sequence as Items
from game.program.declared import Promise
from game.program.forms.evaluate import Valuation, evaluate
from game.program.forms.types import Expr
from game.program.load import Extra
from game.program.model import Choose, Program
from game.replay.running.expecting import check_setup
from game.replay.scripts.parsing import ScriptFindings
from game.replay.scripts.steps import ScriptText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.language.yaml.reader import Document

_KEYS = ("policy", "setup", "choose")
_RULE_KEYS = ("prefer", "avoid", "if", "odds")
_MOST_RULES = 500
_MOST_PATTERNS = 200
_SHAPE = "write  prefer: scene/choice,  or  avoid: scene/choice"


class PolicyRule(NamedTuple):
    """The choices that are preferred, or avoided, where the condition holds, in `odds` of a hundred such places."""

    choices: frozenset[str]
    avoided: bool
    condition: Expr | None
    odds: int


class Policy(NamedTuple):
    """How a player chooses: each rule in turn narrows what is left, unless it would leave nothing; then any of what is left.

    `setup` are the answers they give; those that are not in it are drawn. `extra` are the conditions as the story is compiled with.
    """

    name: str
    setup: tuple[tuple[str, str], ...]
    rules: tuple[PolicyRule, ...]
    extra: Extra

    def narrowed(self, options: Sequence[Option], values: Valuation, percent: Callable[[], int]) -> list[str]:
        """The ids of those open options that the player chooses among; `percent` draws a number from 0 to 99."""
        left = [option.id for option in options if option.open]
        for rule in self.rules:
            if len(left) == 1:
                break
            kept = [one for one in left if (one in rule.choices) is not rule.avoided]
            if not kept or len(kept) == len(left):
                continue
            if rule.condition is not None and not evaluate(rule.condition, values):
                continue
            if rule.odds == 100 or percent() < rule.odds:
                left = kept
        return left


class _RuleText(NamedTuple):
    patterns: tuple[ScriptText, ...]
    avoided: bool
    condition: int | None
    odds: int


class PolicyText(NamedTuple):
    """A policy as it is written: its rules name patterns and not choices, and their conditions are texts."""

    name: str
    setup: tuple[tuple[ScriptText, ScriptText], ...]
    rules: tuple[_RuleText, ...]
    extra: Extra


def read(document: Document) -> tuple[PolicyText | None, tuple[Diagnostic, ...]]:
    """The policy in a document; None when anything is wrong, and all that is wrong."""
    if any(each.severity == "error" for each in document.diagnostics):
        return None, tuple(document.diagnostics)
    reader = _Reader(document.source.name)
    name, setup, rules = reader.policy(document.root)
    extra = Extra(document.reading, tuple(reader.conditions))
    found = (*document.diagnostics, *reader.found)
    return (None if reader.found else PolicyText(name or Path(document.source.name).stem, setup, rules, extra)), found


class _Reader(ScriptFindings):
    """Reads one file. `conditions` are those of its rules, in order."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.conditions: list[Scalar] = []

    def policy(self, root: Node | None) -> tuple[str, tuple[tuple[ScriptText, ScriptText], ...], tuple[_RuleText, ...]]:
        name = ""
        setup: tuple[tuple[ScriptText, ScriptText], ...] = ()
        rules: tuple[_RuleText, ...] = ()
        if not isinstance(root, Mapping):
            self.error(
                "E411", root.pos if root else 0, "a policy is a mapping with 'choose'", "begin with:\nchoose:\n  - …"
            )
            return name, setup, rules
        for key, value in root.entries:
            if key.text == "policy":
                name = self._text(value, key.text)
            elif key.text == "setup":
                setup = self._setup(value)
            elif key.text == "choose":
                rules = tuple(self._rules(value))
            else:
                self._unknown(key, "a policy", _KEYS)
        if not rules and not self.found:
            self.error("E411", root.pos, "a policy needs 'choose'", "list under 'choose:' what is preferred or avoided")
        return name, setup, rules

    def _unknown(self, key: Scalar, where: str, keys: Sequence[str]) -> None:
        hint = self.did_you_mean(key.text, keys) or f"{where} has: {', '.join(keys)}"
        self.error("E411", key.pos, f"{where} has no {key.text!r}", hint, len(key.text))

    def _text(self, node: Node, what: str) -> str:
        if isinstance(node, Scalar) and node.text.strip():
            return node.text.strip()
        self.error("E411", node.pos, f"{what!r} is one text here")
        return ""

    def _setup(self, node: Node) -> tuple[tuple[ScriptText, ScriptText], ...]:
        if not isinstance(node, Mapping):
            self.error("E411", node.pos, "'setup' is a mapping of a question's variable to the player's answer")
            return ()
        return tuple(
            (ScriptText(key.text, key.pos), ScriptText(self._text(value, key.text), value.pos))
            for key, value in node.entries
        )

    def _rules(self, node: Node) -> Iterator[_RuleText]:
        items = node.items if isinstance(node, Items) else [node]
        if len(items) > _MOST_RULES:
            self.error("E411", node.pos, f"a policy has at most {_MOST_RULES} rules")
        for item in islice(items, _MOST_RULES):
            rule = self._rule(item)
            if rule is not None:
                yield rule

    def _rule(self, node: Node) -> _RuleText | None:
        if not isinstance(node, Mapping):
            return _RuleText(self._patterns(node), avoided=False, condition=None, odds=100)
        nodes: dict[str, Node] = {}
        for key, value in node.entries:
            if key.text in _RULE_KEYS:
                nodes[key.text] = value
            else:
                self._unknown(key, "a rule", _RULE_KEYS)
        named = nodes.keys() & {"prefer", "avoid"}
        if len(named) != 1:
            what = "one of 'prefer' and 'avoid'" if named else "'prefer' or 'avoid'"
            self.error("E411", node.pos, f"a rule has {what}", _SHAPE)
            return None
        kind = named.pop()
        condition = None
        if "if" in nodes:
            asked = nodes["if"]
            if isinstance(asked, Scalar) and asked.text.strip():
                condition = len(self.conditions)
                self.conditions.append(asked)
            else:
                self.error("E411", asked.pos, "'if' is a condition as in a story")
        return _RuleText(self._patterns(nodes[kind]), kind == "avoid", condition, self._odds(nodes.get("odds")))

    def _patterns(self, node: Node) -> tuple[ScriptText, ...]:
        items = node.items if isinstance(node, Items) else [node]
        if len(items) > _MOST_PATTERNS or not items:
            self.error("E411", node.pos, f"a rule names from one to {_MOST_PATTERNS} choices")
            return ()
        return tuple(ScriptText(self._text(one, "a choice"), one.pos) for one in items)

    def _odds(self, node: Node | None) -> int:
        if node is None:
            return 100
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= 100:
            return int(text)
        self.error("E411", node.pos, "'odds' is a whole number from 1 to 100: of a hundred such places, in how many")
        return 100


def resolved(
    written: PolicyText, program: Program, conditions: Sequence[Promise]
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """The policy for a story that was compiled with the policy's conditions; None and what is wrong where a name is not in the story."""
    findings = ScriptFindings(written.extra.source.name)
    check_setup(findings, written.setup, program)
    ids = sorted(_choices(program))
    rules: list[PolicyRule] = []
    for rule in written.rules:
        named: set[str] = set()
        for pattern in rule.patterns:
            fitting = [one for one in ids if fnmatchcase(one, pattern.text)]
            if not fitting:
                hint = findings.did_you_mean(pattern.text, ids)
                message = f"no choice of the story is called {pattern.text!r}"
                findings.error("E412", pattern.pos, message, hint, len(pattern.text))
            named.update(fitting)
        condition = None if rule.condition is None else conditions[rule.condition].condition
        rules.append(PolicyRule(frozenset(named), rule.avoided, condition, rule.odds))
    if findings.found:
        return None, tuple(findings.found)
    setup = tuple((name.text, answer.text) for name, answer in written.setup)
    return Policy(written.name, setup, tuple(rules), written.extra), ()


def _choices(program: Program) -> Iterator[str]:
    for scene in program.scene_ids:
        for block in program.scene(scene).blocks:
            if isinstance(block.exit, Choose):
                yield from (choice.id for choice in block.exit.choices)
