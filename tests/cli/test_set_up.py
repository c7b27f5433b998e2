"""The README's two commands are what CI runs, and need nothing but Python."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest

from game import __version__
from tests.door import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def commands() -> dict[str, str]:
    """The commands as .ci/run reads them."""
    if sys.platform == "win32":
        pytest.skip("the script is for bash")
    shown = subprocess.run([ROOT / ".ci" / "run", "--show-commands"], capture_output=True, text=True, check=True)
    return dict(line.split(": ", 1) for line in shown.stdout.splitlines())


def test_both_commands_are_one_line_that_makes_its_own_environment(commands: dict[str, str]) -> None:
    assert set(commands) == {"start", "test"}
    for command in commands.values():
        assert f"```sh\n{command}\n```" in README
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q -e ")
    assert commands["start"].endswith(" && .venv/bin/hambies")
    assert "'.[test]' && .venv/bin/pytest" in commands["test"]


def test_ci_runs_the_commands_it_reads() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert 'bash -c "$test_command"' in script
    assert 'bash -c "$start_command"' in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_package_says_what_the_documents_say() -> None:
    project = PROJECT["project"]
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 or newer" in README
    assert project["scripts"] == {"hambies": "game.cli:process"}
    for name in project["license-files"]:
        assert (ROOT / name).is_file()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_wheel_carries_the_story() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "story" in wheel["only-include"]
    assert wheel["sources"]["story"] == "game/story"
    assert (ROOT / "story" / "story.yaml").is_file()
