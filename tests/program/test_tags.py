"""Tags change nothing but what is known of scenes, texts and choices: in the program, in scripts and in coverage."""

from __future__ import annotations

import json
from pathlib import Path

from game.engine.sessions.session import Session
from game.engine.tags import tags_of
from game.program.load import load
from game.program.model import Program
from game.replay.coverage.reached import Tally, coverage_of
from game.replay.coverage.report import json_report, text_report

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "tags.yaml"


def compiled(path: Path) -> Program:
    program = load(path, cache=False).program
    assert program is not None
    return program


def test_a_story_without_its_tags_is_the_same_program(tmp_path: Path) -> None:
    bare = tmp_path / "story.yaml"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare.write_text("\n".join(line for line in lines if "tags: " not in line), encoding="utf-8")
    tagged, plain = compiled(EXAMPLE), compiled(bare)
    assert [tagged.scene(one) for one in tagged.scene_ids] == [plain.scene(one) for one in plain.scene_ids]
    assert not plain.tags


def test_a_turn_has_the_tags_of_what_it_shows() -> None:
    program = compiled(EXAMPLE)
    session = Session(program)
    assert tags_of(program, session.turn) == ("thunder", "quiet", "danger", "rain")
    session.choose(0)
    assert tags_of(program, session.turn) == ("rain",)


def test_tags_come_back_from_the_cache(tmp_path: Path) -> None:
    first = load(EXAMPLE, cache=tmp_path).program
    again = load(EXAMPLE, cache=tmp_path).program
    assert first is not None
    assert again is not None
    assert dict(first.tags) == dict(again.tags)


def test_coverage_names_the_tags_that_never_came_up() -> None:
    program = compiled(EXAMPLE)
    session = Session(program)
    tally = Tally()
    tally.scenes.add("shore")
    tally.texts.update((block.id, ()) for block in session.turn.blocks)
    coverage = coverage_of(program, tally)
    assert coverage.tags() == {"rain": True, "thunder": True, "quiet": True, "danger": False}
    assert "  tag danger" in text_report([coverage])
    assert json.loads(json_report([coverage]))["stories"][0]["tags"]["danger"] is False
