"""An `if` with an `if` in its `else` as cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from game.writer.format.tree import Item, Leaf, Listing, Tree, bare, named, value_of

_LONGEST: Final = 120
"""Letters of a condition that can stand behind a dash."""


def if_as_cases(step: Item) -> Item | None:
    """A step that is an `if`, as the key `cases`."""
    if not isinstance(step.value, Listing) or step.behind.text:
        return None
    found = as_cases(step.value, least=1)
    return None if found is None else replace(found.entries[0], above=step.above)


def as_cases(value: Listing, *, least: int) -> Listing | None:
    """An `if` with its `else`, and the `if` in that, as cases, where there are at least so many."""
    found: list[Item] = []
    rest: Tree | None = value
    while isinstance(rest, Listing) and (condition := _lone_if(rest)) is not None:
        asked, then = condition.value, value_of(condition.rows, "then")
        if then is None or len(asked.lines) > 1 or asked.bar:
            return None
        if len(asked.lines[0]) > _LONGEST or asked.text in ("else", "otherwise", "default", "true"):
            return None
        found.append(Item(None, Listing("keys", [Item(replace(asked), then)])))
        rest = value_of(condition.rows, "else")
    if rest is not None and found:
        if isinstance(rest, Listing) and rest.get("cases") is not None and len(rest.entries) == 1:
            more = rest.entries[0].value
            if (
                not bare(replace(rest.entries[0], value=None))
                or not isinstance(more, Listing)
                or more.kind != "list"
                or more.tail
            ):
                return None
            found += more.entries
        else:
            found.append(Item(None, Listing("keys", [named("else", rest)])))
    return Listing("keys", [named("cases", Listing("list", found))]) if len(found) >= least else None


class _If:
    """An `if` step: what it asks, and its keys."""

    def __init__(self, value: Leaf, rows: Listing) -> None:
        self.value = value
        self.rows = rows


def _lone_if(rows: Listing) -> _If | None:
    """A body that is one `if`, or the step itself; None for anything else, and where comments have no other place."""
    if rows.kind == "list":
        if len(rows.entries) != 1 or rows.tail or any(rows.entries[0].above) or rows.entries[0].behind.text:
            return None
        inner = rows.entries[0].value
        if not isinstance(inner, Listing) or inner.kind != "keys":
            return None
        rows = inner
    asked = rows.get("if")
    words = {one.key.text for one in rows.entries if one.key is not None}
    if asked is None or not words <= {"if", "then", "else"} or rows.tail or not isinstance(asked.value, Leaf):
        return None
    if asked.value.behind.text or any(one.behind.text or one.between or any(one.above) for one in rows.entries):
        return None
    return _If(asked.value, rows)
