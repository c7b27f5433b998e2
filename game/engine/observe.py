"""Plays choices and tells what was shown on the way: which scenes, lines, and arms of lines.

It is the engine's own machine over the same nodes, with a watcher before each text; so what is told is what a
player reads. Once everything in a block has been told, the block is played without watchers again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from game.engine.linker.joints import Join, joint
from game.engine.linker.linked import Linked, linked_ops
from game.engine.linker.nodes import END, JOIN, TEXT, LinkedBlock, LinkedChoice
from game.engine.linker.tables import Tables
from game.engine.linker.texts import RenderContext, Template
from game.engine.machine import Machine, chosen, opening
from game.engine.state import State
from game.engine.turn import Block, Option, Turn
from game.program import model
from game.program.forms.evaluate import evaluate
from game.program.forms.texts import arms, is_parted
from game.program.model import Program
from game.program.promises import broken

if TYPE_CHECKING:
    from game.program.forms.types import ArmPath, Segments


Entered: TypeAlias = Callable[[str, int], None]
"""Told of each block that is played: its scene's id and its number."""
OnShown: TypeAlias = "Callable[[str, ArmPath], None]"
"""Told of each line shown (by its id, or a choice's id for its label) and each arm in it.

A text of the codex is shown once its entry has come up, and its arms whenever the text reads so: it can be looked at in later playthroughs, too.
"""


class Observed:
    """A program under watch. Whatever is shown is told at least once, over all playthroughs on one of these.

    With `every_time` it is told each time, which is slower.
    """

    def __init__(self, program: Program, entered: Entered, shown: OnShown, *, every_time: bool = False) -> None:
        self.program = program
        self._linked = _Watched(program, entered, shown, every_time=every_time)
        self._machine: Machine | None = None
        self._codex = _Codex(program, self._linked.tables, shown, every_time=every_time)

    def begin(self, *, seed: int | None = None, setup: Mapping[str, str] | None = None) -> Turn:
        """Begin a playthrough and return its opening.

        Raises:
            SetupError: an answer does not fit the story.
        """
        machine = self._machine = opening(self._linked, seed or 0, dict(setup or {}))
        return self._codex.begun(machine, machine.play(machine.node))

    def choose(self, identity: str) -> Turn:
        """Take a choice by its id and return the new turn.

        Raises:
            ChoiceError: the choice is not open here.
        """
        machine = self._machine
        assert machine is not None, "begin comes first"
        return self._codex.read(machine, machine.take(chosen(machine, identity)))

    def step(self, state: State, identity: str) -> Turn:
        """Take a choice where the playthrough stands so, and return the new turn.

        Raises:
            ChoiceError: the choice is not open there.
        """
        self._machine = Machine.at(self._linked, state)
        return self.choose(identity)

    def play(self, choices: Iterable[str], *, seed: int | None = None, setup: Mapping[str, str] | None = None) -> Turn:
        """Play from the beginning and return the last turn.

        Raises:
            SetupError, ChoiceError: the answers or a choice do not fit.
        """
        turn = self.begin(seed=seed, setup=setup)
        for identity in choices:
            turn = self.choose(identity)
        return turn

    @property
    def values(self) -> Sequence[int]:
        """The values by slot, as they are now. Before the playthrough begins there are none."""
        return self._machine.values if self._machine is not None else ()

    def broken_promises(self) -> tuple[str, ...]:
        """The promises of `always:` that do not hold now, as written."""
        machine = self._machine
        if machine is None:
            return ()
        node = machine.node
        return broken(self.program, node.place, node.name if node.kind == END else "", machine.values)


class _Codex:
    """What of the codex has not been told yet; it can be read where a turn has come to its end."""

    def __init__(self, program: Program, tables: Tables, shown: OnShown, *, every_time: bool) -> None:
        self._shown = shown
        self._every_time = every_time
        entries = program.codex.values()
        self._open = [one.id for one in entries if one.open]
        texts = {one.id: [(text.id, Template(text.segments, tables)) for text in one.texts] for one in entries}
        self._lines = {} if every_time else texts
        """Those that are still to be told, by their entries."""
        self._forked = [_Forked(text, tables) for one in entries for text in one.texts if _forks(text.segments)]
        self._come_up: list[str] = []
        """The entries that have come up in this playthrough, and of which something is still to be told."""

    def begun(self, machine: Machine, turn: Turn) -> Turn:
        """Look at it at the first turn of a playthrough, which is returned."""
        self._come_up = [one for one in self._open if one in self._lines]
        return self.read(machine, turn)

    def read(self, machine: Machine, turn: Turn) -> Turn:
        """Look at it at a turn, which is returned."""
        self._come_up += [one for one in turn.learned if one in self._lines]
        if turn.stuck or not (self._come_up or self._forked):
            return turn
        values, run = machine.values, RenderContext(machine.run.texts, machine.run.seed)
        for entry in self._come_up:
            left = self._lines.pop(entry, [])
            for identity, template in left:
                if template.write(values, run)[0]:
                    self._shown(identity, ())
                else:
                    self._lines.setdefault(entry, []).append((identity, template))
        self._come_up = [one for one in self._come_up if one in self._lines]
        for one in list(self._forked):
            if not one.template.write(values, run)[0]:
                continue
            paths = list(arms_shown(one.text.segments, values, values))
            for path in ((), *paths) if self._every_time else paths:
                self._shown(one.text.id, path)
            one.left.difference_update(paths)
            if not (one.left or self._every_time):
                self._forked.remove(one)
        return turn


