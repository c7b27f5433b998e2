"""Where the exits of blocks lead."""

from __future__ import annotations

from game.program import model
from game.program.model import Target


def targets(exit_: model.Exit) -> list[Target]:
    """Everywhere an exit can lead by itself, returns left out."""
    if isinstance(exit_, model.Choose):
        found = [choice.target for choice in exit_.choices]
        return found if exit_.fallback is None else [*found, exit_.fallback]
    if isinstance(exit_, model.Jump):
        return [exit_.target]
    if isinstance(exit_, model.Branch):
        return [exit_.then, exit_.otherwise]
    if isinstance(exit_, model.Call):
        return [exit_.target, exit_.back]
    if isinstance(exit_, model.Draw):
        return [*(one.target for one in exit_.storylets), exit_.back, exit_.otherwise]
    if isinstance(exit_, model.Return) and exit_.target is not None:
        return [exit_.target]
    return []
