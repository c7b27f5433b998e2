"""What the reports of the prover have in common: playthroughs and what it took as JSON, annotations for GitHub, cases for JUnit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from game.language.diagnostics import workflow
from game.language.diagnostics.junit import Case
from game.language.diagnostics.safe_json import to_json
from game.proof.bounds import memory_used
from game.proof.report.positions import Position
from game.proof.report.wording import Words
from game.proof.results import Answer, Effort, Verdict, Witness

if TYPE_CHECKING:
    from game.proof.saved import Fate

Answered: TypeAlias = "Answer | Fate"
"""A question with its answer, as every report has them."""


LEVELS: Final[Mapping[Verdict, workflow.Level]] = {"refuted": "error", "not decided": "warning", "proved": "notice"}


_STATUS: Final[Mapping[Verdict, Literal["passed", "failed", "skipped"]]] = {
    "proved": "passed", "refuted": "failed", "not decided": "skipped",
}  # fmt: skip


def case(kind: str, name: str, verdict: Verdict, said: str, out: str = "") -> Case:
    """A case of a JUnit document: `said` is the answer, `out` what there is to read besides."""
    return Case(f"prove.{kind}", name, _STATUS[verdict], said, out)


def document(story: str, verdict: Verdict, effort: Effort, found: Mapping[str, object]) -> str:
    """A whole report, for programs."""
    head = {"version": 1, "story": story, "verdict": verdict, "effort": _effort(effort)}
    return to_json({**head, **found}, indent=2) + "\n"


def effort_line(effort: Effort) -> str:
    """What it took."""
    played = f", {effort.states:,} states played" if effort.states else ""
    bound = f"; stopped at {effort.bound}" if effort.bound else ""
    return f"{effort.places:,} places{played}, {effort.seconds:.1f} s, {memory_used():,} MB{bound}"


def _effort(effort: Effort) -> dict[str, object]:
    return {
        "places": effort.places,
        "states": effort.states,
        "nodes": effort.nodes,
        "seconds": round(effort.seconds, 3),
        "megabytes": memory_used(),
        "bound": effort.bound,
    }


def witness_json(way: Witness) -> dict[str, object]:
    """A playthrough, for programs."""
    return {"setup": way.setup, "seed": way.seed, "choices": list(way.choices), "shortest": way.shortest}


def answer_json(answer: Answered) -> dict[str, object]:
    """An answer with its playthrough, for programs."""
    found: dict[str, object] = {name: getattr(answer, name) for name in Answer._fields[:-1]}
    if answer.witness is not None:
        found["witness"] = witness_json(answer.witness)
    return found


def annotation(verdict: Verdict, title: str, message: str, where: Position | None = None) -> str:
    """One annotation for GitHub, beside the line that it is about."""
    level = LEVELS[verdict]
    title = f"hambies prove {title}"
    if where is None:
        return workflow.annotation(level, title, message)
    return workflow.annotation(level, title, message, file=where.file, line=where.line, column=where.column)


def answer_annotation(words: Words, title: str, what: str, answer: Answered, where: Position | None = None) -> str:
    """The annotation for an answer, with the way to what it is about."""
    labels = [] if answer.witness is None else words.way(answer.witness)
    way = f" [{' / '.join(labels)}]" if labels else ""
    return annotation(answer.verdict, title, f"{what}: {answer.text}{way}", where)
