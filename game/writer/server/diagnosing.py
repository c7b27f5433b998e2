"""What is wrong with a story, as editors show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from lsprotocol import types

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.text.cleaning import clean
from game.places import pages_folder
from game.writer.server.texts import EditorText

_SEVERITY: Final = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}


def diagnostics(
    found: Iterable[Diagnostic], text: EditorText, other: Callable[[str], EditorText | None]
) -> list[types.Diagnostic]:
    """The diagnostics of one file; `other` gives the text of another that a message names."""
    return [_diagnostic(one, text, other) for one in found]


def _diagnostic(one: Diagnostic, text: EditorText, other: Callable[[str], EditorText | None]) -> types.Diagnostic:
    related = []
    for place in one.related:
        there = text if place.file == one.file else other(place.file)
        if there is not None:
            where = there.range(place.line, place.column, place.line, place.column + 1)
            location = types.Location(there.path.as_uri(), where)
            related.append(types.DiagnosticRelatedInformation(location, "first here"))
    return types.Diagnostic(
        range=span(one, text),
        message=clean(one.message) + (f"\nhint: {clean(one.hint)}" if one.hint else ""),
        severity=_SEVERITY[one.severity],
        code=one.code,
        code_description=types.CodeDescription(page(one.code)),
        source="hambies",
        related_information=related or None,
    )


def span(one: Diagnostic, text: EditorText) -> types.Range:
    """What a diagnostic underlines."""
    return text.range(one.line, one.column, one.line, one.column + max(1, one.length))


def page(code: str) -> str:
    """Where the page about a code is."""
    return (Path(pages_folder()) / f"{code}.md").as_uri()
