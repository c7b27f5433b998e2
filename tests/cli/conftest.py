"""Runs `hambies` as its users do: in a process of its own, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

ROOT = Path(__file__).resolve().parents[2]
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


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Hambies(Protocol):
    def __call__(self, *arguments: str | Path, typed: str = "", **environment: str) -> Ran: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that HAMBIES_HOME names."""
    return tmp_path / "home"


@pytest.fixture
def hambies(home: Path, tmp_path: Path) -> Hambies:
    def run(*arguments: str | Path, typed: str = "", **environment: str) -> Ran:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HAMBIES")}
        done = subprocess.run(
            [sys.executable, "-m", "game", *map(str, arguments)],
            input=typed.encode(),
            capture_output=True,
            cwd=tmp_path,
            env={**kept, "HAMBIES_HOME": str(home), "PYTHONPATH": str(ROOT), **environment},
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    return run
