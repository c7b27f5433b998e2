"""The story that sources are looked for in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program.placed import MAIN, MORE


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "places"
    (folder / "more").mkdir(parents=True)
    (folder / "story.yaml").write_text(MAIN, encoding="utf-8")
    (folder / "more" / "one.yaml").write_text(MORE, encoding="utf-8")
    return folder
