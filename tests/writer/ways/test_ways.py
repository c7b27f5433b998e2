"""Ways to any place of a story: the proof's, those of committed playthroughs, and those of this sitting."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.program.load import load
from game.writer.ways import finding
from game.writer.ways.finding import at_line, committed, way_to
from game.writer.ways.search import search
from game.writer.ways.trodden import Destination, Trodden, WayThere, follow

STORY = """\
story: lamp
title: The Lamp
start: cellar
variables:
  oil: {type: int, min: 0, max: 3, start: 0}
endings: {out: Out at last}
scenes:
  cellar:
    text: The cellar, with oil for {oil}.
    choices:
      - Draw oil:
          do: oil += 1
          goto: cellar
      - choice: Light the lamp
        if: oil > 1
        text: It burns.
        goto: stairs
  stairs:
    - "Nine stairs{if oil > 2: , and bright ones}."
    - choices:
        - Leave:
            - You leave.
            - ending: out
        - choice: Fly
          if: oil < 2
          then: [You fly., ending: out]
"""
LINE = {text: number for number, text in enumerate(STORY.split("\n"), 1)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    story = tmp_path / "lamp"
    (story / "playthroughs").mkdir(parents=True)
    (story / "story.yaml").write_text(STORY, encoding="utf-8")
    (story / "playthroughs" / "bright.play.yaml").write_text(
        "steps: [Draw oil, Draw oil, Draw oil, Light the lamp, {undo: 1}, {choose: Light the lamp}, Leave]\n",
        encoding="utf-8",
    )
    (story / "playthroughs" / "other.play.yaml").write_text("story: another\nsteps: [Draw oil]\n", encoding="utf-8")
    (story / "broken.play.yaml").write_text("steps: [", encoding="utf-8")
    return story


def test_the_proof_leads_by_the_shortest_way(folder: Path) -> None:
    program = load(folder, cache=None).program
    assert program is not None
    for wanted, count in (
        (Destination("scene", "stairs"), 3),
        (Destination("choice", "cellar/light-the-lamp"), 2),
        (Destination("ending", "out"), 4),
    ):
        way = way_to(program, wanted, Trodden())
        assert isinstance(way, WayThere)
        assert (len(way.choices), "by the shortest way" in way.said) == (count, True)
        session = follow(program, way)
        assert session is not None
        assert wanted.shown_in(session.turn)
    assert way_to(program, Destination("scene", "cellar"), Trodden(), [Session(program)]) == WayThere(
        None, {}, (), "at the story's beginning"
    )
    bench = load(folder, bench=True).bench
    assert bench is not None
    fly = at_line(bench.table(bench.files[0]), LINE["          then: [You fly., ending: out]"])
    assert fly is not None
    assert fly.kind == "line"
    assert "proved that play can never come there" in str(way_to(program, fly, Trodden()))


def test_where_it_is_not_decided_in_time_playthroughs_lead_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "by_proof", lambda *_: "stopped at 3 seconds")
    program = load(folder, cache=None).program
    assert program is not None
    trodden = committed(program, folder)
    assert (trodden.played, trodden.there, trodden.whole) == (3, 3, True)
    assert len(trodden.lines) == 4
    way = way_to(program, Destination("scene", "stairs"), trodden)
    assert isinstance(way, WayThere)
    assert len(way.choices) == 4
    assert way.said.endswith("bright.play.yaml plays it, 4 choices; whether it can be had sooner: stopped at 3 seconds")
    here = Session(program)
    for choice in (0, 0, 1, 0):
        here.choose(choice)
    sooner = way_to(program, Destination("scene", "stairs"), trodden, [here])
    assert isinstance(sooner, WayThere)
    assert (sooner.choices, sooner.said[:26]) == (here.choices[:3], "as you came there before, ")
    none = way_to(program, Destination("choice", "stairs/fly"), trodden)
    assert none == ("No way to the choice stairs/fly was found: stopped at 3 seconds, and no playthrough passes there.")


def test_a_line_of_a_file_is_a_line_a_choice_or_a_scene(folder: Path) -> None:
    bench = load(folder, bench=True).bench
    assert bench is not None
    table = bench.table(bench.files[0])
    for text, kind in (
        ("  cellar:", "scene"),
        ("    text: The cellar, with oil for {oil}.", "line"),
        ("          do: oil += 1", "choice"),
        ("        text: It burns.", "line"),
        ("        - Leave:", "choice"),
    ):
        found = at_line(table, LINE[text])
        assert found is not None
        assert found.kind == kind, text
    assert at_line(table, 1) is None


def test_places_are_found_by_name_and_by_words(folder: Path) -> None:
    program = load(folder, cache=None).program
    assert program is not None
    assert [one.name for one in search(program, "")] == ["cellar", "stairs", "out"]
    assert [one.wanted.kind for one in search(program, "at LAST")] == ["ending"]
    assert [one.words for one in search(program, "bright  ones")] == ["Nine stairs{, and bright ones}."]
    assert [one.wanted.name for one in search(program, "light the")] == ["cellar/light-the-lamp"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--at", "stairs"], 0, "You are there by the shortest way, 3 choices."),
        (["--at", "out"], 0, "You leave."),
        (["--line", "story.yaml:{burns}"], 0, "It burns."),
        (["--from", "{folder}/playthroughs/bright.play.yaml"], 0, "at the end of"),
        (["--at", "stars"], 2, "there is no scene and no ending stars; did you mean stairs?"),
        (["--at", "stairs", "--seed", "3"], 2, "leave --seed and --set out"),
        (["--line", "story.yaml"], 2, "--line takes FILE:LINE, as in story.yaml:12"),
        (["--line", "none.yaml:3"], 2, "the story has no file none.yaml"),
        (["--line", "story.yaml:2"], 2, "no scene stands at or above line 2"),
        (["--line", "story.yaml:{fly}"], 3, "it is proved that play can never come there"),
        (["--from", "none.play.yaml"], 2, "there is no file 'none.play.yaml'"),
        (["--from", "{folder}/broken.play.yaml"], 2, "broken.play.yaml:1:"),
    ],
)
def test_a_writer_begins_anywhere(
    arguments: list[str],
    code: int,
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    places = {
        "folder": folder,
        "burns": LINE["        text: It burns."],
        "fly": LINE["          then: [You fly., ending: out]"],
    }
    monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
    assert main(["write", str(folder), "--plain", *(one.format(**places) for one in arguments)]) == code
    ran = capsys.readouterr()
    assert said in ran.out + ran.err
