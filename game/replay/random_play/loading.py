"""A story and who plays it, from their files."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.source import Source
from game.program.load import load
from game.program.model import Program
from game.program.sources import SourceTable
from game.replay.coverage.files import BadInput
from game.replay.random_play.policy import Policy
from game.replay.random_play.wandering import Habit
from game.system.files import is_there

T = TypeVar("T")


def story_to_play(
    path: Path, policy: str, *, traced: bool = False
) -> tuple[Program, Habit | Policy, SourceTable | None]:
    """The story at `path`, how it is played (`least`, `uniform`, or the name of a policy's file), and with `traced` where everything stands.

    Raises BadInput, with all that is wrong printed.
    """
    habit = _habit(policy)
    if habit is not None:
        loaded = load(path, traced=traced)
        return _usable(loaded.program, loaded.diagnostics, loaded.sources, str(path)), habit, loaded.table
    from game.language.yaml.reader import read_file
    from game.replay.random_play.policy import read, resolved

    if not is_there(policy):
        raise BadInput(f"--policy is least, uniform, or a file: there is no file {policy}")
    document = read_file(Path(policy), name=policy)
    found, said = read(document)
    written = _usable(found, said, {policy: document.source}, policy)
    loaded = load(path, extra=written.extra, traced=traced)
    wrong = {one.file for one in loaded.diagnostics if one.severity == "error"}
    program = _usable(loaded.program, loaded.diagnostics, loaded.sources, policy if wrong == {policy} else str(path))
    player, said = resolved(written, program, loaded.asked)
    return program, _usable(player, said, loaded.sources, policy), loaded.table


def _habit(policy: str) -> Habit | None:
    return "least" if policy == "least" else "uniform" if policy == "uniform" else None


def _usable(thing: T | None, said: Sequence[Diagnostic], sources: Mapping[str, Source], name: str) -> T:
    if thing is not None:
        return thing
    from game.language.diagnostics.report import render

    for diagnostic in said:
        print(render(diagnostic, sources) + "\n", file=sys.stderr)
    raise BadInput(f"{name} cannot be used")
