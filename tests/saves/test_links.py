"""Links and other things laid where saves should be: nothing outside the folder is read, written or waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.saves.errors import SaveError
from game.saves.slots import read_save
from tests.saves.samples import play, slots

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


def _aside(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "set-aside").glob("*"))


def test_a_link_in_a_saves_place_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_text("precious")
    folder = tmp_path / "saves"
    folder.mkdir()
    (folder / "quick.json").symlink_to(outside)
    with pytest.raises(SaveError, match="link"):
        slots(folder).load("quick")
    (folder / "quick.json").symlink_to(outside)
    slots(folder).quick(play(1))
    assert outside.read_text() == "precious"
    assert not (folder / "quick.json").is_symlink()
    assert slots(folder).load("quick").save.playthrough == play(1)
    assert _aside(folder) == ["quick.json.foreign-1", "quick.json.foreign-2"]


def test_a_link_at_the_temporary_name_is_not_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "precious"
    outside.write_text("precious")
    monkeypatch.setattr(os, "urandom", lambda size: b"\7" * size)
    (tmp_path / f".{'07' * 8}.tmp").symlink_to(outside)
    game = slots(tmp_path)
    game._saves._swept = True  # else it would simply be swept away
    with pytest.raises(SaveError, match="File exists"):
        game.quick(play(1))
    assert outside.read_text() == "precious"


def test_links_at_the_lock_and_the_backup_are_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_text("precious")
    folder = tmp_path / "saves"
    slots(folder).quick(play(1))
    (folder / "quick.json.bak").symlink_to(outside)
    slots(folder).quick(play(2))
    assert outside.read_text() == "precious"
    assert read_save(folder / "quick.json.bak").playthrough == play(1)
    (folder / ".lock").unlink()
    (folder / ".lock").symlink_to(outside)
    with pytest.raises(SaveError):
        slots(folder).quick(play(3))
    assert outside.read_text() == "precious"


def test_a_pipe_in_a_saves_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "quick.json")
    assert slots(tmp_path).list()[0].trouble == "It is not a file."
