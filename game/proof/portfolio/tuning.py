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
    "exact",
    "ranges",
    "projections",
    "resources",
    "random",
    "novelty",
    "broad",
    "beam",
    "aim",
    "backward",
    "facts",
    "layers",
    "at once",
    "tighten",
    "parts",
    "shortest",
    "seeds",
]
Fact: TypeAlias = Literal["sets", "no sets", "layers", "no layers", "parts", "no parts"]
"""What is so by then: all that can come up is known, as sets, or not; and how soon, layer by layer, or not; what is asked for has parts, or not."""


class Entry(NamedTuple):
    """One engine of a portfolio, and what it may take.

    It gets a `share` of the seconds that the whole proof may take, `cap` of them at most, and `each` of them for a single question; a second
    is so many `states` (or nodes of sets), however long they take. `when`: what must be so by then. `width` is how many states, or combinations of
    values, it looks at together.
    """

    engine: Engine
    when: tuple[Fact, ...] = ()
    share: float = 1.0
    cap: float = 1e9
    each: float = 1e9
    states: int = 1_000_000
    width: int = 0

    def seconds(self, whole: float) -> float:
        """What it may take of so many seconds."""
        return min(self.share * whole, self.cap)


# What stands beside an entry is what is lost without it (benchmarks/portfolio.py, and ten times the work where nothing else is said).
PORTFOLIO: Final = (
    # what can be reached
    Entry("sweep", share=0.3),  # the shipped story: a sixth of the shortest playthroughs, and the soft-lock is open
    Entry("soft-lock", share=0.4),
    Entry("promises"),
    Entry("exact", ("no sets",), share=1 / 3, states=200_000),  # the beginning of `broad`, for nearly nothing
    Entry("ranges", ("no sets",)),  # long: the 73 that can never be would be played for
    Entry("random", ("no sets",), share=1 / 20, cap=20, states=20_000),  # the whole: finds 1,956 of 2,174 in 2 s
    Entry("novelty", ("no sets",), share=1 / 4, states=150_000, width=16),  # generated, 2,000 scenes: 149 open
    Entry("novelty", ("no sets",), share=1 / 4, states=150_000, width=64),  # long: 13 open (all three)
    Entry("novelty", ("no sets",), share=1 / 4, states=150_000, width=256),
    Entry("broad", ("no sets",), share=1 / 3, cap=60, states=200_000),  # generated: shortest 4 % for 98
    Entry(
        "beam", ("no sets",), share=1 / 10, each=0.8, states=500_000, width=100
    ),  # the whole: nearly all that is left
    Entry("projections", ("no sets",), share=1 / 20, each=1),  # the whole: what can never be, for which beams take 5 s
    Entry("beam", ("no sets",), share=1 / 10, each=8, states=500_000, width=400),
    Entry("resources", ("no sets",)),  # five nights: that all are safe is open, and not refuted
    Entry("aim", ("no sets",), share=1 / 10, each=3, states=13_000, width=50),  # fourteen nights: that all are safe
    Entry("backward", ("no sets",), share=1 / 4, each=2),  # decides what play cannot: what can never be, most of all
    Entry("aim", ("no sets",), share=1 / 4, cap=60, each=30, states=13_000, width=50),  # the whole: 4 of the last 16
    Entry("backward", ("no sets",), share=1 / 2),  # what takes large sets; 68 s of the whole if it came before
    Entry("facts", ("no sets",), share=1 / 10, each=1),
    # by which shortest playthrough
    Entry("layers", ("sets",), share=0.3),  # the shipped story: 8 open, a sixth of the shortest, memory
    Entry("at once", ("sets", "no layers"), share=3 / 4, cap=60, states=200_000),  # chapters: 365 of 3,085 shortest
    Entry("tighten", ("no layers",), share=1 / 2, cap=30),  # long: 95 of 3,103 groups shortest
    Entry(
        "parts", ("no layers",), share=1 / 6, cap=20, each=2, states=13_000, width=50
    ),  # resources: 12 of 39 shortest
    Entry("shortest", ("no layers",), share=1 / 4, cap=30),  # the whole: what a search back finds
    Entry("shortest", ("layers",)),  # the shipped story: all
)


QUESTION: Final = (
    Entry("exact", share=1 / 4, states=200_000),
    Entry("sweep", share=0.7),
    Entry("backward", ("no parts",)),
    Entry("backward", ("parts",), share=0.5),
    Entry("beam", ("parts",), share=1 / 10, cap=8, states=500_000, width=100),
    Entry("aim", ("parts",), share=1 / 4, states=13_000, width=50),
)
"""What is tried for a single question, before anything is known of the story."""

