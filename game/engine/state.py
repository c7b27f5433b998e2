"""Where a playthrough stands: everything the next step depends on, and nothing else."""

from __future__ import annotations

from typing import NamedTuple


class State(NamedTuple):
    """A state at rest: at a choice, an ending, or a place where play is stuck.

    `scene` and `block` are indexes in the Program; `stack` holds the places that returns go back to, the
    innermost last; `values` is one integer a slot; `draws` counts the seeded draws made so far.
    """

    scene: int
    block: int
    stack: tuple[tuple[int, int], ...]
    values: tuple[int, ...]
    texts: tuple[str, ...]
    seed: int
    draws: int
