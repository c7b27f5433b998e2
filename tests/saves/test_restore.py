"""Standing again where a save was made: in the same story, in an edited one, and with what a stranger forged."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.session import Session
from game.program.load import load
from game.program.model import Program
from game.saves.errors import SaveError
from game.saves.format import Playthrough, Save, decode, encode
from game.saves.restore import Restored, playthrough_of, restore, resume
from game.saves.slots import Slots, new_id, read_save

STORY = """\
story: lamp-room
title: The Lamp Room
start: cellar
chapter: {id: one, title: Below, number: 1}
places:
  down: The cellar
variables:
  heat: {type: int, min: 0, max: 10, start: 2, label: heat}
  side: {type: enum, values: [nobody, camp, school], start: nobody}
  met: bool
  name: {type: text, start: Min}
  memory: {type: enum, values: [all, none]}
setup:
  - ask: What is your name?
    set: name
    max: 24
  - ask: Do you remember?
    set: memory
    options: {all: All of it, none: Nothing}
endings:
  away: Away
codex:
  lamp:
    title: The lamp
    text: It burns oil.
scenes:
  cellar:
    title: The dark
    place: down
    body:
      - |
        It is dark, {name}. {if side == camp: You belong. | else: You do not.}
      - choices:
          - choice: Light the lamp
            id: lamp
            do: heat += 3
            goto: lit
          - choice: Wait in the dark
            id: wait
            once: true
            do: [side = camp, met = true]
            goto: cellar
  lit:
    title: The light
    body:
      - learn: lamp
      - |
        It is light. {shuffle: A | B | C} {if met and memory == none: Who is that? | else: Yes.}
      - choices:
          - choice: Leave
            id: leave
            goto: out
          - choice: Go down again
            id: down
            goto: cellar
  out:
    title: Outside
    body:
      - You leave.
      - ending: away
"""

ID = "00112233445566aa"
SETUP = {"name": "Seo-jun", "memory": "none"}
CHOICES = ("cellar/wait", "cellar/lamp")

Make = Callable[..., Program]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Compile the story, with some of its text changed: `make(("old", "new"), …)`."""

    def compiled(*changes: tuple[str, str]) -> Program:
        text = STORY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "story.yaml"
        path.write_text(text)
        loaded = load(path, cache=False)
        assert loaded.program is not None, loaded.diagnostics
        return loaded.program

    return compiled


def _played(program: Program, *choices: str) -> Session:
    session = Session(program, seed=7, setup=SETUP)
    for choice in choices:
        session.choose(choice)
    return session


def _saved(session: Session, **more: Any) -> Save:
    """Through the file and back."""
    return decode(encode(Save(playthrough_of(session, ID, **more), "Test", "2026-01-02T03:04:05.000006Z")))


def _told(restored: Restored) -> str:
    return " ".join(restored.notes)


def test_a_save_says_what_is_on_the_screen(make: Make) -> None:
    play = playthrough_of(_played(make(), *CHOICES), ID, seconds=61.9)
    assert play.steps == CHOICES
    assert (play.story, play.seed, play.setup) == ("lamp-room", 7, SETUP)
    assert (play.scene, play.title, play.chapter, play.seconds) == ("lit", "The light", "Below", 61)
    assert play.last.startswith("It is light.")
    assert play.learned == ("lamp",)
    assert playthrough_of(_played(make()), ID).place == "The cellar"
    ended = playthrough_of(_played(make(), "cellar/lamp", "lit/leave"), ID)
    assert (ended.ending, ended.title) == ("away", "Outside")


def test_the_same_story_goes_on_exactly(make: Make) -> None:
    program = make()
    for count in range(len(CHOICES) + 1):
        session = _played(program, *CHOICES[:count])
        restored = restore(program, _saved(session))
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
    session = _played(program, "cellar/lamp", "lit/leave")
    restored = restore(program, _saved(session))
    assert restored.session.turn.ending == "away"
    assert restored.session.undo().scene == "lit"


