"""Texts that run on in the paragraph before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from game.engine.linker.texts import Template
from game.engine.turn import Block, Passing, Span

if TYPE_CHECKING:
    from game.engine.linker.tables import Tables
    from game.engine.linker.texts import RenderContext
    from game.program import model

Join: TypeAlias = "Callable[[list[Block], list[int], RenderContext], bool]"
MOST_JOINTS: Final = 64
"""How many texts run on in one paragraph. Each is put to what is there already, which must not cost more with every one of a turn."""
_EDGE: Final = "<"
"""Stands before the text while it is written, so that a blank at its beginning is no edge and stays."""

_new = tuple.__new__


def joint(op: model.Text, tables: Tables) -> Join:
    """What adds a text to the blocks of a turn, and says whether there was anything to add.

    It runs on in the last block where that is prose, with a blank between them if it begins with one. Otherwise, or where `MOST_JOINTS` have
    run on there, it is a paragraph of its own.
    """
    write, identity = Template((_EDGE, *op.segments), tables).write, op.id

    def join(blocks: list[Block], values: list[int], run: RenderContext) -> bool:
        text, spans = write(values, run)
        text = text[len(_EDGE) :]
        words = text.lstrip(" ")
        if not words:
            return False
        spans = _cut(spans, len(_EDGE))
        if blocks and blocks[-1].role == "prose" and len(blocks[-1].joints) < MOST_JOINTS:
            last = blocks[-1]
            joints = (*last.joints, (identity, len(last.text) + len(text) - len(words)))
            blocks[-1] = _new(
                Passing, (last.id, last.role, last.speaker, last.text + text, _met(last.spans, spans), joints)
            )
        else:
            blocks.append(_new(Passing, (identity, "prose", "", words, _cut(spans, len(text) - len(words)), ())))
        return True

    return join


def _cut(spans: tuple[Span, ...], count: int) -> tuple[Span, ...]:
    """The spans without so many signs of the first."""
    (text, style), *others = spans
    return ((text[count:], style), *others) if len(text) > count else tuple(others)


def _met(before: tuple[Span, ...], after: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans after spans; where two of one style meet, they are one."""
    (last, style), (first, other) = before[-1], after[0]
    return (*before[:-1], (last + first, style), *after[1:]) if style == other else (*before, *after)
