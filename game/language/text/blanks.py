"""Blanks before marks: which marks have none before them, and blanks that go by what is shown behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from game.language.text.patterns import later

CLOSING: Final = later(r"[,)、。，）]|\.(?![.\w])")
"""A mark that no blank stands before where a text in braces begins with it."""
BEHIND: Final = later(r"[,;!?)\]、。，；：！？）」』】》]|[:”’»](?!\w)|\.(?!\.*\w)|…(?!\w)|[\"'](?=[\s,;]|\Z)")
"""A mark that no blank stands before where it comes right behind a text in braces that is empty: there nobody wrote one."""
LOOSE: Final = "\x1f"
"""A blank of which only what is shown behind it can say whether it stands: not before a mark, nor at the end. No file has the character."""
_BLANKS = later(rf" *{LOOSE}[ {LOOSE}]*")


def settled(parts: Sequence[str]) -> list[str]:
    """The parts of a text as they are shown one after the other, with its loose blanks put in or left out."""
    whole = "".join(parts)
    signs = list(whole)
    for run in _BLANKS.finditer(whole):
        signs[run.start() : run.end()] = [""] * (run.end() - run.start())
        if run.end() < len(whole) and not BEHIND.match(whole, run.end()):
            signs[run.start()] = " "
    ends = [0, *accumulate(map(len, parts))]
    return ["".join(signs[start:end]) for start, end in pairwise(ends)]
