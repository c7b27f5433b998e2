"""What can come up as far as some variables tell: a sweep that follows these, and takes all others to have any value at any time.

Whatever can come up is in its sets, and more: what is in none of them never comes up, and searches back may stay inside them. It costs what its variables
cost, however many others the story has. (Approximate traversal: Cho, Hachtel, Macii, Plessier and Somenzi, 1996.)
"""

from __future__ import annotations

from collections.abc import Iterable

from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.proof.model.control_flow.place import Effect
from game.proof.model.slicing import Slice
from game.proof.symbolic.backward import BackwardReachability
from game.proof.symbolic.bdd import StateSet
from game.proof.symbolic.forward import ForwardReachability


class Projection(ForwardReachability):
    """The sweep over the variables of a slice, which need not hold what feeds them."""

    def __init__(self, backward: BackwardReachability, part: Slice) -> None:
        super().__init__(backward, part, ())
        self._conditions: dict[int, tuple[Expr, StateSet]] = {}
        """Conditions by identity, which are held here so that it stays theirs."""

    def changed(self, before: StateSet, effect: Effect) -> StateSet:
        """The states after an effect, with any value for what it reads and is not followed."""
        after = super().changed(before, effect)
        looked = reads(effect.value) if effect.when is None else [*reads(effect.value), *reads(effect.when)]
        return self.diagrams.exists(after, self._loose(looked))

    def condition(self, expr: Expr) -> StateSet:
        """The values with which play passes a condition for some values of what is not followed."""
        known = self._conditions.get(id(expr))
        if known is None:
            looked = {*reads(expr)}
            found = self.diagrams.true  # of what is not followed alone: some values may pass it
            if not looked or looked & self.part.followed:
                found = self.diagrams.exists(super().condition(expr), self._loose(looked))
            known = self._conditions[id(expr)] = expr, found
        return known[1]

    def _loose(self, slots: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({*slots} - self.part.followed))
