"""Long forms in the best ones: the same Program, every comment, and a second time nothing to do."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from game.program.load import Loaded, load
from game.writer.format.files import put, sheet
from game.writer.format.layout import laid_out
from game.writer.format.modern import modern
from game.writer.format.parsing import parsed
from game.writer.format.proven import Unproven, modernised
from game.writer.format.tree import comments, printed
from tests.program.short_forms import TOP, bodies, meaning, written

ROOT = Path(__file__).resolve().parents[2]
CAST = frozenset(("ines", "na-ra", "tam", "aside"))


def loaded_as(loaded: Loaded) -> tuple[Any, ...]:
    """What a story means, and what is said of it."""
    assert loaded.program is not None, loaded.diagnostics
    return *meaning(loaded.program), Counter((one.code, one.message) for one in loaded.diagnostics)


def rewritten(text: str, speakers: frozenset[str] = CAST) -> str:
    """A text in the best forms, with nothing that makes sure of what it means."""
    return printed(modern(parsed(laid_out(text)), speakers, ()))


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_whatever_a_scene_holds_it_means_the_same(tmp_path: Path, data: st.DataObject) -> None:
    short, long = data.draw(bodies(leaves=False))
    for key in ("goto", "return", "ending"):
        if key in short:
            del short[key]
            long.pop()
    short["ending"] = "dark"
    long.append({"ending": "dark"})
    tree: Any = data.draw(st.sampled_from([{"body": long}, long, short, {"title": "So", "body": long}]))
    lines = (TOP + "  cellar:" + written(tree, 4)).splitlines()
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(TOP.count("\n") + 1, len(lines)))
        if data.draw(st.booleans()):
            lines.insert(at, " " * data.draw(st.integers(2, 14)) + "# a note")
        elif at < len(lines):
            lines[at] += "   # behind"
    before = "\n".join(lines) + "\n"
    (tmp_path / "story.yaml").write_text(before, encoding="utf-8")
    loaded = load(tmp_path / "story.yaml", cache=False)
    assume(loaded.program is not None)
    after = rewritten(before)
    event("as it was" if after == laid_out(before) else "written anew")
    (tmp_path / "story.yaml").write_text(after, encoding="utf-8")
    again = loaded_as(load(tmp_path / "story.yaml", cache=False))
    assert again[:2] == loaded_as(loaded)[:2]
    assert Counter(comments(parsed(after))) == Counter(comments(parsed(before)))
    assert laid_out(after) == after
    assert rewritten(after) == after


READ_BY_ITSELF = [
    pytest.param(f"story/{one}.yaml", marks=pytest.mark.slow) for one in ("reading", "reading-2", "reading-4")
]
"""Most of their files are the story's."""


@pytest.mark.parametrize("name", [pytest.param("story", marks=pytest.mark.slow), *READ_BY_ITSELF])
def test_the_story_that_ships_means_the_same(name: str) -> None:
    path = ROOT / name
    loaded = load(path, cache=False)
    root = path if path.is_dir() else path.parent
    before = [sheet(Path(one), root) for one in loaded.sources if one not in loaded.pictures]
    after, others = modernised(path, before)
    assert not others
    assert loaded.program is not None
    speakers = frozenset(loaded.program.cast) | {"aside"}
    for one, other in zip(before, after, strict=True):
        assert other.after == rewritten(one.before, speakers), f"nothing in {one.name} had to be left alone"
        assert rewritten(other.after, speakers) == other.after
        if name == "story":
            assert other.after == one.before, f"write {one.name} with: hambies fmt --modern --write story"


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "examples").glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_of_the_documents_mean_the_same(path: Path, tmp_path: Path) -> None:
    if path.name.endswith(".play.yaml"):
        return
    mine = tmp_path / path.name
    shutil.copy(path, mine)
    loaded = load(mine, cache=False)
    after, _ = modernised(mine, [sheet(mine, tmp_path)])
    assert not put(after[0], tmp_path)
    assert loaded_as(load(mine, cache=False)) == loaded_as(loaded)


STORY = """\
story: lamp
title: The Lamp
start: cellar
cast: {ines: Ines}
variables: {heat: {type: int, min: 0, max: 9}}
endings: {dark: The dark}
scenes:
  cellar:
    title: The cellar
    body:
      - The lamp is out.
      - ines: "You took your time: well."
      # what she knows
      - do: heat += 1
      - choices:
          - choice: Ask
            id: ask
            once: true
            then:
              - ines: Don't.
              - |
                She looks away.

                You wait.
              - do: heat += 1   # warm
          - choice: Say nothing
            then:
              - It is said.
          - choice: Leave
            goto: stairs
          - choice: Wait
            then: [goto: stairs]
      - goto: stairs
  stairs:
    body:
      - text
      - if: heat == 0
        then:
          - Cold.
        else:
          - if: heat == 1
            then:
              - ines: Warm.
            else:
              - Hot.
      - ending: dark
"""


def test_what_it_writes(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(STORY, encoding="utf-8")
    loaded = load(path, cache=False)
    after, _ = modernised(path, [sheet(path, tmp_path)])
    assert (
        after[0].after.partition("scenes:\n")[2]
        == """\
  cellar:
    title: The cellar
    talk: |
      The lamp is out.
      ines: You took your time: well.
    # what she knows
    do: heat += 1
    choices:
      - once: Ask
        id: ask
        talk: |
          ines: Don't.

          She looks away.

          You wait.
        do: heat += 1   # warm
      - Say nothing: |
          It is said.
      - Leave -> stairs
      - Wait -> stairs
    goto: stairs
  stairs:
    text: text
    cases:
      - heat == 0: |
          Cold.
      - heat == 1:
          talk: |
            ines: Warm.
      - else: |
          Hot.
    ending: dark
"""
    )
    path.write_text(after[0].after, encoding="utf-8")
    assert loaded_as(load(path, cache=False)) == loaded_as(loaded)


def test_a_scene_that_would_mean_something_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(STORY, encoding="utf-8")

    def wrong(file: Any, speakers: Any, left: Any) -> Any:
        text = printed(modern(file, speakers, left))
        return parsed(text if "stairs" in left else text.replace("Hot.", "Cool."))

    monkeypatch.setattr("game.writer.format.proven.modern", wrong)
    after, _ = modernised(path, [sheet(path, tmp_path)])
    assert "once: Ask" in after[0].after
    assert after[0].after.partition("  stairs:\n")[2] == STORY.partition("  stairs:\n")[2]


def test_a_story_with_errors_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(STORY.replace("heat == 1", "cold == 1"), encoding="utf-8")
    with pytest.raises(Unproven):
        modernised(path, [sheet(path, tmp_path)])
