from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from game import places


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home folder for a game that does not run from a checkout."""
    monkeypatch.delenv(places.HOME, raising=False)
    monkeypatch.setattr(places, "checkout", lambda: None)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


def test_home_overrides_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(places.HOME, str(tmp_path / "x" / ".." / "home"))
    home = tmp_path.resolve() / "home"
    assert places.data_folder() == home / "saves"
    assert places.config_folder() == home / "config"
    assert places.cache_folder() == home / "cache"
    assert places.saves_folder("lamp-room") == home / "saves" / "lamp-room"


def test_an_empty_home_is_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.HOME, "")
    assert places.data_folder() == places._PACKAGE.parent / "saves"


def test_a_checkout_keeps_its_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.HOME, raising=False)
    root = places.checkout()
    assert root is not None
    assert (root / "game" / "places.py").is_file()
    assert places.data_folder() == root / "saves"
    assert places.config_folder() == root / "saves"
    assert places.cache_folder().is_relative_to(root / "saves")


@pytest.mark.skipif(sys.platform != "linux", reason="the folders' names are Linux's")
def test_an_installed_game_uses_the_platforms_folders(installed: Path) -> None:
    assert places.data_folder() == installed / "XDG_DATA_HOME" / "hambies"
    assert places.config_folder() == installed / "XDG_CONFIG_HOME" / "hambies"
    assert places.cache_folder() == installed / "XDG_CACHE_HOME" / "hambies"
    assert not any(installed.iterdir()), "asking makes no folder"


def test_another_projects_folder_is_no_checkout(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "game"
    package.mkdir(parents=True)
    assert places.checkout(package) is None
    (tmp_path / "site-packages" / "pyproject.toml").write_text('[project]\nname = "stray"\n')
    assert places.checkout(package) is None
    (tmp_path / "site-packages" / "pyproject.toml").write_bytes(b"\xff\xfe")
    assert places.checkout(package) is None


def test_the_story_is_the_given_one_then_the_packaged_one_then_the_checkouts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "game"
    monkeypatch.setattr(places, "_PACKAGE", package)
    monkeypatch.setattr(places, "checkout", lambda: tmp_path)
    with pytest.raises(places.NoStory, match="hambies play"):
        places.story_folder()
    for folder in (tmp_path / "story", package / "story"):
        folder.mkdir(parents=True)
        (folder / "story.yaml").write_text("story: x\n")
        assert places.story_folder() == folder
    assert places.story_folder("elsewhere/my.yaml") == Path("elsewhere/my.yaml")


def test_all_paths_are_named_for_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(places.HOME, str(tmp_path))
    found = dict(places.all_paths())
    assert found["saves"] == places.data_folder()
    assert found["settings"] == places.config_folder() / "settings.json"
    assert found["cache"] == places.cache_folder()


def test_platformdirs_is_not_imported_in_a_checkout(tmp_path: Path) -> None:
    code = "import sys; from game import places; places.all_paths(); sys.exit('platformdirs' in sys.modules)"
    root = Path(places.__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize("name", ["lamp-room", "a", "x1-2"])
def test_plain_names_stay(name: str) -> None:
    assert places.safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../../etc/passwd", "/etc", "a/b", "a\\b", "C:x", "con", "NUL", "com1", "lpt9", "aux.txt", "x.", "x ", "-x",
     "\x00", "\ud800", "ㅎ" * 500, "COM¹", "set-aside" * 9],
)  # fmt: skip
def test_hostile_names_become_plain_ones(name: str) -> None:
    safe = places.safe_name(name)
    assert re.fullmatch(places._PLAIN, safe)
    assert len(safe) <= 40
    assert not re.fullmatch(places._RESERVED, safe)
    assert safe != name


def test_names_that_a_disk_may_take_for_one_are_one() -> None:
    title = "Café Über"
    assert places.safe_name(title) == places.safe_name(unicodedata.normalize("NFD", title).upper())
    assert places.safe_name("a b") != places.safe_name("a-b") != places.safe_name("a_b") != places.safe_name("a b")
