"""The line mode, talked to as a player or a pipe would: typed lines in, paragraphs out."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game.player.line_mode.player import play
from game.player.storage.store import PlayerStore
from game.program.load import load
from tests.player.talking import STORY, answers, read, talk

if TYPE_CHECKING:
    from game.program.model import Program

PLAYED = STORY


def test_the_first_start_warns_asks_and_begins(program: Program) -> None:
    title, name, alone, opening, left = answers(talk(program, "1", "", "yes", "quit"))
    assert (
        title
        == "Knock, by A. Writer. Type help to hear what can be typed.\n\n1. New game.\n2. Chapters: 0 of 1.\n3. Endings: 0 of 2.\n4. Codex: 1 of 3.\n5. Settings.\n6. Credits.\n7. Quit."
    )
    assert name.split("\n\n") == [
        "Doors are opened in this story.",
        "Twice.",
        "Somebody is at the door.",
        "Your name?\n1. Min.\n2. Seo-jun.",
        "Type an answer of your own, or a number. An empty line is Min.",
        "help, undo and quit can be typed here too.",
    ]
    assert alone == "Alone?\n1. No.\n2. Yes."
    assert opening == (
        "The Night. The kitchen\n\nMin waits, alone.\n\nJi-ho: Don't.\n\nAside: The radio hums.\n\n"
        "1. Open the door (closed: your hands shake).\n2. Wait.\n3. Save Ji-ho.\n4. Save yourself."
    )
    assert left == "Your playthrough is saved."


def test_the_warning_is_said_once_and_continue_is_where_you_left(program: Program) -> None:
    talk(program, "new", "Seo-jun", "no", "wait")  # the input just ends
    title, opened, left = answers(talk(program, "1", "q"))
    assert title.splitlines()[2] == "1. Continue: The Night, The kitchen, under a minute."
    assert opened.startswith("The Night. The kitchen\n\nSeo-jun waits.")
    assert "heat 1 of 3" in opened
    assert "1. Open the door.\n2. Wait (taken before)." in opened
    assert left == "Your playthrough is saved."
    assert "Doors are opened" not in talk(program, "new")


def test_nothing_of_the_codex_is_said_before_the_warning(program: Program) -> None:
    said = answers(talk(program, "codex", "1", "", "quit"))
    assert said[1].split("\n\n") == [
        "Doors are opened in this story.",
        "Twice.",
        "1. The cordon.",
        "Which one? An empty line goes back.",
    ]


def test_the_response_starts_with_its_content_and_says_what_is_new(program: Program) -> None:
    waited = answers(talk(program, "2", start=True))[1]
    assert waited.split("\n\n")[:5] == [
        "Min waits.",
        "Ji-ho: Don't.",
        "Aside: The radio hums.",
        "New in the codex: Hambies.",
        "heat 1 of 3, up from 0",
    ]
    again = answers(talk(program, "2", "2", start=True))[2]
    assert "Min waits" in again
    assert "New in the codex" not in again
    hall = answers(talk(program, "3", start=True))[1]
    assert hall.startswith("The Night. The hall\n\nThe hall.")


def test_choices_go_by_number_label_and_beginning(program: Program) -> None:
    for line in ("2", "Wait", "wait", "wa", " WAIT. "):
        assert answers(talk(program, line, start=True))[1].startswith("Min waits."), line
    said = answers(talk(program, "1", "7", "99999999999", "save y", "xyz", start=True))
    assert said[1] == "That choice is closed: your hands shake."
    assert said[2] == "There is no 7 here. The numbers go from 1 to 4."
    assert "There is no 999" in said[3]
    assert said[4].startswith("The Night. The hall"), "two words that fit one label"
    assert said[5] == "xyz is neither a choice nor a command. Type help."


def test_closed_choices_are_not_said_where_the_settings_say_so(program: Program) -> None:
    PlayerStore(program).change("closed", 1)
    said = answers(talk(program, "7", "1", start=True))
    assert said[0].endswith("1. Wait.\n2. Save Ji-ho.\n3. Save yourself.")
    assert said[1] == "There is no 7 here. The numbers go from 1 to 3."
    assert said[2].endswith("1. Wait (taken before).\n2. Save Ji-ho.\n3. Save yourself.\n4. Open the door."), (
        "numbers stay"
    )


def test_a_beginning_that_fits_two_choices_is_asked_about(program: Program) -> None:
    assert answers(talk(program, "sav", start=True))[1] == "That could be 3, Save Ji-ho or 4, Save yourself."


def test_a_command_is_a_command_unless_it_is_a_whole_label(program: Program) -> None:
    assert answers(talk(program, "save", start=True))[1] == "Saved."
    assert answers(talk(program, "save mine", start=True))[1] == "Saved as mine."
    assert answers(talk(program, "Save Ji-ho", start=True))[1].startswith("The Night. The hall")
    assert answers(talk(program, "/save Ji-ho", start=True))[1] == "Saved as Ji-ho."
    assert answers(talk(program, "undoo", start=True))[1].endswith("Did you mean undo?")


def test_undo_and_redo(program: Program) -> None:
    said = answers(talk(program, "undo", "2", "2", "undo", "redo", "redo", start=True))
    assert said[1] == "There is nothing to take back."
    assert "heat 2 of 3" in said[3]
    assert said[4].startswith("Taken back: Wait.\n\n")
    assert "heat 1 of 3" in said[4]
    assert "heat 2 of 3" in said[5]
    assert said[6] == "There is nothing to make again."


def test_an_ending_and_the_way_on_from_it(program: Program) -> None:
    said = answers(talk(program, "2", "1", "1", "undo", "endings", start=True))
    assert said[2] == (
        "The end: Gone.\n\nYou went.\n\nIn your care: Ji-ho\nheat 1 of 3\nAn ending. You have found 1 of 2.\n\nType undo to take the last choice back, "
        "card to keep this as a picture and as text, new for another playthrough, or quit."
    )
    assert said[3] == "There is no 1 here. There is nothing to choose here."
    assert "1. Open the door (taken before).\n" in said[4]
    assert said[5].split("\n")[:3] == [
        "You have found 1 of 2 endings.",
        "Gone. You went.",
        "Not found yet (an early ending). Somebody stays.",
    ]
    assert said[5].endswith("percent of the text.")


def test_status_codex_history_and_journal(program: Program) -> None:
    said = answers(
        talk(program, "status", "2", "status", "codex", "codex 1", "codex", "codex cor", "codex fence", start=True)
    )
    assert said[1] == "heat 0 of 3"
    assert said[3] == "heat 1 of 3\nJi-ho: trust 2 of 5"
    assert said[4].startswith("1. Hambies (new).\n2. The cordon.\n")
    assert "fence" not in said[4], "play has not come to it"
    assert said[5] == "Hambies\n\nThe half-dead, this side of the cordon.\n\nSee also: The cordon."
    assert said[6].startswith("1. Hambies.\n2. The cordon.\n")
    assert said[7] == "The cordon\n\nNobody out."
    assert said[8] == "The codex has no entry fence."
    said = answers(talk(program, "2", "codex read", "codex", "title", "codex", "the c", "", "quit", start=True))
    assert "(new)" not in said[3]
    assert said[5] == "1. Hambies.\n2. The cordon.\n\nWhich one? An empty line goes back."
    assert said[6] == "The cordon\n\nNobody out."
    said = answers(talk(program, "journal", "2", "3", "journal", "history", "history 1", "repeat", start=True))
    assert said[1] == "You have not done anything yet."
    assert said[4] == "The Night. The kitchen.\n1. Wait.\n2. Save Ji-ho."
    assert said[5].count("You chose: ") == 2
    assert said[5].index("You chose: Wait") < said[5].index("You chose: Save Ji-ho")
    assert said[6] == "The last of 3 turns; history all says everything.\n\nThe Night. The hall\n\nThe hall."
    assert said[7] == "The Night. The hall\n\nThe hall.\n\nheat 1 of 3\n\n1. Go back.\n2. Stay."


def test_a_new_place_is_said_where_the_story_comes_to_it() -> None:
    program = load(Path(__file__).parent / "screen" / "stories" / "chapters", cache=False).program
    assert program is not None
    said = answers(talk(program, "1", "history", "1", "journal", start=True))
    assert said[1] == (
        "The driver counts your coins.\n\nThe House. The hall\n\nThe hall smells of apples.\n\nYou look about.\n\n"
        "The Road lies behind you. The command map shows its map, and the ways back to its forks.\n\n1. Look behind you."
    )
    assert said[2].index("The driver") < said[2].index("The House. The hall") < said[2].index("apples")
    assert said[3] == "Nobody.\n\n1. Stay.", "a scene that names no place is not another place"
    assert said[4] == "The Road. The bus.\n1. Get on.\nThe House. The hall.\n2. Look behind you."
    said = answers(talk(program, "1", "1", "repeat", "undo", start=True))
    assert said[3] == "The House. The hall\n\nNobody.\n\n1. Stay."
    assert said[4].startswith(
        "Taken back: Look behind you.\n\nThe Road. The bus\n\nThe driver counts your coins.\n\nThe House. The hall"
    )


def test_a_value_that_has_words_is_said_in_them(tmp_path: Path) -> None:
    hungry = "hungry: {type: int, min: 0, max: 1, label: hunger, as: word, words: [fed, starving]}"
    program = read(
        tmp_path,
        f"story: s\ntitle: S\nstart: a\nvariables:\n  {hungry}\nstatus: [hungry]\nscenes:\n  a:\n"
        "    - choices: [Wait]\n    - do: hungry = 1\n    - ending: e\nendings: {e: {title: E}}\n",
    )
    assert answers(talk(program, "status", start=True))[1] == "hunger: fed"


def test_help_names_every_command(program: Program) -> None:
    said = answers(talk(program, "help", start=True))[1]
    for word in ("undo", "redo", "save", "load", "saves", "status", "codex", "history", "journal", "repeat", "quit"):
        assert f"\n{word}" in said


def test_the_story_so_far_is_exported(program: Program, home: Path) -> None:
    said = answers(talk(program, "2", "export", start=True))[2]
    (path,) = (home / "saves" / "knock" / "transcripts").glob("*.md")
    assert said == f"Written to {path}"
    assert "→ *Wait*" in path.read_text(encoding="utf-8")


def test_paragraphs_stay_on_one_line_unless_a_width_is_asked_for(tmp_path: Path) -> None:
    program = read(tmp_path, STORY.replace("The radio hums.", "The radio hums. " * 10))
    assert max(map(len, talk(program, start=True).splitlines())) > 150
    assert max(map(len, talk(program, start=True, width=40).splitlines())) <= 40


class Screen(io.StringIO):
    """A terminal, for what asks whether it is one."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


