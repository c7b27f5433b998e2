"""Value sets by abstract interpretation (Cousot and Cousot, 1977): what each variable can be at each place, and so which condition shuts a thing for good."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from itertools import product
from math import isqrt
from typing import Final

from game.program.declared import Variable
from game.program.forms.evaluate import compiled, evaluate
from game.program.forms.expressions import NEVER, conjuncts, reads
from game.program.forms.types import Expr
from game.program.lines import Lines
from game.program.model import Choose, Draw
from game.program.spelling import named, valued
from game.proof.bounds import Expired, Work
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.place import Edge, Effect, Place
from game.proof.model.control_flow.text_effects import visible
from game.proof.model.goals import Goal, Spot
from game.proof.model.slicing import bits
from game.proof.model.value_sets.why import counts_turns, not_drawn, said, shutting

BEHIND: Final = "the only ways lead through"
"""What a reason says that keeps from all that lies behind a scene."""
_RUNS_SHOWN: Final = 8
_VARIABLES_SHOWN: Final = 3
_TRIED: Final = 4096
_MOST_WORK: Final = 3_000_000


_LEAST_STEP: Final = 16
_MOST_KEPT: Final = 2_000_000


class ValueSets:
    """For each place, which values each variable can have on entry, each variable taken by itself.

    This is wider than what truly happens: a condition that fails for all of these values never holds, one that
    holds for some may still never.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._slots: Sequence[Variable] = graph.program.slots
        self.reached: Container[int] | None = None
        """The places to which play comes, where that is known; the ranges alone may let it come to more."""
        self._lines = Lines(graph.program)
        self._entry: dict[int, list[int]] | None = None
        self._stops: dict[int, list[list[int]]] = {}
        """By place, the masks at its beginning and behind each so many of its effects."""
        self._known: dict[tuple[int, tuple[int, ...]], set[int]] = {}
        """What expressions of several come to, by identity and the values of those."""
        self._reading: dict[int, tuple[Expr, list[int]]] = {}
        """The variables that expressions read, by identity; the expressions are held here so that it stays theirs."""
        self._images: dict[tuple[int, int], tuple[Expr, _Image]] = {}
        """What expressions of one variable come to, by identity and what they set (-1: nothing); the expressions are held here so that it stays theirs."""

    @property
    def entry(self) -> dict[int, list[int]]:
        """Per reachable place, a bit mask of values for each slot."""
        if self._entry is None:
            self._entry = self._spread()
        return self._entry

    def masks(self, place: Place, after: int = 0) -> list[int] | None:
        """A bit mask of values for each slot, `after` so many effects of a place; None where play cannot come."""
        return None if place.number not in self.entry else self._at(place, after)

    def never(self, spots: Iterable[Spot]) -> bool:
        """Whether the ranges alone show that no spot can come true."""
        if len(self.graph.places) * len(self._slots) > _MOST_WORK:
            return False
        return not any(self._possible(spot) for spot in spots)

    def why_never(self, goal: Goal) -> str:
        """The reason in words; a wide one where there is no time to look for the nearest."""
        try:
            return self._why_never(goal)
        except Expired:
            return "no playthrough leads to it"

    def _why_never(self, goal: Goal) -> str:
        if len(self.graph.places) * len(self._slots) > _MOST_WORK:
            return "no playthrough leads to it"
        if goal.kind == "text" and visible(self._lines.segments(goal.name), self.graph.program) == NEVER:
            return "never: nothing that it can show has any words"
        if goal.name in self._lines.codex:
            return self._never_read(goal)
        for spot in goal.spots:
            if self._comes(spot.place) and spot.when is not None:
                masks = self._at(self.graph.places[spot.place], spot.after)
                return f"never: {self._shut(spot.when, masks, ' here', ', where ')}"
        blocked = self._gate(goal)
        if blocked:
            return blocked
        return f"never: no playthrough comes to this part of {goal.scene}"

    def _comes(self, place: int) -> bool:
        """Whether play comes to a place, as far as is known."""
        return place in self.entry and (self.reached is None or place in self.reached)

    def _never_read(self, goal: Goal) -> str:
        """The reason for a text of the codex, which can be read wherever play comes to rest."""
        entry = next(place for place in self.graph.codex.values() if any(one.line == goal.name for one in place.shown))
        when = next(one.when for one in entry.shown if (one.line, one.arm) == (goal.name, goal.detail))
        if when is None:
            return "never: no playthrough comes to where it can be read"
        masks = [0] * len(self._slots)
        for spot in goal.spots:
            if self._comes(spot.place):
                here = self._at(self.graph.places[spot.place], -1)
                masks = [one | more for one, more in zip(masks, here, strict=True)]
        return f"never: {self._shut(when, masks, ' where the player can read it', '; there ')}"

    def _gate(self, goal: Goal) -> str:
        """The nearest edge towards the goal whose condition never holds."""
        seen = {spot.place for spot in goal.spots}
        queue = deque(seen)
        while queue:
            number = queue.popleft()
            for source, edge in self.graph.before[number]:
                self.graph.work(1)
                if self._comes(source) and edge.guard is not None:
                    return self._closed(self.graph.places[source], edge)
                if source not in seen:
                    seen.add(source)
                    queue.append(source)
        return ""

    def _closed(self, place: Place, edge: Edge) -> str:
        """The reason why a way on from a place is never taken."""
        assert edge.guard is not None
        program, exit_ = self.graph.program, self.graph.exit(place)
        scene = program.scene_ids[place.scene]
        if edge.choice < 0 and isinstance(exit_, Choose):
            return f"never: a choice is always open before it in {scene}, so its fallback is not taken"
        masks = self._through(place.effects, list(self.entry[place.number]))
        guard = edge.guard
        if isinstance(exit_, Draw):
            number = next(index for index, one in enumerate(place.edges) if one is edge)
            when = exit_.storylets[number].when if number < len(exit_.storylets) else ("c", 1)
            if when is None or self._narrowed(masks, when) is not None:
                return (
                    f"never: {BEHIND} {scene}, where {not_drawn(program, exit_, number, partial(self._always, masks))}"
                )
            guard = when
        return f"never: {BEHIND} {scene}, where {self._shut(guard, masks, '', '; there ')}"

    def _always(self, masks: list[int], expr: Expr | None) -> bool:
        """Whether a condition is known to hold for all of some values."""
        return expr is None or self._narrowed(masks, ("not", expr)) is None

    def _shut(self, when: Expr, masks: list[int], here: str, where: str) -> str:
        """That a condition does not hold for some values, and what they are."""
        shut = shutting(self._slots, when, lambda part: self._narrowed(masks, part) is not None)
        if counts_turns(self._slots, shut):
            return said(self._slots, shut)
        text = f"{said(self._slots, shut)}{here}"
        if len(self._read(shut)) == 1 and self._narrowed(masks, shut) is not None:
            return text  # of all its values there might be, those that hold do not come: to list them says nothing
        ranges = self.ranges(shut, masks)
        return f"{text}{where}{ranges}" if ranges else text

    # ranges

    def _spread(self) -> dict[int, list[int]]:
        program = self.graph.program
        asked = {one.variable for one in program.setup}
        opening = [
            self._all(slot) if variable.name in asked else 1 << variable.start - variable.low
            for slot, variable in enumerate(self._slots)
        ]
        entry = {self.graph.start: opening}
        queue = deque([self.graph.start])
        queued = {self.graph.start}
        while queue:
            number = queue.popleft()
            queued.discard(number)
            self.graph.work(len(self._slots))
            place = self.graph.places[number]
            after = self._through(place.effects, list(entry[number]))
            for edge in place.edges:
                onward = self._narrowed(after, edge.guard)
                if onward is None:
                    continue
                known = entry.get(edge.target)
                if known is None:
                    entry[edge.target] = list(onward)
                else:
                    wider = [one | other for one, other in zip(known, onward, strict=True)]
                    if wider == known:
                        continue
                    entry[edge.target] = wider
                if edge.target not in queued:
                    queued.add(edge.target)
                    queue.append(edge.target)
        return entry

    def _all(self, slot: int) -> int:
        variable = self._slots[slot]
        return (1 << variable.high - variable.low + 1) - 1

    def _values(self, slot: int, mask: int) -> list[int]:
        low = self._slots[slot].low
        self.graph.work(mask.bit_count())
        return [low + place for place in bits(mask)]

    def _at(self, place: Place, after: int) -> list[int]:
        """The masks `after` so many effects of a place to which play can come, or after all (-1).

        A place may have thousands of texts to ask about: the masks are kept at some stops on the way through its effects.
        """
        count, slots = len(place.effects), len(self._slots)
        if after < 0:
            after = count
        step = max(_LEAST_STEP, isqrt(count), count * slots // _MOST_KEPT)
        stops = self._stops.setdefault(place.number, [self.entry[place.number]])
        while len(stops) <= after // step:
            done = (len(stops) - 1) * step
            stops.append(self._through(place.effects[done : done + step], list(stops[-1])))
        done = after // step * step
        return self._through(place.effects[done:after], list(stops[after // step]))

    def _through(self, effects: Sequence[Effect], masks: list[int]) -> list[int]:
        for effect in effects:
            new = self._changed(effect, masks)
            masks[effect.slot] = new | masks[effect.slot] if effect.when is not None else new
        return masks

    def _changed(self, effect: Effect, masks: list[int]) -> int:
        variable = self._slots[effect.slot]
        low, high = variable.low, variable.high
        if len(self._read(effect.value)) == 1:
            image = self._image(effect.value, effect.slot, lambda value: 1 << min(max(value, low), high) - low)
            return image.of(masks[image.slot])
        found = self._outcomes(effect.value, masks)
        if found is None:
            return self._all(effect.slot)
        mask = 0
        for value in found:
            mask |= 1 << min(max(value, low), high) - low
        return mask

    def _image(self, expr: Expr, sets: int = -1, outcome: Callable[[int], int] | None = None) -> _Image:
        """What an expression of one variable comes to, as bits; without `outcome` it is a condition, and these are the values where it holds."""
        known = self._images.get((id(expr), sets))
        if known is None:
            (slot,) = self._read(expr)
            known = self._images[id(expr), sets] = (
                expr,
                _Image(expr, slot, self._slots[slot].low, outcome, self.graph.work),
            )
        return known[1]

    def _outcomes(self, expr: Expr, masks: list[int]) -> set[int] | None:
        """The values an expression can take, or None where there are too many combinations to try."""
        slots = self._read(expr)
        size = 1
        for slot in slots:
            size *= masks[slot].bit_count()
            if size > _TRIED:
                return None
        key = (id(expr), tuple([masks[slot] for slot in slots]))
        known = self._known.get(key)
        if known is None:
            self.graph.work(size * (1 + len(slots)))
            function = compiled(expr)
            every = product(*(self._values(slot, masks[slot]) for slot in slots))
            known = self._known[key] = {int(function(dict(zip(slots, one, strict=True)))) for one in every}
        return known

    def _read(self, expr: Expr) -> list[int]:
        """The variables that an expression reads."""
        known = self._reading.get(id(expr))
        if known is None:
            known = self._reading[id(expr)] = expr, sorted(set(reads(expr)))
            self.graph.work(1 + len(known[1]))
        return known[1]

    def _narrowed(self, masks: list[int], guard: Expr | None) -> list[int] | None:
        """The masks where a guard can hold, or None where it cannot."""
        if guard is None:
            return masks
        result = masks
        for part in conjuncts(guard):
            self.graph.work(1)
            if len(self._read(part)) == 1:
                image = self._image(part)
                mask = image.of(result[image.slot])
                if not mask:
                    return None
                if mask != result[image.slot]:
                    result = list(result)
                    result[image.slot] = mask
            else:
                found = self._outcomes(part, result)
                if found is not None and not any(found):
                    return None
        return result

    def _possible(self, spot: Spot) -> bool:
        if spot.place not in self.entry:
            return False
        return self._narrowed(self._at(self.graph.places[spot.place], spot.after), spot.when) is not None

    # words

    def ranges(self, expr: Expr, masks: list[int]) -> str:
        """What the variables of a condition can be, in words."""
        found = []
        read = sorted(set(reads(expr)))
        for slot in read[:_VARIABLES_SHOWN]:
            variable = self._slots[slot]
            values = self._values(slot, masks[slot])
            found.append(f"{named(variable)} is {listed(variable, values)}")
        return " and ".join(found) + (" …" if len(read) > _VARIABLES_SHOWN else "")


class _Image:
    """What an expression of one variable comes to, for sets of its values; each value is looked at once."""

    def __init__(self, expr: Expr, slot: int, low: int, outcome: Callable[[int], int] | None, work: Work) -> None:
        self.slot = slot
        self._expr, self._low, self._outcome, self._work = expr, low, outcome, work
        self._each: dict[int, int] = {}
        self._asked = 0
        self._found = 0

    def of(self, mask: int) -> int:
        """The outcomes for a set of values. It is quick where the set holds all that was asked for last."""
        if self._asked & ~mask:
            self._asked = self._found = 0
        new = mask & ~self._asked
        self._work(1 + new.bit_count())
        for place in bits(new):
            found = self._each.get(place)
            if found is None:
                value = evaluate(self._expr, {self.slot: self._low + place})
                found = self._each[place] = (value and 1 << place) if self._outcome is None else self._outcome(value)
            self._found |= found
        self._asked = mask
        return self._found


def listed(variable: Variable, values: Sequence[int]) -> str:
    """Values of a variable in words, such as `0 to 3` or `camp or school`."""
    runs: list[tuple[int, int]] = []
    for value in values:
        if runs and variable.kind == "int" and runs[-1][1] == value - 1:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    parts: list[str] = []
    for first, last in runs[:_RUNS_SHOWN]:
        if last - first > 1:
            parts.append(f"{first} to {last}")
        else:
            parts += [valued(variable, value) for value in range(first, last + 1)]
    return " or ".join([*parts, *(["more"] if len(runs) > _RUNS_SHOWN else [])])
