"""Stories and scripts for the tests of replay, and the command without a process."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from game.language.yaml.reader import read_text
from game.program.load import load
from game.program.model import Program
from game.replay import command
from game.replay.random_play import command as random_command
from game.replay.scripts.parsing import parse
from game.replay.scripts.steps import Script

STORIES = Path(__file__).parent / "stories"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read from or written to where the player's files are."""
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))


@pytest.fixture
def program_of(tmp_path: Path) -> Callable[[str], Program]:
    """Writes a story and loads it."""

    def make(text: str) -> Program:
        path = tmp_path / "made.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        loaded = load(path, cache=False)
        assert loaded.program is not None, loaded.diagnostics
        return loaded.program

    return make


@pytest.fixture(scope="session")
def lamp() -> Program:
    """The story in stories/lamp."""
    loaded = load(STORIES / "lamp", cache=False)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program


def script_from(text: str) -> Script:
    """A script from its YAML."""
    script, found = parse(read_text(dedent(text), "x.play.yaml"))
    assert script is not None, found
    return script


@dataclass
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


def _runner(module: object, name: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Said:
        parser = ArgumentParser(prog=name)
        module.add_arguments(parser)  # type: ignore[attr-defined]  # a command's module
        code = module.run(parser.parse_args([str(each) for each in arguments]))  # type: ignore[attr-defined]
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str]) -> Run:
    """`hambies replay` in this process."""
    return _runner(command, "hambies replay", capsys)


@pytest.fixture
def random(capsys: pytest.CaptureFixture[str]) -> Run:
    """`hambies random` in this process."""
    return _runner(random_command, "hambies random", capsys)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the lamp story in it."""
    (tmp_path / "lamp").mkdir()
    story = (STORIES / "lamp" / "story.yaml").read_text(encoding="utf-8")
    (tmp_path / "lamp" / "story.yaml").write_text(story, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Callable[[str, str], Path]:
    """Writes a script (or another file) into the folder."""

    def make(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return make
