"""The notes of a proof (conditions, bounds, draws, values), held against every moment of small random stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from game.program.model import Program
from game.proof.portfolio.tuning import TUNING, Entry, Tuning
from game.proof.results import Report
from game.proof.whole import prove
from tests.proof.moments import Moments
from tests.proof.stories import few_and_rest, made_stories
from tests.proof.tunings import NO_SETS

Load = Callable[[str], "Program | None"]


def differences(program: Program, report: Report, moments: Moments) -> list[str]:
    """Every note that is not what the moments show."""
    return [*_conditions(report, moments), *_clamps(report, moments), *_draws(report, moments),
            *_starts(program, report, moments), *_ranges(report, moments)]  # fmt: skip


def _conditions(report: Report, moments: Moments) -> list[str]:
    said: Counter[tuple[str, ...]] = Counter(
        (one.scene, one.where, one.of, one.text, one.truth) for one in report.conditions if one.truth != "not reached"
    )
    seen = moments.conditions()
    wrong = [f"condition {one}: is {'said' if one in said else 'seen'} only" for one in (said - seen) + (seen - said)]
    ways = [
        f"{one}: with a playthrough to what is never so"
        for one in report.conditions
        if (one.true and one.truth not in ("always", "both")) or (one.false and one.truth not in ("never", "both"))
    ]
    return wrong + ways


def _clamps(report: Report, moments: Moments) -> list[str]:
    asked = [one for one in report.answers if one.kind == "clamp"]
    wrong = [
        f"bound {one.name} {one.detail}: {one.text}"
        for one in asked
        if one.verdict != "proved" or (one.witness is not None) != ((one.name, one.detail) in moments.clamps)
    ]
    missed = moments.clamps - {(one.name, one.detail) for one in asked}
    return [*wrong, *(f"bound {one} was not asked about" for one in missed)]


def _draws(report: Report, moments: Moments) -> list[str]:
    wrong = []
    for one in report.draws:
        if "@draw:" not in one.draw:
            continue  # a shuffle, which is told from its texts
        outcomes = moments.drawn.get(one.draw, set())
        chance = "cannot matter"
        if not outcomes:
            chance = "not reached"
        elif one.draw in moments.several or (not one.random and len(outcomes) > 1):
            chance = "matters"
        if (one.chance, set(one.outcomes)) != (chance, outcomes):
            wrong.append(f"{one}: is {chance}, {outcomes}")
    missed = moments.drawn.keys() - {one.draw for one in report.draws}
    return [*wrong, *(f"draw {one} was not asked about" for one in missed)]


def _starts(program: Program, report: Report, moments: Moments) -> list[str]:
    wrong = []
    for one in report.starts:
        fewest = moments.first_read.get(one.variable)
        length = None if one.witness is None else len(one.witness.choices)
        if program.slot[one.variable] in moments.ever_set:
            wrong.append(f"{one}: is set")
        if (one.read, length) != ("never" if fewest is None else "read", fewest):
            wrong.append(f"{one}: is read after {fewest}")
    unset = {one for one in moments.first_read if program.slot[one] not in moments.ever_set}
    missed = unset - {one.variable for one in report.starts}
    return [
        *wrong,
        *(f"reading {one} was not asked about" for one in missed if not program.slots[program.slot[one]].hidden),
    ]


def _ranges(report: Report, moments: Moments) -> list[str]:
    wrong = []
    for one in report.ranges:
        values = moments.values.get((one.scene, one.variable), set())
        if set(one.values) != values if one.exact else not set(one.values) >= values:
            wrong.append(f"{one}: are {values}")
    missed = moments.values.keys() - {(one.scene, one.variable) for one in report.ranges}
    return [*wrong, *(f"the values of {one} are missing" for one in missed)]


def check(load_text: Load, seeds: range, *, draws: bool, most: int = 1000, tuning: Tuning = TUNING) -> int:
    """Hold the notes against every moment of some stories; how many there were."""
    done = 0
    for made, moments in made_stories(load_text, seeds, lambda one: Moments(one, most), draws=draws):
        report = prove(made.program, clamps=True, ranges=True, tuning=tuning)
        wrong = differences(made.program, report, moments)
        if tuning is TUNING:
            wrong += [f"{one}: not exact" for one in report.ranges if not one.exact]
        assert not wrong, made.problem(*wrong)
        done += 1
    return done


@few_and_rest(10, 60, first=2000)
def test_notes_are_what_every_moment_shows(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=False) >= len(seeds) // 3


@few_and_rest(6, 24, first=3000, ask=4)
def test_notes_are_what_every_moment_shows_where_stories_draw(load_text: Load, seeds: range) -> None:
    assert check(load_text, seeds, draws=True, most=60) >= len(seeds) // 6


@pytest.mark.slow
def test_notes_are_what_every_moment_shows_where_the_sets_grow_too_large(load_text: Load, how_many: int) -> None:
    tuning = NO_SETS._replace(values=Entry("sweep", states=0))
    seeds = range(4000, 4000 + max(how_many, 10))  # play is slow
    assert check(load_text, seeds, draws=False, tuning=tuning) >= len(seeds) * 2 // 5
