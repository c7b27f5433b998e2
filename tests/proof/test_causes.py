"""What can never happen is told by its cause, and conditions as they were written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import main

STORY = """
story: shut
title: Shut
start: yard
variables:
  met: bool
  heat: {type: int, min: 0, max: 3}
endings: {out: Out, up: Up}
always: [not heat > 2]
scenes:
  yard:
    - "The yard. {if not met: Nobody. | else: Somebody.}"
    - choices:
        - choice: Into the tower
          if: seen(cellar) and not (met or heat > 2)
          goto: tower
        - choice: Knock
          once: true
          if: not not met
          goto: yard
        - choice: Warm up
          do: heat = 3
          goto: yard
        - choice: Go
          ending: out
  cellar:
    - A cellar.
    - goto: yard
  tower:
    - A stair.
    - "A long one. {if heat > 1: Warm. | else: Cold.}"
    - choices:
        - choice: Up
          ending: up
        - choice: Down
          goto: yard
"""


@pytest.fixture
def proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*options: str) -> str:
        path = tmp_path / "shut.yaml"
        path.write_text(STORY, encoding="utf-8")
        assert main(["prove", str(path), "--no-cache", *options]) == 1
        return capsys.readouterr().out

    return run


def test_a_cause_is_told_once_with_all_that_comes_of_it(proved: Callable[..., str]) -> None:
    out = proved()
    said = "  never: the only ways lead through yard, where seen(cellar) does not hold; there visits(cellar) is 0"
    assert out.splitlines().count(said) == 1
    found = out[out.index("Never: the scene tower") :].split("\n\n", 1)[0].splitlines()
    assert found[2] == said
    assert found[3].startswith("  and with it, for the same reason, ")
    assert "    the choice “Up” (tower/up)" in found
    answers = [one for one in json.loads(proved("--format", "json"))["answers"] if one["verdict"] == "refuted"]
    assert out.splitlines()[0].startswith(f"Shut: {len(answers)} things went wrong or can never happen, for ")


def test_annotations_are_by_cause_too(proved: Callable[..., str]) -> None:
    rows = [row for row in proved("--format", "github").splitlines() if row.startswith("::error")]
    assert len([row for row in rows if "the scene tower" in row and "; 7 more are out of reach with it" in row]) == 1
    assert not any("A stair." in row for row in rows)


def test_reasons_have_conditions_as_they_were_written(proved: Callable[..., str]) -> None:
    out = proved()
    assert "not not" not in out
    assert "visits(cellar) >= 1" not in out
    assert "  never: met does not hold here, where met is false" in out.splitlines()
    assert "taken" not in out
