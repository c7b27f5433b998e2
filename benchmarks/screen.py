"""The screen, seen from a pseudo-terminal of 80 columns and 24 rows.

    python benchmarks/screen.py [--rounds 5] [--turns 1000]

First frame: from the start of the process until the first words stand on the screen, of a story's first turn and of the shipped story's title with its picture, beside a bare Textual app with one
Static and one OptionList. Then choices are made with the number keys, and for the 30 choices after 10 and after `--turns` turns:
key to first byte, processor time of a choice (all threads, with saving it), and resident memory. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from game.saves.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
BARE = """
from textual.app import App
from textual.widgets import OptionList, Static

class Bare(App):
    def compose(self):
        yield Static("The lamp is lit in room 0.")
        yield OptionList("Go on", "Look back", "Wait")

Bare().run()
"""
SCENES = 40
FIRST = b"lamp is lit in room 0"
TITLE = b"T H E   W I N T E R"
QUIET = 0.03


def story() -> str:
    """A story without an end, with a few lines and three choices a turn."""
    lines = [
        "story: rooms",
        "title: Rooms",
        "start: room-0",
        "variables:",
        "  seen_it: {type: int, min: 0, max: 100}",
        "scenes:",
    ]
    for number in range(SCENES):
        lines += [
            f"  room-{number}:",
            "    - |",
            (
                f"      The lamp is lit in room {number}. The boiler ticks, and somebody counts the tiles for the third time;"
                " {seen_it} of them are missing."
            ),
            "    - choices:",
        ]
        for label, step in (("Go on", 1), ("Look back", 7), ("Wait", 13)):
            lines += [
                f"        - choice: {label}",
                "          do: seen_it += 1",
                f"          goto: room-{(number + step) % SCENES}",
            ]
    return "\n".join(lines) + "\n"


class Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, command: list[str], home: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "HAMBIES_HOME": home, "TEXTUAL_ANIMATIONS": "none"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment, start_new_session=True
        )
        os.close(slave)

    def read(self, timeout: float) -> bytes:
        """What comes within the time, or nothing."""
        if not select.select([self.master], [], [], timeout)[0]:
            return b""
        try:
            return os.read(self.master, 1 << 16)
        except OSError:
            return b""

    def until(self, words: bytes) -> None:
        """Read until the words came."""
        seen, limit = b"", time.perf_counter() + 60
        while words not in seen:
            seen += self.read(1)
            if time.perf_counter() > limit or self.process.poll() is not None:
                raise SystemExit(f"the first frame never came: {seen[-500:]!r}")

    def settle(self, quiet: float = QUIET) -> None:
        """Read until nothing has come for a while."""
        while self.read(quiet):
            pass

    def key(self, sign: bytes) -> float:
        """Press a key; the seconds until the first byte came back."""
        began = time.perf_counter()
        os.write(self.master, sign)
        if not self.read(5):
            raise SystemExit("a key brought nothing")
        return time.perf_counter() - began

    def cpu(self) -> float:
        """Processor time so far, in seconds, over all threads."""
        spent = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            spent += int((task / "schedstat").read_text().split()[0])
        return spent / 1e9

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)


def first_frame(command: list[str], home: str, rounds: int, first: bytes = FIRST) -> tuple[float, float]:
    """The least wall and processor time until the first words, in milliseconds."""
    walls, cpus = [], []
    for _ in range(rounds):
        terminal = Terminal(command, home)
        terminal.until(first)
        walls.append(time.perf_counter() - terminal.began)
        cpus.append(terminal.cpu())
        terminal.close()
    return min(walls) * 1000, min(cpus) * 1000


def choices(terminal: Terminal, count: int) -> tuple[float, float, float]:
    """Make choices one by one: median wait for the first byte and processor time of one, in ms; memory in MB."""
    waits, spent = [], terminal.cpu()
    for number in range(count):
        waits.append(terminal.key(b"123"[number % 3 : number % 3 + 1]))
        terminal.settle(0.15)
    return statistics.median(waits) * 1000, (terminal.cpu() - spent) * 1000 / count, terminal.memory()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "rooms.yaml"
        path.write_text(story(), encoding="utf-8")
        bare = Path(home) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        play = [sys.executable, "-m", "game", "play", str(path), "--seed", "1"]
        Settings(Path(home) / "config").change("quick", True)  # else keys are deaf in the first moment of a turn
        title = [sys.executable, "-m", "game", "play", str(ROOT / "story")]
        first_frame(play, home, 1)
        first_frame(title, home, 1, TITLE)
        ours, titles, theirs = [], [], []
        for _ in range(given.rounds):
            theirs.append(first_frame([sys.executable, str(bare)], home, 1))
            ours.append(first_frame(play, home, 1))
            titles.append(first_frame(title, home, 1, TITLE))
        for what, times in (("first frame", ours), ("title with its picture", titles)):
            for name, column in (("wall", 0), ("processor", 1)):
                mine, bare_time = min(one[column] for one in times), min(one[column] for one in theirs)
                print(
                    f"{what}, {name} time: {mine:.0f} ms, a bare Textual app {bare_time:.0f} ms, ratio {mine / bare_time:.2f}"
                )
        terminal = Terminal(play, home)
        terminal.until(FIRST)
        terminal.settle(0.5)
        for number in range(10):
            terminal.key(b"123"[number % 3 : number % 3 + 1])
            terminal.settle(0.15)
        early = choices(terminal, 30)
        for number in range(given.turns - 40):
            terminal.key(b"123"[number % 3 : number % 3 + 1])
            terminal.settle()
        late = choices(terminal, 30)
        terminal.close()
        for name, unit, one, other in zip(
            ("key to first byte", "processor time a choice", "memory"), ("ms", "ms", "MB"), early, late, strict=True
        ):
            print(
                f"{name}: {one:.1f} {unit} after 10 turns, {other:.1f} {unit} after {given.turns}, ratio {other / one:.2f}"
            )


if __name__ == "__main__":
    main()
