"""The names of a story by what has them, ready to be offered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from game.language.text.cleaning import clean

if TYPE_CHECKING:
    from game.program.model import Program
    from game.program.sources import SourceTable


class Named(NamedTuple):
    """A name, and in a few words what it is."""

    name: str
    detail: str = ""


class Catalogue:
    """What can be named in a story: by kinds of things, and by what they are inside of."""

    def __init__(self, table: SourceTable | None, program: Program | None) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}
        self._program = program
        if table is not None:
            for (thing, name, inside), uses in table.by_name.items():
                if thing == "tag" or any(one.use == "defined" for one in uses):
                    self._names.setdefault((thing, inside), []).append(name)
        if program is not None:
            self._names["chapter", ""] = list(program.chapters)
            known = self._names.setdefault(("variable", ""), [])
            known += [name for name in program.variables if "." in name and name not in known]

    def names(self, thing: str, inside: str = "") -> list[Named]:
        """The names of a kind of things; of values, labels and things of a set, those that are inside of something."""
        return [Named(name, self._detail(thing, name)) for name in self._names.get((thing, inside), ())]

    def has(self, thing: str, name: str, inside: str = "") -> bool:
        """Whether there is one of this name."""
        return name in self._names.get((thing, inside), ())

    def targets(self, scene: str) -> Iterator[Named]:
        """Where play can go: scenes, and the labels of this one by themselves."""
        for one in (*self.names("label", scene), *self.names("choice", scene)):
            yield Named(f".{one.name}", "in this scene")
        yield from self.names("scene")

    def inside(self, scene: str) -> Iterator[Named]:
        """The labels and the ids of choices of a scene."""
        yield from self.names("label", scene)
        yield from self.names("choice", scene)

    def values(self, variable: str) -> list[Named]:
        """The values of an enum; those of its group, where it belongs to one; the two of a bool."""
        found = self.names("value", variable) or self.names("value", variable.partition(".")[0])
        if not found and self._program is not None:
            known = self._program.variables.get(variable)
            found = [Named("true"), Named("false")] if known is not None and known.kind == "bool" else []
        return found

    def _detail(self, thing: str, name: str) -> str:
        program = self._program
        if program is None:
            return ""
        if thing == "scene" and name in program.scene_index:
            meta = program.meta(name)
            return clean(" · ".join(filter(None, (meta.title, meta.place))))
        if thing == "variable" and (known := program.variables.get(name)) is not None:
            return f"int, {known.low} to {known.high}" if known.kind == "int" else known.kind
        if thing == "cast" and name in program.cast:
            return clean(program.cast[name].name)
        if thing == "ending" and name in program.endings:
            return clean(program.endings[name].title)
        if thing == "codex" and name in program.codex:
            return clean(program.codex[name].title)
        if thing == "chapter" and name in program.chapters:
            return clean(program.chapters[name].title)
        return ""
