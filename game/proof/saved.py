"""Saves of an older version of a story: what becomes of each when it is loaded into the new one.

A save is found again by identity: by the names of its scene, its choice or ending, the calls it stands in, and its
variables. That depends on where and with which values it was made, and not on the way there, so it is decided for every
state that the old story can be saved in. The playthrough that comes with an answer is saved and loaded in earnest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from game.engine.machine import Machine, linked_of, opening, options
from game.engine.sessions.anchor import name_of, surroundings
from game.engine.sessions.saved_place import SavedPlace, kept_of, state_from
from game.engine.sessions.session import ResumeError, Session, State
from game.engine.sessions.values import plain_value, read_value
from game.program import model
from game.program.forms.expressions import both_hold, mapped, one_holds, some
from game.program.forms.types import Expr, Plain
from game.program.model import Program
from game.proof.bounds import LIMITS, Bounds, named
from game.proof.model.control_flow.cfg import Graph, offered
from game.proof.model.control_flow.place import Place
from game.proof.model.goals import Goal, Spot
from game.proof.portfolio.context import Proof
from game.proof.portfolio.reach import reachable
from game.proof.results import STOPPED, Answer, Effort, Verdict, Witness, worst
from game.proof.witness.player import WitnessEnd
from game.proof.witness.validation import Validator
from game.saves.format import Save, decode, encode
from game.saves.renaming import followed, name_now, value_now
from game.saves.restore import playthrough_of, restore

SaveFate: TypeAlias = Literal["gone", "elsewhere", "changed", "lost", "moved"]
"""`gone`: its place is not in the new story. `elsewhere`: it is in another scene there. `changed`: a variable is not what it was. `lost`: the new story has no such
variable. `moved`: nothing is open there."""

_ID = "00000000"


class Loading(NamedTuple):
    """What became of a save when it was loaded: the sentences for the player, and where they stand now.

    `again` says that its scene begins again there, with the values that it had.
    """

    notes: tuple[str, ...]
    scene: str
    ending: str
    again: bool = False


class Fate(NamedTuple):
    """One way in which a save may not be found again as it was.

    `name` is the place (`scene/choices`) or the variable. Proved: it happens to no save. Refuted: it happens to the
    save made at the end of the witness, with `loading` for what came of that.
    """

    kind: SaveFate
    name: str
    scene: str
    detail: str
    verdict: Verdict
    text: str
    witness: Witness | None
    loading: Loading | None
    unknown: bool = False
    """Whether the new story has no scene of that name."""
    value: tuple[str, str] | None = None
    """The variable, as it is called now, and its value that the new story has not."""


class SavesReport(NamedTuple):
    """What becomes of all saves. `places` is in how many places the old story can be saved, calls told apart."""

    story: str
    places: int
    fates: tuple[Fate, ...]
    effort: Effort

    @property
    def verdict(self) -> Verdict:
        """The worst of the verdicts."""
        return worst([one.verdict for one in self.fates])


class _Where(NamedTuple):
    """The place that a save names: its scene, its choice or ending, and the calls that it stands in."""

    scene: str
    point: str
    stack: tuple[str, ...]


class _Asked(NamedTuple):
    """What one question about saves is about: a place, or where there is none a variable."""

    kind: SaveFate
    where: _Where | None


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
    loader = Loader(old, new, proof.bounds.over)
    proof.validator = loader
    rests = [place for place in proof.graph.places if _can_be_saved(proof.graph, place)]
    asked: list[Goal] = []
    left = f"the old story could not be laid out: {proof.graph.cut}" if proof.graph.cut else ""
    try:
        asked += _gone(loader, rests, proof.graph)
        asked += _changed(loader, rests, proof.graph)
        asked += _moved(loader, rests, proof.graph)
        if asked and not proof.graph.cut:
            reachable(proof, asked)
    except KeyboardInterrupt:
        proof.bound = STOPPED
    except LIMITS as bound:
        proof.bound = named(bound)
        left = left or f"stopped at {proof.bound}"
    known = {(one.kind, one.name, one.detail): one for one in proof.answered}
    fates = []
    for goal in asked:
        found = known.get((goal.kind, goal.name, goal.detail))
        fates.append(_fate(loader, goal, found or proof.left_open(goal, proof.bound or STOPPED)))
    if left:
        fates.append(Fate("gone", "", "", "", "not decided", left, None, None))
    return SavesReport(old.id, len(rests), tuple(fates), proof.report([]).effort)


class Loader(Validator):
    """Loads saves of the old story into the new one, with the code that the game loads them with."""

    def __init__(self, old: Program, new: Program, over: Callable[[], bool]) -> None:
        super().__init__(old, over)
        self.new = new
        self.asked: dict[tuple[str, str], _Asked] = {}
        """What each question is about, by its name and detail."""
        self._base: State = opening(linked_of(new), 0, {}).state()
        self._before = {name_now(new, name): slot for name, slot in old.slot.items()}
        """The slots of the old story by the names of the new one."""

    def shows(self, played: WitnessEnd, goal: Goal) -> bool:
        """Whether the save made now is one that the goal is about."""
        kept = kept_of(self.program, Machine.at(linked_of(self.program), played.state))
        kind, where = self.asked[goal.name, goal.detail]
        if where is not None and where != _where(kept):
            return False
        state = self.found(kept)
        if isinstance(state, str):
            return kind == "gone"
        if kind == "elsewhere":
            return self.elsewhere(kept, state)
        if kind == "changed":
            return goal.name in self.changes(played.state, state)
        if kind == "lost":
            slot = self.program.slot[goal.name]
            return played.state.values[slot] != self.program.slots[slot].start
        return kind == "moved" and not any(one.open for one in options(self.new, state))

    def load(self, session: Session) -> Loading:
        """Save a playthrough to the bytes of a file, and load those into the new story."""
        save = decode(encode(Save(playthrough_of(session, _ID))))
        restored = restore(self.new, save)
        turn = restored.session.turn
        return Loading(restored.notes, turn.scene, turn.ending, restored.again)

    def found(self, kept: SavedPlace) -> State | str:
        """Where a save stands in the new story, or why it cannot be found there."""
        try:
            return state_from(self.new, followed(self.new, kept), self._base)
        except ResumeError as gone:
            return str(gone)

    def elsewhere(self, kept: SavedPlace, state: State) -> bool:
        """Whether a save stands in another scene of the new story than the one that it was made in."""
        return self.new.scene_ids[state.scene] != self.new.renamed.scene(str(kept.snapshot["scene"]))

    def called(self, name: str) -> str | None:
        """What a variable is called in the new story; None where that has none."""
        now = name_now(self.new, name)
        return now if now in self.new.variables else None

    def changes(self, before: State, after: State) -> dict[str, tuple[Plain, Plain]]:
        """The variables of both stories whose values differ after loading, with both values."""
        found = {}
        for name in self.program.variables:
            called = self.called(name)
            if called is not None:
                was = self.kept_as(name, before.values[self.program.slot[name]])
                now = plain_value(self.new.variables[called], after.values[self.new.slot[called]])
                if was != now:
                    found[name] = (was, now)
        return found

    def becomes(self, name: str, value: int) -> int:
        """The value that a variable of both stories has after loading."""
        return read_value(self.new.slots[self.new.slot[name_now(self.new, name)]], self.kept_as(name, value))

    def kept_as(self, name: str, value: int) -> Plain:
        """What a save keeps of a value of the old story, by the name that the value has now."""
        written = plain_value(self.program.slots[self.program.slot[name]], value)
        now: Plain = value_now(self.new, written, name, name_now(self.new, name))
        return now

    def lost(self, name: str) -> list[int]:
        """The values of a variable that are others after loading."""
        called = self.called(name)
        if called is None:
            return []
        old, new = self.program.variables[name], self.new.variables[called]
        return [
            value
            for value in range(old.low, old.high + 1)
            if self.kept_as(name, value) != plain_value(new, self.becomes(name, value))
        ]

    def in_old(self, expr: Expr) -> Expr:
        """A condition of the new story after loading, as a condition on the old story's variables before."""
        return self._slot(expr[1]) if expr[0] == "v" else mapped(expr, self.in_old)

    def _slot(self, slot: int) -> Expr:
        variable = self.new.slots[slot]
        before = self._before.get(variable.name)
        if before is None:
            return ("c", variable.start)
        old = self.program.slots[before]
        after = {value: self.becomes(old.name, value) for value in range(old.low, old.high + 1)}
        if all(value == became for value, became in after.items()):
            return ("v", before)
        total: Expr = ("c", 0)
        for value, became in after.items():
            total = ("+", total, ("*", ("==", ("v", before), ("c", value)), ("c", became)))
        return total


