"""A text or a talk that has no bar, so that YAML looks for keys in it: found by the key above what cannot be read."""

from __future__ import annotations

from typing import Final

from game.language.diagnostics.source import Source
from game.language.text.patterns import later

CODES: Final = frozenset(("E022", "E030", "E036", "E045"))
"""What is said of prose of which YAML makes keys."""
_KEY = later(r"\s*(?:- )?(talk|text):\s*\Z")
_BEHIND = later(r"\s*(?:- )?(talk):\s+[^\s|>]")
_MOST: Final = 200


def missing_bar(source: Source, line: int) -> str:
    """What to write where a line that cannot be read is talk or prose without its bar; "" where it is not."""
    if found := _BEHIND.match(source.line(line)):
        return f"talk needs a bar: write `{found[1]}: |` on line {line}, and all of it below, further in"
    width = _width(source.line(line))
    for above in range(line - 1, max(0, line - _MOST), -1):
        text = source.line(above)
        if text.strip() and _width(text) < width:
            found = _KEY.match(text)
            return f"this text needs a bar: write `{found[1]}: |` on line {above}" if found else ""
    return ""


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
