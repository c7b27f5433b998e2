"""What a quick look found, as findings of a check: with a place in the files, a code and a hint."""

from __future__ import annotations

from collections.abc import Callable

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.schema.findings import MOST, too_many
from game.program.load import Loaded
from game.program.sources import SourceTable
from game.proof.portfolio.quick import Quick, QuickFinding
from game.proof.report.positions import Position, Positions
from game.proof.report.wording import Words

_WAY_SHOWN = 12
"""Choices of a way that a hint has room for; hambies prove tells all of them."""
_NEVER = {
    "ending": "is never reached",
    "scene": "is never played",
    "choice": "can never be taken",
    "text": "is never shown",
    "codex": "is never learned",
}


def with_findings(loaded: Loaded, looked: Quick, table: Callable[[], SourceTable | None]) -> Loaded:
    """The loaded story with what was found among its diagnostics; where a line has a finding of its kind already, that one stays.

    `table` gives the story's source table; it is called where anything was found.
    """
    program = loaded.program
    assert program is not None
    words = Words(program)
    positions = Positions(program, table)
    said = {(one.file, one.line) for one in loaded.diagnostics}
    added: list[Diagnostic] = []
    for found in looked.found:
        where = positions.of(found.about)
        if len(added) >= MOST:
            added.append(too_many(where.file, where.line, where.column))
            break
        if found.kind != "never" or (where.file, where.line) not in said:
            added.append(_finding(words, found, _measured(where, loaded)))
    diagnostics = sorted([*loaded.diagnostics, *added], key=lambda one: (one.file, one.line, one.column, one.code))
    return loaded._replace(diagnostics=tuple(diagnostics))


def _measured(where: Position, loaded: Loaded) -> Position:
    """The position with a length, of what goes on over several lines that of the first."""
    source = loaded.sources.get(where.file)
    line = "" if source is None else source.line(where.line).rstrip()
    return where._replace(length=where.length or max(1, len(line) + 1 - where.column))


def _finding(words: Words, found: QuickFinding, where: Position) -> Diagnostic:
    about = found.about
    if found.kind == "stuck":
        code, message, hint = "W321", f"play can get stuck in {about.name}: {about.text}", _way(words, found)
        if about.text.startswith("no choice is open"):
            hint = f"add  - fallback:  to its choices, with what happens then; {hint}"
    elif found.kind == "promise":
        code, message, hint = "W322", f"the promise “{about.name}” does not always hold", _way(words, found)
    else:
        code, message = "W320", f"{words.what(about)} {_NEVER[about.kind]}: {about.text}"
        more = f"; {found.more:,} more {'is' if found.more == 1 else 'are'} out of reach with it" if found.more else ""
        hint = f"open a way to it, or take it out{more}"
    return Diagnostic(code, "warning", where.file, where.line, where.column, message, hint, (), where.length)


def _way(words: Words, found: QuickFinding) -> str:
    assert found.witness is not None
    labels = words.way(found.witness)
    if not labels:
        return "right at the beginning"
    begun = labels if len(labels) <= _WAY_SHOWN else [*labels[:_WAY_SHOWN], f"… ({len(labels):,} choices in all)"]
    return f"the way there: {' / '.join(begun)}"
