"""What may come up as far as some variables tell, held against all that can come up."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from game.program.forms.expressions import every
from game.program.model import Program
from game.proof.portfolio.context import Proof
from game.proof.portfolio.tuning import Entry
from tests.proof.stories import Maker, few_and_rest, with_a_rule

Load = Callable[[str], "Program | None"]


@few_and_rest(16, 80)
def test_nothing_that_can_come_up_is_left_out(load_text: Load, seeds: range) -> None:
    looked_at = 0
    for seed in seeds:
        program = load_text(with_a_rule(Maker(seed, draws=seed % 2 == 0).text(), seed))
        if program is None:
            continue
        looked_at += 1
        proof = Proof(program)
        exact = proof.sweep([], proof.share(Entry("sweep")))
        assert exact is not None
        followed = sorted(exact.part.followed)
        whole = proof.projected(followed)
        assert whole is not None
        assert whole.keys() == exact.total.keys()
        for number, states in whole.items():  # the sweep lets go of what does not matter any more
            assert proof.backward.diagrams.exists(states, exact.part.dead_entry[number]) == exact.total[number], seed
        random = Random(seed)
        for _ in range(6):
            wider = proof.projected(random.sample(followed, random.randint(0, len(followed))))
            assert wider is not None
            for number, states in whole.items():
                assert not (states & ~wider[number]).satisfiable(), seed
    assert looked_at >= len(seeds) // 3


APART = """
story: apart
title: Apart
start: hall
variables: {left: bool, right: bool}
endings: {out: Out}
scenes:
  hall:
    text: A hall.
    choices:
      - {choice: Left, do: left = true, goto: yard}
      - {choice: Right, do: right = true, goto: yard}
  yard: {text: A yard., choices: [{choice: Out, ending: out}]}
"""


def test_what_no_condition_reads_any_more_is_told_all_the_same(load_text: Load) -> None:
    """It is what a promise asks for."""
    program = load_text(APART)
    assert program is not None
    proof = Proof(program)
    wider = proof.projected([program.slot["left"], program.slot["right"]])
    assert wider is not None
    both = proof.backward.diagrams.condition(every(("v", program.slot[one]) for one in ("left", "right")))
    yards = [one.number for one in proof.graph.places if program.scene_ids[one.scene] == "yard"]
    assert all(wider[one].satisfiable() for one in yards)
    assert not any((wider[one] & both).satisfiable() for one in yards)
