"""What is written: the words of every text, whether anybody ever reads them or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from game.program.forms.texts import arms, is_parted
from game.program.forms.types import Segments
from game.program.model import Choose, Program, Text

_VALUE = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for a value among words: what it reads as depends on play."""


class Line(NamedTuple):
    """One text of a story: its id, its scene and chapter, who speaks ("" for prose, the scene's chapter may be ""), and its words, those of each arm by itself."""

    id: str
    scene: str
    chapter: str
    role: str
    speaker: str
    strings: tuple[str, ...]
    longest: int

    @property
    def words(self) -> int:
        """All words that are written in it."""
        return sum(map(words_in, self.strings))


def words_in(text: str) -> int:
    """How many words a text has: what stands between blanks and has a letter or a digit in it."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def strings_of(segments: Segments) -> tuple[str, ...]:
    """The words of a text: first what is always there, then each arm."""
    others = [one for segment in segments if is_parted(segment) for arm in arms(segment) for one in strings_of(arm)]
    return tuple(one for one in (_always(segments, _VALUE).strip(), *others) if one)


def longest_of(segments: Segments) -> int:
    """The most words that a text can have in one reading, with a word for each value."""
    parted = [segment for segment in segments if is_parted(segment)]
    return words_in(_always(segments, "x")) + sum(max(map(longest_of, arms(one)), default=0) for one in parted)


def _always(segments: Segments, value: str) -> str:
    """What a text always has, with something for each value, and a blank for what varies."""
    found: list[str] = []
    for segment in segments:
        if isinstance(segment, str):
            found.append(segment)
        elif segment[0] == "s":
            found.append(segment[1])
        else:
            found.append(" " if is_parted(segment) else value)
    return "".join(found)


def lines_of(program: Program) -> list[Line]:
    """Every text of a story's scenes in the order of the story; a choice's label is a line with the role `label`."""
    return [line for scene in program.scene_ids for line in _of_scene(program, scene)]


def _of_scene(program: Program, scene: str) -> Iterator[Line]:
    chapter = program.meta(scene).chapter
    for block in program.scene(scene).blocks:
        for op in block.ops:
            if isinstance(op, Text):
                role = "prose" if op.role == "joint" else op.role
                yield Line(op.id, scene, chapter, role, op.speaker, strings_of(op.segments), longest_of(op.segments))
        if isinstance(block.exit, Choose):
            for choice in block.exit.choices:
                yield Line(choice.id, scene, chapter, "label", "", strings_of(choice.label), longest_of(choice.label))


class WordShares(NamedTuple):
    """The words of a chapter or a scene: all prose and speech, the speech of each, and the labels of the choices."""

    name: str
    words: int
    speech: Counter[str]
    labels: int


def parts(lines: list[Line], names: Iterable[str], by: str) -> list[WordShares]:
    """The words by `chapter` or by `scene`, in the order of `names`; what has none of these comes last."""
    found = {name: WordShares(name, 0, Counter(), 0) for name in names}
    for line in lines:
        name = line.chapter if by == "chapter" else line.scene
        part = found.get(name) or WordShares(name, 0, Counter(), 0)
        if line.role == "label":
            part = part._replace(labels=part.labels + line.words)
        else:
            if line.speaker:
                part.speech[line.speaker] += line.words
            part = part._replace(words=part.words + line.words)
        found[name] = part
    return [part for part in found.values() if part.words or part.labels]


def besides(program: Program) -> dict[str, int]:
    """The words of what stands beside the scenes: the codex and the endings."""
    codex = sum(
        words_in(one) for entry in program.codex.values() for text in entry.texts for one in strings_of(text.segments)
    )
    return {"codex": codex, "endings": sum(words_in(one.text) for one in program.endings.values())}
