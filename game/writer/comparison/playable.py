"""What two proofs say of two versions of a story: what can no longer be reached, what can now, and which shortest ways are others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.program.renames import Renames
from game.proof.results import Answer, Report, Verdict

_ASKED = ("no soft-lock", "ending", "scene", "choice", "closed", "promise", "codex")


class VerdictChanged(NamedTuple):
    """A question that both proofs answered, each in its own way; of one that only the new version has, `before` is None."""

    kind: str
    name: str
    before: Verdict | None
    after: Answer


class WayChanged(NamedTuple):
    """An ending whose shortest playthrough has another number of choices."""

    ending: str
    before: int
    after: int


def verdicts_changed(old: Report, new: Report, renamed: Renames) -> Iterator[VerdictChanged]:
    """What is worse or better than it was, and what is wrong with what is new. Texts are left out: an edit of words makes others of them."""
    before = {(one.kind, _now(one, renamed)): one.verdict for one in old.answers if one.kind in _ASKED}
    for one in new.answers:
        if one.kind in _ASKED:
            was = before.get((one.kind, one.name))
            if was != one.verdict and (was is not None or one.verdict == "refuted"):
                yield VerdictChanged(one.kind, one.name, was, one)


def ways_changed(old: Report, new: Report, renamed: Renames) -> Iterator[WayChanged]:
    """Endings of which both proofs know a shortest playthrough."""
    before = dict(_shortest(old, renamed))
    for ending, choices in _shortest(new, Renames()):
        if before.get(ending, choices) != choices:
            yield WayChanged(ending, before[ending], choices)


def _shortest(report: Report, renamed: Renames) -> Iterator[tuple[str, int]]:
    for one in report.answers:
        if one.kind == "ending" and one.witness is not None and one.witness.shortest:
            yield _now(one, renamed), len(one.witness.choices)


def _now(answer: Answer, renamed: Renames) -> str:
    """What the new version calls the thing that an answer is about."""
    kind, name = answer.kind, answer.name
    if kind == "ending":
        return renamed.ending(name)
    if kind == "scene":
        return renamed.scene(name)
    if kind in ("choice", "closed"):
        return renamed.identity(name)
    return renamed.entry(name) if kind == "codex" else name
