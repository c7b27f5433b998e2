"""Scripts with the names of an older version of their story: followed, told, and written anew with --update."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.replay.conftest import Run

ROOT = Path(__file__).parents[2]
OLD = """\
# Names of the version before.
story: renamed.yaml
steps:
  - choose: Sit on
    expect: {scene: kitchen, guilt: 1, trust.wick: ">= 1", open: Go down, hidden: Go up}
  - choose: kitchen/sit-on
    expect:
      state: {guilt: 2, trust.wick: 2}
  - "Go down"
expect: {ending: away, guilt: 2, side: camp, learned: [song]}
"""
NEW = (
    OLD.replace("kitchen", "hearth").replace("guilt", "weight").replace("trust.wick", "faith.tam").replace("Go down", "See who is hammering")
    .replace("away", "out").replace("camp", "refuge").replace("song", "the-song")
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(ROOT / "docs" / "examples" / "renamed.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_old_names_are_followed_and_each_place_is_told(folder: Path, replay: Run) -> None:
    (folder / "a.play.yaml").write_text(OLD)
    said = replay("a.play.yaml")
    assert said.code == 0, said.out
    places = re.findall(r"a\.play\.yaml:(\d+:\d+): warning\[W340\]: '([^']+)' is called '([^']+)' now", said.err)
    assert len(places) == 12
    assert ("5:21", "kitchen", "hearth") in places
    assert ("5:30", "guilt", "weight") in places
    assert ("9:5", "Go down", "See who is hammering") in places
    assert ("5:66", "Go down", "See who is hammering") in places
    assert ("10:18", "away", "out") in places
    assert ("10:40", "camp", "refuge") in places


def test_update_writes_the_names_of_now_and_nothing_else(folder: Path, replay: Run) -> None:
    path = folder / "a.play.yaml"
    path.write_text(OLD)
    said = replay("a.play.yaml", "--update")
    assert said.code == 0, said.out
    assert path.read_text() == NEW
    assert not said.err
    again = replay("a.play.yaml")
    assert (again.code, again.err) == (0, "")


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("side: [camp, nobody]", "side: [refuge, nobody]"),
        ('side: "!= nobody"', 'side: "!= nobody"'),
        ('side: "== camp"', 'side: "== refuge"'),
        ("state: {side: camp}", "state: {side: refuge}"),
        ("{learned: song}", "{learned: the-song}"),
    ],
)
def test_each_way_to_say_it_is_followed(folder: Path, replay: Run, said: str, now: str) -> None:
    script = "story: renamed.yaml\nsteps: [Go down]\nexpect: {}\n"
    path = folder / "a.play.yaml"
    path.write_text(script.format(said if said[0] == "{" else f"{{{said}}}"))
    said_of_it = replay("a.play.yaml", "--update")
    assert said_of_it.code == 0, said_of_it.out
    assert now in path.read_text()


def test_a_value_that_nothing_was_called_is_wrong_as_ever(folder: Path, replay: Run) -> None:
    (folder / "a.play.yaml").write_text("story: renamed.yaml\nsteps: []\nexpect: {side: kamp}\n")
    assert "E409" in replay("a.play.yaml").out


def test_a_choice_that_is_there_under_its_new_name_is_not_hidden(folder: Path, replay: Run) -> None:
    (folder / "a.play.yaml").write_text("story: renamed.yaml\nsteps: []\nexpect: {hidden: Go down}\n")
    assert replay("a.play.yaml").code == 1


def test_a_name_that_nothing_was_called_is_wrong_as_ever(folder: Path, replay: Run) -> None:
    (folder / "a.play.yaml").write_text("story: renamed.yaml\nsteps: []\nexpect: {gilt: 1}\n")
    said = replay("a.play.yaml")
    assert said.code == 2
    assert "E408" in said.out


def test_a_script_with_parameters_is_told_once_for_each_name(folder: Path, replay: Run) -> None:
    (folder / "a.play.yaml").write_text(
        "story: renamed.yaml\nparameters: [{how: Sit on}, {how: Sit on}]\nsteps: [$how, {choose: Go down, expect: {guilt: 1}}]\n"
    )
    said = replay("a.play.yaml")
    assert said.code == 0, said.out
    assert said.err.count("W340") == 2
    assert replay("a.play.yaml", "--update").code == 0
    assert "steps: [$how, {choose: See who is hammering, expect: {weight: 1}}]" in (folder / "a.play.yaml").read_text()


def test_the_page_of_the_warning(folder: Path, replay: Run) -> None:
    page = (ROOT / "docs" / "errors" / "W340.md").read_text(encoding="utf-8")
    wrong, right = re.findall(r"^```yaml a\.play\.yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    path = folder / "a.play.yaml"
    path.write_text(wrong)
    said = replay("a.play.yaml", "--update")
    assert said.code == 0, said.out
    assert path.read_text() == right
    path.write_text(wrong)
    assert "W340" in replay("a.play.yaml").err
