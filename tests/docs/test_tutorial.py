"""The tutorial, followed by its own words: what it has typed is typed, what it has changed is changed, and what it shows is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from game.cli import main
from tests.door import ROOT

PAGE = ROOT / "docs" / "tutorial.md"
FENCE = re.compile(r"(?ms)^```(\S+)(?: (\S+))?\n(.*?)^```$")
STORY = Path("night-train/story.yaml")
BY_HAND = "hambies write"
"""What opens a screen: that is tried by hand, and by its own tests."""


def changed(text: str, diff: str) -> str:
    """The text with the one place of a diff written anew."""
    lines = diff.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    assert text.count(before) == 1, before
    return text.replace(before, after)


def same(shown: str, said: str) -> bool:
    """Whether a page shows what was said: a line of `…` stands for any number of lines, and seconds and memory are those of another machine."""
    shown, said = (re.sub(r"[\d.]+ (s|MB)\b", r"0 \1", text) for text in (shown, said))
    pattern = "".join(".*" if line == "…" else re.escape(f"{line}\n") for line in shown.splitlines())
    return re.fullmatch(pattern, said, re.DOTALL) is not None


def test_it_leads_from_an_empty_folder_to_a_story_that_is_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    said = ""
    seen = []
    for kind, name, text in FENCE.findall(PAGE.read_text(encoding="utf-8")):
        seen.append(kind)
        if kind == "sh":
            (line,) = text.splitlines()
            if not line.startswith(BY_HAND):
                main(shlex.split(line)[1:])
                said = capsys.readouterr().out
        elif kind == "text":
            assert same(text, said), f"{text}\n----\n{said}"
        elif kind == "diff":
            STORY.write_text(changed(STORY.read_text(encoding="utf-8"), text), encoding="utf-8")
        else:
            Path(name).write_text(text, encoding="utf-8")
    assert {"sh", "text", "diff", "yaml"} == set(seen)
