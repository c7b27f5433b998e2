"""Quotation marks where a text needs them, and of one kind."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from game.language.schema.bodies.scalars import COMMANDS
from game.language.slips.choices import mistaken_choice
from game.language.slips.prose import doubtful_line, mistaken_command
from game.writer.format.tree import Leaf

_HARMLESS = re.compile(r"[^\W_“‘(…][^:#\\\"`\t\n]*", re.UNICODE)
_WORDS: Final = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def rewritten(value: Leaf, *, flow: bool) -> Leaf:
    """A text on one line in quotes, written as it should be: without them where they say nothing, else in double ones where these are as good."""
    if value.style not in ("single", "double") or len(value.lines) > 1:
        return value
    text = value.text
    if can_stand(text, flow=flow):
        return replace(value, style="plain", lines=[text])
    if value.style == "single" and '"' not in text and "\\" not in text and text.isprintable():
        return replace(value, style="double", lines=[f'"{text}"'])
    if value.style == "double" and '"' in text and "'" not in text and text.isprintable():
        return replace(value, style="single", lines=[f"'{text}'"])
    return value


def can_stand(text: str, *, flow: bool) -> bool:
    """Whether a text can do without quotes, and is taken by nobody for something else then."""
    return (
        _HARMLESS.fullmatch(text) is not None
        and not text.endswith(" ")
        and "->" not in text
        and " - " not in text
        and text.isprintable()
        and text.lower() not in _WORDS
        and any(sign.isalpha() for sign in text)
        and not (flow and re.search(r"[,\[\]{}]", text))
        and not mistaken_command(text)
        and doubtful_line(text, COMMANDS) is None
        and not mistaken_choice(text, alone=True)
    )
