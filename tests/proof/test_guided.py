"""The search for the fewest and the most words among single states: against every playthrough, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from game.program.model import Program
from game.proof.bounds import Expired
from game.proof.portfolio.context import Proof
from game.proof.quantitative import cost_to_go, measures
from game.proof.quantitative.astar import BestFirstSearch
from game.proof.quantitative.cost_to_go import CostToGo, ShuffledError
from game.proof.quantitative.dominance import Dominance
from game.proof.quantitative.measures import measure
from game.proof.quantitative.probabilities import CirclesError, EndingProbabilities
from game.proof.quantitative.words import WordCounts
from tests.proof.measured import Everywhere
from tests.proof.stories import made_stories

Load = Callable[[str], "Program | None"]

COATS = """\
story: coats
title: Coats
start: hall
variables:
  coat: bool
  hat: bool
  scarf: bool
  steps: {type: int, min: 0, max: 3}
endings: {home: {title: Home}}
scenes:
  hall:
    - choices:
        - choice: The coat
          do: coat = true
        - choice: No coat
    - choices:
        - choice: The hat
          do: hat = true
        - choice: No hat
    - choices:
        - choice: The scarf
          do: scarf = true
        - choice: No scarf
          then:
            - You leave it there.
    - goto: road
  road:
    - if: steps == 3
      then:
        - "{if coat: Warm and dry at last. | else: Cold.} {if hat: Your ears are. | else: Your ears are not, and they will not be.}"
        - "{if coat: You sit. | else: You shake, and it does not stop, and you shake.} {if scarf: It itches.}"
        - ending: home
    - choices:
        - choice: Walk
          do: steps += 1
        - choice: Run
          do: steps += 2
    - goto: road
"""


class Searched:
    """The ways to search one story for the words to an ending."""

    def __init__(self, program: Program) -> None:
        self.proof = Proof(program)
        self.proof.sweep(share=self.proof.share(self.proof.tuning.measures), layered=False)
        self.counting = WordCounts(program)

    def guided(self, ending: str, unit: str, side: str, *, held: bool, check: Callable[[], None]) -> BestFirstSearch:
        """The search; with `held`, states are held against those that differ in what texts show."""
        if side == "most":
            EndingProbabilities(self.proof.backward, check).straight(ending)
        ahead = CostToGo(self.proof.backward, self.counting, ending=ending, unit=unit, side=side, check=lambda: None)
        dominance = Dominance(self.proof.graph, self.counting, side) if held else None
        return BestFirstSearch(
            self.proof.graph, ahead, self.counting, unit=unit, side=side, check=check, dominance=dominance
        )


@pytest.mark.slow
@pytest.mark.parametrize("small", [0, 1_000_000])
@pytest.mark.parametrize("held", [False, True])
def test_the_best_way_is_that_of_playing_everything(
    load_text: Load, how_many: int, small: int, held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost_to_go, "SMALL", small)
    found: Counter[str] = Counter()
    seeds = range(7000, 7000 + max(how_many, 60))
    for made, everywhere in made_stories(load_text, seeds, lambda one: Everywhere(one, monkeypatch, 200), draws=False):
        searched = Searched(made.program)
        for ending in made.program.endings:
            for unit in ("choices", "words"):
                for side in ("fewest", "most"):
                    try:
                        way = searched.guided(
                            ending, unit, side, held=held and unit == "words", check=lambda: None
                        ).best()
                    except CirclesError:
                        assert everywhere.length(ending, unit, side) in {"no bound", None} or unit == "words"
                        continue
                    value = None if way is None else way.value
                    assert value == everywhere.length(ending, unit, side), made.problem(
                        f"{ending} {unit} {side}: {way}"
                    )
                    found[f"{unit} {side}"] += way is not None
    assert min(found[f"{unit} {side}"] for unit in ("choices", "words") for side in ("fewest", "most")) >= 25


def test_what_cannot_make_up_for_being_behind_is_left_out(load_text: Load) -> None:
    program = load_text(COATS)
    assert program is not None
    searched = Searched(program)
    for side, words in (("fewest", 12), ("most", 24)):
        whole = searched.guided("home", "words", side, held=False, check=lambda: None)
        held = searched.guided("home", "words", side, held=True, check=lambda: None)
        ways = [one.best() for one in (whole, held)]
        assert [one and one.value for one in ways] == [words, words]
        assert held.made < whole.made


def test_how_much_better_a_state_can_turn_out(load_text: Load) -> None:
    program = load_text(COATS)
    assert program is not None
    searched = Searched(program)
    graph = searched.proof.graph
    most, fewest = (Dominance(graph, searched.counting, side) for side in ("most", "fewest"))
    slots = [program.slots[slot].name for slot in most.slots]
    bare = [0] * len(slots)
    hat = [int(name == "hat") for name in slots]
    coat = [int(name == "coat") for name in slots]
    start = graph.start
    assert most.of(start, bare, hat, 100) == 6
    assert most.of(start, hat, bare, 100) == 0
    assert fewest.of(start, hat, bare, 100) == 6
    assert most.of(start, coat, bare, 100) == 4  # what it shows later can be lost, should it be taken off before
    assert most.of(start, bare, bare, 100) == 0


def test_a_search_that_is_stopped_says_how_far_it_got(load_text: Load) -> None:
    program = load_text(COATS)
    assert program is not None
    searched = Searched(program)

    def stop() -> None:
        raise Expired("3 seconds")

    stopped = searched.guided("home", "words", "fewest", held=True, check=lambda: None)
    stopped._check = stop
    with pytest.raises(Expired, match=r"3 seconds, when it was known to be at least [0-9]+ words"):
        stopped.best()


def test_texts_that_draw_have_no_outlook(load_text: Load) -> None:
    program = load_text(COATS.replace("You leave it there.", '"{shuffle: One. | Two, three.}"'))
    assert program is not None
    with pytest.raises(ShuffledError):
        Searched(program).guided("home", "words", "fewest", held=True, check=lambda: None)
    lengths = measure(Proof(program), lengths=True).lengths
    assert all(one.verdict == "proved" for one in lengths)
    assert measures.SOME > 100