PROMISE: Final = (
    Entry("backward", ("sets",)),
    Entry("backward", ("no sets",), share=1 / 5),
    Entry("beam", ("no sets", "parts"), share=1 / 20, cap=8, states=500_000, width=100),
    Entry("aim", ("no sets", "parts"), share=1 / 20, states=13_000, width=50),
)
"""What is tried for a promise, once it is known whether all that can come up can be looked at."""


class Tight(NamedTuple):
    """How shorter playthroughs are looked for in stories with too many states for sets of them."""

    columns: int = 512
    """Combinations of values of the variables that are looked at together."""
    cells: int = 20_000_000
    """Columns times places up to which tables are made."""
    together: int = 40
    """Places whose goals make a batch."""
    at_once: int = 2_000_000
    """States that the search for everything at once looks at, where it is not known what can come up."""
    quick: tuple[tuple[int, int, int], ...] = ((0, 2, 100_000), (150, 0, 1_000_000))
    """What is tried for each batch, one after the other: the width of the search, how often shares are improved before it, the most states."""
    thorough: tuple[tuple[int, int, int], ...] = ((0, 8, 100_000), (0, 24, 1_000_000))
    """What is tried for those goals for which that was not enough."""
    few: int = 6
    """Goals that are not divided any further where a search for all of them is too long."""
    near: int = 80
    """Parts of the story before the first aim that are still near."""
    enough: float = 0.02
    """What a round of improving shares is to bring at least, in choices."""
    bound: int = 20
    """What it costs to bound a place, in states."""


class Tuning(NamedTuple):
    """The portfolios, and the numbers that their engines go by."""

    portfolio: tuple[Entry, ...] = PORTFOLIO
    question: tuple[Entry, ...] = QUESTION
    promise: tuple[Entry, ...] = PROMISE
    values: Entry = Entry("sweep", share=1 / 4)
    """For the values that variables have in each scene, for each of the sweeps for that."""
    reads: Entry = Entry("backward", share=1 / 2)
    """For where a variable is first read, for each variable."""
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
    kept_for_later: int = 60
    """Searches that are to come later, for which something is kept."""

    # states played choice by choice, all of a place together
    exact: int = 300_000
    """States up to which none is left out."""
    small: int = 40_000
    """States up to which it is tried first whether all of them can be played."""
    alike: int = 3
    """The same for each place of a very large story."""
    room: int = 4_000
    """States of a layer that go on once some are left out."""
    least: int = 2
    """States of a place that go on in any case."""

    # states played a few at a time
    runs: int = 2_000
    """Playthroughs that are played at random."""
    looked: int = 4
    """Choices that are looked ahead from the end of a way that was found."""
    wider: int = 4
    """Play towards something goes on with so many times as many states where that was not enough."""
    go_on: int = 20
    """States of a place that go on although nothing about them is new, where there are not as many new ones."""
    cells: int = 40_000_000
    """Columns times places up to which it is noted what is new."""

    # shortest playthroughs
    tight: Tight = Tight()
    one_by_one: int = 4
    """So many lengths are searched for one by one, before several are at once."""
    most_slack: int = 64
    """How many choices more than the least a playthrough may take before the search for it stops asking what comes up how soon."""

    # playthroughs with what a seed draws
    seeds: Entry = Entry("seeds", share=1 / 10, cap=10, states=20_000, width=30)
    """For playthroughs to what no seed draws on the shortest way, all of them together."""
    seeds_together: int = 4
    """Seeds that are played with before others are, with more states side by side."""
    seeds_for_a_turn: int = 200
    """Seeds that are tried for a turn that holds too much: one that goes round by chance is long with each of them, or with none."""
    seeds_tried: int = 20_000
    """Seeds that are tried for a playthrough that is known but for its draws."""

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines that search, in the order in which they are first tried, and those for what seeds draw last."""
        every = (*self.portfolio, *self.question, *self.promise, self.seeds)
        return tuple(dict.fromkeys(one.engine for one in every if one.engine not in ("soft-lock", "promises")))

    def without(self, *engines: Engine) -> Tuning:
        """The same without some engines."""

        def left(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
            return tuple(one for one in entries if one.engine not in engines)

        seeds = self.seeds._replace(share=0.0) if "seeds" in engines else self.seeds
        return self._replace(
            portfolio=left(self.portfolio), question=left(self.question), promise=left(self.promise), seeds=seeds
        )


TUNING: Final = Tuning()
