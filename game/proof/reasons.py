"""Why something can never be: the condition that shuts it, and what its variables can be there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Final

from game.program.evaluate import evaluate, reads
from game.program.model import Choose, Expr, Variable
from game.proof.goals import Goal, Spot
from game.proof.places import Effect, Graph, Place

_TRIED: Final = 4096
_MOST_WORK: Final = 3_000_000


class Reasons:
    """For each place, which values each variable can have on entry, each variable taken by itself.

    This is wider than what truly happens: a condition that fails for all of these values never holds, one that
    holds for some may still never.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._slots: Sequence[Variable] = graph.program.slots
        self._entry: dict[int, list[int]] | None = None
        self.check: Callable[[], None] = lambda: None
        """Called now and again while the ranges are worked out; raises where that takes too long."""

    @property
    def entry(self) -> dict[int, list[int]]:
        """Per reachable place, a bit mask of values for each slot."""
        if self._entry is None:
            self._entry = self._spread()
        return self._entry

    def masks(self, place: Place, after: int = 0) -> list[int] | None:
        """A bit mask of values for each slot, `after` so many effects of a place; None where play cannot come."""
        entry = self.entry.get(place.number)
        return None if entry is None else self._through(place, list(entry), after)

    def never(self, spots: Iterable[Spot]) -> bool:
        """Whether the ranges alone show that no spot can come true."""
        if len(self.graph.places) * len(self._slots) > _MOST_WORK:
            return False
        return not any(self._possible(spot) for spot in spots)

    def why_never(self, goal: Goal) -> str:
        """The reason in words."""
        if len(self.graph.places) * len(self._slots) > _MOST_WORK:
            return "no playthrough leads to it"
        for spot in goal.spots:
            masks = self.entry.get(spot.place)
            if masks is not None and spot.when is not None:
                masks = self._through(self.graph.places[spot.place], list(masks), spot.after)
                return f"never: {self.words(spot.when)} does not hold here, where {self.ranges(spot.when, masks)}"
        blocked = self._gate(goal)
        if blocked:
            return blocked
        return f"never: no playthrough comes to this part of {goal.scene}"

    def _gate(self, goal: Goal) -> str:
        """The nearest edge towards the goal whose condition never holds."""
        seen = {spot.place for spot in goal.spots}
        queue = deque(seen)
        while queue:
            number = queue.popleft()
            for source, edge in self.graph.before[number]:
                masks = self.entry.get(source)
                if masks is not None and edge.guard is not None:
                    place = self.graph.places[source]
                    scene = self.graph.program.scene_ids[place.scene]
                    if edge.choice < 0 and isinstance(self.graph.exit(place), Choose):
                        return f"never: a choice is always open before it in {scene}, so its fallback is not taken"
                    after = self._through(place, list(masks), -1)
                    return f"never: the only ways lead through {scene}, where {self.words(edge.guard)} does not hold; there {self.ranges(edge.guard, after)}"
                if source not in seen:
                    seen.add(source)
                    queue.append(source)
        return ""

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
            self.check()
            number = queue.popleft()
            queued.discard(number)
            place = self.graph.places[number]
            after = self._through(place, list(entry[number]), -1)
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
        return [low + place for place in range(mask.bit_length()) if mask >> place & 1]

    def _through(self, place: Place, masks: list[int], upto: int) -> list[int]:
        for effect in place.effects if upto < 0 else place.effects[:upto]:
            new = self._changed(effect, masks)
            masks[effect.slot] = new | masks[effect.slot] if effect.when is not None else new
        return masks

    def _changed(self, effect: Effect, masks: list[int]) -> int:
        variable = self._slots[effect.slot]
        found = self._outcomes(effect.value, masks)
        if found is None:
            return self._all(effect.slot)
        mask = 0
        for value in found:
            mask |= 1 << min(max(value, variable.low), variable.high) - variable.low
        return mask

    def _outcomes(self, expr: Expr, masks: list[int]) -> set[int] | None:
        """The values an expression can take, or None where there are too many combinations to try."""
        slots = sorted(set(reads(expr)))
        size = 1
        for slot in slots:
            size *= masks[slot].bit_count()
            if size > _TRIED:
                return None
        values = [0] * len(self._slots)
        found: set[int] = set()
        for combination in product(*(self._values(slot, masks[slot]) for slot in slots)):
            for slot, value in zip(slots, combination, strict=True):
                values[slot] = value
            found.add(evaluate(expr, values))
        return found

    def _narrowed(self, masks: list[int], guard: Expr | None) -> list[int] | None:
        """The masks where a guard can hold, or None where it cannot."""
        if guard is None:
            return masks
        result = masks
        for part in _parts(guard):
            slots = set(reads(part))
            if len(slots) == 1:
                slot = slots.pop()
                values = [0] * (slot + 1)
                mask = 0
                low = self._slots[slot].low
                for value in self._values(slot, result[slot]):
                    values[slot] = value
                    if evaluate(part, values):
                        mask |= 1 << value - low
                if not mask:
                    return None
                if mask != result[slot]:
                    result = list(result)
                    result[slot] = mask
            else:
                found = self._outcomes(part, result)
                if found is not None and not any(found):
                    return None
        return result

    def _possible(self, spot: Spot) -> bool:
        masks = self.entry.get(spot.place)
        if masks is None:
            return False
        return (
            self._narrowed(self._through(self.graph.places[spot.place], list(masks), spot.after), spot.when) is not None
        )

    # words

    def ranges(self, expr: Expr, masks: list[int]) -> str:
        """What the variables of a condition can be, in words."""
        parts = []
        for slot in sorted(set(reads(expr))):
            variable = self._slots[slot]
            values = self._values(slot, masks[slot])
            parts.append(f"{_name(variable)} is {listed(variable, values)}")
        return " and ".join(parts) or "nothing can change that"

    def words(self, expr: Expr) -> str:
        """A condition as its writer would write it."""
        return spelled(expr, self._slots)


