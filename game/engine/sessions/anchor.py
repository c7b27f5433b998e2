"""What stands around a place where play rests or returns to, and the place that has it in an edited story.

A place is a list of choices, a call, a draw or an ending. It is known again by any choice that it had, by what stood right
before it and by what it led to, so that no single edit makes it another. All of this is by names inside a
scene, which a scene with another name may have as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from game.program import model
from game.program.graph.exits import targets
from game.program.model import Program, Target
from game.program.renames import ENDING, Renames, base

_BEFORE: Final = 6
"""Lines before a place that are kept."""
_AFTER: Final = 24
_MOST: Final = 200
"""Choices of a list that are kept."""
Around: TypeAlias = "Sequence[Anchor]"
"""The anchors of the calls that play stands in, the innermost last, and behind them that of the place itself."""
_HOPS: Final = 12
"""Blocks that are passed on the way to the nearest line or name."""


class Anchor(NamedTuple):
    """What stands around a place: its choices (or what is called, drawn or ended), what comes before it and what after.

    That is lines, by what they say; a call, a draw or an ending, by its name; or `>` and the scene that play goes to.
    """

    choices: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def written(self) -> list[list[str]]:
        """As plain values for JSON."""
        return [list(part) for part in self]

    @classmethod
    def read(cls, written: object) -> Anchor:
        """What `written` gave; empty where it is no such thing."""
        if not isinstance(written, (list, tuple)) or len(written) != len(cls._fields):
            return cls()
        return cls(*(tuple(str(one) for one in part) if isinstance(part, (list, tuple)) else () for part in written))

    def renamed(self, scene: str, renames: Renames) -> Anchor:
        """The same with the names of now; `scene` is what its scene is called now."""

        def now(name: str) -> str:
            return f">{renames.scene(name[1:])}" if name[:1] == ">" else renames.local(scene, name)

        return Anchor(*(tuple(map(now, part)) for part in self))


def name_of(exit_: model.Exit) -> str:
    """The identity of a place as a save has it; "" for blocks at which play never stands."""
    if isinstance(exit_, (model.Choose, model.Call, model.Draw)):
        return exit_.id
    return f"{ENDING}{exit_.ending}" if isinstance(exit_, model.End) else ""


class Surroundings:
    """The blocks of one scene, and what stands around each."""

    def __init__(self, program: Program, index: int) -> None:
        self._program = program
        self.blocks = program.scene(index).blocks
        self._leading: Mapping[int, Sequence[int]] | None = None
        self._anchors: dict[int, Anchor] = {}

    def anchor(self, number: int) -> Anchor:
        """What stands around a block."""
        known = self._anchors.get(number)
        if known is None:
            known = self._anchors[number] = self._anchor(number)
        return known

    def _anchor(self, number: int) -> Anchor:
        exit_ = self.blocks[number].exit
        after: list[str] = []
        name = name_of(exit_)  # none where play is stuck in the middle of things
        choices: tuple[str, ...] = (_local(name),) if name else ()
        if isinstance(exit_, model.Choose) and exit_.choices:
            choices = tuple([one.id.partition("/")[2] for one in exit_.choices[:_MOST]])
            for choice in exit_.choices[:_AFTER]:
                after += self._next(choice.target)
        elif isinstance(exit_, (model.Call, model.Draw)):
            after += self._next(exit_.back)
        return Anchor(choices, tuple(self._before(number)), tuple(after))

    def _before(self, number: int) -> list[str]:
        """What comes last before a place: its own lines, or the last thing on each way that leads to it."""
        lines = _lines(self.blocks[number])
        seen, here = {number}, [number]
        for _ in range(_HOPS):
            if lines or not here:
                break
            here = [one for block in here for one in self.leading.get(block, ()) if one not in seen][:_AFTER]
            seen.update(here)
            lines = [last for one in here for last in self._last(one)]
        return lines[-_BEFORE:]

    def _last(self, number: int) -> list[str]:
        """The name of the call or draw that a block ends with, else its last line."""
        block = self.blocks[number]
        return [_local(block.exit.id)] if isinstance(block.exit, (model.Call, model.Draw)) else _lines(block)[-1:]

    @property
    def leading(self) -> Mapping[int, Sequence[int]]:
        """For each block those that lead to it."""
        if self._leading is None:
            leading: dict[int, list[int]] = {}
            for number, block in enumerate(self.blocks):
                for target in targets(block.exit):
                    if isinstance(target, int):
                        leading.setdefault(target, []).append(number)
            self._leading = leading
        return self._leading

    def _next(self, target: Target) -> Iterator[str]:
        """The first thing that a target leads to."""
        for _ in range(_HOPS):
            if not isinstance(target, int):
                yield f">{self._program.scene_ids[target[0]]}"
                return
            block = self.blocks[target]
            lines = _lines(block)
            if lines:
                yield lines[0]
                return
            if not isinstance(block.exit, (model.Jump, model.Branch)):
                name = name_of(block.exit)
                if name and not isinstance(block.exit, model.Choose):
                    yield _local(name)
                return
            target = block.exit.target if isinstance(block.exit, model.Jump) else block.exit.then


def surroundings(program: Program, index: int) -> Surroundings:
    """What stands around the blocks of a scene, made once and kept with the program."""
    known: dict[int, Surroundings] | None = getattr(program, "_surroundings", None)
    if known is None:
        known = program._surroundings = {}  # type: ignore[attr-defined]  # noqa: SLF001 - a cache that lives as long as the program
    if index not in known:
        known[index] = Surroundings(program, index)
    return known[index]


def found(program: Program, scene: str, name: str, anchor: Anchor) -> tuple[int, int] | None:
    """The scene and block of the place that was called `name` in a scene; None where it is not plain which it is."""
    kind = _kind(name)
    if not kind:
        return None
    if not anchor.choices:
        anchor = Anchor((_local(name),))
    index = program.scene_index.get(scene)
    if index is not None:
        here = _here(surroundings(program, index), name, anchor)
        if here is not None:
            return index, here
    return _elsewhere(program, scene, kind, anchor, gone=index is None)


def called_now(name: str, anchor: Anchor, called: str, now: str) -> tuple[str, Anchor]:
    """A call and its anchor, where the scene that was called is known by now under another name."""
    old, new = f"call:{called}", f"call:{now}"
    if _local(name) != old or called == now:
        return name, anchor
    return name.replace(f"@{old}", f"@{new}"), anchor._replace(choices=(new,))


def is_like(one: Anchor, other: Anchor) -> bool:
    """Whether a place to which the same choices have led is the same: most of its choices are."""
    return 2 * _shared(one.choices, other.choices).total() >= len(one.choices) > 0


def _here(scene: Surroundings, name: str, anchor: Anchor) -> int | None:
    """The block of a scene that is most like the place."""
    scored = []
    for number, block in enumerate(scene.blocks):
        if name_of(block.exit) == name and scene.anchor(number) == anchor:
            return number  # as nearly always
    for number, block in enumerate(scene.blocks):
        there = name_of(block.exit)
        if not there or _kind(there) != _kind(name):
            continue
        around = scene.anchor(number)
        like = _likeness(anchor, around)
        if like.choices or like.lines or like.scenes > 1:
            exact = len(set(anchor.choices).intersection(around.choices)) + (there == name)
            scored.append(((like.score + exact, -len(around.choices)), there == name, number))
    scored.sort(reverse=True)
    if not scored:
        return None
    (best, same, first), *others = scored
    equal = [number for score, _, number in others if score == best]
    return first if same or all(_back(scene.blocks[first]) == _back(scene.blocks[one]) != -1 for one in equal) else None


def _back(block: model.BasicBlock) -> Target:
    """Where a call or a draw comes back to; -1 where a block ends with none."""
    return block.exit.back if isinstance(block.exit, (model.Call, model.Draw)) else -1


def _elsewhere(program: Program, scene: str, kind: str, anchor: Anchor, *, gone: bool) -> tuple[int, int] | None:
    """The place in another scene: only where most of it is there, and nowhere else as much; `gone` says that its own is not there."""
    wanted = set(map(base, anchor.choices))
    scored = []
    for index, identity in enumerate(program.scene_ids):
        if identity == scene:
            continue
        there = Surroundings(program, index)
        for number, block in enumerate(there.blocks):
            exit_ = block.exit
            if isinstance(exit_, model.Choose):
                names = {base(one.id.partition("/")[2]) for one in exit_.choices}
            else:
                names = {_local(name_of(exit_))}
            # What is called may have another name too.
            if _kind(name_of(exit_)) == kind and (wanted & names or kind == "call:"):
                scored.append((_likeness(anchor, there.anchor(number)), index, number))
    scored.sort(key=lambda one: one[0].score, reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0].score == scored[1][0].score):
        return None
    like, *place = scored[0]
    all_of_it = like.choices == len(anchor.choices) > 1 and like.scenes > 0
    if kind != "choices" and len(scored) == 1 and like.choices and (gone or kind == "ending"):
        return place[0], place[1]
    many = 2 * like.choices >= len(anchor.choices) and (like.lines > 0 or like.choices > 2)
    return (place[0], place[1]) if many or all_of_it or (kind == "call:" and like.lines > 1) else None


class _Likeness(NamedTuple):
    """How much of what stood around a place stands around another."""

    choices: int
    lines: int
    scenes: int

    @property
    def score(self) -> int:
        return 4 * self.choices + 3 * self.lines + self.scenes


def _likeness(one: Anchor, other: Anchor) -> _Likeness:
    before, after = _shared(one.before, other.before), _shared(one.after, other.after)
    scenes = sum(count for name, count in after.items() if name[:1] == ">")
    return _Likeness(_shared(one.choices, other.choices).total(), before.total() + after.total() - scenes, scenes)


def _shared(one: Sequence[str], other: Sequence[str]) -> Counter[str]:
    return Counter(map(base, one)) & Counter(map(base, other))


def _kind(name: str) -> str:
    """What sort of place has this identity; "" for none."""
    local = _local(name)
    return (
        local[:5]
        if local[:5] in ("call:", "draw:")
        else "ending"
        if local[:7] == ENDING
        else "choices"
        if local
        else ""
    )


def _local(name: str) -> str:
    """The part of an identity that follows the scene."""
    return name if name[: len(ENDING)] == ENDING else name.partition("@")[2]


def _lines(block: model.BasicBlock) -> list[str]:
    """The lines of a block, by what they say."""
    return [op.id.rpartition(":")[2] for op in block.ops if isinstance(op, model.Text)]
