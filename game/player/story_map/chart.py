"""The map of a chapter for a player: its shape, and how much of it was seen. What was not seen has no name here.

known = store.known()
chart(program, "roof", session, known)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from game.language.text.cleaning import clean_line
from game.language.text.columns import shorten
from game.player.playthrough.current_place import scene_of
from game.player.playthrough.playing import made, told
from game.player.story_map.shape import chapters_of, lines_in, scenes_in, stops

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.engine.sessions.session import Session
    from game.engine.turn import Turn
    from game.player.story_map.shape import ForkShape, StopShape
    from game.program.model import Choice, Program

WayState: TypeAlias = Literal["taken", "before", "seen", "hidden"]
"""Of a choice: taken in this playthrough, in another one, seen and not taken, not found. A scene is `taken`, `before` or `hidden`."""
OUTSIDE = "Between the chapters"
"""What the map of scenes that are in no chapter is called, where others are."""
_LONGEST = 60
"""Cells of a line that stands for a scene without a name."""


class Known:
    """What was seen of a story in any playthrough, by ids. Of scenes, those count in which a line was read or a choice was offered."""

    def __init__(self) -> None:
        self.lines: set[str] = set()
        self.scenes: set[str] = set()
        self.offered: set[str] = set()
        self.taken: set[str] = set()
        self.endings: set[str] = set()

    @classmethod
    def of(
        cls,
        lines: Iterable[str],
        scenes: Iterable[str],
        offered: Iterable[str],
        taken: Iterable[str],
        endings: Iterable[str],
    ) -> Known:
        """What was written down of it."""
        known = cls()
        known.lines.update(lines)
        known.scenes.update(scenes, map(_scene_of_line, known.lines))
        known.taken.update(taken)
        known.offered.update(offered, known.taken)
        known.endings.update(endings)
        return known

    def note(self, turn: Turn, taken: str | None = None) -> None:
        """Add what a turn shows, and the choice that was taken in it."""
        for block in turn.blocks:
            self.lines.update(block.lines)
            self.scenes.update(map(_scene_of_line, block.lines))
        self.scenes.add(turn.scene)
        self.offered.update([one.id for one in turn.options])
        self.taken.update([taken] if taken else ())
        self.endings.update([turn.ending] if turn.ending else ())


class Way(NamedTuple):
    """A choice of a fork. `label` is "" for one that is hidden; `hint` is what the writer says of that, or ""."""

    id: str
    state: WayState
    label: str
    hint: str


class ForkSeen(NamedTuple):
    """A fork: its choices, those taken in this playthrough first. `turn` is how many choices were made when play stood there last,
    None where it has not in this playthrough; `here` says that it stands there now.
    """

    id: str
    ways: Sequence[Way]
    turn: int | None
    here: bool


class EndingSeen(NamedTuple):
    """An ending on the map; without its title while it is not found."""

    id: str
    title: str
    hint: str


class StopSeen(NamedTuple):
    """A place on the map; without a title while it is not found. `missing` counts the forks below it in scenes that were not found."""

    title: str
    hint: str
    state: WayState
    forks: Sequence[ForkSeen]
    endings: Sequence[EndingSeen]
    missing: int


class Chart(NamedTuple):
    """The map of a chapter, how many of its endings were found of how many, and the share of its lines that was read."""

    chapter: str
    title: str
    number: int
    stops: Sequence[StopSeen]
    found: int
    endings: int
    share: float


class Walked(NamedTuple):
    """A playthrough as the map needs it: its scenes, its labels as they were shown, and where each choice was taken last."""

    scenes: set[str]
    labels: dict[str, str]
    turns: dict[str, int]
    past: frozenset[str]
    """The choices that were taken before it can be taken back."""
    standing: frozenset[str]
    """The choices that can be seen now."""


def walked(session: Session, known: Known | None = None) -> Walked:
    """Go through a playthrough; what it shows is added to what is `known`."""
    scenes: set[str] = set()
    labels: dict[str, str] = {}
    turns: dict[str, int] = {}
    choices = session.choices
    first = len(choices) - made(session)
    for number, (turn, taken) in enumerate(told(session), first):
        choice = choices[number] if taken is not None else None
        if choice is not None:
            turns[choice] = number
        for one in turn.options:
            labels[one.id] = one.label
        scenes.update(map(scene_of, turn.blocks))
        scenes.add(turn.scene)
        if known is not None:
            known.note(turn, choice)
    scenes.update([choice.partition("/")[0] for choice in choices])
    if known is not None:
        known.taken.update(choices)
        known.offered.update(choices)
        known.scenes.update(scenes)
    standing = frozenset(one.id for one in session.turn.options)
    return Walked(scenes, labels, turns, frozenset(choices[:first]), standing)


def current_chapter(session: Session) -> str:
    """The id of the chapter that a playthrough stands in; "" outside all of them."""
    scene = session.turn.scene
    chapter = session.program.meta(scene).chapter if scene in session.program.scene_index else ""
    return chapter if chapter in session.program.chapters else ""


def reached(program: Program, known: Known) -> list[str]:
    """The ids of the chapters in which something was seen, in order."""
    there = {program.meta(scene).chapter for scene in known.scenes if scene in program.scene_index}
    there = {one if one in program.chapters else "" for one in there}
    return [chapter for chapter in chapters_of(program) if chapter in there]


def title_of(program: Program, chapter: str) -> str:
    """What the map of a chapter is called."""
    if chapter in program.chapters:
        return clean_line(program.chapters[chapter].title)
    return OUTSIDE if program.chapters else clean_line(program.title)


def chart(program: Program, chapter: str, session: Session, known: Known, walk: Walked | None = None) -> Chart:
    """The map of a chapter. `walk` is the playthrough that it is the map of; without one nothing on it is taken now, and `session` only says how
    texts read.
    """
    drawn = _Drawing(program, session, known, walk)
    shapes = stops(program, chapter)
    lines = {line.id for scene in scenes_in(program, chapter) for line in lines_in(program, scene)}
    endings = {ending for shape in shapes for _, ending in shape.endings}
    return Chart(
        chapter,
        title_of(program, chapter),
        program.chapters[chapter].number if chapter in program.chapters else 0,
        [drawn.stop(shape) for shape in shapes],
        len(endings & known.endings),
        len(endings),
        len(lines & known.lines) / len(lines) if lines else 0.0,
    )


class _Drawing:
    """Fills shapes with what was seen."""

    def __init__(self, program: Program, session: Session, known: Known, walk: Walked | None) -> None:
        self.program = program
        self.session = session
        self.known = known
        self.walk = walk

    def stop(self, shape: StopShape) -> StopSeen:
        """A place."""
        seen = [scene for scene in shape.scenes if scene in self.known.scenes]
        forks = [fork for fork in shape.forks if fork.scene in seen]
        endings = [self._ending(ending) for scene, ending in shape.endings if scene in seen]
        if shape.scene not in seen and not forks and not endings:
            return StopSeen("", self.program.hints.get(shape.scene, ""), "hidden", (), (), 0)
        now = self.walk is not None and any(scene in self.walk.scenes for scene in shape.scenes)
        title = self._title(shape.scene) if shape.scene in seen else self._title(seen[0])
        return StopSeen(
            title, "", "taken" if now else "before", [self._fork(fork) for fork in forks], endings,
            len(shape.forks) - len(forks),
        )  # fmt: skip

    def _title(self, scene: str) -> str:
        meta = self.program.meta(scene)
        if meta.title or meta.place:
            return clean_line(meta.title or meta.place)
        for line in lines_in(self.program, scene):
            if line.id in self.known.lines and (words := self.session.telling.told(line.segments).strip()):
                return shorten(clean_line(words), _LONGEST)
        return ""

    def _fork(self, shape: ForkShape) -> ForkSeen:
        walk = self.walk
        ways = [self._way(choice) for choice in shape.choices]
        passed = [walk.turns[one.id] for one in shape.choices if walk is not None and one.id in walk.turns]
        here = walk is not None and not walk.standing.isdisjoint([one.id for one in shape.choices])
        ways.sort(key=lambda way: way.state != "taken")
        return ForkSeen(shape.id, ways, max(passed, default=None), here)

    def _way(self, choice: Choice) -> Way:
        walk, known = self.walk, self.known
        if walk is not None and (choice.id in walk.turns or choice.id in walk.past):
            state: WayState = "taken"
        elif choice.id in known.taken:
            state = "before"
        elif choice.id in known.offered:
            state = "seen"
        else:
            return Way("", "hidden", "", self.program.hints.get(choice.id, ""))
        label = walk.labels.get(choice.id) if walk is not None else None
        return Way(choice.id, state, clean_line(label or self.session.telling.told(choice.label)), "")

    def _ending(self, name: str) -> EndingSeen:
        ending = self.program.endings[name]
        if name in self.known.endings:
            return EndingSeen(name, clean_line(ending.title), "")
        return EndingSeen(name, "", clean_line(ending.hint))


def _scene_of_line(line: str) -> str:
    return line.rpartition(":")[0]
