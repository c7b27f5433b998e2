"""What CI lets a proof of the shipped story leave open: a list that only shrinks."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.door import ROOT

TOOL = runpy.run_path(str(ROOT / ".ci" / "open_texts.py"))
main: Callable[..., int] = TOOL["main"]


def answer(kind: str, scene: str, verdict: str = "not decided", name: str = "hall:5e1f") -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "scene": scene,
        "detail": "1a",
        "verdict": verdict,
        "text": "stopped",
        "file": "hall.yaml",
        "line": 3,
    }


@pytest.fixture
def held(tmp_path: Path) -> Callable[..., int]:
    """Holds some answers against a list of two texts in the hall, and one in the loft."""
    path = tmp_path / "open.txt"
    path.write_text("# some\nhall 2\nloft 1\n", encoding="utf-8")

    def run(*answers: dict[str, Any], shrink: bool = False) -> int:
        report = tmp_path / "report"
        report.write_text(f"hambies: a word\n{json.dumps({'answers': answers}, indent=2)}\n", encoding="utf-8")
        return int(main([*(["--shrink"] if shrink else []), str(report)], path))

    return run


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ([answer("text", "hall"), answer("text", "hall", name="hall:77"), answer("text", "loft", name="loft:1")], 0, ""),
        ([answer("text", "hall"), answer("text", "hall", "proved", "hall:77")], 0, "2 fewer are open than may be"),
        ([answer("text", "hall", name=f"hall:{one}") for one in range(3)], 1, "hall: 3 of its texts are open, and 2 may be"),
        ([answer("text", "stair", name="stair:1")], 1, "hall.yaml:3: not decided: text stair:1 1a: stopped"),
        ([answer("scene", "hall")], 1, "not decided: scene"),
        ([answer("text", "hall", "refuted")], 1, "refuted: text"),
    ],
)  # fmt: skip
def test_what_is_open_and_not_listed_fails(
    held: Callable[..., int], capsys: pytest.CaptureFixture[str], answers: list[dict[str, Any]], code: int, said: str
) -> None:
    assert held(*answers) == code
    assert said in capsys.readouterr().out


def test_the_list_only_shrinks(held: Callable[..., int], tmp_path: Path) -> None:
    many = [answer("text", "hall", name=f"hall:{one}") for one in range(3)]
    assert held(*many, shrink=True) == 1
    assert TOOL["listed"]((tmp_path / "open.txt").read_text(encoding="utf-8")) == {"hall": 2}
    assert held(many[0], shrink=True) == 0
    assert TOOL["listed"]((tmp_path / "open.txt").read_text(encoding="utf-8")) == {"hall": 1}
