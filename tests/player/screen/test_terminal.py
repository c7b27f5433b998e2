"""The whole game in a real terminal: from the command line, killed in the middle, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

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


def test_the_terminal_is_itself_again_afterwards(terminal: Any) -> None:
    with terminal(PLAY) as seen:
        seen.wait("Quit")
        seen.send("q")
    assert seen.code == 0
    assert b"\x1b[?1049h" in seen.output
    assert b"\x1b[?1049l" in seen.output
    assert b"\x1b[?25h" in seen.output


def test_a_fault_of_ours_leaves_one_sentence_and_no_traceback(terminal: Any, tmp_path: Path) -> None:
    code = (
        "import game.player.screens.play as play\n"
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
