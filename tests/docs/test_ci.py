"""What CI systems are given: SARIF, summaries of jobs, the action and the hooks, each tried as it would be run there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from game.cli import main
from game.replay.reports.results import TimedOutcome
from game.replay.reports.summary import replay_summary
from game.replay.running.runner import RunOutcome
from game.replay.scripts.steps import File, Script
from tests.door import ROOT, environment

STORY = """\
story: s
title: "A *story* <b>|"
start: a
variables: {x: bool}
scenes:
  a:
    text: "{if x: never | else: always}"
    choices: [Go -> b, "Go on <script> | `b`: x -> b"]
  b:
    text: Here.
    ending: e
endings: {e: End}
"""


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "story.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "a b" / "good.play.yaml").write_text("steps: [1]\nexpect: {ending: e}\n", encoding="utf-8")
    (tmp_path / "a b" / "bad.play.yaml").write_text('steps: ["Fly | <b> ```"]\n', encoding="utf-8")
    return tmp_path


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["check", "--format", "sarif", *arguments]) == 1
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    (run,) = found["runs"]
    assert (found["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    return dict(run)


def test_sarif_has_every_finding_at_its_place(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = STORY.replace("always}", "日😀 {zz}}").replace("Go -> b", "Go -> c")
    (there / "a b" / "story.yaml").write_text(broken + "variables: {}\n", encoding="utf-8")
    (there / "other.yaml").write_text("story: x\n", encoding="utf-8")
    run = sarif(capsys, "a b", str(there / "other.yaml"))
    main(["check", "--format", "json", "a b", str(there / "other.yaml")])
    wanted = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(wanted) > 3
    assert [one["ruleId"] for one in run["results"]] == [one["code"] for one in wanted]
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], wanted, strict=True):
        assert rules[result["ruleIndex"]]["id"] == finding["code"]
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) == (finding["line"], finding["column"])
        assert region["endColumn"] - region["startColumn"] == finding["length"]
    files = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert files == {"a%20b/story.yaml", (there / "other.yaml").as_uri()}
    assert any("relatedLocations" in one for one in run["results"])


def test_a_summary_is_added_to_a_file_and_says_names_as_text(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = there / "summary.md"
    file.write_text("before\n\n", encoding="utf-8")
    assert main(["replay", "a b", "--summary", "summary.md", "--coverage", "c.txt"]) == 1
    assert main(["prove", "a b", "--summary", "summary.md"]) == 1
    said = file.read_text(encoding="utf-8")
    assert said.startswith("before\n\n### 2 playthroughs: 1 held, 1 failed")
    assert "\n### A \\*story\\* \\<b\\>\\|: 1 thing went wrong" in said
    assert "| endings | 1 | 0 | 0 |" in said
    outside = re.sub(r"(?ms)^(````+)\n.*?^\1$", "", said)  # the fence is longer than what is in it
    assert "Fly \\| \\<b\\>" in outside
    assert not re.search(r"(?<!\\)<(?!/?(?:details|summary)>)", outside)
    capsys.readouterr()
    (there / "link.md").symlink_to(file)
    assert main(["replay", "a b/good.play.yaml", "--summary", "link.md"]) == 2
    assert "link.md cannot be written: it is a link" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == said


def test_a_summary_stays_small_however_much_fails() -> None:
    text = "\n".join(["x" * 80] * 5000)
    failed = RunOutcome(Script(source=File("a.play.yaml")), "", "failed", (), (), None)
    said = replay_summary([TimedOutcome(failed, 0.0, None, text)] * 5000, 1.0)
    assert len(said) < 1_000_000
    assert "\n\nand 4,500 more\n\n" in said
    assert "\nand 4,700 more\n" in said


def test_a_story_that_is_named_as_a_script_is_told_so(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "a b/story.yaml"]) == 2
    assert capsys.readouterr().out.count("error[E401]: this is a story, not a script") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's lines")
def test_the_action_does_all_and_ends_with_the_worst(there: Path) -> None:
    action = yaml.safe_load((ROOT / ".github/actions/story/action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    given = {"sarif": "found.sarif", "coverage": "c.html"}
    inputs = {name: str(one["default"]) for name, one in action["inputs"].items()} | given
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], str(value))
        for name, value in step["env"].items()
    }
    tools = there / "bin"
    tools.mkdir()
    (tools / "hambies").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m game "$@"\n', encoding="utf-8")
    (tools / "hambies").chmod(0o755)
    around = environment(there / "home") | env | {"GITHUB_STEP_SUMMARY": "summary.md", "PYTHONPATH": str(ROOT)}
    around["PATH"] = f"{tools}{os.pathsep}{around['PATH']}"
    (there / "a b").rename(there / "aXb")
    around |= {"STORY": "aXb", "PLAYTHROUGHS": "aXb/good.play.yaml\naXb/bad.play.yaml\n"}
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=there,
        env=around,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stdout.count("::error ") == 2, done.stdout
    assert all((there / name).stat().st_size > 100 for name in ("summary.md", "found.sarif", "c.html"))
    assert "${{" not in step["run"], "what an input says is never taken for a command"


def test_the_hooks_name_commands_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for hook in hooks:
        assert hook["entry"].split()[0] == "hambies"
        assert f"id: {hook['id']}" in page
        assert main([*hook["entry"].split()[1:], "--help"]) == 0
