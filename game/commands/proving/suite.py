"""Writes the least suite into a folder, with as little change as can be to the suite that is there from an earlier proof."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from game.engine.sessions.session import ChoiceError, Session, SetupError
from game.language.text.cleaning import counted
from game.language.yaml.reader import LIMITS, read_text
from game.output import say
from game.proof.bounds import AT_LEAST, Bounds
from game.proof.results import STOPPED
from game.replay.coverage.files import BadInput
from game.replay.running.following import ScriptRenamer
from game.replay.script import SUFFIX, Expectation, Script, ScriptText, Wanted, emit, parse, script_of
from game.replay.scripts.matching import nearest_option
from game.replay.scripts.written import is_untouched, marked, own_root, write_text
from game.replay.suite import Candidate, Covering, file_name, least_suite
from game.system.files import because, is_link, names, read, real
from game.system.names import is_leftover
from game.system.writing import remove

if TYPE_CHECKING:
    from collections.abc import Collection

    from game.program.model import Program
    from game.proof.results import Report

_OURS = "# Written by hambies prove --scripts"
"""What the first line of a script begins with that was written here; no other script is touched, nor one edited since."""


def write_suite(folder: Path, story: Path, program: Program, report: Report, bounds: Bounds) -> bool:
    """Write the scripts, each under what it was found for; take away those written here before that are not needed any more.

    Returns whether they show all that the playthroughs of the proof do; where there was no time for that, nothing is taken away, and what was left out is told.

    Raises:
        BadInput: the folder cannot be written.
    """
    there = _scripts(folder)
    ours = {path.name.removesuffix(SUFFIX) for path in there}
    others = {name.removesuffix(SUFFIX) for name in _names(folder)} - ours
    patience = Patience(bounds)
    suite = least_suite(program, ways_of(report), _earlier(program, there), others, patience.over)
    named = Path(os.path.relpath(real(story), real(folder))).as_posix()
    named = named if "/" in named or named.endswith((".yaml", ".yml")) or named in (".", "..") else f"./{named}"
    try:
        for one in suite.playthroughs:
            text = script_text(program, one, named)
            if there.pop(folder / f"{one.name}{SUFFIX}", None) != text:
                write_text(folder / f"{one.name}{SUFFIX}", text, root=own_root(folder) or folder)
        for path in () if suite.cut else there:
            remove(path)
    except OSError as error:
        raise BadInput(f"scripts cannot be written into {folder}: {because(error)}") from None
    choices = sum(len(one.choices) for one in suite.playthroughs)
    left_out = f"{counted(suite.left_out, 'playthrough')} of the proof left out"
    left_out = left_out if suite.left_out else "there may be more of them than need be"
    cut = f"; stopped at {patience.bound}: {left_out}" if suite.cut else ""
    say(
        f"{counted(len(suite.playthroughs), 'script')} with {counted(choices, 'choice')} written into {folder}{cut}",
        out=sys.stderr,
    )
    return not suite.left_out


def ways_of(report: Report) -> Collection[Covering]:
    """The playthroughs of a report, each once, with the name of the first thing it was found for."""
    found: dict[tuple[object, ...], Covering] = {}
    for answer in report.answers:
        witness = answer.witness
        if witness is None or answer.kind in ("no soft-lock", "promise", "clamp"):
            continue
        choices = (*witness.choices, answer.name) if answer.kind == "choice" else witness.choices
        key = (tuple(witness.setup.items()), witness.seed, choices)
        name = "-".join(part for part in (answer.kind, answer.name, answer.detail) if part)
        found.setdefault(key, Covering(file_name(name), witness.setup, witness.seed, choices))
    return found.values()


class Patience:
    """Tells when it is over with what comes after a proof: at one of its bounds, or where somebody has asked to stop; a second there is in any case."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._latest = max(bounds.seconds, bounds.spent + AT_LEAST)
        self._next = 0.0
        self.bound = ""
        """What it was over for, in words."""

    def over(self) -> bool:
        """Whether it is over."""
        bounds = self._bounds
        if bounds.stop:
            bounds.stop, self.bound = False, STOPPED  # so that what is known can be told
        now = time.monotonic()
        if not self.bound and now >= self._next:
            self._next = now + 0.01
            if bounds.spent > self._latest:
                self.bound = bounds.said
            elif bounds.too_large():
                self.bound = bounds.said_memory
        return bool(self.bound)


def script_text(program: Program, way: Candidate, story: str) -> str:
    """A playthrough as the text of a script, which holds it to where it ends."""
    end = Expectation("ending", (Wanted(way.ending),)) if way.ending else Expectation("scene", (Wanted(way.scene),))
    expect = Script(expect=(end,))
    script = script_of(program, seed=way.seed, setup=way.setup, choices=way.choices, expect=expect)
    body = emit(
        Script(steps=script.steps, expect=script.expect, story=ScriptText(story), seed=script.seed, setup=script.setup)
    )
    return marked(f"{_OURS}; while nobody edits it, it may be written anew or removed.", body)


def _names(folder: Path) -> list[str]:
    """The names of all scripts in a folder, which need not be there."""
    try:
        return [name for name in names(folder) if name.endswith(SUFFIX) and not is_leftover(name)]
    except OSError:
        return []


def _scripts(folder: Path) -> dict[Path, str]:
    """The scripts in a folder that were written here and that nobody has edited, with their texts."""
    found = {}
    for name in _names(folder):
        path = folder / name
        try:
            text = "" if is_link(path) else read(path, LIMITS.file_bytes).decode()
        except (OSError, UnicodeDecodeError):
            continue
        if text.startswith(_OURS) and is_untouched(text) is not False:  # earlier versions gave no checksum
            found[path] = text
    return found


def _earlier(program: Program, there: dict[Path, str]) -> list[Covering]:
    """The playthroughs of those scripts, each as far as the story still goes along."""
    found = []
    for path, text in there.items():
        script, _ = parse(read_text(text, str(path)))
        way = None if script is None else _followed(program, path.name.removesuffix(SUFFIX), script)
        if way is not None:
            found.append(way)
    return found


def _followed(program: Program, name: str, script: Script) -> Covering | None:
    validator = ScriptRenamer(program)
    script = validator.script(script)
    setup = {key.text: value.text for key, value in script.setup}
    session = None
    try:
        session = Session(program, seed=script.seed, setup=setup)
        for step in script.steps:
            if step.choose is None:
                return None  # somebody has put a step of their own into it
            options = session.turn.options
            at = validator.match(options, step.choose).at
            near = None if at >= 0 else nearest_option(options, step.choose.text)
            if at < 0 and near is None:
                break
            session.choose(options[at].id if near is None else near[0].id)
    except (SetupError, ChoiceError):
        pass
    if session is None:
        return None
    return Covering(name, setup, script.seed, tuple(session.choices), cut=len(session.choices) < len(script.steps))
