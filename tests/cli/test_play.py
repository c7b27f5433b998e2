"""`hambies` as a process: pipes, signals, encodings, terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import IO, TYPE_CHECKING

import pytest

from tests.cli.conftest import STORY
from tests.door import HAMBIES, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Hambies

if sys.platform != "win32":
    import pty

SPOKEN = STORY.replace("A room.", "A “room” — caf\u00e9 \ub098.")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SPOKEN, encoding="utf-8")
    return path


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell that runs the tests in the background has them ignore Ctrl-C, and so would the games they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def game(home: Path, story: Path, interruptible: None) -> Iterator[subprocess.Popen[bytes]]:
    """A game in lines, with pipes to talk to it."""
    with subprocess.Popen(
        [*HAMBIES, "--plain", "--seed", "1", str(story)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home, TERM="xterm-256color"),
    ) as process:
        yield process
        process.kill()


def pipes(game: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    assert game.stdin is not None
    assert game.stdout is not None
    assert game.stderr is not None
    return game.stdin, game.stdout, game.stderr


def read_until(stream: IO[bytes], mark: bytes) -> bytes:
    said = b""
    while mark not in said:
        piece = stream.read(1)
        assert piece, said
        said += piece
    return said


def test_a_pipe_plays_to_the_end_and_the_save_is_there_afterwards(hambies: Hambies, story: Path) -> None:
    played = hambies("--plain", story, typed="new\nstay\nquit\n")
    assert (played.code, played.err) == (0, "")
    assert "The end: Out of it." in played.out
    again = hambies(story, typed="continue\nundo\n")
    assert again.code == 0
    assert "1. Leave.\n2. Stay (taken before)." in again.out
    assert again.out.endswith("> \nYour playthrough is saved.\n\n")


def test_the_end_of_the_input_at_the_title_is_a_clean_stop(hambies: Hambies, story: Path) -> None:
    assert hambies(story)[::2] == (0, "")


def test_a_seed_or_an_answer_begins_at_once(hambies: Hambies, story: Path) -> None:
    assert "1. Leave." in hambies(story, "--seed", "3").out
    wrong = hambies(story, "--set", "name=Min")
    assert (wrong.code, wrong.out) == (2, "")
    assert "name" in wrong.err


def test_json_is_utf_8_whatever_the_terminal_is(hambies: Hambies, story: Path) -> None:
    ran = hambies("play", "--json", story, typed="0\n", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert ran.code == 0
    turn = json.loads(ran.out.splitlines()[1])
    assert turn["blocks"][0]["text"] == "A “room” — café \ub098."


def test_a_line_of_json_may_be_as_long_as_is_said_in_letters_of_any_script(hambies: Hambies, story: Path) -> None:
    most = 65_536
    asked = [f'"{letter * length}"' for letter in "a\ub098" for length in (most - 2, most - 1, 9 * most)]
    ran = hambies("play", "--json", story, typed="\n".join([*asked, "0"]))
    answers = [json.loads(line) for line in ran.out.splitlines()[2:]]
    refused = ["there is no choice" in one.get("error", "") for one in answers]
    too_long = [one.get("error") == "the line is too long" for one in answers]
    assert refused == [True, False, False] * 2 + [False], "each line has one answer"
    assert too_long == [False, True, True] * 2 + [False]
    assert answers[-1]["type"] == "turn", "what comes after it is obeyed"


def test_lines_of_json_come_in_any_pieces(home: Path, story: Path) -> None:
    command = [*HAMBIES, "play", "--json", str(story)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(home, TERM="xterm-256color")
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        first = [running.stdout.readline() for _ in range(2)]
        turn = first[1]
        for pieces in ([b'{"turn"', b":true}\n"], [b'{"turn":true}\n{"turn":', b'true}\n{"turn":true}\n']):
            for piece in pieces:
                running.stdin.write(piece)
                running.stdin.flush()
            for _ in range(b"".join(pieces).count(b"\n")):
                assert running.stdout.readline() == turn
        assert running.stdin.write(b'{"turn":true}')
        running.stdin.close()
        assert running.stdout.read() == turn, "a last line without an end counts"


def test_lines_in_another_encoding_lose_only_what_it_lacks(home: Path, story: Path) -> None:
    done = subprocess.run(
        [*HAMBIES, "--plain", "--seed", "1", str(story)],
        input=b"\xff\xfe\n",
        capture_output=True,
        env=environment(home, TERM="xterm-256color", PYTHONIOENCODING="latin-1", PYTHONUTF8="0"),
        check=True,
        timeout=60,
    )
    assert 'A "room" -- caf\xe9 ?.'.encode("latin-1") in done.stdout


def test_bytes_that_are_no_text_are_answered(home: Path, story: Path) -> None:
    for arguments in (["--plain", "--seed", "1"], ["--json"]):
        done = subprocess.run(
            [*HAMBIES, "play", *arguments, str(story)],
            input=b"\xff\xfe\xc3(\n1\n",
            capture_output=True,
            env=environment(home, TERM="xterm-256color"),
            check=True,
            timeout=60,
        )
        assert done.stderr == b""


def test_a_reader_that_goes_away_is_quiet(game: subprocess.Popen[bytes]) -> None:
    stdin, stdout, stderr = pipes(game)
    read_until(stdout, b"> ")
    stdout.close()
    stdin.write(b"help\n" * 100)
    stdin.close()
    assert stderr.read() == b""
    assert game.wait(30) == 141


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of signal there")
def test_ctrl_c_is_quiet_and_loses_nothing(game: subprocess.Popen[bytes], hambies: Hambies, story: Path) -> None:
    stdin, stdout, stderr = pipes(game)
    read_until(stdout, b"> ")
    stdin.write(b"1\n")
    stdin.flush()
    read_until(stdout, b"The end: Out of it.")
    read_until(stdout, b"> ")
    game.send_signal(signal.SIGINT)
    assert game.wait(30) == 130
    assert stderr.read().strip() == b""
    assert "The end: Out of it." in hambies(story, typed="continue\n").out


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(
    ("more", "reason"),
    [({"TERM": "dumb"}, "TERM is dumb"), ({"HAMBIES_PLAIN": "1"}, "HAMBIES_PLAIN is set")],
)
def test_a_person_at_a_terminal_is_told_why_it_is_line_by_line(
    home: Path, story: Path, more: dict[str, str], reason: str
) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*HAMBIES, str(story)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(home, **{"TERM": "xterm-256color", **more}),
        start_new_session=True,
    ) as process:
        os.close(follower)
        with open(leader, "r+b", buffering=0) as terminal:
            said = read_until(terminal, b"> ")
            terminal.write(b"quit\n")
            assert process.wait(30) == 0
    assert reason.encode() in said.splitlines()[0]
    assert b"\x1b" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_what_is_typed_at_a_terminal_can_be_edited_and_called_back(story: Path, home: Path) -> None:
    pytest.importorskip("readline")
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*HAMBIES, "--plain", "--seed", "1", str(story)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(home, TERM="xterm-256color"),
        start_new_session=True,
    ) as process:
        os.close(follower)
        with open(leader, "r+b", buffering=0) as terminal:
            read_until(terminal, b"> ")
            terminal.write(b"stxatus\x1b[D\x1b[D\x1b[D\x1b[D\x7f\n")  # four to the left, and the x away
            first = read_until(terminal, b"counted here.")
            assert b"neither" not in first
            read_until(terminal, b"> ")
            terminal.write(b"\x1b[A\n")  # the line before
            read_until(terminal, b"counted here.")
            read_until(terminal, b"> ")
            terminal.write(b"quit\n")
            assert process.wait(30) == 0
