"""Runs blocks until the player is asked again. Pure: no files, no clock, no chance outside the seed."""

from __future__ import annotations

from collections.abc import Sequence

from game.engine.linker.linked import Linked
from game.engine.linker.nodes import (
    BRANCH,
    CALL,
    CHOOSE,
    DRAW,
    END,
    INSET,
    JOIN,
    JUMP,
    LEARN,
    PICK,
    SAID,
    SET,
    STATIC,
    TABLE,
    TEXT,
    Effects,
    LinkedBlock,
    LinkedChoice,
    Offered,
)
from game.engine.linker.texts import RenderContext
from game.engine.state import State
from game.engine.turn import Block, Option, Passing, Stuck, Turn
from game.program.graph.weights import HEAVIEST
from game.program.model import DEEPEST_CALL, Program, Target

LONGEST_RUN = 10_000
"""Blocks played without a choice before play counts as endless."""

_new = tuple.__new__
_NOTHING = Offered(())


class Machine:
    """A program with a state that is changed in place; `Session` and `step` are the doors to it."""

    __slots__ = ("linked", "node", "offered", "path", "run", "stack", "values")

    def __init__(self, linked: Linked, run: RenderContext, values: list[int]) -> None:
        self.linked = linked
        self.run = run
        self.values = values
        self.path: list[LinkedBlock] = []
        """The nodes that the last turn played."""
        self.stack: list[LinkedBlock] = []
        self.offered = _NOTHING
        """What the options were taken from when last they were of the kind that is kept."""
        self.node: LinkedBlock = linked.entry(linked.program.scene_index[linked.program.start])

    @classmethod
    def at(cls, linked: Linked, state: State) -> Machine:
        """A machine that stands where the state does."""
        machine = cls.__new__(cls)
        machine.linked = linked
        machine.path = []
        machine.offered = _NOTHING
        machine.put(state)
        return machine

    def put(self, state: State) -> None:
        """Stand where the state does."""
        self.run = RenderContext(state.texts, state.seed)
        self.run.draws = state.draws
        self.values = list(state.values)
        node = self.linked.node
        self.stack = [node(scene, block) for scene, block in state.stack]
        self.node = node(state.scene, state.block)

    def state(self) -> State:
        """Where the machine stands, as a value."""
        node, run = self.node, self.run
        stack = tuple([(one.scene, one.number) for one in self.stack])
        return State(node.scene, node.number, stack, tuple(self.values), tuple(run.texts), run.seed, run.draws)

    def take(self, choice: LinkedChoice) -> Turn:
        """Take a choice of the current node, open or not."""
        return self.play(choice.landing or self.linked.thread(self.node, choice), choice.effects)

    def play(self, node: LinkedBlock, effects: Effects = ()) -> Turn:  # noqa: C901 - see below
        """Run from a node to the next choice, ending, or stop.

        It is long on purpose: this loop is what every turn costs, and a function for each operation
        would cost several times as much.
        """
        values, run = self.values, self.run
        for _, slot, table in effects:
            values[slot] = table[values[slot]]
        blocks: list[Block] = []
        learned: list[str] = []
        path = self.path = [node]
        room = HEAVIEST
        while True:
            room -= node.weight
            if room < 0:
                self.node = node
                return _new(Turn, (tuple(blocks), (), node.place, "", tuple(learned), "too-long"))
            for kind, one, two in node.ops:
                if kind == STATIC:
                    blocks += one
                elif kind == SAID:
                    slot, strings = one
                    text = strings[values[slot]]
                    blocks.append(two % (text, text))
                elif kind == INSET:
                    strings, before, after, identity, role, speaker = two
                    text = f"{before}{strings[values[one]]}{after}"
                    blocks.append(_new(Passing, (identity, role, speaker, text, ((text, ""),), ())))
                elif kind == PICK:
                    block = two[1 + two[0][values[one]]]
                    if block is not None:
                        blocks.append(block)
                elif kind == TABLE:
                    values[one] = two[values[one]]
                elif kind == TEXT:
                    block = one(values, run)
                    if block is not None:
                        blocks.append(block)
                elif kind == SET:
                    values[one] = two(values)
                elif kind == LEARN:
                    learned.append(one)
                elif kind == JOIN:
                    one(blocks, values, run)
            kind = node.kind
            if kind == CHOOSE:
                known = node.known
                options: Sequence[Option]
                if known is not None:
                    case = 0
                    for slot, table in node.gates:
                        case += case + table[values[slot]]
                    offered = known[case]
                    if offered is None:
                        offered = self.linked.offer(node, case, values)
                    options = offered.options
                    if options:
                        self.node = node
                        self.offered = offered
                        return _new(Turn, (tuple(blocks), options, node.place, "", tuple(learned), ""))
                    barred = True
                else:
                    options, barred = self._options(node)
                self.node = node
                if not barred:
                    return _new(Turn, (tuple(blocks), tuple(options), node.place, "", tuple(learned), ""))
                following = node.other
                if following is None:
                    return _new(Turn, (tuple(blocks), tuple(options), node.place, "", tuple(learned), "no-open-choice"))
                if following.__class__ is not LinkedBlock:
                    following = node.other = self.linked.follow(node, following)  # type: ignore[arg-type]
                node = following
            elif kind == JUMP:
                following = node.next
                if following.__class__ is not LinkedBlock:
                    following = node.next = self.linked.follow(node, following)  # type: ignore[arg-type]
                node = following
            elif kind == BRANCH:
                if node.more(values):
                    following = node.next
                    if following.__class__ is not LinkedBlock:
                        following = node.next = self.linked.follow(node, following)  # type: ignore[arg-type]
                else:
                    following = node.other
                    if following.__class__ is not LinkedBlock:
                        following = node.other = self.linked.follow(node, following)  # type: ignore[arg-type]
                node = following
            elif kind == END:
                self.node = node
                return _new(Turn, (tuple(blocks), (), node.place, node.name, tuple(learned), ""))
            else:
                onward = self._away(node)
                if isinstance(onward, str):
                    self.node = node
                    return _new(Turn, (tuple(blocks), (), node.place, "", tuple(learned), onward))
                node = onward
            path.append(node)
            if len(path) > LONGEST_RUN:
                self.node = node
                return _new(Turn, (tuple(blocks), (), node.place, "", tuple(learned), "endless"))

    def _options(self, node: LinkedBlock) -> tuple[list[Option], bool]:
        """The options of a node, and whether none of them is open."""
        values, run = self.values, self.run
        options: list[Option] = []
        barred = True
        for choice in node.choices:
            if not choice.shown(values):
                continue
            option = choice.option
            if option is None:
                option = choice.offer(values, run)
                if option.open:
                    barred = False
            else:
                barred = False
            options.append(option)
        return options, barred

    def _away(self, node: LinkedBlock) -> LinkedBlock | Stuck:
        """Calls, returns and draws: where play goes on, or why it cannot."""
        if node.kind == CALL:
            target = node.next = self._followed(node, node.next)
            return self._call(node, target)
        if node.kind == DRAW:
            drawn = self._drawn(node)
            if drawn is not None:
                return self._call(node, drawn)
            node.other = self._followed(node, node.other)
            return node.other
        if not self.stack:
            return "nowhere-to-return"
        caller = self.stack.pop()
        if node.next is not None:
            node.next = self._followed(node, node.next)
            return node.next
        caller.back = self._followed(caller, caller.back)
        return caller.back

    def _followed(self, node: LinkedBlock, target: LinkedBlock | Target | None) -> LinkedBlock:
        if isinstance(target, LinkedBlock):
            return target
        assert target is not None
        return self.linked.follow(node, target)

    def _call(self, node: LinkedBlock, target: LinkedBlock) -> LinkedBlock | Stuck:
        if len(self.stack) >= DEEPEST_CALL:
            return "too-deep"
        self.stack.append(node)
        return target

    def _drawn(self, node: LinkedBlock) -> LinkedBlock | None:
        values = self.values
        random, storylets = node.more
        holding: list[tuple[int, Target]] = []
        for when, weight, target in storylets:
            if when is None or when(values):
                if not random:
                    return self.linked.follow(node, target)
                holding.append((weight, target))
        if not holding:
            return None
        ticket = self.run.draw(sum([weight for weight, _ in holding]))
        drawn = holding[0][1]
        for weight, target in holding:
            if ticket < 0:
                break
            drawn = target
            ticket -= weight
        return self.linked.follow(node, drawn)


