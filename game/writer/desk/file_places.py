"""Where the lines and choices of a story stand in its files, scene by scene as somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.program.drafts import Workbench
    from game.program.sources import SourceTable


class FilePlace(NamedTuple):
    """A place in a file, counted from 1."""

    file: str
    line: int
    column: int


class FilePlaces:
    """The places in a story as it is now. `called` says what a file is called."""

    def __init__(self, bench: Workbench | None, called: Callable[[str], str]) -> None:
        self._bench = bench
        self.called = called
        self._tables: dict[str, SourceTable] = {}

    def line(self, identity: str) -> FilePlace | None:
        """Where a line stands; None where that is not known (yet)."""
        return self._place("line", identity.rpartition(":")[0], identity)

    def choice(self, identity: str) -> FilePlace | None:
        """Where a choice stands."""
        return self._place("choice", identity.partition("/")[0], identity)

    def scene(self, name: str) -> FilePlace | None:
        """Where a scene begins."""
        return self._place("scene", name, name)

    def table(self, scene: str) -> SourceTable | None:
        """Where everything in a scene stands; None where that is not known (yet)."""
        file = "" if self._bench is None else self._bench.file_of(scene)
        if self._bench is None or not file:
            return None
        if scene not in self._tables:
            self._tables[scene] = self._bench.table(file, [scene])
        return self._tables[scene]

    def _place(self, kind: str, scene: str, identity: str) -> FilePlace | None:
        table = self.table(scene)
        span = None if table is None else table.span(kind, identity)  # type: ignore[arg-type]  # one of three of its kinds
        return None if span is None else FilePlace(span.file, span.line, span.column)

    def told(self, place: FilePlace) -> str:
        """A place as people write it, from the story's folder: `rooms/up.yaml:4`."""
        return f"{self.called(place.file)}:{place.line}"
