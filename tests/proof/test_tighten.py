"""Shorter playthroughs and lower bounds in stories whose states are too many for sets of them, held against every playthrough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.program.forms.evaluate import evaluate
from game.program.forms.types import Expr
from game.program.model import Program
from game.proof.model.goals import Goal, goals
from game.proof.model.slicing import control
from game.proof.portfolio.context import Proof
from game.proof.portfolio.searches.branch_and_bound import BranchAndBound, Tightened
from game.proof.portfolio.tuning import TUNING, Entry, Tight, Tuning
from game.proof.report.wording import Words
from game.proof.vector.encoding import evaluated
from game.proof.whole import prove
from tests.proof.brute import Everything
from tests.proof.stories import made_stories
from tests.proof.test_every_playthrough import key_of

Load = Callable[[str], "Program | None"]


def shortest(program: Program, everything: Everything, asked: Sequence[Goal]) -> dict[int, int]:
    """For each goal by number the fewest choices to it, where it can be reached."""
    words = Words(program)
    found = {}
    for number, goal in enumerate(asked):
        depth = everything.depth.get(key_of(words, goal.kind, goal.name, goal.detail))
        if depth is not None:
            found[number] = depth
    return found


WHOLE = Entry("tighten", states=1 << 40)


def settled(proof: Proof, asked: Sequence[Goal], known: dict[int, int]) -> dict[int, list[Tightened]]:
    """What comes out for goals of which playthroughs of some length are known."""
    tightening = BranchAndBound(proof, {number: asked[number].spots for number in known}, known)
    found: dict[int, list[Tightened]] = {}
    for one in tightening.settle(proof.share(WHOLE)):
        found.setdefault(one.goal, []).append(one)
    return found


@pytest.mark.parametrize(("draws", "columns"), [(False, 4), (False, 512), (True, 4)])
def test_the_shortest_playthroughs_are_found_and_known_to_be_the_shortest(
    load_text: Load, how_many: int, draws: bool, columns: int
) -> None:
    tight = Tight(
        columns=columns,
        together=3,
        at_once=0,
        quick=((0, 2, 5), (1, 0, 30)),
        thorough=((0, 8, 10), (0, 24, 100_000)),
        near=1,
        enough=-(1 << 16),
    )
    done = 0
    most = 60 if draws else 1500
    stories = range(4000, 4000 + (max(how_many // 4, 6) if draws else max(how_many, 16)))
    for made, everything in made_stories(load_text, stories, lambda one: Everything(one, most), draws=draws):
        proof = Proof(made.program, tuning=Tuning(tight=tight))
        asked = goals(proof.graph)
        fewest = shortest(made.program, everything, asked)
        longer = Random(made.seed)
        known = {number: depth + longer.choice((0, 1, 1, 3)) for number, depth in fewest.items()}
        lowest = proof.lower_bounds.lowest
        if not control(proof.graph):
            continue  # where nothing is asked about variables, the places say it all
        outcome = settled(proof, asked, known)
        for number, depth in fewest.items():
            goal, found = asked[number], outcome.get(number, [])
            trails = [one.trail for one in found if one.trail is not None]
            best = min((trail.depth for trail in trails), default=known[number])
            assert best == depth, made.problem(f"{goal}: {best} choices, {depth} are enough")
            least = min(lowest[spot.place] for spot in goal.spots)
            assert best == least or any(one.shortest for one in found), made.problem(f"{goal} is left open")
            for trail in trails:
                if not draws:  # which would be followed for some seed only
                    witness, _ = proof.validator.follow(trail, goal)
                    assert witness is not None, made.problem(f"{goal}: {trail.choices()} does not show it")
                done += 1
    assert done > (1 if draws else 40)


def test_nothing_is_said_of_what_the_search_had_to_leave_out(load_text: Load, how_many: int) -> None:
    """A beam and a bound on the states may find something shorter; they never make it the shortest by themselves."""
    tight = Tight(quick=((1, 1, 20),), thorough=((2, 1, 30),))
    for made, everything in made_stories(
        load_text, range(5000, 5000 + max(how_many, 12)), lambda one: Everything(one, 1500), draws=False
    ):
        proof = Proof(made.program, tuning=Tuning(tight=tight))
        asked = goals(proof.graph)
        fewest = shortest(made.program, everything, asked)
        if not control(proof.graph):
            continue
        outcome = settled(proof, asked, {number: depth + 2 for number, depth in fewest.items()})
        for number, found in outcome.items():
            depths = [fewest[number] + 2, *(one.trail.depth for one in found if one.trail is not None)]
            assert min(depths) >= fewest[number]
            for count, one in enumerate(found):
                if one.shortest:
                    best = min([fewest[number] + 2, *(it.trail.depth for it in found[: count + 1] if it.trail)])
                    assert best == fewest[number], made.problem(f"{asked[number]}: {best} is not the shortest")


CONDITIONS = st.recursive(
    st.one_of(
        st.builds(lambda slot: ("v", slot), st.integers(0, 2)),
        st.builds(lambda number: ("c", number), st.integers(-3, 9)),
    ),
    lambda inner: st.one_of(
        st.builds(lambda one: ("not", ("!=", one, ("c", 0))), inner),
        st.builds(lambda one: ("neg", one), inner),
        st.builds(lambda one, options: ("in", one, options), inner, st.lists(st.integers(-3, 9), max_size=3)),
        st.builds(
            lambda word, one, other: (word, one, other),
            st.sampled_from(["+", "-", "*", "==", "!=", "<", "<=", ">", ">=", "min", "max", "and", "or"]),
            inner,
            inner,
        ),
    ),
    max_leaves=12,
)


@given(CONDITIONS, st.lists(st.tuples(*[st.integers(-2, 5)] * 3), min_size=1, max_size=6))
def test_an_expression_over_arrays_means_what_it_means_for_each_value(
    expr: Expr, rows: list[tuple[int, int, int]]
) -> None:
    columns = np.array(rows)
    found = np.broadcast_to(evaluated(expr, lambda slot: columns[:, slot]), (len(rows),))
    assert found.tolist() == [evaluate(expr, row) for row in rows]


CHAPTER = """
  c{0}:
    - Enter c{0}.
    - choices:
        - choice: Look
          if: not f{0}
          do: [f{0} = true, n{0} += 1]
          goto: c{0}b
        - choice: Wait
          goto: c{0}b
  c{0}b:
    - "{{if n{0} > 1: Much | else: Little}}"
    - choices:
        - choice: Help
          if: f{0}
          do: n{0} += 2
          goto: c{0}c
        - choice: Go
          goto: c{1}
  c{0}c:
    - choices:
        - choice: Rest
          if: n{0} > 2 and not f{1}
          goto: c{1}
        - choice: Read
          do: n{1} += 1
          goto: c{1}
