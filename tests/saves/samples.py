"""Playthroughs to save, without an engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from game.engine.sessions.anchor import Anchor
from game.saves.format import Playthrough
from game.saves.slots import Slots
from game.system.calls import REAL, SystemCalls

STORY = "lamp-room"
ID = "00112233445566aa"


def play(steps: int = 3, **changes: Any) -> Playthrough:
    """A playthrough of so many choices; two of different lengths differ everywhere."""
    return replace(
        Playthrough(
            story=STORY,
            digest="d" * 64,
            seed=7,
            setup={"name": "Min 민", "background": "driver"},
            steps=tuple(f"roof/choice-{number}" for number in range(steps)),
            snapshot={"place": ["roof", steps], "variables": {"heat": steps, "met": steps > 2, "side": "camp"}, "rng": 2**63 + steps},
            starts={"food": 4, "seal": False, "road": "none"},
            around=(Anchor(("stay", "go"), ("8700b37a",), (">yard", "12ab34cd")),),
            learned=("hambies",),
            id=ID,
            scene="roof",
            title="The roof",
            chapter="The Roof",
            place="Hyosan, the roof",
            seconds=60 * steps,
            last=f"Line {steps} — “she said” \\ back",
        ),
        **changes,
    )  # fmt: skip


def other(number: int) -> str:
    """The id of another playthrough."""
    return f"{number:016x}"


def slots(folder: Path, calls: SystemCalls = REAL) -> Slots:
    """The saves in a folder, as a game that starts now sees them."""
    return Slots(folder, STORY, calls)
