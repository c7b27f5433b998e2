"""What the proof says: proved, refuted with a playthrough, or not decided with the bound that was hit; and what it notes beside, none of which is a
fault by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

Verdict: TypeAlias = Literal["proved", "refuted", "not decided"]
ConditionTruth: TypeAlias = Literal["always", "never", "both", "not reached", "not decided"]
Chance: TypeAlias = Literal["matters", "cannot matter", "not reached", "not decided"]

STOPPED: Final = "Ctrl-C"
"""The bound that was hit where somebody ended a proof."""


def worst(verdicts: Collection[Verdict]) -> Verdict:
    """The verdict on all of it."""
    return "refuted" if "refuted" in verdicts else "not decided" if "not decided" in verdicts else "proved"


class Witness(NamedTuple):
    """A playthrough that the engine itself has followed: the answers before it, the seed it needs, its choices.

    `shortest` says that no playthrough with fewer choices does the same.
    """

    setup: dict[str, str]
    seed: int | None
    choices: tuple[str, ...]
    shortest: bool


class Condition(NamedTuple):
    """Whether a condition can be true and false where it stands.

    `where` says what it belongs to ("if", "choice", "needs", "reason", "label", "text", "storylet"), and `of` the id of
    that: a choice, a line, a scene, or "". A witness leads to where it is true, or false.
    """

    scene: str
    where: str
    of: str
    text: str
    truth: ConditionTruth
    bound: str
    true: Witness | None
    false: Witness | None


class Drawing(NamedTuple):
    """Whether the outcome of a draw can matter, or of a shuffle in a text: then `draw` is the line.

    `outcomes` are the storylets that can come there ("" for none of them), and `text` says why it cannot matter.
    """

    scene: str
    draw: str
    random: bool
    chance: Chance
    outcomes: tuple[str, ...]
    text: str
    bound: str
    witness: Witness | None


class Range(NamedTuple):
    """The values that a variable has at any moment in a scene; not `exact`: at most these. `used`: the scene reads or changes it."""

    scene: str
    variable: str
    values: tuple[int, ...]
    exact: bool
    used: bool


class NeverSet(NamedTuple):
    """A variable that always has its start, since no effect on it can ever be played: whether it can be read, with the way."""

    variable: str
    read: Literal["read", "never", "not decided"]
    scene: str
    bound: str
    witness: Witness | None


class Answer(NamedTuple):
    """One question answered. `kind` and `name` say what was asked; `text` says the answer in a sentence."""

    kind: str
    name: str
    scene: str
    detail: str
    verdict: Verdict
    text: str
    witness: Witness | None


class Length(NamedTuple):
    """How long a playthrough to an ending can be. `unit` is "choices" or "words", `side` "fewest" or "most".

    `value` is None where there is no most: then `loop` says which of the witness's choices, from the first number up to
    the second, can be made again and again. Where the verdict is "not decided", `text` says why.
    """

    ending: str
    unit: Literal["choices", "words"]
    side: Literal["fewest", "most"]
    verdict: Verdict
    value: int | None
    text: str
    witness: Witness | None
    loop: tuple[int, int] | None


class Odds(NamedTuple):
    """How a way of choosing comes out: the share of each ending, exactly.

    `given` are answers before the story; without any, each answer is as likely. The rest of the shares is play
    that never ends or gets stuck.
    """

    policy: str
    given: dict[str, str]
    shares: dict[str, Fraction]

    @property
    def without_end(self) -> Fraction:
        """The share of play that gets stuck or goes on for ever."""
        return 1 - sum(self.shares.values(), Fraction(0))


class Effort(NamedTuple):
    """What it took. `bound` is the bound that was hit, or empty."""

    places: int
    states: int
    nodes: int
    seconds: float
    bound: str


LENGTHS_LEFT: Final = "the lengths"
ODDS_LEFT: Final = "the odds"
"""What of the things that were not measured begins with this is about the odds."""


class Report(NamedTuple):
    """All answers about one story."""

    story: str
    answers: tuple[Answer, ...]
    effort: Effort
    conditions: tuple[Condition, ...] = ()
    draws: tuple[Drawing, ...] = ()
    starts: tuple[NeverSet, ...] = ()
    ranges: tuple[Range, ...] = ()
    lengths: tuple[Length, ...] = ()
    odds: tuple[Odds, ...] = ()
    unmeasured: tuple[str, ...] = ()
    """What was asked for of lengths and odds and is not decided, with the bound that was hit."""
    mistakes: tuple[str, ...] = ()
    """What went wrong in the proof itself; what it cost is not decided."""

    @property
    def verdict(self) -> Verdict:
        """The worst of the verdicts."""
        open_: list[Verdict] = ["not decided"] if self.unmeasured or self.mistakes else []
        return worst([one.verdict for one in self.answers] + open_)
