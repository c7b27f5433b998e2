"""The source table: where everything in a story's files stands, and which place names what."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from game.program import model
from game.program.load import load
from game.program.sources import SourceSpan, SourceTable
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.goals import goals
from tests.program.placed import MAIN, MORE, as_written, traced, uses, written

ROOT = Path(__file__).parents[2]
EXAMPLES = [path for path in sorted((ROOT / "docs" / "examples").glob("*.yaml")) if ".play." not in path.name]


@pytest.fixture(params=[pytest.param("shipped", marks=pytest.mark.slow), "places", *(path.stem for path in EXAMPLES)])
def any_story(request: pytest.FixtureRequest, story: Path) -> Path:
    name = str(request.param)
    return {"shipped": ROOT / "story", "places": story}.get(name, ROOT / "docs" / "examples" / f"{name}.yaml")


def test_the_span_of_each_reference_is_its_name(any_story: Path) -> None:
    loaded, table = traced(any_story)
    assert table.references
    for one in table.references:
        assert written(loaded, one.span) in (one.name, as_written(one)), one


def test_a_name_that_is_changed_wherever_it_stands_is_changed_for_good(any_story: Path, tmp_path: Path) -> None:
    """All names at once: the story reads as before, and each thing is named from as many places."""
    before, table = traced(any_story)
    copy = tmp_path / "copy"
    if any_story.is_dir():
        shutil.copytree(any_story, copy)
    else:
        copy.mkdir()
        copy /= any_story.name
        shutil.copy(any_story, copy)
    changes: dict[str, dict[SourceSpan, str]] = defaultdict(dict)
    for one in table.references:
        if not (one.thing == "variable" and "." in one.name):  # its group and its member change by themselves
            changes[one.span.file][one.span] = written(before, one.span) + "x"
    for name, spans in changes.items():
        source = before.sources[name]
        text = source.text
        for span in sorted(spans, reverse=True):
            start, end = source.offset(span.line, span.column), source.offset(span.end_line, span.end_column)
            text = text[:start] + spans[span] + text[end:]
        there = copy / Path(name).relative_to(any_story) if any_story.is_dir() else copy
        there.write_text(text, encoding="utf-8")
    after, again = traced(copy)
    assert [one for one in after.diagnostics if one.severity == "error"] == []
    assert before.program is not None
    assert after.program is not None
    assert [f"{one}x" for one in before.program.scene_ids] == list(after.program.scene_ids)
    assert before.program.counts[:3] == after.program.counts[:3]

    def told(table: SourceTable, end: str) -> list[tuple[object, ...]]:
        return [
            (one.thing, one.name if "." in one.name else one.name + end, one.use, one.span.line)
            for one in table.references
            if not (one.thing == "variable" and "." in one.name)
        ]

    assert told(table, "x") == told(again, "")


def test_everything_of_the_program_has_a_place(any_story: Path) -> None:
    loaded, table = traced(any_story)
    program = loaded.program
    assert program is not None
    assert set(table.rows["scene"]) == set(program.scene_ids)
    lines, choices, conditions, effects = set[str](), set[str](), set[str](), set[str]()
    for scene in program.scene_ids:
        for number, block in enumerate(program.scene(scene).blocks):
            for op_number, op in enumerate(block.ops):
                if isinstance(op, model.Text):
                    lines.add(op.id)
                elif isinstance(op, model.Set) and not program.slots[op.slot].hidden:
                    effects.add(f"{scene}#{number}.{op_number}")
            if isinstance(block.exit, model.Choose):
                choices.update(one.id for one in block.exit.choices)
                conditions.update(f"{one.id} needs" for one in block.exit.choices if one.needs is not None)
            elif isinstance(block.exit, model.Branch):
                conditions.add(f"{scene}#{number}")
    assert lines <= set(table.rows["line"])
    assert choices == set(table.rows["choice"])
    assert conditions <= set(table.rows["condition"])
    assert effects == set(table.rows["effect"])
    for name, entry in program.codex.items():
        assert all(table.span("line", text.id) for text in entry.texts), name
    assert all(table.span("condition", f"always {number}") for number in range(len(program.always)))


def test_each_variant_of_a_text_stands_where_the_table_says(any_story: Path) -> None:
    loaded, table = traced(any_story)
    program = loaded.program
    assert program is not None
    for goal in goals(Graph(program)):
        if goal.kind == "text" and goal.detail:
            span = table.span("arm", f"{goal.name} {goal.detail}")
            assert span is not None, goal
            source = loaded.sources[span.file]
            start = source.offset(span.line, span.column)
            assert source.text[:start].rstrip(" \n\t'\"").endswith((":", "|")), written(loaded, span)
            assert source.text[source.offset(span.end_line, span.end_column) :].lstrip()[:1] in ("|", "}")


def test_what_stands_where_it_is_said(story: Path) -> None:
    loaded, table = traced(story)
    assert [one for one in loaded.diagnostics if one.severity == "error"] == []

    def at(kind: str, identity: str) -> str:
        span = table.span(kind, identity)  # type: ignore[arg-type]  # a kind
        return "" if span is None else " ".join(written(loaded, span).split())

    line = next(one for one in table.rows["line"] if at("line", one).startswith("The hall."))
    assert at("line", line).endswith("else: Cold.}")
    assert [at("arm", f"{line} {arm}") for arm in ("1a", "1b.1a", "1b.1b")] == [
        "Warm {fire}.", "Cold and dark.", "Cold.",
    ]  # fmt: skip
    assert at("arm", f"{line} 1a.1a") == ", which is high"  # in the phrase
    assert [at("condition", f"{line} {arm}") for arm in ("1", "1b.1")] == ["heat > 2", "not met"]
    owl = next(one for one in table.rows["line"] if at("line", one).startswith("{shuffle"))
    assert [at("arm", f"{owl} {arm}") for arm in ("1a.11", "1a.12", "1a.12.1a", "1a.12.1b", "1b")] == [
        "An owl.", "{if met: A fox. | else: A dog.}", "A fox.", "A dog.", "Nothing.",
    ]  # fmt: skip
    assert at("choice", "hall/stay") == "Stay {if heat > 1: and warm}"
    assert at("choice", "hall/down") == "Down"
    assert at("arm", "hall/stay 1a") == "and warm"
    assert at("line", "hall/go!") == "It is {if heat > 0: late | else: cold}"
    assert at("arm", "hall/go! 1b") == "cold"
    assert at("condition", "hall/stay if") == "heat > 1"
    assert at("condition", "hall/go needs") == "heat > 1 and seen(hall.stay)"
    assert at("condition", "rat when") == "heat > 1"
    assert at("condition", "always 1") == "visits(hall.back) < 99"
    assert at("scene", "yard") == "yard"
    effects = {at("effect", one) for one in table.rows["effect"]}
    assert effects == {
        "heat += 1", "side = road", "met = seen(cellar)", "trust.na_ra += 1", "with.jiho = true", "heat -= 1", "tide += 1",
    }  # fmt: skip
    assert {at("condition", one) for one in table.rows["condition"] if "#" in one} == {
        "met and side == road",
        "heat > 1",
        "tide > 8",
    }


def test_who_names_what_and_how(story: Path) -> None:
    _, table = traced(story)
    assert uses(table, "scene", "cellar") == [
        ("called", "hall"), ("defined", ""), ("gone to", "hall"), ("read", ""), ("read", "hall"),
    ]  # fmt: skip
    assert uses(table, "scene", "hall") == [
        ("defined", ""), ("gone to", ""), ("gone to", "cellar"), ("gone to", "hall"), ("read", ""), ("read", "hall"),
        ("renamed", ""), ("told", "hall"),
    ]  # fmt: skip
    assert uses(table, "label", "back", "hall") == [
        ("defined", "hall"), ("gone to", "cellar"), ("gone to", "hall"), ("read", ""), ("told", "hall"),
    ]  # fmt: skip
    assert uses(table, "variable", "name") == [("defined", ""), ("told", ""), ("told", "hall"), ("written", "")]
    assert uses(table, "variable", "trust.na_ra") == [("read", ""), ("told", "cellar"), ("written", "hall")]
    assert uses(table, "cast", "na-ra") == [
        ("defined", ""), ("read", ""), ("read", "hall"), ("renamed", ""), ("told", ""), ("told", "cellar"), ("told", "hall"),
        ("written", "hall"),
    ]  # fmt: skip
    assert uses(table, "label", "gate", "yard") == [("defined", "yard"), ("gone to", ""), ("gone to", "hall")]
    assert uses(table, "group", "with") == [("defined", ""), ("read", ""), ("read", "hall"), ("written", "hall")]
    assert uses(table, "variable", "tide") == [("defined", ""), ("read", ""), ("written", "")]
    assert len(table.named("variable", "tide")) == 3
    assert uses(table, "choice", "stay", "hall") == [
        ("defined", "hall"), ("read", ""), ("read", "hall"), ("renamed", ""), ("told", "hall"),
    ]  # fmt: skip
    assert uses(table, "codex", "camp") == [("defined", ""), ("renamed", ""), ("told", "hall")]
    assert uses(table, "phrase", "smoke") == [("defined", ""), ("told", "hall")]
    assert uses(table, "ending", "out") == [("defined", ""), ("gone to", ""), ("gone to", "yard")]
    assert uses(table, "ending", "in") == [("defined", ""), ("gone to", "hall"), ("renamed", "")]
    assert uses(table, "place", "hall") == [("defined", ""), ("read", ""), ("told", "hall")]
    assert uses(table, "deck", "dark") == [("called", "cellar"), ("defined", "bat"), ("defined", "rat"), ("read", "")]
    assert table.named("scene", "nowhere") == ()


def test_who_has_a_tag() -> None:
    _, table = traced(ROOT / "docs" / "examples" / "tags.yaml")
    assert uses(table, "tag", "rain") == [("defined", ""), ("told", "shore")]
    assert {use for use, _ in uses(table, "tag", "thunder")} == {"defined", "told"}
    assert {one.name for one in table.references if one.thing == "tag"} == {"rain", "thunder", "quiet", "danger"}


def test_from_a_position_to_what_is_named_there_and_where_that_is_declared(story: Path) -> None:
    loaded, table = traced(story)
    name = table.files[0]
    source = loaded.sources[name]
    at = source.text.index("trust.na_ra += 1")
    line, column = source.place(at)
    assert [(one.thing, one.name) for one in table.at(name, line, column)] == [
        ("group", "trust"), ("variable", "trust.na_ra"),
    ]  # fmt: skip
    assert [one.thing for one in table.at(name, line, column + 8)] == ["cast", "variable"]
    assert table.at(name, line, column + len("trust.na_ra") + 1) == []
    assert table.at(name, 1, 1) == []
    declared = table.definition("variable", "trust.na_ra")
    assert declared is not None
    assert (declared.thing, written(loaded, declared.span)) == ("group", "trust")
    scene = table.definition("scene", "cellar")
    assert scene is not None
    assert scene.span.file == table.files[1]
    assert table.definition("scene", "nowhere") is None


def test_noting_changes_nothing_about_the_story(any_story: Path) -> None:
    plain, noted = load(any_story, cache=None), load(any_story, cache=None, traced=True)
    assert plain.diagnostics == noted.diagnostics
    assert plain.table is None
    assert plain.program is not None
    assert noted.program is not None
    assert json.dumps(plain.program.header) == json.dumps(noted.program.header)
    for number in range(len(plain.program.scene_ids)):
        assert plain.program.scene(number) == noted.program.scene(number)


def test_a_story_with_an_error_has_a_table_of_what_could_be_read(story: Path) -> None:
    text = MAIN.replace("-> cellar", "-> nowhere")
    (story / "story.yaml").write_text(text, encoding="utf-8")
    loaded, table = traced(story)
    assert loaded.program is None
    assert [one.code for one in loaded.diagnostics if one.severity == "error"] == ["E120"]
    assert uses(table, "label", "gate", "yard") == [("defined", "yard"), ("gone to", ""), ("gone to", "hall")]
    assert len(table.rows["scene"]) == 5


def test_nothing_is_said_of_lines_that_could_not_be_read(story: Path) -> None:
    text = MORE.replace('    - return:\n  "yard"', '    - oh: no: this\n  "yard"')
    (story / "more" / "one.yaml").write_text(text, encoding="utf-8")
    loaded, table = traced(story)
    assert loaded.program is None
    for one in table.references:
        assert written(loaded, one.span) in (one.name, as_written(one))
    for line in table.rows["line"]:
        span = table.span("line", line)
        assert span is not None
        assert "oh: no" not in written(loaded, span)


def test_talk_and_labels_that_are_told_again_stand_where_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(
        """\
