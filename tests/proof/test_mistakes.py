"""What goes wrong in the proof itself costs what was still open, and nothing that was known."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import main
from game.program.model import Program
from game.proof.model.control_flow import cfg as places
from game.proof.notes.gather import Notes
from game.proof.portfolio.context import Proof
from game.proof.quantitative import measures
from game.proof.symbolic import bdd as diagrams
from game.proof.whole import prove
from tests.proof import heavy
from tests.proof.test_empty_texts import STORY

Load = Callable[[str], "Program | None"]


def test_a_playthrough_that_is_not_followed_costs_its_own_answer(
    load_text: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(places, "visible", lambda *_: None)  # which says that every text has words
    path = tmp_path / "quiet.yaml"
    path.write_text(STORY.replace("SHOWN", '"{nick}"'), encoding="utf-8")
    assert main(["prove", str(path), "--no-cache", "--format", "json"]) == 3
    found = json.loads(capsys.readouterr().out)
    left = [one for one in found["answers"] if one["verdict"] != "proved"]
    assert [(one["kind"], one["verdict"]) for one in left] == [("text", "not decided")]
    assert "a mistake in hambies, not in your story" in left[0]["text"]
    assert len(found["mistakes"]) == 1
    assert main(["prove", str(path), "--no-cache"]) == 3
    assert "it is a mistake in hambies; please report it" in capsys.readouterr().out


@pytest.mark.parametrize(
    "mistake", [AssertionError("an oddity"), KeyError("odd"), RecursionError("too deep"), MemoryError()]
)
@pytest.mark.parametrize("stage", [Notes, measures.Measuring, Proof])
def test_a_stage_that_goes_wrong_costs_no_other(
    load_text: Load, monkeypatch: pytest.MonkeyPatch, mistake: Exception, stage: type
) -> None:
    program = load_text(heavy.flags(8))
    assert program is not None
    whole = prove(program, lengths=True)
    name = {Notes: "look", measures.Measuring: "lengths", Proof: "in_layers"}[stage]

    def wrong(*_args: object) -> None:
        raise mistake

    monkeypatch.setattr(stage, name, wrong)
    report = prove(program, lengths=True)
    bound = isinstance(mistake, (RecursionError, MemoryError))
    assert report.verdict == ("proved" if bound and stage is Notes else "not decided")  # notes do not count
    assert report.effort.bound
    assert bool(report.mistakes) == (not bound)
    answered = {(one.kind, one.name, one.detail): one.verdict for one in report.answers}
    assert answered.keys() == {(one.kind, one.name, one.detail) for one in whole.answers}
    if stage is not Proof:
        assert report.answers == whole.answers
    assert report.lengths == (() if stage is measures.Measuring else whole.lengths)
    assert bool(report.unmeasured) == (stage is measures.Measuring)


def test_more_variables_than_sets_can_have_are_a_bound(load_text: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    program = load_text(heavy.flags(8))
    assert program is not None
    monkeypatch.setattr(diagrams, "MOST_BITS", 7)
    report = prove(program, lengths=True)
    assert report.verdict == "not decided"
    assert report.effort.bound == "more variables than sets of states are made of"
    assert not report.mistakes


def test_lengths_go_as_deep_as_there_are_variables(load_text: Load) -> None:
    """There are more of them than calls may be one in the other, as there were 540 for the 1,000 that Python allows."""
    flags = 90
    small, program = load_text(heavy.flags(8)), load_text(heavy.flags(flags))
    assert small is not None
    assert program is not None
    prove(small, lengths=True)  # what is imported late is imported now
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + flags)
    try:
        report = prove(program, lengths=True)
    finally:
        sys.setrecursionlimit(before)
    assert report.verdict == "proved"
    assert [(one.unit, one.side, one.value) for one in report.lengths] == [
        ("choices", "fewest", flags + 1),
        ("choices", "most", flags + 1),
        ("words", "fewest", 3 * flags + 2),
        ("words", "most", 3 * flags + 2),
    ]
