"""YAML text to nodes: strings with places, nothing typed, nothing constructed.

PyYAML's event stream is read under budgets into `game.language.nodes`; anchors, aliases, tags
and the like are refused. What is wrong comes back as diagnostics, never as an exception.
The words for syntax errors are found in `game.language.rediagnose`.
"""

from __future__ import annotations

import os
import re
import stat
from itertools import repeat, starmap
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

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

from game.language import characters, comments, rediagnose
from game.language.comments import eaten_words
from game.language.diagnostic import Diagnostic, Place
from game.language.nodes import Mapping, Node, Scalar, Sequence, Style, column_of, line_of, pack
from game.language.pure import PureLoader
from game.language.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Document", "Limits", "Source", "eaten_words", "read_bytes", "read_file", "read_text"]

#: The C parser where PyYAML was built with it. Both give the same trees and the same errors.
HAS_C_PARSER: bool = hasattr(yaml, "CSafeLoader")


class Limits(NamedTuple):
    """How much one file may ask for. The first limit that is met ends the reading.

    A story of two million words in one file has 20 MB and a million events.
    """

    file_bytes: int = 32_000_000
    events: int = 1_500_000
    depth: int = 64
    scalar_chars: int = 256_000
    diagnostics: int = 20


LIMITS = Limits()


