"""Runs blocks until the player is asked again. Pure: no files, no clock, no chance outside the seed."""

from __future__ import annotations

from game.engine.linked import (
    BRANCH,
    CALL,
    CHOOSE,
    CONSTANT,
    DRAW,
    END,
    JUMP,
    LEARN,
    SET,
    STATIC,
    TABLE,
    TEXT,
    Linked,
    Node,
    Run,
)
from game.engine.state import State
from game.engine.turn import Block, Option, Turn
from game.program.model import Program

LONGEST_RUN = 10_000
"""Blocks played without a choice before play counts as endless."""
DEEPEST_CALL = 64
"""Calls inside calls before play counts as too deep."""

_new = tuple.__new__
_NO_OPTIONS: tuple[Option, ...] = ()


class Machine:
    """A program with a state that is changed in place; `Session` and `step` are the doors to it."""

    def __init__(self, linked: Linked, run: Run, values: list[int]) -> None:
        self.linked = linked
        self.run = run
        self.values = values
        self.stack: list[Node] = []
        self.node: Node = linked.entry(linked.program.scene_index[linked.program.start])

    @classmethod
    def at(cls, linked: Linked, state: State) -> Machine:
        """A machine that stands where the state does."""
        machine = cls.__new__(cls)
        machine.linked = linked
        machine.put(state)
        return machine

    def put(self, state: State) -> None:
        """Stand where the state does."""
        self.run = Run(state.texts, state.seed)
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

    def play(self, node: Node) -> Turn:
        """Run from a node to the next choice, ending, or stop."""
        values, run = self.values, self.run
        blocks: list[Block] = []
        learned: tuple[str, ...] = ()
        options: tuple[Option, ...] | list[Option]
        left = LONGEST_RUN
        while True:
            for kind, one, two in node.ops:
                if kind == STATIC:
                    blocks += one
                elif kind == TABLE:
                    values[one] = two[values[one]]
                elif kind == TEXT:
                    block = one(values, run)
                    if block is not None:
                        blocks.append(block)
                elif kind == CONSTANT:
                    values[one] = two
                elif kind == SET:
                    values[one] = two(values)
                elif kind == LEARN:
                    learned += (one,)
            kind = node.kind
            if kind == CHOOSE:
                if node.always is not None:
                    options = node.always
                    break
                options = []
                barred = True
                for choice in node.choices:
                    if choice.slot >= 0 and not choice.table[values[choice.slot]]:
                        continue
                    if choice.rest is not None and not choice.rest(values):
                        continue
                    option = choice.option
                    if option is None:
                        option = choice.offer(values, run)
                        if option.open:
                            barred = False
                    else:
                        barred = False
                    options.append(option)
                if not barred:
                    break
                if node.fallback is None:
                    self.node = node
                    return self._stopped(node, blocks, learned, "no-open-choice", tuple(options))
                if node.fallback.__class__ is not Node:
                    node.fallback = self.linked.follow(node, node.fallback)  # type: ignore[arg-type]
                node = node.fallback  # type: ignore[assignment]
            elif kind == JUMP:
                following = node.next
                if following.__class__ is not Node:
                    following = node.next = self.linked.follow(node, following)  # type: ignore[arg-type]
                node = following  # type: ignore[assignment]
            elif kind == BRANCH:
                node = self._branch(node)
            elif kind == END:
                self.node = node
                scene = self.linked.program.scene_ids[node.scene]
                return Turn(tuple(blocks), (), scene, node.ending, learned, "")
            else:
                following = self._other(node)
                if isinstance(following, str):
                    self.node = node
                    return self._stopped(node, blocks, learned, following, ())
                node = following
            left -= 1
            if not left:
                self.node = node
                return self._stopped(node, blocks, learned, "endless", ())
        self.node = node
        scene = self.linked.program.scene_ids[node.scene]
        return _new(Turn, (tuple(blocks), tuple(options), scene, "", learned, ""))

    def _stopped(
        self, node: Node, blocks: list[Block], learned: tuple[str, ...], why: str, options: tuple[Option, ...]
    ) -> Turn:
        return Turn(tuple(blocks), options, self.linked.program.scene_ids[node.scene], "", learned, why)

    def _branch(self, node: Node) -> Node:
        assert node.condition is not None
        if node.condition(self.values):
            if not isinstance(node.next, Node):
                assert node.next is not None
                node.next = self.linked.follow(node, node.next)
            return node.next
        if not isinstance(node.other, Node):
            assert node.other is not None
            node.other = self.linked.follow(node, node.other)
        return node.other

    def _other(self, node: Node) -> Node | str:
        """Calls, returns and draws: where play goes on, or why it cannot."""
        follow = self.linked.follow
        if node.kind == CALL:
            assert node.next is not None and not isinstance(node.next, Node)
            return self._call(node, follow(node, node.next))
        if node.kind == DRAW:
            drawn = self._drawn(node)
            if drawn is not None:
                return self._call(node, drawn)
            assert node.other is not None and not isinstance(node.other, Node)
            return follow(node, node.other)
        if not self.stack:
            return "nowhere-to-return"
        caller = self.stack.pop()
        if node.next is not None:
            assert not isinstance(node.next, Node)
            return follow(node, node.next)
        assert caller.back is not None and not isinstance(caller.back, Node)
        return follow(caller, caller.back)

    def _call(self, node: Node, target: Node) -> Node | str:
        if len(self.stack) >= DEEPEST_CALL:
            return "too-deep"
        self.stack.append(node)
        return target

    def _drawn(self, node: Node) -> Node | None:
        values = self.values
        holding = [(weight, target) for when, weight, target in node.storylets if when is None or when(values)]
        if not holding:
            return None
        chosen = holding[0][1]
        if node.random:
            ticket = self.run.draw(sum(weight for weight, _ in holding))
            for weight, target in holding:
                ticket -= weight
                if ticket < 0:
                    chosen = target
                    break
        return self.linked.follow(node, chosen)


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
    turn = machine.play(chosen(machine, choice))
    return machine.state(), turn


