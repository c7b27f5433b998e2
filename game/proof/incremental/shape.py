"""What of a story a proof depends on: how it goes, and not what it says.

Two versions of a story with the same shape differ in words alone: every state of the one is a state of the other.
The ids of lines and choices are made from their words, so they stand here as numbers, in the order of their scene. Each sort
of them is counted by itself: a new line of plain text renames no choice, and nothing that takes turns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from hashlib import blake2b

from game.program import model
from game.program.forms.texts import arms, is_parted
from game.program.forms.types import Expr, Segment, Segments
from game.program.model import Program

_NUMBERED = re.compile("\x00([^\x00]*)\x00([a-z]+)(\\d+)\x00")
_MARKS = re.compile("[/:@]")


class StoryShape:
    """One story's shape."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._ids: dict[tuple[str, str], list[str]] = {}
        """The ids of each scene and sort in their order; an id that comes twice stands twice."""
        self._first: dict[str, tuple[str, str, int]] = {}
        self._shape = [self._scene(index) for index in range(len(program.scene_ids))]
        self._codex = [
            [name, one.open, [self._op(f"codex/{name}", text) for text in one.texts]]
            for name, one in program.codex.items()
        ]

    @cached_property
    def digest(self) -> str:
        """The same for two stories that differ in words alone."""
        program, numbered = self.program, self.numbered
        rows = [
            [program.id, program.start, list(program.scene_ids), program.draws, sorted(program.endings)],
            [[numbered(one.name), one.kind, one.low, one.high, one.start, list(one.values)] for one in program.slots],
            [list(map(_forks, one.words)) for one in program.slots if one.words],
            [[one.variable, [option[0] for option in one.options]] for one in program.setup],
            [[name, bool(start.strip())] for name, start, *_ in program.texts],
            [[list(one.slots), len(one.words), _forks(one.none), one.rule] for one in program.told],
            [[one.text, one.condition, one.scene, one.endings] for one in program.always],
            self._shape,
            self._codex,
        ]
        text = json.dumps(rows, separators=(",", ":"), ensure_ascii=False)
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def there(self, identities: Iterable[str]) -> bool:
        """Whether there are all of some ids."""
        return self._first.keys() >= {*identities}

    def numbered(self, text: str) -> str:
        """A text with the ids in it as numbers."""
        if text in self._first:
            return self._number(text)
        if not _MARKS.search(text):
            return text
        return self._pattern.sub(lambda found: self._number(found.group()), text)

    def _number(self, identity: str) -> str:
        scene, sort, number = self._first[identity]
        return f"\x00{scene}\x00{sort}{number}\x00"

    def named(self, text: str) -> str:
        """A text with this story's ids where `numbered` has put numbers.

        Raises:
            LookupError: there is no such scene, or not as many of the sort in it.
        """
        if "\x00" not in text:
            return text
        found = _NUMBERED.sub(lambda number: self._ids[number[1], number[2]][int(number[3])], text)
        if "\x00" in found:
            raise LookupError(text)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted(self._first, key=len, reverse=True)  # one id can be the beginning of another
        return re.compile("|".join(re.escape(one) for one in longest) or "(?!)")

    def _id(self, scene: str, sort: str, identity: str) -> tuple[str, str, int]:
        """The number of an id among those of its sort: that of the first place where it stands."""
        ids = self._ids.setdefault((scene, sort), [])
        ids.append(identity)
        return self._first.setdefault(identity, (scene, sort, len(ids) - 1))

    def _scene(self, index: int) -> list[object]:
        scene = self.program.scene(index)
        blocks = [
            [[self._op(scene.id, op) for op in block.ops], self._exit(scene.id, block.exit)] for block in scene.blocks
        ]
        return [list(scene.entries), list(scene.labels), blocks]

    def _op(self, scene: str, op: model.Op) -> list[object]:
        if isinstance(op, model.Set):
            return ["set", op.slot, op.value]
        if isinstance(op, model.Learn):
            return ["learn", op.entry]
        return ["text", self._id(scene, "turning" if _turns(op.segments) else "text", op.id), _forks(op.segments)]

    def _exit(self, scene: str, exit_: model.Exit) -> list[object]:
        if isinstance(exit_, model.Choose):
            choices = [self._choice(scene, one) for one in exit_.choices]
            return ["choose", self._id(scene, "step", exit_.id), choices, exit_.fallback]
        if isinstance(exit_, model.Call):
            return ["call", self._id(scene, "step", exit_.id), exit_.target, exit_.back]
        if isinstance(exit_, model.Draw):
            draw = self._id(scene, "step", exit_.id)
            return ["draw", draw, exit_.random, exit_.storylets, exit_.back, exit_.otherwise]
        return [type(exit_).__name__, *exit_]

    def _choice(self, scene: str, choice: model.Choice) -> list[object]:
        conditions: list[Expr | None] = [choice.shown, choice.needs]
        return [
            self._id(scene, "choice", choice.id),
            _forks(choice.label),
            *conditions,
            _forks(choice.reason),
            choice.target,
        ]


def _turns(segments: Segments) -> bool:
    """Whether there is a counter of its own for something in a text."""
    return any(segment[0] == "a" or any(map(_turns, arms(segment))) for segment in filter(is_parted, segments))


def _forks(segments: Segments) -> list[object]:
    """A text's forks, with where words stand and not which."""
    return [_fork(segment) for segment in segments]


def _fork(segment: Segment) -> object:
    if isinstance(segment, str):
        return bool(segment.strip(" "))
    if segment[0] == "s":
        return bool(segment[1].strip(" "))
    if segment[0] == "v" or segment[0] == "t":
        return [segment[0], segment[1]]
    if segment[0] == "?":
        return ["?", segment[1], _forks(segment[2]), _forks(segment[3])]
    return ["a", segment[1], segment[2], [_forks(arm) for arm in segment[3]]]
