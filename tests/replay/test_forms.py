"""What `hambies replay` says to programs, and writes beside what it prints: JSON, annotations, JUnit, coverage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.replay.conftest import Run

Write = Callable[[str, str], Path]

LIGHT = "steps: [Ask who lit it, Turn it up, Go on]\nexpect: {ending: light}\n"
FAILS = "# why\nsteps:\n  - Ask who lid it   # a typo\n"


def test_json(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", FAILS)
    write("lamp/c.play.yaml", "steps: 3\n")
    said = replay("lamp", "--format", "json")
    assert said.code == 2
    report = json.loads(said.out)
    assert report["counts"] == {"passed": 1, "failed": 1, "xfailed": 0, "xpassed": 0, "error": 1}
    held, failed, wrong = report["runs"]
    assert (held["status"], held["ending"], held["choices"][0]) == ("passed", "light", "cellar/ask-who-lit-it")
    (failure,) = failed["failures"]
    assert (failure["line"], failure["column"], failure["nearest"]) == (3, 5, "Ask who lit it")
    assert failure["turn"]["choices"][1] == {
        "id": failure["turn"]["choices"][1]["id"], "label": "Turn it up", "open": False, "reason": "the knob is too cold",
    }  # fmt: skip
    assert failed["state"]["heat"] == "0"
    assert wrong["errors"][0]["code"] == "E403"


def test_github(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/b.play.yaml", FAILS)
    said = replay("lamp", "--format", "github")
    assert said.code == 1
    (line,) = [line for line in said.out.splitlines() if line.startswith("::error ")]
    assert f"file={Path('lamp/b.play.yaml')},line=3,col=5,title=playthrough::" in line
    assert 'no choice here is called "Ask who lid it"%0Anearest: Ask who lit it%0Athe choices there:%0A 1  Ask' in line


def test_github_lines_cannot_be_forged(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/b.play.yaml", 'steps:\n  - "x\\n::warning::forged %0A"\n')
    said = replay("lamp", "--format", "github")
    assert [line for line in said.out.splitlines() if line.startswith("::")] == [
        line for line in said.out.splitlines() if line.startswith("::error file=")
    ]
    assert "%250A" in said.out


def test_junit(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", 'steps:\n  - "]]> & <b> é\\t한"\n')
    write("lamp/c.play.yaml", "steps: 3\n")
    write("lamp/d.play.yaml", "xfail: later\nsteps: [Nowhere]\n")
    said = replay("lamp", "--junit", "out/results.xml")
    assert said.code == 2
    suite = ET.parse(folder / "out" / "results.xml").getroot()[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    kinds = [[child.tag for child in case] for case in suite]
    assert kinds == [[], ["failure"], ["error"], ["skipped"]]
    failure = suite[1][0]
    assert failure.get("message") == 'no choice here is called "]]> & <b> é 한"' or "é" in str(failure.get("message"))
    assert "The choices there" in str(failure.text)
    assert suite[0].get("classname") == "lamp"


def test_fail_under(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    assert replay("lamp", "--fail-under", "50").code == 0
    said = replay("lamp", "--fail-under", "99.5", "--junit", "r.xml")
    assert said.code == 1
    assert "coverage of lamp is 62%, under 99.5%" in said.out
    assert ET.parse("r.xml").getroot().get("failures") == "1"


def test_coverage_files(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp", "--coverage", "c.txt", "--coverage", "c.json", "--coverage", "c.html")
    assert said.code == 0
    assert "Not reached:\n  ending dark\n" in Path("c.txt").read_text(encoding="utf-8")
    (story,) = json.loads(Path("c.json").read_text(encoding="utf-8"))["stories"]
    assert story["endings"] == {"reached": 1, "total": 2, "percent": 50.0, "missing": ["dark"]}
    assert story["by_scene"]["out"]["reached"] is False
    assert "<title>Coverage: The Lamp Room</title>" in Path("c.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--coverage", "c.pdf"),
        ("--coverage", "lamp/story.yaml/c.txt"),
        ("--junit", "lamp"),
        ("--transcript", "lamp/story.yaml"),
    ],
)
def test_what_cannot_be_written(folder: Path, write: Write, replay: Run, options: tuple[str, str]) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp", *options)
    assert said.code == 2
    assert said.err.startswith("hambies: ")


@pytest.mark.parametrize("value", ["-1", "101", "x", "nan"])
def test_fail_under_is_a_percentage(folder: Path, replay: Run, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        replay("lamp", f"--fail-under={value}")
    assert stop.value.code == 2
