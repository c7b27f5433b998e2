"""Where a name is used, and another name for it: every place follows, playthroughs too, and no word of prose changes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.program.load import load
from game.writer.names.rename import renamed
from game.writer.names.uses import NamedThing, meant

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
STORIES = sorted(path for path in EXAMPLES.glob("*.yaml") if not path.name.endswith(".play.yaml"))
STORY = """\
story: lamp
title: The Lamp
start: cellar
include: [parts/*.yaml]
cast:
  old-kim: {name: Old Kim}
variables:
  oil: {type: int, min: 0, max: 3, start: 1}
  side: {type: enum, values: [camp, town], start: camp}
  mood: {type: enum, values: [calm, camp]}
groups:
  trust: {of: [old-kim], type: int, min: 0, max: 2}
endings:
  dark: {title: The dark, text: It is dark in the cellar.}
"""
PART = """\
scenes:
  cellar:
    - |
      The cellar is dark. {if side == camp: The camp | else: The town} has {oil} cans of oil.
    - old-kim: Light the lamp.
    - choices:
        - choice: Light it
          id: light
          if: oil > 0 and side in [camp, town]
          do: [oil -= 1, side = town, mood = camp, trust.old_kim += 1]
          goto: cellar
        - choice: Wait
          do: mood = calm
          then: |
            {if seen(cellar.light): It was light once.}
          ending: dark
"""
SCRIPT = """\
story: lamp
setup: {}
steps:
  - choose: light
    expect: {scene: cellar, oil: 0, side: town, trust.old_kim: 1}
  - Wait
expect: {ending: dark, mood: calm}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    files = {
        "story.yaml": STORY,
        "parts/1.yaml": PART,
        "one.play.yaml": SCRIPT,
        "policy.yaml": "prefer:\n  - if: oil > 0\n",
    }
    (tmp_path / "parts").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def thing(path: Path, kind: str, name: str) -> NamedThing:
    table = load(path, cache=False, traced=True).table
    assert table is not None
    return next(one for one in meant(table, name) if one.thing == kind)


@pytest.mark.parametrize(
    ("kind", "old", "new", "note"),
    [
        ("scene", "cellar", "vault", "scenes: {cellar: vault}"),
        ("choice", "cellar.light", "kindle", "choices: {cellar: {light: kindle}}"),
        ("variable", "oil", "cans", "variables: {oil: cans}"),
        ("variable", "side", "where", "variables: {side: where}"),
        ("value", "side.camp", "tents", "values: {side: {camp: tents}}"),
        ("group", "trust", "faith", "variables: {trust: faith}"),
        ("cast", "old-kim", "big-lee", "cast: {old-kim: big-lee}"),
        ("ending", "dark", "night", "endings: {dark: night}"),
    ],
)
def test_everything_follows(
    kind: str, old: str, new: str, note: str, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Session(load(story, cache=False).program)  # type: ignore[arg-type]  # it is in order
    assert main(["rename", kind, old, new, str(story)]) == 0
    shown = capsys.readouterr().out
    assert "Nothing is written yet" in shown
    assert (story / "story.yaml").read_text(encoding="utf-8") == STORY
    assert main(["rename", kind, old, new, str(story), "--write"]) == 0
    assert f"  {note}\n" in (story / "story.yaml").read_text(encoding="utf-8")
    assert main(["check", "--no-proof", str(story)]) == 0
    capsys.readouterr()
    assert main(["replay", str(story)]) == 0
    assert "1 held" in capsys.readouterr().out
    assert "W340" not in capsys.readouterr().out, "the playthrough has the names of now"
    after = Session(load(story, cache=False).program)  # type: ignore[arg-type]
    assert [block.text for block in after.turn.blocks] == [block.text for block in before.turn.blocks]
    assert not thing_is_there(story, kind, old)


def thing_is_there(story: Path, kind: str, old: str) -> bool:
    table = load(story, cache=False, traced=True).table
    assert table is not None
    return any(one.thing == kind and one.called == old for one in meant(table, old))


@pytest.mark.parametrize(
    ("kind", "first", "noted"),
    [
        ("scene", "cellar", "scenes: {vault: crypt, cellar: crypt}"),
        ("variable", "oil", "variables: {vault: crypt, oil: crypt}"),
        ("group", "trust", "variables: {vault: crypt, trust: crypt}"),
        ("cast", "old-kim", "cast: {vault: crypt, old-kim: crypt}"),
    ],
)
def test_twice_and_where_it_was_renamed_before(kind: str, first: str, noted: str, story: Path) -> None:
    for old, new in ((first, "vault"), ("vault", "crypt")):
        assert main(["rename", kind, old, new, str(story), "--write"]) == 0
    assert noted in (story / "story.yaml").read_text(encoding="utf-8")
    assert main(["replay", str(story)]) == 0


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("scene", "celar", "vault", "Near it: cellar"),
        ("value", "camp", "tents", "which value: side.camp or mood.camp?"),
        ("variable", "trust.old_kim", "faith", "rename one of these"),
        ("variable", "oil", "side", "there is a variable side already"),
        ("variable", "oil", "oil", "called oil already"),
        ("scene", "cellar", "the vault", "cannot be a name"),
        ("value", "side.camp", "town", "there is a value town already"),
    ],
)
def test_what_cannot_be(
    kind: str, old: str, new: str, said: str, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {path: path.read_bytes() for path in story.rglob("*.yaml")}
    assert main(["rename", kind, old, new, str(story), "--write"]) == 2
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in story.rglob("*.yaml")} == texts


def test_what_is_no_part_of_the_story_is_told(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rename", "variable", "oil", "cans", str(story)]) == 0
    assert re.search(r"policy\.yaml:2  - if: oil > 0", capsys.readouterr().out)


def test_all_or_nothing(story: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from game.system.writing import write as written

    def fails(path: Path, *rest: object, **more: object) -> None:
        if path.name == "one.play.yaml":
            raise OSError(28, "No space left on device")
        written(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("game.writer.format.files.write", fails)
    texts = {path: path.read_bytes() for path in story.rglob("*.yaml")}
    assert main(["rename", "scene", "cellar", "vault", str(story), "--write"]) == 2
    assert "Nothing else is changed" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in story.rglob("*.yaml")} == texts


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_all_that_has_a_name(path: Path, tmp_path: Path) -> None:
    """In the stories of the documents, each kind's last name: each place means the same, and that of the playthrough, too."""
    shutil.copy(path, tmp_path)
    script = path.with_suffix(".play.yaml")
    if script.exists():
        shutil.copy(script, tmp_path)
    here = tmp_path / path.name
    loaded = load(here, cache=False, traced=True)
    assert loaded.table is not None
    last = {one[0]: NamedThing(*one, places) for one, places in loaded.table.by_name.items()}
    for one in last.values():
        renamed_before = any(use.use == "renamed" for use in one.places)
        if (one.thing == "variable" and "." in one.name) or (
            renamed_before and one.thing in ("variable", "group", "cast")
        ):
            continue
        changes = renamed(here, loaded, one, "q7")
        assert all(file.changed for file in (*changes.story, *changes.scripts))


def test_where_it_is_used(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where-used", "oil", str(story)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("variable oil: ")
    assert re.search(r"parts/1\.yaml:4:\d+ +told +…?.*\{oil\} cans of oil", out)
    assert re.search(r"parts/1\.yaml:10:16 +written +do: \[oil -= 1", out)
    assert main(["where-used", "camp", str(story), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {(one["thing"], one["inside"]) for one in found} == {("value", "side"), ("value", "mood")}
    assert all(use["line"] and use["file"] for one in found for use in one["places"])
    assert main(["where-used", "oill", str(story)]) == 2
    assert "Near it: oil" in capsys.readouterr().err
