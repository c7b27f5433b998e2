"""YAML text to nodes, by PyYAML's event stream under budgets.

Anchors, aliases, tags, merge keys and second documents are refused; composer and constructor
are never called. The words for syntax errors are found in `game.language.yaml.mistakes.rediagnose`, which is imported only then.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import repeat, starmap
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from game.language.diagnostics.diagnostic import Diagnostic, Location
from game.language.nodes import Mapping, Node, Scalar, ScalarStyle, Sequence, column_of, line_of, pack
from game.language.text import characters
from game.language.yaml.document import TooLong
from game.language.yaml.mistakes import comments
from game.language.yaml.prefilter import careful, parsers_differ

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.language.diagnostics.source import Source
    from game.language.yaml.document import Document, Limits

#: The C parser where PyYAML was built with it. Both give the same trees and the same errors.
HAS_C_PARSER: bool = hasattr(yaml, "CSafeLoader")


class _Stop(Exception):  # noqa: N818 - ends the event loop, and is not an error of the program
    """Reading cannot go on; what there is to say has been said."""


_STYLES: dict[str | None, ScalarStyle] = {
    "": "plain",
    None: "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}


def build(document: Document, limits: Limits, *, pure: bool) -> None:
    """Read the document's source: fills its root, diagnostics and eaten comments.

    `pure` asks for PyYAML's parser in Python even where the C one is present.
    """
    if parsers_differ(document.source.text):
        from game.language.yaml.mistakes.rescan import first_fault

        fault = first_fault(document.source.text, limits.depth)
        if fault is not None:
            document.diagnostics.append(fault.diagnostic(document.source))
            return
    _Builder(document, limits, pure=pure or not HAS_C_PARSER).run()


class _Builder:
    """Runs the parser over one text and builds the document's tree."""

    def __init__(self, document: Document, limits: Limits, *, pure: bool) -> None:
        self.document = document
        self.source = document.source
        self.limits = limits
        self.pure = pure

    def run(self) -> None:
        """Fill the document's root, diagnostics and eaten comments."""
        document = self.document
        text = self.source.text
        roots: list[Node] = []
        try:
            self._build(self._events(text), roots, careful=careful(text, self.limits))
        except _Stop:
            return
        except TooLong as problem:
            self._report_too_long(pack(*self.source.place(problem.offset)))
            return
        except Exception as problem:  # noqa: BLE001 - PyYAML lets ValueError, OverflowError and others out
            from game.language.yaml.mistakes import rediagnose

            fault = rediagnose.after_failure(text, self.limits.depth, partial(self._failed_at, problem))
            document.diagnostics.append(fault.diagnostic(self.source))
            return
        root = roots[0] if roots else None
        if root is None or (type(root) is Scalar and not root.text):
            self._report("E007", pack(1, 1), "there is nothing in this file", "a story begins with `story: its-id`")
            return
        if text.count("{") > self.limits.braces:
            document.diagnostics.append(_too_many(self.source, f"{self.limits.braces:,} braces"))
            return
        glued = comments.glued_dashes(text, root)
        if glued:
            document.diagnostics += [fault.diagnostic(self.source) for fault in glued]
            return
        document.root = root
        if "#" in text and " #" in text:  # one sign is looked for much faster than two
            document.eaten = comments.eaten(text, root)

    def _events(self, text: str) -> Callable[[], Any]:
        """The function that gives the next event."""
        if not self.pure:
            get: Callable[[], Any] = yaml.CSafeLoader(text).get_event
            return get
        from game.language.yaml.pure_parser import Feed, PureLoader

        if len(text) > self.limits.scalar_chars:
            self.feed = Feed(text, self.limits.scalar_chars)
            return self.feed.get_event
        return PureLoader(text).get_event

    def _failed_at(self, problem: Exception) -> int:
        """Where parsing failed: by the parser in Python, so that both report one place."""
        text = self.source.text
        if not self.pure and len(text) <= self.limits.scalar_chars:
            from game.language.yaml.pure_parser import PureLoader

            try:
                get: Callable[[], Any] = PureLoader(text).get_event
                for _ in range(self.limits.events):
                    if type(get()) is StreamEndEvent:
                        break
            except Exception as other:  # noqa: BLE001 - see run
                problem = other
        mark = getattr(problem, "problem_mark", None)
        return self.source.offset(mark.line + 1, mark.column + 1) if mark else 0

    def _build(self, get: Callable[[], Any], roots: list[Node], *, careful: bool) -> None:  # noqa: C901 - see below
        """The event loop.

        It is long on purpose: a story has a million events, and a function called for each
        of them costs more than the C parser does.
        """
        limits = self.limits
        styles = _STYLES
        max_depth = limits.depth
        stack: list[tuple[Callable[..., Any], Mapping | None]] = []
        add: Callable[..., Any] = roots.append  # to the list that is being filled, or to the mapping, under a word
        mapping: Mapping | None = None  # the mapping being filled, or None in a sequence
        repeated: dict[Mapping, list[Scalar]] = {}
        key: Scalar | None = None
        new = object.__new__
        documents = 0
        parts: dict[str, tuple[Scalar, Node]]
        items: list[Node]
        for event in starmap(get, repeat((), limits.events)):
            kind = type(event)
            if kind is ScalarEvent:
                if careful:
                    pos = self._check(event, is_key=mapping is not None and key is None)
                else:
                    mark = event.start_mark
                    pos = (mark.line << 16) + mark.column + 65537
                scalar = new(Scalar)  # a call of it takes three times as long
                scalar.text = event.value
                scalar.pos = pos
                scalar.style = styles[event.style]
                if mapping is None:
                    add(scalar)
                elif key is None:
                    key = scalar
                else:
                    entry = (key, scalar)
                    if add(key.text, entry) is not entry:
                        repeated.setdefault(mapping, []).append(key)
                    key = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mark = event.start_mark
                pos = (mark.line << 16) + mark.column + 65537
                if careful or len(stack) >= max_depth:
                    pos = self._check_start(event, len(stack))
                node: Mapping | Sequence = new(Mapping) if kind is MappingStartEvent else new(Sequence)
                node.pos = pos
                if mapping is None:
                    add(node)
                elif key is None:
                    self._stop_at_key(pos)
                else:
                    start = (key, node)
                    if add(key.text, start) is not start:
                        repeated.setdefault(mapping, []).append(key)
                    key = None
                stack.append((add, mapping))
                if kind is MappingStartEvent:
                    mapping = node  # type: ignore[assignment]  # that is what it is
                    mapping.parts = parts = {}  # type: ignore[union-attr]
                    add = parts.setdefault
                else:
                    mapping = None
                    node.items = items = []  # type: ignore[union-attr]
                    add = items.append
            elif kind is MappingEndEvent:
                if repeated and mapping in repeated:
                    self._report_repeated(mapping, repeated.pop(mapping))
                add, mapping = stack.pop()
            elif kind is SequenceEndEvent:
                add, mapping = stack.pop()
            elif kind is StreamEndEvent:
                return
            elif kind is DocumentStartEvent:
                documents += 1
                self._check_document(event, documents)
            elif kind is AliasEvent:
                self._stop_property(event)
        self.document.diagnostics.append(_too_many(self.source, f"{limits.events:,} entries"))
        raise _Stop

    def _report(self, code: str, pos: int, message: str, hint: str, *, length: int = 1, first: int = 0) -> None:
        """Add an error; with `first`, the other place that belongs to it."""
        diagnostics = self.document.diagnostics
        name = self.source.name
        related = (Location(name, line_of(first), column_of(first)),) if first else ()
        diagnostics.append(
            Diagnostic(code, "error", name, line_of(pos), column_of(pos), message, hint, related, max(length, 1))
        )
        if len(diagnostics) >= self.limits.diagnostics:
            raise _Stop

    def _stop(self, code: str, pos: int, message: str, hint: str, *, length: int = 1) -> NoReturn:
        self._report(code, pos, message, hint, length=length)
        raise _Stop

    def _stop_at_key(self, pos: int) -> NoReturn:
        """Stop at a key that is in brackets; the C parser may have seen an earlier mistake, so look for one."""
        from game.language.yaml.mistakes import faults, rediagnose

        offset = self.source.offset(line_of(pos), column_of(pos))
        fault = rediagnose.before(self.source.text, self.limits.depth, offset) or faults.bracket_key(offset)
        self.document.diagnostics.append(fault.diagnostic(self.source))
        raise _Stop

    def _check_start(self, event: Any, depth: int) -> int:
        """The position of a list or mapping, which may not lie too deep or have an anchor or a tag."""
        mark = event.start_mark
        pos = pack(mark.line + 1, mark.column + 1)
        if depth >= self.limits.depth:
            from game.language.yaml.mistakes import layout

            offset = self.source.offset(mark.line + 1, mark.column + 1)
            self.document.diagnostics.append(layout.too_deep(offset, self.limits.depth).diagnostic(self.source))
            raise _Stop
        self._check_properties(event)
        return pos

    def _check_document(self, event: Any, number: int) -> None:
        mark = event.start_mark
        if number > 1:
            from game.language.yaml.mistakes import layout

            offset = self.source.offset(mark.line + 1, mark.column + 1)
            self.document.diagnostics.append(layout.second_document(offset).diagnostic(self.source))
            raise _Stop

    def _check_properties(self, event: Any) -> None:
        """Refuse an anchor or a tag."""
        if event.anchor is not None or event.tag is not None:
            self._stop_property(event)

    def _stop_property(self, event: Any) -> NoReturn:
        """Stop at the `&`, `*` or `!` of an event."""
        from game.language.yaml.mistakes import rediagnose

        mark = event.start_mark
        offset = self.source.offset(mark.line + 1, mark.column + 1)
        fault = rediagnose.property_fault(self.source.text, self.limits.depth, offset)
        self.document.diagnostics.append(fault.diagnostic(self.source))
        raise _Stop

    def _check(self, event: Any, *, is_key: bool) -> int:
        """The position of a scalar, after looking for what only some files can have in one."""
        self._check_properties(event)
        mark = event.start_mark
        value = event.value
        pos = pack(mark.line + 1, mark.column + 1)
        if len(value) > self.limits.scalar_chars:
            self._report_too_long(pos)
            raise _Stop
        if is_key and value == "<<" and not event.style:
            self._stop(
                "E013",
                pos,
                "`<<` would merge another mapping into this one; stories have no merge keys",
                _MERGE_HINT,
                length=2,
            )
        if event.style == '"' and re.search(characters.FORBIDDEN, value):
            from game.language.yaml.mistakes import rediagnose

            fault = rediagnose.escape_fault(self.source.text, self.source.offset(mark.line + 1, mark.column + 1))
            if fault is not None:
                self.document.diagnostics.append(fault.diagnostic(self.source))
                raise _Stop
        return pos

    def _report_too_long(self, pos: int) -> None:
        self._report(
            "E021",
            pos,
            f"this text is longer than {self.limits.scalar_chars:,} characters",
            "divide it into several steps; perhaps a quote is never closed",
        )

    def _report_repeated(self, mapping: Mapping, repeated: list[Scalar]) -> None:
        """Report every key that stands twice; the first of each was kept."""
        # The then: below an elif repeats that of the if; the elif is what will be told.
        no_dash = any(name in _ELSE_IF for name in mapping.parts)
        for key in repeated:
            if no_dash:
                break
            other = mapping.parts[key.text][0]
            hint = "rename one of them, or put their contents together"
            if other is mapping.entries[0][0] and self._behind_a_dash(other.pos):
                # What comes after it repeats other keys for the same reason.
                no_dash = True
                hint = f"if the next of the list begins here, it needs a dash: `- {_cut(key.text)}:`"
            self._report(
                "E016",
                key.pos,
                f"`{_cut(key.text)}` stands twice here; it is already on line {line_of(other.pos)}",
                hint,
                length=len(key.text),
                first=other.pos,
            )

    def _behind_a_dash(self, pos: int) -> bool:
        """Whether what begins at a position is the first thing of an item of a list."""
        return self.source.line(line_of(pos))[: column_of(pos) - 1].strip() == "-"


def _too_many(source: Source, what: str) -> Diagnostic:
    return Diagnostic(
        "E020", "error", source.name, 1, 1, f"the file has more than {what}", "split it into several files"
    )


_ELSE_IF = frozenset(("elif", "else if", "elseif", "elsif"))
_MERGE_HINT = "write the keys out"


def _cut(text: str) -> str:
    """Enough of a text to recognise it by."""
    return text if len(text) <= 40 else text[:39] + "…"
