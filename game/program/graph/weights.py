"""How much a block can add to a turn, whatever the variables are: what the engine bounds a turn by, and the proof with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from game.program import model
from game.program.model import Program

if TYPE_CHECKING:
    from game.program.forms.types import Segments

HEAVIEST: Final = 1_000_000
"""Letters of one turn, about five hundred pages. More is no turn that anybody reads, and fills the memory of whoever shows it."""
_LONGEST_ANSWER: Final = 80
_NUMBER: Final = 8
_WITHOUT_WORDS: Final = 20
"""Letters that something counts for that is done and not told, where a block has more of it than any needs: …"""
_FEW: Final = 10
"""… than this."""


class Weights:
    """Weighs the blocks of a program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._words: dict[int, int] = {}

    def of(self, ops: Sequence[model.Op], exit_: model.Exit) -> int:
        """The most letters that a block can show, and as many more as it does beside them."""
        letters = 0
        for op in ops:
            if op.__class__ is model.Text:
                segments = op.segments
                only = segments[0] if len(segments) == 1 else None
                letters += len(only) if only.__class__ is str else self._most(segments)
        done = len(ops)
        if isinstance(exit_, model.Choose):
            done += len(exit_.choices)
            if exit_.fallback is not None:  # play may come here many times in a turn
                letters += sum([self._most(choice.label) + self._most(choice.reason) for choice in exit_.choices])
        elif isinstance(exit_, model.Draw):
            done += len(exit_.storylets)
        return letters + (done - _FEW) * _WITHOUT_WORDS if done > _FEW else letters

    def _most(self, segments: Segments) -> int:
        """The letters of a text where each part is as long as it can be."""
        total = 0
        for one in segments:
            if isinstance(one, str):
                total += len(one)
            elif one[0] == "s":
                total += len(one[1])
            elif one[0] == "v":
                total += self._word(one[1])
            elif one[0] == "t":
                total += self._told(one[1])
            elif one[0] == "?":
                total += max(self._most(one[2]), self._most(one[3]))
            else:
                total += max([self._most(arm) for arm in one[3]], default=0)
        return total

    def _told(self, index: int) -> int:
        told = self._program.told_by(index)
        if told is None:
            return _LONGEST_ANSWER
        joints = len(told.words) * max(len(told.between), len(told.last))
        return max(_NUMBER, self._most(told.none), sum(map(self._most, told.words)) + joints)

    def _word(self, slot: int) -> int:
        found = self._words.get(slot)
        if found is None:
            variable = self._program.slots[slot]
            if variable.words:
                found = max([self._most(word) for word in variable.words])
            else:
                found = max(map(len, variable.values), default=_NUMBER)
            self._words[slot] = found
        return found
