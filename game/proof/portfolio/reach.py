"""What can be reached, and by which shortest playthrough.

First everything that can come up, all at once and without counting choices: that decides what can be reached. Then the
same choice by choice with the variables that guards read only, which tells how soon each place can come up; with that,
the search back from each goal keeps to the few states on its shortest playthroughs. A playthrough that was found for one goal
shows others on its way. Where the sets grow too large, states are played: at random, with what is rare kept, and choice by choice as far as there is room,
then with some left out; what is still open is played for with the aim set on it. Shortest playthroughs of long stories are found by playing
all states that may still come to something in fewer choices than are known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from game.proof.model.goals import Goal
from game.proof.model.successors import FAR
from game.proof.portfolio.goal_table import LAST_PLAYED, Groups
from game.proof.portfolio.playing import Playing
from game.proof.portfolio.shortest import Shortest

if TYPE_CHECKING:
    from game.proof.portfolio.context import Proof


def reachable(
    proof: Proof,
    asked: Sequence[Goal],
    then: Callable[[bool], None] = lambda _: None,
    *,
    needed: bool = True,
) -> None:
    """Decide for each goal whether it can be reached, with a shortest playthrough; the answers are in `proof.answered`.

    `then` is called as soon as it is known whether all that can come up can be looked at, and told so; without `needed` it does not
    matter to it. What the proof's memory knows is not searched for again.
    """
    groups = Groups(proof, asked)
    try:
        _decide(groups, then, needed=needed)
        groups.show()
    except BaseException as ended:
        groups.show(stopped_for=LAST_PLAYED if isinstance(ended, KeyboardInterrupt) else FAR)
        raise


def _decide(groups: Groups, then: Callable[[bool], None], *, needed: bool) -> None:
    proof = groups.proof
    groups.answer_settled()
    if not groups.open and not needed:
        then(True)
        return
    playing = Playing(proof, groups)
    everything = proof.everything([groups.first[one] for one in groups.open]) if proof.reductions.symbolic else None
    then(everything is not None)
    if everything is None:
        there = playing.reached()
    else:
        there = [number for position, number in enumerate(groups.open) if position in everything.found]
        for number in sorted({*groups.open} - {*there}):
            groups.cannot_be(number)
    wanted = [number for number in there if not groups.notes_only(number)]
    layered = (
        everything is not None and bool(wanted) and proof.reductions.lower_bounds and _look_how_soon(groups, wanted)
    )
    shortest = Shortest(proof, groups, playing, layered=layered)
    enough: float = FAR
    if layered:
        playing.with_few(there)
    else:
        # Without layers most searches for shortest playthroughs are large: they are worth some time, and not all there is,
        # and less where each looks for something by itself.
        enough = proof.bounds.spent + min(proof.bounds.seconds / 4, proof.bounds.left / 2, 30.0)
        if proof.reductions.lower_bounds:
            if everything is not None:  # that all of it can be is known, and not how
                shortest.at_once(wanted, proof.bounds.spent + min(proof.bounds.left * 3 / 4, 60.0))
                if any(number not in groups.found for number in wanted):
                    playing.at_random()
                    playing.broadly()
            shortest.tighten(wanted, proof.bounds.spent + min(proof.bounds.left / 2, 60.0))
        shortest.by_parts(wanted)
    shortest.all(wanted, enough)
    for number in there:
        if groups.notes_only(number):
            if layered and number not in groups.found:
                shortest.look_for(number)
            groups.noted(number)


def _look_how_soon(groups: Groups, there: Sequence[int]) -> bool:
    """Learn how soon each place, and each group, can come up at the soonest; whether that could be found out."""
    sweep = groups.proof.in_layers([groups.first[number] for number in there])
    if sweep is None:
        return False
    for position, number in enumerate(there):
        groups.least[number] = max(groups.least[number], sweep.found[position][0])
    return True
