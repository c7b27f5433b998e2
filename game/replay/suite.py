"""The least suite: few playthroughs that together take every choice, show every text and reach every ending.

Playthroughs that somebody has found (a proof) are the candidates, and some by chance; what each of them reaches is told by the engine. What
the former reach together is to be reached. Picking is greedy, and what is picked is played on for as long as it comes to something new, so the suite is small and not always the smallest there is.
Playthroughs of an earlier suite come first: what they still reach needs no new one, so a small edit changes few of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

from game.engine.observe import Observed
from game.engine.turn import Turn
from game.program.forms.types import ArmPath
from game.program.model import Program
from game.replay.random_play.wandering import RandomSetting, Wanderer

_PATIENCE: Final = 40
"""Choices that a playthrough is played on without coming to anything new before it is left."""

_STROLLS: Final = 300
_LONGEST: Final = 300
_STROLLED: Final = 30_000
"""Playthroughs by chance, choices in one of them, and choices in all."""


class Covering(NamedTuple):
    """A playthrough to choose from, named by what it was found for; `cut` where it once went on, and the story no longer does."""

    name: str
    setup: dict[str, str]
    seed: int | None
    choices: tuple[str, ...]
    cut: bool = False


class Candidate(NamedTuple):
    """A playthrough and what it reaches, with the scene it stops in and its ending, if it has come to one."""

    name: str
    setup: dict[str, str]
    seed: int | None
    choices: tuple[str, ...]
    reaches: frozenset[Hashable]
    scene: str
    ending: str


class Suite(NamedTuple):
    """The playthroughs; and, where there was no time for all, how many of those to choose from may show something that none of them does.

    One that was `cut` short and has left out none is larger than it need be.
    """

    playthroughs: list[Candidate]
    left_out: int
    cut: bool


class _OverError(Exception):
    """There is no time for more."""


def least_suite(
    program: Program,
    ways: Iterable[Covering],
    earlier: Sequence[Covering] = (),
    avoid: Iterable[str] = (),
    over: Callable[[], bool] = lambda: False,
) -> Suite:
    """A small set of playthroughs that reaches all that those of some `ways` reach, the same on every run that nothing cuts short.

    `earlier` must follow the story; what of it is not needed any more is left out. No new one has a name in `avoid`. Where it is `over`,
    there is no time for more.
    """
    player = _Player(program, over)
    ways = _longest(ways)
    kept: list[Candidate] = []
    candidates: list[Candidate] = []
    left: set[Hashable] = set()
    with suppress(_OverError):
        for way in earlier:
            kept.append(player.play(way))  # noqa: PERF401 - those before one that is cut short stay
        for way in ways:
            candidates.append(player.play(way))  # noqa: PERF401 - the same
        left.update(*(one.reaches for one in candidates))
        left.difference_update(*(one.reaches for one in kept))
        for number, way in enumerate(earlier):
            if way.cut:
                kept[number] = _played_on(player, kept[number], left)
                left -= kept[number].reaches
        if left:
            candidates += _strolls(player)
    left.update(*(one.reaches for one in candidates[: len(ways)]))
    left.difference_update(*(one.reaches for one in kept))
    chosen = _picked(player, candidates, left, {*avoid, *(one.name for one in kept)})
    if not player.over:
        return Suite(_needed(kept, chosen), 0, cut=False)
    return Suite([*kept, *chosen], len(ways) - min(len(candidates), len(ways)), cut=True)


def _picked(player: _Player, candidates: Sequence[Candidate], left: set[Hashable], names: set[str]) -> list[Candidate]:
    """Each time what reaches most of what is `left`, and of those the shortest; it is played on as long as there is time."""
    chosen = []
    gains = [(-len(one.reaches & left), len(one.choices), index) for index, one in enumerate(candidates)]
    heapify(gains)
    while left:
        known, length, index = heappop(gains)
        taken = candidates[index]
        gain = len(taken.reaches & left)  # which has only become less
        if -gain > known:
            heappush(gains, (-gain, length, index))
            continue
        with suppress(_OverError):
            taken = _played_on(player, taken, left)
        name = _unlike(taken.name or _called(taken.reaches & left), names)
        names.add(name)
        left -= taken.reaches
        chosen.append(taken._replace(name=name))
    return chosen


def _strolls(player: _Player) -> list[Candidate]:
    """Playthroughs by chance, the same on every run, each time mostly what was chosen least so far; they have no name yet."""
    program = player.program
    wanderer, counts = Wanderer(program, RandomSetting(0, _LONGEST, "least")), Counter[str]()
    found = []
    for number in range(_STROLLS):
        player.look()
        way = wanderer.wander(number, {}, counts)
        seed = way.seed if program.draws else None
        found.append(player.play(Covering("", dict(way.setup), seed, way.choices)))
        if counts.total() > _STROLLED:
            break
    return found


def _called(reached: Iterable[Hashable]) -> str:
    """What a playthrough by chance is named by: the first of what it was taken for."""
    order = ("ending", "scene", "choice", "codex", "closed", "text")
    things: list[tuple[str, ...]] = [tuple(map(str, one)) for one in reached if isinstance(one, tuple)]
    first = min(things, key=lambda thing: (order.index(thing[0]), thing))
    return file_name("-".join(first[:2]))


def _needed(kept: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Without those whose every merit another has, too; new ones go first, then short ones."""
    times: dict[Hashable, int] = {}
    for one in (*kept, *chosen):
        for thing in one.reaches:
            times[thing] = times.get(thing, 0) + 1
    found = []
    for group in (chosen, kept):
        for one in sorted(group, key=lambda one: (len(one.reaches), one.name)):
            if all(times[thing] > 1 for thing in one.reaches):
                for thing in one.reaches:
                    times[thing] -= 1
            else:
                found.append(one)
    return sorted(found, key=lambda one: one.name)


