"""Diagnostics as people, programs and CI read them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from game.language import workflow
from game.language.characters import FORBIDDEN
from game.language.diagnostic import Diagnostic
from game.language.source import Source
from game.language.text import clean, clean_line

Format = Literal["text", "json", "github"]
_WIDEST: Final = 100
_TAB: Final = 4
_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


def render(diagnostic: Diagnostic, sources: Mapping[str, Source], *, colour: bool = False) -> str:
    """One diagnostic: its place and message, the source line with a caret, the hint, and related places."""
    where = f"{clean_line(diagnostic.file)}:{diagnostic.line}:{diagnostic.column}"
    kind = f"{diagnostic.severity}[{diagnostic.code}]"
    if colour:
        kind = f"{_RED if diagnostic.severity == 'error' else _YELLOW}{kind}{_PLAIN}"
        where = f"{_BOLD}{where}{_PLAIN}"
    lines = [f"{where}: {kind}: {clean_line(diagnostic.message)}"]
    source = sources.get(diagnostic.file)
    if source is not None:
        lines += _excerpt(source.line(diagnostic.line), diagnostic)
    if diagnostic.hint:
        lines.append(f"  hint: {clean_line(diagnostic.hint)}")
    lines += [f"  first here: {clean_line(one.file)}:{one.line}:{one.column}" for one in diagnostic.related]
    return "\n".join(lines)


def render_all(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    *,
    format: Format = "text",  # noqa: A002 - the command line's word
    colour: bool = False,
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
        "file": clean_line(diagnostic.file),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "length": diagnostic.length,
        "message": clean(diagnostic.message),
        "hint": clean(diagnostic.hint),
        "related": [
            {"file": clean_line(one.file), "line": one.line, "column": one.column} for one in diagnostic.related
        ],
    }


def annotation(diagnostic: Diagnostic) -> str:
    """A diagnostic beside its line in a pull request on GitHub."""
    message = diagnostic.message + (f". Hint: {diagnostic.hint}" if diagnostic.hint else "")
    return workflow.annotation(
        diagnostic.severity,
        diagnostic.code,
        message,
        file=diagnostic.file,
        line=diagnostic.line,
        column=diagnostic.column,
    )


def _excerpt(line: str, diagnostic: Diagnostic) -> list[str]:
    """The source line and the caret below it; a long line is cut to what is around the caret."""
    if not line.strip():
        return []
    at = min(diagnostic.column - 1, len(line))
    length = max(1, min(diagnostic.length, len(line) - at))
    # No more characters than cells are shown, so the rest of a line of megabytes is never looked at.
    before, lead = _cells(line[max(0, at - _WIDEST) : at], _WIDEST // 2, from_end=True)
    marked, width = _cells(line[at : at + min(length, _WIDEST)], _WIDEST - lead)
    after, _ = _cells(line[at + len(marked) : at + length + _WIDEST], _WIDEST - lead - width)
    if len(marked) < min(length, _WIDEST):
        after = []
    cut_before = "…" if len(before) < at else ""
    cut_after = "…" if at + len(marked) + len(after) < len(line) else ""
    number = str(diagnostic.line)
    shown = cut_before + "".join(before) + "".join(marked) + "".join(after) + cut_after
    caret = " " * (len(cut_before) + lead) + "^" + "~" * (max(1, width) - 1)
    return [f"  {number} | {shown}".rstrip(), f"  {' ' * len(number)} | {caret}"]


def _cells(text: str, most: int, *, from_end: bool = False) -> tuple[list[str], int]:
    """As many of the characters, made visible, as fit into `most` cells of a terminal; and the cells they take."""
    kept: list[str] = []
    taken = 0
    for char in reversed(text) if from_end else text:
        shown, width = _cell(char)
        if taken + width > most and (kept or from_end):
            break
        kept.append(shown)
        taken += width
    if from_end:
        kept.reverse()
    return kept, taken


def _cell(char: str) -> tuple[str, int]:
    """A character as it is shown, and how many cells it takes."""
    if char == "\t":
        return " " * _TAB, _TAB
    if re.match(FORBIDDEN, char) or not clean(char):
        name = f"<U+{ord(char):04X}>"
        return name, len(name)
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1
