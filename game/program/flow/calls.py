"""Calls that go deeper and deeper: scenes that call one another in a circle, whatever the variables are, and calls in calls without an end.

Only ways count that are always open: a choice or a draw with a condition may be there to end it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from game.program import model
from game.program.forms.expressions import reads
from game.program.graph.components import components
from game.program.model import DEEPEST_CALL, Target

_NONE: Final[dict[int, bool]] = {}


class Circle(NamedTuple):
    """A scene that is called, or drawn, and leads back to whoever called it without going back."""

    caller: int
    called: int
    drawn: bool


class CallGraph:
    """The calls of a story, taken in scene by scene."""

    def __init__(self) -> None:
        self._leads: list[set[int] | None] = []
        """Per scene where it leads in the same call; None for one with nothing but choices, which is looked at where there are calls."""
        self._calls: list[dict[int, bool]] = []
        """Per scene what it calls, and whether it draws it."""
        self._reads: dict[int, set[int]] = {}
        """Per storylet what the condition reads under which it can be drawn."""
        self._scenes: list[model.Scene] = []

    def add(self, scene: model.Scene) -> None:
        """Take in a scene; they come in the order of their numbers."""
        leads: set[int] = set()
        calls: dict[int, bool] = {}
        seen = set(scene.entries)
        queue = list(seen)
        while queue:
            way = scene.blocks[queue.pop()].exit
            for target, drawn in self._called(way):
                calls.setdefault(target, drawn)
            for onward in _onward(way):
                if not isinstance(onward, int):
                    leads.add(onward[0])
                elif onward not in seen:
                    seen.add(onward)
                    queue.append(onward)
        self._leads.append(leads)
        self._calls.append(calls)
        self._scenes.append(scene)

    def add_choices(self, scene: model.Scene) -> None:
        """Take in a scene in which there is nothing but choices, each of which leads to another."""
        self._leads.append(None)
        self._calls.append(_NONE)
        self._scenes.append(scene)

    def _all_leads(self) -> list[set[int]]:
        return [
            _open_ways(scene) if leads is None else leads
            for leads, scene in zip(self._leads, self._scenes, strict=True)
        ]

    def _called(self, way: model.Exit) -> Iterator[tuple[int, bool]]:
        if isinstance(way, model.Call):
            if not isinstance(way.target, int):
                yield way.target[0], False
        elif isinstance(way, model.Draw):
            for one in way.storylets:
                assert not isinstance(one.target, int)
                self._reads.setdefault(one.target[0], set()).update(() if one.when is None else reads(one.when))
                yield one.target[0], True

    def _changes(self, storylet: int) -> bool:
        """Whether a storylet changes something that the condition reads under which it can be drawn."""
        asked = self._reads[storylet]
        blocks = self._scenes[storylet].blocks
        return any(isinstance(op, model.Set) and op.slot in asked for block in blocks for op in block.ops)

    def circles(self, said: Container[int] = ()) -> list[Circle]:
        """One call of each group of scenes that go round, each deeper in calls than before, but for groups with a scene in `said`."""
        if not any(self._calls):
            return []
        calls = [
            {one: drawn for one, drawn in calls.items() if not (drawn and self._changes(one))} for calls in self._calls
        ]
        found: list[Circle] = []
        for group in components(
            [sorted({*leads, *onward}) for leads, onward in zip(self._all_leads(), calls, strict=True)]
        ):
            inside = set(group)
            if any(one in said for one in group):
                continue
            circles = [
                Circle(one, to, drawn) for one in sorted(group) for to, drawn in calls[one].items() if to in inside
            ]
            found += circles[:1]
        return sorted(found)

    def deepest(self) -> Sequence[int]:
        """The scenes along calls in calls that go too deep without a circle, the outermost first; none where nothing does."""
        if sum(map(len, self._calls)) <= DEEPEST_CALL:  # there are not enough of them
            return ()
        arrows = [sorted({*leads, *calls}) for leads, calls in zip(self._all_leads(), self._calls, strict=True)]
        depth = [0] * len(arrows)
        onward: list[tuple[int, int] | None] = [None] * len(arrows)
        """For each scene the last one on the way before play leaves its circle, if it is in one, and where that leads to."""
        for group in components(arrows):
            inside = set(group)
            ways = [
                (depth[to] + (to in self._calls[one]), one, to)
                for one in group
                for to in arrows[one]
                if to not in inside
            ]
            if ways:
                deep, leave, to = max(ways)
                for one in group:
                    depth[one], onward[one] = deep, (leave, to)
        first = max(range(len(depth)), key=depth.__getitem__, default=-1)
        if first < 0 or depth[first] <= DEEPEST_CALL:
            return ()
        way = [first]
        while (step := onward[way[-1]]) is not None:
            way.append(step[1])
        return way


def _open_ways(scene: model.Scene) -> set[int]:
    """The scenes that the choices lead to which are open whatever the variables are, where there is nothing else in the scene."""
    ways = (scene.blocks[one].exit for one in _onward(scene.blocks[0].exit) if isinstance(one, int))
    return {way.target[0] for way in ways if isinstance(way, model.Jump) and not isinstance(way.target, int)}


def _onward(way: model.Exit) -> Iterable[Target]:
    """Where a block leads whatever the variables are, in the same call."""
    if isinstance(way, model.Jump):
        return (way.target,)
    if isinstance(way, model.Choose):
        return [one.target for one in way.choices if one.shown is None and one.needs is None]
    if isinstance(way, model.Call):
        return (way.back,)
    return (way.back,) if isinstance(way, model.Draw) else ()
