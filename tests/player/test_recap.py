"""The story so far: what the story marks for it, or how each scene was left; told to whoever comes back after a day."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from game.engine.sessions.session import Session
from game.player.json_lines import player as json_lines
from game.player.playthrough.recap import story_so_far
from game.saves import slots
from game.saves.format import moment
from tests.player.talking import answers, read, talk

if TYPE_CHECKING:
    import pytest

    from game.program.model import Program

PLAYED = Path(__file__).parents[2] / "docs" / "examples" / "map.yaml"


def told(session: Session) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [
        (
            chapter.title,
            [
                (one.title, [said if isinstance(said, str) else said.text for said in one.told])
                for one in chapter.scenes
            ],
        )
        for chapter in story_so_far(session)
    ]


def test_each_scene_is_told_by_what_is_marked_or_by_how_it_was_left(program: Program, tmp_path: Path) -> None:
    session = Session(program)
    assert told(session) == []
    session.choose("yard/cross-the-yard")
    session.choose("the_gate/go-through")
    marked = "You went out by the gate, and nobody saw you go."
    assert told(session) == [
        (
            "The way out",
            [("The yard", ["Cross the yard"]), ("The gate", ["Go through"]), ("The lane", [marked])],
        )
    ]
    text = PLAYED.read_text(encoding="utf-8").replace("chapter: {id: out, title: The way out, number: 1}\n", "")
    text = text.replace("      - choice: Ask her first\n", "      - choice: Ask her first\n        tags: recap\n")
    session = Session(read(tmp_path, text.replace("    title: The gate\n", "    place: The gate\n")))
    session.choose("yard/follow-the-wall")
    session.choose("the_gate/ask-her-first")
    assert told(session) == [("", [("The yard", ["Ask her first"]), ("The lane", [marked])])]


def test_it_is_offered_after_a_day_and_told_at_any_time(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(slots, "now", lambda: moment(1_700_000_000))
        talk(program, "1", start=True)
    said = answers(talk(program, "continue", "recap", "title", "continue", "undo", "recap"))
    assert re.match(r"You were away for [\d,]+ days\. The command recap tells the story so far\.", said[1])
    assert said[2].split("\n\n")[:2] == ["The way out", "The yard: Cross the yard"]
    assert "away for" not in said[4], "it was saved a moment ago"
    assert said[6] == "Nothing yet: this is where it begins."


def test_it_is_told_to_programs(program: Program) -> None:
    out = io.StringIO()
    json_lines.play(program, io.StringIO('0\n{"recap":true}\n{"recap":1}\n'), out)
    recap, wrong = map(json.loads, out.getvalue().splitlines()[3:])
    assert recap == {
        "type": "recap",
        "chapters": [{"title": "The way out", "scenes": [{"title": "The yard", "told": ["Cross the yard"]}]}],
    }
    assert wrong["error"] == "'recap' takes true and nothing else"