def begin(program: Program, seed: int = 0, setup: dict[str, str] | None = None) -> tuple[State, Turn]:
    """The opening of a story: its first state, and what the player reads.

    Raises:
        SetupError: an answer in `setup` does not fit the story.
    """
    machine = opening(linked_of(program), seed, setup or {})
    turn = machine.play(machine.node)
    return machine.state(), turn


def step(program: Program, state: State, choice: str) -> tuple[State, Turn]:
    """The state after a choice (by id), and what the player reads. The given state stays as it was.

    Raises:
        ChoiceError: the choice is not open there.
    """
    machine = Machine.at(linked_of(program), state)
    turn = machine.take(chosen(machine, choice))
    return machine.state(), turn


def options(program: Program, state: State) -> tuple[Option, ...]:
    """What the player can choose in a state; empty at an ending."""
    machine = Machine.at(linked_of(program), state)
    if machine.node.kind != CHOOSE:
        return ()
    values, run = machine.values, machine.run
    return tuple([choice.offer(values, run) for choice in machine.node.choices if choice.shown(values)])


class ChoiceError(Exception):
    """A choice that cannot be taken here; the message says why."""


class SetupError(Exception):
    """An answer before the game that does not fit the story; the message says why."""


def chosen(machine: Machine, identity: str) -> LinkedChoice:
    """The open choice of the current node with this id.

    Raises:
        ChoiceError: there is none.
    """
    node = machine.node
    if node.kind != CHOOSE:
        raise ChoiceError("the story is over here" if node.kind == END else "nothing can be chosen here")
    values = machine.values
    choice = way(machine, identity)
    if choice is None:
        raise ChoiceError(f"there is no choice {identity} here")
    if not choice.shown(values):
        raise ChoiceError(f"the choice {identity} is not offered here now")
    words = choice.words
    if words is not None and words.needs is not None and not words.needs(values):
        reason, _ = words.reason.write(list(values), machine.run)
        raise ChoiceError(f"the choice {identity} is closed: {reason}")
    return choice


