"""Golden transcripts: found, held against what was read, and written anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replay.conftest import Run

Write = Callable[[str, str], Path]

LIGHT = "steps: [Ask who lit it, Turn it up, Go on]\nexpect: {ending: light}\n"


def test_golden_transcripts(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", "parameters: [{n: Su}, {n: Jo}]\nsetup: {name: $n}\nsteps: []\n")
    missing = replay("lamp", "--transcript", "golden")
    assert missing.code == 1
    assert "there is no golden transcript of it yet; --update writes lamp/golden/a.txt" in missing.out
    assert "3 playthroughs: 0 held, 3 failed" in missing.out
    golden = Path("lamp/golden")
    assert not golden.exists()
    assert replay("lamp", "--transcript", "golden", "--update").code == 0
    assert sorted(path.relative_to(golden).as_posix() for path in golden.rglob("*.txt")) == [
        "a.txt", "b.1.txt", "b.2.txt",
    ]  # fmt: skip
    assert "The lamp is lit, Jo." in (golden / "b.2.txt").read_text(encoding="utf-8")
    assert replay("lamp", "--transcript", "golden").code == 0

    story = Path("lamp/story.yaml")
    story.write_text(
        story.read_text(encoding="utf-8").replace("The hum follows you.", "The hum is gone."), encoding="utf-8"
    )
    changed = replay("lamp", "--transcript", "golden")
    assert changed.code == 1
    assert "-The hum follows you.\n+The hum is gone." in changed.out
    assert "no longer reads like" in changed.out
    assert "3 playthroughs: 2 held, 1 failed" in changed.out
    before = (golden / "b.1.txt").stat().st_mtime_ns
    updated = replay("lamp", "--transcript", "golden", "--update")
    assert updated.code == 0
    assert "+The hum is gone." in updated.out
    assert (golden / "b.1.txt").stat().st_mtime_ns == before
    assert replay("lamp", "--transcript", "golden").code == 0


def test_golden_transcripts_are_found_from_every_folder(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/plays/a.play.yaml", LIGHT)
    assert replay("lamp", "--transcript", "golden", "--update").code == 0
    assert [path.as_posix() for path in Path().rglob("*.txt")] == ["lamp/golden/plays/a.txt"]
    for here, scripts, golden in (
        (".", "lamp/plays", "lamp/golden"),
        ("lamp", "plays", "golden"),
        ("lamp", ".", "./golden"),
        ("lamp/plays", "a.play.yaml", "golden"),
        ("lamp/plays", "a.play.yaml", "../golden"),
        ("/", str(folder / "lamp"), "golden"),
        ("/", str(folder / "lamp/plays/a.play.yaml"), str(folder / "lamp/golden")),
    ):
        os.chdir(folder / here)
        said = replay(scripts, "--transcript", golden)
        assert said.code == 0, (here, said.out)


def test_golden_transcripts_of_scripts_elsewhere_stay_in_their_folder(folder: Path, write: Write, replay: Run) -> None:
    write("elsewhere/a.play.yaml", "story: ../lamp/\n" + LIGHT)
    assert replay("elsewhere", "--transcript", "golden", "--update").code == 0
    assert [path.as_posix() for path in Path().rglob("*.txt")] == ["lamp/golden/elsewhere/a.txt"]


def test_what_did_not_hold_is_no_golden_transcript(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", "steps: [Something else]\n")
    said = replay("lamp", "--transcript", "golden", "--update")
    assert said.code == 1
    assert "0 held, 1 failed" in said.out
    assert not Path("lamp/golden").exists()


@pytest.mark.parametrize("form", ["json", "github"])
def test_a_missing_golden_transcript_is_a_failure_in_every_form(
    folder: Path, write: Write, replay: Run, form: str
) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp", "--transcript", "golden", "--format", form, "--junit", "j.xml")
    assert said.code == 1
    assert 'failures="1"' in Path("j.xml").read_text(encoding="utf-8")
    if form == "github":
        assert "::error file=lamp/a.play.yaml,line=1,col=1,title=transcript::there is no golden" in said.out
    else:
        report = json.loads(said.out)
        assert report["counts"]["failed"] == 1
        assert report["runs"][0]["status"] == "failed"
        assert "--update writes" in report["runs"][0]["transcript"]
