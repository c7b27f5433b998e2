"""Texts as they are written in a file, in quotes where they need some."""

from __future__ import annotations

import re
from typing import Final

from game.language.text.patterns import later

_NEEDS_QUOTES: Final = later(r"[\[\]{}&*!|>%@`\"'#,]|[-?:](?:\s|\Z)|---|.*(?::(?:\s|\Z)|\s#)", re.DOTALL)


def in_quotes(text: str, most: int = 60) -> str:
    """How a line of prose is written so that YAML leaves it alone; "" when it is too long to show."""
    text = " ".join(text.split())
    if len(text) > most:
        return ""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def written(text: str, *, in_brackets: bool = False) -> str:
    """A text on one line, with quotes round it if it needs them there."""
    text = " ".join(text.split())
    needs = _NEEDS_QUOTES.match(text) is not None or (in_brackets and re.search(r"[,\[\]{}]", text) is not None)
    return in_quotes(text, 1000) if needs else text
