"""What the proof says: proved, refuted with a playthrough, or not decided with the bound that was hit."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from game.proof.facts import Condition, Drawing, Range, Start

Verdict: TypeAlias = Literal["proved", "refuted", "not decided"]


class Witness(NamedTuple):
    """A playthrough that the engine itself has followed: the answers before it, the seed it needs, its choices.

    `shortest` says that no playthrough with fewer choices does the same.
    """

    setup: dict[str, str]
    seed: int | None
    choices: tuple[str, ...]
    shortest: bool


class Answer(NamedTuple):
    """One question answered. `kind` and `name` say what was asked; `text` says the answer in a sentence."""

    kind: str
    name: str
    scene: str
    detail: str
    verdict: Verdict
    text: str
    witness: Witness | None


class Effort(NamedTuple):
    """What it took. `bound` is the bound that was hit, or empty."""

    places: int
    states: int
    nodes: int
    seconds: float
    bound: str


class Report(NamedTuple):
    """All answers about one story."""

    story: str
    answers: tuple[Answer, ...]
    effort: Effort
    conditions: tuple[Condition, ...] = ()
    draws: tuple[Drawing, ...] = ()
    starts: tuple[Start, ...] = ()
    ranges: tuple[Range, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of the verdicts."""
        verdicts = {one.verdict for one in self.answers}
        if "refuted" in verdicts:
            return "refuted"
        return "not decided" if "not decided" in verdicts else "proved"
