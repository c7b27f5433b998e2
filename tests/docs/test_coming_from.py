"""Coming from other engines: the story beside theirs is sound, in the best form, and plays to its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.cli import main
from tests.door import ROOT

PAGES = sorted((ROOT / "docs" / "coming-from").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_story_beside_theirs_is_sound(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    (story,) = re.findall(r"(?ms)^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"))
    Path("story.yaml").write_text(story, encoding="utf-8")
    for command in ("check --strict", "fmt --modern --check", "prove"):
        assert main([*command.split(), "."]) == 0, command
