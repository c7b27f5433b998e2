"""Lengths and odds of a small story from every playthrough of it, through the engine's public door.

The engine's draws are made to fall every way there is, so their chances are counted and not sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import pytest

from game.engine.linker.texts import RenderContext
from game.engine.sessions.session import State, begin, step
from game.engine.turn import Block, Turn
from game.program.model import Program
from tests.proof.brute import Key, TooLargeError

Out: TypeAlias = tuple[Fraction, int, int]
"""A chance, the words of the turn, and the state after it."""
MOST_OUTCOMES = 400


class Everywhere:
    """Every state, with the open choices in order, and for each every outcome."""

    def __init__(self, program: Program, patch: pytest.MonkeyPatch, most: int) -> None:
        self.choices: list[list[list[Out]]] = [[]]
        self.ending = [""]
        numbers: dict[Key, int] = {}
        queue: list[tuple[int, State, Turn]] = []

        def arrive(play: Callable[[], tuple[State, Turn]], share: Fraction) -> list[Out]:
            found = []
            for chance, (state, turn) in _every_way(play, patch):
                key = (state.scene, state.block, state.stack, state.values)
                if key not in numbers:
                    numbers[key] = len(self.ending)
                    self.ending.append(turn.ending)
                    self.choices.append([])
                    queue.append((numbers[key], state, turn))
                    if len(numbers) > most:
                        raise TooLargeError
                words = sum(_words(block) for block in turn.blocks)
                found.append((chance * share, words, numbers[key]))
            return found

        setups = list(_setups(program))
        opening: list[Out] = []
        for setup in setups:
            opening += arrive(lambda setup=setup: begin(program, 0, setup), Fraction(1, len(setups)))  # type: ignore[misc]
        self.choices[0] = [opening]
        while queue:
            number, state, turn = queue.pop()
            if not turn.stuck:
                for option in turn.options:
                    if option.open:
                        again = (state, option.id)
                        outs = arrive(lambda again=again: step(program, *again), Fraction(1))  # type: ignore[misc]
                        self.choices[number].append(outs)

    def length(self, ending: str, unit: str, side: str) -> int | str | None:
        """The fewest or most to an ending; "no bound" where there is no most, None where it cannot be reached.

        Improves every state again and again; what is still not settled after as many rounds as there are states goes round for ever.
        """
        better = min if side == "fewest" else max
        known: list[int | None] = [0 if one == ending else None for one in self.ending]
        for _ in range(len(known) + 1):
            changed = False
            for state, choices in enumerate(self.choices):
                for outs in choices:
                    for _, words, to in outs:
                        onward = known[to]
                        if onward is None:
                            continue
                        total = onward + (words if unit == "words" else state != 0)
                        before = known[state]
                        if before is None or better(before, total) != before:
                            known[state] = total
                            changed = True
            if not changed:
                return known[0]
        return "no bound"

    def odds(self, policy: str) -> dict[str, Fraction]:
        """Each ending's share, by solving for all states at once."""
        moves: list[dict[int, Fraction]] = []
        for choices in self.choices:
            taken = choices if policy == "uniform" else choices[:1] if policy == "first" else choices[-1:]
            row: dict[int, Fraction] = {}
            for outs in taken:
                for chance, _, to in outs:
                    row[to] = row.get(to, Fraction(0)) + chance / len(taken)
            moves.append(row)
        return {
            ending: share for ending in sorted(set(self.ending) - {""}) if (share := _share(moves, self.ending, ending))
        }


def _share(moves: Sequence[dict[int, Fraction]], endings: Sequence[str], ending: str) -> Fraction:
    """The chance of one ending from state 0, by Gauss's elimination over the states that can come to it."""
    there = {state for state, one in enumerate(endings) if one == ending}
    grown = True
    while grown:
        more = {state for state, row in enumerate(moves) if state not in there and not there.isdisjoint(row)}
        there |= more
        grown = bool(more)
    if 0 not in there:
        return Fraction(0)
    order = sorted(there)
    if len(order) > 70:
        raise TooLargeError
    at = {state: number for number, state in enumerate(order)}
    size = len(order)
    table = [[Fraction(int(row == column)) for column in range(size)] + [Fraction(0)] for row in range(size)]
    for state in order:
        line = table[at[state]]
        if endings[state] == ending:
            line[size] = Fraction(1)
        else:
            for to, chance in moves[state].items():
                if to in at:
                    line[at[to]] -= chance
    for column in range(size):
        pivot = next(row for row in range(column, size) if table[row][column])
        table[column], table[pivot] = table[pivot], table[column]
        scale = table[column][column]
        table[column] = [one / scale for one in table[column]]
        for row in range(size):
            factor = table[row][column]
            if row != column and factor:
                table[row] = [one - factor * other for one, other in zip(table[row], table[column], strict=True)]
    return table[at[0]][size]


def _words(block: Block) -> int:
    """The words of a block: of each line that runs on in it by itself."""
    count = 0
    text = block.text
    for _, at in reversed(block.joints):
        count += len(text[at:].split())
        text = text[:at]
    return count + len(text.split())


def _every_way(
    play: Callable[[], tuple[State, Turn]], patch: pytest.MonkeyPatch
) -> Iterator[tuple[Fraction, tuple[State, Turn]]]:
    scripts: list[list[int]] = [[]]
    count = 0
    while scripts:
        script = scripts.pop()
        made: list[int] = []

        def draw(run: RenderContext, ways: int, script: list[int] = script, made: list[int] = made) -> int:
            run.draws += 1
            made.append(ways)
            if len(made) > 12:
                raise TooLargeError
            if len(made) > len(script):
                scripts.extend([*script, fallen] for fallen in range(1, ways))
                script.append(0)
            return script[len(made) - 1]

        with patch.context() as patched:
            patched.setattr(RenderContext, "draw", draw)
            result = play()
        chance = Fraction(1)
        for ways in made:
            chance /= ways
        yield chance, result
        count += 1
        if count > MOST_OUTCOMES:
            raise TooLargeError


def _setups(program: Program) -> Iterator[dict[str, str]]:
    asked = [(one.variable, [option[0] for option in one.options]) for one in program.setup]
    for answers in product(*(values for _, values in asked)):
        yield {name: answer for (name, _), answer in zip(asked, answers, strict=True)}
