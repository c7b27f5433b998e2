"""More than thirty real edits of the story that ships, under saves at every turn of ten of its playthroughs.

No save is sent further back than the beginning of its scene without need, and none loses a value unsaid. HAMBIES_EDITS=all makes every
edit under every save, which takes a minute or two; without it some edits are made under some saves, and those that are tried
out list by list (a story does not take them in each) only with what is slow.
"""

from __future__ import annotations

import os

import pytest

from game.program.model import Program
from tests.saves.edits.of_all import WHOLE
from tests.saves.edits.of_lists import LISTS
from tests.saves.edits.trying import Moment, every_edit, moments, playthroughs, the_story, tried
from tests.saves.edits.written import Written

ALL = os.environ.get("HAMBIES_EDITS") == "all"
SOME = (
    "a new choice above the first",
    pytest.param("every label and every id another", marks=pytest.mark.slow),
    pytest.param("the first taken out and the rest mended", marks=pytest.mark.slow),
    "every scene under another name, and the story says so",
    "a number under another name, and the story says nothing",
    "a member of the cast under another name, and the story says so",
)


@pytest.fixture(scope="module")
def written() -> Written:
    return the_story()


@pytest.fixture(scope="module")
def saves(written: Written) -> list[Moment]:
    program = written.compiled()
    assert isinstance(program, Program)
    return moments(program, playthroughs()) if ALL else moments(program, playthroughs()[:3], every=8)


def test_there_are_thirty() -> None:
    assert len(LISTS) + len(WHOLE) >= 30


@pytest.mark.parametrize("name", [*LISTS, *WHOLE] if ALL else SOME)
def test_a_save_under_an_edit_is_where_it_was_or_at_the_beginning_of_its_scene(
    written: Written, saves: list[Moment], name: str
) -> None:
    ((_, edited, program, places),) = every_edit(written, [name])
    assert edited.files != written.files, "the edit was made somewhere"
    assert places
    result = tried(name, edited, program, places, saves)
    assert not result.wrong, "\n".join(result.wrong)
