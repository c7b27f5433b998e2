"""Everything that is measured of one story, together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from game.program.model import Program
from game.program.sources import SourceTable
from game.replay.random_play.wandering import Journey
from game.writer.stats import idle, reading, uses, wording, written
from game.writer.stats.written import Line, WordShares

LONG_PARAGRAPH = 90


class LongParagraph(NamedTuple):
    """A paragraph that can be long: its words at most, and where it stands ("" where that is not known)."""

    words: int
    scene: str
    place: str


class Stats(NamedTuple):
    """A story in numbers. What is read comes from `readings`, all else from the text."""

    program: Program
    by: str
    lines: Sequence[Line]
    chapters: Sequence[WordShares]
    scenes: Sequence[WordShares]
    besides: dict[str, int]
    readings: Sequence[reading.Reading]
    shared: Sequence[float]
    otherwise: Sequence[reading.SetupEffect]
    idle: idle.IdleOptions
    paragraphs: Sequence[LongParagraph]
    paragraph: int
    uses: Sequence[uses.Uses]
    phrases: Sequence[wording.Often]
    leanings: Sequence[wording.Leaning]
    watched: Sequence[wording.Watched]

    @property
    def speech(self) -> Counter[str]:
        """The words that each says."""
        said: Counter[str] = Counter()
        for part in self.chapters:
            said.update(part.speech)
        return said


def measure(
    program: Program,
    table: SourceTable,
    journeys: Sequence[Journey],
    *,
    by: str = "",
    paragraph: int = LONG_PARAGRAPH,
    watch: Sequence[str] = (),
) -> Stats:
    """Measure a story. `journeys` are the playthroughs whose reading counts, `by` is who played them, `table` says where things stand.

    Paragraphs of more than `paragraph` words are listed, and how often the words in `watch` come is counted.
    """
    lines = written.lines_of(program)
    readings = [reading.read_again(program, journey) for journey in journeys]
    long = [line for line in lines if line.role in ("prose", "aside") and line.longest > paragraph]
    long.sort(key=lambda line: -line.longest)
    return Stats(
        program,
        by,
        lines,
        written.parts(lines, program.chapters, "chapter"),
        written.parts(lines, program.scene_ids, "scene"),
        written.besides(program),
        readings,
        reading.pairs(readings),
        reading.other_answers(program, journeys, readings),
        idle.idle_options(program),
        [LongParagraph(line.longest, line.scene, _place(table, line)) for line in long],
        paragraph,
        uses.uses_of(program, table),
        wording.phrases(lines),
        wording.leanings(lines),
        wording.watched(lines, watch),
    )


def _place(table: SourceTable, line: Line) -> str:
    span = table.span("line", line.id)
    return "" if span is None else f"{span.file}:{span.line}"
