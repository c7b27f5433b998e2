"""What is told beside the story, as it reads now: values in words, texts of the story's files, codex entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.linker.texts import RenderContext, Template
from game.engine.turn import Block

if TYPE_CHECKING:
    from game.engine.linker.tables import Tables
    from game.engine.machine import Machine
    from game.program.forms.types import Segments
    from game.program.model import Program


class Teller:
    """The teller of one session; its draws do not count."""

    def __init__(self, program: Program, machine: Machine, tables: Tables) -> None:
        self._program = program
        self._machine = machine
        self._tables = tables

    def word(self, name: str, value: int | str | None = None) -> str:
        """A variable's value as the player reads it: the one it has, or another of its values."""
        program = self._program
        variable = program.variables.get(name)
        if variable is None:
            names = [one[0] for one in program.texts]
            return str(self._machine.run.texts[names.index(name)] if value is None else value)
        slot, values = program.slot[name], list(self._machine.values)
        if value is not None:
            values[slot] = variable.values.index(value) if isinstance(value, str) else int(value)
        return self.told((("v", slot, ""),), values)

    def told(self, segments: Segments, values: list[int] | None = None) -> str:
        """A text beside the story as it reads now, or with other values."""
        values = list(self._machine.values) if values is None else values
        return Template(segments, self._tables).write(values, self._run())[0]

    def codex(self, entry: str) -> tuple[Block, ...]:
        """A codex entry's text as it reads now. Raises KeyError for an unknown entry."""
        blocks = []
        for text in self._program.codex[entry].texts:
            words, spans = Template(text.segments, self._tables).write(list(self._machine.values), self._run())
            if words:
                blocks.append(Block(text.id, "prose", "", words, spans))
        return tuple(blocks)

    def _run(self) -> RenderContext:
        return RenderContext(self._machine.run.texts, self._machine.run.seed)
