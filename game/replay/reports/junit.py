"""Results as cases of a JUnit document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from game.language.diagnostics.junit import Case, document
from game.replay.reports.results import TimedOutcome, failure_title, result_text


def junit(results: Sequence[TimedOutcome], *, extra: Iterable[tuple[str, str]] = ()) -> str:
    """A JUnit document: one suite, one case for each run of a script, and a case for each of `extra` (name, what failed)."""
    cases = list(map(_case, results))
    cases += [Case("replay", name, "failed", text, text, seconds=0) for name, text in extra]
    return document("hambies replay", cases, sum(result.seconds for result in results))


def _case(result: TimedOutcome) -> Case:
    outcome = result.outcome
    script = outcome.script
    name = f"{script.name}[{outcome.label}]" if outcome.label else script.name
    case = Case(_group(script.name), name, "passed", file=script.name, seconds=result.seconds)
    if result.status == "passed":
        return case
    if result.status == "xfailed":
        return case._replace(status="skipped", message=f"xfail: {script.xfail.text if script.xfail else ''}")
    status: Literal["failed", "error"] = "error" if result.status == "error" else "failed"
    return case._replace(status=status, message=failure_title(result), text=result_text(result))


def _group(name: str) -> str:
    """The folder of a script, in the dotted form that CI systems group by."""
    folder = name.replace("\\", "/").rpartition("/")[0]
    return ".".join(part for part in folder.split("/") if part not in ("", ".", "..")) or "replay"
