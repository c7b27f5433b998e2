"""The least suite: few playthroughs that together take every choice, show every text and reach every ending.

The playthroughs of a proof are the candidates, each choice's with the choice made; what each of them reaches is
told by the engine. Picking is greedy, so the suite is small and not always the smallest there is.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from game.engine.observe import ArmPath, Observed
from game.program.model import Program
from game.proof.verdict import Report, Witness


class Candidate(NamedTuple):
    """A playthrough, named by what it was found for, and what it reaches."""

    name: str
    setup: dict[str, str]
    seed: int | None
    choices: tuple[str, ...]
    reaches: frozenset[Hashable]
    scene: str
    ending: str


def least_suite(program: Program, report: Report) -> list[Candidate]:
    """A small set of playthroughs that reaches all that the proof's playthroughs reach, the same on every run."""
    candidates = [_played(program, *one) for one in _longest(_ways(report))]
    left: set[Hashable] = set().union(*(one.reaches for one in candidates))
    chosen: list[Candidate] = []
    gains = {index: one.reaches for index, one in enumerate(candidates)}
    while left:
        best = min(gains, key=lambda index: (-len(gains[index] & left), len(candidates[index].choices), index))
        chosen.append(candidates[best])
        left -= gains.pop(best)
    return _needed(sorted(chosen, key=lambda one: one.name))


def _needed(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Without those whose every merit another has, too."""
    times: dict[Hashable, int] = {}
    for one in chosen:
        for thing in one.reaches:
            times[thing] = times.get(thing, 0) + 1
    kept = []
    for one in sorted(chosen, key=lambda one: (len(one.reaches), one.name)):
        if all(times[thing] > 1 for thing in one.reaches):
            for thing in one.reaches:
                times[thing] -= 1
        else:
            kept.append(one)
    return sorted(kept, key=lambda one: one.name)


def _ways(report: Report) -> dict[tuple[object, ...], tuple[str, Witness]]:
    """The playthroughs of a report, each once, with the name of the first thing it was found for."""
    found: dict[tuple[object, ...], tuple[str, Witness]] = {}
    for answer in report.answers:
        witness = answer.witness
        if witness is None or answer.kind in ("no soft-lock", "promise", "clamp"):
            continue
        if answer.kind == "choice":
            witness = witness._replace(choices=(*witness.choices, answer.name))
        key = (tuple(witness.setup.items()), witness.seed, witness.choices)
        name = "-".join(part for part in (answer.kind, answer.name, answer.detail) if part)
        found.setdefault(key, (_file_name(name), witness))
    return found


def _longest(ways: dict[tuple[object, ...], tuple[str, Witness]]) -> list[tuple[str, Witness]]:
    """Without playthroughs that another one begins with; names made different."""
    prefixes = set()
    for _, witness in ways.values():
        setup = tuple(witness.setup.items())
        for length in range(len(witness.choices)):
            prefixes.add((setup, witness.seed, witness.choices[:length]))
    used: dict[str, int] = {}
    result = []
    for key, (name, witness) in ways.items():
        if key in prefixes:
            continue
        used[name] = used.get(name, 0) + 1
        result.append((name if used[name] == 1 else f"{name}-{used[name]}", witness))
    return result


def _played(program: Program, name: str, witness: Witness) -> Candidate:
    """What a playthrough reaches, as the engine tells it."""
    reaches: set[Hashable] = {("choice", one) for one in witness.choices}

    def entered(scene: str, block: int) -> None:  # noqa: ARG001 - scenes are enough here
        reaches.add(("scene", scene))

    def shown(line: str, path: ArmPath) -> None:
        reaches.add(("text", line, path))

    observed = Observed(program, entered, shown)
    turn = observed.begin(seed=witness.seed, setup=witness.setup)
    learned = {*turn.learned}
    for choice in witness.choices:
        for option in turn.options:
            if not option.open:
                reaches.add(("closed", option.id))
        turn = observed.choose(choice)
        learned.update(turn.learned)
    reaches.update(("closed", option.id) for option in turn.options if not option.open)
    reaches.update(("codex", entry) for entry in learned)
    if turn.ending:
        reaches.add(("ending", turn.ending))
    return Candidate(name, witness.setup, witness.seed, witness.choices, frozenset(reaches), turn.scene, turn.ending)


def _file_name(name: str) -> str:
    safe = "".join(char.lower() if char.isascii() and (char.isalnum() or char == "_") else "-" for char in name)
    return "-".join(part for part in safe.split("-") if part)[:80]
