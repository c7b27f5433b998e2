"""How many words a text has, for the values that the variables have: the engine's own text, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from game.engine.linker.tables import Tables
from game.engine.linker.texts import RenderContext, Template
from game.engine.turn import Block, Turn
from game.program import model
from game.program.forms.expressions import reads, some
from game.program.forms.types import Expr, Segments
from game.program.model import Program
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.text_effects import answers


def words_in(turn: Turn) -> int:
    """The words that the player reads in a turn; the labels of the choices are not among them.

    Each line is counted by itself, also where two of them make one word.
    """
    return sum(len(words.split()) for block in turn.blocks for words in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    edges = [0, *[at for _, at in block.joints], len(block.text)]
    return (block.text[start:end] for start, end in pairwise(edges))


class _Scripted(RenderContext):
    """A run whose draws fall as a script says, and 0 after its end; `made` keeps each with its number of ways."""

    def __init__(self, texts: Sequence[str], script: Sequence[int]) -> None:
        super().__init__(texts, 0)
        self.script = script
        self.made: list[tuple[int, int]] = []

    def draw(self, ways: int) -> int:
        fallen = self.script[len(self.made)] if len(self.made) < len(self.script) else 0
        self.made.append((fallen, ways))
        return fallen


class WordCounts:
    """The words of one program's texts. A text variable counts as its start value, or where that is empty as what the player is taken to answer."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._tables = Tables(program)
        said = answers(program)
        self._names = tuple(said.get(name, start) for name, start, *_ in program.texts)
        self._templates: dict[str, Template] = {}
        self._slots: dict[str, frozenset[int]] = {}
        self._shuffled: set[str] = set()
        self._read_here: dict[str, tuple[int, ...]] = {}
        self._counted: dict[tuple[str, tuple[int, ...]], tuple[int, tuple[tuple[int, int], ...]]] = {}

    def slots(self, text: model.Text) -> frozenset[int]:
        """The variables and counters that a text reads."""
        found = self._slots.get(text.id)
        if found is None:
            slots: set[int] = set()
            self._read(text.id, text.segments, slots)
            found = self._slots[text.id] = frozenset(slots)
        return found

    def read_in(self, graph: Graph) -> list[tuple[int, Expr]]:
        """The places with what their texts read, as conditions that a slice can ask about."""
        texts = [(place.number, op) for place in graph.places for op in place.ops if isinstance(op, model.Text)]
        read = [(number, sorted(self.slots(text))) for number, text in texts]
        return [(number, some(("v", slot) for slot in slots)) for number, slots in read if slots]

    def shuffled(self, text: model.Text) -> bool:
        """Whether a text draws."""
        self.slots(text)
        return text.id in self._shuffled

    def _read(self, identity: str, segments: Segments, into: set[int]) -> None:
        for one in segments:
            if isinstance(one, str):
                continue
            if one[0] == "v":
                into.add(one[1])
                for words in self.program.slots[one[1]].words:
                    self._read(identity, words, into)
            elif one[0] == "t":
                told = self.program.told_by(int(one[1]))
                into.update(told.slots if told is not None else ())
            elif one[0] == "?":
                into.update(reads(one[1]))
                self._read(identity, one[2], into)
                self._read(identity, one[3], into)
            elif one[0] == "a":
                into.add(one[2])
                if one[1] == "shuffle":
                    self._shuffled.add(identity)
                for arm in one[3]:
                    self._read(identity, arm, into)

    def _template(self, text: model.Text) -> Template:
        found = self._templates.get(text.id)
        if found is None:
            found = self._templates[text.id] = Template(text.segments, self._tables)
        return found

    def count(self, text: model.Text, values: list[int]) -> int:
        """The words of a text that does not draw; its counters move on in `values`."""
        read = self._read_here.get(text.id)
        if read is None:
            read = self._read_here[text.id] = tuple(sorted(self.slots(text)))
        key = (text.id, tuple([values[slot] for slot in read]))
        found = self._counted.get(key)
        if found is None:
            words = len(self._template(text).write(values, RenderContext(self._names, 0))[0].split())
            moved = [(slot, values[slot]) for slot, value in zip(read, key[1], strict=True) if values[slot] != value]
            found = self._counted[key] = words, tuple(moved)
        for slot, value in found[1]:
            values[slot] = value
        return found[0]

    def outcomes(self, text: model.Text, values: Sequence[int]) -> Iterator[tuple[Fraction, int, list[int]]]:
        """Every way the draws of a text can fall: the chance, the words, and the values afterwards."""
        template = self._template(text)
        script: list[int] | None = []
        while script is not None:
            run, after = _Scripted(self._names, script), list(values)
            count = len(template.write(after, run)[0].split())
            chance = Fraction(1)
            for _, ways in run.made:
                chance /= ways
            yield chance, count, after
            script = _following(run.made)


def _following(made: list[tuple[int, int]]) -> list[int] | None:
    """The next way that draws can fall; None after the last."""
    for place in range(len(made) - 1, -1, -1):
        fallen, ways = made[place]
        if fallen + 1 < ways:
            return [*(one for one, _ in made[:place]), fallen + 1]
    return None
