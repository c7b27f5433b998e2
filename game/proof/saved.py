"""Saves of an older version of a story: what becomes of each when it is loaded into the new one.

A save is found again by identity: by the names of its scene, its choice or ending, the calls it stands in, and its
variables. That depends on where and with which values it was made, and not on the way there, so it is decided for every
state that the old story can be saved in. The playthrough that comes with an answer is saved and loaded in earnest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from game.engine.machine import Machine, linked_of, opening, options
from game.engine.place import read_value, snapshot_of, starts_of, state_from, written_value
from game.engine.session import ResumeError, Session, State
from game.program import model
from game.program.model import Expr, Program
from game.proof.bounds import Bounds
from game.proof.diagrams import frozen
from game.proof.follow import Follower
from game.proof.goals import Goal, Spot
from game.proof.places import Graph, Place, both_hold, offered
from game.proof.played import Played
from game.proof.prove import Proof
from game.proof.reach import reachable
from game.proof.verdict import STOPPED, Answer, Effort, Verdict, Witness
from game.saves.format import Save, decode, encode
from game.saves.restore import playthrough_of, restore

Kind: TypeAlias = Literal["gone", "changed", "moved"]
"""`gone`: its place is not in the new story. `changed`: a variable is not what it was. `moved`: nothing is open there."""

_ID = "00000000"


class Loading(NamedTuple):
    """What became of a save when it was loaded: the sentences for the player, and where they stand now."""

    notes: tuple[str, ...]
    scene: str
    ending: str


class Fate(NamedTuple):
    """One way in which a save may not be found again as it was.

    `name` is the place (`scene/choices`) or the variable. Proved: it happens to no save. Refuted: it happens to the
    save made at the end of the witness, with `loading` for what came of that.
    """

    kind: Kind
    name: str
    scene: str
    detail: str
    verdict: Verdict
    text: str
    witness: Witness | None
    loading: Loading | None


class SavesReport(NamedTuple):
    """What becomes of all saves. `places` is in how many places the old story can be saved, calls told apart."""

    story: str
    places: int
    fates: tuple[Fate, ...]
    effort: Effort

    @property
    def verdict(self) -> Verdict:
        """The worst of the verdicts."""
        verdicts = {one.verdict for one in self.fates}
        if "refuted" in verdicts:
            return "refuted"
        return "not decided" if "not decided" in verdicts else "proved"


class OtherStoryError(Exception):
    """The two are not versions of one story: no save of the one can be loaded into the other."""


def prove_saves(old: Program, new: Program, bounds: Bounds | None = None) -> SavesReport:
    """What becomes of every save of the old story in the new one. Ctrl-C ends it early.

    Raises:
        OtherStoryError: the stories have different ids.
    """
    if old.id != new.id:
        raise OtherStoryError(
            f"{old.id} and {new.id} are two stories; a save is loaded only by the story it was made in"
        )
    proof = Proof(old, bounds)
    loader = Loader(old, new)
    proof.follower = loader
    rests = [place for place in proof.graph.places if _can_be_saved(proof.graph, place)]
    asked = [*_gone(loader, rests, proof.graph), *_changed(loader, rests, proof.graph)]
    asked += _moved(loader, rests, proof.graph)
    try:
        if asked and not proof.graph.cut:
            reachable(proof, asked)
    except KeyboardInterrupt:
        proof.bound = STOPPED
    known = {(one.kind, one.name, one.detail): one for one in proof.answered}
    fates = []
    for goal in asked:
        found = known.get((goal.kind, goal.name, goal.detail))
        fates.append(_fate(loader, goal, found or proof.left_open(goal, proof.bound or STOPPED)))
    if proof.graph.cut:
        fates.append(
            Fate(
                "gone", "", "", "", "not decided", f"the old story could not be laid out: {proof.graph.cut}", None, None
            )
        )
    return SavesReport(old.id, len(rests), tuple(fates), proof.report([]).effort)


class Loader(Follower):
    """Loads saves of the old story into the new one, with the code that the game loads them with."""

    def __init__(self, old: Program, new: Program) -> None:
        super().__init__(old)
        self.new = new
        self._base: State = opening(linked_of(new), 0, {}).state()

    def shows(self, played: Played, goal: Goal) -> bool:
        """Whether the save made now is one that the goal is about."""
        machine = Machine.at(linked_of(self.program), played.state)
        snapshot = snapshot_of(self.program, machine)
        kind, identity = goal.detail.split(" ", 1)
        if kind != "changed" and identity != _identity(snapshot):
            return False
        state = self.found(snapshot, starts_of(self.program, machine))
        if isinstance(state, str):
            return kind == "gone"
        if kind == "changed":
            return goal.name in self.changes(played.state, state)
        return kind == "moved" and not any(one.open for one in options(self.new, state))

    def load(self, session: Session) -> tuple[Session, Loading]:
        """Save a playthrough to the bytes of a file, and load those into the new story."""
        save = decode(encode(Save(playthrough_of(session, _ID))))
        restored = restore(self.new, save)
        turn = restored.session.turn
        return restored.session, Loading(restored.notes, turn.scene, turn.ending)

    def found(self, snapshot: dict[str, Any], starts: Mapping[str, object]) -> State | str:
        """Where a snapshot and the starts it relies on stand in the new story, or why it cannot be found there."""
        try:
            return state_from(self.new, snapshot, starts, self._base)
        except ResumeError as gone:
            return str(gone)

    def changes(self, before: State, after: State) -> dict[str, tuple[bool | int | str, bool | int | str]]:
        """The variables of both stories whose values differ after loading, with both values."""
        found = {}
        for name, variable in self.program.variables.items():
            if name in self.new.variables:
                was = written_value(variable, before.values[self.program.slot[name]])
                now = written_value(self.new.variables[name], after.values[self.new.slot[name]])
                if was != now:
                    found[name] = (was, now)
        return found

    def becomes(self, name: str, value: int) -> int:
        """The value that a variable of both stories has after loading."""
        old, new = self.program.slots[self.program.slot[name]], self.new.slots[self.new.slot[name]]
        return read_value(new, written_value(old, value))

    def lost(self, name: str) -> list[int]:
        """The values of a variable that are others after loading."""
        old, new = self.program.slots[self.program.slot[name]], self.new.slots[self.new.slot[name]]
        return [
            value
            for value in range(old.low, old.high + 1)
            if written_value(old, value) != written_value(new, self.becomes(name, value))
        ]

    def in_old(self, expr: Expr) -> Expr:
        """A condition of the new story after loading, as a condition on the old story's variables before."""
        if expr[0] == "c":
            return expr
        if expr[0] == "v":
            return self._slot(expr[1])
        if expr[0] == "in":
            return ("in", self.in_old(expr[1]), expr[2])
        return (expr[0], *(self.in_old(part) for part in expr[1:]))

    def _slot(self, slot: int) -> Expr:
        variable = self.new.slots[slot]
        before = self.program.slot.get(variable.name)
        if before is None:
            return ("c", variable.start)
        old = self.program.slots[before]
        after = {value: self.becomes(variable.name, value) for value in range(old.low, old.high + 1)}
        if all(value == became for value, became in after.items()):
            return ("v", before)
        total: Expr = ("c", 0)
        for value, became in after.items():
            total = ("+", total, ("*", ("==", ("v", before), ("c", value)), ("c", became)))
        return total