"""


def test_a_long_story_of_chapters_is_settled_in_one_search(load_text: Load) -> None:
    """Without knowing what comes up how soon, and without a search of its own for anything."""
    count = 9
    variables = "".join(f"  f{one}: bool\n  n{one}: {{type: int, min: 0, max: 5}}\n" for one in range(count + 1))
    scenes = "".join(CHAPTER.format(one, one + 1) for one in range(count))
    program = load_text(
        f"story: long\ntitle: Long\nstart: c0\nvariables:\n{variables}endings: {{one: {{title: One}}}}\n"
        f"scenes:{scenes}\n  c{count}:\n    - ending: one\n"
    )
    assert program is not None
    lengths = {
        (one.kind, one.name, one.detail): one.witness and len(one.witness.choices) for one in prove(program).answers
    }
    report = prove(program, tuning=TUNING.without("layers", "random", "broad", "tighten", "parts", "shortest"))
    assert {
        (one.kind, one.name, one.detail): one.witness and len(one.witness.choices) for one in report.answers
    } == lengths
    assert all(one.witness is None or one.witness.shortest for one in report.answers if one.kind != "no soft-lock")


def test_a_story_that_goes_round_in_circles_is_left_to_other_searches(load_text: Load) -> None:
    scene = "    - choices:\n        - choice: A\n          do: n += 1\n          goto: {}\n        - choice: B\n          if: n > 2\n          goto: {}\n"
    program = load_text(
        "story: round\ntitle: Round\nstart: a\nvariables:\n  n: {type: int, min: 0, max: 3}\nendings: {one: {title: One}}\nscenes:\n"
        f"  a:\n{scene.format('b', 'b')}  b:\n{scene.format('a', 'c')}  c:\n    - ending: one\n"
    )
    assert program is not None
    proof = Proof(program)
    asked = goals(proof.graph)
    tightening = BranchAndBound(proof, dict(enumerate(one.spots for one in asked)), dict.fromkeys(range(len(asked)), 9))
    assert not tightening.leads_on


def onward(seed: int, scenes: int = 24) -> str:
    """A story that only goes on: scenes that skip some of the next ones where flags and numbers allow it."""
    random = Random(f"onward {seed}")

    def condition() -> str:
        flag, number = f"f{random.randrange(5)}", f"n{random.randrange(2)}"
        return random.choice((flag, f"not {flag}", f"{number} >= {random.randint(1, 3)}", f"{number} < 2 or {flag}"))

    lines = ["story: on", "title: On", "start: s0", "variables:"]
    lines += [f"  f{one}: bool" for one in range(5)] + [f"  n{one}: {{type: int, min: 0, max: 4}}" for one in range(2)]
    lines += ["endings: {one: {title: One}}", "scenes:"]
    for scene in range(scenes):
        lines += [f"  s{scene}:", f'    - "Here {{if {condition()}: so | else: not so}}."']
        lines += ["    - choices:", "        - choice: On", f"          goto: s{scene + 1}"]
        for way in range(random.randint(1, 2)):
            effect = random.choice((f"f{random.randrange(5)} = true", f"n{random.randrange(2)} += 1", "n0 -= 2"))
            lines += [f"        - choice: Way {way}", f"          if: {condition()}", f"          do: {effect}"]
            lines += [f"          goto: s{min(scene + random.randint(1, 4), scenes)}"]
    return "\n".join([*lines, f"  s{scenes}:", "    - ending: one"]) + "\n"


def test_bounds_near_the_aims_hold_in_long_stories(load_text: Load, how_many: int) -> None:
    """Held against sets of states, which the tests above hold against every playthrough."""
    tight = Tight(
        columns=8,
        together=4,
        at_once=0,
        quick=((0, 4, 5), (2, 0, 60)),
        thorough=((0, 8, 10), (0, 24, 100_000)),
        near=3,
    )
    for seed in range(max(how_many // 4, 5)):
        program = load_text(onward(seed))
        assert program is not None
        fewest = {
            (one.kind, one.name, one.detail): len(one.witness.choices)
            for one in prove(program).answers
            if one.witness is not None
        }
        proof = Proof(program, tuning=Tuning(tight=tight))
        asked = goals(proof.graph)
        names = {number: (str(one.kind), one.name, one.detail) for number, one in enumerate(asked)}
        known = {number: fewest[name] + seed % 3 for number, name in names.items() if name in fewest}
        outcome = settled(proof, asked, known)
        for number, longer in known.items():
            depth, found = fewest[names[number]], outcome.get(number, [])
            best = min((one.trail.depth for one in found if one.trail is not None), default=longer)
            assert best == depth, f"story {seed}, {asked[number]}: {best} choices, {depth} are enough"
            least = min(proof.lower_bounds.lowest[spot.place] for spot in asked[number].spots)
            assert best == least or any(one.shortest for one in found), f"story {seed}: {asked[number]} is left open"
