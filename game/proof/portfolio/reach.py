"""What can be reached, and by which shortest playthrough: one entry of the portfolio after the other, each on what those before it left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.proof.model.goals import Goal
from game.proof.model.successors import FAR
from game.proof.portfolio.goal_table import LAST_PLAYED, GoalTable
from game.proof.portfolio.play import at_random, broadly
from game.proof.portfolio.shares import SHARE, Share
from game.proof.portfolio.shortest import Shortest
from game.proof.portfolio.tuning import Engine, Entry, Fact

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof

Then = Mapping[Engine, Callable[[Share, frozenset[Fact]], None]]


def reachable(proof: Proof, asked: Sequence[Goal], then: Then | None = None, *, needed: bool = True) -> None:
    """Decide for each goal whether it can be reached, with a shortest playthrough; the answers are in `proof.answered`.

    `then` has what else is to be answered on the way, by its engine; without `needed` it does not matter to it what can come up. What the
    proof's memory knows is not searched for again.
    """
    groups = GoalTable(proof, asked)
    try:
        _Strategy(groups, then or {}).run(needed=needed)
        groups.show()
    except BaseException as ended:
        groups.show(stopped_for=LAST_PLAYED if isinstance(ended, KeyboardInterrupt) else FAR)
        raise


class _Strategy:
    """The portfolio at work on the groups of one proof."""

    def __init__(self, groups: GoalTable, then: Then) -> None:
        self._proof = groups.proof
        self._groups = groups
        self._then = then
        self._facts: frozenset[Fact] = frozenset(("no sets", "no layers"))
        shortest = Shortest(self._proof, groups)
        self._engines: Mapping[Engine, Callable[[Share], None]] = {
            "sweep": self._sweep,
            "layers": self._layers,
            "random": lambda share: at_random(groups, share),
            "broad": lambda share: broadly(groups, share),
            "shortest": lambda share: shortest.all(share, layered="layers" in self._facts),
        }

    def run(self, *, needed: bool) -> None:
        """Go through the portfolio, and answer what is known by then."""
        proof, groups = self._proof, self._groups
        groups.answer_settled()
        if proof.given:
            groups.show()  # before there is a search that could take the time for it
        for entry in proof.tuning.portfolio:
            if not self._facts.issuperset(entry.when):
                continue
            if entry.engine in self._then:
                self._then[entry.engine](proof.share(entry), self._facts)
            elif entry.engine in self._engines and self._wanted(entry, needed=needed):
                self._engines[entry.engine](proof.share(entry))
        for number in (*groups.open, *sorted(groups.left)):
            groups.close(number, proof.graph.cut or (proof.bounds.said if proof.bounds.left < 0 else SHARE))

    def _wanted(self, entry: Entry, *, needed: bool) -> bool:
        """Whether an entry has anything to do."""
        proof, groups = self._proof, self._groups
        if not groups.open:
            return needed and entry.engine == "sweep"
        return not (proof.graph.cut and entry.engine == "random")

    def _sweep(self, share: Share) -> None:
        """All that can come up, all at once and without counting choices, as sets."""
        groups = self._groups
        sweep = self._proof.sweep([groups.first[one] for one in groups.open], share)
        if sweep is None:
            return
        self._facts = self._facts - {"no sets"} | {"sets"}
        for position, number in enumerate(groups.open):
            if position in sweep.found:
                groups.possible.add(number)
            else:
                groups.cannot_be(number)

    def _layers(self, share: Share) -> None:
        """How soon each place, and each group, can come up at the soonest."""
        groups = self._groups
        there = groups.there()
        if not there:
            return
        steps = self._proof.in_layers([groups.first[number] for number in there], share)
        if steps is None:
            return
        self._facts = self._facts - {"no layers"} | {"layers"}
        for position, number in enumerate(there):
            groups.least[number] = max(groups.least[number], steps.found[position])
