"""The outcome of a proof in Markdown: the summary of a job in CI."""

from __future__ import annotations

from collections import Counter
from typing import Final

from game.language.text.markdown import and_more, escaped, fenced, first_of, folded, table
from game.program.model import Program
from game.proof.model.value_sets.causes import by_cause
from game.proof.report.common import effort_line
from game.proof.report.positions import Positions
from game.proof.report.wording import KINDS, Words, verdict_sentence
from game.proof.results import Report

_MOST_TOLD: Final = 50
"""Things of one kind that are told: CI systems take a summary of a megabyte at most."""
_MOST_STEPS: Final = 200
"""Steps of a way that are told."""


def proof_summary(program: Program, report: Report, positions: Positions) -> str:
    """The verdict, what was asked by kinds, each thing that went wrong with its place and the way there, and what is open."""
    words = Words(program)
    parts = [f"### {escaped(verdict_sentence(program, report))}"]
    asked = Counter((one.kind, one.verdict) for one in report.answers)
    kinds = [("no soft-lock", "nobody gets stuck"), *((kind, many) for kind, (_, many) in KINDS.items())]
    verdicts = ("proved", "refuted", "not decided")
    rows = [
        (what, *(f"{asked[kind, verdict]:,}" for verdict in verdicts))  # type: ignore[index] # each is a verdict
        for kind, what in kinds
        if any(one.kind == kind for one in report.answers)
    ]
    parts.append(table(("", *verdicts), rows))
    causes = by_cause(one for one in report.answers if one.verdict == "refuted")
    for cause in causes[:_MOST_TOLD]:
        one = cause.first
        more = f" ({len(cause.rest):,} more with it)" if cause.rest else ""
        parts.append(f"- **{escaped(words.what(one))}**{more}, {escaped(str(positions.of(one)))}: {escaped(one.text)}")
        if one.witness is not None and one.witness.choices:
            way = first_of(words.way(one.witness), _MOST_STEPS)
            parts.append(folded("how to get there", fenced("\n".join(way))))
    parts += and_more(len(causes), _MOST_TOLD)
    left = [f"{words.what(one)}: {one.text}" for one in report.answers if one.verdict == "not decided"]
    if left:
        parts.append(folded("not decided", fenced("\n".join(first_of(left, _MOST_TOLD)))))
    return "\n\n".join([*parts, escaped(effort_line(report.effort))]) + "\n\n"
