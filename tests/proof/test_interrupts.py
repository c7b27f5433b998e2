"""Ctrl-C on a long proof, in a real terminal: what is known so far, the right exit code, and never a traceback."""

from __future__ import annotations

import os
import runpy
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.door import HAMBIES, ROOT, environment

pty = pytest.importorskip("pty")  # not on Windows


class Ended(NamedTuple):
    code: int
    out: str
    seen: str
    took: float


def long_story() -> str:
    """A game of supplies with nine creatures, whose proof takes far longer than a test may, however it is gone about."""
    made: str = runpy.run_path(str(ROOT / "benchmarks" / "systems.py"))["resources"](creatures=9)
    return made


def interrupted(tmp_path: Path, *arguments: str, after: float, said: str = "", times: int = 1) -> Ended:
    """Run `hambies` with its errors on a terminal, press Ctrl-C some seconds after its first line of progress, or the first with `said`."""
    master, slave = pty.openpty()
    with (tmp_path / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [*HAMBIES, *arguments],
            cwd=tmp_path,
            stdin=slave,
            stdout=out,
            stderr=slave,
            env=environment(tmp_path / "home"),
            start_new_session=True,
        )
        os.close(slave)
        seen = b""
        pressed, latest, began = 0, 0.0, time.monotonic()
        due = began + 45
        waiting = True
        try:
            while time.monotonic() < began + 90:
                ready, _, _ = select.select([master], [], [], 0.05)
                if ready:
                    try:
                        read = os.read(master, 65536)
                    except OSError:  # nobody holds the other end any more
                        break
                    if not read:
                        break
                    seen += read
                    if waiting and said.encode() in seen:
                        waiting, due = False, time.monotonic() + after
                if pressed < times and time.monotonic() > due:
                    process.send_signal(signal.SIGINT)
                    pressed, due, latest = pressed + 1, time.monotonic() + 0.05, time.monotonic()
                if process.poll() is not None and not ready:
                    break
            code = process.wait(timeout=30)
        finally:
            process.kill()
            os.close(master)
    took = time.monotonic() - latest
    return Ended(code, (tmp_path / "out.txt").read_text(encoding="utf-8"), seen.decode(errors="replace"), took)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "long.yaml"
    path.write_text(long_story(), encoding="utf-8")
    return path


@pytest.mark.parametrize("after", [0.0, 0.7, pytest.param(3.3, marks=pytest.mark.slow)])
def test_what_is_known_so_far_and_exit_3(tmp_path: Path, story: Path, after: float) -> None:
    ended = interrupted(tmp_path, "prove", str(story), after=after)
    assert ended.code == 3, ended
    assert "could not be decided" in ended.out
    assert "stopped at Ctrl-C" in ended.out
    assert "Traceback" not in ended.seen
    assert "ignored" not in ended.seen
    assert ended.took < 15


def test_the_line_of_progress_says_how_far_it_is_and_goes_away(tmp_path: Path, story: Path) -> None:
    ended = interrupted(tmp_path, "prove", str(story), after=0.1, said="sets: ")
    assert ended.code == 3
    lines = [one for one in ended.seen.split("\r\x1b[K") if one.strip()]
    assert lines[0].startswith("[-")
    assert any("frontier: " in one and "sets: " in one and "of 600 s" in one for one in lines)
    assert ended.seen.endswith("\r\x1b[K")


def test_what_was_refuted_before_counts(tmp_path: Path) -> None:
    path = tmp_path / "never.yaml"
    path.write_text(long_story() + "  never:\n    - ending: nobody\n", encoding="utf-8")
    ended = interrupted(tmp_path, "prove", str(path), after=2.0)
    assert ended.code == 1, ended
    assert "Never: the scene never" in ended.out
    assert "Traceback" not in ended.seen


def test_impatience_leaves_no_traceback(tmp_path: Path, story: Path) -> None:
    ended = interrupted(tmp_path, "prove", str(story), after=1.0, times=5)
    assert ended.code in (3, 130, -signal.SIGINT), ended  # the last: as Python was on its way out
    assert "Traceback" not in ended.seen


def test_a_question_that_is_stopped_is_not_decided(tmp_path: Path, story: Path) -> None:
    ended = interrupted(
        tmp_path,
        "ask",
        str(story),
        "at.k0 == home and at.k1 == home and at.k2 == home and at.k3 == home and at.k4 == home and at.k5 == home",
        after=1.5,
    )
    assert ended.code == 3, ended
    assert ended.out.startswith("Not decided: stopped")
    assert "Traceback" not in ended.seen


def test_what_is_known_of_old_saves_so_far(tmp_path: Path, story: Path) -> None:
    """The new version has lost an ending, and whether anybody can have come there is not soon known."""
    new = tmp_path / "new.yaml"
    new.write_text(long_story().replace("then: [{ending: all}]", "then: [{ending: some}]"), encoding="utf-8")
    ended = interrupted(tmp_path, "prove", str(new), "--saves-from", str(story), after=1.0)
    assert ended.code == 3, ended
    assert "Not decided:\n  saves in dawn, at the ending all, are not found again: stopped at Ctrl-C" in ended.out
    assert "stopped at Ctrl-C" in ended.out.splitlines()[-1]
    assert "Traceback" not in ended.seen
    assert ended.took < 15
