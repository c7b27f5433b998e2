"""What every player written in Python is measured by: CPU time of this process, in many short slices."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from random import Random
from time import process_time

SLICE = 2000


def report(load_seconds: float, play: Callable[[int, Callable[[], float]], int], warm: int, slices: int) -> None:
    """Play and print one line of JSON.

    `play(turns, random)` makes that many turns and returns how many characters of text and labels it read. The first `warm`
    turns are counted by themselves: what a tool does when a scene first comes up is in them.
    """
    random = Random(1).random
    began = process_time()
    play(warm, random)
    cold = process_time() - began
    best, characters, whole = float("inf"), 0, 0.0
    for _ in range(slices):
        began = process_time()
        characters = play(SLICE, random)
        took = process_time() - began
        best = min(best, took)
        whole += took
    print(json.dumps({
        "best": SLICE / best,
        "mean": SLICE * slices / whole,
        "cold": warm / cold,
        "characters": characters / SLICE,
        "load": load_seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))  # fmt: skip