@given(st.lists(st.integers(0, 3), max_size=25), st.integers(-(2**63) + 1, 2**63 - 1))
@settings(max_examples=40, deadline=None)
def test_any_playthrough_goes_on_as_if_never_saved(
    tmp_path_factory: pytest.TempPathFactory, picks: list[int], seed: int
) -> None:
    path = tmp_path_factory.mktemp("story") / "story.yaml"
    path.write_text(STORY)
    program = load(path, cache=False).program
    assert program is not None
    session = Session(program, seed=seed, setup=SETUP)
    for pick in picks:
        again = restore(program, _saved(session)).session
        assert again.turn == session.turn
        opened = [index for index, option in enumerate(session.turn.options) if option.open]
        if not opened:
            break
        choice = opened[pick % len(opened)]
        assert again.choose(choice) == session.choose(choice)
        assert again.snapshot() == session.snapshot()


def test_edits_elsewhere_only_say_that_there_were_some(make: Make) -> None:
    save = _saved(_played(make(), *CHOICES))
    restored = restore(make(("You leave.", "You leave at last."), ("What is your name?", "Your name?")), save)
    assert restored.exact
    assert restored.notes == ("The story has changed since this was saved.", "You are where you were.")
    assert restored.session.can_undo


def test_a_choice_put_in_before_the_others_does_not_move_the_save(make: Make) -> None:
    save = _saved(_played(make(), *CHOICES))
    program = make(
        ("          - choice: Light the lamp\n", "          - Sing -> cellar\n          - choice: Light the lamp\n"),
        ("          - choice: Leave\n", "          - Sing -> cellar\n          - choice: Leave\n"),
    )
    restored = restore(program, save)
    assert restored.exact
    assert [option.label for option in restored.session.turn.options] == ["Sing", "Leave", "Go down again"]


def test_a_choice_that_was_made_and_is_gone_does_not_matter_where_the_place_is_there(make: Make) -> None:
    save = _saved(_played(make(), *CHOICES))
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
    save = _saved(_played(make(), *CHOICES))
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
    save = _saved(_played(make(), "cellar/wait", "cellar/lamp", "lit/down", "cellar/lamp"))
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


def test_when_the_scene_is_gone_the_choices_are_made_again(make: Make) -> None:
    program = make(
        ("            goto: lit\n", "            goto: hall\n"),
        ("  lit:\n    title: The light\n", "  hall:\n    title: The hall\n"),
        ("id: down", "id: back"),
    )
    save = _saved(_played(make(), "cellar/wait", "cellar/lamp"))
    restored = restore(program, save)
    assert restored.session.turn.scene == "hall"
    assert "The scene you were in, The light, is gone." in restored.notes
    assert "Your 2 choices can still be made, and have led to The hall." in restored.notes


def test_the_choices_are_made_again_only_as_far_as_they_go(make: Make) -> None:
    program = make(
        ("            goto: lit\n", "            goto: hall\n"),
        ("  lit:\n    title: The light\n", "  hall:\n    title: The hall\n"),
    )
    save = _saved(_played(make(), "cellar/wait", "cellar/lamp", "lit/down", "cellar/lamp"))
    restored = restore(program, save)
    assert not restored.exact
    assert list(restored.session.choices) == ["cellar/wait", "cellar/lamp"]
    assert "Of your 4 choices, the first 2 can still be made: you are back at The hall." in restored.notes
    assert restored.session.can_undo


def test_when_nothing_can_be_made_again_the_story_begins_anew_and_says_so(make: Make) -> None:
    program = make(
        ("start: cellar", "start: start"),
        ("  cellar:\n    title: The dark\n", "  start:\n    title: The start\n"),
        ("goto: cellar", "goto: start"),
    )
    restored = restore(program, _saved(_played(make(), "cellar/wait")))
    assert "The scene you were in, The dark, is gone." in restored.notes
    assert "Your choices cannot be made any more: you are back at the beginning, The start." in restored.notes
    assert restored.session.turn.scene == "start"
    assert "Seo-jun" in restored.session.turn.blocks[0].text, "the name is still the player's"


def test_a_place_that_is_gone_without_a_choice_made(make: Make) -> None:
    program = make(
        ("start: cellar", "start: start"),
        ("  cellar:\n    title: The dark\n", "  start:\n    title: The start\n"),
        ("goto: cellar", "goto: start"),
    )
    restored = restore(program, _saved(_played(make())))
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
        ("            goto: lit\n", "            goto: hall\n"),
        ("  lit:\n    title: The light\n", "  hall:\n    title: The hall\n"),
    )
    restored = restore(program, _saved(_played(make(), *CHOICES)))
    assert "'none'" in _told(restored)
    assert "'Seo-jun'" not in _told(restored)
    assert restored.session.value("name") == "Seo-jun"
    assert restored.session.turn.scene == "hall"


