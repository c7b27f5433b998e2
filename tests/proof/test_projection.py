"""What may come up as far as some variables tell, held against all that can come up."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

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
        every = proof.projected(followed)
        assert every is not None
        assert every.keys() == exact.total.keys()
        for number, states in every.items():  # the sweep lets go of what does not matter any more
            assert proof.backward.diagrams.exists(states, exact.part.dead_entry[number]) == exact.total[number], seed
        random = Random(seed)
        for _ in range(6):
            wider = proof.projected(random.sample(followed, random.randint(0, len(followed))))
            assert wider is not None
            for number, states in every.items():
                assert not (states & ~wider[number]).satisfiable(), seed
    assert looked_at >= len(seeds) // 3
