"""Scenes compiled anew into a story that is there: it plays as the same files do when all of them are loaded."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.language.yaml.reader import read_text
from game.program.drafts import Workbench
from game.program.load import load
from game.program.model import Program
from tests.engine.stories import EVERYTHING

DRAFTED = [
    ("*Deep.*", "Deep, and *{name}* knows."),
    ("You drip.", "{cycle: You drip. | You dry.}"),
    ("{first: The square is new to you. | then: The square again.}", "The square."),
    ("A rat., do: far += 1", "A fat rat., do: far -= 2"),
    ("- choice: Give her bread", "- choice: Give her a loaf"),
    ("Stay -> square", "Stay a while -> square"),
    ("depth -= 2, wet = false", "depth -= 1, wet = true"),
    ("- aside: The bell.", "- aside: The bell, {visits(square)} times."),
    ("- It is too dark.", "- It is {greeting}."),
    ("if: depth > 2 and wet", "if: depth > 1 and wet"),
    ("- choice: Ask Mina", "- once: Ask Mina"),
]
"""Edits of what is in scenes, in any order and taken back again."""
WHOLE = [
    ("depth: {type: int, min: -3, max: 4}", "depth: {type: int, min: -3, max: 5}"),
    ("mina: Mina, ", "mina: Mina Kim, "),
    ("  drown: [It closes over you., ending: drowned]\n", ""),
    ("deck: night, weight: 3", "deck: night, weight: 4"),
    ("- label: rim", "- label: edge"),
    ("          id: climb", "          id: up"),
    ("goto: drown", "goto: nowhere"),
    ("- jun: For me too?", "- june: For me too?"),
    ("- It is too dark.", "- It is {if seen(owl): too dark}."),
    ("scenes:\n", "scenes\n"),
]
"""Edits that more hangs on than a scene, and slips."""


def bench_of(folder: Path, text: str) -> Workbench:
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    bench = load(folder, bench=True).bench
    assert bench is not None
    return bench


def played(program: Program, seed: int) -> list[object]:
    """What a playthrough with choices at random reads and offers."""
    told: list[object] = []
    chance, session = random.Random(seed), Session(program, seed=seed)
    for _ in range(25):
        turn = session.turn
        told.append((turn.blocks, turn.options, turn.scene, turn.ending, turn.learned, session.values()))
        ways = [number for number, one in enumerate(turn.options) if one.open]
        if not ways:
            break
        session.choose(chance.choice(ways))
    return told


@settings(max_examples=15, deadline=None)
@given(edits=st.lists(st.sampled_from(range(len(DRAFTED))), min_size=1, max_size=6))
def test_a_draft_plays_as_the_whole_does(edits: list[int]) -> None:
    with TemporaryDirectory() as folder:
        text = EVERYTHING
        bench = bench_of(Path(folder), text)
        for number in edits:
            old, new = DRAFTED[number]
            text = text.replace(old, new) if old in text else text.replace(new, old)
            draft = bench.draft([read_text(text, bench.files[0])])
            assert draft is not None
            assert len(draft.scenes) == 1
            whole = bench_of(Path(folder), text).program
            for seed in range(3):
                assert played(draft.program, seed) == played(whole, seed)


@pytest.mark.parametrize(("old", "new"), WHOLE)
def test_what_the_whole_story_decides_has_no_draft(tmp_path: Path, old: str, new: str) -> None:
    bench = bench_of(tmp_path, EVERYTHING)
    assert old in EVERYTHING
    assert bench.draft([read_text(EVERYTHING.replace(old, new), bench.files[0])]) is None
    again = bench.draft([read_text(EVERYTHING.replace("*Deep.*", "Deep."), bench.files[0])])
    assert again is not None  # and a slip leaves the bench as it was
    assert played(again.program, 3) == played(bench_of(tmp_path, EVERYTHING.replace("*Deep.*", "Deep.")).program, 3)


def test_a_new_scene_has_a_draft_once_it_is_right(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, EVERYTHING)
    file = bench.files[0]
    led = EVERYTHING.replace("Stay -> square", "Stay -> shed")
    shed = "  shed: {title: The shed, body: [A shed., {label: in}, {choices: [In -> .in, Out -> square]}]}\n  drown: ["
    assert bench.draft([read_text(led, file)]) is None  # it is not there yet
    assert bench.draft([read_text(led.replace("  drown: [", shed.replace("-> square", "-> nowhere")), file)]) is None
    whole = led.replace("  drown: [", shed)
    for text in (whole, whole.replace("A shed.", "A cold shed."), whole.replace("Out ->", "Leave ->")):
        draft = bench.draft([read_text(text, file)])
        assert draft is not None
        assert "shed" in draft.scenes
        there = bench_of(tmp_path, text).program
        assert draft.program.meta("shed") == there.meta("shed")
        for seed in range(3):
            assert played(draft.program, seed) == played(there, seed)
    assert bench.draft([read_text(EVERYTHING, file)]) is None  # gone again
    for refused in ("{deck: night, body: [A shed.]}", "[A shed., {if: seen(shed), then: [More.]}, {goto: square}]"):
        bench = bench_of(tmp_path, EVERYTHING)
        assert (
            bench.draft([read_text(EVERYTHING.replace("  drown: [", f"  shed: {refused}\n  drown: ["), file)]) is None
        )


def test_comments_and_blanks_are_no_change(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, EVERYTHING)
    draft = bench.draft([read_text(EVERYTHING.replace("  well:\n", "\n  # deep\n  well:\n"), bench.files[0])])
    assert draft is not None
    assert (draft.program, draft.scenes) == (bench.program, ())


def test_the_table_of_a_scene_says_where_its_lines_are(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, EVERYTHING)
    file = bench.file_of("well")
    bench.draft([read_text(EVERYTHING.replace("  well:\n", "\n\n  well:\n"), file)])
    text = bench.text(file).split("\n")
    table = bench.table(file, ["well"])
    lines = {span.line for name in table.rows["line"] if (span := table.span("line", name))}
    assert [text[line - 1].strip() for line in sorted(lines)] == [
        "The water is {if far >= 80: far | else: near}.",
        "- It is too dark.",
    ]
