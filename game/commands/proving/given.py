"""Playthroughs in scripts, as a proof or a map begins with them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from game.engine.sessions.session import Session
    from game.proof.results import Witness
    from game.replay.running.script_loader import ScriptLoader, ScriptPath
    from game.replay.scripts.steps import Script


def given_scripts(paths: Sequence[str]) -> list[ScriptPath]:
    """The scripts in files and folders; what is wrong with a path is told."""
    if not paths:
        return []
    from game.replay.running.script_loader import find_scripts

    found, wrong = find_scripts(paths)
    for sentence in wrong:
        complain(f"{sentence}.")
    return found


def digest_of(scripts: Sequence[ScriptPath]) -> str:
    """What tells some scripts from others; nothing where there are none."""
    from hashlib import blake2b

    from game.language.yaml.reader import LIMITS
    from game.system.files import read

    digest = blake2b(digest_size=16)
    for one in scripts:
        with suppress(OSError):
            text = read(one.path, LIMITS.file_bytes, root=one.root)
            digest.update(b"%d %s" % (len(text), text))
    return digest.hexdigest() if scripts else ""


def given_playthroughs(paths: Sequence[str], story: Path) -> list[Witness]:
    """The playthroughs in the scripts of files and folders."""
    return playthroughs(given_scripts(paths), story)


def playthroughs(scripts: Sequence[ScriptPath], story: Path) -> list[Witness]:
    """Each script as far as the story goes along; what is wrong with one costs that one, and is told."""
    if not scripts:
        return []
    from game.language.text.cleaning import counted
    from game.proof.results import Witness
    from game.replay.running.script_loader import ScriptLoader, Unusable
    from game.replay.scripts.parameters import runs

    loader = ScriptLoader(story)
    given: list[Witness] = []
    left_out = 0
    for one in scripts:
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
