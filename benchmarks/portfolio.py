"""The price list of the proof: what is lost where one engine of its portfolio after the other is switched off.

    python benchmarks/portfolio.py [--max-time 60] [--only story,long,...] [--off broad,...] [--story PATH ...] [--json STORY.json ...]

The shipped story, the examples of the documentation and the systems of systems.py; with `--story` more stories (a folder or file), with `--json` ones in the neutral form
of generate.py. Each is proved with the whole portfolio first, and then without one engine at a time, each time in a process of its own, on a clock that counts the seconds of the processor.
A line says what is different: questions that are left open, playthroughs that are shown to be the shortest, choices of all playthroughs
together, and the seconds and megabytes. An engine that wins none of these goes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from proof import ROOT, neutral, stories

ONE = """
import json, resource, sys, time
from pathlib import Path
time.monotonic = time.process_time
from game.program.load import load
from game.proof.bounds import Bounds
from game.proof.portfolio.tuning import TUNING
from game.proof.whole import prove
path, seconds, off = sys.argv[1:]
program = load(Path(path), cache=False).program
report = prove(program, Bounds(float(seconds)), tuning=TUNING.without(off))
ways = [one.witness for one in report.answers if one.witness is not None and one.kind != "promise"]
print(json.dumps([
    len(report.answers),
    sum(one.verdict == "not decided" for one in report.answers),
    len(ways),
    sum(way.shortest for way in ways),
    sum(len(way.choices) for way in ways),
    time.process_time(),
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
]))
"""
APART = ("sh", "-c", '"$@"; exit $?', "sh")
"""A process in between, else the memory of this one would count as that of the next."""


class Proved(NamedTuple):
    """What came of a proof."""

    asked: int
    left: int
    shown: int
    shortest: int
    choices: int
    seconds: float
    megabytes: int


def proved(path: Path, seconds: float, off: str) -> Proved | str:
    """A story proved without an engine (empty: with all), or what went wrong."""
    command = [*APART, sys.executable, "-c", ONE, str(path), str(seconds), off]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return Proved(*json.loads(ran.stdout)) if ran.returncode == 0 else ran.stderr.strip()[-160:]


def compared(path: Path, seconds: float, engines: Sequence[str]) -> None:
    """Prints what a story loses without each engine."""
    whole = proved(path, seconds, "")
    if isinstance(whole, str):
        print(f"  {whole}")
        return
    print(
        f"  {'':<12}{whole.asked:>7,} asked{whole.left:>7,} open{whole.shortest:>8,} of {whole.shown:,} shortest"
        f"{whole.choices:>10,} choices{whole.seconds:>7.1f} s{whole.megabytes:>6,} MB",
        flush=True,
    )
    for engine in engines:
        without = proved(path, seconds, engine)
        if isinstance(without, str):
            print(f"  - {engine:<10}{without}")
            continue
        print(
            f"  - {engine:<10}{'':>13}{without.left - whole.left:>+7,} open{without.shortest - whole.shortest:>+8,} shortest"
            f"{'':>{len(f'{whole.shown:,}') + 4}}{without.choices - whole.choices:>+10,} choices"
            f"{without.seconds - whole.seconds:>+7.1f} s{without.megabytes - whole.megabytes:>+6,} MB",
            flush=True,
        )


def known(work: Path) -> dict[str, Callable[[], Path]]:
    """The stories by name, each written when it is asked for."""
    examples = sorted({path for path in (ROOT / "docs" / "examples").glob("*.yaml") if ".play" not in path.name})
    return {**stories(work), **{f"examples/{path.stem}": partial(Path, path) for path in examples}}


def main() -> None:
    from game.proof.portfolio.tuning import TUNING

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--max-time", type=float, default=60.0)
    parser.add_argument("--only", help="names, with commas between them")
    parser.add_argument("--off", help="engines, with commas between them; all without it")
    parser.add_argument("--story", type=Path, nargs="*", default=[], help="more stories, each a folder or file")
    parser.add_argument("--json", type=Path, nargs="*", default=[], help="more stories, in the neutral form")
    given = parser.parse_args()
    engines = given.off.split(",") if given.off else list(TUNING.engines)
    with tempfile.TemporaryDirectory() as spare:
        named = known(Path(spare)) | {path.stem: neutral(path, Path(spare)) for path in given.json}
        named |= {str(path): partial(Path, path.resolve()) for path in given.story}
        wanted = given.only.split(",") if given.only else list(named)
        if unknown := sorted({*wanted} - {*named}):
            parser.error(f"there is no {unknown[0]}; there is {', '.join(named)}")
        for name in wanted:
            print(name, flush=True)
            compared(named[name](), given.max_time, engines)


if __name__ == "__main__":
    main()