def test_a_save_of_another_story_is_refused(make: Make) -> None:
    save = _saved(_played(make()))
    with pytest.raises(SaveError, match="another story, lamp-room") as caught:
        restore(make(("story: lamp-room", "story: elsewhere")), save)
    assert caught.value.kind == "foreign"


def test_the_old_file_is_kept_before_the_next_autosave(make: Make, tmp_path: Path) -> None:
    old = make()
    slots = Slots(tmp_path / "saves", old.id)
    slots.autosave(playthrough_of(_played(old, *CHOICES), ID, seconds=90))
    was = (tmp_path / "saves" / f"auto-{ID}.json").read_bytes()
    program = make(("id: wait", "id: linger"))
    slots = Slots(tmp_path / "saves", program.id)
    resumed = resume(program, slots)
    assert resumed is not None
    assert (resumed.id, resumed.seconds) == (ID, 90)
    slots.autosave(playthrough_of(resumed.session, resumed.id, seconds=resumed.seconds))
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
    slots.save("Here", playthrough_of(_played(program, *CHOICES), new_id()))
    resumed = resume(program, slots, "slot-here")
    assert resumed is not None
    assert resumed.notes == ()
    assert not (tmp_path / "saves" / "set-aside").exists()
    assert read_save(tmp_path / "saves" / "slot-here.json").name == "Here"


def test_a_save_of_a_resumed_save_is_still_whole(make: Make) -> None:
    """What was played in the older version stays in the save, so that a third version has it too."""
    save = _saved(_played(make(), *CHOICES))
    second = make(("id: wait", "id: linger"))
    between = restore(second, save).session
    between.choose("lit/down")
    again = _saved(between)
    restored = restore(second, again)
    assert restored.notes == ()
    assert restored.session.turn.scene == "cellar"
    assert restored.session.values() == between.values()
    assert playthrough_of(restored.session, ID).steps == (*CHOICES, "lit/down")


def test_a_name_of_strange_characters_can_be_saved(make: Make) -> None:
    program = make()
    session = Session(program, setup={"name": "A\x1b[2J\u202e  b"})
    restored = restore(program, _saved(session))
    assert restored.notes == ()
    assert "\x1b" not in restored.session.turn.blocks[0].text


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.sampled_from(["", "cellar", "lit", "camp", "x", "lit@leave"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["heat", "side", "met", "name", "x"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(field=st.sampled_from(["scene", "point", "stack", "values", "texts", "draws"]), value=_ODD, drop=st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_forged_snapshot_is_played_or_refused(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: object, drop: bool
) -> None:
    path = tmp_path_factory.mktemp("story") / "story.yaml"
    path.write_text(STORY)
    program = load(path, cache=False).program
    assert program is not None
    play = playthrough_of(_played(program, *CHOICES), ID)
    snapshot = {**play.snapshot, field: value}
    if drop:
        del snapshot[field]
    restored = restore(program, replace(play, steps=("gone",), snapshot=snapshot))
    session = restored.session
    assert session.turn.scene in program.scene_ids
    for variable in program.variables.values():
        assert variable.kind == "enum" or variable.low <= int(session.values()[variable.name]) <= variable.high
    for option in session.turn.options:
        if option.open:
            session.choose(option.id)
            break
    encode(Save(playthrough_of(session, ID)))


def test_a_hostile_stack_and_count_of_draws_end_soon(make: Make) -> None:
    program = make()
    play = playthrough_of(_played(program, *CHOICES), ID)
    for snapshot in (
        {"draws": 10**30},
        {"stack": ["lit@x"] * 100_000},
        {"values": {str(n): n for n in range(100_000)}},
    ):
        forged: Playthrough = replace(play, steps=(), snapshot={**play.snapshot, **snapshot})
        session = restore(program, forged).session
        session.choose(next(option.id for option in session.turn.options if option.open))


def test_saves_know_nothing_of_the_terminal() -> None:
    import subprocess

    code = (
        "import sys, game.saves.restore, game.saves.settings, game.saves.progress;"
        "sys.exit(any(name.split('.')[0] in ('textual', 'rich', 'platformdirs') for name in sys.modules))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
