"""Whether what a script expects is so, and if not, what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from game.engine.sessions.session import Session
from game.engine.tags import tags_of
from game.engine.turn import Option, Turn
from game.language.diagnostics.diagnostic import Diagnostic
from game.language.schema.findings import MOST
from game.program.model import Program
from game.replay.running.following import ScriptRenamer
from game.replay.scripts.matching import folded, squeezed
from game.replay.scripts.parsing import KINDS, ScriptFindings
from game.replay.scripts.steps import Expectation, Script, ScriptText, Wanted
from game.replay.scripts.values import holds, shown, trouble

NONE = "none"
WITHOUT = "a text without it"
WITH = "a text with it"


class Miss(NamedTuple):
    """An expectation that does not hold: where it stands, what was expected, what was, and what is most like it."""

    pos: int
    length: int
    expected: str
    was: str
    nearest: str = ""


def turn_text(turn: Turn) -> str:
    """The words of a turn as expectations read them: one block a line."""
    return "\n".join(squeezed(block.text) for block in turn.blocks)


def misses(expect: tuple[Expectation, ...], session: Session, follower: ScriptRenamer) -> list[Miss]:
    """Everything in `expect` that does not hold now."""
    return [miss for each in expect for miss in _misses(each, session, session.turn, follower)]


def _misses(expectation: Expectation, session: Session, turn: Turn, follower: ScriptRenamer) -> Iterator[Miss]:
    kind = expectation.kind
    first = expectation.wanted[0]
    if kind == "value":
        yield from _value(expectation, session)
    elif kind == "scene":
        if turn.scene != first.text:
            yield Miss(first.pos, len(first.text), f"scene {first.text}", f"scene {turn.scene}")
    elif kind == "ending":
        if (turn.ending or "none") != first.text:
            was = f"ending {turn.ending}" if turn.ending else "no ending: the story goes on"
            yield Miss(first.pos, len(first.text), f"ending {first.text}", was)
    elif kind == "learned" or kind == "tags":
        there = session.learned if kind == "learned" else tags_of(session.program, turn)
        for wanted in expectation.wanted:
            if wanted.text not in there:
                yield _miss(wanted, f"{kind} {wanted.text}", f"{kind} {', '.join(there) or 'nothing'}")
    elif kind in ("text", "not-text"):
        yield from _text(expectation, turn_text(turn))
    else:
        for wanted in expectation.wanted:
            miss = _choice(expectation, wanted, turn.options, follower)
            if miss is not None:
                yield miss


def _miss(wanted: Wanted, expected: str, was: str, nearest: str = "") -> Miss:
    return Miss(wanted.pos, len(wanted.text), expected, was, nearest)


def _value(expectation: Expectation, session: Session) -> Iterator[Miss]:
    name = expectation.name
    if name in session.program.sets:
        yield from _things(expectation, session)
        return
    variable = session.program.variables.get(name)
    value = session.value(name)
    if not any(holds(variable, value, wanted.text) for wanted in expectation.wanted):
        wanted_text = " or ".join(wanted.text for wanted in expectation.wanted)
        first = expectation.wanted[0]
        yield Miss(first.pos, len(first.text), f"{name}: {wanted_text}", f"{name}: {shown(value)}")


def _things(expectation: Expectation, session: Session) -> Iterator[Miss]:
    """A set holds just what is listed; `none` is nothing at all."""
    name, first = expectation.name, expectation.wanted[0]
    there = [one.rpartition(".")[2] for one in session.program.sets[name].variables if session.value(one)]
    wanted = [one.text for one in expectation.wanted if one.text != NONE]
    if set(there) != set(wanted):
        yield Miss(
            first.pos, len(first.text), f"{name}: {', '.join(wanted) or NONE}", f"{name}: {', '.join(there) or NONE}"
        )


def _text(expectation: Expectation, text: str) -> Iterator[Miss]:
    flat = text.replace("\n", " ")
    for wanted in expectation.wanted:
        if wanted.pattern:
            from game.replay.scripts.pattern import TextPattern

            found = TextPattern(wanted.text).found_in(text)
            named = f"/{wanted.text}/"
        else:
            found = squeezed(wanted.text) in flat
            named = f'"{squeezed(wanted.text)}"'
        if expectation.kind == "text" and not found:
            near = "" if wanted.pattern else _nearest_line(text, squeezed(wanted.text))
            yield _miss(wanted, f"text with {named}", WITHOUT, near)
        elif expectation.kind == "not-text" and found:
            yield _miss(wanted, f"a text without {named}", WITH)


def _nearest_line(text: str, wanted: str) -> str:
    """The line of the text that has the longest piece in common with what was wanted, if that says something."""
    from difflib import SequenceMatcher

    small = wanted.casefold()
    best, size = "", max(6, len(small) // 3)
    for line in text.split("\n"):
        if small in line.casefold():
            return line
        found = SequenceMatcher(None, small, line.casefold(), autojunk=False).find_longest_match()
        if found.size > size:
            size = found.size
            start = max(0, found.b - found.a - 10)
            best = line[start : start + len(wanted) + 30].strip()
    return best


def _choice(
    expectation: Expectation, wanted: Wanted, options: tuple[Option, ...], follower: ScriptRenamer
) -> Miss | None:
    kind = expectation.kind
    found = follower.match(options, ScriptText(wanted.text, wanted.pos))
    named = f'"{wanted.text}"'
    if kind == "hidden":
        if found.trouble == "none":
            return None
        return _miss(wanted, f"{named} hidden", f"{named} {'closed' if found.trouble == 'closed' else 'open'}")
    if found.trouble == "none":
        from game.replay.scripts.matching import nearest_option

        near = nearest_option(options, wanted.text)
        return _miss(wanted, f"{named} {kind}", "no such choice", near[0].label if near else "")
    if kind == "open":
        if found.trouble != "closed":
            return None
        return _miss(wanted, f"{named} open", f"closed: {found.about[0].reason}")
    if found.trouble != "closed":
        return _miss(wanted, f"{named} closed", "it is open")
    if wanted.reason and not any(folded(wanted.reason) in folded(option.reason) for option in found.about):
        return _miss(wanted, f'{named} closed, because "{wanted.reason}"', f'closed, because "{found.about[0].reason}"')
    return None


def unknown_names(script: Script, program: Program) -> tuple[Diagnostic, ...]:
    """What a script expects or sets that the story does not have: located, with the nearest right name."""
    findings = ScriptFindings(script.name)
    for group in (*(step.expect for step in script.steps), script.expect):
        for expectation in group:
            if len(findings.found) > MOST:
                return tuple(findings.found)
            _check(findings, expectation, program)
    check_setup(findings, script.setup, program)
    return tuple(findings.found)


def check_setup(findings: ScriptFindings, setup: Iterable[tuple[ScriptText, ScriptText]], program: Program) -> None:
    """Find answers before the story that it does not ask for, or does not take."""
    asked = {question.variable for question in program.setup}
    for name, answer in setup:
        if name.text not in asked:
            hint = findings.did_you_mean(name.text, asked) or _all("the story asks for", asked)
            message = f"the story's setup does not ask for {name.text!r}"
            findings.error("E408", name.pos, message, hint, len(name.text))
        else:
            variable = program.variables.get(name.text)
            wrong = trouble(variable, answer.text) if variable else ""
            if wrong:
                findings.error("E409", answer.pos, wrong, length=len(answer.text))


def _check(findings: ScriptFindings, expectation: Expectation, program: Program) -> None:
    kind = expectation.kind
    first = expectation.wanted[0]
    if kind == "value":
        _check_value(findings, expectation, program)
    elif kind == "scene":
        _check_names(findings, expectation, "scene", program.scene_ids)
    elif kind == "ending" and first.text != "none":
        _check_names(findings, expectation, "ending", tuple(program.endings))
    elif kind == "tags":
        _check_names(findings, expectation, "tag", tuple({tag for tags in program.tags.values() for tag in tags}))
    elif kind == "learned":
        _check_names(findings, expectation, "codex entry", tuple(program.codex))


def _check_names(findings: ScriptFindings, expectation: Expectation, what: str, names: Iterable[str]) -> None:
    known = set(names)
    for wanted in expectation.wanted:
        if wanted.text not in known:
            hint = findings.did_you_mean(wanted.text, known)
            findings.error("E408", wanted.pos, f"the story has no {what} {wanted.text!r}", hint, len(wanted.text))


def _check_value(findings: ScriptFindings, expectation: Expectation, program: Program) -> None:
    if expectation.name in program.sets:
        things = [one.rpartition(".")[2] for one in program.sets[expectation.name].variables]
        for wanted in expectation.wanted:
            if wanted.text not in (*things, NONE):
                hint = findings.did_you_mean(wanted.text, things) or f"there is {', '.join(things[:8])}"
                message = f"{expectation.name} has no thing {wanted.text!r}"
                findings.error("E409", wanted.pos, message, hint, len(wanted.text))
        return
    variable = program.variables.get(expectation.name)
    texts = [text[0] for text in program.texts]
    if variable is None and expectation.name in texts:
        return
    if variable is None:
        hint = findings.did_you_mean(expectation.name, (*program.variables, *program.sets, *texts, *KINDS))
        message = f"the story has no variable {expectation.name!r}, and it is no other expectation"
        findings.error("E408", expectation.pos, message, hint, len(expectation.name))
        return
    for wanted in expectation.wanted:
        wrong = trouble(variable, wanted.text)
        if wrong:
            findings.error("E409", wanted.pos, wrong, length=len(wanted.text))


def _all(before: str, names: set[str]) -> str:
    return f"{before} {', '.join(sorted(names))}" if names else ""
