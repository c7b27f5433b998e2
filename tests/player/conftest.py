"""A player with a home of their own, and the story that a module plays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game.program.load import load

if TYPE_CHECKING:
    from game.program.model import Program


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that HAMBIES_HOME names."""
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    """The story that the module calls `PLAYED`: a file, or a text."""
    played = request.module.PLAYED
    if isinstance(played, str):
        path = tmp_path / "story.yaml"
        path.write_text(played, encoding="utf-8")
    else:
        path = played
    loaded = load(path, cache=False)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program
