"""What was read and taken before: choices say so until the player wants no marks, and paragraphs are passed over when that is wished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.saves.settings import Settings
from tests.player.talking import STORY, answers, talk

if TYPE_CHECKING:
    from game.program.model import Program

PLAYED = STORY


def test_a_choice_taken_in_an_earlier_playthrough_says_so(program: Program) -> None:
    assert "(taken before)" not in talk(program, "1", "save yourself", start=True), "what is closed cannot be taken"
    again = answers(talk(program, start=True))[0]
    assert "4. Save yourself (taken before)" in again
    assert again.count("(taken before)") == 1
    assert "(taken before)" in answers(talk(program, "wait", "undo", start=True))[2].split("2. Wait")[1]
    Settings.of_player().change("marks", False)
    assert "(taken before)" not in talk(program, start=True)


def test_what_was_read_is_passed_over_by_ear_when_that_is_wished(program: Program) -> None:
    Settings.of_player().change("skip_read", True)
    said = answers(talk(program, "save yourself", "go back", "repeat", start=True))
    assert "Min waits." in said[0]
    assert said[1].startswith("The Night. The hall\n\nThe hall.\n\n1. Go back")
    assert said[2].startswith(
        "The Night. The kitchen\n\n3 paragraphs read before; repeat says all.\n\n1. Open the door"
    )
    assert "Min waits." in said[3]
