from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from game.saves import slots as slots_module
from game.saves.disk import locked
from game.saves.errors import SaveError
from game.saves.format import Playthrough, Save, encode
from game.saves.slots import BRANCHES, Slots, read_save
from tests.saves.faults import Breaking
from tests.saves.samples import ID, STORY, other, play, slots

AUTO = f"auto-{ID}"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves that are made one after the other say so, however coarse the machine's clock is."""

    def ticks() -> Iterator[str]:
        for second in range(10**6):
            yield f"2026-01-02T03:{second // 60 % 60:02}:{second % 60:02}.{second:06}Z"

    source = ticks()
    monkeypatch.setattr(slots_module, "now", lambda: next(source))


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


def test_a_damaged_save_gives_way_to_its_backup_and_is_set_aside(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    game.quick(play(2))
    _spoil(tmp_path / "quick.json")
    damaged = (tmp_path / "quick.json").read_bytes()
    loaded = slots(tmp_path).load("quick")
    assert loaded.save.playthrough == play(1)
    assert "The quick save cannot be loaded. Its checksum is wrong" in loaded.notes[0]
    assert "set-aside/quick.json.damaged-1" in loaded.notes[0]
    assert "backup" in loaded.notes[1]
    assert (tmp_path / "set-aside" / "quick.json.damaged-1").read_bytes() == damaged
    assert slots(tmp_path).load("quick").notes == (), "the backup is the save now"


def test_without_a_backup_the_newest_other_save_is_loaded(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.autosave(play(7, id=other(1)))
    game.autosave(play(8, id=other(2)))
    game.save("Alone", play(3))
    (tmp_path / "slot-alone.json").write_bytes(b"\0" * 500)
    loaded = slots(tmp_path).load("slot-alone")
    assert loaded.slot == f"auto-{other(2)}"
    assert "newest other save" in loaded.notes[-1]
    with pytest.raises(SaveError, match="no such save"):
        slots(tmp_path).load("slot-alone")


def test_when_nothing_is_left_the_reasons_are_told_and_nothing_is_lost(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    game.quick(play(2))
    _spoil(tmp_path / "quick.json")
    _spoil(tmp_path / "quick.json.bak")
    with pytest.raises(SaveError, match=r"quick save cannot be loaded.* backup cannot be loaded either"):
        slots(tmp_path).load("quick")
    assert _aside(tmp_path) == ["quick.json.bak.damaged-1", "quick.json.damaged-1"]


def test_continue_passes_over_damaged_saves_and_says_so(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.autosave(play(7, id=other(1)))
    game.quick(play(2))
    _spoil(tmp_path / "quick.json")
    loaded = slots(tmp_path).newest()
    assert loaded is not None
    assert loaded.slot == f"auto-{other(1)}"
    assert "The quick save cannot be loaded" in loaded.notes[0]


def test_continue_with_nothing_but_damage_says_why(tmp_path: Path) -> None:
    slots(tmp_path).quick(play(2))
    _spoil(tmp_path / "quick.json")
    with pytest.raises(SaveError, match="checksum"):
        slots(tmp_path).newest()


def test_a_list_names_damaged_saves_and_leaves_them(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(2))
    _spoil(tmp_path / "quick.json")
    (tmp_path / "slot-odd.json").write_text("steps: [a]")
    (tmp_path / "slot-folder.json").mkdir()
    found = {slot.id: slot.trouble for slot in slots(tmp_path).list()}
    assert "checksum" in found["quick"]
    assert "not a save" in found["slot-odd"]
    assert found["slot-folder"]
    assert not (tmp_path / "set-aside").exists()


def test_saving_over_a_damaged_save_sets_it_aside_and_keeps_the_good_backup(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    game.quick(play(2))
    _spoil(tmp_path / "quick.json")
    again = slots(tmp_path)
    again.quick(play(3))
    assert again.load("quick").save.playthrough == play(3)
    assert _aside(tmp_path) == ["quick.json.damaged-1"]
    assert read_save(tmp_path / "quick.json.bak").playthrough == play(1)


def test_a_save_of_another_story_is_refused_and_set_aside(tmp_path: Path) -> None:
    tmp_path.joinpath("slot-x.json").write_bytes(encode(Save(play(1, story="elsewhere"))))
    with pytest.raises(SaveError, match="another story, elsewhere"):
        slots(tmp_path).load("slot-x")
    assert _aside(tmp_path) == ["slot-x.json.foreign-1"]


def test_a_save_of_a_newer_game_is_refused_and_stays(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    path = tmp_path / "quick.json"
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 9').replace(b'"least": 1', b'"least": 9')
    path.write_bytes(newer)
    with pytest.raises(SaveError, match="newer version") as caught:
        slots(tmp_path).load("quick")
    assert caught.value.kind == "newer"
    assert path.read_bytes() == newer
    slots(tmp_path).quick(play(2))
    assert (tmp_path / "set-aside" / "quick.json.newer-1").read_bytes() == newer


def test_a_save_dropped_in_by_hand_is_found(tmp_path: Path) -> None:
    tmp_path.joinpath("My 100 save (1).json").write_bytes(encode(Save(play(4), "Theirs")))
    (slot,) = slots(tmp_path).list()
    assert (slot.id, slot.name, slot.kind) == ("My 100 save (1)", "Theirs", "named")
    assert slots(tmp_path).load(slot.id).save.playthrough == play(4)


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
    game.autosave(play(9))
    for number in range(2 * BRANCHES):
        branch = game.load("quick").save.playthrough
        game.autosave(replace(play(10 + number), id=branch.id))
    autos = [slot for slot in game.list() if slot.kind == "auto" and slot.playthrough.startswith(ID)]
    assert len(autos) == BRANCHES
    assert max(slot.choices for slot in autos) == 9 + 2 * BRANCHES
    assert game.load(f"auto-{other(1)}").save.playthrough.steps == play(5).steps


def test_a_playthrough_without_a_choice_makes_room_for_the_next(tmp_path: Path) -> None:
    for number in range(1, 5):
        slots(tmp_path).autosave(play(0, id=other(number)))
    slots(tmp_path).autosave(play(1, id=other(5)))
    slots(tmp_path).quick(play(0, id=other(6)))
    slots(tmp_path).autosave(play(0, id=other(7)))
    found = slots(tmp_path).list()
    assert [slot.id for slot in found] == [f"auto-{other(7)}", "quick", f"auto-{other(5)}"]


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


def test_the_older_story_s_save_is_copied_once(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    loaded = game.load("quick")
    where = game.keep_older(loaded)
    assert game.keep_older(loaded) == where
    assert read_save(tmp_path / where).playthrough == play(1)


def test_a_busy_folder_is_told_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    monkeypatch.setattr("game.saves.disk.locked.__wrapped__.__defaults__", (game._shelf.calls, 0.02))
    with locked(tmp_path), pytest.raises(SaveError, match="busy"):
        game.quick(play(2))
    assert slots(tmp_path).load("quick").save.playthrough == play(1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_can_be_loaded_from(tmp_path: Path) -> None:
    slots(tmp_path).quick(play(1))
    tmp_path.chmod(0o500)
    try:
        game = slots(tmp_path)
        assert game.load("quick").save.playthrough == play(1)
        with pytest.raises(SaveError, match="ermission"):
            game.quick(play(2))
    finally:
        tmp_path.chmod(0o700)


class _ReadOnly(Breaking):
    """A folder that can be looked into but not written to, for whoever is root."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return super().open(path, flags, mode)


def test_damage_in_a_read_only_folder_still_falls_back(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.quick(play(1))
    game.quick(play(2))
    _spoil(tmp_path / "quick.json")
    reading = Slots(tmp_path, STORY, _ReadOnly())
    loaded = reading.load("quick")
    assert loaded.save.playthrough == play(1)
    assert (tmp_path / "quick.json").exists()
    with pytest.raises(SaveError, match="Read-only"):
        reading.quick(play(3))


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
