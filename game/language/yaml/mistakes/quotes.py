"""Quoted text in the raw file: where it ends, and the escapes in it."""

from __future__ import annotations

import re

from game.language.yaml.mistakes import escapes
from game.language.yaml.mistakes.faults import Fault

_STOP = {'"': re.compile(r'["\\]|\n(?:---|\.\.\.)(?=\s|\Z)'), "'": re.compile(r"'|\n(?:---|\.\.\.)(?=\s|\Z)")}


class FaultFound(Exception):  # noqa: N818 - ends a walk; the mistake is the story's
    """The mistake has been found."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class GiveUp(Exception):  # noqa: N818 - see FaultFound
    """Something stands here that the walk knows nothing about."""


def quoted_end(text: str, offset: int) -> int:
    """The offset behind the mark that closes the quotation opened at `offset`, or -1 when none does.

    Raises `FaultFound` at an escape that means nothing, or nothing good.
    """
    mark = text[offset]
    stop = _STOP[mark]
    at = offset + 1
    while True:
        found = stop.search(text, at)
        if found is None:
            return -1
        sign = found.group()
        at = found.end()
        if sign == "\\":
            fault, length = escapes.fault(text, at - 1)
            if fault is not None:
                raise FaultFound(fault)
            at += length - 1
        elif sign != mark:
            return -1
        elif mark == "'" and text[at : at + 1] == "'":
            at += 1
        else:
            return at
