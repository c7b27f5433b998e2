"""A save that is broken off at every single call to the system, in every way, is the old one or the new one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from game.saves.errors import SaveError
from game.saves.slots import Slots
from tests.saves.faults import CALLS, Breaking, How, Killed, Memory
from tests.saves.samples import ID, STORY, play, slots

AUTO = f"auto-{ID}"


def _prepared(folder: Path) -> None:
    first = slots(folder)
    first.autosave(play(1))
    first.autosave(play(2))


def _calls_of_a_save(folder: Path) -> list[str]:
    _prepared(folder)
    calls = Breaking()
    slots(folder, calls).autosave(play(3))
    return calls.log


def _count(tmp_path: Path) -> int:
    return len(_calls_of_a_save(tmp_path / "count"))


def test_every_call_goes_through_the_layer(tmp_path: Path) -> None:
    log = _calls_of_a_save(tmp_path)
    assert set(log) <= set(CALLS)
    tail = log[log.index("write") :]
    assert [call for call in tail if call in ("write", "sync", "link", "replace")] == [
        "write", "sync", "link", "replace", "replace", "sync",
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["error", "forever"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_any_call_that_fails_leaves_the_old_save_or_the_new_one(tmp_path: Path, how: How, number: int) -> None:
    for at in range(1, _count(tmp_path) + 1):
        folder = tmp_path / f"{at}"
        _prepared(folder)
        calls = Breaking(at, how, number)
        error = None
        try:
            slots(folder, calls).autosave(play(3))
        except SaveError as trouble:
            error = trouble
        assert error is None or (error.kind == "disk" and os.strerror(number) in error.reason)
        calls.bury()
        loaded = slots(folder).newest()
        assert loaded is not None
        assert not loaded.notes
        # A game that could not look which versions were there takes a slot of its own, to be safe.
        kept = replace(loaded.save.playthrough, id=ID)
        assert kept in ((play(2), play(3)) if error else (play(3),)), (at, calls.log)
        # And the game that met the fault goes on to save once the machine is well again.
        again = slots(folder)
        again.autosave(play(4))
        assert again.load(AUTO).save.playthrough == play(4)
        assert not list(folder.glob(".*.tmp"))


def test_a_fault_that_passes_is_no_conflict_with_oneself(tmp_path: Path) -> None:
    for at in range(1, _count(tmp_path) + 1):
        folder = tmp_path / f"{at}"
        _prepared(folder)
        calls = Breaking()
        game = slots(folder, calls)
        assert game.load(AUTO).save.playthrough == play(2)
        calls.count, calls.at = 0, at
        try:
            game.autosave(play(3))
        except SaveError:
            assert game.autosave(play(3)) == (AUTO, "")
        calls.at = 0
        assert game.autosave(play(4)) == (AUTO, "")
        assert [path.name for path in folder.glob("*.json")] == [f"{AUTO}.json"]


def test_a_write_that_takes_a_byte_at_a_time_is_finished(tmp_path: Path) -> None:
    for at in range(1, _count(tmp_path) + 1):
        folder = tmp_path / f"{at}"
        _prepared(folder)
        slots(folder, Breaking(at, "short")).autosave(play(3))
        assert slots(folder).load(AUTO).save.playthrough == play(3)


@pytest.mark.parametrize("how", ["before", "after", "torn"])
def test_a_game_killed_at_any_call_leaves_the_old_save_or_the_new_one(tmp_path: Path, how: How) -> None:
    results: set[int] = set()
    for at in range(1, _count(tmp_path) + 1):
        folder = tmp_path / f"{at}"
        _prepared(folder)
        calls = Breaking(at, how)
        try:
            slots(folder, calls).autosave(play(3))
        except Killed:
            calls.bury()
        _whole(folder, results)
    assert results == {2, 3}


def _whole(folder: Path, results: set[int]) -> None:
    game = slots(folder)
    loaded = game.load(AUTO)
    assert not loaded.notes
    assert loaded.save.playthrough in (play(2), play(3))
    results.add(len(loaded.save.playthrough.steps))
    game.autosave(play(4))
    assert not list(folder.glob(".*.tmp")), "what the dead game left is swept"
    assert slots(folder).load(AUTO).save.playthrough == play(4)


_DYING = """
import os, sys
from pathlib import Path
from tests.saves.faults import Breaking
from tests.saves.samples import play, slots
root = Path(sys.argv[1])
for at in range(1, int(sys.argv[2]) + 1):
    if not os.fork():
        slots(root / str(at), Breaking(at, "after", die=lambda: os._exit(9))).autosave(play(3))
        os._exit(0)
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_process_that_really_dies_leaves_its_lock_to_the_next(tmp_path: Path) -> None:
    count = _count(tmp_path)
    for at in range(1, count + 1):
        _prepared(tmp_path / f"{at}")
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", _DYING, str(tmp_path), str(count)], cwd=root, check=True)
    results: set[int] = set()
    for at in range(1, count + 1):
        _whole(tmp_path / f"{at}", results)
    assert results == {2, 3}


FOLDER = Path("/saves")


def _flushed() -> Memory:
    disk = Memory()
    disk.folders.add(FOLDER)
    game = Slots(FOLDER, STORY, disk)
    game.autosave(play(1))
    game.autosave(play(2))
    return disk


@pytest.fixture
def no_folders_to_make(monkeypatch: pytest.MonkeyPatch) -> None:
    # The one thing that the store asks of the real disk; the folder in memory is there already.
    monkeypatch.setattr("game.saves.disk.make_folders", lambda folder, calls: calls.make_folder(folder))


@pytest.mark.usefixtures("no_folders_to_make")
def test_a_power_cut_that_forgets_and_reorders_leaves_the_old_save_or_the_new_one() -> None:
    checked, kill_at, results = 0, 0, set()
    while True:
        kill_at += 1
        disk = _flushed()
        disk.count, disk.kill_at = 0, kill_at
        done = False
        try:
            Slots(FOLDER, STORY, disk).autosave(play(3))
            done = True
        except Killed:
            pass
        for left in disk.after_crash():
            loaded = Slots(FOLDER, STORY, left).load(AUTO)
            assert not loaded.notes
            assert loaded.save.playthrough in ((play(3),) if done else (play(2), play(3)))
            results.add(len(loaded.save.playthrough.steps))
            checked += 1
        if done:
            break
    assert results == {2, 3}
    assert checked > 50


@pytest.mark.usefixtures("no_folders_to_make")
def test_the_model_of_the_disk_does_catch_a_save_that_is_not_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above proves something only if it fails for a protocol that is wrong."""
    sync = Memory.sync
    monkeypatch.setattr(Memory, "sync", lambda self, fd: sync(self, fd) if isinstance(self.fds[fd], Path) else None)
    disk = Memory()
    disk.folders.add(FOLDER)
    game = Slots(FOLDER, STORY, disk)
    game.autosave(play(1))
    game.autosave(play(2))
    wrong = 0
    for left in disk.after_crash():
        try:
            loaded = Slots(FOLDER, STORY, left).load(AUTO)
            wrong += bool(loaded.notes) or loaded.save.playthrough != play(2)
        except SaveError:
            wrong += 1
    assert wrong
