"""Runs `hambies` as its users do: in a process of its own, with a home of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Protocol

import pytest

from tests.door import HAMBIES, Ran, environment

STORY = """\
story: small
title: A Small Story
start: room
scenes:
  room:
    - A room.
    - choices:
        - Leave
        - Stay
    - ending: out
endings:
  out: Out of it
"""


class Hambies(Protocol):
    def __call__(self, *arguments: str | Path, typed: str = "", **around: str) -> Ran: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that HAMBIES_HOME names."""
    return tmp_path / "home"


@pytest.fixture
def hambies(home: Path, tmp_path: Path) -> Hambies:
    def run(*arguments: str | Path, typed: str = "", **around: str) -> Ran:
        done = subprocess.run(
            [*HAMBIES, *map(str, arguments)],
            input=typed.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=environment(home, **around),
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    return run
