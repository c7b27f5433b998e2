"""Standard streams that are closed, full, or in another encoding: a reason and exit 2, or silence; never a mistake of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cli.conftest import STORY, Hambies
from tests.door import Ran, environment, run_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells and devices")

COMMANDS = [
    ("--version", 0),
    ("--help", 0),
    ("help play", 0),
    ("where", 0),
    ("check small.yaml", 0),
    ("check --format json broken.yaml", 1),
    ("check nosuch", 2),
    ("nosuch", 2),
    ("play --plain --seed 1 small.yaml", 0),
    ("play --json --seed 1 small.yaml", 0),
    ("replay small.play.yaml", 0),
    ("replay --format json small.play.yaml", 0),
    ("random small.yaml --runs 2 --seed 1 --jobs 1", 0),
    ("prove small.yaml --no-cache", 0),
    ("ask small.yaml seen(room)", 0),
]
SILENT = {"nosuch", "check nosuch"}  # say nothing on the standard output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(STORY.replace("ending: out", "goto: nowhere"), encoding="utf-8")
    (tmp_path / "small.play.yaml").write_text("story: ./small.yaml\nsteps: [Leave]\n", encoding="utf-8")
    return tmp_path


def shell(folder: Path, line: str) -> tuple[int, str]:
    """The exit code of a line of shell in which HAMBIES is the command, and what it said on the streams that were left."""
    command, around = line.replace("HAMBIES", f"{sys.executable} -m game"), environment(folder / "home")
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=around, capture_output=True, timeout=60, check=False)
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said
    assert "bug in hambies" not in said
    assert not list(folder.glob("home/**/crash-*")), said
    return done.returncode, said


ONE_AS_A_PROCESS = [
    pytest.param(*one, marks=[] if one[0].startswith("replay --format") else pytest.mark.slow) for one in COMMANDS
]
"""How a process begins and ends with its streams is the same for each command; how each uses them is looked at without one."""


@pytest.mark.parametrize(("command", "code"), ONE_AS_A_PROCESS)
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_process_with_a_missing_stream_has_an_empty_one(folder: Path, command: str, code: int, closed: str) -> None:
    command = command.replace("seen(room)", "'seen(room)'")
    assert shell(folder, f"HAMBIES {command} {closed}")[0] == code


@pytest.mark.parametrize(("command", "code"), COMMANDS)
@pytest.mark.parametrize("missing", [("stdin",), ("stdout",), ("stderr",), ("stdin", "stdout", "stderr")])
def test_a_missing_stream_is_an_empty_one(folder: Path, command: str, code: int, missing: tuple[str, ...]) -> None:
    """The interpreter has None in its place."""
    assert run_here(*command.split(), folder=folder, home=folder / "home", streams=dict.fromkeys(missing)).code == code


def told(found: int, said: str, command: str, code: int) -> None:
    assert found == (code if command in SILENT else 2)
    assert (
        command in SILENT or "hambies: the output cannot be written to: No space left on device." in said.splitlines()
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize(("command", "code"), ONE_AS_A_PROCESS)
def test_a_process_says_that_its_output_is_full(folder: Path, command: str, code: int) -> None:
    quoted = command.replace("seen(room)", "'seen(room)'")
    told(*shell(folder, f"HAMBIES {quoted} >/dev/full </dev/null"), command, code)
    assert shell(folder, f"HAMBIES {quoted} >/dev/full 2>/dev/full </dev/null")[0] == 2
    assert shell(folder, f"HAMBIES {quoted} 2>/dev/full </dev/null")[0] in (code, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize(("command", "code"), COMMANDS)
def test_a_full_output_is_said_and_exit_2(folder: Path, command: str, code: int) -> None:
    def run(*streams: str) -> Ran:
        with ExitStack() as opened:
            full = {name: opened.enter_context(Path("/dev/full").open("w", encoding="utf-8")) for name in streams}
            return run_here(*command.split(), folder=folder, home=folder / "home", streams=full)

    ran = run("stdout")
    told(ran.code, ran.err, command, code)
    assert run("stdout", "stderr").code == 2
    assert run("stderr").code in (code, 2)


@pytest.mark.parametrize("mode", ["--plain", "--json"])
def test_an_input_that_cannot_be_read_is_said_and_exit_2(folder: Path, mode: str) -> None:
    code, said = shell(folder, f"HAMBIES play {mode} --seed 1 small.yaml 0>typed")
    assert (code, "hambies: the input cannot be read: " in said) == (2, True), said


SPOKEN = STORY.replace("A room.", "나무 “room”").replace("- Leave", "- 나가다").replace("- Stay", "- Stay -> nowhere")
GOOD = """\
story: good
title: 나무
start: room
always: [not seen(out)]
scenes:
  room:
    - 나무 “room”
    - choices:
        - 나가다 -> out
  out:
    - ending: gone
