"""How text is set for reading, as the player likes it: the measure, the space between lines and paragraphs, and where a turn stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.player.screen.look.drawing import Row, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.player.screen.look.drawing import Para

MEASURE = 72
"""The widest a column of prose gets."""
INDENT = 3
"""How far in a paragraph begins that no empty line parts from the one before it."""
TALL = 30
"""Rows of a page from which on there is a middle to stand in."""
_FLOWS = frozenset({"prose", "speech"})
_SPACED = _FLOWS | {"aside"}


class ReadingStyle(NamedTuple):
    """The widest line; whether a line stays empty between two; whether paragraphs begin further in, with no empty line before them; whether
    the turn in view stands in the middle of a tall screen.
    """

    measure: int = MEASURE
    spaced: bool = False
    indented: bool = False
    centred: bool = False


def rows_of(para: Para, before: Para | None, width: int, number: int, how: ReadingStyle) -> Iterable[Row]:
    """Lay a paragraph out in `width` cells as it is to be read after the one `before` it; what is not text of the story stays as it is."""
    if how.indented and para.role in _FLOWS and before is not None and before.role in _FLOWS:
        para = para._replace(above=0, first=INDENT if para.role == "prose" else para.first)
    if not how.spaced or para.role not in _SPACED:
        return wrap(para, width, number)
    rows = wrap(para._replace(above=para.above * 2 or 1), width, number)
    found: list[Row] = []
    for row in rows:
        if found and row.pieces and found[-1].pieces:
            found.append(Row(row.indent, ((para.edge, "rule"),) if para.edge else (), number))
        found.append(row)
    return found
