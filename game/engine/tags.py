"""The tags of a turn: words that a story gives its scenes, texts and choices, with no meaning here."""

from __future__ import annotations

from game.engine.turn import Turn
from game.program.model import Program


def tags_of(program: Program, turn: Turn) -> tuple[str, ...]:
    """The tags of what was told in a turn, of the choices it offers, and of the scene it stopped in; each once, in that order."""
    there = [
        *(line for block in turn.blocks for line in block.lines),
        *(option.id for option in turn.options),
        turn.scene,
    ]
    return tuple(dict.fromkeys(tag for one in there for tag in program.tags.get(one, ())))
