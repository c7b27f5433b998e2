"""What scripted playthroughs cost.

    python benchmarks/replay.py [--rounds 7] [--work FOLDER]

A script of 200 choices once its story is loaded: the processor time of `hambies replay` over 101 of them less that over one,
by 100. And the whole process over 100 scripts of 20 choices, beside `python -c 'import yaml'`.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from emit import emit
from generate import generate

ROOT = Path(__file__).resolve().parents[1]


def cpu(command: list[str], rounds: int, home: Path) -> float:
    """The least processor time of a process, in milliseconds."""
    environment = {**os.environ, "HAMBIES_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    best = float("inf")
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best * 1000


def write_scripts(folder: Path, story: Path, count: int, length: int) -> None:
    """Scripts that choose by label, and expect something at the end."""
    sys.path.insert(0, str(ROOT))
    from game.engine.session import Session
    from game.program.load import load

    program = load(story, cache=False).program
    assert program is not None
    folder.mkdir(parents=True, exist_ok=True)
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
        if not (work / "short").exists():
            emit(generate(2000), long)
            emit(generate(200), short)
            write_scripts(work / "one", long, 1, 200)
            write_scripts(work / "many", long, 101, 200)
            write_scripts(work / "short", short, 100, 20)
        replay = [sys.executable, "-m", "game", "replay"]
        home = work / "home"
        one = cpu([*replay, str(work / "one"), "--story", str(long)], given.rounds, home)
        many = cpu([*replay, str(work / "many"), "--story", str(long)], given.rounds, home)
        print(
            f"a script of 200 choices, its story of 2,000 scenes loaded: {(many - one) / 100:.2f} ms (one, process and all: {one:.0f} ms)"
        )
        hundred = cpu([*replay, str(work / "short"), "--story", str(short)], given.rounds, home)
        yaml = cpu([sys.executable, "-c", "import yaml"], 3 * given.rounds, home)
        bare = cpu([sys.executable, "-c", "pass"], 3 * given.rounds, home)
        print(
            f"100 scripts of 20 choices, process and all: {hundred:.0f} ms; import yaml {yaml:.0f} ms (bare Python {bare:.0f}); ratio {hundred / yaml:.2f}"
        )


if __name__ == "__main__":
    main()
