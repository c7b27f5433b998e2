"""Writes the least suite into a folder, with as little change as can be to the suite that is there from an earlier proof."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.engine.session import ChoiceError, Session, SetupError
from game.language.reader import read_file
from game.proof.suite import Candidate, Way, least_suite
from game.replay.coverage_files import BadInput
from game.replay.goldens import write_whole
from game.replay.matching import match, nearest_option
from game.replay.script import SUFFIX, Expectation, Script, Text, Wanted, emit, parse, script_of
from game.system.names import is_leftover

if TYPE_CHECKING:
    from game.program.model import Program
    from game.proof.verdict import Report

_OURS = "# Written by hambies prove --scripts"
"""What the first line of a script begins with that was written here; no other script is touched."""


def write_suite(folder: Path, story: Path, program: Program, report: Report) -> None:
    """Write the scripts, each under what it was found for; take away those written here before that are not needed any more.

    Raises:
        BadInput: the folder cannot be written.
    """
    there = _scripts(folder)
    others = {path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}")} - {
        path.name.removesuffix(SUFFIX) for path in there
    }
    suite = least_suite(program, report, _earlier(program, there), others)
    named = Path(os.path.relpath(story.resolve(), folder.resolve())).as_posix()
    named = named if "/" in named or named.endswith((".yaml", ".yml")) or named in (".", "..") else f"./{named}"
    try:
        for one in suite:
            text = script_text(program, one, named)
            if there.pop(folder / f"{one.name}{SUFFIX}", None) != text:
                write_whole(folder / f"{one.name}{SUFFIX}", text)
        for path in there:
            path.unlink()
    except OSError as error:
        raise BadInput(f"the scripts cannot be written into {folder}: {error.strerror or error}") from None
    choices = sum(len(one.choices) for one in suite)
    print(f"{len(suite):,} scripts with {choices:,} choices written into {folder}", file=sys.stderr)


def script_text(program: Program, way: Candidate, story: str) -> str:
    """A playthrough as the text of a script, which holds it to where it ends."""
    end = Expectation("ending", (Wanted(way.ending),)) if way.ending else Expectation("scene", (Wanted(way.scene),))
    expect = Script(expect=(end,))
    script = script_of(program, seed=way.seed, setup=way.setup, choices=way.choices, expect=expect)
    return f"{_OURS}; it may write this anew, or remove it.\n" + emit(
        Script(steps=script.steps, expect=script.expect, story=Text(story), seed=script.seed, setup=script.setup)
    )


def _scripts(folder: Path) -> dict[Path, str]:
    """The scripts in a folder that were written here, with their texts."""
    found = {}
    for path in sorted(path for path in folder.glob(f"*{SUFFIX}") if not is_leftover(path.name)):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if text.startswith(_OURS):
            found[path] = text
    return found


def _earlier(program: Program, there: dict[Path, str]) -> list[Way]:
    """The playthroughs of those scripts, each as far as the story still goes along."""
    found = []
    for path in there:
        script, _ = parse(read_file(path))
        way = None if script is None else _followed(program, path.name.removesuffix(SUFFIX), script)
        if way is not None:
            found.append(way)
    return found


def _followed(program: Program, name: str, script: Script) -> Way | None:
    setup = {key.text: value.text for key, value in script.setup}
    session = None
    try:
        session = Session(program, seed=script.seed, setup=setup)
        for step in script.steps:
            if step.choose is None:
                return None  # somebody has put a step of their own into it
            options = session.turn.options
            at = match(options, step.choose.text).at
            near = None if at >= 0 else nearest_option(options, step.choose.text)
            if at < 0 and near is None:
                break
            session.choose(options[at].id if near is None else near[0].id)
    except (SetupError, ChoiceError):
        pass
    if session is None:
        return None
    return Way(name, setup, script.seed, tuple(session.choices), cut=len(session.choices) < len(script.steps))
