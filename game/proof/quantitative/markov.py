"""Where play ends when somebody chooses by a simple rule: each ending's share, worked out and not sampled.

A story with a rule for choosing is a Markov chain; fractions are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from game.program.graph.components import components
from game.proof.bounds import Expired, Quota, Work
from game.proof.quantitative.state_graph import StateGraph, Transition

EndingChances: TypeAlias = dict[str, Fraction]
POLICIES: Final = ("uniform", "first", "last")
"""Each open choice as likely; always the first that is open; always the last."""
_LARGEST_CIRCLE = 300
"""States that lead to one another, for which equations are solved exactly."""
_MOST_SOLVED: Final = 500_000
"""Products of fractions that this takes at most, where they have few digits."""


def chances(states: StateGraph, policy: str, check: Callable[[], None]) -> list[EndingChances]:
    """For each state each ending's share of the play that goes on from there.

    Raises:
        Expired: too many states lead to one another, or `check` ended it.
    """
    weighed = [_weighed(steps, policy) for steps in states.steps]
    solving = Quota(_MOST_SOLVED, "")
    found: list[EndingChances] = [{} for _ in weighed]
    for group in components([[step.to for step in steps] for steps in weighed]):
        check()
        if len(group) > 1 or any(step.to == group[0] for step in weighed[group[0]]):
            try:
                _circle(group, weighed, found, solving)
            except Expired:
                raise Expired(f"{len(group):,} states that lead to one another") from None
            continue
        state = group[0]
        ending = states.ending[state]
        found[state] = (
            {ending: Fraction(1)} if ending else _mixed((step.chance, found[step.to]) for step in weighed[state])
        )
    return found


def _weighed(steps: Sequence[Transition], policy: str) -> list[Transition]:
    """The steps that can be taken from a state under a policy, with their chances."""
    choices = list(dict.fromkeys(step.choice for step in steps if step.choice))
    if not choices:
        return list(steps)
    if policy != "uniform":
        taken = choices[0] if policy == "first" else choices[-1]
        return [step for step in steps if step.choice == taken]
    return [step._replace(chance=step.chance / len(choices)) for step in steps]


def _mixed(parts: Iterable[tuple[Fraction, EndingChances]]) -> EndingChances:
    found: EndingChances = {}
    for chance, shares in parts:
        for ending, share in shares.items():
            found[ending] = found.get(ending, Fraction(0)) + chance * share
    return found


def _circle(
    group: Sequence[int], weighed: Sequence[Sequence[Transition]], found: list[EndingChances], work: Work
) -> None:
    """Solve the equations of states that lead to one another, by putting one after the other into the rest.

    Raises:
        Expired: there are too many of them, or `work` ended it.
    """
    if len(group) > _LARGEST_CIRCLE:
        raise Expired("")
    inside = set(group)
    if not any(step.to not in inside for state in group for step in weighed[state]):
        return  # nobody gets out
    rows: dict[int, dict[int, Fraction]] = {}
    rest: dict[int, EndingChances] = {}
    for state in group:
        row: dict[int, Fraction] = {}
        for step in weighed[state]:
            if step.to in inside:
                row[step.to] = row.get(step.to, Fraction(0)) + step.chance
        rows[state] = row
        rest[state] = _mixed((step.chance, found[step.to]) for step in weighed[state] if step.to not in inside)
    for number, state in enumerate(group):
        row = rows[state]
        leaves = 1 / (1 - row.pop(state, Fraction(0)))
        rows[state] = row = {to: chance * leaves for to, chance in row.items()}
        rest[state] = _mixed([(leaves, rest[state])])
        for other in group[number + 1 :]:
            chance = rows[other].pop(state, None)
            if chance is not None:
                work((1 + len(row)) * (1 + (chance.denominator.bit_length() >> 8)))
                for to, onward in row.items():
                    rows[other][to] = rows[other].get(to, Fraction(0)) + chance * onward
                rest[other] = _mixed([(Fraction(1), rest[other]), (chance, rest[state])])
    for state in reversed(group):
        found[state] = _mixed(
            [(Fraction(1), rest[state]), *((chance, found[to]) for to, chance in rows[state].items())]
        )
