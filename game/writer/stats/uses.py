"""Which chapters write and read each variable."""

from __future__ import annotations

from typing import NamedTuple

from game.program.model import Program
from game.program.sources import SourceTable


class Uses(NamedTuple):
    """A variable, or a group as a whole: the chapters where it is written and read, in their order. "" is what stands outside of chapters, as a panel does."""

    name: str
    written: tuple[str, ...]
    read: tuple[str, ...]


def uses_of(program: Program, table: SourceTable) -> list[Uses]:
    """Every variable, group, set and text variable that anything names, in the order of the story's values."""
    order = {"": -1} | {chapter: number for number, chapter in enumerate(program.chapters)}
    found: dict[str, tuple[set[str], set[str]]] = {}
    for one in table.references:
        if one.thing not in ("variable", "set", "group") or one.use not in ("read", "written", "told"):
            continue
        name = one.name.partition(".")[0]
        written, read = found.setdefault(name, (set(), set()))
        chapter = program.meta(one.scene).chapter if one.scene else ""
        (written if one.use == "written" else read).add(chapter)
    for question in program.setup:
        found.setdefault(question.variable.partition(".")[0], (set(), set()))[0].add("")

    def ordered(chapters: set[str]) -> tuple[str, ...]:
        return tuple(sorted(chapters, key=lambda one: order.get(one, len(order))))

    names = dict.fromkeys([*(name.partition(".")[0] for name in program.variables), *found])
    return [Uses(name, ordered(found[name][0]), ordered(found[name][1])) for name in names if name in found]
