"""The door: commands found, arguments refused, exit codes, and no traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from game import __version__, cli
from game.commands.table import COMMANDS
from tests.cli.conftest import STORY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Hambies


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(STORY.replace("ending: out", "goto: nowhere"), encoding="utf-8")
    return path


def test_version_and_help(hambies: Hambies) -> None:
    assert hambies("--version") == (0, f"hambies {__version__}\n", "")
    shown = hambies("--help")
    assert shown.code == 0
    assert re.findall(r"^  (\w[\w-]*) ", shown.out, re.MULTILINE) == [one.name for one in COMMANDS]
    assert hambies("help").out == shown.out


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["map", "--html"], " (did you mean --format html?)"),
        (["replay", "--junit-xml", "a"], " (did you mean --junit?)"),
        (["check", "--format=jsn", "--strct"], ""),
        (["map", "--nothing-at-all"], ""),
        (["replay", "--html"], ""),
        (["completion", "zsh", "--bash"], " (did you mean bash?)"),
        (["rename", "--scene", "scene", "a", "b"], " (did you mean scene?)"),
    ],
)
def test_an_option_that_there_is_not(hambies: Hambies, arguments: list[str], meant: str) -> None:
    shown = hambies(*arguments)
    assert shown.code == 2
    assert ("did you mean" in shown.err) == bool(meant)
    assert meant in shown.err


@pytest.mark.parametrize("name", [one.name for one in COMMANDS])
def test_each_command_has_its_own_help(hambies: Hambies, name: str) -> None:
    shown = hambies(name, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"usage: hambies {name} ")
    assert hambies("help", name).out == shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-story"],
        ["--no-such-option"],
        ["help", "nothing"],
        ["play", "no-such-story"],
        ["play", "--seed", "x"],
        ["play", "--json", "--plain"],
        ["play", "--set", "name"],
        ["play", "--width", "3"],
        ["check", "no-such-story"],
        ["check", "--format", "xml"],
        ["where", "nothing"],
        ["replay", "no-such-script"],
        ["random", "no-such-story"],
    ],
)
def test_bad_arguments_are_one_sentence_and_exit_2(hambies: Hambies, arguments: list[str]) -> None:
    ran = hambies(*arguments)
    assert ran.code == 2, ran
    assert ran.out == "" or arguments[0] == "replay"  # which still counts what it ran
    assert "Traceback" not in ran.err
    assert ran.err.strip()


def test_the_nearest_command_is_offered(hambies: Hambies) -> None:
    assert "Did you mean `check`?" in hambies("chekc").err


def test_where_shows_every_place_under_the_home(hambies: Hambies, home: Path) -> None:
    ran = hambies("where")
    places = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    assert places["saves"] == str(home / "saves")
    assert places["settings"] == str(home / "config" / "settings.json")
    assert places["cache"] == str(home / "cache")
    assert hambies("where", "saves").out == f"{home / 'saves'}\n"
    assert not home.exists(), "asking where things are must not make them"


def test_check_passes_a_sound_story(hambies: Hambies, story: Path) -> None:
    ran = hambies("check", story)
    assert ran.code == 0, ran
    assert "1 scene, 2 choices" in ran.out


def test_check_fails_a_broken_story_and_shows_the_place(hambies: Hambies, broken: Path) -> None:
    ran = hambies("check", broken)
    assert ran.code == 1
    assert re.search(r"broken\.yaml:10:\d+: error\[E\d+\]", ran.out), ran.out
    assert hambies("check", "--format", "github", broken).out.startswith("::error ")


def test_the_worst_of_several_stories_decides(hambies: Hambies, story: Path, broken: Path) -> None:
    assert hambies("check", story, broken).code == 1
    assert hambies("check", broken, "no-such-story", story).code == 2


def test_a_broken_story_is_not_played(hambies: Hambies, broken: Path) -> None:
    for arguments in (["play", "--json", broken], ["play", "--plain", broken], [broken]):
        ran = hambies(*arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert "error[" in ran.err
        assert "cannot be played: 1 error." in ran.err


def test_our_own_mistake_is_a_sentence_and_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    def fail(arguments: list[str]) -> int:
        raise RuntimeError("a bug\x1b[2J\nof ours")

    monkeypatch.setenv("HAMBIES_HOME", str(home))
    monkeypatch.delenv("HAMBIES_DEBUG", raising=False)
    monkeypatch.setattr(cli, "_dispatch", fail)
    assert cli.main(["play"]) == 70
    said = capsys.readouterr().err
    assert "this is a bug in hambies" in said
    assert said.count("\n") == 1
    assert "\x1b" not in said
    (log,) = (home / "saves").glob("crash-*.log")
    assert str(log) in said
    assert "RuntimeError" in log.read_text(encoding="utf-8")
    monkeypatch.setenv("HAMBIES_DEBUG", "1")
    with pytest.raises(RuntimeError):
        cli.main(["play"])


def test_a_mistake_is_told_even_when_nothing_can_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    def fail(arguments: list[str]) -> int:
        raise RecursionError

    monkeypatch.setenv("HAMBIES_HOME", str(blocked))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(blocked))
    monkeypatch.setattr(cli, "_dispatch", fail)
    assert cli.main([]) == 70
    assert "It could not be saved." in capsys.readouterr().err


def test_ctrl_c_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_dispatch", stop)
    assert cli.main([]) == 130
    assert capsys.readouterr() == ("", "\n")
