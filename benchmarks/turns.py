"""Turns a second of CPU time: hambies, with history and undo kept, beside the peers that are installed.

    python benchmarks/turns.py [--scenes 200,2000,20000] [--story STORY.json] [--rounds 3]
                               [--peers PYTHON] [--inkjs FOLDER] [--work FOLDER]

The same story, written for each tool, is played at random; every text and every label is produced and read. The players run
in turn, round after round, so that what else the machine does hits all of them; the best slice of 2,000 turns counts, for each.
`--peers` is the interpreter of an environment with inkcpp-py, bink and bardic in it, `--inkjs` the folder of
inkjs (`npm install inkjs`), which also compiles the ink. Peers that are missing are named and left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import emit
import emit_peers
from generate import generate

HERE = Path(__file__).parent / "players"


class Player(NamedTuple):
    name: str
    command: list[str]


def compiler_of(inkjs: Path) -> Path:
    """The compiler in a folder of inkjs."""
    return inkjs / "bin" / "inkjs-compiler.js"


def prepare(work: Path, story: dict[str, Any], inkjs: Path | None) -> None:
    """Write the story for every tool, and compile the ink."""
    emit.emit(story, work / "hambies")
    emit_peers.emit(story, work)
    if inkjs is not None and not (work / "story.ink.json").exists():
        done = subprocess.run(
            ["node", str(compiler_of(inkjs)), "-o", str(work / "story.ink.json"), str(work / "story.ink")],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"the ink does not compile: {(done.stderr or done.stdout).strip()[-200:]}")
            return
        compiled = work / "story.ink.json"
        compiled.write_text(compiled.read_text(encoding="utf-8-sig"), encoding="utf-8")  # bink wants no byte order mark


def players(work: Path, peers: str | None, inkjs: Path | None, warm: int, slices: int) -> list[Player]:
    """The players that can run here."""
    count = [str(warm), str(slices)]
    found = [
        Player(
            "hambies", [sys.executable, str(HERE / "hambies.py"), str(work / "hambies"), str(work / "cache"), *count]
        )
    ]
    compiled = work / "story.ink.json"
    if peers is not None and compiled.exists():
        found.append(
            Player("inkcpp-py", [peers, str(HERE / "inkcpp.py"), str(compiled), str(work / "story.ink.bin"), *count])
        )
        found.append(Player("bink", [peers, str(HERE / "bink_ink.py"), str(compiled), "-", *count]))
    if inkjs is not None and compiled.exists():
        found.append(Player("inkjs", ["node", str(HERE / "inkjs.cjs"), str(inkjs.resolve()), str(compiled), *count]))
    if peers is not None:
        few = [str(max(500, warm // 20)), str(max(2, slices // 8))]
        files = [str(work / "story.bard"), str(work / "story.bard.json")]
        found.append(Player("bardic", [peers, str(HERE / "bardic_story.py"), *files, *few]))
    return found


def compare(story: dict[str, Any], work: Path, given: argparse.Namespace) -> None:
    """Play one story with everything and print the table."""
    scenes = len(story["scenes"])
    prepare(work, story, given.inkjs)
    warm = min(3 * scenes, 60_000)
    rows: dict[str, dict[str, float]] = {}
    lost: dict[str, str] = {}
    for _ in range(given.rounds):
        for player in players(work, given.peers, given.inkjs, warm, given.slices):
            if player.name in lost:
                continue
            ran = subprocess.run(player.command, capture_output=True, text=True, check=False)
            if ran.returncode:
                lost[player.name] = (ran.stderr.strip().splitlines() or ["it stopped"])[-1]
                continue
            row: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
            known = rows.setdefault(player.name, row)
            for column in ("best", "mean", "cold"):
                known[column] = max(known[column], row[column])
            for column in ("load", "megabytes"):
                known[column] = min(known[column], row[column])
    ours = rows["hambies"]["best"]
    print(f"\n{scenes:,} scenes, {warm:,} turns before the slices; turns a CPU second")
    print(
        f"{'':<12}{'best slice':>12}{'hambies is':>12}{'mean slice':>12}{'first turns':>12}{'load s':>9}{'MB':>7}{'read a turn':>13}"
    )
    for name, row in rows.items():
        print(
            f"{name:<12}{row['best']:>12,.0f}{ours / row['best']:>10.2f} ×{row['mean']:>12,.0f}{row['cold']:>12,.0f}"
            f"{row['load']:>9.3f}{row['megabytes']:>7.0f}{row['characters']:>13,.0f}"
        )
    for name, why in lost.items():
        print(f"{name:<12}not measured: {why}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", default="200,2000,20000")
    parser.add_argument("--story", type=Path, help="a story in the neutral form, instead of a generated one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slices", type=int, default=25)
    parser.add_argument("--peers", help="python of an environment with the peers")
    parser.add_argument("--inkjs", type=Path, help="folder of inkjs")
    parser.add_argument("--work", type=Path, help="folder for the stories; kept")
    given = parser.parse_args()
    if given.inkjs is not None and shutil.which("node") is None:
        given.inkjs = None
        print("inkjs needs node, which is not here")
    if given.inkjs is not None and not compiler_of(given.inkjs).is_file():
        parser.error(
            f"--inkjs is the folder of the package, with bin/inkjs-compiler.js in it; {given.inkjs} has none"
            " (after `npm install inkjs` it is node_modules/inkjs)"
        )
    if given.peers is not None and shutil.which(given.peers) is None:
        parser.error(f"--peers is a Python interpreter; there is none at {given.peers}")
    if given.peers is None:
        print("without --peers: inkcpp-py, bink and bardic are left out")
    if given.inkjs is None:
        print("without --inkjs: inkjs is left out, and so is all that plays ink, which it compiles")
    with tempfile.TemporaryDirectory() as spare:
        work = given.work or Path(spare)
        stories = (
            [json.loads(given.story.read_text(encoding="utf-8"))]
            if given.story
            else (generate(int(scenes)) for scenes in given.scenes.split(","))
        )
        for story in stories:
            compare(story, work / f"{len(story['scenes'])}-{Path(given.story or 'generated').stem}", given)


if __name__ == "__main__":
    main()
