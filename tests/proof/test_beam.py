"""Play towards something with many states side by side: it finds what wants many things at once, and rules out nothing that can be."""

from __future__ import annotations

from collections.abc import Callable

from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.model.goals import goals
from game.proof.model.path import Reached, Unreachable
from game.proof.portfolio.context import Proof
from game.proof.portfolio.reach import reachable
from game.proof.portfolio.searches import beam
from game.proof.portfolio.tuning import Entry
from tests.proof.stories import Maker, few_and_rest, with_a_rule
from tests.proof.test_aim import ONLY_PLAY, asked, supplies

Load = Callable[[str], "Program | None"]
ONE = Entry("beam", states=500_000, width=2)


def test_what_wants_many_things_is_found_by_beams_alone(load_text: Load) -> None:
    tuning = ONLY_PLAY.without("aim", "random", "novelty", "broad")
    program = supplies(load_text, nights=4, actions=4, creatures=3)
    assert asked(program, "all", tuning=tuning).verdict == "proved"
    assert asked(program, "all", tuning=tuning.without("beam", "parts")).verdict == "not decided"


@few_and_rest(16, 80)
def test_what_a_beam_finds_can_be_and_what_it_rules_out_can_never(load_text: Load, seeds: range) -> None:
    """Also where next to none go on at a time."""
    reached = ruled_out = 0
    for seed in seeds:
        program = load_text(with_a_rule(Maker(seed).text(), seed))
        if program is None:
            continue
        proof = Proof(program, Bounds(60))
        wanted = goals(proof.graph)
        reachable(proof, wanted)
        known = {(one.kind, one.name, one.detail): one for one in proof.answered}
        for goal in wanted:
            answer = known[goal.kind, goal.name, goal.detail]
            found = beam.towards(proof, goal.spots, proof.share(ONE).part(60))
            if isinstance(found, Reached):
                reached += 1
                assert answer.witness is not None, (seed, goal)
                assert len(answer.witness.choices) <= found.path.depth
                assert proof.validator.follow(found.path, goal)[0] is not None, (seed, goal)
            elif isinstance(found, Unreachable):
                ruled_out += 1
                assert answer.witness is None, (seed, goal)
            if proof.ruled_out(goal.spots, proof.share(ONE)):
                assert answer.witness is None, (seed, goal)
    assert reached > 20
    assert ruled_out > 0
