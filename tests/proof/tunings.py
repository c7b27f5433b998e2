"""Tunings for the tests of the proof: portfolios without some engines."""

from __future__ import annotations

from typing import Final

from game.proof.portfolio.tuning import TUNING

NO_SETS: Final = TUNING.without("sweep")
"""What can come up is not looked at as sets; play and searches back stand in for it."""
