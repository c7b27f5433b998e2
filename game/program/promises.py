"""Which of a story's promises are broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

from game.program.forms.evaluate import Valuation, compiled
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.program.model import Program

_known: WeakKeyDictionary[Program, dict[tuple[str, str], _Promises]] = WeakKeyDictionary()
"""What the promises of a story say, by scene and ending."""
_MOST: Final = 1_000
"""Values for which it is remembered what is broken."""


class _Promises:
    """The promises that say something in one scene. Play seldom changes what they look at: what is broken with the same values is the same."""

    def __init__(self, said: Sequence[tuple[str, Expr]]) -> None:
        self._holds = [(text, compiled(condition)) for text, condition in said]
        self._slots = sorted({slot for _, condition in said for slot in reads(condition)})
        self._broken: dict[tuple[int, ...], tuple[str, ...]] = {}

    def broken(self, values: Valuation) -> tuple[str, ...]:
        """Those that do not hold."""
        key = tuple([values[slot] for slot in self._slots])
        found = self._broken.get(key)
        if found is None:
            if len(self._broken) >= _MOST:  # several may play at once
                self._broken.clear()
            found = self._broken[key] = tuple([text for text, holds in self._holds if not holds(values)])
        return found


def broken(program: Program, scene: str, ending: str, values: Valuation) -> tuple[str, ...]:
    """The promises that do not hold where play stands in a scene, with an ending reached or "", as written."""
    known = _known.setdefault(program, {})
    said = known.get((scene, ending))
    if said is None:
        every = [(one.text, one.at(scene, ending)) for one in program.always]
        said = known[scene, ending] = _Promises([(text, one) for text, one in every if one is not None])
    return said.broken(values)
