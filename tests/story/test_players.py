"""A player for each ending: its rules fit the story, and those for whom it takes the fewest games come to it as often as is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.replay.random_play.loading import story_to_play
from game.replay.random_play.policy import Policy
from game.replay.random_play.wandering import RandomSetting, wander_alone

STORY = Path(__file__).parents[2] / "story"
PLAYERS = sorted((STORY / "players").glob("*.yaml"))

GAMES = 8
AT_LEAST = {
    "helicopter": 8,
    "she-stays": 8,
    "white-van": 8,
    "row-c": 4,
    "full-voice": 4,
    "the-order": 4,
    "the-witness": 3,
}
"""In so many of eight games (those of one seed, so that no chance decides the test)."""


@pytest.mark.slow
def test_each_ending_has_a_player_whose_rules_fit() -> None:
    for path in PLAYERS:
        program, policy, _ = story_to_play(STORY, str(path))
        assert isinstance(policy, Policy)
        assert path.stem in program.endings
    assert len(PLAYERS) == len(program.endings)


@pytest.mark.parametrize("name", AT_LEAST)
def test_who_plays_for_an_ending_comes_to_it(name: str) -> None:
    program, policy, _ = story_to_play(STORY, str(STORY / "players" / f"{name}.yaml"))
    journeys, _ = wander_alone(program, RandomSetting(1, 1000, policy), GAMES)
    assert sum(one.what == name for one in journeys) >= AT_LEAST[name]
