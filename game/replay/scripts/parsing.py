"""Nodes to a Script, with everything wrong in it gathered and located. Nothing here knows the story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.nodes import Mapping, Node, Scalar, Sequence, column_of, line_of
from game.language.schema.findings import MOST, too_many
from game.language.yaml.reader import Document, eaten_words
from game.replay.scripts.steps import Expectation, ExpectationKind, File, Script, ScriptStep, ScriptText, Wanted

TOP_KEYS = ("story", "seed", "setup", "from", "parameters", "xfail", "steps", "expect")
_STEP_KEYS = ("choose", "undo", "expect")
_TEXT_KINDS: tuple[ExpectationKind, ...] = ("text", "not-text")
_CHOICE_KINDS: tuple[ExpectationKind, ...] = ("open", "closed", "hidden")
KINDS: tuple[ExpectationKind, ...] = ("scene", "ending", "learned", "tags", *_TEXT_KINDS, *_CHOICE_KINDS)
_KIND_OF: dict[str, ExpectationKind] = {kind: kind for kind in KINDS}
_FOR_STATE = ("values", "variables", "vars")
_MOST_RUNS = 1000
_MOST_UNDONE = 10_000
_LARGEST_SEED = 2**63 - 1

Setup: TypeAlias = tuple[tuple[ScriptText, ScriptText], ...]
T = TypeVar("T")


def parse(document: Document) -> tuple[Script | None, tuple[Diagnostic, ...]]:
    """Read a script (or a save) from a document.

    Gives the script, or None when anything is wrong, and all that is wrong: the reader's findings and ours.
    """
    found = list(document.diagnostics)
    root = document.root
    if any(each.severity == "error" for each in found):
        return None, tuple(found)
    parser = _Parser(document.source.name)
    script = parser.script(root)
    found += parser.found
    if document.eaten:
        eaten = {id(scalar) for scalar in parser.prose}
        found += [eaten_words(document.source, scalar, at) for scalar, at in document.eaten if id(scalar) in eaten]
    return (None if parser.found else script), tuple(found)


class ScriptFindings:
    """Gathers what is wrong in one script."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []

    @property
    def full(self) -> bool:
        """Whether as much has been found as is kept; what is past that is not said, and not looked into."""
        return len(self.found) >= MOST

    def did_you_mean(self, name: str, names: Iterable[str]) -> str:
        """A hint with the nearest right name, or ""."""
        close = "" if self.full else nearest(name, names)
        return f"did you mean {close!r}?" if close else ""

    def error(self, code: str, pos: int, message: str, hint: str = "", length: int = 1) -> None:
        """Note an error at a packed place; once there are too many, only that there are more."""
        line, column = (line_of(pos), column_of(pos)) if pos else (1, 1)
        if self.full:
            if len(self.found) == MOST:
                self.found.append(too_many(self.name, line, column))
            return
        self.found.append(Diagnostic(code, "error", self.name, line, column, message, hint, (), max(1, length)))


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that is most like `name`, or ""."""
    from difflib import get_close_matches

    small = {each.casefold(): each for each in names}
    close = get_close_matches(name.casefold(), small, 1, 0.6)
    return small[close[0]] if close else ""


class _Parser(ScriptFindings):
    """Reads one script. `prose` are the scalars in which a ` #` is more likely words than a comment."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.prose: list[Scalar] = []

    def script(self, root: Node | None) -> Script | None:
        if not isinstance(root, Mapping):
            self.error(
                "E401", root.pos if root else 0, "a script is a mapping with 'steps'", "begin with:\nsteps:\n  - …"
            )
            return None
        if {"scenes", "title"} <= {key.text for key, _ in root.entries}:
            self.error(
                "E401", root.pos, "this is a story, not a script", "name its playthroughs, or a folder with them"
            )
            return None
        saved = is_save(root)
        nodes: dict[str, Node] = {}
        for key, value in root.entries:
            if key.text in TOP_KEYS:
                nodes[key.text] = value
            elif not saved:
                hint = self.did_you_mean(key.text, TOP_KEYS) or f"a script has: {', '.join(TOP_KEYS)}"
                self.error("E402", key.pos, f"a script has no {key.text!r}", hint, len(key.text))
        if not nodes.keys() & {"steps", "expect"}:
            self.error("E401", root.pos, "a script needs 'steps' or 'expect'", "list what is chosen under 'steps:'")
        parameters = self.maybe(nodes, "parameters", self.parameters) or ()
        origin = self.maybe(nodes, "from", self.text)
        for name in ("seed", "setup"):
            if origin is not None and name in nodes:
                hint = f"take it out; the script named in 'from' has the {name}"
                self.error("E405", nodes[name].pos, f"'{name}' cannot stand beside 'from'", hint)
        return Script(
            steps=self.maybe(nodes, "steps", self.steps) or (),
            expect=self.maybe(nodes, "expect", self.expectations) or (),
            story=self.maybe(nodes, "story", self.text),
            seed=self.maybe(nodes, "seed", self.seed),
            setup=self.maybe(nodes, "setup", self.setup) or (),
            origin=origin,
            parameters=parameters,
            xfail=self.maybe(nodes, "xfail", self.text),
            source=File(self.name, saved),
        )

    def maybe(self, nodes: dict[str, Node], key: str, read: Callable[[Node, str], T]) -> T | None:
        return read(nodes[key], key) if key in nodes else None

    def text(self, node: Node, what: str) -> ScriptText | None:
        called = repr(what) if what else "this"
        if not isinstance(node, Scalar):
            self.error("E403", node.pos, f"{called} is one text here, not a {_kind(node)}")
            return None
        text = node.text.strip()
        self.prose.append(node)
        if not text:
            self.error("E403", node.pos, f"{called} is empty", "give it a text, or take it out")
            return None
        return ScriptText(text, node.pos)

    def number(self, code: str, node: Node, what: str, least: int, most: int) -> int | None:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 22 and least <= int(text) <= most:
            return int(text)
        self.error(code, node.pos, f"{what!r} is a whole number from {least} to {most}", length=len(text))
        return None

    def seed(self, node: Node, what: str) -> int | None:
        return self.number("E403", node, what, -_LARGEST_SEED, _LARGEST_SEED)

    def setup(self, node: Node, what: str) -> Setup:
        if not isinstance(node, Mapping):
            self.error("E403", node.pos, f"'{what}' is a mapping of a question's variable to the player's answer")
            return ()
        answers = ((key, self.text(value, key.text)) for key, value in node.entries)
        return tuple((ScriptText(key.text, key.pos), answer) for key, answer in answers if answer is not None)

    def parameters(self, node: Node, what: str) -> tuple[tuple[tuple[str, str], ...], ...]:
        if not isinstance(node, Sequence) or not node.items:
            self.error("E406", node.pos, f"{what!r} is a list of mappings; the script runs once for each")
            return ()
        if len(node.items) > _MOST_RUNS:
            self.error("E406", node.pos, f"a script runs at most {_MOST_RUNS} times")
            return ()
        runs: list[tuple[tuple[str, str], ...]] = []
        for item in node.items:
            if not isinstance(item, Mapping):
                self.error("E406", item.pos, "each of the parameters is a mapping of names to texts")
                continue
            run: list[tuple[str, str]] = []
            for key, value in item.entries:
                if not (key.text.isidentifier() and key.text.isascii()):
                    message = f"{key.text!r} cannot be a parameter's name"
                    self.error("E406", key.pos, message, "use letters, digits and _", len(key.text))
                elif not isinstance(value, Scalar):
                    self.error("E406", value.pos, f"a parameter is one text, not a {_kind(value)}")
                else:
                    run.append((key.text, value.text.strip()))
            if runs and {name for name, _ in run} != {name for name, _ in runs[0]}:
                self.error("E406", item.pos, "these parameters are not the same as in the first run")
            runs.append(tuple(run))
        return tuple(runs)

    def steps(self, node: Node, what: str) -> tuple[ScriptStep, ...]:
        if isinstance(node, Scalar) and not node.text.strip():
            return ()
        if not isinstance(node, Sequence):
            self.error("E403", node.pos, f"'{what}' is a list: one choice on each line", "begin each with '- '")
            return ()
        return tuple(step for item in node.items if (step := self.step(item)) is not None)

    def step(self, node: Node) -> ScriptStep | None:
        if isinstance(node, Scalar):
            label = self.text(node, "a step")
            return None if label is None else ScriptStep(label, 0, (), node.pos)
        if not isinstance(node, Mapping):
            self.error("E403", node.pos, "a step is a choice, not a list")
            return None
        keys = [key.text for key, _ in node.entries]
        if len(keys) == 1 and keys[0] not in _STEP_KEYS and isinstance(node.entries[0][1], Scalar):
            label_text = f"{keys[0]}: {node.entries[0][1].text}"
            hint = self.did_you_mean(keys[0], _STEP_KEYS) or f'a label with a colon needs quotes: "{label_text}"'
            self.error("E402", node.pos, f"a step has no {keys[0]!r}", hint, len(keys[0]))
            return None
        nodes: dict[str, Node] = {}
        for key, value in node.entries:
            if key.text in _STEP_KEYS:
                nodes[key.text] = value
            else:
                hint = self.did_you_mean(key.text, _STEP_KEYS) or f"a step has: {', '.join(_STEP_KEYS)}"
                self.error("E402", key.pos, f"a step has no {key.text!r}", hint, len(key.text))
        if "choose" in nodes and "undo" in nodes:
            self.error("E403", nodes["undo"].pos, "a step either chooses or takes back", "make it two steps")
        undo = self.number("E403", nodes["undo"], "undo", 1, _MOST_UNDONE) if "undo" in nodes else 0
        return ScriptStep(
            choose=self.maybe(nodes, "choose", self.text),
            undo=undo or 0,
            expect=self.maybe(nodes, "expect", self.expectations) or (),
            pos=node.pos,
        )

    def expectations(self, node: Node, what: str) -> tuple[Expectation, ...]:
        if not isinstance(node, Mapping):
            self.error("E403", node.pos, f"'{what}' is a mapping such as {{scene: roof, heat: 3}}")
            return ()
        found: list[Expectation] = []
        for key, value in node.entries:
            kind = _KIND_OF.get(key.text)
            if kind in _TEXT_KINDS:
                found.append(Expectation(kind, self.each(value, self.words), pos=key.pos))
            elif kind == "closed":
                found.append(Expectation(kind, self.closed(value), pos=key.pos))
            elif kind in ("scene", "ending"):
                text = self.text(value, key.text)
                if text is not None:
                    found.append(Expectation(kind, (Wanted(text.text, pos=text.pos),), pos=key.pos))
            elif kind is not None:
                found.append(Expectation(kind, self.each(value, self.plain), pos=key.pos))
            elif key.text == "state" and isinstance(value, Mapping):
                for name, inner in value.entries:
                    found.append(Expectation("value", self.each(inner, self.plain), name.text, name.pos))
            elif key.text in _FOR_STATE and isinstance(value, Mapping):
                self.error(
                    "E403",
                    key.pos,
                    f"{key.text!r} holds no values here",
                    "put each of them into expect itself: {heat: 3}",
                )
            else:
                found.append(Expectation("value", self.each(value, self.plain), key.text, key.pos))
        return tuple(each for each in found if each.wanted)

    def each(self, node: Node, read: Callable[[Node], Wanted | None]) -> tuple[Wanted, ...]:
        """A list of things wanted, or one."""
        items = node.items if isinstance(node, Sequence) else [node]
        if not items:
            self.error("E403", node.pos, "this list is empty", "take it out")
        return tuple(wanted for item in items if (wanted := read(item)) is not None)

    def plain(self, node: Node) -> Wanted | None:
        text = self.text(node, "")
        return Wanted(text.text, pos=text.pos) if text is not None else None

    def words(self, node: Node) -> Wanted | None:
        if isinstance(node, Mapping):
            if len(node.entries) == 1 and node.entries[0][0].text in ("regex", "contains"):
                key, value = node.entries[0]
                text = self.text(value, key.text)
                if text is None:
                    return None
                return self.wanted_pattern(text) if key.text == "regex" else Wanted(text.text, pos=text.pos)
            self.error(
                "E403", node.pos, "this is a text, {regex: …} or {contains: …}", "a text with a colon needs quotes"
            )
            return None
        text = self.text(node, "")
        if text is not None and len(text.text) > 2 and text.text[0] == text.text[-1] == "/":
            return self.wanted_pattern(ScriptText(text.text[1:-1], text.pos))
        return Wanted(text.text, pos=text.pos) if text is not None else None

    def wanted_pattern(self, text: ScriptText) -> Wanted | None:
        from game.replay.scripts.pattern import PatternError, TextPattern  # few scripts have one

        try:
            TextPattern(text.text)
        except PatternError as error:
            self.error("E407", text.pos, f"this pattern cannot be used: {error}", length=len(text.text))
            return None
        return Wanted(text.text, pattern=True, pos=text.pos)

    def closed(self, node: Node) -> tuple[Wanted, ...]:
        """Labels, each with the reason it should give or without."""
        found: list[Wanted] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            if not isinstance(item, Mapping):
                wanted = self.plain(item)
                found += [wanted] if wanted else []
                continue
            for key, value in item.entries:
                reason = self.text(value, key.text)
                if reason is not None:
                    found.append(Wanted(key.text, reason=reason.text, pos=key.pos))
        return tuple(found)


def is_save(root: Mapping) -> bool:
    """Whether a file is a save: it holds a picture of the state, which a script never does."""
    return any(key.text in ("snapshot", "save", "checksum") for key, _ in root.entries)


def _kind(node: Node) -> str:
    return "list" if isinstance(node, Sequence) else "mapping" if isinstance(node, Mapping) else "text"
