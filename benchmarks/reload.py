"""From saving a file to the page that shows it, in a pseudo-terminal of 80 columns and 24 rows.

    python benchmarks/reload.py [STORY] [--rounds 10] [--choices 2]

A copy of a story (the one that ships) is played with `hambies play --watch` some choices deep. Then words are written into its files, a word in the line in
view or a value that is declared, and the time is taken until the terminal is sent what is new. Beside it, in the same run: PyYAML's C event parse alone of all
files, and the whole story loaded with all of its checks. Linux only: it needs a pseudo-terminal.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import yaml

from game.engine.sessions.session import Session
from game.program.load import load
from game.saves.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


class Watched:
    """`hambies play --watch` in a terminal."""

    def __init__(self, story: Path, home: Path) -> None:
        self.at, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        around = {**os.environ, "TERM": "xterm-256color", "HAMBIES_HOME": str(home), "COLORTERM": "truecolor"}
        command = [sys.executable, "-m", "game", "play", "--watch", str(story)]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=around, cwd=ROOT, start_new_session=True
        )
        os.close(theirs)

    def until(self, words: bytes, seconds: float = 30.0) -> float:
        """When the terminal was sent some words."""
        seen, end = b"", time.perf_counter() + seconds
        while words not in seen:
            assert select.select([self.at], [], [], max(0.0, end - time.perf_counter()))[0], (
                f"{words!r} never came; last: {seen[-600:]!r}"
            )
            seen += os.read(self.at, 65536)
        return time.perf_counter()

    def quiet(self, seconds: float) -> None:
        """Until nothing has come for so long."""
        while select.select([self.at], [], [], seconds)[0]:
            os.read(self.at, 65536)


def in_view(story: Path, choices: int) -> tuple[Path, int, int]:
    """A line of the turn after so many first choices: its file, line and column."""
    bench = load(story, bench=True).bench
    assert bench is not None
    session = Session(bench.program, seed=0)
    for _ in range(choices):
        session.choose(next(number for number, one in enumerate(session.turn.options) if one.open))
    block = session.turn.blocks[0]
    scene = block.id.partition(":")[0]
    span = bench.table(bench.file_of(scene), [scene]).span("line", block.id)
    assert span is not None
    return Path(span.file), span.line, span.column


def saved(path: Path, text: str) -> float:
    """Put a new file in the place of the old, as editors do; when it was there."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return time.perf_counter()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("story", nargs="?", type=Path, default=ROOT / "story")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--choices", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        story, home = Path(folder) / "story", Path(folder) / "home"
        shutil.copytree(args.story, story)
        file, line, column = in_view(story, args.choices)
        original = file.read_text(encoding="utf-8")
        lines = original.split("\n")
        main_file = story / "story.yaml"
        title = main_file.read_text(encoding="utf-8")

        os.environ["HAMBIES_HOME"] = str(home)
        Settings.of_player().change("quick", True)  # keys are taken as they come
        watched = Watched(story, home)
        watched.until(b"choose")
        watched.quiet(2.0)
        for _ in range(args.choices):
            os.write(watched.at, b"\x1b[F")  # to the end, where the choices are
            watched.quiet(1.0)
            os.write(watched.at, b"1")
            watched.quiet(1.0)
        words, values, events, wholes = [], [], [], []
        for number in range(args.rounds):
            mark = f"Zz{number:03}"
            edited = [*lines]
            edited[line - 1] = f"{edited[line - 1][: column - 1]}{mark} {edited[line - 1][column - 1 :]}"
            at = saved(file, "\n".join(edited))
            words.append(watched.until(mark.encode()) - at)
            watched.quiet(1.5)
            mark = f"Ww{number:03}"
            at = saved(main_file, title.replace("title: ", f"title: {mark} ", 1))
            values.append(watched.until(mark.encode()) - at)
            watched.quiet(1.5)
            at = time.perf_counter()
            for one in story.rglob("*.yaml"):
                if ".play." not in one.name:
                    for _ in yaml.parse(one.read_bytes(), Loader=yaml.CSafeLoader):
                        pass
            events.append(time.perf_counter() - at)
            at = time.perf_counter()
            load(story, cache=None)
            wholes.append(time.perf_counter() - at)
        os.write(watched.at, b"\x11")
        watched.process.wait(10)
    parsed = statistics.median(events)
    print(f"{'':34} median ms   worst ms   times the bare parse")
    for name, found in (
        ("a word in view, saved to painted", words),
        ("the title, saved to painted", values),
        ("the whole loaded, by itself", wholes),
        ("PyYAML's events of all files", events),
    ):
        middle = statistics.median(found)
        print(f"{name:34} {middle * 1000:9.0f} {max(found) * 1000:10.0f} {middle / parsed:10.2f}")


if __name__ == "__main__":
    main()
