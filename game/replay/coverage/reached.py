"""How much of a story was reached: its scenes, choices, text variants and endings, and which were not.

A text variant is a line, or an arm of a line: each way of an `if`, each text of a `first`, `cycle` or `shuffle`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from game.program.forms.texts import arms, goes_on
from game.program.forms.types import ArmPath, Segments
from game.program.model import Choice, Choose, Program, Text

Variant: TypeAlias = tuple[str, ArmPath]
"""A line's or choice's id with an arm's path; the empty path is the line itself."""

KINDS = ("scenes", "choices", "texts", "endings")


class CoveredLine(NamedTuple):
    """A line of a scene and the arms in it that show anything."""

    text: Text
    arms: tuple[ArmPath, ...]


class CoveredChoice(NamedTuple):
    """A choice of a scene and the arms in its label that show anything."""

    choice: Choice
    arms: tuple[ArmPath, ...]


class SceneParts(NamedTuple):
    """Everything in a scene that can be reached, in the order of its blocks; or the texts of a codex entry."""

    id: str
    parts: tuple[CoveredLine | CoveredChoice, ...]


class Tally:
    """What was reached of one story. Tallies of several playthroughs add up."""

    __slots__ = ("choices", "endings", "scenes", "texts")

    def __init__(self) -> None:
        self.scenes: set[str] = set()
        self.choices: set[str] = set()
        self.texts: set[Variant] = set()
        self.endings: set[str] = set()

    def add(self, other: Tally) -> None:
        """Take in what another tally has reached."""
        for kind in KINDS:
            getattr(self, kind).update(getattr(other, kind))


class Ratio(NamedTuple):
    """How many of how many."""

    reached: int
    total: int

    @property
    def percent(self) -> float:
        """From 0 to 100; a story without such things has all of them."""
        return 100.0 * self.reached / self.total if self.total else 100.0


class Coverage(NamedTuple):
    """A story, its parts, and what was reached of them."""

    program: Program
    scenes: tuple[SceneParts, ...]
    tally: Tally
    codex: tuple[SceneParts, ...] = ()

    def texts(self) -> Iterator[Variant]:
        """Every text variant of the story."""
        for one in (*self.scenes, *self.codex):
            yield from texts_of(one)

    def share(self, kind: str) -> Ratio:
        """How much of one of KINDS was reached."""
        reached = getattr(self.tally, kind)
        every = self._all(kind)
        return Ratio(len(every & reached), len(every))

    def total(self) -> Ratio:
        """All kinds together: what `--fail-under` looks at."""
        shares = [self.share(kind) for kind in KINDS]
        return Ratio(sum(one.reached for one in shares), sum(one.total for one in shares))

    def tags(self) -> dict[str, bool]:
        """The story's tags, and whether anything that has one was reached."""
        tally = self.tally
        found: dict[str, bool] = {}
        for identity, tags in self.program.tags.items():
            there = identity in tally.scenes or identity in tally.choices or (identity, ()) in tally.texts
            for tag in tags:
                found[tag] = found.get(tag, False) or there
        return found

    def missing(self, kind: str) -> tuple[str, ...]:
        """The ids of what was not reached, in the story's order; of text variants, the lines that have any."""
        if kind == "texts":
            return tuple(dict.fromkeys(line for line, path in self.texts() if (line, path) not in self.tally.texts))
        reached = getattr(self.tally, kind)
        return tuple(each for each in self._order(kind) if each not in reached)

    def _order(self, kind: str) -> Iterator[str]:
        if kind == "scenes":
            return (scene.id for scene in self.scenes)
        if kind == "endings":
            return iter(self.program.endings)
        return (part.choice.id for scene in self.scenes for part in scene.parts if isinstance(part, CoveredChoice))

    def _all(self, kind: str) -> set[object]:
        return set(self.texts()) if kind == "texts" else set(self._order(kind))


def coverage_of(program: Program, tally: Tally) -> Coverage:
    """The story's parts beside what was reached of them."""
    codex = tuple(SceneParts(one.id, tuple(map(_line, one.texts))) for one in program.codex.values())
    reached = Tally()
    reached.add(tally)
    for entry in codex:  # how a text would read counts once its entry has come up
        closed = {
            part.text.id
            for part in entry.parts
            if isinstance(part, CoveredLine) and (part.text.id, ()) not in tally.texts
        }
        if closed:
            reached.texts.difference_update([each for each in texts_of(entry) if each[0] in closed])
    return Coverage(program, tuple(_parts(program, scene) for scene in program.scene_ids), reached, codex)


def everything_reached(program: Program) -> Coverage:
    """The story's parts as if all had been reached, for whoever shows them and asks for no coverage."""
    coverage = coverage_of(program, Tally())
    tally = coverage.tally
    tally.scenes.update(scene.id for scene in coverage.scenes)
    tally.texts.update(coverage.texts())
    tally.choices.update(
        part.choice.id for scene in coverage.scenes for part in scene.parts if isinstance(part, CoveredChoice)
    )
    tally.endings.update(program.endings)
    return coverage


def scene_share(coverage: Coverage, scene: SceneParts) -> Ratio:
    """How much of a scene was reached: that it was entered, its texts and its choices."""
    texts = set(texts_of(scene))
    offers = {part.choice.id for part in scene.parts if isinstance(part, CoveredChoice)}
    reached = len(texts & coverage.tally.texts) + len(offers & coverage.tally.choices)
    entered = int(scene.id in coverage.tally.scenes)
    return Ratio(reached + entered, len(texts) + len(offers) + 1)


def texts_of(scene: SceneParts) -> Iterator[Variant]:
    """The text variants of one scene: its lines, their arms, and the arms of its choices' labels."""
    for part in scene.parts:
        if isinstance(part, CoveredLine):
            yield part.text.id, ()
            yield from ((part.text.id, path) for path in part.arms)
        else:
            yield from ((part.choice.id, path) for path in part.arms)


def _parts(program: Program, scene_id: str) -> SceneParts:
    parts: list[CoveredLine | CoveredChoice] = []
    for block in program.scene(scene_id).blocks:
        parts += [_line(op) for op in block.ops if isinstance(op, Text)]
        if isinstance(block.exit, Choose):
            every = block.exit.choices
            parts += [CoveredChoice(choice, tuple(path for path, _ in shown_arms(choice.label))) for choice in every]
    return SceneParts(scene_id, tuple(parts))


def _line(text: Text) -> CoveredLine:
    return CoveredLine(text, tuple(path for path, _ in shown_arms(text.segments)))


def shown_arms(segments: Segments, before: ArmPath = ()) -> Iterator[tuple[ArmPath, Segments]]:
    """Every arm in a line that shows anything, with its path, an outer arm before those inside it."""
    for index, segment in enumerate(segments):
        for arm, inside in enumerate(arms(segment)):
            path = (*before, index, arm)
            if any(one != " " for one in inside) and not (segment[0] == "?" and arm == 1 and goes_on(inside)):
                yield path, inside
            yield from shown_arms(inside, path)
