"""The notes of a proof as people and programs read them: conditions, draws, starts and values. None of them changes the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from game.engine.sessions.values import plain_value
from game.language.text.columns import pad, width
from game.program.model import Program
from game.proof.model.value_sets.analysis import listed
from game.proof.report.common import witness_json
from game.proof.report.wording import Words
from game.proof.results import Condition, Drawing, NeverSet, Range, Report, Witness


def note_lines(words: Words, report: Report) -> list[str]:
    """The sections with notes, each with an empty line before it."""
    program = words.program
    lines: list[str] = []
    settled = [one for one in report.conditions if one.truth in ("always", "never")]
    if settled:
        lines += ["", "Conditions that are always or never true where they stand (fine where you mean it):"]
        lines += [f"  {_place(words, one)}: {one.text} is {one.truth} true" for one in settled]
    same = [one for one in report.draws if one.chance == "cannot matter"]
    if same:
        lines += ["", "Draws whose outcome cannot matter:"]
        lines += [f"  {_deck(words, one.draw)} in {one.scene}: {one.text}" for one in same]
    unset = [one for one in report.starts if one.read == "read"]
    if unset:
        lines += ["", "Variables that are read, and that nothing on any playthrough sets:"]
        lines += [f"  {one.variable}: always {_start(program, one)}, read in {one.scene}" for one in unset]
    if report.ranges:
        lines += ["", "The values of what each scene reads or changes, at any moment in it:", *_table(program, report)]
    return lines


def decided_lines(report: Report) -> Iterator[str]:
    """What was proved about conditions and draws, in numbers."""
    asked = [one for one in report.conditions if one.truth != "not reached"]
    if asked:
        both = sum(one.truth == "both" for one in asked)
        left = _left(one.truth for one in asked)
        yield f"{both:,} of {len(asked):,} conditions can be true and can be false where they stand{left}"
    draws = [one for one in report.draws if one.chance != "not reached"]
    if draws:
        matter = sum(one.chance == "matters" for one in draws)
        left = _left(one.chance for one in draws)
        yield f"the outcome of {matter:,} of {len(draws):,} {'draws' if len(draws) > 1 else 'draw'} can matter{left}"


def _left(said: Iterable[str]) -> str:
    left = list(said).count("not decided")
    return f"; {left:,} not decided" if left else ""


def github_notes(words: Words, report: Report) -> Iterator[str]:
    """What is worth a notice beside the code."""
    for condition in report.conditions:
        if condition.truth in ("always", "never"):
            yield f"{_place(words, condition)}: {condition.text} is {condition.truth} true where it stands"
    for draw in report.draws:
        if draw.chance == "cannot matter":
            yield f"{_deck(words, draw.draw)} in {draw.scene}: its outcome cannot matter, {draw.text}"
    for one in report.starts:
        if one.read == "read":
            yield f"{one.variable} is read in {one.scene}, and nothing sets it: always {_start(words.program, one)}"


def json_notes(program: Program, report: Report) -> dict[str, object]:
    """All notes, for programs."""

    def way(one: Witness | None) -> dict[str, object] | None:
        return None if one is None else witness_json(one)

    def start(name: str) -> object:
        return plain_value(program.variables[name], program.variables[name].start)

    found: dict[str, object] = {
        "conditions": [_plain(one, true=way(one.true), false=way(one.false)) for one in report.conditions],
        "draws": [_plain(one, witness=way(one.witness)) for one in report.draws],
        "starts": [
            _plain(one, unset=True, value=start(one.variable), witness=way(one.witness)) for one in report.starts
        ],
    }
    if report.ranges:
        found["ranges"] = [
            _plain(one, values=[plain_value(program.variables[one.variable], value) for value in one.values])
            for one in report.ranges
        ]
    return found


def _plain(one: Condition | Drawing | NeverSet | Range, **instead: object) -> dict[str, object]:
    """A note as a mapping; what is empty or None is left out."""
    return {key: value for key, value in (one._asdict() | instead).items() if value not in (None, "")}


def _place(words: Words, one: Condition) -> str:
    """What a condition belongs to, such as `the if of the choice “Jump” in roof`."""
    if one.where == "storylet":
        return f"the when of the storylet {one.of}"
    what = {
        "if": "an if",
        "choice": f"the if of the choice “{words.label(one.of)}”",
        "needs": f"the needs of the choice “{words.label(one.of)}”",
        "reason": f"the reason of the choice “{words.label(one.of)}”",
        "label": f"the label of the choice “{words.label(one.of)}”",
        "text": f"the text “{words.text(one.of, '')}”",
    }[one.where]
    return f"{what} in {one.scene or 'the codex entry ' + words.entry(one.of)}"


def _deck(words: Words, draw: str) -> str:
    """A draw by its deck, with the number of the second and later ones of the same scene; a shuffle by its line."""
    if "@draw:" not in draw:
        return f"the shuffle of the text “{words.text(draw, '')}”"
    deck, _, number = draw.partition("@draw:")[2].partition("~")
    return f"the draw from {deck}" + (f" (number {number})" if number else "")


def _start(program: Program, one: NeverSet) -> str:
    variable = program.variables[one.variable]
    return listed(variable, [variable.start])


def _table(program: Program, report: Report) -> Iterator[str]:
    for scene, rows in groupby(report.ranges, key=lambda one: one.scene):
        used = [one for one in rows if one.used]
        if used:
            yield f"  {scene}"
            wide = max(width(one.variable) for one in used)
            yield from (f"    {pad(one.variable, wide)}  {values_in_words(program, one)}" for one in used)


def values_in_words(program: Program, one: Range) -> str:
    """The values that a variable has in a scene."""
    return ("" if one.exact else "at most ") + listed(program.variables[one.variable], one.values)
