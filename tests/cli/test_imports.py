"""What a running command has loaded: nothing it does not need, and never the screen outside the screen."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import STORY
from tests.door import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "story: small.yaml\nsteps:\n  - Leave\nexpect: {ending: out}\n"
SCREEN = {"textual", "rich"}
PARSERS = {"yaml", "textual", "rich", "asyncio", "difflib", "json", "platformdirs", "dataclasses"}
TOLD = "import sys; sys.argv[0] = 'hambies'; from game.cli import main; code = main(); print(*sys.modules, file=sys.stderr); sys.exit(code)"


def modules(folder: Path, *arguments: str) -> set[str]:
    """The modules that are loaded when the command has ended well."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD, *arguments],
        input=b"",
        capture_output=True,
        cwd=folder,
        env=environment(folder / "home"),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return set(done.stderr.decode().splitlines()[-1].split())


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The same without what is inside of packages."""
    return {name.partition(".")[0] for name in modules(folder, *arguments)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "small.play.yaml").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_load_next_to_nothing(folder: Path, arguments: list[str]) -> None:
    assert loaded(folder, *arguments).isdisjoint(PARSERS | {"argparse"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["where"],
        ["check", "small.yaml"],
        ["play", "--plain", "small.yaml"],
        ["play", "--json", "small.yaml"],
        ["small.yaml"],
        ["replay", "small.play.yaml"],
        ["random", "small.yaml", "--runs", "2", "--seed", "1"],
    ],
)
def test_only_the_screen_loads_the_terminal(folder: Path, arguments: list[str]) -> None:
    assert loaded(folder, *arguments).isdisjoint(SCREEN)


def test_a_sound_story_needs_nothing_that_shows_faults(folder: Path) -> None:
    found = modules(folder, "check", "--no-proof", "small.yaml")
    assert found.isdisjoint({"wcwidth", "game.language.text.columns", "game.language.diagnostics.workflow"})


@pytest.mark.parametrize("path", sorted((ROOT / "game/language/slips").glob("*.py")), ids=lambda path: path.stem)
def test_patterns_for_mistakes_are_compiled_when_a_text_asks_for_them(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_once = [one for one in tree.body if not isinstance(one, ast.FunctionDef | ast.ClassDef)]
    assert "re.compile(" not in "".join(map(ast.unparse, at_once))


def test_the_pytest_plugin_is_light(folder: Path) -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import game.replay.plugin; print(*(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=folder,
        env=environment(folder / "home"),
        timeout=60,
        check=True,
    )
    assert {name.partition(".")[0] for name in done.stdout.decode().split()}.isdisjoint({"yaml", *SCREEN})
