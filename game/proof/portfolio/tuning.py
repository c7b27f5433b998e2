"""What is tried for the questions of a proof, in which order and how far: the portfolio as data, with every number that is a matter of strategy.

The first bound on an entry counts states, or nodes of sets: what is found within it is the same on every machine. The clock ends an entry only where the machine is far
slower than these numbers reckon with, or where the whole proof is over. An entry stays as long as it wins a row of `benchmarks/portfolio.py`; what it wins stands beside it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

Engine: TypeAlias = Literal[
    "sweep",
    "soft-lock",
    "promises",
    "random",
    "broad",
    "backward",
    "layers",
    "shortest",
]
Fact: TypeAlias = Literal["sets", "no sets", "layers", "no layers"]
"""What is so by then: all that can come up is known, as sets, or not; and how soon, layer by layer, or not."""


class Entry(NamedTuple):
    """One engine of a portfolio, and what it may take.

    It gets a `share` of the seconds that the whole proof may take, `cap` of them at most; a second is so many `states` (or nodes of sets), however long they take. `when`: what must be so by then.
    """

    engine: Engine
    when: tuple[Fact, ...] = ()
    share: float = 1.0
    cap: float = 1e9
    states: int = 1_000_000

    def seconds(self, whole: float) -> float:
        """What it may take of so many seconds."""
        return min(self.share * whole, self.cap)


# What stands beside an entry is what is lost without it (benchmarks/portfolio.py, and ten times the work where nothing else is said).
PORTFOLIO: Final = (
    # what can be reached
    Entry("sweep", share=0.3),  # reading-1: a sixth of the shortest playthroughs, and the soft-lock is open
    Entry("soft-lock", share=0.4),
    Entry("promises"),
    Entry("random", ("no sets",), share=1 / 20, cap=20, states=20_000),  # the shipped story: 27 more are open
    Entry("broad", ("no sets",), share=1 / 3, cap=60, states=200_000),  # generated: shortest 4 % for 98
    # by which shortest playthrough
    Entry("layers", ("sets",), share=0.3),  # reading-1: 8 open, a sixth of the shortest, memory
    Entry("broad", ("sets", "no layers"), share=1 / 3, cap=60, states=200_000),  # chapters: 1,824 of 3,189 open
    Entry("shortest", ("no layers",), share=1 / 4, cap=30),  # the shipped story: what a search back finds
    Entry("shortest", ("layers",)),  # reading-1: all
)


QUESTION: Final = (
    Entry("sweep", share=0.7),
    Entry("broad", share=1 / 4, states=200_000),
    Entry("backward"),
)
"""What is tried for a single question, before anything is known of the story."""

PROMISE: Final = (
    Entry("backward", ("sets",)),
    Entry("backward", ("no sets",), share=1 / 5),
    Entry("broad", ("no sets",), share=1 / 20, states=200_000),
)
"""What is tried for a promise, once it is known whether all that can come up can be looked at."""


class Tuning(NamedTuple):
    """The portfolios, and the numbers that their engines go by."""

    portfolio: tuple[Entry, ...] = PORTFOLIO
    question: tuple[Entry, ...] = QUESTION
    promise: tuple[Entry, ...] = PROMISE
    values: Entry = Entry("sweep", share=1 / 4)
    """For the values that variables have in each scene, for each of the sweeps for that."""
    reads: Entry = Entry("backward", share=1 / 2)
    """For where a variable that nothing sets is read, for each variable."""
    measures: Entry = Entry("sweep")
    """For all that can come up, where lengths or odds are wanted and it is not known yet."""
    turns: Entry = Entry("backward", share=1 / 5)
    """For whether a turn can hold too much: in letters, and in steps."""
    slow: float = 4.0
    """So many times as long as it should may an entry take by the clock, where its states or nodes are not through by then."""

    # sets of states
    most_nodes: int = 6_000_000
    """Nodes of diagrams kept at once; there is room for a third more."""
    few_nodes: int = 1_000_000
    """Nodes that a sweep may make before it is to have come through an eighth of the story."""
    step: int = 25
    """Nodes that an operation counts for besides those that it makes."""
    layers_worth: float = 2.0
    """So many times as much as all at once may what can come up choice by choice make: where it takes more, it grows too large."""
    layers_least: int = 2_000_000
    """Nodes that it may make in any case."""
    good_nodes: int = 100_000
    """Nodes that may be made to find from which states an ending can be reached, come up or not."""
    projection_nodes: int = 200_000
    """Nodes that may be made to see what can come up as far as some variables tell."""
    projections: int = 4
    """So many times are there more of them, where it is not enough."""
    parts_of_share: int = 4
    """A search for one of several goals gets so many parts of what is left for all of them."""
    per_goal: float = 1.0
    """What it gets in any case, in seconds as entries have them."""

    # states played choice by choice, all of a place together
    exact: int = 300_000
    """States up to which none is left out."""
    room: int = 8_000
    """States of a layer that go on once some are left out. Of the shipped story 203 texts are open with 4,000, 185 with 9,000 and 181 with 16,000, with 1.1, 1.6 and 2.5 GB."""
    least: int = 2
    """States of a place that go on in any case."""

    # states played a few at a time
    runs: int = 2_000
    """Playthroughs that are played at random."""
    strolled: int = 20
    """States that this takes for each place: what goes round in circles in a small story is played by other ways."""
    looked: int = 4
    """Choices that are looked ahead from the end of a way that was found."""

    # shortest playthroughs
    one_by_one: int = 4
    """So many lengths are searched for one by one, before several are at once."""
    most_slack: int = 64
    """How many choices more than the least a playthrough may take before the search for it stops asking what comes up how soon."""

    # playthroughs with what a seed draws
    seeds_for_a_turn: int = 200
    """Seeds that are tried for a turn that holds too much: one that goes round by chance is long with each of them, or with none."""
    seeds_tried: int = 20_000
    """Seeds that are tried for a playthrough that is known but for its draws."""

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines that search, in the order in which they are first tried."""
        every = (*self.portfolio, *self.question, *self.promise)
        return tuple(dict.fromkeys(one.engine for one in every if one.engine not in ("soft-lock", "promises")))

    def without(self, *engines: Engine) -> Tuning:
        """The same without some engines."""

        def left(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
            return tuple(one for one in entries if one.engine not in engines)

        return self._replace(portfolio=left(self.portfolio), question=left(self.question), promise=left(self.promise))


TUNING: Final = Tuning()
