"""The outcome of a proof as people, programs and CI systems read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from game.language.diagnostics import junit
from game.language.text.cleaning import clean_line
from game.language.text.columns import pad
from game.program.model import Program
from game.proof.model.value_sets.causes import Cause, by_cause
from game.proof.report.common import (
    annotation,
    answer_annotation,
    answer_json,
    case,
    document,
    effort_line,
)
from game.proof.report.lengths import github_measures, json_measures, measure_cases, measure_lines
from game.proof.report.notes import decided_lines, github_notes, json_notes, note_lines
from game.proof.report.positions import Positions
from game.proof.report.wording import KINDS, Words, verdict_sentence
from game.proof.results import Answer, Report, Verdict

_UNDECIDED_SHOWN = 20
_WITH_IT_SHOWN = 8
"""Of what has the same cause as what is told before it."""
VERDICT_CODES: Mapping[Verdict, int] = {"proved": 0, "refuted": 1, "not decided": 3}


def exit_code(report: Report) -> int:
    """0 all proved, 1 something refuted, 3 something not decided."""
    return VERDICT_CODES[report.verdict]


def text_report(program: Program, report: Report, positions: Positions | None = None) -> str:
    """The report for people; with `positions`, it says where the things stand that went wrong."""
    words = Words(program)
    lines = [verdict_sentence(program, report)]
    refuted = [one for one in report.answers if one.verdict == "refuted"]
    for cause in by_cause(refuted):
        lines += ["", *_finding(words, cause.first, positions), *_with_it(words, cause)]
    left = [one for one in report.answers if one.verdict == "not decided"]
    if left:
        lines += ["", "Not decided:"]
        lines += [f"  {words.what(one)}: {one.text}" for one in left[:_UNDECIDED_SHOWN]]
        if len(left) > _UNDECIDED_SHOWN:
            lines.append(f"  and {len(left) - _UNDECIDED_SHOWN:,} more (--format json lists all)")
    if report.mistakes:
        lines += ["", "This is not in your story, it is a mistake in hambies; please report it with these lines:"]
        lines += [f"  {clean_line(one)}" for one in report.mistakes]
    held = [one for one in report.answers if one.kind == "clamp" and one.witness is not None]
    if held:
        lines += ["", "Values that are held at a bound (fine where you mean it):"]
        lines += [f"  {words.what(one)}: {one.text}" for one in held]
    lines += note_lines(words, report)
    lines += ["", "Proved:", *(f"  {line}" for line in (*_proved(report), *decided_lines(report)))]
    lines += [*(() if report.lengths else _lengths(report)), *measure_lines(words, report)]
    return "\n".join([*lines, "", effort_line(report.effort)])


def _finding(words: Words, answer: Answer, positions: Positions | None) -> Iterator[str]:
    where = f" in {answer.scene}" if answer.scene and answer.kind not in ("scene", "no soft-lock") else ""
    if answer.kind == "no soft-lock":
        yield f"Stuck {answer.text}."
    elif answer.kind == "promise":
        yield f"Broken: {words.what(answer)}{where}."
    else:
        yield f"Never: {words.what(answer)}{where}."
    if positions is not None:
        yield f"  {positions.of(answer)}"
    if answer.kind not in ("no soft-lock", "promise"):
        yield f"  {answer.text}"
    if answer.witness is not None:
        yield "  how to get there:" if answer.witness.choices or answer.witness.setup else "  right at the beginning"
        yield from (f"    {label}" for label in words.way(answer.witness))


def _with_it(words: Words, cause: Cause) -> Iterator[str]:
    """What has the same cause, a line each."""
    if cause.rest:
        more = list(
            dict.fromkeys(words.what(one) for one in cause.rest)
        )  # a line of one arm is never, and so is the arm
        first = words.what(cause.first)
        more = [one for one in more if one != first]
        if more:
            yield f"  and with it, for the same reason, {len(more):,} more:"
        yield from (f"    {one}" for one in more[:_WITH_IT_SHOWN])
        if len(more) > _WITH_IT_SHOWN:
            yield f"    … and {len(more) - _WITH_IT_SHOWN:,} more (--format json lists all)"


def _proved(report: Report) -> Iterator[str]:
    for answer in report.answers:
        if answer.kind == "no soft-lock" and answer.verdict == "proved":
            yield answer.text
    total = Counter(one.kind for one in report.answers)
    good = Counter(one.kind for one in report.answers if one.verdict == "proved")
    for kind, (one, many) in KINDS.items():
        if not total[kind]:
            continue
        if kind == "clamp":
            inside = sum(one.kind == kind and one.verdict == "proved" and one.witness is None for one in report.answers)
            yield f"{inside:,} of {total[kind]:,} {many} that a change might pass are never passed"
        elif kind == "promise":
            yield f"{good[kind]:,} of {total[kind]:,} {many} hold wherever the player can choose, and at every ending"
        elif kind == "closed":
            shown = sum(one.kind == kind and one.witness is not None for one in report.answers)
            yield f"{shown:,} of {total[kind]:,} choices that can be shown closed are, somewhere"
        else:
            yield f"{good[kind]:,} of {total[kind]:,} {many if total[kind] != 1 else one} can be reached"


def _lengths(report: Report) -> list[str]:
    endings = [one for one in report.answers if one.kind == "ending" and one.witness is not None]
    if not endings:
        return []
    lines = ["", "The fewest choices to each ending:"]
    for one in endings:
        assert one.witness is not None
        at_most = "" if one.witness.shortest else " (or fewer)"
        lines.append(f"  {pad(one.name, 32)}{len(one.witness.choices):>4}{at_most}")
    return lines


def json_report(program: Program, report: Report, positions: Positions | None = None) -> str:
    """All answers, for programs; with `positions`, those that are not proved say where they stand."""
    found = {
        "answers": [{**answer_json(one), **_where(one, positions)} for one in report.answers],
        **json_notes(program, report),
        **json_measures(report),
        **({"mistakes": list(report.mistakes)} if report.mistakes else {}),
    }
    return document(program.id, report.verdict, report.effort, found)


def _where(answer: Answer, positions: Positions | None) -> dict[str, object]:
    if positions is None or answer.verdict == "proved":
        return {}
    where = positions.of(answer)
    return {"file": clean_line(where.file), "line": where.line, "column": where.column}


def github_report(program: Program, report: Report, positions: Positions | None = None) -> Iterator[str]:
    """Annotations for GitHub: errors for what is refuted, warnings for what is not decided, notices for notes, lengths and odds."""
    words = Words(program)
    for cause in by_cause(one for one in report.answers if one.verdict == "refuted"):
        yield _annotated(words, cause.first, positions, more=len(cause.rest))
    for answer in report.answers:
        if answer.verdict == "not decided":
            yield _annotated(words, answer, positions)
    for verdict, measured in github_measures(report):
        yield annotation(verdict, program.id, measured)
    for mistake in report.mistakes:
        yield annotation("not decided", program.id, f"a mistake in hambies: {mistake}")
    for note in github_notes(words, report):
        yield annotation("proved", program.id, note)


def _annotated(words: Words, answer: Answer, positions: Positions | None, *, more: int = 0) -> str:
    where = None if positions is None else positions.of(answer)
    with_it = f"; {more:,} more {'is' if more == 1 else 'are'} out of reach with it" if more else ""
    said = answer._replace(text=f"{answer.text}{with_it}")
    return answer_annotation(words, words.program.id, words.what(answer), said, where)


def junit_report(program: Program, report: Report) -> str:
    """A JUnit document: a case for each question, and for each length and way of choosing that was measured."""
    words = Words(program)
    cases = [_case(words, one) for one in report.answers]
    return junit.document("hambies prove", [*cases, *measure_cases(report)], report.effort.seconds)


def _case(words: Words, answer: Answer) -> junit.Case:
    name = " ".join(part for part in (answer.kind, answer.name, answer.detail) if part)
    way = "\n".join(words.way(answer.witness)) if answer.verdict == "refuted" and answer.witness is not None else ""
    return case(answer.kind, name, answer.verdict, answer.text, way)
