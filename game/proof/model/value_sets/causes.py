"""What can never happen, by what keeps it from happening: of many things that have one cause the first is told, and the rest under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from game.proof.model.value_sets.analysis import BEHIND
from game.proof.results import Answer

UNLED: Final = "no goto, call or draw of a scene that is played leads here"
"""The reason for scenes that nothing leads to, conditions left aside: they are told together."""
_FIRST: Final = ("no soft-lock", "promise", "scene", "choice", "ending", "codex", "text")
"""Which of several things with one cause says most, the first one first."""


class Cause(NamedTuple):
    """What is told first, and what has the same cause."""

    first: Answer
    rest: tuple[Answer, ...]


def by_cause(refuted: Iterable[Answer]) -> list[Cause]:
    """The answers by their cause, in the order in which they came: what has the same reason in the same scene, or lies behind the same condition."""
    groups: dict[tuple[str, str, str], list[Answer]] = {}
    for one in refuted:
        alone = one.name if one.witness is not None or one.kind in ("no soft-lock", "promise") else ""
        behind = BEHIND in one.text or one.text == UNLED
        groups.setdefault((one.text, "" if behind else one.scene, alone), []).append(one)
    return [_cause(group) for group in groups.values()]


def _cause(group: Sequence[Answer]) -> Cause:
    first = min(group, key=lambda one: _FIRST.index(one.kind) if one.kind in _FIRST else len(_FIRST))
    return Cause(first, tuple(one for one in group if one is not first))
