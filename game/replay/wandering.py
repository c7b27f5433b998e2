"""Random playthroughs that favour what was chosen least, the same for the same seed on any machine with any jobs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from game.engine.observe import ArmPath, Observed
from game.engine.turn import Option
from game.program.model import Program
from game.replay.coverage import Tally

Policy: TypeAlias = Literal["least", "uniform"]
End: TypeAlias = Literal["ending", "stuck", "unfinished"]

_WHIM = 1 / 8
"""How often a choice is made without regard to the counts, so that no pattern in them keeps a way shut."""
_FIRST_BATCH = 16
_LARGEST_BATCH = 256


class Setting(NamedTuple):
    """What decides the playthroughs beside the story itself."""

    seed: int
    max_turns: int
    policy: Policy


class Broken(NamedTuple):
    """A promise that did not hold, and after how many choices first."""

    promise: str
    choices: int


class Journey(NamedTuple):
    """One random playthrough: how it was made, how it went, and how it ended.

    `what` is the ending's id or the reason for being stuck; `scene` where it stopped.
    """

    number: int
    seed: int
    setup: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]
    end: End
    what: str
    scene: str
    broken: tuple[Broken, ...]


def batches(runs: int) -> Iterator[range]:
    """The numbers of the runs, in batches that all count from what was known before the batch.

    Small ones first, so that what is chosen least is soon known. They depend on nothing else: that is why the
    number of jobs changes nothing.
    """
    start, size = 0, _FIRST_BATCH
    while start < runs:
        yield range(start, min(start + size, runs))
        start += size
        size = min(size * 2, _LARGEST_BATCH)


class Wanderer:
    """Plays a story at random, and keeps the tally of all that it reached."""

    def __init__(self, program: Program, setting: Setting) -> None:
        self.program = program
        self.setting = setting
        self.tally = Tally()
        self._observed = Observed(program, self._entered, self._shown)

    def _entered(self, scene: str, block: int) -> None:  # noqa: ARG002 - scenes are enough here
        self.tally.scenes.add(scene)

    def _shown(self, line: str, path: ArmPath) -> None:
        self.tally.texts.add((line, path))

    def wander(self, number: int, counts: Mapping[str, int]) -> Journey:
        """Play once. `counts` says how often each choice was taken before this batch; it is not changed."""
        setting = self.setting
        random = Random(f"{setting.seed}:{number}")  # of a text, so that near seeds have nothing in common
        seed = random.getrandbits(31)
        setup = self._answers(random)
        observed = self._observed
        turn = observed.begin(seed=seed, setup=setup)
        own: Counter[str] = Counter()
        choices: list[str] = []
        broken: dict[str, int] = {}
        promises = bool(self.program.always)
        while True:
            if promises:
                for promise in observed.broken_promises():
                    broken.setdefault(promise, len(choices))
            if turn.ending or turn.stuck or len(choices) >= setting.max_turns:
                break
            choice = self._pick(random, turn.options, counts, own)
            own[choice] += 1
            choices.append(choice)
            turn = observed.choose(choice)
        self.tally.choices.update(own)
        if turn.ending:
            self.tally.endings.add(turn.ending)
        end: End = "ending" if turn.ending else "stuck" if turn.stuck else "unfinished"
        first = tuple(Broken(promise, at) for promise, at in broken.items())
        return Journey(
            number, seed, tuple(setup.items()), tuple(choices), end, turn.ending or turn.stuck, turn.scene, first
        )

    def _answers(self, random: Random) -> dict[str, str]:
        """An answer to each question of the setup."""
        answers: dict[str, str] = {}
        for question in self.program.setup:
            known = [option[0] for option in question.options] or list(question.suggest)
            if known:
                answers[question.variable] = known[_below(random, len(known))]
        return answers

    def _pick(
        self, random: Random, options: Sequence[Option], counts: Mapping[str, int], own: Mapping[str, int]
    ) -> str:
        opened = [option.id for option in options if option.open]
        if self.setting.policy == "least" and len(opened) > 1 and random.random() >= _WHIM:
            taken = [counts.get(each, 0) + own.get(each, 0) for each in opened]
            least = min(taken)
            opened = [each for each, count in zip(opened, taken, strict=True) if count == least]
        return opened[_below(random, len(opened))] if len(opened) > 1 else opened[0]


def _below(random: Random, bound: int) -> int:
    """A number from 0 to bound - 1. Only `random()` is promised to stay the same in every version of Python."""
    return int(random.random() * bound)


def wander_alone(program: Program, setting: Setting, runs: int) -> tuple[list[Journey], Tally]:
    """All the runs in this process."""
    wanderer = Wanderer(program, setting)
    counts: Counter[str] = Counter()
    journeys: list[Journey] = []
    for batch in batches(runs):
        done = [wanderer.wander(number, counts) for number in batch]
        for journey in done:
            counts.update(journey.choices)
        journeys += done
    return journeys, wanderer.tally
