"""The whole game in a real terminal: from the command line, killed in the middle, and back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from game.player import leaving
from game.player.storage.store import PlayerStore
from game.program.load import load

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

STORY = str(Path(__file__).parent / "stories" / "boiler.yaml")
PLAY = [sys.executable, "-m", "game", "play", STORY]


def test_a_game_that_is_killed_goes_on_where_it_was(terminal: Any) -> None:
    with terminal(PLAY) as seen:
        seen.wait("Quit")
        for key, words in [("1", "Go on"), ("1", "Begin"), ("\r", "What is"), ("\r", "warm"), ("1", "Spare")]:
            seen.send(key)
            seen.wait(words)
        seen.send("1")
        seen.wait("Eat first")
        seen.send("2")
        seen.wait("You split it.")
        seen.process.kill()
    with terminal(PLAY) as seen:
        seen.wait("Continue")
        seen.send("1")
        seen.wait("You split it.")
        seen.send("u")
        seen.wait("Make her eat")
        seen.send("\x11")
    assert seen.code == 0


@pytest.mark.parametrize(("name", "without"), [("linux", []), ("xterm", []), ("xterm", ["NO_COLOR=1"])])
def test_a_terminal_of_16_colours_is_sent_no_others(terminal: Any, name: str, without: list[str]) -> None:
    with terminal(["env", "-u", "COLORTERM", f"TERM={name}", *without, *PLAY, "--set", "name=Min"]) as seen:
        seen.wait("Go on")
        seen.send("1")
        seen.wait("Leave")
        seen.send("\x11")
    assert seen.code == 0
    assert not re.search(rb"[34]8;[25];", seen.output)
    assert b"\x1b[97;40m" in seen.output or b"\x1b[97m" in seen.output
    assert "▯".encode() not in seen.output
    assert "○".encode() not in seen.output


def test_the_terminal_is_itself_again_afterwards(terminal: Any) -> None:
    with terminal(PLAY) as seen:
        seen.wait("Quit")
        seen.send("q")
    assert seen.code == 0
    assert b"\x1b[?1049h" in seen.output
    assert seen.as_before


def where_one_goes_on() -> str:
    """The text of the turn that *Continue* leads to."""
    program = load(Path(STORY), cache=False).program
    assert program is not None
    found = PlayerStore(program).open_latest()
    assert not isinstance(found, str)
    return " ".join(block.text for block in found.session.turn.blocks)


def into_the_story(seen: Any) -> None:
    seen.wait("Quit")
    for key, words in [("1", "Go on"), ("1", "Begin"), ("\r", "What is"), ("\r", "warm"), ("1", "Spare")]:
        seen.send(key)
        seen.wait(words)
    seen.send("1")
    seen.wait("Eat first")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_ends_the_game_with_the_terminal_as_it_was(terminal: Any, name: str) -> None:
    number = getattr(signal, name)
    with terminal(PLAY) as seen:
        into_the_story(seen)
        seen.send("2")
        seen.wait("You split it.")
        seen.process.send_signal(number)
        seen.read_to_end()
    assert seen.code == -number, "it ends by the signal, so that who waits for it knows"
    assert seen.as_before
    assert b"Traceback" not in seen.output
    assert "You split it." in where_one_goes_on()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_signal_ends_the_line_mode_with_the_terminal_as_it_was(terminal: Any, name: str) -> None:
    """Editing lines sets a terminal otherwise, too."""
    number = getattr(signal, name)
    with terminal([*PLAY, "--plain", "--seed", "1"]) as seen:
        seen.wait("4. Leave")
        seen.wait("> ")
        seen.process.send_signal(number)
        seen.read_to_end()
    assert seen.code == -number
    assert seen.settings == seen.before
    assert b"Traceback" not in seen.output


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals are told to threads only here")
def test_a_signal_is_heard_by_a_game_that_waits_whatever_thread_is_told() -> None:
    """As where it comes between the prompt and the wait for a key: nothing but the next key would end the wait."""
    code = (
        "import os, signal, sys, threading\n"
        "from game.player.leaving import Leaving, ToldToEnd, interrupt\n"
        "def other():\n"
        "    os.read(0, 1)\n"
        "    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)\n"
        "try:\n"
        "    with Leaving(interrupt, screen=False):\n"
        "        threading.Thread(target=other, daemon=True).start()\n"
        "        print('waits', flush=True)\n"
        "        os.read(int(sys.argv[1]), 1)\n"
        "except ToldToEnd:\n"
        "    pass\n"
    )
    never, ours = os.pipe()
    command = [sys.executable, "-c", code, str(never)]
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[never], cwd=Path(__file__).parents[3]
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == b"waits\n"
            process.stdin.write(b"x")
            process.stdin.flush()
            try:
                assert process.wait(60) == -signal.SIGTERM
            finally:
                process.kill()
    finally:
        os.close(never)
        os.close(ours)


@pytest.mark.parametrize("ignored", ["HUP", "USR1"])
def test_a_terminal_that_goes_away_ends_the_line_mode(terminal: Any, ignored: str) -> None:
    command = [*PLAY, "--plain", "--seed", "1"]
    with terminal(["sh", "-c", f'trap "" {ignored}; exec "$@"', "sh", *command]) as seen:
        seen.wait("4. Leave")
        seen.wait("> ")
        seen.hang_up()
    assert seen.code is not None
    assert seen.code != -signal.SIGKILL


def test_a_signal_that_was_ignored_before_stays_ignored(terminal: Any) -> None:
    with terminal(["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *PLAY]) as seen:
        seen.wait("Quit")
        seen.process.send_signal(signal.SIGHUP)
        seen.send("?")
        seen.wait("What the keys do")
        seen.send("\x11")
    assert seen.code == 0


@pytest.mark.parametrize("ignored", ["HUP", "USR1"])
def test_a_terminal_that_goes_away_ends_the_game(terminal: Any, ignored: str) -> None:
    """With a hangup or without one: it is no controlling terminal here, so that none is told."""
    with terminal(["sh", "-c", f'trap "" {ignored}; exec "$@"', "sh", *PLAY]) as seen:
        into_the_story(seen)
        seen.send("2")
        seen.wait("You split it.")
        seen.hang_up()
    assert seen.code == 0
    assert "You split it." in where_one_goes_on()


def test_a_terminal_that_takes_nothing_any_more_does_not_keep_the_game(terminal: Any) -> None:
    code = (
        "import game.player.leaving as leaving, textual.drivers._writer_thread as writer, threading, time\n"
        "leaving.GRACE = 0.1\n"
        "writer.WriterThread.stop = lambda self: threading.Event().wait()\n"
        "from game.cli import main\n"
        "import sys\n"
        f"sys.exit(main(['play', {STORY!r}]))"
    )
    with terminal([sys.executable, "-c", code]) as seen:
        seen.wait("Quit")
        seen.process.send_signal(signal.SIGTERM)
        seen.read_to_end()
    assert seen.code == -signal.SIGTERM
    assert seen.as_before


# A shell with a terminal of its own, as a player has one.
SHELL = [
    sys.executable,
    "-c",
    "import fcntl, os, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp('bash', ['bash', '--norc', '-i'])",
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with jobs")
def test_ctrl_z_stops_the_game_and_fg_brings_it_back(terminal: Any) -> None:
    with terminal(SHELL) as seen:
        seen.send("PS1='rea''dy:'\n")
        seen.wait("ready:")
        seen.send(" ".join(f"'{part}'" for part in PLAY) + "\n")
        seen.wait("Quit")
        for _ in range(2):
            seen.send("\x1a")
            seen.wait("Stopped")
            seen.wait("ready:")
            assert b"\x1b[?1049l" in seen.output[seen.output.rfind(b"\x1b[?1049h") :]
            seen.send("echo $((6 * 7))-seen\n")
            seen.wait("42-seen")
            seen.send("fg\n")
            seen.wait("\x1b[?1049h")
            seen.wait("Quit")
        seen.send("?")
        seen.wait("What the keys do")
        seen.send("\x11")
        seen.wait("ready:")
        seen.send("exit $?\n")
    assert seen.code == 0
    assert seen.output.rfind(b"\x1b[?1049l") > seen.output.rfind(b"\x1b[?1049h")


@pytest.mark.skipif(not hasattr(signal, "SIGCONT"), reason="nobody is stopped here")
def test_the_word_to_go_on_is_heard_by_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGCONT, lambda number, _: heard.append(number))
    try:
        handler = signal.getsignal(signal.SIGCONT)
        monkeypatch.setattr(os, "killpg", lambda *_: os.kill(os.getpid(), signal.SIGCONT))
        leaving.stop()
        assert heard == []
        assert signal.getsignal(signal.SIGCONT) is handler
    finally:
        signal.signal(signal.SIGCONT, before)


def test_without_a_shell_ctrl_z_changes_nothing(terminal: Any) -> None:
    with terminal(PLAY) as seen:
        assert os.getsid(seen.process.pid) == seen.process.pid
        seen.wait("Quit")
        seen.send("\x1a")
        seen.wait("Quit")
        seen.send("?")
        seen.wait("What the keys do")
        seen.send("\x11")
    assert seen.code == 0


def test_a_fault_of_ours_leaves_one_sentence_and_no_traceback(terminal: Any, tmp_path: Path) -> None:
    code = (
        "import game.player.screen.story.play as play\n"
        "play.PlayScreen.action_undo = lambda self: 1 / 0\n"
        "from game.cli import main\n"
        "import sys\n"
        f"sys.exit(main(['play', {STORY!r}]))"
    )
    with terminal([sys.executable, "-c", code]) as seen:
        seen.wait("Quit")
        for key, words in [("1", "Go on"), ("1", "Begin"), ("\r", "What is"), ("\r", "warm"), ("1", "Spare")]:
            seen.send(key)
            seen.wait(words)
        seen.send("1")
        seen.wait("Eat first")
        seen.send("u")
        seen.wait("bug in hambies")
    assert seen.code not in {0, None}
    assert b"Traceback" not in seen.output
    assert b"\x1b[?1049l" in seen.output


def test_one_can_go_over_to_the_line_mode_in_the_same_terminal(terminal: Any) -> None:
    with terminal(PLAY) as seen:
        seen.wait("Quit")
        seen.send("\x1b[A\x1b[A\r")  # up from the first entry: to Quit, and to the one above it
        seen.wait("Line by line from here on.")
        seen.wait("Type help")
        seen.send("quit\r")
        seen.read_to_end()
    assert seen.code == 0
    assert seen.as_before
