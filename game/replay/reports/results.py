"""Outcomes as people, programs and GitHub read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.report import excerpt
from game.language.diagnostics.safe_json import to_json
from game.language.diagnostics.source import Source
from game.language.diagnostics.workflow import annotation
from game.language.nodes import column_of, line_of
from game.language.text.cleaning import clean, clean_line, counted
from game.replay.reports.transcript import option_lines, turn_lines
from game.replay.running.expecting import WITH, WITHOUT
from game.replay.running.runner import Failure, RunOutcome
from game.replay.scripts.values import shown

_WIDTH = 72
_MARKS = {"passed": "ok", "failed": "FAILED", "xfailed": "xfail", "xpassed": "XPASS", "error": "ERROR"}
_HELD = ("passed", "xfailed")


class TimedOutcome(NamedTuple):
    """An outcome with the time it took and the text of its script, for showing lines of it.

    `transcript` is what is wrong with its golden transcript, in words; empty when nothing is, or when none was asked for.
    """

    outcome: RunOutcome
    seconds: float
    source: Source | None
    transcript: str = ""

    @property
    def status(self) -> str:
        """What came of the run: that of its outcome, but for one that held and does not read as it should."""
        return "failed" if self.transcript and self.outcome.status in _HELD else self.outcome.status

    @property
    def held(self) -> bool:
        """Whether CI can be content with it."""
        return self.status in _HELD


def name_of(result: TimedOutcome) -> str:
    """The script's file, and which of its runs."""
    outcome = result.outcome
    return clean_line(f"{outcome.script.name} [{outcome.label}]" if outcome.label else outcome.script.name)


def failure_title(result: TimedOutcome) -> str:
    """The first thing that is wrong, in one line."""
    outcome = result.outcome
    if outcome.diagnostics:
        return clean(outcome.diagnostics[0].message)
    if outcome.failures and outcome.status not in _HELD:
        return clean(_sentence(outcome.failures[0]))
    return clean(result.transcript.partition("\n")[0])


def result_text(result: TimedOutcome) -> str:
    """Everything about a run that did not hold: where, what was expected and was, the last turn, the choices."""
    outcome = result.outcome
    parts = [diagnostic_text(each, result.source) for each in outcome.diagnostics]
    failures = outcome.failures if outcome.status not in _HELD else ()
    for index, failure in enumerate(failures):
        parts.append(_failure_text(failure, result))
        following = failures[index + 1] if index + 1 < len(failures) else None
        if following is None or following.turn is not failure.turn:  # what one turn got wrong stands above that turn
            parts.append("\n".join(_scenery(failure, outcome)))
    if result.transcript:
        parts.append(clean(result.transcript))
    return "\n\n".join(parts)


def diagnostic_text(diagnostic: Diagnostic, source: Source | None) -> str:
    """A diagnostic with its line and caret."""
    from game.language.diagnostics.report import render

    sources: Mapping[str, Source] = {source.name: source} if source is not None else {}
    return render(diagnostic, sources).rstrip("\n")


def _sentence(failure: Failure) -> str:
    if failure.message.startswith("expected ") and failure.was not in (WITH, WITHOUT):
        return f"{failure.message}; it was: {failure.was}"
    return failure.message


def place_of(failure: Failure) -> tuple[int, int]:
    """Line and column of a failure, both counted from 1."""
    return (line_of(failure.pos), column_of(failure.pos)) if failure.pos else (1, 1)


def _failure_text(failure: Failure, result: TimedOutcome) -> str:
    line, column = place_of(failure)
    lines = [f"{clean_line(result.outcome.script.name)}:{line}:{column}: {clean(failure.message)}"]
    text = result.source.line(line) if result.source is not None and failure.pos else ""
    if text.strip():
        number = f"{line:>5} | "
        of = excerpt(text, column, failure.length)
        lines += [number + of.shown, " " * (len(number) + of.before) + "^" * of.below]
    if failure.message.startswith("expected ") and failure.was not in (WITH, WITHOUT):
        lines.append(f"  was: {clean(failure.was)}")
    if failure.nearest:
        lines.append(f"  nearest: {clean(failure.nearest)}")
    return "\n".join(lines)


