from __future__ import annotations

import json
from pathlib import Path

import pytest

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
        assert setting.is_switch == (setting.default is False)


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
    assert (settings["theme"], settings["plain"], settings["width"]) == ("ember", False, 64)
    assert len(settings.notes) == 4
    assert "Colours cannot be 'neon[2J'; it is Ember (dark)." in settings.notes
    assert not any("\x1b" in note or "\x07" in note for note in settings.notes)


def test_settings_of_a_newer_version_survive(tmp_path: Path) -> None:
    _file(tmp_path).write_text('{"weather": "snow"}')
    Settings(tmp_path).change("theme", "frost")
    assert json.loads(_file(tmp_path).read_text()) == {"weather": "snow", "theme": "frost"}


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 50_000, b"[1]", b"x" * 200_000, b"", b"\0" * 40])
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    _file(tmp_path).write_bytes(content)
    settings = Settings(tmp_path)
    assert settings["theme"] == "ember"
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
