"""One script run several times: `$name` in its choices, answers and expectations stands for each run's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.replay.scripts.parsing import ScriptFindings
from game.replay.scripts.steps import Expectation, Script, ScriptStep, ScriptText, Wanted


class ScriptRun(NamedTuple):
    """One run of a script: `label` says which, empty when there is only one."""

    label: str
    script: Script


def runs(script: Script) -> tuple[list[ScriptRun], tuple[Diagnostic, ...]]:
    """The runs of a script, each with its parameters filled in, and what is wrong with their use."""
    if not script.parameters:
        return [ScriptRun("", script)], ()
    findings = ScriptFindings(script.name)
    known = {name for name, _ in script.parameters[0]}
    for text, pos in _texts(script):
        for name in _names(text):
            if name not in known:
                hint = findings.did_you_mean(name, known) or "a plain $ is written $$ in a script with parameters"
                findings.error("E406", pos, f"no parameter is called {name!r}", hint)
    if findings.found:
        return [], tuple(findings.found)
    return [ScriptRun(_label(values), _filled(script, dict(values))) for values in script.parameters], ()


def _label(values: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: words as they stand, or (name, True)."""
    at = 0
    while (dollar := text.find("$", at)) >= 0:
        if dollar > at:
            yield text[at:dollar], False
        end = dollar + 1
        while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "_"):
            end += 1
        name = text[dollar + 1 : end]
        if name.isidentifier():
            yield name, True
            at = end
        else:
            yield "$", False
            at = dollar + (2 if text[dollar + 1 : dollar + 2] == "$" else 1)
    if at < len(text):
        yield text[at:], False


def _names(text: str) -> list[str]:
    return [piece for piece, is_name in _pieces(text) if is_name]


def _fill(text: str, values: Mapping[str, str]) -> str:
    if "$" not in text:
        return text
    return "".join(values[piece] if is_name else piece for piece, is_name in _pieces(text))


def _texts(script: Script) -> Iterator[tuple[str, int]]:
    for _, answer in script.setup:
        yield answer.text, answer.pos
    for step in script.steps:
        if step.choose is not None:
            yield step.choose.text, step.choose.pos
    for expectation in (each for group in (*(step.expect for step in script.steps), script.expect) for each in group):
        for wanted in expectation.wanted:
            if not wanted.pattern:
                yield wanted.text, wanted.pos
                yield wanted.reason, wanted.pos


def _filled(script: Script, values: Mapping[str, str]) -> Script:
    def text(value: ScriptText) -> ScriptText:
        return value._replace(text=_fill(value.text, values))

    def wanted(value: Wanted) -> Wanted:
        if value.pattern:  # in a pattern $ is the end of a line
            return value
        return value._replace(text=_fill(value.text, values), reason=_fill(value.reason, values))

    def expect(group: tuple[Expectation, ...]) -> tuple[Expectation, ...]:
        return tuple(each._replace(wanted=tuple(map(wanted, each.wanted))) for each in group)

    def step(value: ScriptStep) -> ScriptStep:
        return value._replace(choose=text(value.choose) if value.choose else None, expect=expect(value.expect))

    return script._replace(
        setup=tuple((name, text(answer)) for name, answer in script.setup),
        steps=tuple(map(step, script.steps)),
        expect=expect(script.expect),
        parameters=(),
    )
