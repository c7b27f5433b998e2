"""A proof that stands on one of an earlier version of the story says what a proof from nothing says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from game.program.model import Program
from game.proof.incremental.results import NEVER, KnownResults
from game.proof.incremental.store import ProofCache
from game.proof.model.goals import Goal
from game.proof.portfolio.context import Proof
from game.proof.portfolio.shares import Share
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.results import STOPPED, Report, Witness
from game.proof.symbolic.forward import ForwardReachability
from game.proof.whole import prove
from tests.proof.stories import Maker, few_and_rest
from tests.proof.tunings import NO_SETS

Load = Callable[[str], "Program | None"]

_EDITS = (
    (r"\b(if|needs|when): (?!\w*\{)(.+)$", lambda maker, found: f"{found[1]}: {maker.condition()}"),
    (r"\bdo: .+$", lambda maker, _: f"do: {maker.effect()}"),
    (r"\bgoto: \w+$", lambda maker, _: f"goto: {maker.random.choice(maker.scenes)}"),
    (r"\{if ([^:]+):", lambda maker, _: f"{{if {maker.condition()}:"),
    (r"^( *)- Enter (\w+)\.$", lambda maker, found: f"{found[0]}\n{found[1]}- do: {maker.effect()}"),
    (r"^( *)- Enter (\w+)\.$", lambda maker, found: f"{found[0]}\n{found[1]}- {maker.words()}"),
    (r"^( *)once: true$", lambda _, found: f"{found[1]}do: heat += 1"),
    (r"\bm\d+m\b", lambda maker, _: maker.mark()),
    (r"^  met: bool$", lambda maker, found: f"  {maker.mark()}: bool\n{found[0]}"),
    (r"max: (\d)", lambda _, found: f"max: {int(found[1]) + 1}"),
    (r"^  - (?!\{)(.+)$", lambda maker, _: f"  - {maker.condition()}"),
    (r"\bending: (one|two)$", lambda maker, _: f"ending: {maker.random.choice(['one', 'two'])}"),
)  # fmt: skip


def edited(maker: Maker, text: str) -> str:
    """A story with one thing changed somewhere in it."""
    for _ in range(20):
        pattern, change = maker.random.choice(_EDITS)
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if places:
            at = maker.random.choice(places)
            return text[: at.start()] + change(maker, at) + text[at.end() :]
    return text


def shape(report: Report) -> list[object]:
    """What a report says, without which of several shortest playthroughs says it."""

    def length(way: Witness | None) -> object:
        return way and (len(way.choices), way.shortest)

    return [
        *((*one[:6], length(one.witness)) for one in report.answers),
        *((one.scene, one.where, one.of, one.text, one.truth, one.bound) for one in report.conditions),
        *(one[:7] for one in report.draws),
        *((*one[:4], length(one.witness)) for one in report.starts),
        *report.ranges,
        *report.odds,
    ]


def compare(
    load_text: Load,
    folder: Path,
    seeds: range,
    *,
    versions: int = 4,
    tuning: Tuning = TUNING,
) -> int:
    """Edit some stories again and again, and prove each version on what the proof before has left; how many there were."""
    done = 0
    for seed in seeds:
        maker = Maker(seed, draws=seed % 5 == 0)
        text = maker.text()
        made = 0
        while made < versions:
            program = load_text(text)
            if program is not None:
                cache = ProofCache(folder, folder / f"{seed}.yaml", program, "")
                memory = cache.memory()
                report = prove(program, clamps=True, ranges=True, memory=memory, tuning=tuning)
                anew = prove(program, clamps=True, ranges=True, tuning=tuning)
                assert shape(report) == shape(anew), f"story {seed}, version {made}:\n{text}"
                cache.keep(report, memory)
                done += made > 0
            made += 1
            text = edited(maker, text)
    return done


@few_and_rest(10, 30, first=7000)
def test_after_an_edit_a_proof_says_what_one_from_nothing_says(load_text: Load, seeds: range, tmp_path: Path) -> None:
    assert compare(load_text, tmp_path, seeds) >= len(seeds)


@few_and_rest(1, 3, first=7001, ask=10)
def test_the_same_where_the_sets_grow_too_large(load_text: Load, seeds: range, tmp_path: Path) -> None:
    """Without the ranges, which then are not exact; and the proofs are not always as far from nothing."""
    assert compare(load_text, tmp_path, seeds, versions=3, tuning=NO_SETS) >= len(seeds)


LODGE = """\
story: lodge
title: Lodge
start: hall
variables: {lamp: bool, wood: {type: int, min: 0, max: 3}}
endings: {warm: Warm, cold: Cold}
always: [wood <= 3]
scenes:
  hall:
    - The hall.
    - choices:
        - choice: Fetch wood
          do: wood += 1
          goto: hall
        - choice: Light the lamp
          do: lamp = true
          goto: stair
  stair:
    - "The stair. {if wood > 1: A load.}"
    - choices:
        - choice: Up
          goto: loft
        - choice: Jump
          id: jump
          if: wood > 3
          ending: cold
  loft:
    - "The loft. {if lamp: It is lit. | else: It is dark.}"
    - choices:
        - choice: Make a fire
          id: fire
          if: wood > 2
          ending: warm
        - choice: Lie down
          ending: cold
