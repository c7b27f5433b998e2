"""Shortest and longest ways through the states of a small story, and the circles in which there is no longest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

from game.program.graph.components import components
from game.proof.model.successors import StateValues
from game.proof.quantitative.state_graph import BEGINNING, StateGraph, Transition

Weigh: TypeAlias = Callable[[Transition], int]
_Way: TypeAlias = list[Transition]


class Route(NamedTuple):
    """A way to an ending: what it adds up to (None: no bound), the opening, the choices, and which of them go round."""

    value: int | None
    opening: StateValues
    choices: tuple[str, ...]
    loop: tuple[int, int] | None


class Paths:
    """The ways to each ending of a story, by what their steps weigh."""

    def __init__(self, states: StateGraph) -> None:
        self.states = states
        self._groups = components([[step.to for step in steps] for steps in states.steps])
        self._group = [0] * len(states.steps)
        for number, group in enumerate(self._groups):
            for state in group:
                self._group[state] = number

    def least(self, weigh: Weigh) -> dict[str, Route]:
        """For each ending that can be reached the least that a way to it weighs (Dijkstra 1959)."""
        steps = self.states.steps
        least = {BEGINNING: 0}
        came: dict[int, tuple[int, Transition]] = {}
        queue = [(0, BEGINNING)]
        found: dict[str, Route] = {}
        while queue:
            total, state = heappop(queue)
            if total > least[state]:
                continue
            ending = self.states.ending[state]
            if ending and ending not in found:
                way: _Way = []
                at = state
                while at != BEGINNING:
                    at, step = came[at]
                    way.append(step)
                found[ending] = self._route(total, way[::-1])
            for step in steps[state]:
                onward = total + weigh(step)
                if onward < least.get(step.to, onward + 1):
                    least[step.to] = onward
                    came[step.to] = (state, step)
                    heappush(queue, (onward, step.to))
        return found

    def most(self, ending: str, weigh: Weigh) -> Route | None:
        """The most that a way to an ending weighs; None where none leads there."""
        there = self._leading(ending)
        if BEGINNING not in there:
            return None
        circle = self._circle(there, weigh)
        return self._longest(ending, there, weigh) if circle is None else self._round(ending, *circle)

    def _circle(self, there: Collection[int], weigh: Weigh) -> tuple[int, Transition] | None:
        """A step that weighs something and can be taken again and again, the soonest; None where there is none."""
        queue, seen = deque([BEGINNING]), {BEGINNING}
        while queue:
            state = queue.popleft()
            for step in self.states.steps[state]:
                if step.to not in there:
                    continue
                if weigh(step) and self._group[step.to] == self._group[state]:
                    return state, step
                if step.to not in seen:
                    seen.add(step.to)
                    queue.append(step.to)
        return None

    def _longest(self, ending: str, there: Collection[int], weigh: Weigh) -> Route:
        best: dict[int, tuple[int, int, Transition | None]] = {}
        """Per group the most that can still come, and the state and step it comes by; no step where it ends there."""
        for number, group in enumerate(self._groups):
            if group[0] not in there:
                continue
            for state in group:
                if self.states.ending[state] == ending:
                    best[number] = (0, state, None)
                for step in self.states.steps[state]:
                    onward = best.get(self._group[step.to]) if self._group[step.to] != number else None
                    if onward is not None and (number not in best or weigh(step) + onward[0] > best[number][0]):
                        best[number] = (weigh(step) + onward[0], state, step)
        way: _Way = []
        state = BEGINNING
        while True:
            _, leave, last = best[self._group[state]]
            way += self._between(state, {leave}, self._groups[self._group[state]])
            if last is None:
                return self._route(best[self._group[BEGINNING]][0], way)
            way.append(last)
            state = last.to

    def _leading(self, ending: str) -> set[int]:
        """The states from which an ending can be reached."""
        before: list[list[int]] = [[] for _ in self.states.steps]
        for state, steps in enumerate(self.states.steps):
            for step in steps:
                before[step.to].append(state)
        queue = [state for state, name in enumerate(self.states.ending) if name == ending]
        found = set(queue)
        while queue:
            for state in before[queue.pop()]:
                if state not in found:
                    found.add(state)
                    queue.append(state)
        return found

    def _round(self, ending: str, state: int, step: Transition) -> Route:
        """A way to an ending with a circle in it: there, round once, and out."""
        into = self._between(BEGINNING, {state}, None)
        circle = [step, *self._between(step.to, {state}, self._groups[self._group[state]])]
        ends = {number for number, name in enumerate(self.states.ending) if name == ending}
        first = sum(bool(one.choice) for one in into)
        loop = (first, first + sum(bool(one.choice) for one in circle))
        return self._route(None, [*into, *circle, *self._between(state, ends, None)], loop)

    def _between(self, start: int, goals: Collection[int], inside: Collection[int] | None) -> _Way:
        """A way with few steps from a state to one of some states, staying inside a group where one is given."""
        allowed = None if inside is None else set(inside)
        came: dict[int, tuple[int, Transition] | None] = {start: None}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            if state in goals:
                way: _Way = []
                while (back := came[state]) is not None:
                    state = back[0]
                    way.append(back[1])
                return way[::-1]
            for step in self.states.steps[state]:
                if step.to not in came and (allowed is None or step.to in allowed):
                    came[step.to] = (state, step)
                    queue.append(step.to)
        raise AssertionError("states of one group lead to one another")

    def _route(self, value: int | None, way: _Way, loop: tuple[int, int] | None = None) -> Route:
        choices = tuple([step.choice for step in way if step.choice])
        return Route(value, self.states.openings[way[0].to], choices, loop)
