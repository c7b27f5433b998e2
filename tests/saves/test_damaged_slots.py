"""Saves that cannot be loaded: what comes in their place, and that nothing is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from game.saves.disk import locked
from game.saves.errors import SaveError
from game.saves.format import FORMAT, Save, encode
from game.saves.slots import Slots, read_save
from tests.saves.faults import Breaking
from tests.saves.samples import STORY, other, play, slots

pytestmark = pytest.mark.usefixtures("clock")


def _spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"roof", b"loft", 1))


def _aside(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "set-aside").glob("*"))


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
    newer = path.read_bytes().replace(b'"format": %d' % FORMAT, b'"format": 9').replace(b'"least": 1', b'"least": 9')
    path.write_bytes(newer)
    with pytest.raises(SaveError, match="newer version") as caught:
        slots(tmp_path).load("quick")
    assert caught.value.kind == "newer"
    assert path.read_bytes() == newer
    slots(tmp_path).quick(play(2))
    assert (tmp_path / "set-aside" / "quick.json.newer-1").read_bytes() == newer


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
    monkeypatch.setattr("game.saves.disk.locked.__wrapped__.__defaults__", (game._saves.calls, 0.02))
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


def test_a_damaged_save_keeps_its_name_in_the_list(tmp_path: Path) -> None:
    game = slots(tmp_path)
    game.save("Vor der Fähre", play(1))
    game.save('Two "words"', play(2))
    game.save('Two "words"', play(3))
    game.save("Empty", play(1))
    for path in tmp_path.glob("slot-*.json"):
        _spoil(path)
    (tmp_path / "slot-empty.json").write_bytes(b"")
    assert {slot.name for slot in slots(tmp_path).list() if slot.trouble} == {
        "Vor der Fähre",
        'Two "words"',
        "slot-empty",
    }
    loaded = next(slot for slot in slots(tmp_path).list() if slot.name == 'Two "words"')
    assert "The save 'Two \"words\"' cannot be loaded." in slots(tmp_path).load(loaded.id).notes[0]


@pytest.mark.parametrize("said", [b'"\\ud800"', b'"\\u001b[2J"', b'"\xff"', b'"x', b'""', b'"' + b"x" * 5000 + b'"'])
def test_a_name_in_a_damaged_file_is_shown_only_as_far_as_it_can_be(tmp_path: Path, said: bytes) -> None:
    slots(tmp_path).quick(play(1))
    (tmp_path / "slot-a.json").write_bytes(b'{"saved": {"name": ' + said + b', "when": ""}}')
    shown = next(slot.name for slot in slots(tmp_path).list() if slot.trouble)
    assert shown
    assert shown.isprintable()
    shown.encode()
