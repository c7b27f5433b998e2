"""What the last proof of a story found of the values of its variables, where one is kept on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from game.program.model import Program
    from game.proof.incremental.store import ProofCache

KeptProof: TypeAlias = "Callable[[Path, Program], ProofCache | None]"
"""Where the proof of a story is kept that has the values of its variables (`hambies prove --ranges`)."""


def ranges(story: Path, program: Program, kept: KeptProof) -> Mapping[tuple[str, str], str]:
    """The values of each variable in each scene, in words; none where no proof of the story as it is now is kept."""
    cache = kept(story, program)
    report = None if cache is None else cache.fetch()
    if report is None:
        return {}
    from game.proof.report.notes import values_in_words

    return {(one.scene, one.variable): values_in_words(program, one) for one in report.ranges}
