"""What scripted playthroughs cost.

    python benchmarks/replay.py [--rounds 7] [--work FOLDER]

A script of 200 choices once its story is loaded: the processor time of `hambies replay` over 201 of them less that over 101,
by 100, so that what is done once for a story or for a scene is in neither. And the whole process over 100 scripts of
20 choices, beside `python -c 'import yaml'`. The stories and scripts are written anew each time; with `--work` they stay there.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from emit import emit
from generate import generate

ROOT = Path(__file__).resolve().parents[1]


def cpu(commands: list[list[str]], rounds: int, home: Path) -> list[float]:
    """The least processor time of each process, in milliseconds; they run in turn, so that other work hits all of them."""
    environment = {**os.environ, "HAMBIES_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    best = [float("inf")] * len(commands)
    for _ in range(rounds):
        for number, command in enumerate(commands):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best[number] = min(best[number], used * 1000)
    return best


def write_scripts(folder: Path, story: Path, count: int, length: int) -> None:
    """Scripts that choose by label, and expect something at the end; whatever scripts are in the folder go."""
    sys.path.insert(0, str(ROOT))
    from game.engine.sessions.session import Session
    from game.program.load import load

    program = load(story, cache=False).program
    assert program is not None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    random = Random(3)
    for number in range(count):
        while True:
            session = Session(program, seed=1)
            labels: list[str] = []
            while len(labels) < length:
                turn = session.turn
                # The first choice leads on and never to an end; the others may.
                index = 0 if turn.options and random.random() < 0.8 else random.randrange(max(1, len(turn.options)))
                if turn.ending:
                    break
                labels.append(turn.options[index].label)
                session.choose(index)
            if len(labels) == length:
                break
        lines = [f"story: {os.path.relpath(story, folder)}", "seed: 1", "steps:", *(f"  - {label}" for label in labels)]
        lines += [f"expect: {{scene: {session.turn.scene}}}"]
        (folder / f"{number:03d}.play.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        work = given.work or Path(spare)
        long, short = work / "story-2000", work / "story-200"
        emit(generate(2000), long)
        emit(generate(200), short)
        write_scripts(work / "101", long, 101, 200)
        write_scripts(work / "201", long, 201, 200)
        write_scripts(work / "short", short, 100, 20)
        time.sleep(4)  # the cache trusts no file younger than that
        replay = [sys.executable, "-m", "game", "replay"]
        home = work / "home"
        fewer, more = cpu(
            [[*replay, str(work / count), "--story", str(long)] for count in ("101", "201")], given.rounds, home
        )
        print(
            f"a script of 200 choices, its story of 2,000 scenes loaded: {(more - fewer) / 100:.2f} ms"
            f" (101 of them, process and all: {fewer:.0f} ms)"
        )
        hundred, yaml, bare = cpu(
            [
                [*replay, str(work / "short"), "--story", str(short)],
                [sys.executable, "-c", "import yaml"],
                [sys.executable, "-c", "pass"],
            ],
            3 * given.rounds,
            home,
        )
        print(
            f"100 scripts of 20 choices, process and all: {hundred:.0f} ms; import yaml {yaml:.0f} ms"
            f" (bare Python {bare:.0f}); ratio {hundred / yaml:.2f}"
        )


if __name__ == "__main__":
    main()
