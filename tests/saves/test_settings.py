from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.places import HOME
from game.saves.errors import SaveError
from game.saves.settings import SETTINGS, Settings
from tests.saves.faults import Breaking, Killed


def _file(folder: Path) -> Path:
    return folder / "settings.json"


def test_the_defaults_are_the_first_choices(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert dict(settings) == {setting.key: setting.choices[0][0] for setting in SETTINGS}
    assert settings.notes == ()
    assert not _file(tmp_path).exists()


def test_every_setting_can_be_explained_and_shown() -> None:
    for setting in SETTINGS:
        assert setting.title
        assert setting.help
        assert len({type(value) for value, _ in setting.choices}) == 1
        assert all(setting.shown(value) == title for value, title in setting.choices)
        assert setting.is_switch == (setting.default in (False, True))


def test_what_is_changed_stays(tmp_path: Path) -> None:
    Settings(tmp_path).change("theme", "paper")
    Settings(tmp_path).change("reduced_motion", True)
    settings = Settings(tmp_path)
    assert (settings["theme"], settings["width"]) == ("paper", 72)
    assert settings.is_on("reduced_motion")
    assert settings.shown("theme") == "High contrast (light)"


def test_a_step_goes_round(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for shown in ("64", "56", "72"):
        settings.step("width")
        assert settings.shown("width") == shown
    settings.step("width", -1)
    assert Settings(tmp_path)["width"] == 56


@pytest.mark.parametrize(
    ("key", "value"), [("theme", "neon"), ("theme", True), ("plain", 1), ("width", True), ("width", "72")]
)
def test_a_value_that_is_none_is_refused(tmp_path: Path, key: str, value: str | int) -> None:
    with pytest.raises(SaveError, match="is one of") as caught:
        Settings(tmp_path).change(key, value)
    assert caught.value.kind == "name"
    with pytest.raises(KeyError):
        Settings(tmp_path).change("colour", "red")


def test_two_games_change_different_settings(tmp_path: Path) -> None:
    first, second = Settings(tmp_path), Settings(tmp_path)
    first.change("theme", "frost")
    second.change("plain", True)
    settings = Settings(tmp_path)
    assert (settings["theme"], settings["plain"]) == ("frost", True)
    assert second["theme"] == "frost"


def test_values_that_cannot_be_are_defaults_with_a_note(tmp_path: Path) -> None:
    _file(tmp_path).write_text(
        json.dumps({"theme": "neon\x1b[2J", "plain": 1, "width": 64, "weather": "snow", "x\x07": [1]})
    )
    settings = Settings(tmp_path)
    assert (settings["theme"], settings["plain"], settings["width"]) == ("auto", False, 64)
    assert len(settings.notes) == 4
    assert "Colours cannot be 'neon[2J'; it is as the terminal is." in settings.notes
    assert not any("\x1b" in note or "\x07" in note for note in settings.notes)


def test_settings_of_a_newer_version_survive(tmp_path: Path) -> None:
    _file(tmp_path).write_text('{"weather": "snow"}')
    Settings(tmp_path).change("theme", "frost")
    assert json.loads(_file(tmp_path).read_text()) == {"weather": "snow", "theme": "frost"}


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 50_000, b"[1]", b"x" * 200_000, b"", b"\0" * 40])
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    _file(tmp_path).write_bytes(content)
    settings = Settings(tmp_path)
    assert settings["theme"] == "auto"
    assert "usual ones" in settings.notes[0]
    assert (tmp_path / "settings.json.damaged-1").read_bytes() == content
    settings.change("theme", "frost")
    assert Settings(tmp_path)["theme"] == "frost"


def test_a_change_that_cannot_be_kept_counts_for_now(tmp_path: Path) -> None:
    Settings(tmp_path).change("theme", "frost")
    settings = Settings(tmp_path, Breaking(at=4, how="forever"))
    with pytest.raises(SaveError) as caught:
        settings.change("theme", "paper")
    assert caught.value.kind == "disk"
    assert settings["theme"] == "paper"
    assert Settings(tmp_path)["theme"] == "frost"


def test_a_game_killed_while_it_keeps_them_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    seen, at = set(), 0
    while True:
        at += 1
        folder = tmp_path / f"{at}"
        Settings(folder).change("theme", "frost")
        calls = Breaking(at, "torn")
        try:
            Settings(folder, calls).change("theme", "paper")
            break
        except Killed:
            calls.bury()
        settings = Settings(folder)
        assert settings.notes == ()
        seen.add(settings["theme"])
    assert seen == {"frost", "paper"}


def test_they_live_in_the_config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    Settings.of_player().change("theme", "frost")
    assert (tmp_path / "config" / "settings.json").is_file()


_ODD = st.text(st.characters(codec=None, exclude_categories=()) | st.sampled_from("\ud800\x1b\u202e\n"), max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_ODD, inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(_ODD | st.sampled_from([one.key for one in SETTINGS]), _JSON, max_size=5))
@settings(max_examples=150, deadline=None)
def test_whatever_the_file_holds_they_can_be_read_and_changed(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    _file(folder).write_text(json.dumps(found), encoding="ascii")
    was = _file(folder).read_bytes()
    kept = Settings(folder)
    told = " ".join(kept.notes)
    assert told.isprintable()
    told.encode()
    kept.change("theme", "frost")
    again = Settings(folder)
    assert again["theme"] == "frost"
    if any("no version of the game" in note for note in kept.notes):
        assert [path.read_bytes() for path in folder.glob("*.damaged-*")] == [was]


def test_what_no_version_has_written_is_kept_aside_before_it_is_written_over(tmp_path: Path) -> None:
    _file(tmp_path).write_text('{"\\ud800": 1, "weather": "\\ud800", "theme": "paper", "rain": "soft"}')
    was = _file(tmp_path).read_bytes()
    found = Settings(tmp_path)
    assert found["theme"] == "paper"
    assert "Your settings hold something that no version of the game has written." in found.notes
    found.change("plain", True)
    assert json.loads(_file(tmp_path).read_text()) == {"rain": "soft", "theme": "paper", "plain": True}
    assert (tmp_path / "settings.json.damaged-1").read_bytes() == was
    assert any("settings.json.damaged-1" in note for note in found.notes)