def _parts(expr: Expr) -> Iterable[Expr]:
    if expr[0] == "and":
        for part in expr[1:]:
            yield from _parts(part)
    else:
        yield expr


def _name(variable: Variable) -> str:
    if not variable.hidden:
        return variable.name
    kind, _, rest = variable.name.partition(":")
    if kind in ("visits", "taken"):
        return f"visits({rest})"
    return {"once": f"the choice {rest} taken", "drawn": f"{rest} drawn"}.get(kind, f"the text {rest}")


def listed(variable: Variable, values: Sequence[int]) -> str:
    """Values of a variable in words, such as `0 to 3` or `camp or school`."""
    if variable.kind == "enum":
        return " or ".join(variable.values[value] for value in values)
    if variable.kind == "bool":
        return " or ".join("true" if value else "false" for value in values)
    if len(values) > 2 and values == list(range(values[0], values[-1] + 1)):
        return f"{values[0]} to {values[-1]}"
    return " or ".join(str(value) for value in values)


def spelled(expr: Expr, slots: Sequence[Variable], *, inner: bool = False) -> str:
    """A resolved condition in the story's own notation."""
    kind = expr[0]
    if kind == "c":
        return str(expr[1])
    if kind == "v":
        return _name(slots[expr[1]])
    if kind == "not":
        return f"not {spelled(expr[1], slots, inner=True)}"
    if kind == "neg":
        return f"-{spelled(expr[1], slots, inner=True)}"
    if kind in ("min", "max"):
        return f"{kind}({', '.join(spelled(part, slots) for part in expr[1:])})"
    if kind == "in":
        variable = slots[expr[1][1]] if expr[1][0] == "v" else None
        listed = [_value(variable, value) for value in expr[2]]
        return f"{spelled(expr[1], slots)} in [{', '.join(listed)}]"
    if kind in ("==", "!=") and expr[1][0] == "v" and expr[2][0] == "c":
        return f"{_name(slots[expr[1][1]])} {kind} {_value(slots[expr[1][1]], expr[2][1])}"
    text = f" {kind} ".join(spelled(part, slots, inner=True) for part in expr[1:])
    return f"({text})" if inner else text


def _value(variable: Variable | None, value: int) -> str:
    if variable is None:
        return str(value)
    if variable.kind == "enum":
        return variable.values[value]
    return ("true" if value else "false") if variable.kind == "bool" else str(value)
