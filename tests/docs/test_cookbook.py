"""The cookbook: each recipe is a story without a mistake, in the best form, in which all can be reached, and its playthrough holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.cli import main
from game.writer.pages import title_of
from tests.door import ROOT

PAGES = [page for page in sorted((ROOT / "docs" / "cookbook").glob("*.md")) if page.stem != "README"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_recipe_plays_and_is_proved(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    files = dict(re.findall(r"(?ms)^```yaml (\S+)\n(.*?)^```$", page.read_text(encoding="utf-8")))
    assert "story.yaml" in files
    assert len(files) > 1
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    for command in ("check --strict", "fmt --modern --check", "replay", "prove"):
        assert main([*command.split(), "."]) == 0, command


def test_each_recipe_is_in_the_index() -> None:
    index = (ROOT / "docs" / "cookbook" / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert f"[{title_of(page.read_text(encoding='utf-8'))}]({page.name})" in index
