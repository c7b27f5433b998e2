"""The Program as a graph of places: a block together with the calls that returns go back to.

A scene that is called from two places stands here twice, so that a return has one way to go. What a block does
to the variables is kept; what it only shows is kept as targets to ask about, with the conditions under which it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from game.program import model
from game.program.evaluate import reads
from game.program.model import Expr, Program, Segment, Target

MOST_PLACES = 400_000
DEEPEST_CALL = 24

Stack: TypeAlias = tuple[tuple[int, int], ...]


class Effect(NamedTuple):
    """A change of one variable; `when` holds where it happens only under a condition."""

    slot: int
    value: Expr
    when: Expr | None


class Edge(NamedTuple):
    """A way on: to a place, when the guard holds; `choice` is the choice's index, or -1 where nobody is asked."""

    target: int
    guard: Expr | None
    choice: int


class Shown(NamedTuple):
    """A text variant: the line, the arm, how many effects come before it, and when it shows."""

    line: str
    arm: str
    after: int
    when: Expr | None


class Test(NamedTuple):
    """A condition in a text: the line, where in it, how many effects come before, and when play comes to it."""

    line: str
    path: str
    after: int
    when: Expr | None
    condition: Expr


class Said(NamedTuple):
    """A variable's value in a text: how many effects come before it, and when it shows."""

    slot: int
    after: int
    when: Expr | None


class Place:
    """One block under one stack of calls."""

    __slots__ = (
        "block",
        "draw",
        "edges",
        "effects",
        "ending",
        "learns",
        "number",
        "played",
        "said",
        "scene",
        "shown",
        "stack",
        "stuck",
        "tests",
    )

    def __init__(self, number: int, scene: int, block: int, stack: Stack) -> None:
        self.number = number
        self.scene = scene
        self.block = block
        self.stack = stack
        self.effects: list[Effect] = []
        self.edges: list[Edge] = []
        self.shown: list[Shown] = []
        self.tests: list[Test] = []
        self.said: list[Said] = []
        self.learns: list[str] = []
        self.ending = ""
        self.stuck = ""
        """Why play stops here by itself, where it does ("nowhere-to-return", "too-deep")."""
        self.draw = False
        self.played = 0
        """How many of the effects are the block's own; the others belong to the labels of its choices."""


