"""Tunings for the tests of the proof: portfolios without some engines, and ones that come to their bounds soon."""

from __future__ import annotations

from typing import Final

from game.proof.portfolio.tuning import TUNING, Engine, Tuning


def limited(engine: Engine, states: int, tuning: Tuning = TUNING) -> Tuning:
    """A tuning in which each entry of an engine has so many states (or nodes), and each of its questions, too."""
    return tuning._replace(
        portfolio=tuple(
            one._replace(states=states, cap=1.0, each=1.0) if one.engine == engine else one for one in tuning.portfolio
        )
    )


NO_SETS: Final = limited("greedy", 500, TUNING.without("sweep"))
"""What can come up is not looked at as sets; play and searches back stand in for it."""
