"""What a reader reads: the same playthroughs for the same seed, turn by turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from random import Random
from statistics import median
from typing import NamedTuple

from game.engine.sessions.session import Session
from game.engine.turn import Turn
from game.player.playthrough.current_place import chapter_start, scene_of
from game.program.model import Program
from game.replay.random_play.wandering import Journey
from game.writer.stats.written import words_in

WORDS_A_MINUTE = 200
"""A calm reader of fiction on a screen."""
_MOST_PAIRS = 50
_SENTENCE = re.compile(r"(?<=[.!?…][”’\"')]|.[.!?…])\s+")


class ReadPage(NamedTuple):
    """What is read between two choices, or a choice and the card of a chapter: its words, and the scene where it stops."""

    words: int
    scene: str


class Reading(NamedTuple):
    """One playthrough as it was read: its pages, how often each sentence came, and the choices that were made."""

    pages: tuple[ReadPage, ...]
    sentences: Counter[str]
    choices: tuple[str, ...]
    ending: str

    @property
    def words(self) -> int:
        """All words read."""
        return sum(page.words for page in self.pages)


class Spread(NamedTuple):
    """How some numbers lie: the smallest, the middle one, the one below which 95 of 100 are, and the largest."""

    shortest: float
    median: float
    p95: float
    longest: float


def spread(numbers: Iterable[float]) -> Spread:
    """How numbers lie; all zeros where there are none."""
    ordered = sorted(numbers)
    if not ordered:
        return Spread(0, 0, 0, 0)
    return Spread(ordered[0], median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)], ordered[-1])


def read_again(program: Program, journey: Journey) -> Reading:
    """The playthrough of a journey, as it reads."""
    reader = _Reader(program)
    session = Session(program, seed=journey.seed, setup=dict(journey.setup))
    reader.turn(session.turn)
    for choice in journey.choices:
        session.choose(choice)
        reader.turn(session.turn)
    return reader.done(journey.choices, session.turn)


def read_otherwise(program: Program, journey: Journey, setup: Mapping[str, str]) -> Reading:
    """The same player with other answers: where a choice of the journey is open it is taken again, else any that is, by the journey's seed."""
    reader, random = _Reader(program), Random(f"otherwise:{journey.seed}")
    left = Counter(journey.choices)
    order = {choice: number for number, choice in reversed(list(enumerate(journey.choices)))}
    session = Session(program, seed=journey.seed, setup=dict(setup))
    reader.turn(session.turn)
    made: list[str] = []
    while not (session.turn.ending or session.turn.stuck) and len(made) < 2 * len(journey.choices) + 20:
        opened = [option.id for option in session.turn.options if option.open]
        again = [one for one in opened if left[one] > 0]
        choice = min(again, key=order.__getitem__) if again else opened[int(random.random() * len(opened))]
        left[choice] -= 1
        made.append(choice)
        session.choose(choice)
        reader.turn(session.turn)
    return reader.done(made, session.turn)


class _Reader:
    def __init__(self, program: Program) -> None:
        self.pages: list[ReadPage] = []
        self.sentences: Counter[str] = Counter()
        self._program = program
        self._chapter = ""

    def turn(self, turn: Turn) -> None:
        begun, self._chapter = chapter_start(self._program, turn, self._chapter)
        words = [words_in(block.text) for block in turn.blocks]
        first = begun.block if begun is not None and begun.chapter.line else 0
        if first:
            self.pages.append(ReadPage(sum(words[:first]), scene_of(turn.blocks[first - 1])))
        self.pages.append(ReadPage(sum(words[first:]), turn.scene))
        for block in turn.blocks:
            self.sentences.update(one for one in _SENTENCE.split(" ".join(block.text.split())) if one)

    def done(self, choices: Sequence[str], last: Turn) -> Reading:
        return Reading(tuple(self.pages), self.sentences, tuple(choices), last.ending)


def shared(one: Reading, other: Reading) -> float:
    """Which share of what two playthroughs read they have in common, by the words of equal sentences, from 0 to 1."""
    common = one.sentences & other.sentences
    both = _words(one.sentences) + _words(other.sentences)
    return 2 * _words(common) / both if both else 1.0


def _words(sentences: Counter[str]) -> int:
    return sum(times * words_in(sentence) for sentence, times in sentences.items())


def pairs(readings: Sequence[Reading]) -> list[float]:
    """What playthroughs have in common with the next one, for some pairs of them."""
    return [shared(one, other) for one, other in list(pairwise(readings))[: 2 * _MOST_PAIRS : 2]]


class SetupEffect(NamedTuple):
    """A question of the setup, and what playthroughs of the same choices with another answer have in common with the first, one by one."""

    variable: str
    shared: tuple[float, ...]


def other_answers(program: Program, journeys: Sequence[Journey], readings: Sequence[Reading]) -> list[SetupEffect]:
    """For each question with options: what the first journeys share with themselves, where that one is answered otherwise."""
    found: list[SetupEffect] = []
    for question in program.setup:
        values = [option[0] for option in question.options]
        if len(values) < 2:
            continue
        those: list[float] = []
        for number, (journey, reading) in enumerate(zip(journeys, readings, strict=True)):
            if number >= _MOST_PAIRS:
                break
            setup = dict(journey.setup)
            now = values.index(setup[question.variable]) if setup.get(question.variable) in values else 0
            setup[question.variable] = values[(now + 1 + number % (len(values) - 1)) % len(values)]
            those.append(shared(reading, read_otherwise(program, journey, setup)))
        found.append(SetupEffect(question.variable, tuple(those)))
    return found
