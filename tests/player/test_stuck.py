"""Each way in which a story can be stuck, played in each front: it is told, and undone."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import get_args

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.engine.stuck import STUCK
from game.engine.turn import Stuck
from game.player.json_lines import player as json_lines
from game.player.line_mode import player as plain
from game.program.model import Program

PLAYED = Path(__file__).parent / "screen" / "stories" / "stuck.yaml"
WAYS: dict[Stuck, int] = {"endless": 1, "no-open-choice": 2, "too-deep": 3, "nowhere-to-return": 4, "too-long": 5}
"""The reasons, and the choices that lead to them."""


def test_these_are_all_the_ways() -> None:
    assert set(WAYS) == set(get_args(Stuck)) == set(STUCK)


@pytest.mark.parametrize("why", WAYS)
def test_the_line_mode_says_it_and_takes_it_back(program: Program, why: Stuck) -> None:
    out = io.StringIO()
    plain.play(program, io.StringIO(f"{WAYS[why]}\nundo\nquit\n"), out, start=Session(program, seed=1))
    said = out.getvalue().split("\n> ")
    assert STUCK[why].told in said[1]
    assert "Type undo" in said[1]
    assert "1. Walk round" in said[2]


@pytest.mark.parametrize("why", WAYS)
def test_the_json_lines_say_it_and_take_it_back(program: Program, why: Stuck) -> None:
    out = io.StringIO()
    json_lines.play(program, io.StringIO(f'{WAYS[why] - 1}\n{{"undo": true}}\n'), out, seed=1)
    _, _, stuck, back = map(json.loads, out.getvalue().splitlines())
    assert (stuck["stuck"], back["stuck"]) == (why, "")
    assert len(back["choices"]) == 6


@pytest.mark.parametrize("why", WAYS)
def test_a_script_fails_there_with_the_reason(why: Stuck, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    label = {
        "endless": "Walk round",
        "no-open-choice": "Try the door",
        "too-deep": "Go down",
        "too-long": "Read all",
    }.get(why, "Go back")
    script = tmp_path / "way.play.yaml"
    script.write_text(f"story: {PLAYED}\nsteps: [{label}]\n", encoding="utf-8")
    assert main(["replay", str(script)]) == 1
    assert f"the player is stuck: {STUCK[why].named}" in capsys.readouterr().out
