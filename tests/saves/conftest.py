from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from game.saves import slots as slots_module
from tests.saves.stories import Make, compiled


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Compile the story, with some of its text changed: `make(("old", "new"), …)`."""
    return partial(compiled, tmp_path)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves that are made one after the other say so, however coarse the machine's clock is."""

    def ticks() -> Iterator[str]:
        for second in range(10**6):
            yield f"2026-01-02T03:{second // 60 % 60:02}:{second % 60:02}.{second:06}Z"

    source = ticks()
    monkeypatch.setattr(slots_module, "now", lambda: next(source))
