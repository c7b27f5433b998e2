"""The lines and labels of a story by id, and their variants: by the names that the control-flow graph gives them, and as the engine tells them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from game.program import model
from game.program.forms.texts import arms, is_parted
from game.program.forms.types import ArmPath, Segments
from game.program.model import Program


class Lines:
    """What is written under each id of a line or a choice."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def codex(self) -> dict[str, str]:
        """The texts of the codex by id, each with its entry."""
        return {text.id: name for name, entry in self.program.codex.items() for text in entry.texts}

    def segments(self, identity: str) -> Segments:
        """A line, or the label of a choice; nothing where there is no such id."""
        return self._written.get(identity, ())

    @cached_property
    def _written(self) -> dict[str, Segments]:
        found: dict[str, Segments] = {}
        labels: dict[str, Segments] = {}
        for scene in self.program.scene_ids:
            for block in self.program.scene(scene).blocks:
                found.update((op.id, op.segments) for op in block.ops if isinstance(op, model.Text))
                if isinstance(block.exit, model.Choose):
                    labels.update((one.id, one.label) for one in block.exit.choices)
        for entry in self.program.codex.values():
            found.update((one.id, one.segments) for one in entry.texts)
        return labels | found


def variant(segments: Segments, name: str) -> tuple[Segments, ArmPath]:
    """A variant of a text by its name, and where in the text it stands.

    Where no variant has this name, it is the longest beginning of the name that one has.
    """
    path: ArmPath = ()
    for step in name.split(".") if name else ():
        found = _forks(segments).get(step)
        if found is None:
            break
        index, number = found
        segments, path = arms(segments[index])[number], (*path, index, number)
    return segments, path


_KNOWN: Final = 64
_known: dict[int, tuple[Segments, dict[str, tuple[int, int]]]] = {}
"""The variants of the texts asked about last, by identity; the texts are held here so that it stays theirs."""


def _forks(segments: Segments) -> dict[str, tuple[int, int]]:
    """The variants of a text, those inside of others left out: by name, the index of the fork among the segments, and the number in it."""
    known = _known.get(id(segments))
    if known is None:
        if len(_known) >= _KNOWN:
            _known.clear()
        known = _known[id(segments)] = segments, dict(_named(segments))
    return known[1]


def _named(segments: Segments) -> Iterator[tuple[str, tuple[int, int]]]:
    fork = 0
    for index, segment in enumerate(segments):
        if not is_parted(segment):
            continue
        fork += 1
        names = "ab" if segment[0] == "?" else range(1, len(segment[3]) + 1)
        for number, word in enumerate(names):
            yield f"{fork}{word}", (index, number)
