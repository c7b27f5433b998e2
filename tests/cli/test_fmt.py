"""`hambies fmt`: which files it writes, which it leaves, and what it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game import cli

MAIN = "story:  mine\ntitle: Mine\nstart: room\ninclude: [ 'chapters/*.yaml' ]\nendings: {out: Out}\n"
CHAPTER = "scenes:\n    room:\n    - Here.   \n    # on\n    - ending:  out\n"
LAID_OUT = "scenes:\n  room:\n    - Here.\n    # on\n    - ending: out\n"
PLAY = "steps:  []\nexpect: {ending: out}\n"


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    folder = tmp_path / "mine"
    (folder / "chapters").mkdir(parents=True)
    (folder / "story.yaml").write_text(MAIN, encoding="utf-8")
    (folder / "chapters" / "one.yaml").write_text(CHAPTER, encoding="utf-8")
    (folder / "a.play.yaml").write_text(PLAY, encoding="utf-8")
    (folder / "other.yaml").write_text("not:  of the story\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*") if path.is_file()
    }


def test_a_story_is_written_with_its_chapters_and_playthroughs_and_nothing_else(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fmt"]) == 0
    assert "3 files written anew" in capsys.readouterr().out
    assert texts(story) == {
        "story.yaml": MAIN.replace("story:  ", "story: ").replace("[ 'chapters/*.yaml' ]", "['chapters/*.yaml']"),
        "chapters/one.yaml": LAID_OUT,
        "a.play.yaml": PLAY.replace("  ", " "),
        "other.yaml": "not:  of the story\n",
    }
    assert cli.main(["fmt"]) == 0
    assert "0 files written anew, 3 left as they are" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_nothing_is_written_where_it_is_only_asked(
    story: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    before = texts(story)
    code = cli.main(["fmt", option, str(story)])
    assert code == (option == "--check")
    assert texts(story) == before
    said = capsys.readouterr().out
    assert "one.yaml" in said
    assert ("+    - ending: out" in said) == (option == "--diff")


def test_one_file_alone(story: Path) -> None:
    before = texts(story)
    assert cli.main(["fmt", "chapters/one.yaml"]) == 0
    assert texts(story) == {**before, "chapters/one.yaml": LAID_OUT}
    assert cli.main(["fmt", "--check", "chapters/one.yaml"]) == 0


def test_what_cannot_be_read_is_told_and_left(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = "scenes:\n  room: [\n"
    (story / "chapters" / "two.yaml").write_text(broken, encoding="utf-8")
    assert cli.main(["fmt"]) == 2
    assert texts(story)["chapters/two.yaml"] == broken
    assert texts(story)["chapters/one.yaml"] == LAID_OUT
    assert "two.yaml is left as it is" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["nowhere", "chapters"])
def test_what_is_no_story_is_told(story: Path, capsys: pytest.CaptureFixture[str], path: str) -> None:
    before = texts(story)
    assert cli.main(["fmt", path]) == 2
    assert path in capsys.readouterr().err
    assert texts(story) == before


MODERN = "scenes:\n  room:\n    text: Here.\n    # on\n    ending: out\n"


def test_the_best_forms_are_shown_and_written_only_when_that_is_said(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(story)
    assert cli.main(["fmt", "--modern"]) == 0
    said = capsys.readouterr().out
    assert "+    text: Here." in said
    assert "--write" in said
    assert cli.main(["fmt", "--modern", "--check"]) == 1
    assert texts(story) == before
    assert cli.main(["fmt", "--modern", "--write"]) == 0
    assert texts(story)["chapters/one.yaml"] == MODERN
    assert cli.main(["fmt", "--modern", "--check"]) == 0
    assert cli.main(["fmt", "--check"]) == 0


def test_the_best_forms_are_only_for_stories_without_errors_and_their_own_files(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fmt", "--modern", "--write", "other.yaml"]) == 0
    assert "no part of the story" in capsys.readouterr().err
    (story / "chapters" / "one.yaml").write_text(CHAPTER.replace("out", "in"), encoding="utf-8")
    assert cli.main(["fmt", "--modern", "--write", "chapters/one.yaml"]) == 2
    assert "has errors" in capsys.readouterr().err
    assert texts(story)["chapters/one.yaml"] == LAID_OUT.replace("out", "in")


def test_to_write_is_for_the_best_forms(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(story)
    assert cli.main(["fmt", "--write"]) == 2
    assert "--modern" in capsys.readouterr().err
    assert texts(story) == before


def test_the_story_that_ships_is_written_only_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert cli.main(["fmt", "--check"]) == 2
    assert "Name a story" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links")
def test_no_link_is_written_through(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = story.parent / "outside.yaml"
    outside.write_text(CHAPTER, encoding="utf-8")
    (story / "chapters" / "two.yaml").symlink_to(outside)
    (story / "b.play.yaml").symlink_to(outside)
    (story / "chapters" / "three.yaml").symlink_to(story / "chapters" / "one.yaml")
    assert cli.main(["fmt"]) == 2
    assert outside.read_text(encoding="utf-8") == CHAPTER
    assert cli.main(["fmt", "chapters/two.yaml"]) == 2
    assert outside.read_text(encoding="utf-8") == CHAPTER
    assert (story / "chapters" / "two.yaml").is_symlink()
    assert "link" in capsys.readouterr().err