def _can_be_saved(graph: Graph, place: Place) -> bool:
    """Whether play rests in a place: at choices or an ending. Where it is stuck in other ways there is nothing to go on with."""
    return bool(place.ending) or isinstance(graph.exit(place), model.Choose)


def _snapshot(graph: Graph, place: Place) -> dict[str, Any]:
    """What a save made in a place names it by."""
    program = graph.program
    exit_ = graph.exit(place)
    point = f"ending:{place.ending}" if place.ending else exit_.id  # type: ignore[union-attr]  # a Choose
    stack = [program.scene(scene).blocks[block].exit.id for scene, block in place.stack]  # type: ignore[union-attr]
    return {
        "scene": program.scene_ids[place.scene],
        "point": point,
        "stack": stack,
        "values": {},
        "texts": {},
        "draws": 0,
    }


def _identity(snapshot: dict[str, Any]) -> str:
    called = "".join(f" in {one}" for one in snapshot["stack"])
    return f"{snapshot['scene']} {snapshot['point']}{called}"


def _rest(graph: Graph, place: Place) -> Expr | None:
    """When play rests in a place, and does not go on by its fallback."""
    exit_ = graph.exit(place)
    return offered(exit_) if isinstance(exit_, model.Choose) else None


def _gone(loader: Loader, rests: Sequence[Place], graph: Graph) -> list[Goal]:
    """The places that cannot be found again, whatever the values."""
    goals: dict[str, Goal] = {}
    for place in rests:
        snapshot = _snapshot(graph, place)
        if isinstance(loader.found(snapshot, {}), str):
            _add(goals, "gone", snapshot, Spot(place.number, -1, _rest(graph, place)))
    return list(goals.values())


