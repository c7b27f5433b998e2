"""What the line mode keeps: saves, settings, other playthroughs, and what it says where it cannot."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game.engine.sessions.session import Session
from game.player.line_mode.player import play
from game.player.storage.cards import cards_of
from game.player.storage.store import PlayerStore
from game.saves import disk
from game.saves.errors import SaveError
from game.saves.slots import Slot
from tests.player.talking import STORY, answers, read, talk

if TYPE_CHECKING:
    from game.program.model import Program

PLAYED = STORY


def test_saves_are_listed_and_loaded_by_name_or_number(program: Program) -> None:
    said = answers(
        talk(program, "load", "", "save here", "2", "saves", "load here", "load", "", "load nothing", start=True)
    )
    assert "Which one?" in said[1]
    listed = said[5].splitlines()
    assert listed[0].startswith("1. Autosave, ")
    assert ", The Night, The kitchen, under a minute, " in listed[0]
    assert [line.split(",")[0] for line in listed[1:]] == ["2. here"]
    assert "heat" not in said[6].split("1. Open")[0], "the save was made before the waiting"
    assert said[-2] == "There is no save called nothing. The command saves lists them."


def test_settings_are_changed_and_kept(program: Program) -> None:
    said = answers(talk(program, "settings", "reduced", "", "q", start=True))
    assert "8. Reduced motion: off." in said[1]
    assert said[2] == "Reduced motion: on."
    assert "Reduced motion: on" in talk(program, "settings")


def test_restrained_content_is_not_asked_again_when_it_is_a_setting(tmp_path: Path) -> None:
    asks = "setup:\n  - {ask: Look away?, set: restrained, options: {'false': No, 'true': Yes}}\n"
    text = STORY.replace("setup:\n", asks).replace("  alone: bool\n", "  alone: bool\n  restrained: bool\n")
    program = read(tmp_path, text.replace("waits{", "waits{if restrained: , eyes shut}{"))
    assert "Look away?" in talk(program, "new")
    talk(program, "settings", "restrained")
    said = talk(program, "new", "", "no")
    assert "Look away?" not in said
    assert "Min waits, eyes shut." in said


def test_new_and_title_leave_a_playthrough_that_can_be_gone_back_to(program: Program) -> None:
    said = answers(talk(program, "2", "new", "", "no", "title", "continue", "q", start=True))
    assert "Your name?" in said[2]
    assert "heat" not in said[4].replace("(closed: your hands shake)", "")
    assert said[5].splitlines()[0] == "1. Continue: The Night, The kitchen, under a minute."
    assert len([line for line in answers(talk(program, "load"))[1].splitlines() if "Autosave" in line]) == 2


def test_trouble_with_saving_is_said_and_does_not_stop_the_story(program: Program, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be", encoding="utf-8")
    opening, waited, _ = answers(talk(program, "2", start=True))
    assert "This is not saved." in opening
    assert waited.startswith("Min waits.")


class Meanwhile(io.StringIO):
    """Typed lines, before the first of which another game saves in the same slots."""

    def __init__(self, program: Program, typed: str) -> None:
        super().__init__(typed)
        self._other: PlayerStore | None = PlayerStore(program)
        self._program = program

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as StringIO's own is, to typeshed
        other, self._other = self._other, None
        if other is not None:
            other.keep("", Session(self._program, seed=1), 0)
            other.keep("Here", Session(self._program, seed=1), 0)
        return super().readline(size)


def test_what_another_game_had_saved_there_is_told(program: Program) -> None:
    out = io.StringIO()
    play(program, Meanwhile(program, "save\nsave Here\n"), out, start=Session(program, seed=1))
    _, quick, named, _ = answers(out.getvalue())
    assert quick.startswith("Saved. Another game had saved here; its save is kept as 'Quick save (other game, ")
    assert named.startswith("Saved as Here. Another game had saved here; its save is kept as 'Here (other game, ")
    assert sum("(other game" in card.title for card in PlayerStore(program).cards()) == 2


def test_a_save_that_cannot_be_made_says_why(program: Program, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be", encoding="utf-8")
    _, quick, named, *_ = answers(talk(program, "save", "save here", start=True))
    assert quick == named
    assert quick.startswith("Not saved: The folder for saves cannot be made: ")


def test_after_an_edit_the_line_that_was_read_last_is_said(program: Program, tmp_path: Path) -> None:
    """The place is found again, but the way there cannot be played: the turn has choices and no text of its own."""
    talk(program, "wait", "save", start=True)
    edited = read(tmp_path, STORY.replace("choice: Wait", "choice: Stand still"))
    _, loaded, repeated, gone_on, back, _ = answers(talk(edited, "continue", "repeat", "save y", "undo"))
    assert "The story has changed since this was saved." in loaded
    last = "You read last: The radio hums.\n\n"
    assert "The Night. The kitchen\n\n" + last in loaded
    assert repeated.startswith("The Night. The kitchen\n\n" + last + "heat 1 of 3")
    assert "You read last" not in gone_on
    assert last in back


def test_what_was_read_and_cannot_be_noted_down_is_told_once(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_more: object) -> int:
        raise SaveError("It could not be saved: there is no space left.", "disk")

    monkeypatch.setattr(disk, "append", full)  # which only the record of what was read is written by
    opening, *rest = answers(talk(program, "2", "1", start=True))
    assert "What you have read is not noted down yet. It could not be saved: there is no space left." in opening
    assert "noted" not in "".join(rest)
    assert rest[-1].startswith("Your playthrough is saved.")


def test_a_chapter_is_begun_again_and_the_questions_answered_as_last_time(program: Program) -> None:
    typed = ("new", "Ha-ri", "yes", "wait", "chapters", "1", "new", "same", "new", '"same"', "no")
    said = answers(talk(program, *typed))
    assert "same answers everything" not in said[1]
    assert "Chapter 1: The Night.\n1. Begin The Night again, as you came to it today " in said[5]
    assert "Ha-ri waits, alone." in said[6]
    assert "same answers everything as last time: Ha-ri; Yes." in said[7]
    assert "Ha-ri waits, alone." in said[8]
    assert "same waits." in said[11], "in quotation marks it is an answer"


def test_saves_that_were_made_in_one_minute_can_be_told_apart() -> None:
    slots = [
        Slot(f"auto-{at}", "auto", "", f"2026-01-02T03:04:{at}.000006Z", "The Night", "The kitchen")
        for at in ("05", "41")
    ]
    late, early, other = cards_of([*slots, slots[0]._replace(id="quick", kind="quick")])
    assert late.when == f"{other.when}:05"
    assert early.when == f"{other.when}:41"