"""


class Work:
    """What of a proof was searched for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.searched: set[str] = set()
        self.swept = 0
        sweep = Proof.sweep

        def watched(proof: Proof, asked: Sequence[Goal], share: Share) -> ForwardReachability | None:
            self.swept += 1
            self.searched |= {f"{one.kind} {one.name}" for one in asked if one.kind != "fact"}
            return sweep(proof, asked, share)

        monkeypatch.setattr(Proof, "sweep", watched)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(monkeypatch)


def proved(load_text: Load, text: str, memory: KnownResults | None = None) -> tuple[Report, KnownResults]:
    """A proof with what the one before has settled; what it has settled, for the next one."""
    program = load_text(text)
    assert program is not None
    cache = ProofCache(Path("nowhere"), Path("lodge"), program, "")
    begun = cache.memory() if memory is None else KnownResults(cache.named, memory.now, memory.ways)
    report = prove(program, memory=begun)
    begun.ways = [one.witness for one in report.answers if one.witness is not None]
    return report, begun


def test_only_what_comes_after_an_edit_is_searched_for(load_text: Load, work: Work) -> None:
    _, memory = proved(load_text, LODGE)
    assert {"scene hall", "scene loft", "ending warm", "choice loft/fire"} <= work.searched
    work.searched.clear()
    report, memory = proved(load_text, LODGE.replace("if: wood > 2", "if: wood > 3"), memory)
    assert work.searched == {"choice loft/fire", "ending warm"}
    never = {one.name for one in report.answers if one.verdict == "refuted" and one.kind != "text"}
    assert never == {"loft/fire", "warm", "stair/jump"}


def test_what_only_a_text_has_in_it_leaves_all_else_settled(load_text: Load, work: Work) -> None:
    _, memory = proved(load_text, LODGE)
    work.searched.clear()
    proved(load_text, LODGE.replace("{if wood > 1", "{if wood > 2"), memory)
    assert {one.partition(" ")[0] for one in work.searched} == {"text"}


def test_where_nothing_has_changed_that_counts_no_state_is_looked_at(load_text: Load, work: Work) -> None:
    report, memory = proved(load_text, LODGE)
    assert work.swept == 1
    again, _ = proved(load_text, LODGE.replace("The hall.", "A wide, cold hall."), memory)
    assert work.swept == 1
    assert [(one.kind, one.verdict, one.text) for one in again.answers] == [
        (one.kind, one.verdict, one.text) for one in report.answers
    ]


COUNTED = LODGE.replace("Fetch wood\n", "Fetch wood\n          once: true\n").replace(
    "The hall.", '"The hall. {first: Dust. | then: More dust.}"'
)


@pytest.mark.parametrize("line", ["A cold wind.", "{if lamp: It is light.}"])
def test_a_new_line_leaves_all_else_settled(load_text: Load, work: Work, tmp_path: Path, line: str) -> None:
    """Also in a scene with counters: those behind the line keep their names, and so do the choices."""

    def names(text: str) -> set[str]:
        program = load_text(text)
        assert program is not None
        cache = ProofCache(tmp_path, tmp_path / "lodge.yaml", program, "")
        memory = cache.memory()
        report = prove(program, memory=memory)
        cache.keep(report, memory)
        return {f"{one.kind} {one.name}" for one in report.answers}

    before = names(COUNTED)
    assert {"scene hall", "scene loft"} <= work.searched
    work.searched.clear()
    new = names(COUNTED.replace("  hall:\n", f'  hall:\n    - "{line}"\n')) - before
    assert len(new) == 1
    assert work.searched <= new


