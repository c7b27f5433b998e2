"""Commands whose reader goes away: what they were asked to write is there all the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.door import DOOR, HAMBIES, environment

SCRIPT = "story: ../door.yaml\nsteps: [Leave]\nexpect: {ending: gone}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "door.yaml").write_text(DOOR, encoding="utf-8")
    (tmp_path / "plays").mkdir()
    (tmp_path / "plays" / "leave.play.yaml").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def unheard(folder: Path, *arguments: str) -> int:
    """Run a command in `folder` whose output nobody reads: the pipe is closed before it begins."""
    reads, writes = os.pipe()
    os.close(reads)
    around = environment(folder / "home")
    try:
        done = subprocess.run(
            [*HAMBIES, *arguments], cwd=folder, env=around, stdout=writes, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writes)
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode


def test_a_proof_writes_its_scripts_and_its_report(folder: Path) -> None:
    pytest.importorskip("oxidd")
    assert unheard(folder, "prove", "door.yaml", "--scripts", "suite", "--junit", "proof.xml") == 141
    assert list((folder / "suite").glob("*.play.yaml"))
    assert "<testsuite" in (folder / "proof.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["text", "json", "github"])
def test_a_replay_writes_its_reports_and_transcripts(folder: Path, format_: str) -> None:
    (folder / "plays" / "wrong.play.yaml").write_text(SCRIPT.replace("Leave", "Leave, Sing"), encoding="utf-8")
    (folder / "plays" / "renamed.play.yaml").write_text(SCRIPT.replace("Leave", "Leaves"), encoding="utf-8")
    files = [
        "--junit",
        "replay.xml",
        "--coverage",
        "reached.json",
        "--coverage",
        "reached.html",
        "--transcript",
        "told",
    ]
    assert unheard(folder, "replay", "plays", "--format", format_, *files, "--update") == 141
    report = (folder / "replay.xml").read_text(encoding="utf-8")
    assert "wrong.play.yaml" in report
    assert "leave.play.yaml" in report
    assert (folder / "reached.json").is_file()
    assert (folder / "reached.html").is_file()
    assert "Out." in next((folder / "told").rglob("leave*")).read_text(encoding="utf-8")
    assert "[Leave]" in (folder / "plays" / "renamed.play.yaml").read_text(encoding="utf-8")


def test_random_play_writes_its_scripts_and_its_coverage(folder: Path) -> None:
    files = ["--scripts", "found", "--coverage", "reached.txt"]
    assert unheard(folder, "random", "door.yaml", "--runs", "50", "--jobs", "1", *files) == 141
    assert list((folder / "found").glob("*.play.yaml"))
    assert (folder / "reached.txt").is_file()


def test_a_file_that_cannot_be_written_keeps_no_other_from_it_and_no_report(folder: Path) -> None:
    pytest.importorskip("oxidd")
    (folder / "file").write_text("in the way", encoding="utf-8")
    around = environment(folder / "home")
    for arguments, there in (
        (["prove", "door.yaml", "--junit", "file/proof.xml", "--scripts", "suite"], "suite"),
        (["replay", "plays", "--coverage", "file/reached.txt", "--junit", "replay.xml"], "replay.xml"),
        (["random", "door.yaml", "--runs", "50", "--scripts", "file/found", "--coverage", "r.txt"], "r.txt"),
    ):
        command = [*HAMBIES, *arguments]
        done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False)
        assert done.returncode == 2, arguments
        assert "cannot be written" in done.stderr
        assert done.stdout.strip()
        assert (folder / there).exists(), arguments
