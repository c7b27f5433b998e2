"""The writer's mistake behind a file that cannot be read, found in the raw text.

Both of PyYAML's parsers lead here, and neither's words nor places are used where the walk
over the raw text finds the mistake; so both give the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.yaml.mistakes import faults, rescan
from game.language.yaml.mistakes.quotes import FaultFound, quoted_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.language.yaml.mistakes.faults import Fault


def after_failure(text: str, depth: int, offset: Callable[[], int]) -> Fault:
    """Why the parser refused the text; `offset` finds where it did, and is the last resort."""
    return rescan.first_fault(text, depth) or faults.unreadable(offset())


def before(text: str, depth: int, offset: int) -> Fault | None:
    """The first mistake, if it stands before `offset`."""
    fault = rescan.first_fault(text, depth)
    return fault if fault is not None and fault.offset < offset else None


def property_fault(text: str, depth: int, offset: int) -> Fault:
    """The fault for an anchor, alias or tag that the parser has read at `offset`, or an earlier one that the other parser may have met."""
    fault = before(text, depth, offset + 1)
    if fault is not None:
        return fault
    end = text.find("\n", offset)
    return faults.PROPERTIES[text[offset]](offset, text[offset:] if end < 0 else text[offset:end])


def escape_fault(text: str, offset: int) -> Fault | None:
    """The first escape in the quoted text at `offset` that stands for nothing good."""
    try:
        quoted_end(text, offset)
    except FaultFound as found:
        return found.fault
    return None
