"""Quick fixes: what the hint of a diagnostic asks for, where it says so to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from game.language.text.cleaning import clean_line
from game.writer.fixes.rules import fixed
from game.writer.server.diagnosing import diagnostics, span
from game.writer.server.edits import edits

if TYPE_CHECKING:
    from game.writer.server.stories import Desk, WrittenStory
    from game.writer.server.texts import EditorText

_MOST: Final = 20


def fixes(desk: Desk, story: WrittenStory, text: EditorText, where: types.Range) -> list[types.CodeAction]:
    """The fixes for what is wrong on these lines of a text."""
    found: list[types.CodeAction] = []
    for one in desk.found(story).get(desk.name_of(text.path), ()):
        there = span(one, text)
        if there.end.line < where.start.line or there.start.line > where.end.line:
            continue
        after = fixed(text.read, one)
        if after is None or len(found) == _MOST:
            continue
        (told,) = diagnostics([one], text, lambda name: desk.text(name, story))
        found.append(
            types.CodeAction(
                title=clean_line(one.hint)[:100],
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[told],
                is_preferred=True,
                edit=types.WorkspaceEdit(changes={text.path.as_uri(): edits(text, after)}),
            )
        )
    return found
