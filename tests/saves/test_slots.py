"""Slots: their names and paths, their order, and what a player does with them."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from game.saves.errors import SaveError
from game.saves.format import Playthrough, Save, encode
from tests.saves.samples import other, play, slots

pytestmark = pytest.mark.usefixtures("clock")


def _spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"roof", b"loft", 1))


def _aside(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "set-aside").glob("*"))


def test_an_empty_folder_has_no_saves_and_is_not_made(tmp_path: Path) -> None:
    game = slots(tmp_path / "new")
    assert game.list() == ()
    assert game.newest() is None
    assert not game.folder.exists()


def test_continue_takes_the_newest_save_of_any_kind(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.autosave(play(3))
    game.save("Before the ferry", play(4))
    game.quick(play(5))
    loaded = slots(tmp_path).newest()
    assert loaded is not None
    assert (loaded.slot, loaded.notes) == ("quick", ())
    assert loaded.save.playthrough.steps == play(5).steps
    game.autosave(play(6))
    assert (loaded := slots(tmp_path).newest()) is not None
    assert loaded.save.playthrough == play(6)


def test_a_list_shows_what_each_save_is(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.save("Before the ferry", play(4))
    game.autosave(play(5))
    auto, named = slots(tmp_path).list()
    assert (auto.kind, auto.name, auto.choices) == ("auto", "", 5)
    assert (named.kind, named.name, named.chapter, named.place) == (
        "named",
        "Before the ferry",
        "The Roof",
        "Hyosan, the roof",
    )
    assert (named.seconds, named.last, named.choices) == (240, play(4).last, 4)
    assert named.when < auto.when


def test_files_and_folders_are_the_owners_alone(tmp_path: Path) -> None:
    game = slots(tmp_path / "a" / "b")
    game.quick(play(1))
    game.quick(play(2))
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    for path in game.folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path


@pytest.mark.parametrize(
    "name", ["../../up", "/etc/passwd", "con", "a/b\\c:d", "..", "\x00", "x" * 1_000, "저장", ".hidden", "CON.txt"]
)
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    game = slots(tmp_path / "saves")
    try:
        kept = game.save(name, play(1))
    except SaveError as error:
        assert error.kind == "name"  # noqa: PT017 - a name of nothing that can be seen
        return
    assert [path.name for path in tmp_path.rglob("*.json")] == [f"{kept.slot}.json"]
    assert (tmp_path / "saves" / f"{kept.slot}.json").is_file()
    assert game.load(kept.slot).save.playthrough == play(1)


@pytest.mark.parametrize("slot", ["../quick", "/etc/passwd", "", ".", "quick.json/..", "none", "\x00"])
def test_a_slot_is_never_a_path(tmp_path: Path, slot: str) -> None:
    slots(tmp_path).quick(play(1))
    game = slots(tmp_path / "sub")
    for act in (game.load, game.delete, lambda slot: game.rename(slot, "x")):
        with pytest.raises(SaveError) as caught:
            act(slot)
        assert caught.value.kind == "missing"


def test_the_same_name_in_other_letters_is_the_same_slot(tmp_path: Path) -> None:
    game = slots(tmp_path)
    first = game.save("Café", play(1))
    assert game.save(unicodedata.normalize("NFD", "CAFÉ"), play(2)) == first
    assert game.save("Cafe", play(3)).slot != first.slot
    assert game.load(first.slot).save.playthrough.steps == play(2).steps


def test_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    for name in ("", "  ", "\u202e"):
        with pytest.raises(SaveError, match="needs a name"):
            slots(tmp_path).save(name, play(1))


def test_a_save_dropped_in_by_hand_is_found(tmp_path: Path) -> None:
    tmp_path.joinpath("My 100 save (1).json").write_bytes(encode(Save(play(4), "Theirs")))
    (slot,) = slots(tmp_path).list()
    assert (slot.id, slot.name, slot.kind) == ("My 100 save (1)", "Theirs", "named")
    assert slots(tmp_path).load(slot.id).save.playthrough == play(4)


def test_a_player_can_delete_a_save_but_a_damaged_one_is_set_aside(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    game.quick(play(2))
    game.save("Ferry", play(3))
    _spoil(tmp_path / "slot-ferry.json")
    for slot in game.list():
        game.delete(slot.id)
    assert slots(tmp_path).list() == ()
    assert _aside(tmp_path) == ["slot-ferry.json.damaged-1"]


def test_a_save_can_be_renamed_but_not_onto_another(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.save("Ferry", play(1))
    game.save("Bridge", play(2))
    with pytest.raises(SaveError, match="already") as caught:
        game.rename("slot-ferry", "BRIDGE")
    assert caught.value.kind == "name"
    assert game.rename("slot-ferry", "FERRY") == "slot-ferry"
    moved = game.rename("slot-ferry", "The last ferry")
    assert game.load(moved).save.playthrough == play(1)
    assert sorted(slot.name for slot in game.list()) == ["Bridge", "The last ferry"]


def test_the_order_does_not_depend_on_the_files_dates(tmp_path: Path) -> None:
    game = slots(tmp_path)
    for number in range(1, 5):
        game.autosave(play(number, id=other(number)))
    for number in range(1, 5):  # as a copy of the folder may leave them
        os.utime(tmp_path / f"auto-{other(number)}.json", (2_000 - number, 2_000 - number))
    again = slots(tmp_path)
    assert [slot.choices for slot in again.list()] == [4, 3, 2, 1]
    assert (loaded := again.newest()) is not None
    assert loaded.slot == f"auto-{other(4)}"


def test_odd_dates_of_files_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "quick.json").write_text("nothing")
    os.utime(tmp_path / "quick.json", (2**33, 2**40))
    assert slots(tmp_path).list()[0].trouble


def test_a_playthrough_too_long_to_save_is_refused_in_words(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    huge: Playthrough = replace(play(1), steps=tuple(f"{'x' * 900}{number}" for number in range(10_000)))
    with pytest.raises(SaveError, match="too long"):
        game.quick(huge)
    assert game.load("quick").save.playthrough == play(1)
