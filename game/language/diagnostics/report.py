"""Diagnostics as people, programs and CI read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.safe_json import to_json
from game.language.diagnostics.source import Source
from game.language.text.characters import FORBIDDEN
from game.language.text.cleaning import clean, clean_line, counted

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
        line = source.line(diagnostic.line)
        if line.strip():
            number = str(diagnostic.line)
            of = excerpt(line, diagnostic.column, diagnostic.length)
            lines.append(f"  {number} | {of.shown}".rstrip())
            lines.append(f"  {' ' * len(number)} | {' ' * of.before}^{'~' * (of.below - 1)}")
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
        return "\n".join(to_json(as_json(one)) for one in found)
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
    return ", ".join(counted(count, kind) for count, kind in counts if count) or "no errors"


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
    from game.language.diagnostics import workflow

    message = diagnostic.message + (f". Hint: {diagnostic.hint}" if diagnostic.hint else "")
    return workflow.annotation(
        diagnostic.severity,
        diagnostic.code,
        message,
        file=diagnostic.file,
        line=diagnostic.line,
        column=diagnostic.column,
    )


class Excerpt(NamedTuple):
    """A line of a file as it is shown, and the columns before what is meant and below it."""

    shown: str
    before: int
    below: int


def excerpt(line: str, column: int, length: int) -> Excerpt:
    """A line of a file with `length` characters that are meant, from `column` (counted from 1) on.

    What cannot be seen is named, and a long line is cut to what is around the place.
    """
    at = min(column - 1, len(line))
    length = max(1, min(length, len(line) - at))
    # No more characters than columns are shown, so the rest of a line of megabytes is never looked at.
    before, lead = _visible(line[max(0, at - _WIDEST) : at], _WIDEST // 2, from_end=True)
    marked, wide = _visible(line[at : at + min(length, _WIDEST)], _WIDEST - lead)
    after, _ = _visible(line[at + len(marked) : at + length + _WIDEST], _WIDEST - lead - wide)
    if len(marked) < min(length, _WIDEST):
        after = []
    cut_before = "…" if len(before) < at else ""
    cut_after = "…" if at + len(marked) + len(after) < len(line) else ""
    shown = cut_before + "".join(before) + "".join(marked) + "".join(after) + cut_after
    return Excerpt(shown, len(cut_before) + lead, max(1, wide))


def _visible(text: str, most: int, *, from_end: bool = False) -> tuple[list[str], int]:
    """As many of the characters, made visible, as fit into `most` columns; and the columns they take."""
    from game.language.text.columns import clusters, width

    kept: list[str] = []
    taken = 0
    letters = list(clusters(text))
    for letter in reversed(letters) if from_end else letters:
        shown = [_shown(char) for char in letter]
        wide = width("".join(shown))
        if taken + wide > most and (kept or from_end):
            break
        kept += reversed(shown) if from_end else shown
        taken += wide
    if from_end:
        kept.reverse()
    return kept, taken


def _shown(char: str) -> str:
    """A character as it is shown: itself, or a name for what cannot be seen or would act on a terminal."""
    if char == "\t":
        return " " * _TAB
    return f"<U+{ord(char):04X}>" if re.match(FORBIDDEN, char) or not clean(char) else char
