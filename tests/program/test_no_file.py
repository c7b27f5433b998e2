"""Where a story.yaml should be and something else is: what it is, is said, and nothing waits for it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import main
from game.program.load import load


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


WAYS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "pipe": (os.mkfifo, "E002", "a pipe, a socket or a device here"),
    "socket": (a_socket, "E002", "a pipe, a socket or a device here"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "E002", "a pipe, a socket or a device here"),
    "folder": (Path.mkdir, "E002", "story.yaml is a folder here"),
    "link to nothing": (lambda path: path.symlink_to("nowhere"), "E001", "a link here that cannot be followed"),
    "link to itself": (lambda path: path.symlink_to(path), "E001", "a link here that cannot be followed"),
}


@pytest.fixture(params=WAYS)
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, str]:
    make, code, said = WAYS[request.param]
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    make(Path("story.yaml"))
    return tmp_path, code, said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
def test_what_stands_there_is_said(folder: tuple[Path, str, str]) -> None:
    there, code, said = folder
    (told,) = load(there).diagnostics
    assert (told.code, said in told.message, told.file) == (code, True, str(there / "story.yaml"))
    (named,) = load(there / "story.yaml").diagnostics
    assert named.code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
def test_it_is_the_story_of_whoever_stands_below(
    folder: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there, code, said = folder
    (there / "chapters").mkdir()
    monkeypatch.chdir(there / "chapters")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert code in out
    assert said in out
