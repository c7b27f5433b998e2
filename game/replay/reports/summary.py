"""What became of playthroughs, in Markdown: the summary of a job in CI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from game.language.text.markdown import and_more, escaped, fenced, first_of, folded, table
from game.replay.reports.results import TimedOutcome, failure_title, name_of, result_text, summary_line

_MOST_NAMED: Final = 500
"""Playthroughs that did not hold and are named: CI systems take a summary of a megabyte at most."""
_MOST_TOLD: Final = 20
"""Those that are told whole, too."""
_MOST_LINES: Final = 300
"""Lines of each."""


def replay_summary(results: Sequence[TimedOutcome], seconds: float) -> str:
    """How many held, what is wrong with each other, and the first of them whole."""
    failed = [one for one in results if not one.held]
    parts = [f"### {escaped(summary_line(results, seconds))}"]
    if failed:
        parts.append(
            table(
                ("playthrough", "what is wrong"), ((name_of(one), failure_title(one)) for one in failed[:_MOST_NAMED])
            )
        )
        parts += and_more(len(failed), _MOST_NAMED)
        parts += [
            folded(name_of(one), fenced("\n".join(first_of(result_text(one).split("\n"), _MOST_LINES))))
            for one in failed[:_MOST_TOLD]
        ]
    return "\n\n".join(parts) + "\n\n"
