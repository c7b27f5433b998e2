"""What a proof has left open stays so in the next one, as long as nothing leads there in another way; and nothing that is said is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.incremental.results import EARLIER
from game.proof.incremental.store import ProofCache
from game.proof.portfolio.shares import SHARE
from game.proof.portfolio.tuning import TUNING, Tuning
from game.proof.results import Report
from game.proof.whole import prove
from tests.proof.stories import Maker, few_and_rest
from tests.proof.test_edits import LODGE, edited

Load = Callable[[str], "Program | None"]


def narrow(states: int) -> Tuning:
    """A tuning in which every engine comes to its end after so many states."""
    entries = TUNING.without("sweep", "broad").portfolio
    kept = tuple(
        one if one.engine in ("promises", "soft-lock") else one._replace(states=states, cap=1.0) for one in entries
    )
    return TUNING._replace(portfolio=kept, exact=states, runs=1, projections=1, projection_nodes=1)


NARROW = narrow(4)


def verdicts(report: Report) -> Iterator[tuple[object, str]]:
    """What is said of each question, and of each condition and draw in the notes."""
    yield from (((one.kind, one.name, one.detail), one.verdict) for one in report.answers)
    for number, condition in enumerate(report.conditions):
        yield (number, condition.text), condition.truth
    for number, draw in enumerate(report.draws):
        yield (number, draw.draw), draw.chance


def wrong(report: Report, truth: Report) -> list[object]:
    """The questions of which another thing is said than is so."""
    so = dict(verdicts(truth))
    return [one for one, said in verdicts(report) if said not in (so[one], "not decided")]


@few_and_rest(12, 60, first=9000)
def test_what_stays_open_is_told_and_all_else_is_so(load_text: Load, seeds: range, tmp_path: Path) -> None:
    met = Counter[str]()
    for seed in seeds:
        maker = Maker(seed, draws=seed % 5 == 0)
        text = maker.text()
        for _ in range(4):
            program = load_text(text)
            if program is None:
                text = edited(maker, text)
                continue
            cache = ProofCache(tmp_path, tmp_path / f"{seed}.yaml", program, "")
            memory = cache.memory()
            report = prove(program, memory=memory, tuning=NARROW)
            truth = prove(program)
            assert not wrong(report, truth), text
            cache.keep(report, memory)
            again = prove(program, memory=cache.memory(), tuning=NARROW)
            assert not wrong(again, truth), text
            assert not wrong(report, again), text
            assert all(one.text.endswith(EARLIER) for one in again.answers if "its share" in one.text), text
            wider = prove(program, Bounds(1000), memory=cache.memory())
            assert not wrong(wider, truth), text
            assert not any(EARLIER in one.text for one in wider.answers), text
            met["open"] += sum(one.verdict == "not decided" for one in report.answers)
            met["kept"] += sum(EARLIER in one.text for one in report.answers)
            met["decided"] += sum(one.verdict != "not decided" for one in report.answers)
            text = edited(maker, text)
    assert min(met[one] for one in ("open", "kept", "decided")) > len(seeds), met


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("The hall.", "A wide, cold hall.", f"stopped at {SHARE}{EARLIER}"),
        ("  stair:\n", "  stair:\n    - It creaks.\n", f"stopped at {SHARE}{EARLIER}"),
        ("{if wood > 1", "{if wood > 2", f"stopped at {SHARE}{EARLIER}"),
        ("if: wood > 2", "if: wood == 3", f"stopped at {SHARE}{EARLIER}"),  # behind it
        ("do: lamp = true", "do: [lamp = true, wood = 1]", f"stopped at {SHARE}"),
        ("{if lamp: It is lit.", "{if lamp and wood < 3: It is lit.", "after 5 choices"),  # another question
        ("Light the lamp\n          do: lamp = true", "On", "after 2 choices"),
    ],
)
def test_what_an_edit_does_not_touch_is_not_asked_again(
    load_text: Load, tmp_path: Path, old: str, new: str, said: str
) -> None:
    def dark(text: str) -> str:
        program = load_text(text)
        assert program is not None
        cache = ProofCache(tmp_path, tmp_path / "lodge.yaml", program, "")
        memory = cache.memory()
        report = prove(program, memory=memory, tuning=NARROW)
        cache.keep(report, memory)
        return next(one.text for one in report.answers if one.scene == "loft" and one.detail == "1b")

    assert dark(LODGE) == f"stopped at {SHARE}"
    assert dark(LODGE.replace(old, new)) == said
