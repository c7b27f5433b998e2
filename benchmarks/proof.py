"""What a proof takes: seconds, memory, and how many questions are decided, with shortest playthroughs.

    python benchmarks/proof.py [--max-time 120] [--only hubs,long,...] [--json STORY.json ...] [--work FOLDER]

The story that ships, and the systems of systems.py; with `--json` stories in the neutral form of generate.py. Each is proved in
a process of its own by `hambies prove --no-cache`, one after the other.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from emit import emit
from systems import SYSTEMS

ROOT = Path(__file__).resolve().parents[1]
APART = ("sh", "-c", '"$@"; exit $?', "sh")
"""A process in between, else the memory of this one would count as that of the next."""
PROVE = (sys.executable, "-m", "game", "prove", "--no-cache", "--format", "json")


def stories(work: Path) -> dict[str, Callable[[], Path]]:
    """The stories by name, each written when it is asked for."""

    def system(name: str) -> Callable[[], Path]:
        def write() -> Path:
            path = work / f"{name}.yaml"
            path.write_text(SYSTEMS[name](), encoding="utf-8")
            return path

        return write

    return {
        "story": lambda: ROOT / "story",
        **{name: system(name) for name in SYSTEMS},
    }


def neutral(path: Path, work: Path) -> Callable[[], Path]:
    """A story in the neutral form, written when it is asked for."""

    def write() -> Path:
        emit(json.loads(path.read_text(encoding="utf-8")), work / path.stem)
        return work / path.stem

    return write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--max-time", type=float, default=120.0)
    parser.add_argument("--only", help="names, with commas between them")
    parser.add_argument("--json", type=Path, nargs="*", default=[], help="more stories, in the neutral form")
    parser.add_argument("--work", type=Path, help="folder for the stories; kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        work = given.work or Path(spare)
        work.mkdir(parents=True, exist_ok=True)
        known = stories(work)
        known |= {path.stem: neutral(path, work) for path in given.json}
        wanted = given.only.split(",") if given.only else list(known)
        if unknown := sorted({*wanted} - {*known}):
            parser.error(f"there is no {unknown[0]}; there is {', '.join(known)}")
        print(f"{'':<14}{'places':>8}{'seconds':>9}{'MB':>6}{'asked':>8}{'open':>6}{'shortest':>10}  no soft-lock")
        for name in wanted:
            path = known[name]()
            began = time.monotonic()
            ran = subprocess.run(
                [*APART, *PROVE, str(path), "--max-time", str(given.max_time)],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
            )
            took = time.monotonic() - began
            if ran.returncode not in (0, 1, 3):
                print(f"{name:<14} {ran.stderr.strip()[-160:]}")
                continue
            report = json.loads(ran.stdout)
            answers = report["answers"]
            ways = [one["witness"] for one in answers if one.get("witness") and one["kind"] != "promise"]
            shortest = sum(way["shortest"] for way in ways) / max(1, len(ways))
            lock = next(one["verdict"] for one in answers if one["kind"] == "no soft-lock")
            left = sum(one["verdict"] == "not decided" for one in answers)
            print(
                f"{name:<14}{report['effort']['places']:>8,}{took:>9.1f}{report['effort']['megabytes']:>6,}"
                f"{len(answers):>8,}{left:>6,}{shortest:>9.0%}  {lock}",
                flush=True,
            )


if __name__ == "__main__":
    main()
