"""How long playthroughs are, and where play ends by chance: which way each answer is come by, and its check by the engine.

Small stories are looked at state by state, larger ones over sets of states.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Final, NamedTuple

from game.engine.sessions.session import ChoiceError, Session
from game.proof.bounds import LIMITS, Expired, named
from game.proof.model.successors import StateValues
from game.proof.portfolio.context import Proof
from game.proof.quantitative.cost_to_go import best_way
from game.proof.quantitative.markov import POLICIES, EndingChances, chances
from game.proof.quantitative.paths import Paths, Route
from game.proof.quantitative.probabilities import CirclesError, EndingProbabilities
from game.proof.quantitative.state_graph import StateGraph, Transition, offered_openings
from game.proof.quantitative.words import WordCounts, words_in
from game.proof.results import LENGTHS_LEFT, ODDS_LEFT, Length, Odds, Witness
from game.proof.symbolic.bdd import TooWideError
from game.proof.witness.validation import MOST_SEEDS, NO_TIME, NOT_FOLLOWED

FEW: Final = 1_000
"""States up to which everything is measured without being asked for."""
SOME: Final = 20_000
"""States up to which they are looked at one by one before sets of them are tried."""
MANY: Final = 5_000_000
STEPS: Final = 400_000
"""Steps between states that are looked at where play goes round in circles: some seconds' work."""
FRAMES: Final = 8
"""Calls inside calls for each variable that a function depends on."""
UNITS: Final = ("choices", "words")
INSTEAD: Final = "hambies random --policy uniform plays it many times instead"
"""What to do where odds are not worked out."""
_WEIGH: Final[dict[str, Callable[[Transition], int]]] = {
    "choices": lambda step: int(bool(step.choice)),
    "words": lambda step: step.words,
}


class Measures(NamedTuple):
    """The lengths and odds of a story, and in sentences what was asked for and not decided."""

    lengths: tuple[Length, ...] = ()
    odds: tuple[Odds, ...] = ()
    unmeasured: tuple[str, ...] = ()


def measure(proof: Proof, *, lengths: bool = False, odds: bool = False, some: int | None = None) -> Measures:
    """Measure a story: what is asked for in any case, and all but words where the story is small.

    `some` is the number of states up to which they are looked at one by one first (`SOME`).
    """
    measuring = Measuring(proof, lengths=lengths, odds=odds, some=some)
    measuring.all()
    return measuring.found