def _can_be_saved(graph: Graph, place: Place) -> bool:
    """Whether play rests in a place: at choices or an ending. Where it is stuck in other ways there is nothing to go on with."""
    return bool(place.ending) or isinstance(graph.exit(place), model.Choose)


def _kept(graph: Graph, place: Place) -> SavedPlace:
    """What a save made in a place names it by."""
    program = graph.program
    stands = [*place.stack, (place.scene, place.block)]
    *stack, point = [name_of(program.scene(scene).blocks[block].exit) for scene, block in stands]
    snapshot = {
        "scene": program.scene_ids[place.scene],
        "point": point,
        "stack": stack,
        "values": {},
        "texts": {},
        "draws": 0,
    }
    return SavedPlace(snapshot, near=[surroundings(program, scene).anchor(block) for scene, block in stands])


def _where(kept: SavedPlace) -> _Where:
    snapshot = kept.snapshot
    return _Where(str(snapshot["scene"]), str(snapshot["point"]), tuple(kept.callers))


def _rest(graph: Graph, place: Place) -> Expr | None:
    """When play rests in a place, and does not go on by its fallback."""
    exit_ = graph.exit(place)
    return offered(exit_) if isinstance(exit_, model.Choose) else None


def _gone(loader: Loader, rests: Sequence[Place], graph: Graph) -> list[Goal]:
    """The places that cannot be found again, or not in their scene, whatever the values."""
    spots: dict[_Asked, list[Spot]] = {}
    for place in rests:
        kept = _kept(graph, place)
        state = loader.found(kept)
        if isinstance(state, str) or loader.elsewhere(kept, state):
            kind: SaveFate = "gone" if isinstance(state, str) else "elsewhere"
            spots.setdefault(_Asked(kind, _where(kept)), []).append(Spot(place.number, -1, _rest(graph, place)))
    return _about_places(loader, spots)


