"""The story so far as Markdown: no story text becomes markup, and no file is left by an export that fails."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.language.text.markdown import escaped
from game.player.playthrough.export import markdown
from game.player.storage.store import PlayerStore
from game.program.load import load
from game.system.calls import REAL

STORY = """\
story: forge
title: "# T"
start: a
cast: {x: {name: "**X**"}}
variables: {who: {type: text, start: me}}
endings: {e: {title: "](x)", text: x}}
scenes:
  a:
    - "## Not a heading"
    - "www.{who}.org, {who}@example.org, https://example.org"
    - x: "> not a quote"
    - choices:
        - "---": [ending: e]
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("12. no list", "12\\. no list"),
        ("1999) no list", "1999\\) no list"),
        ("*not* _this_", "\\*not\\* \\_this\\_"),
        ("[a](http://x)", "\\[a\\](http:\\/\\/x)"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("me@example.org or WWW.example.org", "me\\@example.org or WWW\\.example.org"),
        ("`code` | ~gone~", "\\`code\\` \\| \\~gone\\~"),
        ("A sentence (with brackets): it's 3.5 - done.", "A sentence (with brackets): it's 3.5 - done."),
    ],
)
def test_story_text_is_only_text_in_markdown(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text())
def test_nothing_special_stays_unescaped(text: str) -> None:
    bare = re.sub(r"\\.", "x", escaped(text), flags=re.DOTALL)
    assert not set("*_`<>[]#|~&@") & set(bare)
    assert "://" not in bare
    assert not re.search(r"(?i)www\.", bare)
    assert not re.search(r"^\s*(?:[-+=]|\d+[.)])", bare, re.MULTILINE)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / "forge.yaml").write_text(STORY, encoding="utf-8")
    program = load(tmp_path / "forge.yaml", cache=None).program
    assert program is not None
    session = Session(program)
    session.choose(0)
    return session


def test_a_scene_cannot_forge_a_heading_or_a_link(session: Session) -> None:
    text = markdown(session)
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# \\# T"]
    assert "**\\*\\*X\\*\\*:** \\> not a quote" in text
    assert "www\\.me.org, me\\@example.org, https:\\/\\/example.org" in text


def test_an_export_that_fails_leaves_no_file(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))

    def full(fd: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = PlayerStore(session.program)
    monkeypatch.setattr(REAL, "write", full)
    assert store.export("text") == "It could not be written: No space left on device."
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    assert store.export("text").startswith("Written to ")
    assert store.export("text").endswith((" (2).md", ").md", ".md"))
    assert len(list((tmp_path / "home").rglob("*.md"))) == 2


def test_an_export_where_no_folder_can_be_made_is_one_sentence(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "file"))
    said = PlayerStore(session.program).export("text")
    assert said == "It could not be written. The folder for saves cannot be made: Not a directory."
