"""Which of a story's promises are broken."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from game.program.forms.evaluate import Evaluator, Valuation, compiled
from game.program.model import Program

_said: WeakKeyDictionary[Program, dict[tuple[str, str], list[tuple[str, Evaluator]]]] = WeakKeyDictionary()
"""What the promises of a story say, by scene and ending, each as written and as a function."""


def broken(program: Program, scene: str, ending: str, values: Valuation) -> tuple[str, ...]:
    """The promises that do not hold where play stands in a scene, with an ending reached or "", as written."""
    known = _said.setdefault(program, {})
    said = known.get((scene, ending))
    if said is None:
        every = [(one.text, one.at(scene, ending)) for one in program.always]
        said = known[scene, ending] = [(text, compiled(one)) for text, one in every if one is not None]
    return tuple([text for text, holds in said if not holds(values)])
