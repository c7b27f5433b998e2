"""What loading costs: from the YAML beside PyYAML's C event parse alone, and from the cache beside a bare Python.

    python benchmarks/loading.py [--scenes 200,2000,20000] [--rounds 5] [--work FOLDER]

From the YAML, every check is made and nothing is cached. Both are CPU time in one process, in turn; the best of each counts.
From the cache whole processes are timed (CPU, user and system), with the story's files at rest for some seconds, as they are
between two evenings of play.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from emit import emit
from generate import generate

ROOT = Path(__file__).resolve().parents[1]
START = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from game.program.load import load
from game.engine.sessions.session import Session
Session(load(sys.argv[2], cache=Path(sys.argv[3])).program).turn
"""


def from_yaml(folder: Path, rounds: int) -> None:
    """Measure in this process; prints one line of JSON. Run as a process of its own, so that memory is its own."""
    sys.path.insert(0, str(ROOT))
    import yaml

    from game.program.load import load

    load(folder / "none", cache=False)  # the imports are paid
    loads, parses = [], []
    texts: list[str] = []
    memory = 0.0
    for _ in range(rounds):  # in turn, so that whatever else the machine does is in both
        began = time.process_time()
        loaded = load(folder, cache=False)
        loads.append(time.process_time() - began)
        assert loaded.program is not None
        del loaded
        if not texts:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))]
        gc.disable()  # as load does
        began = time.process_time()
        for text in texts:
            for _event in yaml.parse(text, yaml.CSafeLoader):
                pass
        parses.append(time.process_time() - began)
        gc.enable()
    print(json.dumps({"load": min(loads), "parse": min(parses), "memory": memory, "bytes": sum(map(len, texts))}))


def cpu(command: list[str], rounds: int, **more: str) -> float:
    """The least CPU time of a process, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, env=os.environ | more)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", default="200,2000,20000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, help="folder for the stories; kept")
    parser.add_argument("--from-yaml", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.from_yaml is not None:
        from_yaml(given.from_yaml, given.rounds)
        return
    with tempfile.TemporaryDirectory() as spare:
        work = given.work or Path(spare)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a game that is played has its bytecode
        print(f"{'scenes':>8}{'MB':>6}{'parse s':>9}{'load s':>9}{'ratio':>7}{'peak MB':>9}{'ms a scene':>12}", end="")
        print(f"{'bare ms':>10}{'start ms':>10}{'--json ms':>11}   (the last two over bare Python)")
        for scenes in map(int, given.scenes.split(",")):
            folder = work / f"load-{scenes}"
            if not (folder / "story.yaml").exists():
                emit(generate(scenes), folder)
                time.sleep(4)  # the cache trusts no file younger than that
            ran = subprocess.run(
                [sys.executable, __file__, "--from-yaml", str(folder), "--rounds", str(given.rounds)],
                check=True,
                capture_output=True,
                text=True,
            )
            row = json.loads(ran.stdout)
            home = work / "home"
            start = [sys.executable, "-c", START, str(ROOT), str(folder), str(home / "cache")]
            play = [sys.executable, "-m", "game", "play", "--json", str(folder)]
            subprocess.run(start, check=True)
            subprocess.run(start, check=True)
            os.chdir(ROOT)
            bare = cpu([sys.executable, "-c", "pass"], 4 * given.rounds)
            cached = cpu(start, 4 * given.rounds)
            command = cpu(play, 4 * given.rounds, HAMBIES_HOME=str(home))
            print(
                f"{scenes:>8,}{row['bytes'] / 1e6:>6.1f}{row['parse']:>9.3f}{row['load']:>9.3f}{row['load'] / row['parse']:>7.2f}"
                f"{row['memory']:>9.0f}{row['load'] / scenes * 1000:>12.3f}{bare:>10.1f}{cached - bare:>10.1f}{command - bare:>11.1f}"
            )


if __name__ == "__main__":
    main()
