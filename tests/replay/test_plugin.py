"""The pytest plugin: scripts are tests, and fail in the words of the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml  # noqa: F401 - what a run in this process loads is forgotten, and PyYAML's parser in C cannot be loaded twice

from tests.replay.conftest import STORIES

pytest_plugins = ["pytester"]


@pytest.fixture
def story(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.mkdir("lamp")
    (pytester.path / "lamp" / "story.yaml").write_text(
        (STORIES / "lamp" / "story.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return pytester


def script(where: pytest.Pytester, name: str, text: str) -> None:
    (where.path / "lamp" / f"{name}.play.yaml").write_text(text, encoding="utf-8")


def run(where: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    loaded = [] if where._request.config.pluginmanager.hasplugin("hambies") else ["-p", "game.replay.plugin"]
    return where.runpytest_inprocess(
        "-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "no:textual-snapshot", *loaded, *arguments
    )


def test_scripts_are_tests(story: pytest.Pytester) -> None:
    script(story, "a", "steps: [Blow]\nexpect: {ending: dark}\n")
    script(story, "b", "parameters: [{end: dark}, {end: light}]\nsteps: [Blow]\nexpect: {ending: $end}\n")
    script(story, "c", "xfail: not written\nsteps: [Pet the cat]\n")
    script(story, "d", "xfail: written by now\nsteps: [Blow]\n")
    script(story, "e", "step: []\n")
    result = run(story, "lamp", "-rA")
    result.assert_outcomes(passed=2, failed=3, xfailed=1)
    text = result.stdout.str()
    assert "b.play.yaml:3:18: expected ending light" in text
    assert "  The choices there:" not in text.split("expected ending light")[1].split("____")[0]
    assert "it held, though it is marked xfail: written by now" in text
    assert "e.play.yaml:1:1: error[E402]" in text
    assert "not written" in text
    assert "Traceback" not in text
    assert "runner.py" not in text


def test_each_of_the_parameters_has_a_name(story: pytest.Pytester) -> None:
    script(story, "b", "parameters: [{end: dark}, {end: light}]\nsteps: [Blow]\nexpect: {ending: $end}\n")
    result = run(story, "--collect-only", "-q")
    result.stdout.fnmatch_lines(["lamp/b.play.yaml::end=dark", "lamp/b.play.yaml::end=light"])


def test_a_broken_story_is_told(story: pytest.Pytester) -> None:
    script(story, "a", "steps: [Blow]\n")
    (story.path / "lamp" / "story.yaml").write_text(
        "story: lamp\ntitle: x\nstart: y\nscenes: {a: [goto: y]}\n", encoding="utf-8"
    )
    result = run(story, "lamp")
    result.assert_outcomes(failed=1)
    assert "story.yaml:" in result.stdout.str()


def test_other_yaml_is_left_alone(story: pytest.Pytester) -> None:
    (story.path / "lamp" / "x.yaml").write_text("a: b\n", encoding="utf-8")
    assert run(story).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_plugin_costs_nothing_without_scripts() -> None:
    code = "import sys; before = set(sys.modules); import game.replay.plugin; print(sorted(set(sys.modules) - before))"
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    loaded = done.stdout.replace("'", " ").split()
    assert [name for name in loaded if name.startswith("game")] == ["game", "game.replay", "game.replay.plugin"]
    assert not {"yaml", "pytest", "dataclasses", "argparse"} & set(loaded)