def way(machine: Machine, identity: str) -> LinkedChoice | None:
    """The choice of the current node with this id, open or not."""
    for choice in machine.node.choices:
        if choice.id == identity:
            return choice
    return None


def opening(linked: Linked, seed: int, setup: dict[str, str]) -> Machine:
    """A machine at the start of the story, with the player's answers in it."""
    program = linked.program
    values = [variable.start for variable in program.slots]
    texts = [one[1] for one in program.texts]
    if setup:
        _answer(program, setup, values, texts)
    return Machine(linked, RenderContext(tuple(texts), seed & 0xFFFFFFFFFFFFFFFF), values)


def _answer(program: Program, setup: dict[str, str], values: list[int], texts: list[str]) -> None:
    """Put the player's answers into the values and texts."""
    from game.language.text.cleaning import clean

    names = [one[0] for one in program.texts]
    for name, answer in setup.items():
        if name in names:
            words = " ".join(clean(answer).split())
            limit = next((one.limit for one in program.setup if one.variable == name), 80)
            if len(words) > limit:
                raise SetupError(f"{name} may have {limit} characters")
            texts[names.index(name)] = words or texts[names.index(name)]
            continue
        variable = program.variables.get(name)
        if variable is None or all(one.variable != name for one in program.setup):
            known = ", ".join(one.variable for one in program.setup) or "nothing"
            raise SetupError(f"the story does not ask for {name}; it asks for {known}")
        allowed = list(variable.values) or ["false", "true"]
        if answer not in allowed:
            raise SetupError(f"{name} is one of {', '.join(allowed)}, not {clean(answer)[:80]!r}")
        values[program.slot[name]] = allowed.index(answer)


def linked_of(program: Program) -> Linked:
    """The program's nodes, made once and kept with it."""
    found = getattr(program, "_linked", None)
    if found is None:
        found = Linked(program)
        program._linked = found  # type: ignore[attr-defined]  # noqa: SLF001 - a cache that lives as long as the program
    return found
