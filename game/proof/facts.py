"""What a proof finds out besides its verdicts: notes for the writer, none of which is a fault by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from game.proof.verdict import Witness

Truth: TypeAlias = Literal["always", "never", "both", "not reached", "not decided"]
Chance: TypeAlias = Literal["matters", "cannot matter", "not reached", "not decided"]


class Condition(NamedTuple):
    """Whether a condition can be true and false where it stands.

    `where` says what it belongs to ("if", "choice", "needs", "reason", "label", "text", "storylet"), and `of` the id of
    that: a choice, a line, a scene, or "". A witness leads to where it is true, or false.
    """

    scene: str
    where: str
    of: str
    text: str
    truth: Truth
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


class Start(NamedTuple):
    """Whether a variable can be read before an effect sets it.

    `unset`: no effect on it can ever be played, so that it always has its start. `verdict` is "read" (with the way),
    "never" or "not decided".
    """

    variable: str
    read: Literal["read", "never", "not decided"]
    unset: bool
    scene: str
    bound: str
    witness: Witness | None
