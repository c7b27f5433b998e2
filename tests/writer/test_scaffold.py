"""`hambies new`: what begins there has no mistake, is played at once, and takes nothing that is there already."""

from __future__ import annotations

import json
from pathlib import Path, PurePath

import pytest
import yaml

from game.cli import main
from game.writer.scaffold import first_files


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("more", [[], ["--folder"]], ids=["a file", "a folder"])
def test_a_new_story_is_sound_and_all_of_it_is_reached(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "night-ferry", *more]) == 0
    assert capsys.readouterr().out.endswith(
        "\nPlay it: hambies play night-ferry\nSee it while you write: hambies write night-ferry\n"
    )
    assert main(["check", "night-ferry", "--strict"]) == 0
    assert main(["prove", "night-ferry"]) == 0
    assert main(["fmt", "--check", "--modern", "night-ferry"]) == 0
    if more:
        assert main(["replay", "night-ferry", "--fail-under", "100", "--coverage", "coverage.txt"]) == 0
    head = yaml.safe_load(Path("night-ferry/story.yaml").read_text(encoding="utf-8"))
    assert (head["story"], head["title"]) == ("night-ferry", "Night ferry")


@pytest.mark.parametrize(
    ("folder", "story", "title"),
    [
        ("tide", "tide", "Tide"),
        ("Über die_See 2", "über-die_see-2", "Über die See 2"),
        ("밤의 배", "밤의-배", "밤의 배"),
        ("no", "no", "No"),
        ("-- '\"{if}: #", "if", "If"),
        ("7", "7", "7"),
        ("…", "the-last-train", "The Last Train"),
    ],
)
def test_it_is_called_after_its_folder(folder: str, story: str, title: str) -> None:
    assert main(["new", "--", folder]) == 0
    assert main(["check", "--strict", "--", folder]) == 0
    head = yaml.load((Path(folder) / "story.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert (head["story"], head["title"]) == (story, title)


def test_nothing_that_is_there_is_touched(capsys: pytest.CaptureFixture[str]) -> None:
    there = Path("mine/chapters/2-the-train.yaml")
    there.parent.mkdir(parents=True)
    there.write_text("scenes: {}\n", encoding="utf-8")
    assert main(["new", "--folder", "mine"]) == 2
    assert capsys.readouterr().err == f"hambies: {there} is there already; name a folder without one.\n"
    assert [str(path) for path in Path("mine").rglob("*") if path.is_file()] == [str(there)]
    assert main(["new", "mine"]) == 0, "a folder with other things in it will do"
    assert main(["new", "mine/story.yaml"]) == 2
    assert "mine/story.yaml cannot be written to: Not a directory" in capsys.readouterr().err


def test_no_link_leads_out_of_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "chapters").symlink_to(tmp_path / "else")
    assert main(["new", "--folder", "mine"]) == 2
    assert "a link on the way leads out of the folder" in capsys.readouterr().err
    assert not list((tmp_path / "else").iterdir())


def test_what_it_gives_to_others_is_whole() -> None:
    files = {file.name: file.text for file in first_files(Path("x"), parted=True)}
    workflow = yaml.safe_load(files[".github/workflows/story.yml"])
    lines = [step["run"] for step in workflow["jobs"]["story"]["steps"] if "run" in step]
    assert [line.split()[1] for line in lines] == ["install", "check", "replay", "prove"]
    hooks = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == ["hambies check", "hambies replay"]
    schemas = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    (schema,) = schemas
    assert json.loads(files[schema.removeprefix("./")])["$schema"].startswith("http")
    assert all(any(PurePath(name).match(pattern) for name in files) for pattern in schemas[schema])
