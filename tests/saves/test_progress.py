from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.program.renames import Renames
from game.saves.errors import SaveError
from game.saves.progress import KINDS, Progress
from tests.saves.faults import Breaking, Killed


def _file(folder: Path) -> Path:
    return folder / "progress.log"


def test_nothing_seen_makes_no_file(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "new")
    assert not progress.has("lines", "a")
    assert progress.all("endings") == ()
    progress.note(lines=[], endings=[""])
    assert not (tmp_path / "new").exists()


def test_what_was_seen_is_remembered_in_order(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.note(lines=["roof/1", "roof/2"], chapters=["roof"])
    progress.note(lines=["roof/2", "roof/3"], endings=["the-ferry"], marks=["warned"])
    for found in (progress, Progress(tmp_path)):
        assert found.all("lines") == ("roof/1", "roof/2", "roof/3")
        assert found.has("endings", "the-ferry")
        assert found.all("chapters") == ("roof",)
        assert not found.has("chapters", "roof/1")
        assert found.share("lines", 12) == 0.25
        assert found.share("lines", 2) == 1.0
        assert found.share("lines", 0) == 0.0


def test_there_is_no_other_kind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        Progress(tmp_path).note(weather=["snow"])


def test_a_turn_already_seen_costs_no_writing(tmp_path: Path) -> None:
    Progress(tmp_path).note(lines=["a", "b"])
    calls = Breaking()
    progress = Progress(tmp_path, calls)
    progress.note(lines=["a", "b"])
    reading = calls.count
    progress.note(lines=["b", "a"])
    assert calls.count == reading
    assert "write" not in calls.log


def test_a_new_line_writes_only_itself(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.note(lines=[f"line-{number}" for number in range(20_000)])
    before = _file(tmp_path).stat().st_size
    progress.note(lines=["one more"])
    assert _file(tmp_path).stat().st_size - before < 60


def test_two_games_add_to_each_other(tmp_path: Path) -> None:
    first, second = Progress(tmp_path), Progress(tmp_path)
    first.note(lines=["a"])
    second.note(lines=["b"])
    first.note(lines=["c"])
    assert not second.has("lines", "c")
    second.refresh()
    assert second.has("lines", "c")
    assert set(Progress(tmp_path).all("lines")) == {"a", "b", "c"}


@given(cut=st.integers(0, 200), after=st.lists(st.text(max_size=4), max_size=3))
def test_what_broke_off_spoils_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, cut: int, after: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    progress = Progress(folder)
    progress.note(lines=["first"])
    size = _file(folder).stat().st_size
    progress.note(lines=["second, a longer line that a dying machine tears"], codex=["x"])
    content = _file(folder).read_bytes()
    _file(folder).write_bytes(content[: size + cut])
    Progress(folder).note(lines=["third", *after])
    found = Progress(folder)
    assert found.has("lines", "first")
    assert found.has("lines", "third")
    assert found.trouble == ""


def test_any_damage_loses_at_most_what_it_touches(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    for name in ("a", "b", "c"):
        progress.note(lines=[name])
    content = _file(tmp_path).read_bytes()
    for at in range(len(content)):
        for byte in (content[at] ^ 1, 0, 10):
            _file(tmp_path).write_bytes(content[:at] + bytes([byte]) + content[at + 1 :])
            found = Progress(tmp_path).all("lines")
            assert set(found) <= {"a", "b", "c"}
            # In the first line the damage can make the file one of a newer game; it is then left alone.
            assert len(found) >= 2 or at < len(b"hambies progress 1")


def test_a_log_that_says_much_twice_is_written_anew(tmp_path: Path) -> None:
    names = [f"line-{number}" for number in range(300)]
    for _ in range(40):
        other = tmp_path / "other"
        Progress(other).note(lines=names)
        _file(tmp_path).parent.mkdir(exist_ok=True)
        with _file(tmp_path).open("ab") as file:
            file.write(_file(other).read_bytes())
        _file(other).unlink()
    before = _file(tmp_path).stat().st_size
    assert Progress(tmp_path).all("lines") == tuple(names)
    assert _file(tmp_path).stat().st_size < before / 20
    assert Progress(tmp_path).all("lines") == tuple(names)
    assert len(list((tmp_path / "set-aside").iterdir())) == 1, "it had damaged lines, and is kept"


def test_a_kill_at_any_call_of_compacting_loses_nothing(tmp_path: Path) -> None:
    names = [f"line-{number}" for number in range(600)]
    Progress(tmp_path / "one").note(lines=names)
    content = _file(tmp_path / "one").read_bytes()
    twice = content + content[content.index(b"\n") :] * 9
    at = 0
    while True:
        at += 1
        folder = tmp_path / f"kill-{at}"
        folder.mkdir()
        _file(folder).write_bytes(twice)
        calls = Breaking(at, "torn")
        try:
            Progress(folder, calls).all("lines")
            break
        except Killed:
            calls.bury()
        assert Progress(folder).all("lines") == tuple(names)
    assert at > 10


def test_what_could_not_be_written_is_written_later(tmp_path: Path) -> None:
    calls = Breaking()
    progress = Progress(tmp_path, calls)
    progress.note(lines=["a"])
    calls.at, calls.how = calls.count + 1, "forever"
    with pytest.raises(SaveError) as caught:
        progress.note(lines=["b"])
    assert caught.value.kind == "disk"
    assert progress.has("lines", "b")
    calls.at = 0
    progress.note(lines=["c"])
    assert Progress(tmp_path).all("lines") == ("a", "b", "c")


def test_a_file_that_is_too_large_grows_no_more(tmp_path: Path) -> None:
    progress = Progress(tmp_path, largest=1_000)
    for number in range(100):
        progress.note(lines=[f"a long name of a line {number}"])
    assert "too much" in progress.trouble
    assert _file(tmp_path).stat().st_size <= 1_000


def test_something_else_in_its_place_is_set_aside(tmp_path: Path) -> None:
    _file(tmp_path).mkdir()
    progress = Progress(tmp_path)
    progress.note(lines=["a"])
    assert "set-aside/progress.log.damaged-1" in progress.trouble
    assert Progress(tmp_path).all("lines") == ("a",)


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    _file(tmp_path).write_text("hambies progress 2\nsomething")
    progress = Progress(tmp_path)
    progress.note(lines=["a"])
    assert "newer version" in progress.trouble
    assert progress.has("lines", "a")
    assert _file(tmp_path).read_text() == "hambies progress 2\nsomething"


@given(st.dictionaries(st.sampled_from(KINDS), st.lists(st.text(min_size=1, max_size=20))))
def test_any_names_are_remembered(tmp_path_factory: pytest.TempPathFactory, seen: dict[str, list[str]]) -> None:
    folder = tmp_path_factory.mktemp("any")
    Progress(folder).note(**seen)
    found = Progress(folder)
    for kind in KINDS:
        assert found.all(kind) == tuple(dict.fromkeys(seen.get(kind, ())))


def test_what_was_seen_under_old_names_is_seen_under_the_new(tmp_path: Path) -> None:
    old = Progress(tmp_path)
    old.note(
        lines=["kitchen:0badcafe", "yard:0badcafe"],
        choices=["kitchen/go-down"],
        scenes=["kitchen"],
        endings=["kitchen"],
    )
    renames = Renames(scenes={"kitchen": "hearth"}, choices={"hearth": {"go-down": "see"}})
    new = Progress(tmp_path, renames=renames)
    assert new.all("lines") == ("hearth:0badcafe", "yard:0badcafe")
    assert new.all("choices") == ("hearth/see",)
    assert new.all("scenes") == ("hearth",)
    assert new.all("endings") == ("kitchen",), "of endings nothing is said"
    new.note(lines=["hearth:0badcafe"])
    assert Progress(tmp_path).all("lines") == ("kitchen:0badcafe", "yard:0badcafe"), (
        "what is known already costs nothing"
    )
