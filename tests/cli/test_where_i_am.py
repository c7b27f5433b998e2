"""The story that a command is about: the one named, else that of the folder one is in, else the one that ships."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from game import cli

if TYPE_CHECKING:
    from pathlib import Path

MAIN = """\
story: mine
title: Mine
start: room
include: [chapters/*.yaml]
variables: {met: bool}
endings: {out: Out}
"""
CHAPTER = """\
scenes:
  room:
    - choices: [Leave, {choice: Meet, then: [{do: met = true}]}]
    - ending: out
"""
ELSEWHERE = "story: other\ntitle: O\nstart: a\nendings: {o: O}\nscenes: {a: [{ending: o}]}\n"
PLAYTHROUGH = "steps: [Leave]\nexpect: {ending: out}\n"


@pytest.fixture(autouse=True)
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story of several files, and beside it a folder that is in none."""
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    folder = tmp_path / "mine"
    for name, text in {
        "story.yaml": MAIN,
        "chapters/one.yaml": CHAPTER,
        "plays/a.play.yaml": PLAYTHROUGH,
        "notes/deep/other.yaml": ELSEWHERE,
        "notes/loose.yaml": "scenes: {b: [{goto: room}]}\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("here", [".", "chapters", "plays", "notes/deep"])
@pytest.mark.parametrize(
    "command",
    [
        ["check", "--no-proof"],
        ["prove", "--no-cache"],
        ["random", "--runs", "2", "--jobs", "1"],
        ["ask", "met"],
        ["ask", "met", "--at", "room"],
        ["replay"],
        ["play", "--plain"],
        ["play", "--json"],
        ["--json"],
        ["where", "story"],
    ],
    ids=" ".join,
)
def test_the_folder_one_is_in_is_the_story(
    mine: Path, here: str, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine / here)
    code, out, err = ran(capsys, *command)
    assert code == 0, (out, err)
    near = os.path.relpath(mine)
    if command[0] == "where":
        assert out == f"{mine}\n"
    else:
        assert f"the story here is {os.path.normpath(os.path.join(near, 'story.yaml'))}" in err  # noqa: PTH118


@pytest.mark.parametrize("command", ["check", "random", "replay", "prove"])
def test_where_no_story_is_near_it_is_the_one_that_ships_and_that_is_said(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from game import places

    ships = tmp_path / "ships"
    ships.mkdir()
    (ships / "story.yaml").write_text(ELSEWHERE, encoding="utf-8")
    (ships / "a.play.yaml").write_text("steps: []\nexpect: {ending: o}\n", encoding="utf-8")
    monkeypatch.setattr(places, "shipped_story", lambda: ships)
    monkeypatch.chdir(tmp_path)
    code, out, err = ran(capsys, command)
    assert code == 0, (out, err)
    assert f"the story that ships: {ships}" in err


def test_a_folder_that_was_deleted_is_no_story(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, _, err = ran(capsys, "where", "story")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    "command", [["check", "--no-proof"], ["prove", "--no-cache"], ["play", "--json"]], ids=" ".join
)
def test_a_chapter_stands_for_its_story(mine: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    part = str(mine / "chapters/one.yaml")
    code, out, err = ran(capsys, *command, part)
    assert code == 0, (out, err)
    assert f"{part} is a part of the story {mine / 'story.yaml'}" in err


def test_a_story_of_one_file_is_no_part_of_another(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ran(capsys, "check", "--no-proof", str(mine / "notes/deep/other.yaml"))
    assert (code, err) == (0, "")
    assert "other.yaml: 1 scene" in out


def test_a_file_that_no_include_names_is_told(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = ran(capsys, "check", "--no-proof", str(mine / "notes/loose.yaml"))
    assert code == 2
    assert "does not include" in err
    code, _, err = ran(capsys, "check", "--no-proof", str(mine / "plays/a.play.yaml"))
    assert code == 2
    assert "hambies replay runs it" in err


def test_a_question_without_a_condition_is_told(
    mine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine.parent)
    code, _, err = ran(capsys, "ask", "mine")
    assert code == 2
    assert "condition is missing" in err
    assert ran(capsys, "ask", "mine", "--at", "room", "met")[0] == 0
    code, _, err = ran(capsys, "ask", "met", "mine")
    assert (code, "hambies ask STORY CONDITION" in err) == (2, True)