class Measuring:
    """The measuring of one story; what is known so far stays known where it is ended early."""

    def __init__(self, proof: Proof, *, lengths: bool, odds: bool, some: int | None = None) -> None:
        self.proof = proof
        self.some = SOME if some is None else some
        self._asked = [*([LENGTHS_LEFT] if lengths else []), *([ODDS_LEFT] if odds else [])]
        self._lengths: list[Length] = []
        self._odds: tuple[Odds, ...] = ()
        self._left = dict.fromkeys(self._asked, f"stopped at {proof.graph.cut}" if proof.graph.cut else "")
        """What was asked for and is not known, with why."""
        self.endings = [name for name in proof.program.endings if any(one.ending == name for one in proof.graph.places)]
        self._states: dict[bool, StateGraph] = {}
        self._more = {False: 0, True: 0}
        """There are more states than this."""
        self._circles = False
        """Whether play goes round in circles: then every state leads to many, and all of them to one another."""
        self._probabilities: EndingProbabilities | None = None
        self._counting = WordCounts(proof.program)

    @property
    def found(self) -> Measures:
        """What is known so far, and in sentences what was asked for and is not."""
        open_ = [
            f"the {one.side} {one.unit} to the ending {one.ending}: {one.text}"
            for one in self._lengths
            if one.verdict == "not decided"
        ]
        known = open_ if LENGTHS_LEFT in self._asked else []
        left = [f"{what}: {why}" for what, why in self._left.items()]
        return Measures(tuple(self._lengths), self._odds, (*left, *known))

    def end(self, bound: str) -> None:
        """Say of what is still to be measured that it was stopped at a bound."""
        self._left = {what: why or f"stopped at {bound}" for what, why in self._left.items()}

    def all(self) -> None:
        """Measure what is asked for, and what is quick in a small story."""
        if not self.proof.graph.cut:
            with deep(len(self.proof.program.slots)):
                self._all(lengths=LENGTHS_LEFT in self._asked, odds=ODDS_LEFT in self._asked)

    def _all(self, *, lengths: bool, odds: bool) -> None:
        try:
            small = self.states(FEW, words=False) is not None
        except Expired:  # the whole proof is out of time or memory
            small = False
        for unit in UNITS:
            if lengths or (small and unit == "choices"):
                self._lengths += self.lengths(unit)
        self._left.pop(LENGTHS_LEFT, None)
        if odds or small:
            try:
                self._odds = self.odds()
                self._left.pop(ODDS_LEFT, None)
            except LIMITS as bound:
                if odds:
                    self._left[ODDS_LEFT] = f"stopped at {named(bound)}; {INSTEAD}"

    def states(self, most: int, *, words: bool) -> StateGraph | None:
        """Every state; None where there are more than `most`. With words there are no fewer than without."""
        proof = self.proof
        more = max(self._more[False], self._more[words])
        if self._states.get(words) is None and more < most:
            try:
                self._states[words] = StateGraph(
                    proof.graph,
                    words=words,
                    most=most,
                    most_steps=STEPS if self._circles else 1 << 60,
                    check=proof.bounds.check,
                )
            except Expired:
                if proof.bounds.left < 0:
                    raise
                self._more[words] = most
        return self._states.get(words)

    def probabilities(self) -> EndingProbabilities:
        """What sets of states have to come.

        Raises:
            Expired: the sets grew too large.
        """
        proof = self.proof
        if self._probabilities is None:
            if proof.backward.within is None:
                proof.sweep((), proof.share(proof.tuning.measures))
            if proof.backward.within is not None:
                self._probabilities = EndingProbabilities(proof.backward, proof.bounds.check)
        if self._probabilities is None:
            raise Expired("sets of states that grew too large")
        return self._probabilities

    # lengths

    def lengths(self, unit: str) -> list[Length]:
        """The fewest and the most of one unit to each ending that can be reached."""
        found: list[Length] = []
        words = unit == "words"
        try:
            states = self.states(self.some, words=words)
            if states is None:
                found = [one for ending in self.endings for one in self._by_sets(ending, unit)]
                if any(one.verdict == "not decided" for one in found):
                    states = self.states(MANY, words=words)
            return found if states is None else self._by_state(states, unit)
        except LIMITS as bound:
            return found or [_open(ending, unit, side, bound) for ending in self.endings for side in ("fewest", "most")]

    def _by_state(self, states: StateGraph, unit: str) -> list[Length]:
        paths = Paths(states)
        least = paths.least(_WEIGH[unit])
        found = []
        for ending in self.endings:
            most = paths.most(ending, _WEIGH[unit])
            if most is not None:
                found += [self._length(ending, unit, "fewest", least[ending]), self._length(ending, unit, "most", most)]
        return found

    def _by_sets(self, ending: str, unit: str) -> list[Length]:
        found: list[Length] = []
        for side in ("fewest", "most"):
            self.proof.bounds.say(f"{side} {unit} to {ending}", 0)
            try:
                probabilities = self.probabilities()
                if side == "most":
                    probabilities.straight(ending)
                path = best_way(
                    self.proof.backward,
                    self._counting,
                    ending=ending,
                    unit=unit,
                    side=side,
                    check=self.proof.bounds.check,
                )
                if path is None:
                    return []
                found.append(self._length(ending, unit, side, path))
            except LIMITS as bound:
                self._circles = self._circles or isinstance(bound, CirclesError)
                found.append(_open(ending, unit, side, bound))
        return found

    def _length(self, ending: str, unit: str, side: str, path: Route) -> Length:
        """A length with its playthrough, once the engine has played it."""
        played = self._played(ending, unit, path)
        witness = None if isinstance(played, str) else played
        if path.value is None:
            text = "there is no most: some of the choices can be made again and again"
        else:
            text = f"{path.value:,} {unit}"
        if isinstance(played, str):
            text += f"; but {played}"
        verdict = "not decided" if witness is None else "proved"
        return Length(ending, unit, side, verdict, path.value, text, witness, path.loop)  # type: ignore[arg-type]

    def _played(self, ending: str, unit: str, path: Route) -> Witness | str:
        """The playthrough as the engine has followed it, or why it does not."""
        program = self.proof.program
        setup = self.proof.validator.setup(path.opening)
        tries: Iterable[int | None] = range(MOST_SEEDS) if program.draws else (None,)
        for seed in tries:
            if self.proof.bounds.over():
                return NO_TIME
            session = Session(program, seed=seed, setup=setup)
            words = words_in(session.turn)
            try:
                for identity in path.choices:
                    words += words_in(session.choose(identity))
            except ChoiceError:
                continue
            if session.turn.ending == ending and (unit == "choices" or path.value in (None, words)):
                return Witness(setup, seed if session.draws else None, path.choices, shortest=False)
        if program.draws:
            return self.proof.validator.no_seed
        if too_much := self.proof.validator.too_much(setup, path.choices):
            return too_much
        self.proof.validator.mistakes.append(f"the engine does not follow {path} to the ending {ending}")
        return NOT_FOLLOWED

    # odds

    def odds(self) -> tuple[Odds, ...]:
        """The shares under each policy, over all answers and for each answer that makes a difference.

        Raises:
            Expired: a bound was hit.
        """
        states = self.states(self.some, words=False)
        found: list[Odds] = []
        for policy in POLICIES:
            self.proof.bounds.say(f"odds, {policy}", 0)
            if states is None:
                try:
                    found += self._shared(policy, self._by_probabilities(self.probabilities(), policy))
                    continue
                except (CirclesError, TooWideError) as bound:
                    self._circles = self._circles or isinstance(bound, CirclesError)
                    states = self.states(MANY, words=False)
                    if states is None:
                        raise Expired(named(bound)) from None
            by_state = chances(states, policy, self.proof.bounds.check)
            found += self._shared(policy, [(values, by_state[one]) for one, values in states.openings.items()])
        return tuple(found)

    def _by_probabilities(
        self, probabilities: EndingProbabilities, policy: str
    ) -> list[tuple[StateValues, EndingChances]]:
        function = probabilities.chances(tuple(self.endings), policy)
        found = []
        for values in offered_openings(self.proof.walker):
            whole, *parts = probabilities.functions.at(function, values)
            found.append(
                (values, {name: Fraction(part, whole) for name, part in zip(self.endings, parts, strict=True)})
            )
        return found

    def _shared(self, policy: str, known: list[tuple[StateValues, EndingChances]]) -> list[Odds]:
        found = [Odds(policy, {}, self._mean([shares for _, shares in known]))]
        program = self.proof.program
        for question in program.setup:
            slot = program.slot.get(question.variable)
            if slot is None:
                continue
            names = list(program.slots[slot].values) or ["false", "true"]
            by_answer: dict[int, list[EndingChances]] = {}
            for values, shares in known:
                by_answer.setdefault(values[slot], []).append(shares)
            each = [
                Odds(policy, {question.variable: names[value]}, self._mean(one)) for value, one in by_answer.items()
            ]
            if any(one.shares != each[0].shares for one in each):
                found += each
        return found

    def _mean(self, shares: list[EndingChances]) -> EndingChances:
        none = Fraction(0)
        return {name: sum((one.get(name, none) for one in shares), none) / len(shares) for name in self.endings}


def _open(ending: str, unit: str, side: str, bound: BaseException) -> Length:
    text = f"stopped at {named(bound)}"
    return Length(ending, unit, side, "not decided", None, text, None, None)  # type: ignore[arg-type]


@contextmanager
def deep(variables: int) -> Iterator[None]:
    """Room for functions that go from one of so many variables to the next; Python's own bound is for what never ends."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + FRAMES * variables)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
