"""A small story that has an ending, and a promise that it breaks; and `hambies` in a process of its own, with a home of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the process finds around it: nothing of `hambies` that was set for us, its home, and the checkout's code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HAMBIES")}
    return {**kept, "HAMBIES_HOME": str(home), "PYTHONPATH": str(ROOT), **more}
