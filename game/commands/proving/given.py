"""Playthroughs in scripts, as a proof or a map begins with them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from game.engine.sessions.session import Session
    from game.proof.results import Witness
    from game.replay.running.script_loader import ScriptLoader, ScriptPath
    from game.replay.scripts.steps import Script


def given_scripts(paths: Sequence[str]) -> dict[str, ScriptPath]:
    """The scripts in files and folders, by a digest of what is in each and where it is; what is wrong with a path is told."""
    if not paths:
        return {}
    from game.language.yaml.reader import LIMITS
    from game.replay.running.script_loader import find_scripts
    from game.system.files import read, real

    found, wrong = find_scripts(paths)
    for sentence in wrong:
        complain(f"{sentence}.")
    scripts: dict[str, ScriptPath] = {}
    for one in found:
        text = b""
        with suppress(OSError):
            text = read(one.path, LIMITS.file_bytes, root=one.root)
        scripts[digest_of([real(one.path).encode("utf-8", "surrogateescape"), text])] = one
    return scripts


def digest_of(parts: Iterable[bytes]) -> str:
    """What tells some bytes from others."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(b"%d %s" % (len(part), part))
    return digest.hexdigest()


def given_playthroughs(paths: Sequence[str], story: Path) -> list[Witness]:
    """The playthroughs in the scripts of files and folders."""
    return [way for ways in playthroughs(given_scripts(paths), story, {}).values() for way in ways]


def playthroughs(
    scripts: Mapping[str, ScriptPath], story: Path, known: Mapping[str, Sequence[Witness]]
) -> dict[str, Sequence[Witness]]:
    """What each script plays, as far as the story goes along; what is wrong with one costs that one, and is told.

    `known` is what some of them were seen to play, which is taken as it is. What is to be known next time stands under the digest of its script, all else under its name.
    """
    if not scripts:
        return {}
    from game.language.text.cleaning import counted
    from game.proof.results import Witness
    from game.replay.running.script_loader import ScriptLoader, Unusable
    from game.replay.scripts.parameters import runs

    loader = ScriptLoader(story)
    played: dict[str, Sequence[Witness]] = {}
    left_out = 0
    for digest, one in scripts.items():
        if digest in known:
            played[digest] = known[digest]
            continue
        script = loader.read(one).script
        filled = [] if script is None else runs(script)[0]
        left_out += not filled
        ways: list[Witness] = []
        whole = True
        for run in filled:
            try:
                session = _played(run.script, one, loader)
            except Unusable:
                left_out += 1
                whole = False
                continue
            named = [step.choose.text for step in run.script.steps if step.choose is not None]
            whole = whole and session is not None and named == list(session.choices)
            if session is not None:
                ways.append(Witness(dict(session.setup), session.seed, tuple(session.choices), shortest=False))
        if ways:  # where it does not tell by ids what was played, all of it, something else may be next time
            played[digest if whole else one.name] = ways
    if left_out:
        are = "is" if left_out == 1 else "are"
        complain(f"{counted(left_out, 'script')} cannot be run, and {are} passed over: hambies replay says why.")
    return played


def _played(script: Script, found: ScriptPath, loader: ScriptLoader) -> Session | None:
    """Where a script gets to. Raises Unusable."""
    from game.replay.running.runner import run_script

    program, start = loader.start(script, found)
    return run_script(script, program, start=start).session
