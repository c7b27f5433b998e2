"""What a place of the graph is: what a block does to the variables, what it shows, and the ways on."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from game.engine.turn import Stuck
from game.program import model
from game.program.forms.types import Expr

Stack: TypeAlias = tuple[tuple[int, int], ...]


class Effect(NamedTuple):
    """A change of one variable; `when` holds where it happens only under a condition."""

    slot: int
    value: Expr
    when: Expr | None


class Edge(NamedTuple):
    """A way on: to a place, when the guard holds; `choice` is the choice's index, or -1 where nobody is asked."""

    target: int
    guard: Expr | None
    choice: int


class TextVariant(NamedTuple):
    """A text variant: the line, the arm, how many effects come before it, and when it shows; `sure`: it has words whenever it does."""

    line: str
    arm: str
    after: int
    when: Expr | None
    sure: bool


class TextCondition(NamedTuple):
    """A condition in a text: the line, where in it, how many effects come before, and when play comes to it."""

    line: str
    path: str
    after: int
    when: Expr | None
    condition: Expr


class ValueInText(NamedTuple):
    """A variable's value in a text: how many effects come before it, and when it shows."""

    slot: int
    after: int
    when: Expr | None


class Place:
    """One block under one stack of calls, or a part of it: what a shuffle shows is a way of its own where that tells on later."""

    __slots__ = (
        "begins",
        "block",
        "draw",
        "edges",
        "effects",
        "ending",
        "learns",
        "midway",
        "number",
        "ops",
        "played",
        "said",
        "scene",
        "shown",
        "stack",
        "stuck",
        "tests",
    )

    def __init__(self, number: int, scene: int, block: int, stack: Stack) -> None:
        self.number = number
        self.scene = scene
        self.block = block
        self.stack = stack
        self.ops: list[model.Op] = []
        """What the engine does on entering. A text that goes on in other places is among them where it begins."""
        self.begins = False
        """Whether this is where the block begins, and no further part of it."""
        self.midway = False
        """Whether the block goes on in another place."""
        self.effects: list[Effect] = []
        self.edges: list[Edge] = []
        self.shown: list[TextVariant] = []
        self.tests: list[TextCondition] = []
        self.said: list[ValueInText] = []
        self.learns: list[str] = []
        self.ending = ""
        self.stuck: Stuck | Literal[""] = ""
        """Why play stops here by itself, where it does."""
        self.draw = False
        self.played = 0
        """How many of the effects are the block's own; the others belong to the labels of its choices."""