def options(program: Program, state: State) -> tuple[Option, ...]:
    """What the player can choose in a state; empty at an ending."""
    machine = Machine.at(linked_of(program), state)
    if machine.node.kind != CHOOSE:
        return ()
    found = []
    for choice in machine.node.choices:
        if choice.slot >= 0 and not choice.table[machine.values[choice.slot]]:
            continue
        if choice.rest is None or choice.rest(machine.values):
            found.append(choice.offer(machine.values, machine.run))
    return tuple(found)


class ChoiceError(Exception):
    """A choice that cannot be taken here; the message says why."""


class SetupError(Exception):
    """An answer before the game that does not fit the story; the message says why."""


def chosen(machine: Machine, identity: str) -> Node:
    """Where an open choice leads."""
    node = machine.node
    if node.kind != CHOOSE:
        raise ChoiceError("the story is over here" if node.kind == END else "nothing can be chosen here")
    for choice in node.choices:
        if choice.id == identity:
            hidden = choice.slot >= 0 and not choice.table[machine.values[choice.slot]]
            if hidden or (choice.rest is not None and not choice.rest(machine.values)):
                raise ChoiceError(f"the choice {identity} is not offered here now")
            if choice.needs is not None and not choice.needs(machine.values):
                raise ChoiceError(f"the choice {identity} is closed: {choice.reason.write(machine.values, machine.run)[0]}")
            return target(machine, identity)
    raise ChoiceError(f"there is no choice {identity} here")


def target(machine: Machine, identity: str) -> Node:
    """The node that a choice of the current node leads to, open or not."""
    node = machine.node
    found = node.targets[identity]
    if not isinstance(found, Node):
        found = node.targets[identity] = machine.linked.follow(node, found)
    return found


def opening(linked: Linked, seed: int, setup: dict[str, str]) -> Machine:
    """A machine at the start of the story, with the player's answers in it."""
    from game.language.text import clean

    program = linked.program
    values = [variable.start for variable in program.slots]
    texts = [one[1] for one in program.texts]
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
    return Machine(linked, Run(tuple(texts), seed & 0xFFFFFFFFFFFFFFFF), values)


def linked_of(program: Program) -> Linked:
    """The program's nodes, made once and kept with it."""
    found = getattr(program, "_linked", None)
    if found is None:
        found = Linked(program)
        program._linked = found  # type: ignore[attr-defined]  # noqa: SLF001 - a cache that lives as long as the program
    return found  # type: ignore[no-any-return]
