"""Two games with one playthrough, and two ways on from one save."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.saves.slots import BRANCHES, FURTHEST
from tests.saves.samples import ID, other, play, slots

AUTO = f"auto-{ID}"
pytestmark = pytest.mark.usefixtures("clock")


def test_two_games_with_one_playthrough_become_two(tmp_path: Path) -> None:
    slots(tmp_path).autosave(play(1))
    first, second = slots(tmp_path), slots(tmp_path)
    assert first.autosave(play(2)).note == ""
    kept = second.autosave(play(3))
    assert "both are kept" in kept.note
    assert kept.slot != AUTO
    assert second.autosave(play(4)) == (kept.slot, ""), "it is said once"
    assert first.autosave(play(5)) == (AUTO, "")
    game = slots(tmp_path)
    assert game.load(AUTO).save.playthrough.steps == play(5).steps
    assert game.load(kept.slot).save.playthrough.steps == play(4).steps


def test_a_named_save_of_another_game_is_kept_as_a_copy(tmp_path: Path) -> None:
    slots(tmp_path).save("Ferry", play(1))
    first, second = slots(tmp_path), slots(tmp_path)
    assert first.save("Ferry", play(2)).note == ""
    assert "kept as 'Ferry (other game" in second.save("Ferry", play(3)).note
    assert "kept as 'Ferry (other game" in first.save("Ferry", play(4)).note
    names = {slot.name.partition(" (")[0]: slot.choices for slot in slots(tmp_path).list() if slot.choices == 4}
    assert names == {"Ferry": 4}
    assert sorted(slot.choices for slot in slots(tmp_path).list()) == [2, 3, 4]


def test_a_list_counts_as_having_seen_the_other_games_save(tmp_path: Path) -> None:
    first, second = slots(tmp_path), slots(tmp_path)
    first.save("Ferry", play(2))
    second.list()
    assert second.save("Ferry", play(3)).note == "", "the player saw it, and saved over it"


def test_going_back_to_an_earlier_save_keeps_the_autosave_of_what_came_after(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(2))
    game.autosave(play(9))
    loaded = game.load("quick")
    branch = loaded.save.playthrough
    assert branch.id != ID
    assert replace(branch, id=ID) == play(2)
    game.autosave(replace(play(3, last="another way"), id=branch.id))
    assert game.load(AUTO).save.playthrough == play(9)
    assert len([slot for slot in game.list() if slot.kind == "auto"]) == 2


def test_going_on_from_where_the_autosave_is_makes_no_branch(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.autosave(play(2))
    game.quick(play(3))
    assert game.load("quick").save.playthrough.id == ID


def test_only_the_newest_branches_of_a_playthrough_are_kept(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.autosave(play(5, id=other(1)))
    game.quick(play(2))
    game.autosave(play(90))
    for number in range(2 * BRANCHES):
        branch = game.load("quick").save.playthrough
        game.autosave(replace(play(10 + number), id=branch.id))
    autos = [slot for slot in game.list() if slot.kind == "auto" and slot.playthrough.startswith(ID)]
    assert sorted(slot.choices for slot in autos)[-1:-5:-1] == [90, 29, 28, 27], "the newest, and what went furthest"
    assert len(autos) == BRANCHES + FURTHEST
    assert game.load(f"auto-{other(1)}").save.playthrough.steps == play(5).steps


def test_a_playthrough_without_a_choice_makes_room_for_the_next(tmp_path: Path) -> None:
    for number in range(1, 5):
        slots(tmp_path).autosave(play(0, id=other(number)))
    slots(tmp_path).autosave(play(1, id=other(5)))
    slots(tmp_path).quick(play(0, id=other(6)))
    slots(tmp_path).autosave(play(0, id=other(7)))
    found = slots(tmp_path).list()
    assert [slot.id for slot in found] == [f"auto-{other(7)}", "quick", f"auto-{other(5)}"]
