"""Scripted playthroughs as values: the door for the rest of the house.

    script, diagnostics = parse(read_file(path))
    text = emit(script)

`script_of` writes what was played so far as a script: a bug report, a prover's witness, a stuck state of the random
player.
"""

from __future__ import annotations

from game.replay.scripts.emitting import emit
from game.replay.scripts.parsing import parse
from game.replay.scripts.recording import script_of
from game.replay.scripts.steps import SUFFIX, Expectation, Script, ScriptStep, ScriptText, Wanted

__all__ = ["SUFFIX", "Expectation", "Script", "ScriptStep", "ScriptText", "Wanted", "emit", "parse", "script_of"]
