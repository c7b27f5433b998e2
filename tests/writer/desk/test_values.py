"""What the choices of a place wait for, values set by hand, and playthroughs that are written down."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program
from game.writer.desk.conditions import ShutChoice, asked, shut
from game.writer.desk.recording import free_name, recorded
from game.writer.live.carrying import carried

STORY = """\
story: lamp
title: The Lamp
start: cellar
variables:
  oil: {type: int, min: 0, max: 9, start: 3}
  lit: bool
  who: {type: enum, values: [nobody, ines], start: nobody}
endings: {out: Out}
scenes:
  cellar:
    text: The cellar.
    choices:
      - Light it:
          do: [oil -= 1, lit = true]
          goto: cellar
      - choice: "Read {if lit: on | else: a page}"
        needs: lit and oil > 4
        reason: too dark
        goto: cellar
      - choice: Call Ines
        if: who == ines
        goto: cellar
      - Leave:
          ending: out
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "lamp").mkdir()
    (tmp_path / "lamp" / "story.yaml").write_text(STORY, encoding="utf-8")
    found = load(tmp_path / "lamp", cache=None).program
    assert found is not None
    return found


def test_what_would_open_each_choice(program: Program) -> None:
    session = Session(program)
    assert list(shut(session)) == [
        ShutChoice("Read {on | a page}", True, ("lit", "oil > 4"), ("lit is false", "oil is 3")),
        ShutChoice("Call Ines", False, ("who == ines",), ("who is nobody",)),
    ]
    session.choose(0)
    assert [one.wants for one in shut(session)] == [("oil > 4",), ("who == ines",)]
    assert asked(session) == ["oil", "lit", "who"]
    session.put("oil", 9)
    session.put("who", 1)
    assert not list(shut(session))
    session.choose("cellar/leave")
    assert not list(shut(session))


def test_values_set_by_hand_are_set_again_in_a_changed_story(program: Program, tmp_path: Path) -> None:
    session = Session(program)
    session.put("oil", 7)
    session.choose("cellar/light-it")
    session.put("who", 1)
    (tmp_path / "lamp" / "story.yaml").write_text(
        STORY.replace("oil -= 1", "oil -= 2").replace("nobody, ines", "nobody, jun"), encoding="utf-8"
    )
    now = load(tmp_path / "lamp", cache=None).program
    assert now is None  # Ines is asked for
    (tmp_path / "lamp" / "story.yaml").write_text(STORY.replace("oil -= 1", "oil -= 2"), encoding="utf-8")
    now = load(tmp_path / "lamp", cache=None).program
    assert now is not None
    found = carried(session, now)
    assert (found.whole, found.session.value("oil"), found.session.value("who")) == (True, 5, "ines")


def test_what_was_played_is_a_playthrough_that_holds(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "lamp"
    session = Session(program, seed=4)
    session.choose(0)
    name = free_name(folder)
    assert name == "playthroughs/written-1.play.yaml"
    assert recorded(session, folder, name) == f"Recorded as {name}: hambies replay runs it."
    assert (folder / name).read_text(
        encoding="utf-8"
    ) == "story: lamp\nsteps:\n  - Light it\nexpect:\n  scene: cellar\n"
    assert free_name(folder) == "playthroughs/written-2.play.yaml"
    session.choose("cellar/leave")
    assert "Recorded as the end.play.yaml" in recorded(session, folder, "the end")
    assert main(["replay", str(folder / name), str(folder / "the end.play.yaml")]) == 0
    assert "another file of that name" in recorded(session, folder, name)
    for outside in ("../x", str(tmp_path / "x"), "a/../../x"):
        assert recorded(session, folder, outside) == "Not recorded: name a file in the story's folder."
    if os.name != "nt":
        (folder / "away").symlink_to(tmp_path)
        assert "Not recorded" in recorded(session, folder, "away/x")
    session.put("oil", 1)
    assert recorded(session, folder, "y").startswith("Not recorded: a value was set by hand")
