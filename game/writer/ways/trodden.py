"""The ways that committed playthroughs go through a story: what each of them comes to first, and which lines none of them reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from game.engine.sessions.session import ChoiceError, Session, SetupError
from game.language.text.cleaning import clean_line
from game.program.load import Loaded
from game.replay.running.runner import run_script
from game.replay.running.script_loader import ScriptLoader, ScriptPath, Unusable, find_scripts
from game.replay.scripts.parameters import runs
from game.system.files import is_folder, names, real, status
from game.system.names import is_playthrough

if TYPE_CHECKING:
    from game.engine.turn import Turn
    from game.program.model import Program
    from game.replay.scripts.steps import Script

DestinationKind: TypeAlias = Literal["scene", "line", "choice", "ending"]


class Destination(NamedTuple):
    """What a writer wants to see played, by its id."""

    kind: DestinationKind
    name: str

    def shown_in(self, turn: Turn) -> bool:
        """Whether a turn has it."""
        if self.kind == "scene":
            return turn.scene == self.name or any(one.id.rpartition(":")[0] == self.name for one in turn.blocks)
        if self.kind == "line":
            return any(self.name in one.lines for one in turn.blocks)
        if self.kind == "choice":
            return any(one.id == self.name for one in turn.options)
        return turn.ending == self.name

    @property
    def told(self) -> str:
        """What it is, for people."""
        return f"the {self.kind} {self.name}"


class WayThere(NamedTuple):
    """A playthrough up to some place, and how it is known."""

    seed: int | None
    setup: Mapping[str, str]
    choices: Sequence[str]
    said: str = ""


def follow(program: Program, way: WayThere) -> Session | None:
    """A session at the end of a way; None where the story does not go so (any more)."""
    try:
        session = Session(program, seed=way.seed, setup=way.setup)
        for choice in way.choices:
            session.choose(choice)
    except (ChoiceError, SetupError):
        return None
    return session


class Trodden:
    """What the playthroughs that were played so far come to."""

    def __init__(self) -> None:
        self.played = 0
        self.there = 0
        """How many playthroughs there are."""
        self.lines: set[str] = set()
        """The lines that any of them reads."""
        self._first: dict[Destination, tuple[int, int]] = {}
        """After how many choices each thing comes up soonest, and in which way."""
        self._ways: list[WayThere] = []

    @property
    def whole(self) -> bool:
        """Whether all of them were played."""
        return self.played == self.there

    def to(self, wanted: Destination) -> WayThere | None:
        """The way with the fewest choices that comes to something; None where none does."""
        found = self._first.get(wanted)
        if found is None or found[1] >= len(self._ways):  # the way is still being gone
            return None
        way = self._ways[found[1]]
        return way._replace(choices=way.choices[: found[0]])

    def tread(self, program: Program, story: Path, over: Callable[[], bool] = lambda: False) -> None:
        """Play all playthroughs in a story's folder, or beside its single file, the shortest first, until it is `over`."""
        found, _ = find_scripts([str(story)] if is_folder(story) else _beside(story))
        found.sort(key=lambda one: there.st_size if (there := status(one.path)) else 0)
        self.there = len(found)
        loader = _Loader(program, story)
        for each in found:
            if over():
                return
            for way in _Steps(self).of(loader, each):
                self._ways.append(way)
            self.played += 1

    def saw(self, turn: Turn, made: int, way: int) -> None:
        """A way has come to a turn after so many choices."""
        first = self._first
        here: list[Destination] = []
        for block in turn.blocks:
            for line in block.lines:
                self.lines.add(line)
                here.append(Destination("line", line))
            here.append(Destination("scene", block.id.rpartition(":")[0]))
        here += [Destination("scene", turn.scene), *(Destination("choice", one.id) for one in turn.options)]
        if turn.ending:
            here.append(Destination("ending", turn.ending))
        for one in here:
            known = first.get(one)
            if known is None or made < known[0]:
                first[one] = made, way

    @property
    def next_way(self) -> int:
        """The number of the way that will be added next."""
        return len(self._ways)


class _Steps:
    """Notes where one playthrough comes. What it takes back is a way of its own."""

    def __init__(self, trodden: Trodden) -> None:
        self._trodden = trodden
        self._made = -1
        self._before: Sequence[str] = ()
        self._ways: list[Sequence[str]] = []
        self._undoes = False

    def of(self, loader: _Loader, found: ScriptPath) -> Iterator[WayThere]:
        """Play a script, and give the ways that it goes."""
        script = loader.read(found).script
        for run in runs(script)[0] if script is not None and loader.plays(script, found) else ():
            self._made, self._ways, self._first = -1, [], self._trodden.next_way
            self._undoes = any(step.undo for step in run.script.steps)
            try:
                program, start = loader.start(run.script, found)
                outcome = run_script(run.script, program, start=start, observer=self)
            except Unusable:
                continue
            session = outcome.session
            if session is None:
                continue
            name = f"{loader.called(found)} {run.label}".strip()
            for choices in (*self._ways, session.choices):
                yield WayThere(session.seed, dict(session.setup), tuple(choices), name)

    def saw(self, session: Session) -> None:
        """The playthrough has come to a new turn."""
        if session.made < self._made:
            self._ways.append(self._before)
        self._made = session.made
        if self._undoes:
            self._before = session.choices
        self._trodden.saw(session.turn, session.made, self._first + len(self._ways))


class _Loader(ScriptLoader):
    """Scripts for one state of one story, whatever is on the disk."""

    def __init__(self, program: Program, story: Path) -> None:
        super().__init__(story)
        self._given = Loaded(program, (), {})
        self._id = program.id
        self._real = real(story)

    def plays(self, script: Script, found: ScriptPath) -> bool:
        """Whether a script is one of this story, as far as it names any."""
        named = "" if script.story is None else script.story.text
        return named in ("", self._id) or real(found.path.parent / named) == self._real

    def called(self, found: ScriptPath) -> str:
        """What a script is called from the story's folder."""
        folder = self._real if is_folder(self._real) else os.path.dirname(self._real)  # noqa: PTH120 - it is a string
        return clean_line(os.path.relpath(real(found.path), folder).replace(os.sep, "/"))

    def load(self, path: Path) -> Loaded:  # noqa: ARG002  it is always this one
        """The story that all of them play."""
        return self._given


def _beside(file: Path) -> list[str]:
    """The playthroughs in the folder of a story's single file, none of those in folders below."""
    try:
        return [str(file.parent / name) for name in names(file.parent, folders=False) if is_playthrough(name)]
    except OSError:
        return []