@pytest.mark.parametrize(
    ("old", "new"), [("lamp = true", "lamp = not lamp"), ("The stair.", "The stair. {first: Dust. | then: }")]
)
def test_what_decides_no_way_leaves_all_but_texts_settled(load_text: Load, work: Work, old: str, new: str) -> None:
    """A change of a variable that only texts read, or a new text with a counter, does not touch what comes after it."""
    _, memory = proved(load_text, LODGE)
    work.searched.clear()
    proved(load_text, LODGE.replace(old, new), memory)
    assert {one.partition(" ")[0] for one in work.searched} == {"text"}


SWAPPED = LODGE.replace(
    '    - "The stair. {if wood > 1: A load.}"\n',
    '    - do: FIRST\n    - "The stair. {if wood > 2: A load.}"\n    - do: SECOND\n',
)


def test_what_comes_before_a_text_is_told_from_what_comes_after_it(load_text: Load) -> None:
    """Also where as many changes come before it, and only one of them decides anything."""
    apart = SWAPPED.replace("wood > 3\n", "wood > 0\n").replace("FIRST", "lamp = false").replace("SECOND", "wood = 3")
    _, memory = proved(load_text, apart.replace("Fetch wood\n", "Fetch wood\n          if: wood < 1\n"))
    swapped = SWAPPED.replace("wood > 3\n", "wood > 0\n").replace("FIRST", "wood = 3").replace("SECOND", "lamp = false")
    text = swapped.replace("Fetch wood\n", "Fetch wood\n          if: wood < 1\n")
    found, _ = proved(load_text, text, memory)
    program = load_text(text)
    assert program is not None
    assert shape(found) == shape(prove(program))


@pytest.mark.parametrize(
    "new",
    [
        "    - choices:\n        - choice: Listen\n        - choice: Rest\n",
        "    - if: lamp\n      then:\n        - choices:\n            - choice: Listen\n              do: lamp = true\n",
    ],
)
def test_a_choice_on_the_way_that_is_new_or_gone_costs_no_search(load_text: Load, new: str) -> None:
    texts = [LODGE, LODGE.replace("  stair:\n", "  stair:\n" + new)]
    for before, after in (texts, texts[::-1]):
        first, memory = proved(load_text, before)
        program = load_text(after)
        assert program is not None
        begun = KnownResults(
            memory._named, memory.now, [one.witness for one in first.answers if one.witness is not None]
        )
        nothing = TUNING._replace(portfolio=())
        found = {one.name: one.verdict for one in prove(program, memory=begun, tuning=nothing).answers}
        assert {found[one] for one in ("cold", "warm", "loft", "loft/fire", "stair/up")} == {"proved"}


@pytest.mark.parametrize("wrong", [NEVER, 0, 1, 77])
def test_what_the_playthroughs_do_not_bear_out_is_searched_for(load_text: Load, wrong: int) -> None:
    report, memory = proved(load_text, LODGE)
    there = {digest: value for digest, value in memory.now.items() if value >= 0}
    memory.now.update(dict.fromkeys((one for one in there if there[one] != wrong), wrong))
    again, _ = proved(load_text, LODGE, memory)
    assert shape(again) == shape(report)


def test_a_proof_that_is_stopped_forgets_nothing(
    load_text: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = load_text(LODGE)
    assert program is not None
    cache = ProofCache(tmp_path, tmp_path / "lodge.yaml", program, "")
    memory = cache.memory()
    prove(program, memory=memory)
    cache.keep(prove(program, memory=memory), memory)

    def stopped(*_args: object) -> None:
        raise KeyboardInterrupt

    edited = load_text(LODGE.replace("if: wood > 2", "if: wood > 1"))
    assert edited is not None
    cache = ProofCache(tmp_path, tmp_path / "lodge.yaml", edited, "")
    with monkeypatch.context() as patch:
        patch.setattr(Proof, "sweep", stopped)
        memory = cache.memory()
        report = prove(edited, memory=memory)
    assert report.effort.bound == STOPPED
    cache.keep(report, memory)
    again = ProofCache(tmp_path, tmp_path / "lodge.yaml", program, "").memory()
    assert set(memory.before) <= set(again.before)
    assert len(again.ways) >= len(memory.ways)
