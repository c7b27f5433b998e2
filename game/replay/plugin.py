"""The pytest plugin: `*.play.yaml` files are tests, so that `pytest story/` replays them.

Every pytest run in an environment with hambies loads this module, so it imports nothing until there is such a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_SUFFIX = ".play.yaml"  # the same as game.replay.scripts.steps.SUFFIX, without importing it


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scripted playthrough."""
    if not file_path.name.endswith(_SUFFIX) or file_path.name[0] in ".#":  # what an editor or a system left is none
        return None
    from game.replay.collected import ScriptFile

    return ScriptFile.from_parent(parent, path=file_path)
