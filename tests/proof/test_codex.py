"""Texts of the codex: which of their variants anybody can ever read, in the proof, in coverage and in the suite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.commands.proving.suite import ways_of
from game.engine.sessions.session import Session
from game.program.model import Program
from game.proof.incremental.store import ProofCache
from game.proof.portfolio.quick import quick
from game.proof.report.wording import Words, verdict_sentence
from game.proof.whole import prove
from game.replay.coverage.collecting import CollectedWay, Collector
from game.replay.coverage.report import text_report
from game.replay.suite import least_suite

Load = Callable[[str], "Program | None"]

STORY = """
story: kiln
title: Kiln
start: yard
variables:
  heat: {type: int, min: 0, max: 3}
codex:
  kiln:
    title: The kiln
    text: |
      It burns. {if heat > MOST: It is white. | elif heat > 0: It is red. | else: It is cold.}
  rake: {title: The rake, text: "{if heat == 1: It is wanted.}", open: true}
endings: {out: {title: Out}}
scenes:
  yard:
    - LEARN
    - choices:
        - choice: Wood
          do: heat += 1
          if: heat < 2
          goto: yard
        - choice: Leave
          ending: out
"""


def story(load_text: Load, most: int, learn: str = "learn: kiln") -> Program:
    program = load_text(STORY.replace("MOST", str(most)).replace("LEARN", learn))
    assert program is not None
    return program


def test_a_variant_that_nobody_can_read_is_never(load_text: Load) -> None:
    program = story(load_text, 2)
    report = prove(program)
    (never,) = (one for one in report.answers if one.verdict == "refuted")
    assert Words(program).what(never).startswith("the codex text “It is white.” (codex/kiln:")
    assert never.text == "never: heat > 2 does not hold where the player can read it; there heat is 0 to 2"
    assert "everything that is written can be reached" not in verdict_sentence(program, report)
    looked = quick(program)
    assert looked is not None
    assert [one.about.name for one in looked.found] == [never.name]


def test_what_can_be_read_comes_with_the_way(load_text: Load) -> None:
    program = story(load_text, 1)
    report = prove(program)
    assert report.verdict == "proved"
    ways = {
        Words(program).text(one.name, one.detail): one.witness
        for one in report.answers
        if one.name.startswith("codex/")
    }
    assert set(ways) == {"It is white.", "It is red.", "It is cold.", "It is wanted."}
    for said, witness in ways.items():
        assert witness is not None
        session = Session(program)
        for choice in witness.choices:
            session.choose(choice)
        read = " ".join(block.text for entry in program.codex for block in session.telling.codex(entry))
        assert said in read
    notes = [one for one in report.conditions if one.of.startswith("codex/")]
    assert [one.truth for one in notes] == ["both"] * 3


def test_an_entry_that_no_step_gives_is_never_learned(load_text: Load) -> None:
    report = prove(story(load_text, 1, "A yard."))
    assert [(one.kind, one.name) for one in report.answers if one.verdict == "refuted"] == [("codex", "kiln")]


def test_a_changed_condition_is_no_change_of_words(load_text: Load, tmp_path: Path) -> None:
    before = story(load_text, 1)
    cache = ProofCache(tmp_path, tmp_path / "made.yaml", before, "")
    memory = cache.memory()
    cache.keep(prove(before, memory=memory), memory)
    assert ProofCache(tmp_path, tmp_path / "made.yaml", before, "").fetch() is not None
    after = ProofCache(tmp_path, tmp_path / "made.yaml", story(load_text, 2), "")
    assert after.fetch() is None
    assert prove(story(load_text, 2), memory=after.memory()).verdict == "refuted"


@pytest.mark.parametrize(
    ("choices", "left"),
    [
        (["yard/leave"], ["It is white.", "It is red.", "It is wanted."]),
        (["yard/wood", "yard/leave"], ["It is white."]),
        (["yard/wood", "yard/wood", "yard/leave"], []),
    ],
)
def test_coverage_has_what_could_be_read_on_the_way(load_text: Load, choices: list[str], left: list[str]) -> None:
    program = story(load_text, 1)
    collector = Collector(program)
    collector.play([CollectedWay(None, (), tuple(choices))])
    gaps = [line for line in text_report([collector.coverage()]).splitlines() if "codex" in line]
    assert len(gaps) == len(left)
    assert all(said in gap for said, gap in zip(left, gaps, strict=True))


def test_what_has_not_come_up_is_not_reached(load_text: Load) -> None:
    program = story(load_text, 1, "if: heat == 2\n      then: [learn: kiln]")
    collector = Collector(program)
    collector.play([CollectedWay(None, (), ("yard/wood", "yard/leave"))])
    assert "codex kiln: “It burns." in text_report([collector.coverage()])
    collector.play([CollectedWay(None, (), ("yard/wood", "yard/wood", "yard/leave"))])
    assert "codex" not in text_report([collector.coverage()])


def test_the_suite_reads_all_of_it(load_text: Load) -> None:
    program = story(load_text, 1)
    collector = Collector(program)
    suite = least_suite(program, ways_of(prove(program))).playthroughs
    collector.play([CollectedWay(one.seed, tuple(one.setup.items()), one.choices) for one in suite])
    assert collector.coverage().total().percent == 100
