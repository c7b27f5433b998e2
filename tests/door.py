"""A small story that has an ending, and a promise that it breaks; and `hambies` with a home of its own, in a process of its own or in this one."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TextIO
from unittest import mock

from game.cli import main

ROOT = Path(__file__).resolve().parents[1]
HAMBIES = [sys.executable, "-m", "game"]
DOOR = """\
story: door
title: The Door
start: hall
variables:
  cold: {type: int, min: 0, max: 3}
always: [cold < 2]
scenes:
  hall:
    - "It is {if cold > 0: cold | else: warm} here."
    - choices:
        - Wait:
            - do: cold += 1
            - goto: hall
        - Leave -> out
  out:
    - Out.
    - ending: gone
endings: {gone: Gone}
"""


_NOT_OURS = ("HAMBIES", "PYTHONDONTWRITEBYTECODE")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the process finds around it: nothing of `hambies` that was set for us, its home, and the checkout's code.

    Nor that modules are to be compiled anew in each process, which may be right for this one.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    return {**kept, "HAMBIES_HOME": str(home), "PYTHONPATH": str(ROOT), **more}


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def run_here(
    *arguments: str,
    folder: Path,
    home: Path,
    typed: str = "",
    streams: Mapping[str, TextIO | None] = MappingProxyType({}),
) -> Ran:
    """`hambies` without a process, for what has nothing to do with how one begins and ends: its own streams, folder and home.

    `streams` take the place of `stdin`, `stdout` and `stderr`; what is said on those is not told.
    """
    ours = {
        name: io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n", write_through=True) for name in ("stdout", "stderr")
    }
    given = {"stdin": io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8"), **ours, **streams}
    with contextlib.ExitStack() as around:
        around.enter_context(contextlib.chdir(folder))
        around.enter_context(mock.patch.dict(os.environ, environment(home), clear=True))
        for name, stream in given.items():
            around.enter_context(mock.patch.object(sys, name, stream))
        code = main(arguments)
        for name, stream in given.items():
            if stream is None:
                getattr(sys, name).close()  # what took its place, until a process would have ended
        return Ran(code, *(one.buffer.getvalue().decode() for one in ours.values()))
