"""`hambies prove` and `hambies ask` as people and CI systems call them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from game.cli import main
from tests.proof.test_faults import STORY

STUCK = STORY.replace("- Get up -> yard", "- Get up -> fire").replace(
    "        - choice: Sleep\n          then:\n            - ending: stayed\n", ""
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_sound_story_is_proved(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(story)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The Ferry: nobody can get stuck, and everything that is written can be reached.")
    assert "3 of 3 endings can be reached" in out
    assert "4 of 4 promises hold" in out


def test_a_stuck_place_comes_with_the_way_there(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story.write_text(STUCK, encoding="utf-8")
    assert main(["prove", str(story)]) == 1
    out = capsys.readouterr().out
    assert "Stuck in stay" in out
    way = ["Talk to her", "Into the kitchen", "Out", "Stay"]
    assert "\n".join(f"    {label}" for label in way) in out


def test_a_choice_that_never_opens_comes_with_the_reason(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story.write_text(STORY.replace("needs: key and fuel >= 2", "needs: key and fuel >= 4"), encoding="utf-8")
    assert main(["prove", str(story)]) == 1
    assert "Never: the choice “To the ferry” (yard/to-the-ferry)" in capsys.readouterr().out


@pytest.mark.parametrize("kept", [False, True], ids=["read", "from the cache"])
def test_what_went_wrong_says_where_it_stands(story: Path, capsys: pytest.CaptureFixture[str], kept: bool) -> None:
    """As people read it, beside the line on GitHub, and for programs; the compiled story knows no lines."""
    text = STORY.replace("needs: key and fuel >= 2", "needs: key and fuel >= 4").replace("fuel <= 3", "fuel <= 2")
    text = text.replace("endings:", "endings:\n  flown: {title: Flown}", 1)
    story.write_text(text, encoding="utf-8")
    if kept:
        main(["prove", str(story)])
        capsys.readouterr()

    def place(line: str, said: str) -> tuple[int, int]:
        number = text.splitlines().index(line)
        return number + 1, line.index(said) + 1

    wanted = {
        "choice": place("        - choice: To the ferry", "To the ferry"),
        "scene": place("  ferry:", "ferry"),
        "promise": place("  - fuel <= 2", "fuel"),
        "ending": place("  flown: {title: Flown}", "flown"),
    }
    assert main(["prove", str(story)]) == 1
    lines = capsys.readouterr().out.splitlines()
    for line, column in wanted.values():
        assert f"  {story}:{line}:{column}" in lines
    main(["prove", str(story), "--format", "github"])
    said = capsys.readouterr().out
    for line, column in wanted.values():
        assert f"file={story},line={line},col={column},title=hambies prove ferry::" in said
    main(["prove", str(story), "--format", "json"])
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert all(("file" in one) == (one["verdict"] != "proved") for one in answers)
    assert {*wanted.values()} <= {(one["line"], one["column"]) for one in answers if "file" in one}


@pytest.mark.skipif(sys.platform == "win32", reason="no such file names there")
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_name_of_a_file_says_nothing_to_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    (tmp_path / "story.yaml").write_text(STORY.replace("scenes:", 'include: ["*.yaml"]\nscenes:', 1), encoding="utf-8")
    (tmp_path / "a\x1b[31mb.yaml").write_text("scenes:\n  nowhere:\n    - ending: alone\n", encoding="utf-8")
    assert main(["prove", str(tmp_path), "--format", form]) == 1
    out = capsys.readouterr().out
    assert "a[31mb.yaml" in out
    assert "\x1b" not in out
    assert "u001b" not in out


def test_an_annotation_is_one_line_whatever_the_story_says(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = STORY.replace("needs: key and fuel >= 2", "needs: key and fuel >= 4")
    text = text.replace("choice: To the ferry", 'choice: "100%::error ::, To the ferry"')
    story.write_text(text, encoding="utf-8")
    main(["prove", str(story), "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith(("::error file=", "::notice ")) for line in lines)
    assert any("100%25::error ::, To the ferry" in line for line in lines)


def test_json_lists_every_answer_with_its_playthrough(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["prove", str(story), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report["verdict"] == "proved"
    across = next(one for one in report["answers"] if (one["kind"], one["name"]) == ("ending", "across"))
    assert across["verdict"] == "proved"
    assert across["witness"]["shortest"]
    assert len(across["witness"]["choices"]) == 9


def test_junit_has_a_case_for_each_question(story: Path, tmp_path: Path) -> None:
    story.write_text(STUCK, encoding="utf-8")
    main(["prove", str(story), "--junit", str(tmp_path / "out.xml")])
    suite = ET.parse(tmp_path / "out.xml").getroot()[0]
    assert int(suite.get("tests", "0")) == len(suite) > 30
    assert int(suite.get("failures", "0")) == len(suite.findall("*/failure")) > 0


def test_the_suite_holds_and_reaches_all(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(story), "--scripts", str(tmp_path / "suite")]) == 0
    first = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "suite").iterdir()}
    assert main(["replay", str(tmp_path / "suite"), "--fail-under", "100"]) == 0, capsys.readouterr().out
    main(["prove", str(story), "--scripts", str(tmp_path / "again")])
    again = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "again").iterdir()}
    assert again == first


def test_a_bound_that_is_hit_is_not_decided(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(story), "--max-memory", "1"]) in (0, 3)
    assert main(["prove", str(story), "--max-time", "nan"]) == 2


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        (["fuel == 3 and trust == 3"], 0, "Yes, in"),
        (["fuel == 4"], 1, "Never"),
        (["fuel == 4", "--never"], 0, "Never"),
        (["seen(ferry)", "--at", "yard"], 1, "Never in yard"),
        (["visits(kitchen) == 2", "--at", "kitchen"], 0, "Yes, in kitchen after 3 choices"),
    ],
)
def test_questions(story: Path, question: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(story), *question]) == code
    assert capsys.readouterr().out.startswith(said)


def test_a_question_with_a_slip_says_where(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(story), "fule > 1"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("your question:1:1: error[E202]: there is no variable fule\n  1 | fule > 1\n    | ^~~~\n")
    assert "did you mean fuel?" in said
    assert main(["ask", str(story), "fuel > 1 or seen(yrad)"]) == 2
    assert capsys.readouterr().err.startswith(
        "your question:1:18: error[E120]: there is no scene, label or choice yrad"
    )
    assert main(["ask", str(story), "fuel > 1", "--at", "yrad"]) == 2
    assert "did you mean yard?" in capsys.readouterr().err


def test_a_missing_story_is_bad_input(tmp_path: Path) -> None:
    assert main(["prove", str(tmp_path / "none")]) == 2
    assert main(["ask", str(tmp_path / "none"), "true"]) == 2
