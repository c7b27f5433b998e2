"""Stories for the tests of the proof."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.program.load import load
from game.program.model import Program


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read from or written to where the player's files are."""
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))


@pytest.fixture
def load_text(tmp_path: Path) -> Callable[[str], Program | None]:
    """Writes a story and loads it; None where it does not load."""

    def make(text: str) -> Program | None:
        path = tmp_path / "made.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, cache=False).program

    return make


@pytest.fixture
def how_many() -> int:
    """How many random stories a test looks at; HAMBIES_PROOF_STORIES asks for more."""
    return int(os.environ.get("HAMBIES_PROOF_STORIES", "0"))
