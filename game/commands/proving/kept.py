"""What earlier proofs of a story have found, as they are kept on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from game.program.model import Program
    from game.proof.incremental.store import ProofCache

_NO_MATTER = frozenset(
    {
        "command",
        "story",
        "format",
        "junit",
        "summary",
        "scripts",
        "saves_from",
        "no_cache",
        "max_time",
        "max_memory",
        "playthroughs",
    }
)
"""Arguments that change nothing about what is found, where nothing is left open."""


def kept_proof(args: Namespace, story: Path, program: Program) -> ProofCache | None:
    """Where the proof of a story with these options is kept; None where no folder can be had."""
    from game.program.load import usual_folder
    from game.proof.incremental.store import ProofCache

    folder = usual_folder()
    options = sorted((name, value) for name, value in vars(args).items() if name not in _NO_MATTER)
    return None if folder is None else ProofCache(folder, story, program, repr(options))
