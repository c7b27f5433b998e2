"""Playthroughs in scripts, as a proof or a map begins with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from pathlib import Path

    from game.engine.sessions.session import Session
    from game.proof.results import Witness
    from game.replay.running.script_loader import ScriptLoader, ScriptPath
    from game.replay.scripts.steps import Script


def given_playthroughs(paths: list[str], story: Path) -> list[Witness]:
    """The playthroughs in scripts, each as far as the story goes along; what is wrong with one costs that one, and is told."""
    if not paths:
        return []
    from game.language.text.cleaning import counted
    from game.proof.results import Witness
    from game.replay.running.script_loader import ScriptLoader, Unusable, find_scripts
    from game.replay.scripts.parameters import runs

    found, wrong = find_scripts(paths)
    for sentence in wrong:
        complain(f"{sentence}.")
    loader = ScriptLoader(story)
    given: list[Witness] = []
    left_out = 0
    for one in found:
        script = loader.read(one).script
        filled = [] if script is None else runs(script)[0]
        left_out += not filled
        for run in filled:
            try:
                session = _played(run.script, one, loader)
            except Unusable:
                left_out += 1
                continue
            if session is not None:
                given.append(Witness(dict(session.setup), session.seed, tuple(session.choices), shortest=False))
    if left_out:
        are = "is" if left_out == 1 else "are"
        complain(f"{counted(left_out, 'script')} cannot be run, and {are} passed over: hambies replay says why.")
    return given


def _played(script: Script, found: ScriptPath, loader: ScriptLoader) -> Session | None:
    """Where a script gets to. Raises Unusable."""
    from game.replay.running.runner import run_script

    program, start = loader.start(script, found)
    return run_script(script, program, start=start).session