def _longest(ways: Iterable[Covering]) -> list[Covering]:
    """Without playthroughs that another one begins with; names made different."""
    ways = list(ways)
    prefixes = set()
    for way in ways:
        setup = tuple(way.setup.items())
        for length in range(len(way.choices)):
            prefixes.add((setup, way.seed, way.choices[:length]))
    used: set[str] = set()
    result = []
    for way in ways:
        if (tuple(way.setup.items()), way.seed, way.choices) not in prefixes:
            name = _unlike(way.name, used)
            used.add(name)
            result.append(way._replace(name=name))
    return result


def _unlike(name: str, used: set[str]) -> str:
    """A name that is not used yet, as near as can be."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    return found


class _Player:
    """Plays ways, and notes what is reached, as the engine tells it."""

    def __init__(self, program: Program, over: Callable[[], bool]) -> None:
        self.program = program
        self._is_over = over
        self.over = False
        """Whether there was no time for more once."""
        self.reaches: set[Hashable] = set()
        self.choices: list[str] = []
        self.turn: Turn
        self._way: Covering | Candidate
        self._observed = Observed(program, self._entered, self._shown, every_time=True)

    def _entered(self, scene: str, block: int) -> None:  # noqa: ARG002 - scenes are enough here
        self.reaches.add(("scene", scene))

    def _shown(self, line: str, path: ArmPath) -> None:
        self.reaches.add(("text", line, path))

    def play(self, way: Covering | Candidate) -> Candidate:
        """Play a way from its beginning."""
        self.look()
        self._way = way
        self.reaches.clear()
        self.choices.clear()
        self._come(self._observed.begin(seed=self._seed, setup=way.setup))
        for choice in way.choices:
            self.choose(choice)
        return self.candidate()

    @property
    def _seed(self) -> int | None:
        return 0 if self._way.seed is None and self.program.draws else self._way.seed

    def look(self) -> None:
        """Raise _OverError where there is no time for more."""
        self.over = self.over or self._is_over()
        if self.over:
            raise _OverError

    def choose(self, choice: str) -> None:
        """Make one more choice."""
        self.look()
        self._come(self._observed.choose(choice))
        self.choices.append(choice)
        self.reaches.add(("choice", choice))

    def _come(self, turn: Turn) -> None:
        self.turn = turn
        self.reaches.update(("closed", option.id) for option in turn.options if not option.open)
        self.reaches.update(("codex", entry) for entry in turn.learned)
        if turn.ending:
            self.reaches.add(("ending", turn.ending))

    def candidate(self) -> Candidate:
        """What was played so far."""
        way, turn = self._way, self.turn
        reaches = frozenset(self.reaches)
        return Candidate(way.name, way.setup, self._seed, tuple(self.choices), reaches, turn.scene, turn.ending)


def _played_on(player: _Player, one: Candidate, left: set[Hashable]) -> Candidate:
    """A playthrough with what can be come to after it: each time what is still left, else what was taken least."""
    if not left:
        return one
    player.play(one)
    missing = left - player.reaches
    best, taken = one, dict.fromkeys(one.choices, 1)
    while missing and len(player.choices) < len(best.choices) + _PATIENCE:
        options = [option.id for option in player.turn.options if option.open]
        if not options:
            break
        choice = min(options, key=lambda identity: (("choice", identity) not in missing, taken.get(identity, 0)))
        taken[choice] = taken.get(choice, 0) + 1
        player.choose(choice)
        if not missing.isdisjoint(player.reaches):
            missing -= player.reaches
            best = player.candidate()
    return best


def file_name(name: str) -> str:
    """A name for a file, from a name of anything."""
    safe = "".join(char.lower() if char.isascii() and (char.isalnum() or char == "_") else "-" for char in name)
    return "-".join(part for part in safe.split("-") if part)[:80]