endings: {gone: {title: 나무}}
"""
MACHINES = [
    ("check --format json 나무.yaml", "나무"),
    ("check --format github 나무.yaml", "나무"),
    ("replay --format json 나무.play.yaml", "노래하다"),
    ("replay --format github 나무.play.yaml", "노래하다"),
    ("random --format json good.yaml --runs 9 --jobs 1", "good"),
    ("prove --format json --no-cache good.yaml", "나가다"),
    ("ask --format json good.yaml seen(out)", "나가다"),
    ("play --json good.yaml", "나무"),
]


@pytest.mark.parametrize(("command", "word"), MACHINES)
def test_what_machines_read_is_utf_8_whatever_the_pipe_has(
    tmp_path: Path, hambies: Hambies, command: str, word: str
) -> None:
    (tmp_path / "나무.yaml").write_text(SPOKEN, encoding="utf-8")
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "나무.play.yaml").write_text("story: ./good.yaml\nsteps: [노래하다]\n", encoding="utf-8")
    ran = hambies(*command.split(), PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert "\ufffd" not in ran.out
    assert word in ran.out
    if "json" in command:
        for line in [ran.out] if ran.out.startswith("{\n") else ran.out.splitlines():
            json.loads(line)


def test_where_nothing_can_be_opened_any_more_the_last_resort_is_a_sentence(folder: Path) -> None:
    code = (
        "import os, resource, sys\n"
        "from game import cli\n"
        "def fail(arguments):\n"
        "    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))\n"
        "    raise OSError(24, 'Too many open files')\n"
        "cli._dispatch = fail\n"
        "sys.exit(cli.main([]))\n"
    )
    around = environment(folder / "home")
    done = subprocess.run([sys.executable, "-c", code], env=around, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.count("\n") == 1
    assert "this is a bug in hambies" in done.stderr
    assert "OSError" in done.stderr


BOMBS = """\
story: bombs
title: "::error::title"
start: room
variables: {text: {type: text, start: "::error::value"}}
setup: [{ask: "::error::ask", set: text}]
scenes:
  room:
    - |
      ::error::said
      aloud ##[error]loud
    - "{text}"
    - choices:
        - {choice: "::error::choice", id: out}
        - {choice: "::error::other", id: other, if: false, goto: room}
    - ending: over
endings: {over: "::error::ending"}
"""


@pytest.mark.parametrize(
    ("command", "typed"),
    [
        ("play --plain bombs.yaml", "1\n\n1\nundo\nstory\nquit\n"),
        ("play --plain --width 20 bombs.yaml", "1\n\n1\n"),
        ("check bombs.yaml", ""),
        ("check --format github bombs.yaml", ""),
        ("check --format json bombs.yaml", ""),
        ("prove bombs.yaml", ""),
        ("prove --format github bombs.yaml", ""),
        ("random --runs 3 bombs.yaml", ""),
        ("replay bombs.play.yaml", ""),
        ("replay --format github bombs.play.yaml", ""),
        ("replay --format json bombs.play.yaml", ""),
        ("replay --transcript --update bombs.play.yaml", ""),
    ],
)
def test_no_word_of_a_story_is_a_command_for_the_runner_that_reads_it(
    hambies: Hambies, tmp_path: Path, command: str, typed: str
) -> None:
    (tmp_path / "bombs.yaml").write_text(BOMBS, encoding="utf-8")
    (tmp_path / "bombs.play.yaml").write_text(
        "story: bombs.yaml\nsteps:\n  - out\nexpect: {text: '::error::expected'}\n", encoding="utf-8"
    )
    ran = hambies(*command.split(), typed=typed, GITHUB_ACTIONS="true")
    assert ran.code != 70
    assert ran.out + ran.err
    ours = (
        "::error file=",
        "::warning file=",
        "::notice title=",
        "::error title=",
        "::notice file=",
        "::warning title=",
    )
    for line in (ran.out + ran.err).splitlines():
        assert "##[" not in line
        assert not line.lstrip().startswith("::") or line.startswith(ours), line