def test_on_a_terminal_rows_end_between_words(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    out = Screen()
    columns = iter([28, 28, *[40] * 99])
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((next(columns), 24)))
    play(program, io.StringIO("new\n"), out)
    said = out.getvalue()
    assert said.startswith("Knock, by A. Writer. Type\nhelp to hear what can be\ntyped.\n\n1. New game.\n")
    assert "Type an answer of your own, or a number.\nAn empty line is Min." in said


CARE = """\
story: care
title: Care
start: a
groups:
  near: {of: [jiho, sunja], type: bool}
  trust: {of: [jiho, sunja], type: int, min: 0, max: 5, start: 2, as: dots}
  hunger: {of: [jiho, sunja], type: int, min: 0, max: 2, label: hungry, words: [fed, hungry, starving], as: word}
cast: {jiho: {name: Bae Ji-ho, short: Ji-ho}, sunja: {name: Oh Sun-ja}}
care: {who: [jiho, sunja], if: near, show: [trust, hunger]}
scenes:
  a:
    - Night.
    - choices:
        - {choice: Take him in, do: [near.jiho = true, trust.jiho += 1]}
    - choices:
        - {choice: Talk, do: [trust.jiho += 1, hunger.jiho += 1, trust.sunja += 1]}
    - choices:
        - {choice: Send him away, do: [near.jiho = false, trust.jiho = 0]}
    - choices: [End]
    - ending: out
endings: {out: Out}
"""