class Document:
    """One file as read.

    `root` is None when nothing can be made of the file; then `diagnostics` has an error.
    `eaten` are the plain values that have a comment one space behind them, with the position
    of the `#`: where the schema expects prose, that is probably prose which YAML dropped, and
    `eaten_words` puts it in words.
    """

    __slots__ = ("diagnostics", "eaten", "root", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.eaten: list[tuple[Scalar, int]] = []


class _Stop(Exception):  # noqa: N818 - ends the event loop, and is not an error of the program
    """Reading cannot go on; what there is to say has been said."""


_STYLES: dict[str | None, Style] = {
    "": "plain",
    None: "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}


def read_file(path: Path, *, name: str | None = None, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read a file; whatever is wrong with it, from missing to hostile, is in the diagnostics.

    `name` is the file's name in diagnostics (the path when None). `pure` asks for PyYAML's
    parser in Python even where the C one is present.
    """
    shown = str(path) if name is None else name
    try:
        raw = _content(path, limits)
    except _Unreadable as problem:
        document = Document(Source(shown, ""))
        document.diagnostics.append(Diagnostic(problem.code, "error", shown, 1, 1, problem.message, problem.hint))
        return document
    return read_bytes(raw, shown, limits=limits, pure=pure)


def read_bytes(raw: bytes, name: str, *, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read the content of a file: UTF-8, with or without a byte order mark."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8")
        document = Document(Source(name, raw.decode("utf-8", "replace").replace("\r\n", "\n")))
        line, column = Source(name, before).place(len(before))
        utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        what = "it looks like UTF-16" if utf16 else f"the byte 0x{raw[problem.start]:02X} here belongs to no character"
        document.diagnostics.append(
            Diagnostic(
                "E004",
                "error",
                name,
                line,
                column,
                f"this file is not UTF-8: {what}",
                "save the file again with the encoding UTF-8",
            )
        )
        return document
    return _read(text, raw, name, limits, pure=pure)


def read_text(text: str, name: str, *, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read text that is in memory already."""
    text = text.removeprefix("\ufeff")
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as problem:
        document = Document(Source(name, text.replace("\r\n", "\n")))
        _forbidden(document, text, problem.start)
        return document
    return _read(text, raw, name, limits, pure=pure)


class _Unreadable(Exception):  # noqa: N818 - becomes a diagnostic at once
    """A file that cannot be read, with the words for it."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def _content(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file; never waits for a pipe, and reads once, so that nothing changes in between."""
    try:
        _refuse_special(path.stat())
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        with open(os.open(path, flags), "rb") as file:
            _refuse_special(os.fstat(file.fileno()))
            raw = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise _Unreadable("E001", "there is no such file", "check the name, capital letters too") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "this is no name for a file"
        raise _Unreadable("E001", f"the file cannot be read: {reason.lower()}", "check its permissions") from None
    if len(raw) > limits.file_bytes:
        raise _Unreadable(
            "E003",
            f"the file is larger than {limits.file_bytes // 1_000_000} MB, the most that is read",
            "split the story into several files and name them under include",
        )
    return raw


def _refuse_special(status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    what = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"
    raise _Unreadable("E002", f"this is {what}, not a file", "name a text file")


def _forbidden(document: Document, text: str, at: int) -> None:
    """Report the forbidden character at `at`."""
    line, column = Source("", text).place(at)
    document.diagnostics.append(
        Diagnostic(
            "E005",
            "error",
            document.source.name,
            line,
            column,
            f"there is a character here that cannot be seen: {characters.describe(text[at])}",
            "delete it; it often comes with text pasted from elsewhere",
        )
    )


def _read(text: str, raw: bytes, name: str, limits: Limits, *, pure: bool) -> Document:
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        raw = raw.replace(b"\r\n", b"\n")
    document = Document(Source(name, text))
    if len(raw) > limits.file_bytes:
        document.diagnostics.append(
            Diagnostic("E003", "error", name, 1, 1, f"the text is larger than {limits.file_bytes // 1_000_000} MB")
        )
        return document
    bad = characters.first_forbidden(raw, text)
    if bad >= 0:
        _forbidden(document, text, bad)
        return document
    del raw
    fault = rediagnose.before_parsing(text)
    if fault is not None:
        document.diagnostics.append(fault.diagnostic(document.source))
        return document
    _Builder(document, limits, pure=pure or not HAS_C_PARSER).run()
    return document


#: Where these occur, a node may have an anchor or a tag, and only then are the nodes asked for them.
#: Each begins with its letter, so that the search is one for a byte; `a != b` is passed over.
_ANCHOR = re.compile(r"&(?<![^\s:?,\[{-] &)(?<![^\s\[{,:?-]&)")
_TAG = re.compile(r"!(?<![^\s:?,\[{-] !)(?<![^\s\[{,:?-]!)")


#: A packed position holds a column up to this; a file with longer lines has each of its columns held to it.
_PACKED_COLUMNS = 65_000


def _careful(text: str, limits: Limits) -> bool:
    """Whether scalars must be looked at one by one; most files have nothing that asks for it."""
    return (
        len(text) > limits.scalar_chars
        or "<<" in text
        or _ANCHOR.search(text) is not None
        or _TAG.search(text) is not None
        or _has_long_line(text)
        or rediagnose.ESCAPES.search(text) is not None
    )


def _has_long_line(text: str) -> bool:
    """Whether a line may be too long for a packed column; looks at a few places of the text only."""
    start = 0
    while len(text) - start > _PACKED_COLUMNS:
        start = text.rfind("\n", start, start + _PACKED_COLUMNS) + 1
        if not start:
            return True
    return False


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
            self._build(self._events(text), roots, careful=_careful(text, self.limits))
        except _Stop:
            return
        except Exception as problem:  # noqa: BLE001 - PyYAML lets ValueError, OverflowError and others out
            fault = rediagnose.after_failure(text, self._failed_at(problem))
            document.diagnostics.append(fault.diagnostic(self.source))
            return
        root = roots[0] if roots else None
        if root is None or (type(root) is Scalar and not root.text):
            self._report("E007", pack(1, 1), "there is nothing in this file", "a story begins with `story: its-id`")
            return
        document.root = root
        if " #" in text:
            document.eaten = comments.eaten(text, root)

    def _events(self, text: str) -> Callable[[], Any]:
        """The function that gives the next event."""
        if not self.pure:
            return yaml.CSafeLoader(text).get_event
        return PureLoader(text).get_event

    def _failed_at(self, problem: Exception) -> int:
        """Where parsing failed: by the parser in Python, so that both report one place."""
        text = self.source.text
        if not self.pure and len(text) <= self.limits.scalar_chars:
            try:
                get = PureLoader(text).get_event
                while type(get()) is not StreamEndEvent:
                    pass
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
        stack: list[tuple[Callable[[Any], None], Mapping | None]] = []
        append: Callable[[Any], None] = roots.append
        mapping: Mapping | None = None  # the mapping being filled, or None in a sequence
        key: Scalar | None = None
        documents = 0
        for event in starmap(get, repeat((), limits.events)):
            kind = type(event)
            if kind is ScalarEvent:
                if careful:
                    pos = self._check(event, is_key=mapping is not None and key is None)
                else:
                    mark = event.start_mark
                    pos = (mark.line << 16) + mark.column + 65537
                if mapping is None:
                    append(Scalar(event.value, pos, styles[event.style]))
                elif key is None:
                    key = Scalar(intern(event.value), pos, styles[event.style])
                else:
                    append((key, Scalar(event.value, pos, styles[event.style])))
                    key = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mark = event.start_mark
                pos = (mark.line << 16) + mark.column + 65537
                if careful or len(stack) >= max_depth:
                    pos = self._check_start(event, len(stack))
                node: Mapping | Sequence = Mapping([], pos) if kind is MappingStartEvent else Sequence([], pos)
                if mapping is None:
                    append(node)
                elif key is None:
                    self._stop("E017", pos, "a key must be a plain word, not a list or a mapping", _KEY_HINT)
                else:
                    append((key, node))
                    key = None
                stack.append((append, mapping))
                if type(node) is Mapping:
                    mapping = node
                    append = node.entries.append
                else:
                    mapping = None
                    append = node.items.append  # type: ignore[union-attr]  # type() does not narrow the other branch
            elif kind is MappingEndEvent:
                entries = mapping.entries  # type: ignore[union-attr]  # inside a mapping there is one
                if len(entries) > 1 and len({name.text for name, _ in entries}) < len(entries):
                    self._drop_repeated(mapping)  # type: ignore[arg-type]
                append, mapping = stack.pop()
            elif kind is SequenceEndEvent:
                append, mapping = stack.pop()
            elif kind is StreamEndEvent:
                return
            elif kind is DocumentStartEvent:
                documents += 1
                self._check_document(event, documents)
            elif kind is AliasEvent:
                self._stop_property(event)
        self._stop(
            "E020", pack(1, 1), f"the file has more than {limits.events:,} entries", "split it into several files"
        )

    def _report(self, code: str, pos: int, message: str, hint: str, *, length: int = 1, first: int = 0) -> None:
        """Add an error; with `first`, the other place that belongs to it."""
        diagnostics = self.document.diagnostics
        name = self.source.name
        related = (Place(name, line_of(first), column_of(first)),) if first else ()
        diagnostics.append(
            Diagnostic(code, "error", name, line_of(pos), column_of(pos), message, hint, related, max(length, 1))
        )
        if len(diagnostics) >= self.limits.diagnostics:
            raise _Stop

    def _stop(self, code: str, pos: int, message: str, hint: str, *, length: int = 1) -> NoReturn:
        self._report(code, pos, message, hint, length=length)
        raise _Stop

    def _check_start(self, event: Any, depth: int) -> int:
        """The position of a list or mapping, which may not lie too deep or have an anchor or a tag."""
        mark = event.start_mark
        pos = pack(mark.line + 1, mark.column + 1)
        if depth >= self.limits.depth:
            self._stop(
                "E019",
                pos,
                f"this is nested more than {self.limits.depth} levels deep",
                "give the inner part a scene of its own and go there with goto",
            )
        self._check_properties(event)
        return pos

    def _check_document(self, event: Any, number: int) -> None:
        mark = event.start_mark
        if number > 1:
            self._stop(
                "E014",
                pack(mark.line + 1, mark.column + 1),
                "a second document begins here; a file holds one",
                "delete the line, or put what follows into a file of its own; in prose, write * * * for a break",
                length=3,
            )

    def _check_properties(self, event: Any) -> None:
        """Refuse an anchor or a tag."""
        if event.anchor is not None or event.tag is not None:
            self._stop_property(event)

    def _stop_property(self, event: Any) -> NoReturn:
        """Stop at the `&`, `*` or `!` of an event."""
        mark = event.start_mark
        offset = self.source.offset(mark.line + 1, mark.column + 1)
        self.document.diagnostics.append(rediagnose.property_fault(self.source.text, offset).diagnostic(self.source))
        raise _Stop

    def _check(self, event: Any, *, is_key: bool) -> int:
        """The position of a scalar, after looking for what only some files can have in one."""
        self._check_properties(event)
        mark = event.start_mark
        value = event.value
        pos = pack(mark.line + 1, mark.column + 1)
        if len(value) > self.limits.scalar_chars:
            self._stop_too_long(pos)
        if is_key and value == "<<" and not event.style:
            self._stop(
                "E013",
                pos,
                "`<<` would merge another mapping into this one; stories have no merge keys",
                _MERGE_HINT,
                length=2,
            )
        if event.style == '"' and characters.FORBIDDEN.search(value):
            fault = rediagnose.escape_fault(self.source.text, self.source.offset(mark.line + 1, mark.column + 1))
            if fault is not None:
                self.document.diagnostics.append(fault.diagnostic(self.source))
                raise _Stop
        return pos

    def _stop_too_long(self, pos: int) -> NoReturn:
        self._stop(
            "E021",
            pos,
            f"this text is longer than {self.limits.scalar_chars:,} characters",
            "divide it into several steps; perhaps a quote is never closed",
        )

    def _drop_repeated(self, mapping: Mapping) -> None:
        """Report every key that stands twice and keep the first of each."""
        first: dict[str, Scalar] = {}
        kept: list[tuple[Scalar, Node]] = []
        for entry in mapping.entries:
            key = entry[0]
            if key.text in first:
                other = first[key.text]
                self._report(
                    "E016",
                    key.pos,
                    f"`{_cut(key.text)}` stands twice here; it is already on line {line_of(other.pos)}",
                    "rename one of them, or put their contents together",
                    length=len(key.text),
                    first=other.pos,
                )
            else:
                first[key.text] = key
                kept.append(entry)
        mapping.entries = kept


_KEY_HINT = "put text that begins with a bracket in quotes, or write it under `|`"
_MERGE_HINT = "write the keys out"


def _cut(text: str) -> str:
    """Enough of a text to recognise it by."""
    return text if len(text) <= 40 else text[:39] + "…"
