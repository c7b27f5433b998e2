"""Bodies that fit on one line, in braces or in brackets."""

from __future__ import annotations

from typing import Final

from game.language.nodes import Mapping, Scalar, Sequence
from game.language.yaml.reader import read_text
from game.writer.format.quoting import can_stand
from game.writer.format.told import bar, lines_of
from game.writer.format.tree import Bracketed, Item, Leaf, Listing, Tree, bare, named

_BRACED: Final = frozenset(("goto", "ending", "do"))
_WIDEST: Final = 60


def in_short(flat: Listing) -> Tree:
    """Keys as they are best written behind a colon: one text alone, or one short line in braces."""
    only = flat.entries[0]
    if len(flat.entries) == 1 and only.key is not None and only.key.text == "text" and isinstance(only.value, Leaf):
        if only.value.bar and not any(only.above):
            return only.value
        lines = lines_of(only.value)
        if lines and bare(only):
            return bar(lines)
    parts: list[str] = []
    for one in flat.entries:
        value = one.value
        if one.key is None or one.key.text not in _BRACED or not isinstance(value, Leaf) or not bare(one):
            return flat
        if value.style != "plain" or len(value.lines) > 1 or set(value.text) & set(",[]{}#:\"'\\"):
            return flat
        parts.append(f"{one.key.text}: {value.text}")
    words = "{" + ", ".join(parts) + "}"
    return Bracketed([(0, words)]) if len(words) <= _WIDEST else flat


def _is_name(text: str) -> bool:
    return text.lstrip(".").replace("-", "").replace("_", "").replace(".", "").isalnum()


def opened(value: Tree | None) -> Tree | None:
    """A list of simple steps in brackets as one with dashes; anything else as it is."""
    if not isinstance(value, Bracketed) or len(value.lines) > 1 or value.behind.text or value.lines[0][1][:1] != "[":
        return value

    root = read_text(f"x: {value.lines[0][1]}", "x").root
    found = root.get("x") if isinstance(root, Mapping) else None
    if not isinstance(found, Sequence):
        return value
    steps: list[Item] = []
    for one in found.items:
        if not isinstance(one, Mapping) or len(one.entries) != 1:
            return value
        key, inner = one.entries[0]
        if not isinstance(inner, Scalar) or not _plain(key.text) or not _plain(inner.text):
            return value
        steps.append(Item(None, Listing("keys", [named(key.text, Leaf("plain", inner.text, [inner.text]))])))
    return Listing("list", steps)


def _plain(text: str) -> bool:
    """Whether a text stands without quotes outside of brackets, as conditions and effects do."""
    return can_stand(text, flow=False) or _is_name(text) or (text[:1].isalpha() and not set(text) & set("#:\"'\\\n"))
