"""`hambies ids`: ids that change nothing, and survive what a writer does to labels and lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.cli import main
from game.program.load import load
from game.system.writing import write as written
from game.writer.lasting import lines as lines_module
from game.writer.lasting.choices import choice_ids
from game.writer.lasting.lines import KeptLines, StoryLine, as_json, ids_of, line_ids, read_json
from game.writer.story_tree import tree_of
from tests.door import ROOT

EXAMPLES = [
    path for path in sorted((ROOT / "docs" / "examples").glob("*.yaml")) if not path.name.endswith(".play.yaml")
]
STORY = """\
story: i
title: I
start: a
variables: {n: {type: int, min: 0, max: 3}}
scenes:
  a:
    text: Here.
    choices:
      - Wait  # and see
      - "Go on: now" -> b
      - Look up: |    # at the sky

          Nothing.

      - Ask:
          # why
          text: You ask.
          choices:
            - Ask again: You ask again.
            - Stop:
              - do: n += 1
              - Enough.
          do: n += 1
      - once: Leave
        goto: b
      - choice: Stay
        id: stay
        choices: [Sit, Stand]
      - Run: {do: n += 1}
    goto: a
  b: {text: There., ending: e}
endings: {e: End}
""".replace('"Go on: now" -> b', "Go on -> b")


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    path = tmp_path / "i" / "story.yaml"
    path.parent.mkdir()
    path.write_text(STORY, encoding="utf-8")
    return path


def ids(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["ids", "i", *more]) == 0
    return capsys.readouterr().out


def test_every_choice_that_has_lines_of_its_own_gets_its_id(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = ids(capsys)
    assert story.read_text(encoding="utf-8") == STORY
    assert "Nothing is written yet: add --write." in shown
    before = load(story.parent, cache=False).program
    ids(capsys, "--write")
    text = story.read_text(encoding="utf-8")
    for wanted in (
        "      - choice: Wait  # and see\n        id: wait\n",
        "      - choice: Go on\n        id: go-on\n        goto: b\n",
        "      - choice: Look up\n        id: look-up\n        text: |    # at the sky\n\n          Nothing.\n",
        (
            "      - choice: Ask\n        id: ask\n        # why\n        text: You ask.\n        choices:\n"
            "          - choice: Ask again\n            id: ask-again\n            text: You ask again.\n"
            "          - choice: Stop\n            id: stop\n            then:\n            - do: n += 1\n            - Enough.\n"
            "        do: n += 1\n"
        ),
        "      - once: Leave\n        id: leave\n        goto: b\n",
    ):
        assert wanted in text, wanted
    after = load(story.parent, cache=False).program
    assert before is not None
    assert after is not None
    assert [before.scene(one) for one in before.scene_ids] == [after.scene(one) for one in after.scene_ids]
    again = ids(capsys)
    assert again.startswith("0 choices without")
    assert {line.split()[-1] for line in again.splitlines() if line.startswith("  i/story")} == {
        "a/sit",
        "a/stand",
        "a/run",
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_means_what_it_meant_and_is_done_once(path: Path, tmp_path: Path) -> None:
    there = tmp_path / path.name
    shutil.copy(path, there)
    loaded = load(there, cache=False, traced=True)
    found = choice_ids(there, loaded)
    for text in found.texts.values():
        there.write_text(text, encoding="utf-8")
    after = load(there, cache=False, traced=True)
    assert loaded.program is not None
    assert after.program is not None
    assert [loaded.program.scene(one) for one in loaded.program.scene_ids] == [
        after.program.scene(one) for one in after.program.scene_ids
    ]
    again = choice_ids(there, after)
    assert (again.added, {one.id for one in again.left}) == (0, {one.id for one in found.left})


def lines(path: Path, before: KeptLines) -> tuple[dict[str, str], KeptLines]:
    found = line_ids(tree_of(load(path, cache=False)), before)
    return {line.text: name for name, line in found.kept.lines.items()}, found.kept


def test_a_line_keeps_its_id_through_corrections_and_moves(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ids(capsys, "--write")
    first = {
        line[2]: name for name, line in json.loads(Path("i/lines.json").read_text(encoding="utf-8"))["lines"].items()
    }
    assert first["Here."] == "a:1"
    text = (
        story.read_text(encoding="utf-8")
        .replace("You ask again.", "You ask it again!")
        .replace("text: There.", "text: Nothing.")
    )
    story.write_text(text.replace("          Nothing.\n", "          All the stars of the winter.\n"), encoding="utf-8")
    said = ids(capsys, "--write")
    assert "1 new, 1 corrected, 1 gone." in said
    now = {
        line[2]: name for name, line in json.loads(Path("i/lines.json").read_text(encoding="utf-8"))["lines"].items()
    }
    assert now["You ask it again!"] == first["You ask again."]
    assert now["Nothing."] == first["Nothing."], "it is in another scene now"
    assert now["All the stars of the winter."] not in first.values(), "no id is given twice"
    story.write_text(STORY, encoding="utf-8")
    ids(capsys, "--write")
    later = {
        line[2]: name for name, line in json.loads(Path("i/lines.json").read_text(encoding="utf-8"))["lines"].items()
    }
    assert later["There."] not in {*first.values(), *now.values()}


def prose(*texts: str) -> list[StoryLine]:
    return [StoryLine("a", "", text) for text in texts]


def test_thousands_of_lines_that_were_all_corrected_are_found_without_comparing_each_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(3)
    words = ["".join(random.choices("abcdefghijklmnop", k=6)) for _ in range(900)]
    texts = [" ".join(random.choices(words, k=9)) for _ in range(1200)]
    before = KeptLines({f"a:{at}": line for at, line in enumerate(prose(*texts))}, {"a": len(texts)})
    compared: list[str] = []
    likeness = lines_module._likeness

    def counted(one: str, other: str) -> float:
        compared.append(one)
        return likeness(one, other)

    monkeypatch.setattr(lines_module, "_likeness", counted)
    found = ids_of(prose(*(text.replace("a", "b", 1) for text in texts[::-1])), before)
    assert list(found.kept.lines) == [f"a:{at}" for at in reversed(range(len(texts)))]
    assert len(compared) < 3 * len(texts)


@pytest.mark.parametrize(
    ("was", "now"),
    [("cat", "cut"), ("다시 본다", "다시 봤다"), ("Go " * 900, "Go " * 880 + "on")],
    ids=["short", "Hangul", "long"],
)
def test_short_and_long_lines_and_those_in_other_scripts_are_found_corrected(was: str, now: str) -> None:
    before = KeptLines({"a:1": StoryLine("a", "", was)}, {"a": 1})
    assert ids_of(prose(now, "Other things"), before).corrected == {"a:1": was}


def test_no_id_is_given_twice_where_two_branches_were_put_together() -> None:
    before = KeptLines({f"a:{at}": StoryLine("a", "", f"{at}" * 9) for at in (1, 7)}, {"a": 3})
    found = ids_of(prose("111111111", "777777777", "new, all of it"), before)
    assert list(found.kept.lines) == ["a:1", "a:7", "a:8"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), max_size=6))
def test_the_file_reads_back_the_same(texts: list[str]) -> None:
    kept = KeptLines({f"a:{at}": StoryLine("a", "", text) for at, text in enumerate(texts, 1)}, {"a": len(texts)})
    assert read_json(as_json(kept)) == kept


def test_two_stories_in_one_folder_have_a_file_each(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = story.with_name("other.yaml")
    other.write_text(STORY.replace("story: i", "story: o"), encoding="utf-8")
    ids(capsys, "--write")
    assert main(["ids", "i/other.yaml", "--write"]) == 0
    assert " 0 new, 0 corrected, 0 gone." in ids(capsys)
    assert story.with_name("other.lines.json").is_file()


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{",
        b"\xff",
        b'{"lines": {"a": 3}, "numbers": {}}',
        b'{"lines": {}}',
        b'{"lines": {}, "numbers": {"a": 1e999}}',
    ],
)
def test_a_file_that_is_none_is_told_and_stays(story: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    file = Path("i/lines.json")
    file.write_bytes(content)
    assert main(["ids", "i", "--write"]) == 2
    assert f"{file} cannot be used: it " in capsys.readouterr().err
    assert file.read_bytes() == content
    assert story.read_text(encoding="utf-8") == STORY


@pytest.mark.parametrize("failing", ["more.yaml", "lines.json"])
def test_all_or_nothing(
    story: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    more = story.with_name("more.yaml")
    more.write_text(
        "scenes:\n  b2:\n    choices:\n      - Look up: |\n          Nothing.\n    goto: b\n", encoding="utf-8"
    )
    text = STORY.replace("start: a\n", "start: a\ninclude: more.yaml\n").replace("goto: b\n", "goto: b2\n", 1)
    story.write_text(text, encoding="utf-8")
    texts = {path: path.read_bytes() for path in story.parent.iterdir()}

    def fails(path: Path, *rest: object, **options: object) -> None:
        if path.name == failing:
            raise OSError(28, "No space left on device")
        written(path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("game.writer.format.files.write", fails)
    if failing == "lines.json":
        monkeypatch.setattr("game.replay.coverage.files.write_text", fails)
    assert main(["ids", "i", "--write"]) == 2
    said = capsys.readouterr().err
    assert f"{failing} cannot be written: " in said
    assert "Nothing else is changed." in said
    assert {path: path.read_bytes() for path in story.parent.iterdir()} == texts
    monkeypatch.undo()
    monkeypatch.chdir(story.parent.parent)
    ids(capsys, "--write")
    assert more.read_bytes() != texts[more]
