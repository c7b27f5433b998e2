"""The Program as a graph of places: a block together with the calls that returns go back to.

A scene that is called from two places stands here twice, so that a return has one way to go. What a block does
to the variables is kept; what it only shows is kept as targets to ask about, with the conditions under which it shows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from functools import cached_property

from game.program import model
from game.program.forms.expressions import both_hold, one_holds, reads, some
from game.program.forms.texts import goes_on, is_parted
from game.program.forms.types import Alternatives, Expr, Segments
from game.program.graph.components import components
from game.program.model import DEEPEST_CALL, Program, Target
from game.proof.bounds import Expired, Work, unbounded
from game.proof.model.control_flow.place import Edge, Effect, Place, Stack, TextCondition, TextVariant, ValueInText
from game.proof.model.control_flow.text_effects import (
    is_shuffle,
    marked,
    still_to_come,
    takes_turns,
    told_apart,
    turned,
    visible,
)

MOST_PLACES = 400_000
_ONWARD = model.Jump(0)  # how a place goes on that is not its block's last


class Graph:
    """All places that a story's gotos, calls and returns can lead to, conditions left aside.

    `cut` says why the graph is not whole, and is empty when it is.
    """

    def __init__(self, program: Program, work: Work = unbounded) -> None:
        """`work` is told of what is done to lay the story out, and by whoever works on the graph of what that does.

        Where it ends the laying out, nothing but the beginning is there.
        """
        self.program = program
        self.work = work
        self.places: list[Place] = []
        self.cut = ""
        self._numbers: dict[tuple[int, int, Stack], int] = {}
        self._waiting: deque[Place] = deque()
        start = program.scene_index[program.start]
        self.start = self._place(start, program.scene(start).entries[0], ())
        try:
            while self._waiting:
                place = self._waiting.popleft()
                self._fill(place)
                work(1 + len(place.ops) + len(place.edges))
        except Expired as bound:
            self.cut = str(bound)
            self.places = [Place(0, start, self.places[0].block, ())]
            self._numbers.clear()
            self._waiting.clear()
        self.before: list[list[tuple[int, Edge]]] = [[] for _ in self.places]
        for place in self.places:
            for edge in place.edges:
                self.before[edge.target].append((place.number, edge))

    @cached_property
    def rank(self) -> list[int]:
        """An order of the places in which each comes after those that it leads to, circles aside."""
        return self._last_first([self.start], [[edge.target for edge in place.edges] for place in self.places])

    @cached_property
    def passing_order(self) -> list[int]:
        """An order in which a place comes after those that lead to it without a choice, circles aside."""
        passed = [[edge.target for edge in place.edges if edge.choice < 0] for place in self.places]
        last = len(self.places) - 1
        return [last - one for one in self._last_first(range(len(self.places)), passed)]

    def _last_first(self, roots: Iterable[int], onward: Sequence[Sequence[int]]) -> list[int]:
        """For each place the number by which it comes after all that it leads to (depth first, in post-order)."""
        rank = [0] * len(self.places)
        seen = [False] * len(self.places)
        done = 0
        for root in roots:
            stack = [] if seen[root] else [(root, iter(onward[root]))]
            seen[root] = True
            while stack:
                number, targets = stack[-1]
                target = next((one for one in targets if not seen[one]), None)
                if target is not None:
                    seen[target] = True
                    stack.append((target, iter(onward[target])))
                else:
                    rank[number] = done
                    done += 1
                    stack.pop()
        return rank

    @cached_property
    def circles(self) -> frozenset[int]:
        """The places from which ways lead back to themselves, conditions left aside."""
        groups = components([[edge.target for edge in place.edges] for place in self.places])
        own = {place.number for place in self.places for edge in place.edges if edge.target == place.number}
        return frozenset(own.union(*(group for group in groups if len(group) > 1)))

    @cached_property
    def rests(self) -> list[tuple[Place, Expr | None]]:
        """Every place where the player can choose, with when any choice is open there, and every ending."""
        every = ((place, [edge.guard for edge in place.edges if edge.choice >= 0]) for place in self.places)
        return [(place, None if place.ending else one_holds(gates)) for place, gates in every if place.ending or gates]

    @cached_property
    def codex(self) -> dict[str, Place]:
        """The codex entries by id, each with what its texts can show and the conditions in them, as if it were a place; no way leads there."""
        found = {}
        for name, entry in self.program.codex.items():
            self.work(1 + len(entry.texts))
            place = found[name] = Place(-1, -1, -1, ())
            for text in entry.texts:
                self._line(place, text)  # in which nothing takes turns, so it ends where it began
        return found

    def exit(self, place: Place) -> model.Exit:
        """How the place's block goes on, as the Program has it; by itself where this is not the block's last place."""
        return _ONWARD if place.midway else self.program.scene(place.scene).blocks[place.block].exit

    def _place(self, scene: int, block: int, stack: Stack) -> int:
        key = (scene, block, stack)
        number = self._numbers.get(key)
        if number is None:
            place = self._new(scene, block, stack)
            place.begins = True
            number = self._numbers[key] = place.number
            self._waiting.append(place)
        return number

    def _new(self, scene: int, block: int, stack: Stack) -> Place:
        place = Place(len(self.places), scene, block, stack)
        self.places.append(place)
        if place.number == MOST_PLACES:
            self.cut = f"more than {MOST_PLACES} places"
        return place

    def _part(self, place: Place) -> Place:
        """Another place for what follows in a place's block."""
        place.midway = True
        return self._new(place.scene, place.block, place.stack)

    def _to(self, place: Place, target: Target, stack: Stack) -> int:
        if isinstance(target, int):
            return self._place(place.scene, target, stack)
        return self._place(target[0], self.program.scene(target[0]).entries[target[1]], stack)

    def _fill(self, place: Place) -> None:
        if self.cut:
            return
        block = self.program.scene(place.scene).blocks[place.block]
        for op in block.ops:
            place.ops.append(op)
            if isinstance(op, model.Set):
                place.effects.append(Effect(op.slot, op.value, None))
            elif isinstance(op, model.Learn):
                place.learns.append(op.entry)
            else:
                place = self._line(place, op)
        place.played = len(place.effects)
        self._leave(place, block.exit)

    def _line(self, place: Place, line: model.Text) -> Place:
        """A line and its variants; the place where the block goes on. Where all of it can be left out, it shows only where something is not.

        No counter of a line is read again once it has moved on. So what shows can be told before any of them has, but for what a shuffle
        shows in a place of its own.
        """
        shows = visible(line.segments, self.program)
        first, moved = len(place.shown), len(place.effects)
        place.shown.append(TextVariant(line.id, "", moved, shows, sure=True))
        last = self._texts(place, line.id, line.segments, None, "")
        if shows is not None:
            place.shown[first:] = [
                one if one.sure else one._replace(after=moved, when=both_hold(shows, one.when))
                for one in place.shown[first:]
            ]
        return last

    def _sure(self, arm: Segments) -> bool:
        return visible(arm, self.program) is None

    def _texts(self, place: Place, line: str, segments: Segments, when: Expr | None, path: str) -> Place:
        """The variants inside a text, and the counters it moves; the place where the block goes on."""
        branch = 0
        for segment in segments:
            if isinstance(segment, str):
                continue
            if segment[0] == "v":
                place.said.append(ValueInText(segment[1], len(place.effects), when))
            if not is_parted(segment):
                continue
            branch += 1
            here = f"{path}{branch}"
            if segment[0] == "?":
                place.tests.append(TextCondition(line, here, len(place.effects), when, segment[1]))
                ways: list[tuple[str, Segments, Expr]]
                ways = [("a", segment[2], segment[1]), ("b", segment[3], ("not", segment[1]))]
                for word, arm, condition in reversed(ways) if is_shuffle(segment[2]) else ways:
                    both = both_hold(when, condition)
                    name = f"{here}{word}"
                    if arm and not (word == "b" and goes_on(arm)) and not is_shuffle(arm):
                        place.shown.append(TextVariant(line, name, len(place.effects), both, self._sure(arm)))
                    place = self._texts(place, line, arm, both, name + ".")
            elif segment[1] == "shuffle":
                place = self._shuffle(place, line, segment, when, here)
            else:
                place = self._turns(place, line, segment, when, here)
        return place

    def _turns(self, place: Place, line: str, segment: Alternatives, when: Expr | None, here: str) -> Place:
        """Texts that come one after the other."""
        _, kind, slot, arms = segment
        for number, arm in enumerate(arms):
            shown = both_hold(when, ("==", ("v", slot), ("c", number)))
            name = f"{here}{number + 1}"
            if arm:
                place.shown.append(TextVariant(line, name, len(place.effects), shown, self._sure(arm)))
            place = self._texts(place, line, arm, shown, name + ".")
        place.effects.append(Effect(slot, turned(kind, slot, len(arms)), when))
        return place

    def _shuffle(self, place: Place, line: str, segment: Alternatives, when: Expr | None, here: str) -> Place:
        """Texts that come by chance. Where something in them takes turns, it does so only where its text is shown."""
        slot, arms = segment[2], segment[3]
        if any(map(takes_turns, arms)):
            place = self._apart(place, line, segment, when, here)
            if told_apart(arms):
                return place
        else:
            for number, arm in enumerate(arms):
                name = f"{here}{number + 1}"
                if arm:
                    place.shown.append(TextVariant(line, name, len(place.effects), when, self._sure(arm)))
                self._texts(place, line, arm, when, name + ".")  # in which nothing moves, so it ends where it began
        if when is not None and slot in reads(when):
            # A shuffle that comes to an end: its counter has a bit for each text shown, here as many from the lowest on.
            spent: Expr = ("min", ("+", ("*", ("v", slot), ("c", 2)), ("c", 1)), ("c", (1 << len(arms)) - 1))
            place.effects.append(Effect(slot, spent, when))
        # Any other shuffle's counter is read by nothing but the shuffle, and at its first showing any text can come.
        return place

    def _apart(self, place: Place, line: str, segment: Alternatives, when: Expr | None, here: str) -> Place:
        """A way for each text of a shuffle, so that only what is shown moves on; the place where they meet again."""
        slot, arms = segment[2], segment[3]
        told = told_apart(arms)
        fork, last = place, self._part(place)
        if when is not None:
            fork = self._part(place)
            place.edges += [Edge(fork.number, when, -1), Edge(last.number, ("not", when), -1)]
        for number, arm in enumerate(arms):
            way = self._part(fork)
            fork.edges.append(Edge(way.number, still_to_come(slot, number, len(arms)) if told else None, -1))
            name = f"{here}{number + 1}"
            if arm:
                way.shown.append(TextVariant(line, name, 0, None, sure=True))
            if told:
                way.effects.append(Effect(slot, marked(slot, number, len(arms)), None))
            end = self._texts(way, line, arm, None, name + ".")
            end.midway = True
            end.edges.append(Edge(last.number, None, -1))
        return last

    def _leave(self, place: Place, exit_: model.Exit) -> None:
        add = place.edges.append
        if isinstance(exit_, model.Choose):
            self._choose(place, exit_)
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

    def _choose(self, place: Place, exit_: model.Choose) -> None:
        listed = offered(exit_)
        for choice in exit_.choices:
            self.work(1)
            place = self._texts(place, choice.id, choice.label, both_hold(choice.shown, listed), "")
        opens: list[Expr] = []
        for index, choice in enumerate(exit_.choices):
            guard = both_hold(choice.shown, choice.needs)
            place.edges.append(Edge(self._to(place, choice.target, place.stack), guard, index))
            opens.append(("c", 1) if guard is None else guard)
        if exit_.fallback is not None:
            none_open: Expr | None = ("not", some(opens)) if opens else None
            place.edges.append(Edge(self._to(place, exit_.fallback, place.stack), none_open, -1))

    def _call(self, place: Place, target: Target, guard: Expr | None) -> None:
        if len(place.stack) >= DEEPEST_CALL:  # the engine is stuck on the call, with all done that comes before it
            stop = self._new(place.scene, place.block, place.stack)
            stop.stuck, stop.midway = "too-deep", True
            place.edges.append(Edge(stop.number, guard, -1))
            return
        stack = (*place.stack, (place.scene, place.block))
        place.edges.append(Edge(self._to(place, target, stack), guard, -1))

    def _draw(self, place: Place, exit_: model.Draw) -> None:
        place.draw = exit_.random
        earlier: list[Expr] = []
        for storylet in exit_.storylets:
            when: Expr = ("c", 1) if storylet.when is None else storylet.when
            # By priority a storylet comes only where none before it holds; by seed, wherever it holds.
            guard = when if exit_.random or not earlier else ("and", when, ("not", some(earlier)))
            earlier.append(when)
            self._call(place, storylet.target, guard)
        nothing: Expr | None = ("not", some(earlier)) if earlier else None
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


def offered(exit_: model.Choose) -> Expr | None:
    """When the player sees a list of choices at all: not where its fallback is taken, as nothing is open."""
    return None if exit_.fallback is None else one_holds([both_hold(one.shown, one.needs) for one in exit_.choices])
