"""Every state of a small story, one by one, through the engine's public door: what the proof is held against."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import product
from typing import TypeAlias

from game.engine.sessions.session import Session, State, begin, step
from game.engine.turn import Turn
from game.program.forms.evaluate import evaluate
from game.program.model import Program
from game.proof.results import Witness

Key: TypeAlias = tuple[int, int, tuple[tuple[int, int], ...], tuple[int, ...]]
_MARK = re.compile(r"m\d+m")
_SCENE = re.compile(r"Enter (\w+)\.")
SEEDS = 48
"""Seeds tried for a step that can draw; a story for tests has so few outcomes that none is missed."""


class TooLargeError(Exception):
    """More states than a test should look at."""


class Everything:
    """All that can be seen, each thing with the fewest choices before it."""

    def __init__(self, program: Program, most: int = 3000) -> None:
        self.program = program
        self.depth: dict[tuple[str, str], int] = {}
        self.broken: dict[str, int] = {}
        self.lost: int | None = None
        """The fewest choices to a state from which no ending can be reached."""
        self._lost: set[Key] = set()
        self._seeds = range(SEEDS) if program.draws else range(1)
        depths: dict[Key, int] = {}
        before: dict[Key, list[Key]] = {}
        ends: list[Key] = []
        queue: deque[tuple[Key, State, Turn]] = deque()

        def arrive(state: State, turn: Turn, depth: int, origin: Key | None) -> None:
            key = _key(state)
            self._see(state, turn, depth)
            if origin is not None:
                before.setdefault(key, []).append(origin)
            if key in depths:
                return
            if len(depths) > most:
                raise TooLargeError
            depths[key] = depth
            if turn.ending:
                ends.append(key)
            elif not turn.stuck:
                queue.append((key, state, turn))

        for setup in self._setups():
            for seed in self._seeds:
                arrive(*begin(program, seed, setup), 0, None)
        while queue:
            key, state, turn = queue.popleft()
            for option in turn.options:
                if option.open:
                    for seed in self._seeds:
                        after, onward = step(program, state._replace(seed=seed), option.id)
                        arrive(after, onward, depths[key] + 1, key)
        self.states = len(depths)
        self._lose(depths, before, ends)

    def shows(self, witness: Witness, kind: str, name: str) -> bool:
        """Whether the last turn of a playthrough shows what it is for: a promise, a soft-lock, or what is in `depth`."""
        session = Session(self.program, seed=witness.seed, setup=witness.setup)
        for choice in witness.choices:
            session.choose(choice)
        if kind == "promise":
            return name in self._broken(session.state, session.turn)
        if kind == "no soft-lock":
            return _key(session.state) in self._lost
        return (kind, name) in seen_in(session.turn)

    def _setups(self) -> Iterator[dict[str, str]]:
        asked = [(one.variable, [option[0] for option in one.options] or ["Who"]) for one in self.program.setup]
        for answers in product(*(values for _, values in asked)):
            yield {name: answer for (name, _), answer in zip(asked, answers, strict=True)}

    def _see(self, state: State, turn: Turn, depth: int) -> None:
        for one in seen_in(turn):
            self.depth.setdefault(one, depth)
        for text in self._broken(state, turn):
            self.broken.setdefault(text, depth)

    def _broken(self, state: State, turn: Turn) -> list[str]:
        """The promises that do not hold in a state."""
        if turn.stuck:
            return []
        said = [(one.text, one.at(turn.scene, turn.ending)) for one in self.program.always]
        return [text for text, condition in said if condition is not None and not evaluate(condition, state.values)]

    def _lose(self, depths: dict[Key, int], before: dict[Key, list[Key]], ends: list[Key]) -> None:
        good = set(ends)
        queue = deque(ends)
        while queue:
            for one in before.get(queue.popleft(), ()):
                if one not in good:
                    good.add(one)
                    queue.append(one)
        self._lost = depths.keys() - good
        self.lost = min((depths[key] for key in self._lost), default=None)


def _key(state: State) -> Key:
    return state.scene, state.block, state.stack, state.values


def seen_in(turn: Turn) -> list[tuple[str, str]]:
    """What a turn shows: the markers and scenes in its words, its lines, choices, codex entries and its ending."""
    shown = [*(block.text for block in turn.blocks), *(option.label for option in turn.options)]
    seen = [("mark", one) for text in shown for one in _MARK.findall(text)]
    seen += [("line", line) for block in turn.blocks for line in block.lines]
    seen += [("scene", one) for block in turn.blocks for one in _SCENE.findall(block.text)]
    seen += [("choice" if option.open else "closed", option.id) for option in turn.options]
    seen += [("codex", one) for one in turn.learned]
    return [*seen, ("ending", turn.ending)] if turn.ending else seen
