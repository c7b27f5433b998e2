from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.saves.stories import Make, compiled


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Compile the story, with some of its text changed: `make(("old", "new"), …)`."""
    return partial(compiled, tmp_path)
