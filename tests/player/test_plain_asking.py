"""Questions and lists of the line mode: names, words for the game among the answers, and the ways back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.player.talking import STORY, answers, talk

if TYPE_CHECKING:
    from game.program.model import Program

PLAYED = STORY


def test_a_name_can_be_a_number_of_the_list_and_not_too_long(program: Program) -> None:
    _, _, too_long, _, opening, *_ = answers(talk(program, "new", "longer than eight", "2", "1", "q"))
    assert too_long == "That is longer than 8 characters."
    assert "Seo-jun waits." in opening


def test_help_helps_wherever_one_is(program: Program) -> None:
    said = answers(talk(program, "help", "new", "/help", "Min", "?", "no", "help"))
    assert said[1].startswith("Type the number of a line")
    assert said[3].startswith("What you type is the answer")
    assert said[5].startswith("Type the number of an answer")
    assert "undo: take the last choice back" in said[7]


@pytest.mark.parametrize("word", ["help", "Help", "?", "/help", "undo", "back", "/undo", "quit", "exit"])
def test_a_word_for_the_game_is_no_name(program: Program, word: str) -> None:
    said = talk(program, "new", word, "no")
    assert f"{word} waits" not in said
    assert said.count("can be typed here too") == 1


def test_help_at_a_name_says_how_to_be_called_so(program: Program) -> None:
    said = answers(talk(program, "new", "help", '"help"', "no"))
    assert '"help"' in said[2]
    assert "undo" in said[2]
    assert said[4].startswith("The Night. The kitchen\n\nhelp waits.")
    assert "Back waits." in talk(
        program, "new", "\N{LEFT DOUBLE QUOTATION MARK}Back\N{RIGHT DOUBLE QUOTATION MARK}", "no"
    )
    assert "2 waits." in talk(program, "new", '"2"', "no")


def test_a_name_that_only_begins_with_a_letter_of_the_game_stays_a_name(program: Program) -> None:
    for name in ("u", "Q", "Helpme", "un do"):
        assert f"{name} waits." in talk(program, "new", name, "no")


def test_undo_goes_back_to_the_question_before(program: Program) -> None:
    said = answers(talk(program, "new", "Ann", "undo", "Bo", "back", "Cy", "/undo", "Di", "no"))
    for at in (3, 5, 7):
        assert said[at].startswith("Your name?")
        assert "can be typed here too" not in said[at]
        assert said[at - 1].startswith("Alone?")
    assert "Di waits." in said[9]
    assert "question before" in answers(talk(program, "new", "Ann", "help"))[3]


def test_undo_at_the_first_question_goes_back_to_where_it_was_asked_from(program: Program) -> None:
    assert answers(talk(program, "new", "undo"))[2].startswith("1. New game")
    again = answers(talk(program, "new", "back", "2", start=True))
    assert "Min waits" not in again[1]
    assert again[2].startswith("The Night. The kitchen")
    assert "heat 1 of 3" in again[3]


def test_back_leaves_every_list_that_an_empty_line_leaves(program: Program) -> None:
    talk(program, "save", start=True)
    assert answers(talk(program, "settings", "back"))[2].startswith("1. Continue")
    assert answers(talk(program, "load", "undo"))[2].startswith("1. Continue")
