"""Turns a second of CPU time of `hambies play --json`, beside inkjs that is spoken to in the same way.

    python benchmarks/lines.py --inkjs FOLDER [--scenes 200,600,2000,20000] [--rounds 3] [--slices 25] [--work FOLDER]

One process plays, and is sent a choice a line and reads a JSON object a line over pipes, each answer before the next choice, as a bot does. Both play the
same story and are sent the same choices, so that they make the same turns. What counts is the CPU time of the process that
plays, as the kernel tells it (Linux only); the best slice of 2,000 turns counts. inkjs writes less: the text, and a label for each choice.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import IO, Any, NamedTuple

from generate import generate
from turns import HERE, compiler_of, prepare

SLICE = 2000


class Row(NamedTuple):
    """Turns a CPU second in the best slice and in all of them, and characters written a turn."""

    best: float
    mean: float
    written: float


class Talk:
    """A process that plays, and how many choices the turn in view has."""

    def __init__(self, command: list[str], again: str, opening: int) -> None:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )
        self.again = again
        self.written = 0
        for _ in range(opening):
            self.choices = self.read()

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe

    def read(self) -> int:
        line = self._pipe(self.process.stdout).readline()
        self.written += len(line)
        answer: dict[str, Any] = json.loads(line)
        return len(answer.get("choices", ()))

    def send(self, line: str) -> None:
        pipe = self._pipe(self.process.stdin)
        pipe.write(line + "\n")
        pipe.flush()
        self.choices = self.read()

    def play(self, turns: int, random: Random) -> float:
        """Make that many turns; the CPU seconds that the player took."""
        began = self.seconds()
        made = 0
        while made < turns:
            if not self.choices:
                self.send(self.again)
                continue
            self.send(str(int(random.random() * self.choices)))
            made += 1
        return self.seconds() - began

    def seconds(self) -> float:
        threads = Path(f"/proc/{self.process.pid}/task").iterdir()  # node compiles in others
        return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9

    def end(self) -> None:
        self._pipe(self.process.stdin).close()
        self.process.wait(10)


def measured(command: list[str], again: str, opening: int, warm: int, slices: int) -> Row:
    """Play a story over pipes."""
    talk = Talk(command, again, opening)
    random = Random(1)
    talk.play(warm, random)
    talk.written = 0
    took = [talk.play(SLICE, random) for _ in range(slices)]
    talk.end()
    return Row(SLICE / min(took), SLICE * slices / sum(took), talk.written / SLICE / slices)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", default="200,600,2000,20000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slices", type=int, default=25)
    parser.add_argument("--inkjs", type=Path, help="folder of inkjs")
    parser.add_argument("--work", type=Path, help="folder for the stories; kept")
    given = parser.parse_args()
    if given.inkjs is not None and not compiler_of(given.inkjs).is_file():
        parser.error(f"--inkjs is the folder of the package, with bin/inkjs-compiler.js in it; {given.inkjs} has none")
    with tempfile.TemporaryDirectory() as spare:
        for scenes in map(int, given.scenes.split(",")):
            work = (given.work or Path(spare)) / f"{scenes}-generated"
            prepare(work, generate(scenes), given.inkjs)
            compare(work, scenes, given)


def compare(work: Path, scenes: int, given: argparse.Namespace) -> None:
    """Measure both in turn, and print the table."""
    os.environ["HAMBIES_HOME"] = str(work / "home")
    players = {
        "hambies": (
            [sys.executable, "-m", "game", "play", "--json", "--seed", "1", str(work / "hambies")],
            '{"setup":{}}',
            2,
        )
    }
    if given.inkjs is not None:
        players["inkjs"] = (
            ["node", str(HERE / "inkjs_lines.cjs"), str(given.inkjs.resolve()), str(work / "story.ink.json")], "again", 1
        )  # fmt: skip
    rows: dict[str, Row] = {}
    for _ in range(given.rounds):
        for name, (command, again, opening) in players.items():
            row = measured(command, again, opening, min(3 * scenes, 60_000), given.slices)
            known = rows.get(name, row)
            rows[name] = Row(max(known.best, row.best), max(known.mean, row.mean), row.written)
    print(f"\n{scenes:,} scenes; turns a CPU second, spoken to over pipes")
    print(f"{'':<12}{'best slice':>12}{'hambies is':>12}{'mean slice':>12}{'written a turn':>16}")
    for name, row in rows.items():
        times = rows["hambies"].best / row.best
        print(f"{name:<12}{row.best:>12,.0f}{times:>10.2f} ×{row.mean:>12,.0f}{row.written:>16,.0f}")


if __name__ == "__main__":
    main()
