"""Every moment of a small story, also those in the middle of a turn that no state at rest shows.

It is a second, plain interpreter of the Program, of the tests' own. Each turn that it plays is held against the engine's, so
that what it saw on the way is what the engine did.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from game.engine.sessions.session import State, begin, step
from game.engine.turn import Turn
from game.program import model
from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.program.model import Program, Target
from game.program.spelling import spelled
from tests.proof.brute import SEEDS, TooLargeError

_MOST_DECISIONS = 12
_LONGEST_RUN = 10_000


class Where(NamedTuple):
    """A state of the story, and which variables something has set."""

    scene: int
    block: int
    stack: tuple[tuple[int, int], ...]
    values: tuple[int, ...]
    set: frozenset[int]


class Moments:
    """What was so at some moment of some playthrough."""

    def __init__(self, program: Program, most: int = 3000) -> None:
        self.program = program
        self.truths: dict[tuple[str, str, str, str, object], set[bool]] = {}
        """Scene, what it belongs to, its id, the condition and where it stands; to what it was."""
        self.clamps: set[tuple[str, str]] = set()
        self.values: dict[tuple[str, str], set[int]] = {}
        self.drawn: dict[str, set[str]] = {}
        self.several: set[str] = set()
        self.first_read: dict[str, int] = {}
        self.ever_set: set[int] = set()
        self._asked = {program.slot[one.variable] for one in program.setup if one.variable in program.slot}
        self._depth = 0
        self._script: list[int] = []
        self._made: list[tuple[int, int]] = []
        seen: dict[Where, int] = {}
        queue: deque[Where] = deque()

        def arrive(found: Iterator[tuple[Where, str]], engine: set[tuple[Any, ...]]) -> None:
            came = set()
            for where, how in found:
                came.add(_outcome(where, how))
                if where not in seen:
                    seen[where] = self._depth
                    if len(seen) > most:
                        raise TooLargeError
                    if how == "asked":
                        queue.append(where)
            assert engine <= came, (
                f"the engine played something else: {sorted(engine - came)[:2]}, not {sorted(came - engine)[:2]}"
            )
            assert program.draws or engine == came

        seeds = range(SEEDS) if program.draws else range(1)
        for setup in self._setups():
            values = [one.start for one in program.slots]
            for name, answer in setup.items():
                variable = program.slots[program.slot[name]]
                values[program.slot[name]] = (list(variable.values) or ["false", "true"]).index(answer)
            start = program.scene_index[program.start]
            at = Where(start, program.scene(start).entries[0], (), tuple(values), frozenset(self._asked))
            arrive(self._turns(at), {_played(*begin(program, seed, setup)) for seed in seeds})
        while queue:
            where = queue.popleft()
            self._depth = seen[where] + 1
            exit_ = program.scene(where.scene).blocks[where.block].exit
            assert isinstance(exit_, model.Choose)
            for choice in exit_.choices:
                if not self._open(choice, where.values):
                    continue
                scene, block = self._at(where.scene, choice.target)
                state = State(*where[:4], tuple(text[1] for text in program.texts), 0, 0)
                engine = {_played(*step(program, state._replace(seed=seed), choice.id)) for seed in seeds}
                arrive(self._turns(where._replace(scene=scene, block=block)), engine)

    def conditions(self) -> Counter[tuple[str, ...]]:
        """Each condition that play came to look at, and how it was."""
        words = {(True, True): "both", (True, False): "always", (False, True): "never"}
        return Counter((*key[:4], words[True in was, False in was]) for key, was in self.truths.items())

    def _setups(self) -> Iterator[dict[str, str]]:
        asked = [(one.variable, [option[0] for option in one.options]) for one in self.program.setup]
        for answers in product(*(values for _, values in asked)):
            yield {name: answer for (name, _), answer in zip(asked, answers, strict=True)}

    def _open(self, choice: model.Choice, values: Sequence[int]) -> bool:
        return all(evaluate(one, values) for one in (choice.shown, choice.needs) if one is not None)

    def _at(self, scene: int, target: Target) -> tuple[int, int]:
        if isinstance(target, int):
            return scene, target
        return target[0], self.program.scene(target[0]).entries[target[1]]

    # one turn, with every way that chance can fall

    def _turns(self, at: Where) -> Iterator[tuple[Where, str]]:
        scripts: list[list[int]] = [[]]
        while scripts:
            self._script, self._made = scripts.pop(), []
            given = len(self._script)
            yield self._turn(at)
            for number in range(given, len(self._made)):
                _, ways = self._made[number]
                before = [way for way, _ in self._made[:number]]
                scripts += [[*before, other] for other in range(1, ways)]

    def _decide(self, ways: int) -> int:
        number = len(self._made)
        if number > _MOST_DECISIONS:
            raise TooLargeError
        way = self._script[number] if number < len(self._script) else 0
        self._made.append((way, ways))
        return way

    def _turn(self, at: Where) -> tuple[Where, str]:
        scene, block, stack, values, has = at.scene, at.block, list(at.stack), list(at.values), set(at.set)

        def rest(how: str) -> tuple[Where, str]:
            return Where(scene, block, tuple(stack), tuple(values), frozenset(has)), how

        for _ in range(_LONGEST_RUN):
            here = self.program.scene(scene).blocks[block]
            name = self.program.scene_ids[scene]
            self._happens(here.ops, name, values, has)
            exit_ = here.exit
            if isinstance(exit_, model.End):
                return rest("ending")
            if isinstance(exit_, model.Choose):
                if self._ask(exit_, name, values, has):
                    return rest("asked")
                if exit_.fallback is None:
                    return rest("no-open-choice")
                scene, block = self._at(scene, exit_.fallback)
            elif isinstance(exit_, model.Jump):
                scene, block = self._at(scene, exit_.target)
            elif isinstance(exit_, model.Branch):
                held = self._test((name, "if", ""), (scene, block), exit_.condition, values, has)
                scene, block = self._at(scene, exit_.then if held else exit_.otherwise)
            elif isinstance(exit_, model.Return):
                if not stack:
                    return rest("nowhere-to-return")
                caller = stack.pop()
                onward = self._back(caller) if exit_.target is None else (scene, exit_.target)
                scene, block = self._at(*onward)
            else:
                target = exit_.target if isinstance(exit_, model.Call) else self._draw(exit_, values, has)
                if target is None:
                    assert isinstance(exit_, model.Draw)
                    scene, block = self._at(scene, exit_.otherwise)
                    continue
                if len(stack) >= 20:
                    raise TooLargeError
                stack.append((scene, block))
                scene, block = self._at(scene, target)
        return rest("endless")

    def _happens(self, ops: Sequence[model.Op], scene: str, values: list[int], has: set[int]) -> None:
        self._note(scene, values)
        for op in ops:
            if isinstance(op, model.Set):
                self._change(op, scene, values, has)
            elif isinstance(op, model.Text):
                self._write(op.segments, values, has, (scene, "text", op.id), "")
            self._note(scene, values)

    def _back(self, caller: tuple[int, int]) -> tuple[int, Target]:
        call = self.program.scene(caller[0]).blocks[caller[1]].exit
        assert isinstance(call, (model.Call, model.Draw))
        return caller[0], call.back

    def _note(self, scene: str, values: Sequence[int]) -> None:
        for slot, variable in enumerate(self.program.slots):
            if not variable.hidden:
                self.values.setdefault((scene, variable.name), set()).add(values[slot])

    def _change(self, op: model.Set, scene: str, values: list[int], has: set[int]) -> None:
        variable = self.program.slots[op.slot]
        wanted = evaluate(op.value, values)
        if not variable.hidden and op.value[0] != "c" and wanted > variable.high:
            self.clamps.add((variable.name, f"above in {scene}"))
        if not variable.hidden and op.value[0] != "c" and wanted < variable.low:
            self.clamps.add((variable.name, f"below in {scene}"))
        values[op.slot] = min(max(wanted, variable.low), variable.high)
        has.add(op.slot)
        self.ever_set.add(op.slot)

    def _read(self, slots: set[int], has: set[int]) -> None:
        for slot in slots - has:
            self.first_read.setdefault(self.program.slots[slot].name, self._depth)

    def _test(
        self, what: tuple[str, str, str], path: object, condition: Expr, values: Sequence[int], has: set[int]
    ) -> bool:
        held = bool(evaluate(condition, values))
        self._read(set(reads(condition)), has)
        self.truths.setdefault((*what, spelled(self.program.slots, condition), path), set()).add(held)
        return held

    def _guarded(self, guard: Expr, counter: str, values: Sequence[int]) -> Expr | None:
        """What of a guard the writer wrote; None where `once` has closed it already, or is all of it."""
        parts = [guard] if guard[0] != "and" else list(guard[1:])
        first = parts[0]
        if first[0] == "==" and first[1][0] == "v" and self.program.slots[first[1][1]].name.startswith(counter):
            return parts[1] if len(parts) > 1 and evaluate(first, values) else None
        return guard

    def _ask(self, exit_: model.Choose, scene: str, values: list[int], has: set[int]) -> bool:
        shown = []
        for choice in exit_.choices:
            if choice.shown is not None:
                written = self._guarded(choice.shown, "once:", values)
                if written is not None:
                    self._test((scene, "choice", choice.id), "", written, values, has)
                if not evaluate(choice.shown, values):
                    continue
            shown.append(choice)
            if choice.needs is not None:
                self._test((scene, "needs", choice.id), "", choice.needs, values, has)
        open_ = any(self._open(choice, values) for choice in shown)
        if open_ or exit_.fallback is None:
            for choice in shown:
                self._write(choice.label, values, has, (scene, "label", choice.id), "")
                if choice.needs is not None and not evaluate(choice.needs, values):
                    self._write(choice.reason, values, has, (scene, "reason", choice.id), "")
        return open_

    def _draw(self, exit_: model.Draw, values: Sequence[int], has: set[int]) -> Target | None:
        holding: list[tuple[str, Target]] = []
        for one in exit_.storylets:
            assert not isinstance(one.target, int)
            name = self.program.scene_ids[one.target[0]]
            if one.when is not None:
                written = self._guarded(one.when, "drawn:", values)
                if written is not None:
                    self._test((name, "storylet", name), "", written, values, has)
                if not evaluate(one.when, values):
                    continue
            holding.append((name, one.target))
            if not exit_.random:
                break
        if len(holding) > 1:
            self.several.add(exit_.id)
        found = holding[self._decide(len(holding)) if exit_.random else 0] if holding else ("", None)
        self.drawn.setdefault(exit_.id, set()).add(found[0])
        return found[1]

    def _write(
        self, segments: Sequence[Any], values: list[int], has: set[int], what: tuple[str, str, str], path: str
    ) -> None:
        for number, segment in enumerate(segments):
            if isinstance(segment, str):
                continue
            here = f"{path}.{number}"
            if segment[0] == "v":
                self._read({segment[1]}, has)
            elif segment[0] == "?":
                condition = segment[1]
                own = condition[0] == "!=" and self.program.slots[condition[1][1]].name.startswith("shuffle:")
                held = evaluate(condition, values) if own else self._test(what, here, condition, values, has)
                self._write(segment[2 if held else 3], values, has, what, here + ("a" if held else "b"))
            elif segment[0] == "a":
                self._write(segment[3][self._turned(segment, values)], values, has, what, here)

    def _turned(self, segment: Sequence[Any], values: list[int]) -> int:
        _, kind, slot, arms = segment
        value: int = values[slot]
        if kind == "first":
            values[slot] = min(value + 1, len(arms) - 1)
            return value
        if kind == "cycle":
            values[slot] = (value + 1) % len(arms)
            return value
        value = 0 if value == (1 << len(arms)) - 1 else value
        left = [index for index in range(len(arms)) if not value >> index & 1]
        index = left[self._decide(len(left))]
        values[slot] = value | 1 << index
        return index


def _played(state: State, turn: Turn) -> tuple[Any, ...]:
    return _outcome(state, "ending" if turn.ending else turn.stuck or "asked")


def _outcome(where: State | Where, how: str) -> tuple[Any, ...]:
    """A turn's outcome; where a run without end is cut off is not said, as the engine counts in other steps."""
    return (how,) if how == "endless" else (where.scene, where.block, where.stack, where.values, how)