class Graph:
    """All places that a story's gotos, calls and returns can lead to, conditions left aside.

    `cut` says why the graph is not whole, and is empty when it is.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.places: list[Place] = []
        self.cut = ""
        self._numbers: dict[tuple[int, int, Stack], int] = {}
        self._queue: list[Place] = []
        start = program.scene_index[program.start]
        self.start = self._place(start, program.scene(start).entries[0], ())
        done = 0
        while done < len(self.places):
            self._fill(self.places[done])
            done += 1
        self.before: list[list[tuple[int, Edge]]] = [[] for _ in self.places]
        for place in self.places:
            for edge in place.edges:
                self.before[edge.target].append((place.number, edge))

    @cached_property
    def rank(self) -> list[int]:
        """An order of the places in which each comes after those that it leads to, circles aside."""
        rank = [0] * len(self.places)
        seen = [False] * len(self.places)
        done = 0
        seen[self.start] = True
        stack = [(self.start, iter(self.places[self.start].edges))]
        while stack:
            number, edges = stack[-1]
            for edge in edges:
                if not seen[edge.target]:
                    seen[edge.target] = True
                    stack.append((edge.target, iter(self.places[edge.target].edges)))
                    break
            else:
                rank[number] = done
                done += 1
                stack.pop()
        return rank

    def exit(self, place: Place) -> model.Exit:
        """How the place's block goes on, as the Program has it."""
        return self.program.scene(place.scene).blocks[place.block].exit

    def _place(self, scene: int, block: int, stack: Stack) -> int:
        key = (scene, block, stack)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.places)
            self.places.append(Place(number, scene, block, stack))
            if number == MOST_PLACES:
                self.cut = f"more than {MOST_PLACES} places"
        return number

    def _to(self, place: Place, target: Target, stack: Stack) -> int:
        if isinstance(target, int):
            return self._place(place.scene, target, stack)
        return self._place(target[0], self.program.scene(target[0]).entries[target[1]], stack)

    def _fill(self, place: Place) -> None:
        if self.cut:
            return
        block = self.program.scene(place.scene).blocks[place.block]
        for op in block.ops:
            if isinstance(op, model.Set):
                place.effects.append(Effect(op.slot, op.value, None))
            elif isinstance(op, model.Learn):
                place.learns.append(op.entry)
            else:
                self._line(place, op)
        place.played = len(place.effects)
        self._leave(place, block.exit)

    def _line(self, place: Place, line: model.Text) -> None:
        """A line and its variants. Where all of it can be left out, it shows only where something is not."""
        visible = _visible(line.segments)
        first, moved = len(place.shown), len(place.effects)
        place.shown.append(Shown(line.id, "", moved, visible))
        self._texts(place, line.id, line.segments, None, "")
        counters = {effect.slot for effect in place.effects[moved:]}
        if visible is not None and counters.isdisjoint(reads(visible)):
            place.shown[first:] = [one._replace(when=both_hold(visible, one.when)) for one in place.shown[first:]]

    def _texts(self, place: Place, line: str, segments: Sequence[Segment], when: Expr | None, path: str) -> None:
        """The variants inside a text, and the counters it moves."""
        branch = 0
        for segment in segments:
            if isinstance(segment, str):
                continue
            if segment[0] == "v":
                place.said.append(Said(int(segment[1]), len(place.effects), when))
            if segment[0] in ("s", "v", "t"):
                continue
            branch += 1
            here = f"{path}{branch}"
            if segment[0] == "?":
                place.tests.append(Test(line, here, len(place.effects), when, segment[1]))
                ways = [("a", segment[2], segment[1]), ("b", segment[3], ("not", segment[1]))]
                for word, arm, condition in reversed(ways) if _is_shuffle(segment[2]) else ways:
                    both = both_hold(when, condition)
                    name = f"{here}{word}"
                    if arm and not (word == "b" and _goes_on(arm)) and not _is_shuffle(arm):
                        place.shown.append(Shown(line, name, len(place.effects), both))
                    self._texts(place, line, arm, both, name + ".")
            else:
                self._alternative(place, line, segment, when, here)

    def _alternative(self, place: Place, line: str, segment: Sequence[Any], when: Expr | None, here: str) -> None:
        kind, slot, arms = segment[1], segment[2], segment[3]
        for number, arm in enumerate(arms):
            shown = when if kind == "shuffle" else both_hold(when, ("==", ("v", slot), ("c", number)))
            name = f"{here}{number + 1}"
            if arm:
                place.shown.append(Shown(line, name, len(place.effects), shown))
            self._texts(place, line, arm, shown, name + ".")
        if kind == "first":
            place.effects.append(Effect(slot, ("min", ("+", ("v", slot), ("c", 1)), ("c", len(arms) - 1)), when))
        elif kind == "cycle":
            turned = [("*", ("==", ("v", slot), ("c", one)), ("c", (one + 1) % len(arms))) for one in range(len(arms))]
            total: Expr = turned[0]
            for one in turned[1:]:
                total = ("+", total, one)
            place.effects.append(Effect(slot, total, when))
        elif when is not None and slot in reads(when):
            # A shuffle that comes to an end: its counter has a bit for each text shown, here as many from the lowest on.
            spent = ("min", ("+", ("*", ("v", slot), ("c", 2)), ("c", 1)), ("c", (1 << len(arms)) - 1))
            place.effects.append(Effect(slot, spent, when))
        # Any other shuffle's counter is read by nothing but the shuffle, and at its first showing any text can come.

    def _leave(self, place: Place, exit_: model.Exit) -> None:
        add = place.edges.append
        if isinstance(exit_, model.Choose):
            opens: list[Expr] = []
            for index, choice in enumerate(exit_.choices):
                guard = both_hold(choice.shown, choice.needs)
                add(Edge(self._to(place, choice.target, place.stack), guard, index))
                opens.append(("c", 1) if guard is None else guard)
                self._texts(place, choice.id, choice.label, both_hold(choice.shown, offered(exit_)), "")
            if exit_.fallback is not None:
                none_open = ("not", ("or", *opens)) if opens else None
                add(Edge(self._to(place, exit_.fallback, place.stack), none_open, -1))
        elif isinstance(exit_, model.Jump):
            add(Edge(self._to(place, exit_.target, place.stack), None, -1))
        elif isinstance(exit_, model.Branch):
            add(Edge(self._to(place, exit_.then, place.stack), exit_.condition, -1))
            add(Edge(self._to(place, exit_.otherwise, place.stack), ("not", exit_.condition), -1))
        elif isinstance(exit_, model.Call):
            self._call(place, exit_.target, None)
        elif isinstance(exit_, model.Draw):
            self._draw(place, exit_)
        elif isinstance(exit_, model.Return):
            self._return(place, exit_)
        else:
            place.ending = exit_.ending

    def _call(self, place: Place, target: Target, guard: Expr | None) -> None:
        if len(place.stack) >= DEEPEST_CALL:
            self.cut = f"calls go more than {DEEPEST_CALL} deep"
            return
        stack = (*place.stack, (place.scene, place.block))
        place.edges.append(Edge(self._to(place, target, stack), guard, -1))

    def _draw(self, place: Place, exit_: model.Draw) -> None:
        place.draw = exit_.random
        earlier: list[Expr] = []
        for storylet in exit_.storylets:
            when: Expr = ("c", 1) if storylet.when is None else storylet.when
            # By priority a storylet comes only where none before it holds; by seed, wherever it holds.
            guard = when if exit_.random or not earlier else ("and", when, ("not", ("or", *earlier)))
            earlier.append(when)
            self._call(place, storylet.target, guard)
        nothing: Expr | None = ("not", ("or", *earlier)) if earlier else None
        place.edges.append(Edge(self._to(place, exit_.otherwise, place.stack), nothing, -1))

    def _return(self, place: Place, exit_: model.Return) -> None:
        if not place.stack:
            place.stuck = "nowhere-to-return"
            return
        caller, stack = place.stack[-1], place.stack[:-1]
        if exit_.target is not None:
            place.edges.append(Edge(self._to(place, exit_.target, stack), None, -1))
            return
        call = self.program.scene(caller[0]).blocks[caller[1]].exit
        assert isinstance(call, (model.Call, model.Draw))
        back = call.back
        if isinstance(back, int):
            target = self._place(caller[0], back, stack)
        else:
            target = self._place(back[0], self.program.scene(back[0]).entries[back[1]], stack)
        place.edges.append(Edge(target, None, -1))


