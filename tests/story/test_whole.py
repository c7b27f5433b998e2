"""The story as it stands: it holds, all of it ships, what is read by itself ends where it should, and what may never happen is nowhere written."""

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
FILES = sorted([*(STORY / "nights").glob("*.yaml"), *(STORY / "chapters").glob("*.yaml")])
SETS_WHERE = re.compile(r"\bwhere\.(\w+) = (\w+)")


def test_all_that_is_played_ships_and_nothing_else() -> None:
    loaded = load(STORY, cache=False)
    assert loaded.program is not None
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    stays = [path for pattern in wheel["exclude"] for path in ROOT.glob(pattern)]
    stays += [path for folder in stays for path in folder.rglob("*")]
    assert not {Path(name) for name in loaded.sources} & set(stays)
    assert {STORY / "proved", STORY / "reading", *STORY.glob("reading*.yaml")} <= set(stays)


@pytest.mark.parametrize(
    ("story", "beyond"),
    [
        ("reading-1.yaml", {"bath", "vigil", "split"}),
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


READINGS = sorted(
    path.name for path in STORY.glob("reading*.yaml") if path.name != "reading-1.yaml"
)  # where they have met


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
                assert who == "sea"  # never near


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