class _Forked:
    """A text of the codex with arms, and those that have not been told."""

    def __init__(self, text: model.Text, tables: Tables) -> None:
        self.text = text
        self.template = Template(text.segments, tables)
        self.left = set(_every_arm(text.segments))


class _Watched(Linked):
    """Nodes whose texts and labels tell what they show."""

    def __init__(self, program: Program, entered: Entered, shown: OnShown, *, every_time: bool) -> None:
        super().__init__(program)
        self._every_time = every_time
        self._entered = entered
        self._shown = shown

    def _link(self, scene: int, number: int, block: model.BasicBlock) -> LinkedBlock:
        node = super()._link(scene, number, block)
        watch = _Watch(node, self._shown)
        ops: list[tuple[int, Any, Any]] = [(TEXT, self._door(node.place, watch), None)]
        for op in block.ops:
            if isinstance(op, model.Text) and op.role == model.JOINT:
                ops.append((JOIN, watch.joint(op, self.tables), None))
            elif isinstance(op, model.Text):
                ops.append((TEXT, watch.writer(op, self.tables), None))
            else:
                ops += linked_ops((op,), self.tables)
        node.ops = tuple(ops)
        if isinstance(block.exit, model.Choose) and any(map(_forks, (one.label for one in block.exit.choices))):
            node.known = None
            node.choices = tuple(_WatchedChoice(choice, self.tables, self._shown) for choice in block.exit.choices)
        return node

    def _simple(self, ops: Sequence[model.Op]) -> None:  # noqa: ARG002 - whatever is in a block, it is told
        return None

    def _door(self, scene: str, watch: _Watch) -> Callable[[list[int], RenderContext], Block | None]:
        def come(values: list[int], run: RenderContext) -> Block | None:  # noqa: ARG001 - the shape of a writer
            self._entered(scene, watch.node.number)
            if not self._every_time:
                watch.rest()
            return None

        return come


class _Watch:
    """What of one block has not been told yet."""

    def __init__(self, node: LinkedBlock, shown: OnShown) -> None:
        self.node = node
        self.shown = shown
        self.unwatched = node.ops
        self.left: set[tuple[str, ArmPath]] = set()

    def rest(self) -> None:
        """From the next time on play the block without watchers, if nothing is left to tell."""
        if not self.left:
            self.node.ops = self.unwatched

    def writer(self, op: model.Text, tables: Tables) -> Callable[[list[int], RenderContext], Block | None]:
        """A function that writes a text and tells what it shows."""
        template = Template(op.segments, tables, op.role)
        self._expect(op)

        def write(values: list[int], run: RenderContext) -> Block | None:
            before = tuple(values)
            text, spans = template.write(values, run)
            if not text:
                return None
            self._told(op, before, values)
            return Block(op.id, op.role, op.speaker, text, spans)  # type: ignore[arg-type]  # a Role

        return write

    def joint(self, op: model.Text, tables: Tables) -> Join:
        """The same for a text that runs on."""
        add = joint(op, tables)
        self._expect(op)

        def join(blocks: list[Block], values: list[int], run: RenderContext) -> bool:
            before = tuple(values)
            told = add(blocks, values, run)
            if told:
                self._told(op, before, values)
            return told

        return join

    def _expect(self, op: model.Text) -> None:
        self.left.add((op.id, ()))
        self.left.update((op.id, path) for path in _every_arm(op.segments))

    def _told(self, op: model.Text, before: Sequence[int], values: Sequence[int]) -> None:
        for path in ((), *arms_shown(op.segments, before, values)):
            self.shown(op.id, path)
            self.left.discard((op.id, path))


class _WatchedChoice(LinkedChoice):
    """A choice that tells which arms of its label were shown when it is offered."""

    __slots__ = ("_segments", "_tell")

    def __init__(self, choice: model.Choice, tables: Tables, shown: OnShown) -> None:
        super().__init__(choice, tables)
        self._segments = choice.label
        self._tell = shown
        if _forks(choice.label):
            self.option = None  # so that it is asked for every time

    def offer(self, values: list[int], run: RenderContext) -> Option:
        before = tuple(values)
        option = super().offer(values, run)
        for path in arms_shown(self._segments, before, values):
            self._tell(self.id, path)
        return option


def _forks(segments: Segments) -> bool:
    return any(map(is_parted, segments))


def _every_arm(segments: Segments, around: ArmPath = ()) -> Iterator[ArmPath]:
    for index, segment in enumerate(segments):
        for arm, inside in enumerate(arms(segment)):
            path = (*around, index, arm)
            yield path
            yield from _every_arm(inside, path)


def arms_shown(
    segments: Segments, before: Sequence[int], after: Sequence[int], around: ArmPath = ()
) -> Iterator[ArmPath]:
    """The arms of a text that were shown, given the values before and after it was written."""
    for index, segment in enumerate(segments):
        if not is_parted(segment):
            continue
        if segment[0] == "?":
            arm = 0 if evaluate(segment[1], before) else 1
        else:
            slot = segment[2]
            arm = _alternative(segment[1], before[slot], after[slot], len(segment[3]))
        path = (*around, index, arm)
        yield path
        yield from arms_shown(arms(segment)[arm], before, after, path)


def _alternative(kind: str, before: int, after: int, count: int) -> int:
    """Which text of an alternative was shown: its counter says, for a shuffle by the bit that is new."""
    if kind != "shuffle":
        return before
    if before == (1 << count) - 1:
        before = 0
    return (after & ~before).bit_length() - 1