def _is_shuffle(arm: Sequence[Segment]) -> bool:
    """Whether an arm only holds a shuffle, which may move the counter that the arm's condition reads: so it comes last."""
    return len(arm) == 1 and not isinstance(arm[0], str) and tuple(arm[0][:2]) == ("a", "shuffle")


def _visible(segments: Sequence[Segment]) -> Expr | None:
    """When a text shows any words at all; None where it always does."""
    ways: list[Expr] = []
    for segment in segments:
        if isinstance(segment, str) or segment[0] == "s":
            if (segment if isinstance(segment, str) else segment[1]).strip():
                return None
        elif segment[0] in ("v", "t"):
            return None
        elif segment[0] == "?":
            ways += _ways(segment[1], segment[2])
            ways += _ways(("not", segment[1]), segment[3])
        else:
            for number, arm in enumerate(segment[3]):
                shown: Expr = ("c", 1) if segment[1] == "shuffle" else ("==", ("v", segment[2]), ("c", number))
                ways += _ways(shown, arm)
    return ("or", *ways) if ways else ("c", 0)


def _ways(condition: Expr, arm: Sequence[Segment]) -> list[Expr]:
    """The condition with that under which an arm shows words; none for an arm without any."""
    visible = _visible(arm)
    return [] if visible == ("c", 0) else [condition if visible is None else ("and", condition, visible)]


def _goes_on(arm: Sequence[Segment]) -> bool:
    """Whether an arm only holds the next question of an if … elif …, and shows nothing of its own."""
    return len(arm) == 1 and not isinstance(arm[0], str) and arm[0][0] == "?"


def offered(exit_: model.Choose) -> Expr | None:
    """When the player sees a list of choices at all: not where its fallback is taken, as nothing is open."""
    gates = [both_hold(one.shown, one.needs) for one in exit_.choices]
    if exit_.fallback is None or None in gates:
        return None
    return ("or", *gates)


def both_hold(one: Expr | None, other: Expr | None) -> Expr | None:
    """A condition that holds where both do; None always holds."""
    if one is None:
        return other
    return one if other is None else ("and", one, other)
