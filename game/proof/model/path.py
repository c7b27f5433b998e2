"""A way through a story, and what a search for one comes to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

from game.proof.model.successors import StateValues


class ChoicePath(NamedTuple):
    """A way to a state: the way before, and the choice taken (None at the opening). Many ways share their beginnings."""

    before: ChoicePath | None
    choice: str
    depth: int
    setup: StateValues

    def choices(self) -> list[str]:
        """The ids of the choices, the first one first."""
        found: list[str] = []
        path: ChoicePath | None = self
        while path is not None and path.before is not None:
            found.append(path.choice)
            path = path.before
        return found[::-1]

    def then(self, choice: str) -> ChoicePath:
        """The way with one choice more."""
        return ChoicePath(self, choice, self.depth + 1, self.setup)


def beginning(opening: StateValues) -> ChoicePath:
    """The way that has only begun."""
    return ChoicePath(None, "", 0, opening)


def path_of(opening: StateValues, choices: Iterable[str]) -> ChoicePath:
    """The way from an opening by some choices."""
    path = beginning(opening)
    for choice in choices:
        path = path.then(choice)
    return path


class Reached(NamedTuple):
    """There is a way; whether it is known that none has fewer choices."""

    path: ChoicePath
    shortest: bool = True


class Unreachable(NamedTuple):
    """There is none, or none with as few choices as were asked for."""


class Unknown(NamedTuple):
    """A bound was hit before it was known."""

    bound: str


Outcome: TypeAlias = Reached | Unreachable | Unknown
"""What comes of a search for a way."""
UNREACHABLE: Final = Unreachable()
