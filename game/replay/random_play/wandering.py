"""Random playthroughs that favour what was chosen least, the same for the same seed on any machine with any jobs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from game.engine.observe import Observed
from game.engine.turn import Option
from game.program.forms.types import ArmPath
from game.program.model import Program
from game.replay.coverage.reached import Tally
from game.replay.random_play.policy import Policy

Habit: TypeAlias = Literal["least", "uniform"]
"""How a player chooses who wants nothing: what was chosen least so far, or each open choice as often."""
RunEnd: TypeAlias = Literal["ending", "stuck", "unfinished"]

_WHIM = 1 / 8
"""How often a choice is made without regard to the counts, so that no pattern in them keeps a way shut."""
LANES = 8
_FIRST_BATCH = 16
_LARGEST_BATCH = 256


class RandomSetting(NamedTuple):
    """What decides the playthroughs beside the story itself."""

    seed: int
    max_turns: int
    policy: Habit | Policy


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
    end: RunEnd
    what: str
    scene: str
    broken: tuple[Broken, ...]


def batches(runs: int) -> Iterator[list[range]]:
    """The numbers of the runs, in batches of lanes.

    The lanes of a batch can be played at the same time: each counts from what was known before the batch, and what it
    chose itself. Small batches come first, so that what is chosen least is soon known. All of this depends on
    nothing but `runs`: that is why the number of jobs changes nothing.
    """
    start, size = 0, _FIRST_BATCH
    while start < runs:
        stop = min(start + size, runs)
        yield [range(start + lane, stop, LANES) for lane in range(LANES) if start + lane < stop]
        start = stop
        size = min(size * 2, _LARGEST_BATCH)


class Wanderer:
    """Plays a story at random, and keeps the tally of all that it reached."""

    def __init__(self, program: Program, setting: RandomSetting) -> None:
        self.program = program
        self.setting = setting
        self.tally = Tally()
        self._observed = Observed(program, self._entered, self._shown)

    def _entered(self, scene: str, block: int) -> None:  # noqa: ARG002 - scenes are enough here
        self.tally.scenes.add(scene)

    def _shown(self, line: str, path: ArmPath) -> None:
        self.tally.texts.add((line, path))

    def lane(self, numbers: Iterable[int], counts: Mapping[str, int]) -> list[Journey]:
        """Play one lane of a batch. `counts` says how often each choice was taken before the batch."""
        own: Counter[str] = Counter()
        return [self.wander(number, counts, own) for number in numbers]

    def wander(self, number: int, counts: Mapping[str, int], own: Counter[str]) -> Journey:
        """Play once; what is chosen is added to `own`."""
        setting = self.setting
        random = Random(f"{setting.seed}:{number}")  # of a text, so that near seeds have nothing in common
        seed = random.getrandbits(31)
        setup = self._answers(random)
        observed = self._observed
        turn = observed.begin(seed=seed, setup=setup)
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
        self.tally.choices.update(choices)
        if turn.ending:
            self.tally.endings.add(turn.ending)
        end: RunEnd = "ending" if turn.ending else "stuck" if turn.stuck else "unfinished"
        first = tuple(Broken(promise, at) for promise, at in broken.items())
        return Journey(
            number, seed, tuple(setup.items()), tuple(choices), end, turn.ending or turn.stuck, turn.scene, first
        )

    def _answers(self, random: Random) -> dict[str, str]:
        """An answer to each question of the setup."""
        answers: dict[str, str] = {}
        policy = self.setting.policy
        given = dict(policy.setup) if isinstance(policy, Policy) else {}
        for question in self.program.setup:
            known = [option[0] for option in question.options] or list(question.suggest)
            if question.variable in given:
                answers[question.variable] = given[question.variable]
            elif known:
                answers[question.variable] = known[_below(random, len(known))]
        return answers

    def _pick(
        self, random: Random, options: Sequence[Option], counts: Mapping[str, int], own: Mapping[str, int]
    ) -> str:
        policy = self.setting.policy
        if isinstance(policy, Policy):
            opened = policy.narrowed(options, self._observed.values, lambda: _below(random, 100))
        else:
            opened = [option.id for option in options if option.open]
        if policy == "least" and len(opened) > 1 and random.random() >= _WHIM:
            # What this lane chose, the other lanes of the batch will have chosen about as often.
            taken = [counts.get(each, 0) + LANES * own.get(each, 0) for each in opened]
            least = min(taken)
            opened = [each for each, count in zip(opened, taken, strict=True) if count == least]
        return opened[_below(random, len(opened))] if len(opened) > 1 else opened[0]


def _below(random: Random, bound: int) -> int:
    """A number from 0 to bound - 1. Only `random()` is promised to stay the same in every version of Python."""
    return int(random.random() * bound)


def wander_alone(program: Program, setting: RandomSetting, runs: int) -> tuple[list[Journey], Tally]:
    """All the runs in this process."""
    wanderer = Wanderer(program, setting)
    counts: Counter[str] = Counter()
    journeys: list[Journey] = []
    for batch in batches(runs):
        done = [journey for numbers in batch for journey in wanderer.lane(numbers, counts)]
        for journey in done:
            counts.update(journey.choices)
        journeys += done
    journeys.sort(key=lambda journey: journey.number)
    return journeys, wanderer.tally
