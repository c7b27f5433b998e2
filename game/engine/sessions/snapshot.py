"""What a session gives to be saved of its state. For its type alone: nothing imports it to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from game.program.forms.types import Plain


class Snapshot(TypedDict):
    """A state under names that outlive edits; variables that stand at their start are not in `values`.

    What comes back from a file may hold anything, and so is no Snapshot.
    """

    scene: str
    point: str
    """The name of the list of choices or of the ending, "" elsewhere."""
    stack: list[str]
    """The calls that play is in, the innermost last."""
    values: dict[str, Plain]
    texts: dict[str, str]
    draws: int
