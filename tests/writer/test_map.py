"""`hambies map`: the whole graph in every form, whatever its names are, and what a proof or playthroughs know of it."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from game.cli import main

STORY = """\
story: m
title: 'A "map" <script>alert(1)</script> \\ #'
start: a
include: [chapters/*.yaml]
variables: {x: bool}
endings: {e: The 'End' <i>}
"""
SCENES = """\
chapter: {id: one, title: One, number: 1}
scenes:
  a:
    title: '<b>A</b> "]; end'
    text: Here </script>.
    choices:
      - Up -> b
      - choice: Never
        if: x
        goto: lost
      - Draw: [{draw: cards}]
    goto: a
  b:
    - call: inner
    - choices: [Back -> a, On -> c]
  inner: [Inside., {return: }]
  lost: {text: Nobody reads this., ending: e}
  card: {deck: cards, text: A card.}
  c: {text: Done., ending: e}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    there = tmp_path / "m"
    (there / "chapters").mkdir(parents=True)
    (there / "story.yaml").write_text(STORY, encoding="utf-8")
    (there / "chapters" / "1-one.yaml").write_text(SCENES, encoding="utf-8")
    return there


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["map", "m", *arguments]) == 0
    return capsys.readouterr().out


def test_as_text_it_says_where_each_scene_leads(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys)
    assert "no proof" not in said
    lines = {line.split()[0]: line for line in said.splitlines() if line.startswith("  ")}
    assert list(lines) == ["a", "b", "inner", "lost", "card", "c"]
    assert lines["a"].endswith("-> b, lost; draws card")
    assert lines["b"].endswith("-> a, c; calls inner")
    assert lines["c"].endswith("-> the ending e")
    assert "NOBODY" not in said
    main(["prove", "m"])
    capsys.readouterr()
    (never,) = [line for line in shown(capsys).splitlines() if "NOBODY CAN COME HERE" in line]
    assert never.split()[0] == "lost"
    assert "after 1 scene" in next(
        line for line in shown(capsys, "--colour", "distance").splitlines() if line.startswith("  b ")
    )


def test_an_ending_with_the_name_of_a_scene_that_nobody_reaches_is_reached(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (folder / "story.yaml", folder / "chapters" / "1-one.yaml"):
        text = file.read_text(encoding="utf-8").replace("ending: e", "ending: lost").replace("{e: ", "{lost: ")
        file.write_text(text, encoding="utf-8")
    main(["prove", "m"])
    capsys.readouterr()
    assert shown(capsys, "--format", "dot").count("color=red") == 1


def test_what_playthroughs_have_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "up.play.yaml").write_text("steps: [Up, On]\n", encoding="utf-8")
    lines = {line.split()[0]: line for line in shown(capsys, "--colour", "coverage").splitlines() if line[:2] == "  "}
    assert "100% read" in lines["c"]
    assert " 0% read" in lines["card"]


def test_drawings_hold_every_node_and_way_and_no_words_act(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["prove", "m"])
    capsys.readouterr()
    whole = {
        ("a", "b"),
        ("a", "lost"),
        ("a", "card"),
        ("b", "inner"),
        ("b", "a"),
        ("b", "c"),
        ("lost", "e"),
        ("c", "e"),
    }
    order = ["a", "b", "inner", "lost", "card", "c", "e"]

    dot = shown(capsys, "--format", "dot")
    assert {(order[int(one)], order[int(other)]) for one, other in re.findall(r"n(\d+) -> n(\d+)", dot)} == whole
    assert r"<b>A</b> \"]; end" in dot

    mermaid = shown(capsys, "--format", "mermaid")
    assert {
        (order[int(one)], order[int(other)]) for one, other in re.findall(r"n(\d+) [-=.>]+ n(\d+)", mermaid)
    } == whole
    assert not re.search(r'[<>"\]]', re.sub(r'\(?\["|"\]\)?|<br>|-->|-\.->|==>', "", mermaid))
    assert "class n3 never" in mermaid

    svg = ET.fromstring(shown(capsys, "--format", "svg"))
    names = {node.get("id"): node for node in svg.iter("{http://www.w3.org/2000/svg}g") if node.get("id")}
    assert list(names) == [f"n{number}" for number in range(len(order))]
    assert [one for one, node in names.items() if "never" in (node.get("class") or "")] == ["n3"]
    boxes = sorted(
        (float(rect.get("y") or 0), float(rect.get("x") or 0))
        for node in names.values()
        for rect in node
        if rect.tag.endswith("rect")
    )
    for (y, x), (other_y, other_x) in pairwise(boxes):
        assert other_y - y >= 40 or other_x - x >= 190, "no two boxes lie over one another"

    page = shown(capsys, "--format", "html")
    assert page.count("<script>") == page.count("</script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Here &lt;/script&gt;." in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page), "nothing is asked for anywhere"


def test_without_the_library_the_other_forms_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    monkeypatch.delitem(sys.modules, "game.writer.story_graph.layout", raising=False)
    assert main(["map", "m", "--format", "svg"]) == 2
    assert "pip install 'hambies[map]', or take --format mermaid or dot" in capsys.readouterr().err
