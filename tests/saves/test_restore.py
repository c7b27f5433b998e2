"""Standing again where a save was made, in the same story and in an edited one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.saves.errors import SaveError
from game.saves.format import decode, encode
from game.saves.restore import Restored, playthrough_of, restore, resume
from game.saves.slots import Slots, new_id, read_save
from tests.saves.stories import CHOICES, ID, SETUP, Make, compiled, played, saved


def _told(restored: Restored) -> str:
    return " ".join(restored.notes)


def test_a_save_says_what_is_on_the_screen(make: Make) -> None:
    play = playthrough_of(played(make(), *CHOICES), ID, seconds=61.9)
    assert play.steps == CHOICES
    assert (play.story, play.seed, play.setup) == ("lamp-room", 7, SETUP)
    assert (play.scene, play.title, play.chapter, play.seconds) == ("lit", "The light", "Below", 61)
    assert play.last.startswith("It is light.")
    assert play.learned == ("lamp",)
    assert playthrough_of(played(make()), ID).place == "The cellar"
    ended = playthrough_of(played(make(), "cellar/lamp", "lit/leave"), ID)
    assert (ended.ending, ended.title) == ("away", "Outside")


def test_the_same_story_goes_on_exactly(make: Make) -> None:
    program = make()
    for count in range(len(CHOICES) + 1):
        session = played(program, *CHOICES[:count])
        restored = restore(program, saved(session))
        assert restored.exact
        assert restored.notes == ()
        again = restored.session
        assert again.turn == session.turn
        assert again.values() == session.values()
        assert again.learned == session.learned
        assert list(again.turns()) == list(session.turns())
        assert again.can_undo == session.can_undo


def test_an_ending_is_restored_too(make: Make) -> None:
    program = make()
    session = played(program, "cellar/lamp", "lit/leave")
    restored = restore(program, saved(session))
    assert restored.session.turn.ending == "away"
    assert restored.session.undo().scene == "lit"


@given(st.lists(st.integers(0, 3), max_size=25), st.integers(-(2**63) + 1, 2**63 - 1))
@settings(max_examples=40, deadline=None)
def test_any_playthrough_goes_on_as_if_never_saved(
    tmp_path_factory: pytest.TempPathFactory, picks: list[int], seed: int
) -> None:
    program = compiled(tmp_path_factory.mktemp("story"))
    session = Session(program, seed=seed, setup=SETUP)
    for pick in picks:
        again = restore(program, saved(session)).session
        assert again.turn == session.turn
        opened = [index for index, option in enumerate(session.turn.options) if option.open]
        if not opened:
            break
        choice = opened[pick % len(opened)]
        assert again.choose(choice) == session.choose(choice)
        assert again.snapshot() == session.snapshot()


def test_edits_elsewhere_only_say_that_there_were_some(make: Make) -> None:
    save = saved(played(make(), *CHOICES))
    restored = restore(make(("You leave.", "You leave at last."), ("What is your name?", "Your name?")), save)
    assert restored.exact
    assert restored.notes == ("The story has changed since this was saved.", "You are where you were.")
    assert restored.session.can_undo


def test_a_choice_put_in_before_the_others_does_not_move_the_save(make: Make) -> None:
    save = saved(played(make(), *CHOICES))
    program = make(
        ("          - choice: Light the lamp\n", "          - Sing -> cellar\n          - choice: Light the lamp\n"),
        ("          - choice: Leave\n", "          - Sing -> cellar\n          - choice: Leave\n"),
    )
    restored = restore(program, save)
    assert restored.exact
    assert [option.label for option in restored.session.turn.options] == ["Sing", "Leave", "Go down again"]


def test_a_choice_that_was_made_and_is_gone_does_not_matter_where_the_place_is_there(make: Make) -> None:
    save = saved(played(make(), *CHOICES))
    program = make(("id: wait", "id: linger"))
    restored = restore(program, save)
    assert restored.exact
    session = restored.session
    assert session.turn.scene == "lit"
    assert session.values()["side"] == "camp"
    assert session.values()["heat"] == 5
    assert session.learned == ("lamp",)
    assert session.choose("lit/leave").ending == "away"
    assert playthrough_of(session, ID).steps == (*CHOICES, "lit/leave")


def test_new_variables_start_and_removed_ones_are_named(make: Make) -> None:
    save = saved(played(make(), *CHOICES))
    program = make(
        ("  met: bool\n", "  food: {type: int, min: 0, max: 9, start: 4}\n"),
        (", met = true]", ", food -= 1]"),
        ("if met and memory == none", "if food > 1 and memory == none"),
    )
    restored = restore(program, save)
    values = restored.session.values()
    assert values["food"] in (3, 4)
    assert values["heat"] == 5
    assert "The story no longer keeps count of met." in restored.notes


def test_values_that_can_no_longer_be_are_named(make: Make) -> None:
    save = saved(played(make(), "cellar/wait", "cellar/lamp", "lit/down", "cellar/lamp"))
    program = make(
        ("max: 10, start: 2", "max: 4, start: 2"),
        ("values: [nobody, camp, school]", "values: [nobody, school]"),
        ("side = camp", "side = school"),
        ("side == camp", "side == school"),
    )
    restored = restore(program, save)
    assert restored.session.turn.scene == "lit"
    assert "heat (8, now 4)" in _told(restored)
    assert "side (camp, now " in _told(restored)


def test_a_new_start_leaves_the_value_that_a_save_was_made_with(make: Make) -> None:
    for choices in ((), ("cellar/wait",), CHOICES):
        session = played(make(), *choices)
        restored = restore(make(("max: 10, start: 2", "max: 10, start: 4")), saved(session))
        assert restored.exact
        assert restored.session.values() == session.values()
        assert restored.notes == ("The story has changed since this was saved.", "You are where you were.")


def test_a_new_start_that_the_choices_led_away_from_changes_nothing(make: Make) -> None:
    """What is played again comes out the same, so all of it can be taken back."""
    save = saved(played(make(), *CHOICES))
    program = make(("values: [nobody, camp, school], start: nobody", "values: [nobody, camp, school], start: school"))
    restored = restore(program, save)
    assert restored.session.values()["side"] == "camp"
    assert restored.session.can_undo


def test_a_value_that_becomes_the_new_start_is_the_same_value(make: Make) -> None:
    save = saved(played(make(), *CHOICES))
    restored = restore(make(("values: [nobody, camp, school], start: nobody", "values: [camp, school, nobody]")), save)
    assert restored.session.values()["side"] == "camp"
    assert restored.session.can_undo


def test_a_start_that_can_no_longer_be_is_named(make: Make) -> None:
    save = saved(played(make()))
    restored = restore(make(("min: 0, max: 10, start: 2", "min: 4, max: 10, start: 5")), save)
    assert restored.session.values()["heat"] == 4
    assert "heat (2, now 4)" in _told(restored)


def test_a_variable_that_nothing_had_changed_goes_in_silence(make: Make) -> None:
    save = saved(played(make(("  met: bool", "  food: {type: int, min: 0, max: 9, start: 4}\n  met: bool")), *CHOICES))
    restored = restore(make(), save)
    assert restored.notes == ("The story has changed since this was saved.", "You are where you were.")
    assert restored.session.can_undo


def test_a_save_of_the_first_format_holds_no_starts_and_takes_those_of_the_story(make: Make) -> None:
    save = saved(played(make()))
    record = json.loads(encode(save))
    assert record.pop("starts") == {"heat": 2, "side": "nobody", "met": False}
    record.pop("checksum")
    first = record | {"format": 1, "least": 1}
    text = json.dumps(first, sort_keys=True, separators=(",", ":"))
    old = decode(json.dumps(first | {"checksum": sha256(text.encode()).hexdigest()}).encode())
    assert old.format == 1
    same = restore(make(), old)
    assert (same.notes, same.session.values()) == ((), played(make()).values())
    edited = restore(make(("max: 10, start: 2", "max: 10, start: 4")), old)
    assert edited.session.values()["heat"] == 4


GONE = (
    ("            goto: lit\n", "            goto: hall\n"),
    ("  lit:\n    title: The light\n", "  hall:\n    title: The hall\n"),
    ("It is light.", "Here is a hall."),
    (
        "          - choice: Leave\n            id: leave\n",
        "          - choice: Out of the window\n            id: window\n",
    ),
    ("id: down", "id: back"),
)
"""The lit room is gone, and in its place is another."""


def test_when_the_scene_is_gone_the_choices_are_made_again(make: Make) -> None:
    save = saved(played(make(), "cellar/wait", "cellar/lamp"))
    restored = restore(make(*GONE), save)
    assert restored.session.turn.scene == "hall"
    assert "The scene you were in, The light, is gone." in restored.notes
    assert "Your 2 choices can still be made, and have led to The hall." in restored.notes


def test_the_choices_are_made_again_only_as_far_as_they_go(make: Make) -> None:
    save = saved(played(make(), "cellar/wait", "cellar/lamp", "lit/down", "cellar/lamp"))
    restored = restore(make(*GONE), save)
    assert not restored.exact
    assert list(restored.session.choices) == ["cellar/wait", "cellar/lamp"]
    assert "Of your 4 choices, the first 2 can still be made: you are back at The hall." in restored.notes
    assert restored.session.can_undo


ANEW = (
    ("start: cellar", "start: start"),
    ("  cellar:\n    title: The dark\n", "  start:\n    title: The start\n"),
    ("goto: cellar", "goto: start"),
    ("It is dark, {name}.", "You stand outside, {name}."),
    (
        "          - choice: Light the lamp\n            id: lamp\n",
        "          - choice: Shout\n            id: shout\n",
    ),
    ("id: wait", "id: stay"),
)


def test_when_nothing_can_be_made_again_the_story_begins_anew_and_says_so(make: Make) -> None:
    restored = restore(make(*ANEW), saved(played(make(), "cellar/wait")))
    assert "The scene you were in, The dark, is gone." in restored.notes
    assert "Your choices cannot be made any more: you are back at the beginning, The start." in restored.notes
    assert restored.session.turn.scene == "start"
    assert "Seo-jun" in restored.session.turn.blocks[0].text, "the name is still the player's"


def test_a_place_that_is_gone_without_a_choice_made(make: Make) -> None:
    restored = restore(make(*ANEW), saved(played(make())))
    assert restored.session.turn.scene == "start"
    assert restored.notes[1:] == (
        "The scene you were in, The dark, is gone.",
        "You are back at the beginning, The start.",
    )


def test_answers_that_are_no_longer_asked_for_are_named(make: Make) -> None:
    program = make(
        ("options: {all: All of it, none: Nothing}", "options: {all: All of it, half: Some}"),
        ("values: [all, none]", "values: [all, half]"),
        ("memory == none", "memory == half"),
        *GONE,
    )
    restored = restore(program, saved(played(make(), *CHOICES)))
    assert "'none'" in _told(restored)
    assert "'Seo-jun'" not in _told(restored)
    assert restored.session.value("name") == "Seo-jun"
    assert restored.session.turn.scene == "hall"


def test_a_save_of_another_story_is_refused(make: Make) -> None:
    save = saved(played(make()))
    with pytest.raises(SaveError, match="another story, lamp-room") as caught:
        restore(make(("story: lamp-room", "story: elsewhere")), save)
    assert caught.value.kind == "foreign"


def test_the_old_file_is_kept_before_the_next_autosave(make: Make, tmp_path: Path) -> None:
    old = make()
    slots = Slots(tmp_path / "saves", old.id)
    slots.autosave(playthrough_of(played(old, *CHOICES), ID, seconds=90))
    was = (tmp_path / "saves" / f"auto-{ID}.json").read_bytes()
    program = make(("id: wait", "id: linger"))
    slots = Slots(tmp_path / "saves", program.id)
    resumed = resume(program, slots)
    assert resumed is not None
    assert (resumed.id, resumed.seconds) == (ID, 90)
    assert resumed.session.turn.blocks == ()
    assert resumed.last == played(old, *CHOICES).turn.blocks[-1].text
    slots.autosave(playthrough_of(resumed.session, resumed.id, seconds=resumed.seconds, last=resumed.last))
    assert slots.list()[0].last == resumed.last
    slots.autosave(playthrough_of(resumed.session, resumed.id, seconds=resumed.seconds))
    kept = tmp_path / "saves" / "set-aside" / f"auto-{ID}.json.older-1"
    assert kept.read_bytes() == was
    assert f"set-aside/{kept.name}" in " ".join(resumed.notes)
    again = resume(program, Slots(tmp_path / "saves", program.id))
    assert again is not None
    assert again.session.turn.scene == "lit"
    assert len(list(kept.parent.iterdir())) == 1


def test_an_unchanged_story_copies_nothing_and_says_nothing(make: Make, tmp_path: Path) -> None:
    program = make()
    slots = Slots(tmp_path / "saves", program.id)
    assert resume(program, slots) is None
    slots.save("Here", playthrough_of(played(program, *CHOICES), new_id()))
    resumed = resume(program, slots, "slot-here")
    assert resumed is not None
    assert resumed.notes == ()
    assert not (tmp_path / "saves" / "set-aside").exists()
    assert read_save(tmp_path / "saves" / "slot-here.json").name == "Here"


def test_a_save_of_a_resumed_save_is_still_whole(make: Make) -> None:
    """What was played in the older version stays in the save, so that a third version has it too."""
    save = saved(played(make(), *CHOICES))
    second = make(("id: wait", "id: linger"))
    between = restore(second, save).session
    between.choose("lit/down")
    again = saved(between)
    restored = restore(second, again)
    assert restored.notes == ()
    assert restored.session.turn.scene == "cellar"
    assert restored.session.values() == between.values()
    assert playthrough_of(restored.session, ID).steps == (*CHOICES, "lit/down")


def test_a_name_of_strange_characters_can_be_saved(make: Make) -> None:
    program = make()
    session = Session(program, setup={"name": "A\x1b[2J\u202e  b"})
    restored = restore(program, saved(session))
    assert restored.notes == ()
    assert "\x1b" not in restored.session.turn.blocks[0].text


def test_a_save_runs_as_a_script(make: Make, tmp_path: Path) -> None:
    program = make()
    slots = Slots(tmp_path / "saves", program.id)
    slots.save("Here", playthrough_of(played(program, *CHOICES, "lit/down"), ID))
    save = tmp_path / "saves" / "slot-here.json"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "game", "replay", str(save), "--story", str(tmp_path / "story.yaml")]
    home = {**os.environ, "HAMBIES_HOME": str(tmp_path / "home")}
    held = subprocess.run(command, cwd=root, env=home, capture_output=True, text=True, check=False)
    assert held.returncode == 0, held.stdout + held.stderr
    make(("id: down", "id: back"))
    failed = subprocess.run(command, cwd=root, env=home, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "slot-here.json" in failed.stdout


def test_saves_know_nothing_of_the_terminal() -> None:
    code = (
        "import sys, game.saves.restore, game.saves.settings, game.saves.progress;"
        "sys.exit(any(name.split('.')[0] in ('textual', 'rich', 'platformdirs') for name in sys.modules))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