story: talk
title: Talk
start: a
cast: {ines: Inês}
variables: {heat: {type: int, min: 0, max: 3}}
endings: {out: Out}
scenes:
  a:
    talk: |
      The lamp.

      ines: It is {heat}.
        And {if heat > 1: warm}.
    choices:
      - Stay {heat} [hours] and {heat} -> a
      - once: Go
        do: heat += 1
    ending: out
""",
        encoding="utf-8",
    )
    loaded = load(path, cache=None, traced=True)
    table, program = loaded.table, loaded.program
    assert table is not None
    assert program is not None
    told = [span[1:] for one in table.named("variable", "heat") if one.use == "told" for span in [one.span]]
    assert told == [(12, 20, 12, 24), (15, 15, 15, 19), (15, 34, 15, 38)]
    assert [one.span[1:] for one in table.named("cast", "ines") if one.use == "told"] == [(12, 7, 12, 11)]
    block = program.scene("a").blocks[0]
    lines = [table.span("line", one.id) for one in block.ops if isinstance(one, model.Text)]
    assert [span and span[1:] for span in lines] == [(10, 7, 10, 16), (12, 13, 13, 33)]
    assert isinstance(block.exit, model.Choose)
    span = table.span("choice", block.exit.choices[0].id)
    assert span is not None
    assert span[1:] == (15, 9, 15, 39)
