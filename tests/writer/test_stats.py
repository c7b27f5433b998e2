"""`hambies stats`: what is written, what is read of it, and what does nothing, counted by hand on small stories."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.cli import main

STORY = """
story: two-rooms
title: Two Rooms
start: yard
include: [other.yaml]
chapter: {id: one, title: One, number: 1}
cast: {ines: Inês, rui: Rui}
variables:
  oil: bool
  colour: {type: enum, values: [red, blue]}
setup: [{ask: Which?, set: colour, options: {red: Red, blue: Blue}}]
endings: {out: {title: Out, text: It is over now.}}
codex: {lamp: {title: Lamp, text: "It burns {if oil: well | else: badly}."}}
scenes:
  yard:
    talk: |
      The yard is empty, and the wind is cold. Nobody comes.
      ines: Five words are said here.
      {if colour == red: The gate is red, as gates are here. | else: Blue.}
    choices:
      - Wait
      - Wait longer: The wind is still cold, and it stays.
      - Take the oil:
          do: oil = true
      - {choice: Look, id: look}
    goto: hall
"""
OTHER = """
chapter: {id: two, title: Two, number: 2}
scenes:
  hall:
    talk: |
      rui: You took {if seen(yard.look): a look | elif oil: the oil | else: nothing}.
    choices:
      - Leave at once
      - Leave slowly: {learn: lamp}
    ending: out
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "rooms"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "other.yaml").write_text(OTHER, encoding="utf-8")
    return folder


Measured = Callable[..., dict[str, Any]]


@pytest.fixture
def measured(story: Path, capsys: pytest.CaptureFixture[str]) -> Measured:
    def run(*arguments: str) -> dict[str, Any]:
        assert main(["stats", str(story), "--runs", "40", "--format", "json", *arguments]) == 0
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        return report

    return run


def test_words_that_are_written(measured: Measured) -> None:
    """Each arm counts, whoever reads it; labels, codex and endings are told apart."""
    written = measured()["written"]
    assert [(one["name"], one["words"], one["labels"]) for one in written["chapters"]] == [
        ("one", 11 + 5 + 8 + 1 + 8, 1 + 2 + 3 + 1),
        ("two", 2 + 2 + 2 + 1, 3 + 2),
    ]
    assert written["besides"] == {"codex": 4, "endings": 4}
    assert written["speech"] == {"rui": 7, "ines": 5}


def test_words_that_are_read(measured: Measured) -> None:
    read = measured("--seed", "3")["read"]
    least = 11 + 5 + 1 + 3
    most = 11 + 5 + 8 + 8 + 4
    assert least <= read["words"]["shortest"] <= read["words"]["median"] <= read["words"]["longest"] <= most
    assert read["choices"] == {"shortest": 2, "median": 2, "p95": 2, "longest": 2}
    assert read == measured("--seed", "3")["read"]


def test_what_another_answer_changes(measured: Measured) -> None:
    """Only the gate differs, so most of the words are the same, and never all."""
    same = measured()["read"]["shared_with_another_answer"]["colour"]
    assert 0.5 < same["median"] < same["longest"] < 1


def test_options_that_do_nothing(measured: Measured) -> None:
    """Words of its own are no deed; a value, a word for the codex, and being asked for later are."""
    options = measured()["options"]
    assert options["all"] == 6
    assert options["idle"] == ["yard/wait", "yard/wait-longer", "hall/leave-at-once"]
    assert options["idle_lists"] == []


def test_lists_of_nothing_else(story: Path, measured: Measured) -> None:
    text = OTHER.replace("{learn: lamp}", "Slowly.")
    (story / "other.yaml").write_text(text, encoding="utf-8")
    (story / "story.yaml").write_text(STORY.replace('text: "It burns', 'open: true, text: "It burns'), encoding="utf-8")
    assert measured()["options"]["idle_lists"] == ["hall"]


def test_an_option_that_leads_elsewhere_is_not_idle(story: Path, measured: Measured) -> None:
    (story / "story.yaml").write_text(
        STORY.replace("- Wait\n", "- Wait -> hall\n").replace("    goto: hall", "    goto: yard"), encoding="utf-8"
    )
    assert "yard/wait" not in measured()["options"]["idle"]


def test_values_by_chapter(measured: Measured) -> None:
    values = {one["name"]: (one["written"], one["read"]) for one in measured()["values"]}
    assert values["oil"] == (["one"], ["", "two"])
    assert values["colour"] == ([""], ["one"])


def test_long_paragraphs_have_a_place(story: Path, measured: Measured) -> None:
    assert measured("--paragraph", "10")["paragraphs"] == [
        {"words": 11, "scene": "yard", "place": f"{story}/story.yaml:17"}
    ]
    assert measured("--paragraph", "11")["paragraphs"] == []


def test_words_that_are_watched(measured: Measured) -> None:
    watched = measured("--watch", "wind|gate", "--watch", "the wind")["watched"]
    assert [(one["words"], one["times"]) for one in watched] == [("wind|gate", 3), ("the wind", 2)]


def test_turns_of_phrase(story: Path, measured: Measured) -> None:
    more = "".join(f"      At the end of the long day it rained {number}.\n\n" for number in range(4))
    (story / "other.yaml").write_text(OTHER.replace("    talk: |\n", f"    talk: |\n{more}"), encoding="utf-8")
    phrases = measured()["phrases"]
    assert phrases[0]["times"] == 4
    assert len(phrases[0]["words"].split()) == 6


def test_for_people(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(story), "--runs", "10", "--scenes", "--paragraph", "10", "--watch", "cold"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Two Rooms: ")
    for words in (
        "1 One",
        "2 Two",
        "yard",
        "Inês",
        "in 10 playthroughs at random",
        "another colour:",
        "story.yaml:17",
        " cold",
    ):
        assert words in told, words


def test_who_plays(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "p.yaml"
    policy.write_text("policy: The slow one\nchoose: [yard/wait-longer, hall/leave-slowly]", encoding="utf-8")
    assert main(["stats", str(story), "--policy", str(policy), "--runs", "5"]) == 0
    assert "in 5 playthroughs by The slow one" in capsys.readouterr().out
    assert main(["stats", str(story), "--policy", "nobody"]) == 2
    assert "there is no file nobody" in capsys.readouterr().err
    assert main(["stats", str(tmp_path / "none")]) == 2
