"""The whole story as it stands: it holds, players of the shipped one see none of its placeholders, and what may never happen is nowhere written."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.program.load import load

ROOT = Path(__file__).parents[2]
STORY = ROOT / "story"
FILES = sorted(
    [*(STORY / "bare").glob("*.yaml"), *(STORY / "nights").glob("*.yaml"), *(STORY / "chapters").glob("[2-8]-*.yaml")]
)
SETS_WHERE = re.compile(r"\bwhere\.(\w+) = (\w+)")


def test_the_whole_has_no_errors() -> None:
    assert load(STORY / "whole.yaml", cache=False).program is not None


@pytest.mark.parametrize(
    ("story", "beyond"),
    [
        ("reading.yaml", {"bath", "split", "the_hall"}),
        ("reading-2.yaml", {"vigil", "salt_room", "split"}),
        ("reading-4.yaml", {"bath", "salt_room", "vigil", "ward"}),
        ("reading-5.yaml", {"vigil", "split", "corridor"}),
        ("reading-6.yaml", {"bath", "salt_room", "split", "ward", "vigil", "rope"}),
        ("reading-7.yaml", {"bath", "split", "ward", "the_hall", "noon", "where_to"}),
        ("reading-8.yaml", {"bath", "split", "ward", "the_hall", "rope"}),
        ("reading-nights.yaml", {"bath", "salt_room", "split", "the_hall"}),
    ],
)
def test_what_is_read_by_itself_ends_where_it_is_not_written_on(story: str, beyond: set[str]) -> None:
    program = load(STORY / story, cache=False).program
    assert program is not None
    assert not beyond & set(program.scene_index)


def test_the_shipped_story_holds_nothing_bare() -> None:
    program = load(STORY, cache=False).program
    assert program is not None
    bare = {
        name
        for file in (STORY / "bare").glob("*.yaml")
        for name in re.findall(r"^  (\w+):$", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert bare
    assert not bare & set(program.scene_index)
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert {"story/bare", "story/whole.yaml"} <= set(wheel["exclude"])


READINGS = sorted(path.name for path in STORY.glob("reading*.yaml"))


@pytest.mark.parametrize("story", READINGS)
def test_nobody_speaks_who_is_elsewhere(story: str) -> None:
    program = load(STORY / story, cache=False).program
    assert program is not None
    for seed in range(80):
        chance = random.Random(seed)
        setup = {"name": "Min", "background": chance.choice(["driver", "aide", "conscript"])}
        session = Session(program, seed=seed, setup=setup)
        while session.turn.options:
            before = session.values()
            session.choose(chance.choice([at for at, option in enumerate(session.turn.options) if option.open]))
            after = session.values()
            for block in session.turn.blocks:
                who = f"where.{block.speaker}"
                if who in after and who != "where.sea":  # she speaks from under the floor
                    by_herself = who == "where.namra" and after["faced"]  # to Ha-ri, from wherever she has gone
                    here = {"table", "gone"} if by_herself else {"table"}
                    assert here & {before[who], after[who]}, (seed, session.turn.scene, block.text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(STORY)))
def test_nobody_dies_who_may_not(file: Path) -> None:
    for who, place in SETS_WHERE.findall(file.read_text(encoding="utf-8")):
        assert place != "dead" or who not in {"namra", "jiho"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(STORY)))
def test_the_panel_shows_who_is_at_the_table(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        for who, place in SETS_WHERE.findall(line):
            if place == "table":
                assert f"near.{who} = true" in line
            elif place in {"ward", "dead", "gone"} and f"near.{who} =" not in line:
                assert who == "sea" or file.name == "1-the-roof.yaml"  # from under the brick, or never near


def test_no_paragraph_is_told_on_two_nights() -> None:
    program = load(STORY / "reading-nights.yaml", cache=False).program
    assert program is not None
    for seed in range(24):
        chance = random.Random(seed)
        setup = {"name": "Min", "background": chance.choice(["driver", "aide", "conscript"])}
        session = Session(program, seed=seed, setup=setup)
        told: set[str] = set()
        while session.turn.options:
            session.choose(chance.choice([at for at, option in enumerate(session.turn.options) if option.open]))
            for block in session.turn.blocks:
                assert len(block.text) < 30 or block.text not in told, (seed, session.turn.scene, block.text)
                told.add(block.text)
