"""What is kept by one version of the program is known from what another would keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.system import sources


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sources, "_GAME", tmp_path)
    (tmp_path / "language" / "yaml").mkdir(parents=True)
    for name in ("language/text.py", "language/yaml/walk.py"):
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["language/text.py", "language/yaml/walk.py", "language/yaml/new.py"])
def test_a_changed_file_in_any_room_is_another_version(program: Path, name: str) -> None:
    before = sources.checksum("language", "engine")
    (program / name).write_text("x = 22\n", encoding="utf-8")
    assert sources.checksum("language", "engine") != before


def test_what_is_no_source_is_no_version(program: Path) -> None:
    before = sources.checksum("language")
    (program / "language" / "__pycache__").mkdir()
    (program / "language" / "__pycache__" / "text.py").write_text("", encoding="utf-8")
    (program / "language" / "notes.txt").write_text("", encoding="utf-8")
    assert sources.checksum("language") == before
