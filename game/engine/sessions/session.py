"""A playthrough: the choices made so far, with undo and redo without limit.

The history is the list of choices; turns are played again from it when somebody asks, because the engine is
deterministic. States are kept at intervals, so that going back costs a few steps and a long playthrough
stays small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Final

from game.engine.linker.linked import Linked
from game.engine.linker.nodes import CHOOSE, LinkedChoice
from game.engine.machine import ChoiceError, Machine, SetupError, begin, linked_of, opening, step, way
from game.engine.sessions.by_hand import setting
from game.engine.sessions.saved_place import ResumeError, SavedPlace, is_there, snapshot_of
from game.engine.sessions.telling import Teller
from game.engine.sessions.values import plain_value, value_of, values_of
from game.engine.state import State
from game.engine.turn import Change, Turn
from game.program.forms.evaluate import evaluate
from game.program.model import Program

if TYPE_CHECKING:
    from game.engine.sessions.snapshot import Snapshot
    from game.program.forms.types import Expr, Plain

__all__ = ["ChoiceError", "ResumeError", "SavedPlace", "Session", "SetupError", "State", "begin", "step"]

_INTERVAL: Final = 64
"""Turns between two kept states."""
_LETTERS: Final = 64
"""Letters of text that are as much work as a block."""
_TURN: Final = 4
"""How many blocks a turn is as much work as, besides those that it plays."""


class Session:
    """One playthrough of a program."""

    def __init__(
        self,
        program: Program,
        *,
        seed: int | None = None,
        setup: Mapping[str, str] | None = None,
        linked: Linked | None = None,
    ) -> None:
        """Begin the story.

        `setup` maps names of setup variables to answers as text; what it leaves out keeps its start value. `linked` are nodes of
        this program that a front has prepared for itself.

        Raises:
            SetupError: an answer does not fit the story.
        """
        self.program = program
        self.seed = seed
        self.setup: dict[str, str] = dict(setup or {})
        self._linked = linked or linked_of(program)
        machine = opening(self._linked, seed or 0, self.setup)
        self._machine = machine
        self._past: tuple[str, ...] = ()
        """Choices made before the base, which cannot be undone."""
        self._base = machine.state()
        self.given_up = False
        """Whether a save's choices were too much work to be made again, so that the history begins where that was made."""
        self._log: list[LinkedChoice] = []
        self._redo: list[LinkedChoice] = []
        self._kept: list[State] = []
        self._learned: list[tuple[int, str]] = []
        self._known: tuple[str, ...] = ()
        self._notes_changes = False
        self._before: list[int] | None = None
        """The values before the last choice, where they were noted."""
        self.turn: Turn = machine.play(machine.node)
        self._first = self.turn
        self._after_first = machine.state()
        self._learn(self.turn)

    # play

    def choose(self, option: int | str | LinkedChoice) -> Turn:
        """Take a choice, by its index in `turn.options`, by its id, or one that is known to be there; returns the new turn.

        Raises:
            ChoiceError: there is no such choice, or it is closed.
        """
        options, machine = self.turn.options, self._machine
        offered = machine.offered
        if offered.options is options and option.__class__ is int and 0 <= option < len(options):
            choice = offered.choices[option]
        else:
            choice = self._choice(option)
        log = self._log
        if not len(log) % _INTERVAL:
            self._keep()
        if self._notes_changes:
            self._before = machine.values.copy()
        if self._redo:
            if self._redo[-1] is choice:
                self._redo.pop()
            else:
                self._redo.clear()
        log.append(choice)
        # What Machine.take does, without the call: this is the way every turn goes.
        turn = machine.play(choice.landing or self._linked.thread(machine.node, choice), choice.effects)
        self.turn = turn
        if turn.learned:
            self._learn(turn)
        return turn

    def _choice(self, option: int | str | LinkedChoice) -> LinkedChoice:
        """The open choice with this index or id among the options. Raises ChoiceError."""
        if isinstance(option, LinkedChoice):
            return option
        options = self.turn.options
        if isinstance(option, int):
            taken = options[option] if 0 <= option < len(options) else None
        else:
            taken = next((one for one in options if one.id == option), None)
        if taken is None:
            raise ChoiceError(self._no_choice(str(option + 1 if isinstance(option, int) else option)))
        if not taken.open:
            raise ChoiceError(f"that choice is closed: {taken.reason}")
        choice = way(self._machine, taken.id)
        assert choice is not None, "what was offered is there"
        return choice

    def _no_choice(self, name: str) -> str:
        if self.turn.ending:
            return "the story is over; undo goes back"
        if self.turn.stuck:
            return "nothing can be chosen here; undo goes back"
        return f"there is no choice {name} here"

    def _learn(self, turn: Turn) -> None:
        known = self.learned
        self._learned += [(len(self._log), entry) for entry in turn.learned if entry not in known]

    def _keep(self) -> None:
        index = len(self._log) // _INTERVAL
        del self._kept[index:]
        self._kept.append(self._machine.state())

    # back and forth

    @property
    def choices(self) -> Sequence[str]:
        """The ids of the choices made so far, the first one first."""
        return (*self._past, *[one.id for one in self._log])

    @property
    def made(self) -> int:
        """How many choices were made so far."""
        return len(self._past) + len(self._log)

    @property
    def can_undo(self) -> bool:
        """Whether a choice can be taken back."""
        return bool(self._log)

    @property
    def can_redo(self) -> bool:
        """Whether a choice was taken back that can be made again."""
        return bool(self._redo)

    @property
    def undone(self) -> str:
        """The id of the choice that was taken back last and can be made again; "" for none."""
        return self._redo[-1].id if self._redo else ""

    def undo(self) -> Turn:
        """Take back the last choice; returns the turn it was made in.

        Raises:
            ChoiceError: there is nothing to take back.
        """
        if not self._log:
            raise ChoiceError("this is as far back as it goes")
        self._redo.append(self._log[-1])
        self._rewind(len(self._log) - 1)
        return self.turn

    def redo(self) -> Turn:
        """Make the choice again that was taken back last.

        Raises:
            ChoiceError: there is none.
        """
        if not self._redo:
            raise ChoiceError("there is nothing to redo")
        return self.choose(self._redo[-1])

    def put(self, name: str, value: int) -> Turn:
        """Set a declared variable by hand, as a choice that can be taken back; returns the turn with what can be chosen then. Raises KeyError for another name."""
        return self.choose(setting(self.program, self._machine, name, value))

    def branch(self, made: int) -> Session:
        """Another session that stands where this one stood after so many choices, with nothing to make again; this one stays as it is.

        Raises:
            ChoiceError: this one cannot be taken back so far, or has not come so far.
        """
        length = made - len(self._past)
        if not 0 <= length <= len(self._log):
            raise ChoiceError("this playthrough does not go back to there")
        other = copy(self)
        other.part(length)
        return other

    def part(self, length: int) -> None:
        """Share nothing that changes with the session that this one is a copy of, and stand after the first `length` choices."""
        self._machine = Machine.at(self._linked, self._after_first)
        self._log, self._kept, self._redo = self._log.copy(), self._kept.copy(), []
        self._rewind(length)

    def _rewind(self, length: int) -> None:
        """Stand after the first `length` choices again."""
        self.turn = self._replay(self._machine, length)
        self._before = None
        del self._log[length:]
        del self._kept[(length + _INTERVAL - 1) // _INTERVAL :]
        self._learned = [one for one in self._learned if one[0] <= length]

    def _replay(self, machine: Machine, length: int) -> Turn:
        """Put a machine where the playthrough was after `length` choices; returns that turn."""
        if length == 0:
            machine.put(self._after_first)
            return self._first
        start = min((length - 1) // _INTERVAL, len(self._kept) - 1)
        machine.put(self._kept[start])
        turn = self._first
        for choice in self._log[start * _INTERVAL : length]:
            turn = machine.take(choice)
        return turn

    def turns(self, start: int = 0, stop: int | None = None) -> Iterator[Turn]:
        """The history, played again: turn 0 is the opening, turn n what the n-th choice brought."""
        end = len(self._log) + 1 if stop is None else min(stop, len(self._log) + 1)
        if start >= end:
            return
        machine = Machine.at(self._linked, self._after_first)
        turn = self._replay(machine, start)
        yield turn
        for choice in self._log[start : end - 1]:
            yield machine.take(choice)

    def label(self, number: int) -> str:
        """The label of a choice as it was shown; `number` counts the choices since `turns()` begins, from 0."""
        turn = next(self.turns(number, number + 1))
        identity = self._log[number].id
        return next((one.label for one in turn.options if one.id == identity), identity)

    # what is known

    def values(self) -> dict[str, Plain]:
        """The declared variables by name; an enum as the name of its value, texts as text."""
        return values_of(self.program, self._machine)

    def value(self, name: str) -> Plain:
        """One variable's value. Raises KeyError for a name the story does not declare."""
        return value_of(self.program, self._machine, name)

    @property
    def telling(self) -> Teller:
        """Tells what is read beside the story, as it reads now."""
        return Teller(self.program, self._machine, self._linked.tables)

    def holds(self, condition: Expr) -> bool:
        """Whether a condition of the program holds now."""
        return bool(evaluate(condition, self._machine.values))

    def note_changes(self) -> None:
        """Note at each choice what it changes, so that `changes` need not play again: for whoever asks at every turn."""
        self._notes_changes = True

    @property
    def prepared(self) -> object:
        """What a front has written beforehand for the options in view; None where it has to be written each time."""
        offered = self._machine.offered
        return offered.said if offered.options is self.turn.options else None

    def changes(self) -> tuple[Change, ...]:
        """What the last choice changed, in the order of declaration."""
        slots = self.program.slots
        return tuple(
            [
                Change(slots[slot].name, plain_value(slots[slot], before), plain_value(slots[slot], after))
                for slot, before, after in self.changed()
            ]
        )

    def changed(self) -> list[tuple[int, int, int]]:
        """The same as numbers: the slot, what it held, and what it holds."""
        before: Sequence[int] | None = self._before
        if before is None and (before := self.before()) is None:
            return []
        after, slots = self._machine.values, self.program.slots
        found: list[tuple[int, int, int]] = []
        for _, slot, _ in self._log[-1].effects:
            if before[slot] != after[slot] and not slots[slot].hidden:
                found.append((slot, before[slot], after[slot]))
        for node in self._machine.path:
            if node.writes:
                found += [(slot, before[slot], after[slot]) for slot in node.writes if before[slot] != after[slot]]
        return sorted(set(found)) if len(found) > 1 else found

    def before(self) -> Sequence[int] | None:
        """All values as they were before the last choice; None where there was none."""
        if self._before is None and self._log:
            machine = Machine.at(self._linked, self._after_first)
            self._replay(machine, len(self._log) - 1)
            return machine.values
        return self._before if self._log else None

    @property
    def learned(self) -> tuple[str, ...]:
        """The codex entries learned in this playthrough, in order."""
        return (*self._known, *(entry for _, entry in self._learned))

    @property
    def newly_learned(self) -> tuple[str, ...]:
        """Those of them that this turn came to first; what a turn comes to again (`Turn.learned`) is not among them."""
        return tuple(entry for made, entry in self._learned if made == len(self._log))

    @property
    def point(self) -> str:
        """The name of the list of choices that the playthrough stands at; "" where it is over or stuck."""
        node = self._machine.node
        return node.id if node.kind == CHOOSE else ""

    @property
    def draws(self) -> int:
        """How many seeded draws were made so far."""
        return self._machine.run.draws

    @property
    def state(self) -> State:
        """Where the playthrough stands, as a value for `step`."""
        return self._machine.state()

    def broken_promises(self) -> tuple[str, ...]:
        """The promises of `always:` that do not hold now, as written."""
        if not self.program.always:
            return ()
        from game.program.promises import broken

        return broken(self.program, self.turn.scene, self.turn.ending, self._machine.values)

    # keeping

    def snapshot(self) -> Snapshot:
        """The state by names that outlive edits to the story: plain values for JSON."""
        return snapshot_of(self.program, self._machine)

    @property
    def spent(self) -> int:
        """How much work the last turn was, in blocks played."""
        letters = sum([len(one.text) for one in self.turn.blocks])
        return len(self._machine.path) + letters // _LETTERS + _TURN

    def is_where(self, kept: SavedPlace) -> bool:
        """Whether the playthrough, which has made the choices of a save again, stands where that was made."""
        return is_there(self.program, self._machine, kept, self._base)

    def stand(self, kept: SavedPlace, state: State, *, again: bool = False) -> None:
        """Stand in a state as if play had just come there, with the choices of a save behind it, which cannot be undone.

        With `again`, what is told there is told.

        Raises:
            ResumeError: nothing can be chosen there.
        """
        machine = self._machine
        machine.put(state)
        node = machine.node
        if again:
            turn = machine.play(node)
        else:
            ops, node.ops = node.ops, ()
            try:
                turn = machine.play(node)
            finally:
                node.ops = ops
        if turn.stuck:
            raise ResumeError("nothing can be chosen where you stopped")
        self.setup = dict(kept.setup or {})
        self._past = tuple(kept.choices)
        self._base = self._after_first = machine.state()
        self._first = self.turn = turn
        self._learned = []
        self._known = tuple(entry for entry in kept.learned if entry in self.program.codex)
        self._learn(turn)