def _scenery(failure: Failure, outcome: RunOutcome) -> Iterator[str]:
    """The last turn as the player saw it, and the choices there."""
    assert outcome.session is not None
    program, turn = outcome.session.program, failure.turn
    made = f"after {counted(failure.choices, 'choice')}" if failure.choices else "at the opening"
    yield f"  The last turn, in {clean(turn.scene)}, {made}:"
    yield ""
    lines = turn_lines(program, turn, width=_WIDTH)
    lines += [f"The end: {clean(turn.ending)}", ""] if turn.ending else []
    for line in lines[:-1]:
        yield f"    | {line}".rstrip()
    if turn.options:
        yield ""
        yield "  The choices there:"
        yield ""
        yield from (f"    {line}" for line in option_lines(turn))


def status_lines(results: Sequence[TimedOutcome], *, verbose: bool) -> Iterator[str]:
    """What held and what did not, one line each (those that held only when asked), failures in full below."""
    for result in results:
        outcome = result.outcome
        if verbose or not result.held:
            reason = (
                f" ({clean(outcome.script.xfail.text)})" if result.status == "xfailed" and outcome.script.xfail else ""
            )
            yield f"{_MARKS[result.status]:<7} {name_of(result)}{reason}"
        if not result.held:
            yield ""
            yield result_text(result)
            yield ""


def summary_line(results: Sequence[TimedOutcome], seconds: float) -> str:
    """How many held, failed, were expected to fail, could not be run."""
    count = _counts(results)
    failed = count["failed"] + count["xpassed"]
    parts = [f"{count['passed']} held"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{count['xfailed']} known to fail"] if count["xfailed"] else []
    parts += [f"{count['error']} could not be run"] if count["error"] else []
    return f"{counted(len(results), 'playthrough')}: {', '.join(parts)} ({seconds:.2f} s)"


def _counts(results: Sequence[TimedOutcome]) -> dict[str, int]:
    return {status: sum(result.status == status for result in results) for status in _MARKS}


def github_lines(results: Sequence[TimedOutcome]) -> Iterator[str]:
    """Annotations that GitHub shows beside the script's line."""
    for result in results:
        name = result.outcome.script.name
        for diagnostic in result.outcome.diagnostics:
            yield annotation(
                "error",
                diagnostic.code,
                _with_hint(diagnostic),
                file=diagnostic.file,
                line=diagnostic.line,
                column=diagnostic.column,
            )
        for failure in result.outcome.failures if result.outcome.status not in _HELD else ():
            line, column = place_of(failure)
            near = f"\nnearest: {failure.nearest}" if failure.nearest else ""
            choices = "\n".join(option_lines(failure.turn))
            there = f"\nthe choices there:\n{choices}" if choices else ""
            said = _sentence(failure) + near + there
            yield annotation("error", "playthrough", said, file=name, line=line, column=column)
        if result.transcript:
            yield annotation("error", "transcript", result.transcript, file=name, line=1, column=1)


def _with_hint(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message


def json_report(results: Sequence[TimedOutcome], seconds: float) -> str:
    """Every run as an object, failures with all that the text form has."""
    runs = [_json(result) for result in results]
    counts = _counts(results)
    return to_json({"version": 1, "counts": counts, "seconds": round(seconds, 4), "runs": runs}, indent=2) + "\n"


def _json(result: TimedOutcome) -> dict[str, object]:
    outcome = result.outcome
    session = outcome.session
    return {
        "script": outcome.script.name,
        "run": outcome.label,
        "status": result.status,
        "xfail": outcome.script.xfail.text if outcome.script.xfail else None,
        "seconds": round(result.seconds, 4),
        "story": session.program.id if session else None,
        "choices": list(session.choices) if session else [],
        "ending": session.turn.ending if session else "",
        "errors": [
            {
                "code": each.code,
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "message": each.message,
                "hint": each.hint,
            }
            for each in outcome.diagnostics
        ],
        "failures": [_json_failure(each) for each in outcome.failures],
        "transcript": result.transcript,
        "state": {name: shown(value) for name, value in session.values().items()}
        if session and not result.held
        else {},
    }


def _json_failure(failure: Failure) -> dict[str, object]:
    line, column = place_of(failure)
    turn = failure.turn
    return {
        "line": line,
        "column": column,
        "message": failure.message,
        "expected": failure.expected,
        "was": failure.was,
        "nearest": failure.nearest,
        "choices_made": failure.choices,
        "turn": {
            "scene": turn.scene,
            "ending": turn.ending,
            "blocks": [{"role": block.role, "speaker": block.speaker, "text": block.text} for block in turn.blocks],
            "choices": [
                {"id": option.id, "label": option.label, "open": option.open, "reason": option.reason}
                for option in turn.options
            ],
        },
    }