def _about_places(loader: Loader, spots: Mapping[_Asked, Sequence[Spot]]) -> list[Goal]:
    """A goal for each place; two endings of one name in one scene are one place to a save."""
    found = []
    for asked, there in spots.items():
        assert asked.where is not None
        scene, point, stack = asked.where
        found.append(Goal("save", point, scene, f"{asked.kind} {' in '.join((scene, *stack))}", tuple(there)))
        loader.asked[found[-1].name, found[-1].detail] = asked
    return found


def _changed(loader: Loader, rests: Sequence[Place], graph: Graph) -> list[Goal]:
    """The variables that a save may hold with a value that the new story does not give back, or has no variable for."""
    found = []
    there = [place for place in rests if not isinstance(loader.found(_kept(graph, place)), str)]
    for name, variable in loader.program.variables.items():
        kind: SaveFate = "changed" if loader.called(name) is not None else "lost"
        lost = loader.lost(name)
        slot: Expr = ("v", loader.program.slot[name])
        if kind == "changed" and not lost:
            continue
        differs: Expr = ("in", slot, tuple(lost)) if kind == "changed" else ("!=", slot, ("c", variable.start))
        spots = [Spot(place.number, -1, both_hold(_rest(graph, place), differs)) for place in there]
        found.append(Goal("save", name, "", kind, tuple(spots)))
        loader.asked[found[-1].name, found[-1].detail] = _Asked(kind, None)
    return found


def _moved(loader: Loader, rests: Sequence[Place], graph: Graph) -> list[Goal]:
    """The places where a choice was open in the old story, and where none may be after loading."""
    spots: dict[_Asked, list[Spot]] = {}
    for place in rests:
        kept = _kept(graph, place)
        state = loader.found(kept)
        if isinstance(state, str) or place.ending:
            continue
        exit_ = loader.new.scene(state.scene).blocks[state.block].exit
        assert isinstance(exit_, model.Choose)
        gates = [both_hold(one.shown, one.needs) for one in exit_.choices]
        before = [edge.guard for edge in place.edges if edge.choice >= 0]
        if None in gates or not before:
            continue
        after = [loader.in_old(gate) for gate in gates if gate is not None]
        if set(before) <= set(after):
            continue  # whatever opened a choice still opens one
        opened = one_holds(before)
        shut: Expr = ("not", some(after)) if after else ("c", 1)
        spots.setdefault(_Asked("moved", _where(kept)), []).append(Spot(place.number, -1, both_hold(opened, shut)))
    return _about_places(loader, spots)


def _fate(loader: Loader, goal: Goal, answer: Answer) -> Fate:
    kind, where = loader.asked[goal.name, goal.detail]
    detail = f"in the call {' in '.join(where.stack)}" if where is not None and where.stack else ""
    if answer.witness is None:
        text = answer.text if answer.verdict == "not decided" else "no playthrough of the old story is saved so"
        return Fate(kind, goal.name, goal.scene, detail, answer.verdict, text, None, None)
    session = Session(loader.program, seed=answer.witness.seed, setup=answer.witness.setup)
    for choice in answer.witness.choices:
        session.choose(choice)
    loading = loader.load(session)
    there = loader.found(kept_of(loader.program, Machine.at(linked_of(loader.program), session.state)))
    value: tuple[str, str] | None = None
    if isinstance(there, str):
        assert kind == "gone", "a save that should be found again was not"
        text = there
    elif kind == "changed":
        before, after = loader.changes(session.state, there)[goal.name]
        text = f"{_said(before)} becomes {_said(after)}"
        called = loader.called(goal.name)
        if called is not None and isinstance(before, str) and before not in loader.new.variables[called].values:
            value = called, before
    elif kind == "elsewhere":
        text = f"it is in {loader.new.scene_ids[there.scene]} now"
    elif kind == "lost":
        text = f"{_said(session.value(goal.name))} is lost, since the new story has no {goal.name}"
    elif loading.again:
        text = "no choice is open there any more, and the scene begins again"
    else:
        text = "no choice is open there any more, and play goes on by itself"
    unknown = bool(goal.scene) and loader.new.renamed.scene(goal.scene) not in loader.new.scene_index
    return Fate(kind, goal.name, goal.scene, detail, "refuted", text, answer.witness, loading, unknown, value)


def _said(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
