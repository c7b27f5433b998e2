"""Diagnostics as people, programs and CI read them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from game.language.diagnostic import Diagnostic
from game.language.source import Source
from game.language.text import clean

Format = Literal["text", "json", "github"]
_WIDEST: Final = 100
_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


def render(diagnostic: Diagnostic, sources: Mapping[str, Source], *, colour: bool = False) -> str:
    """One diagnostic: its place and message, the source line with a caret, the hint, and related places."""
    where = f"{_one_line(diagnostic.file)}:{diagnostic.line}:{diagnostic.column}"
    kind = f"{diagnostic.severity}[{diagnostic.code}]"
    if colour:
        kind = f"{_RED if diagnostic.severity == 'error' else _YELLOW}{kind}{_PLAIN}"
        where = f"{_BOLD}{where}{_PLAIN}"
    lines = [f"{where}: {kind}: {_one_line(diagnostic.message)}"]
    source = sources.get(diagnostic.file)
    if source is not None:
        lines += _excerpt(source.line(diagnostic.line), diagnostic)
    if diagnostic.hint:
        lines.append(f"  hint: {_one_line(diagnostic.hint)}")
    lines += [f"  see also: {_one_line(one.file)}:{one.line}:{one.column}" for one in diagnostic.related]
    return "\n".join(lines)


def render_all(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], *, format: Format = "text", colour: bool = False
) -> str:
    """All diagnostics in one format, without a final line end.

    `text` closes with a summary; `json` is one object a line; `github` one annotation a line.
    """
    found = list(diagnostics)
    if format == "json":
        return "\n".join(json.dumps(as_json(one), ensure_ascii=False) for one in found)
    if format == "github":
        return "\n".join(annotation(one) for one in found)
    parts = [render(one, sources, colour=colour) for one in found]
    if found:
        parts.append(summary(found))
    return "\n\n".join(parts)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    found = list(diagnostics)
    counts = [(sum(one.severity == kind for one in found), kind) for kind in ("error", "warning")]
    return ", ".join(f"{count} {kind}{'s' if count != 1 else ''}" for count, kind in counts if count) or "no errors"


def as_json(diagnostic: Diagnostic) -> dict[str, object]:
    """All fields of a diagnostic, for JSON."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": clean(diagnostic.file),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "length": diagnostic.length,
        "message": clean(diagnostic.message),
        "hint": clean(diagnostic.hint),
        "related": [{"file": clean(one.file), "line": one.line, "column": one.column} for one in diagnostic.related],
    }


def annotation(diagnostic: Diagnostic) -> str:
    """A GitHub workflow command; GitHub's escapes keep a message from ending the command or adding one."""
    message = clean(diagnostic.message) + (f". Hint: {clean(diagnostic.hint)}" if diagnostic.hint else "")
    place = f"file={_property(diagnostic.file)},line={diagnostic.line},col={diagnostic.column}"
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{diagnostic.severity} {place},title={_property(diagnostic.code)}::{escaped}"


def _property(text: str) -> str:
    escaped = clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C")


def _one_line(text: str) -> str:
    return " ".join(clean(text).split("\n"))


def _excerpt(line: str, diagnostic: Diagnostic) -> list[str]:
    """The source line and the caret below it; a long line is cut to what is around the caret."""
    at = min(diagnostic.column - 1, len(line))
    length = max(1, min(diagnostic.length, len(line) - at))
    before, marked, after = line[:at], line[at : at + length], line[at + length :]
    if len(before) > _WIDEST // 2:
        before = "…" + before[-(_WIDEST // 2) :]
    room = max(20, _WIDEST - len(before))
    if len(marked) > room:
        marked, after = marked[:room], "…"
    if len(after) > max(10, room - len(marked)):
        after = after[: max(10, room - len(marked))] + "…"
    shown = [_visible(part) for part in (before, marked, after)]
    number = str(diagnostic.line)
    gutter = " " * len(number)
    caret = " " * _width(shown[0]) + "^" + "~" * (max(1, _width(shown[1])) - 1)
    return [f"  {number} | {''.join(shown)}".rstrip(), f"  {gutter} | {caret}"]


def _visible(text: str) -> str:
    """One cell or two a character: tabs as blanks, what cannot be shown as a mark."""
    return "".join(char if clean(char) == char or unicodedata.combining(char) else "�" for char in text.expandtabs(4))


def _width(text: str) -> int:
    """Columns in a terminal."""
    return sum(
        0
        if unicodedata.combining(char) or char in "\u200c\u200d\ufe0f"
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )
