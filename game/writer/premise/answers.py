"""Playthroughs played again, for what was answered in them and where they went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from game.engine.sessions.session import ChoiceError, Session, SetupError
from game.engine.turn import Turn
from game.program.model import Program
from game.saves.log import Log, Logged
from game.writer.premise.question import PremiseQuestion


class Vigil(NamedTuple):
    """One answer: on which night, whom it is about, `for` or `because`, how it was with them, and how it looked (None: nobody had looked)."""

    night: int
    whom: str
    why: str
    was: int
    looked: int | None
    most: int
    """The value at which `was` is worst."""


class Played(NamedTuple):
    """One playthrough: who gave which answers before it began, the vigils in order, and where it ended or stopped.

    `names` are those on its last page, if it has come to an ending. `whole` says whether all of its choices could be made again in the story as it is.
    """

    tester: int
    setup: tuple[tuple[str, str], ...]
    vigils: tuple[Vigil, ...]
    ending: str
    scene: str
    names: tuple[str, ...]
    choices: int
    whole: bool


class TakenChoices(NamedTuple):
    """A list of choices, by its scene: how often each was taken, over all playthroughs."""

    scene: str
    taken: tuple[tuple[str, int], ...]


class Answers(NamedTuple):
    """What all testers answered. `undone` are choices that were taken back, with the number of testers who did."""

    question: PremiseQuestion
    program: Program
    testers: int
    played: tuple[Played, ...]
    forks: tuple[TakenChoices, ...]
    undone: tuple[tuple[str, int], ...]


def answers_of(program: Program, question: PremiseQuestion, logs: Sequence[Log]) -> Answers:
    """Play every playthrough again and gather what was answered."""
    offered: dict[str, dict[str, int]] = {}
    played = [
        _play(program, question, tester, one, offered) for tester, log in enumerate(logs) for one in log.playthroughs
    ]
    undone = Counter(choice for log in logs for choice in set(log.undone))
    forks = [
        TakenChoices(scene, tuple(sorted(taken.items(), key=lambda pair: -pair[1]))) for scene, taken in offered.items()
    ]
    return Answers(question, program, len(logs), tuple(played), tuple(forks), tuple(undone.most_common()))


def _play(
    program: Program, question: PremiseQuestion, tester: int, one: Logged, offered: dict[str, dict[str, int]]
) -> Played:
    setup = {name: answer for name, answer in one.setup.items() if name in {asked.variable for asked in program.setup}}
    try:
        session = Session(program, seed=one.seed, setup=setup)
    except SetupError:
        setup = {}
        session = Session(program, seed=one.seed)
    vigils: list[Vigil] = []
    made = 0
    for choice in one.steps:
        turn = session.turn
        vigil = _vigil(question, session, choice)
        try:
            session.choose(choice)
        except ChoiceError:
            break
        made += 1
        if vigil is not None:
            vigils.append(vigil)
        counts = offered.setdefault(turn.scene, {})
        for option in turn.options:
            if option.open:
                counts.setdefault(option.id, 0)
        counts[choice] = counts.get(choice, 0) + 1
    turn = session.turn
    names = _names(program, turn) if turn.ending else ()
    told = tuple((name, answer) for name, answer in setup.items() if name in question.by)
    return Played(tester, told, tuple(vigils), turn.ending, turn.scene, names, made, made == len(one.steps))


def _vigil(question: PremiseQuestion, session: Session, choice: str) -> Vigil | None:
    whom, why = question.whom(choice)
    if not why or f"{question.was}.{whom}" not in session.program.variables:
        return None
    was = session.program.variables[f"{question.was}.{whom}"]
    look = f"{question.looked}.{whom}"
    looked = _number(session, look) if look in session.program.variables else 0
    return Vigil(
        _number(session, question.night),
        whom,
        why,
        _number(session, was.name),
        looked - 1 if looked else None,
        was.high,
    )


def _number(session: Session, name: str) -> int:
    return session.state.values[session.program.slot[name]]


def _names(program: Program, turn: Turn) -> tuple[str, ...]:
    """The cast that the last page names, in the order in which it does."""
    text = " ".join(block.text for block in turn.blocks) + " " + program.endings[turn.ending].text
    found: list[tuple[int, str]] = []
    for member in program.cast.values():
        at = [
            hit.start()
            for name in (member.short, member.name)
            if name and (hit := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
        ]
        said = any(block.speaker == member.id for block in turn.blocks)
        if at or said:
            found.append((min(at, default=0), member.short or member.name))
    return tuple(name for _, name in sorted(found))
