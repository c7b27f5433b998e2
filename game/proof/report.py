"""The outcome of a proof as people, programs and CI systems read it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from game.program.model import Program
from game.proof.bounds import memory_used
from game.proof.measures_report import json_measures, measure_lines
from game.proof.notes_report import decided_lines, github_notes, json_notes, note_lines
from game.proof.verdict import Answer, Effort, Report, Verdict, Witness
from game.proof.words import KINDS, Words, verdict_sentence

_UNDECIDED_SHOWN = 20
VERDICT_CODES: Mapping[Verdict, int] = {"proved": 0, "refuted": 1, "not decided": 3}


def exit_code(report: Report) -> int:
    """0 all proved, 1 something refuted, 3 something not decided."""
    return VERDICT_CODES[report.verdict]


def text_report(program: Program, report: Report) -> str:
    """The report for people."""
    words = Words(program)
    lines = [verdict_sentence(program, report)]
    refuted = [one for one in report.answers if one.verdict == "refuted"]
    for answer in refuted:
        lines += ["", *_finding(words, answer)]
    left = [one for one in report.answers if one.verdict == "not decided"]
    if left:
        lines += ["", "Not decided:"]
        lines += [f"  {words.what(one)}: {one.text}" for one in left[:_UNDECIDED_SHOWN]]
        if len(left) > _UNDECIDED_SHOWN:
            lines.append(f"  and {len(left) - _UNDECIDED_SHOWN:,} more (--format json lists all)")
    held = [one for one in report.answers if one.kind == "clamp" and one.witness is not None]
    if held:
        lines += ["", "Values that are held at a bound (fine where you mean it):"]
        lines += [f"  {words.what(one)}: {one.text}" for one in held]
    lines += note_lines(words, report)
    lines += ["", "Proved:", *(f"  {line}" for line in (*_proved(report), *decided_lines(report)))]
    lines += [*(() if report.lengths else _lengths(report)), *measure_lines(words, report)]
    return "\n".join([*lines, "", effort_line(report.effort)])


def _finding(words: Words, answer: Answer) -> Iterator[str]:
    where = f" in {answer.scene}" if answer.scene and answer.kind not in ("scene", "no soft-lock") else ""
    if answer.kind == "no soft-lock":
        yield f"Stuck {answer.text}."
    elif answer.kind == "promise":
        yield f"Broken: {words.what(answer)}{where}."
    else:
        yield f"Never: {words.what(answer)}{where}."
        yield f"  {answer.text}"
    if answer.witness is not None:
        yield "  how to get there:" if answer.witness.choices or answer.witness.setup else "  right at the beginning"
        yield from (f"    {label}" for label in words.way(answer.witness))


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
        lines.append(f"  {one.name:<32}{len(one.witness.choices):>4}{at_most}")
    return lines


def effort_line(effort: Effort) -> str:
    """What it took."""
    played = f", {effort.states:,} states played" if effort.states else ""
    bound = f"; stopped at {effort.bound}" if effort.bound else ""
    return f"{effort.places:,} places{played}, {effort.seconds:.1f} s, {memory_used():,} MB{bound}"


def json_report(program: Program, report: Report) -> str:
    """All answers, for programs."""
    found = {
        "version": 1,
        "story": program.id,
        "verdict": report.verdict,
        "effort": effort_json(report.effort),
        "answers": [_json(one) for one in report.answers],
        **json_notes(program, report, witness_json),
        **json_measures(report, witness_json),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def effort_json(effort: Effort) -> dict[str, object]:
    """What it took, for programs."""
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


def _json(answer: Answer) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": answer.kind,
        "name": answer.name,
        "scene": answer.scene,
        "detail": answer.detail,
        "verdict": answer.verdict,
        "text": answer.text,
    }
    if answer.witness is not None:
        found["witness"] = witness_json(answer.witness)
    return found


def github_report(program: Program, report: Report) -> Iterator[str]:
    """Annotations for GitHub: errors for what is refuted, warnings for what is not decided, notices for the notes."""
    words = Words(program)
    for answer in report.answers:
        if answer.verdict == "proved":
            continue
        way = f" [{' / '.join(words.way(answer.witness))}]" if answer.witness is not None else ""
        yield annotation(answer.verdict, program.id, f"{words.what(answer)}: {answer.text}{way}")
    for note in github_notes(words, report):
        yield annotation("proved", program.id, note)


def annotation(verdict: Verdict, title: str, message: str) -> str:
    """One annotation for GitHub."""
    level = {"refuted": "error", "not decided": "warning", "proved": "notice"}[verdict]
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} title=hambies prove {title}::{escaped}"


def junit_report(program: Program, report: Report) -> str:
    """A JUnit document: a case for each question."""
    words = Words(program)
    failed = sum(one.verdict == "refuted" for one in report.answers)
    skipped = sum(one.verdict == "not decided" for one in report.answers)
    counts = f'tests="{len(report.answers)}" failures="{failed}" errors="0" skipped="{skipped}" time="{report.effort.seconds:.3f}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="hambies prove" {counts}>',
        f'  <testsuite name="hambies prove" {counts}>',
        *_cases(words, report.answers),
        "  </testsuite>",
        "</testsuites>\n",
    ]
    return "\n".join(lines)


def _cases(words: Words, answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        name = " ".join(part for part in (answer.kind, answer.name, answer.detail) if part)
        head = f"    <testcase classname={_quoted('prove.' + answer.kind)} name={_quoted(name)}"
        if answer.verdict == "proved":
            yield head + "/>"
        elif answer.verdict == "not decided":
            yield f"{head}><skipped message={_quoted(answer.text)}/></testcase>"
        else:
            way = "\n".join(words.way(answer.witness)) if answer.witness is not None else ""
            yield f"{head}><failure message={_quoted(answer.text)}>{escape(_visible(way))}</failure></testcase>"


def _quoted(text: str) -> str:
    return quoteattr(_visible(text))


def _visible(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