def test_what_changes_for_those_in_care_is_said(tmp_path: Path) -> None:
    said = answers(talk(read(tmp_path, CARE), "1", "1", "undo", "1", "1", start=True))
    assert said[0].startswith("Care. Type help")
    assert said[1] == "now in your care: Ji-ho, trust 3 of 5, fed\n\n1. Talk."
    assert said[2] == "trust, Ji-ho: 4 of 5, up from 3\nhungry, Ji-ho: from fed to hungry\n\n1. Send him away."
    assert said[3].startswith("Taken back: Talk.\n\nnow in your care: Ji-ho, trust 3")
    assert said[5] == "no longer in your care: Ji-ho\n\n1. End."


STUCK = """\
story: stuck
title: Stuck
start: here
variables: {gone: bool}
scenes:
  here:
    - choices: [Go on]
    - label: round
    - if: not gone
      then: [goto: .round]
    - ending: out
endings: {out: Out}
"""


def test_a_turn_that_is_stuck_is_told_with_the_way_back(tmp_path: Path) -> None:
    program = read(tmp_path, STUCK)
    said = answers(talk(program, "1", "1", "undo", start=True))
    assert said[1] == (
        "The story goes round in a circle here and never comes to a choice. "
        "This is a fault of the story, not yours. Type undo to take the last choice back."
    )
    assert said[2].startswith("There is no 1 here.")
    assert said[3].endswith("1. Go on (taken before).")


def test_what_is_said_cannot_act_on_the_terminal(program: Program) -> None:
    said = talk(program, "new", "\x1b[31m\u202eMin", "no", "save \x1b]0;x\x07\u202e", "saves", "\x1b[2J\x00")
    assert not {"\x1b", "\x07", "\x00", "\u202e", "\x9b", "\r"} & set(said)


def test_a_very_long_line_is_one_line(program: Program) -> None:
    assert len(answers(talk(program, "x" * 100_000, "2", start=True))) == 4
