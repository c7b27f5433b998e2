"""Which of a story's promises are broken."""

from __future__ import annotations

from game.program.forms.evaluate import Valuation, evaluate
from game.program.model import Program


def broken(program: Program, scene: str, ending: str, values: Valuation) -> tuple[str, ...]:
    """The promises that do not hold where play stands in a scene, with an ending reached or "", as written."""
    return tuple(
        [
            one.text
            for one in program.always
            if (condition := one.at(scene, ending)) is not None and not evaluate(condition, values)
        ]
    )
