"""Figures as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from game.language.diagnostics.safe_json import to_json
from game.language.text.cleaning import clean, clean_line, counted
from game.language.text.columns import pad
from game.writer.premise.answers import Answers
from game.writer.premise.figures import Bar, Figures

_BAR = 30
_FEW = 12


def text(figures: Figures) -> Iterator[str]:
    """The lines for people."""
    yield clean(figures.asks)
    yield (
        f"{counted(figures.testers, 'tester')}, {counted(figures.playthroughs, 'playthrough')}, {figures.finished} to an ending"
        + (f"; {figures.changed} as far as the story is still the same" if figures.changed else "")
    )
    for table in figures.tables:
        if not table.rows:
            continue
        yield ""
        yield f"{pad(table.title, 26)}{'for':>5}{'because':>9}"
        yield from (_bar(row) for row in table.rows)
    yield from _pairs("Who gave both answers went", figures.turned)
    yield ""
    yield "Does the premise hold?"
    for sign in figures.signs:
        word = "not known" if sign.found is None else "yes" if sign.found else "no"
        yield f"  {pad(word, 11)}{sign.what} ({sign.figures})"
    yield from _pairs("Endings", figures.endings)
    if figures.names:
        yield ""
        yield "Names on the last page"
        for ending, who, times in figures.names[:_FEW]:
            yield f"  {times:>4}  {pad(clean(ending), 22)}{clean(who) or 'none'}"
    yield from _pairs("Where those stopped who did not finish", figures.stopped)
    yield from _pairs("Taken back, by how many testers", figures.undone)


def _bar(row: Bar) -> str:
    filled = round(_BAR * row.share)
    return f"  {pad(clean(row.name), 24)}{row.in_favour:>5}{row.because:>9}  {'#' * filled}{'-' * (_BAR - filled)}"


def _pairs(title: str, pairs: tuple[tuple[str, int], ...]) -> Iterator[str]:
    if pairs:
        yield ""
        yield title
        yield from (f"  {times:>4}  {clean(name)}" for name, times in pairs[:_FEW])
        if len(pairs) > _FEW:
            yield f"        and {len(pairs) - _FEW} more"


def json(figures: Figures) -> str:
    """All figures for programs."""
    return (
        to_json(
            {
                "version": 1,
                **figures._asdict(),
                "tables": [
                    {
                        "title": one.title,
                        "rows": [{"name": row.name, "for": row.in_favour, "because": row.because} for row in one.rows],
                    }
                    for one in figures.tables
                ],
                "signs": [one._asdict() for one in figures.signs],
                "forks": [{"scene": scene, "taken": dict(taken)} for scene, taken in figures.forks],
            },
            indent=2,
        )
        + "\n"
    )


def table(answers: Answers) -> str:
    """Each answer on a line of CSV, for a spreadsheet: nothing in it can be read as a formula."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["tester", "playthrough", *answers.question.by, "night", "whom", "why", "was", "looked", "ending"])
    for number, one in enumerate(answers.played):
        said = dict(one.setup)
        for vigil in one.vigils:
            looked = "" if vigil.looked is None else vigil.looked
            cells = [*(said.get(name, "") for name in answers.question.by), vigil.night, vigil.whom, vigil.why]
            rows.writerow([one.tester, number, *map(_cell, cells), vigil.was, looked, _cell(one.ending)])
    return out.getvalue()


def _cell(value: object) -> str:
    text = clean_line(str(value))
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