def _add(goals: dict[str, Goal], kind: Kind, snapshot: dict[str, Any], spot: Spot) -> None:
    """Note a spot under its place; two endings of one name in one scene are one place to a save."""
    identity = _identity(snapshot)
    known = goals.get(identity)
    spots = (spot,) if known is None else (*known.spots, spot)
    goals[identity] = Goal("save", str(snapshot["point"]), str(snapshot["scene"]), f"{kind} {identity}", spots)


def _changed(loader: Loader, rests: Sequence[Place], graph: Graph) -> list[Goal]:
    """The variables that a save may hold with a value that the new story does not give back."""
    found = []
    for name in loader.program.variables:
        lost = loader.lost(name) if name in loader.new.variables else []
        if not lost:
            continue
        differs: Expr = ("in", ("v", loader.program.slot[name]), lost)
        spots = [
            Spot(place.number, -1, both_hold(_rest(graph, place), differs))
            for place in rests
            if not isinstance(loader.found(_snapshot(graph, place), {}), str)
        ]
        found.append(Goal("save", name, "", f"changed {name}", tuple(spots)))
    return found


def _moved(loader: Loader, rests: Sequence[Place], graph: Graph) -> list[Goal]:
    """The places where a choice was open in the old story, and where none may be after loading."""
    goals: dict[str, Goal] = {}
    for place in rests:
        snapshot = _snapshot(graph, place)
        state = loader.found(snapshot, {})
        if isinstance(state, str) or place.ending:
            continue
        exit_ = loader.new.scene(state.scene).blocks[state.block].exit
        assert isinstance(exit_, model.Choose)
        gates = [both_hold(one.shown, one.needs) for one in exit_.choices]
        before = [edge.guard for edge in place.edges if edge.choice >= 0]
        if None in gates or not before:
            continue
        after = [loader.in_old(gate) for gate in gates if gate is not None]
        if {frozen(gate) for gate in before} <= {frozen(gate) for gate in after}:
            continue  # whatever opened a choice still opens one
        opened: Expr | None = None if None in before else ("or", *(one for one in before if one is not None))
        shut: Expr = ("not", ("or", *after)) if after else ("c", 1)
        _add(goals, "moved", snapshot, Spot(place.number, -1, both_hold(opened, shut)))
    return list(goals.values())


def _fate(loader: Loader, goal: Goal, answer: Answer) -> Fate:
    kind: Kind = goal.detail.split(" ", 1)[0]  # type: ignore[assignment]  # as `_add` and `_changed` write it
    called = goal.detail.partition(" in ")[2] if kind != "changed" else ""
    detail = f"in the call {called}" if called else ""
    if answer.witness is None:
        text = answer.text if answer.verdict == "not decided" else "no playthrough of the old story is saved so"
        return Fate(kind, goal.name, goal.scene, detail, answer.verdict, text, None, None)
    session = Session(loader.program, seed=answer.witness.seed, setup=answer.witness.setup)
    for choice in answer.witness.choices:
        session.choose(choice)
    loaded, loading = loader.load(session)
    there = loader.found(session.snapshot(), session.starts())
    if isinstance(there, str):
        assert kind == "gone", "a save that should be found again was not"
        text = there
    elif kind == "changed":
        before, after = loader.changes(session.state, there)[goal.name]
        text = f"{_said(before)} becomes {_said(after)}"
    elif loaded.turn.stuck:
        text = "no choice is open there any more, and play is stuck"
    else:
        text = "no choice is open there any more, and play goes on by itself"
    return Fate(kind, goal.name, goal.scene, detail, "refuted", text, answer.witness, loading)


def _said(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
