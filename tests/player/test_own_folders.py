"""Whatever lies in our own folders may be damaged: play goes on, and what was there is kept or told."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from game import places
from game.cli import main

STORY = """\
story: lamp-room
title: The Lamp Room
start: cellar
warning: Dark.
scenes:
  cellar:
    - A cellar.
    - choices: [Light it, Wait]
    - Later.
    - choices: [Go, Stay]
    - ending: out
endings: {out: Out}
"""


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("x")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


JUNK: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(b"\0" * 5000),
    "bytes": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "a lone surrogate": lambda path: path.write_bytes(b'{"\\ud800": "\\udfff", "theme": "\\ud800", "saved": {"name": "\\ud800"}}'),
    "deep": lambda path: path.write_bytes(b"[" * 50_000),
    "a list": lambda path: path.write_bytes(b'[1, "\\u001b[2J"]'),
    "a folder": _folder,
    "a pipe": os.mkfifo,
    "a socket": _socket,
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("gone"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
}  # fmt: skip
PLACES = (
    "config/settings.json", "saves/lamp-room/.story", "saves/lamp-room/progress.log", "saves/lamp-room/quick.json", "saves/lamp-room/AUTO",
    "saves/lamp-room/set-aside", "saves/lamp-room/.lock", "saves/lamp-room/slot-here.json", "saves/lamp-room", "saves", "config", "cache", "cache/CACHED",
)  # fmt: skip


def _play(typed: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    code = main(["play", "--plain", "story.yaml"])
    return code, out.getvalue() + err.getvalue()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
@pytest.mark.parametrize("junk", JUNK)
def test_play_goes_on_beside_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, junk: str) -> None:
    for number, place in enumerate(PLACES):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        monkeypatch.setenv(places.HOME, "home")
        Path("story.yaml").write_text(STORY)
        code, _ = _play("settings\n6\n\nnew game\n1\nsave\nsave Here\nquit\n", monkeypatch)
        assert code == 0
        path = Path("home") / place
        if path.name == "AUTO":
            path = next(path.parent.glob("auto-*.json"))
        if path.name == "CACHED":
            path = next(path.parent.glob("*.story"))
        if path.is_dir():
            path.rename(path.with_name("moved"))
        else:
            path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        JUNK[junk](path)
        code, said = _play("load\n\nsettings\n1\n\nnew game\n2\nsave\nsave Here\nquit\n", monkeypatch)
        where = f"{junk} in the place of {place}:\n{said}"
        assert code == 0, where
        assert "bug in hambies" not in said, where
        assert "\x1b" not in said, where
        said.encode()
        assert "Later." in said, where
