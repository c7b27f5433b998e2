"""The walls between app and terminal: a filter over every line that the app draws, and one over what the terminal says of itself."""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from game.language.text.characters import FORBIDDEN_WIDE

if TYPE_CHECKING:
    from textual.color import Color

_FORBIDDEN = re.compile(f"[\x00-\x1f\x7f{FORBIDDEN_WIDE}]")


class ControlFilter(LineFilter):
    """Replaces every character that could act on a terminal, wherever the text came from."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """The segments, harmless."""
        if not any(_FORBIDDEN.search(segment.text) for segment in segments):
            return segments
        return [Segment(_FORBIDDEN.sub("?", segment.text), segment.style) for segment in segments]


DUE = 5.0
"""Seconds after which no answer of a terminal is waited for any more."""
_BEGINS = frozenset({"circumflex_accent", "right_square_bracket", "alt+right_square_bracket"})
_ENDS = frozenset({"backslash", "alt+backslash", "ctrl+g"})
_PIECES = frozenset({*"0123456789abcdefABCDEFgr", "slash", "semicolon", "colon"})


class LateAnswer:
    """Keeps a terminal's answer about its ground (`ESC ] 11;rgb:…`) from being taken for keys, if it comes when the keys are read already."""

    def __init__(self) -> None:
        self._until = monotonic() + DUE
        self._inside = False

    def holds(self, key: str, at: float) -> bool:
        """Whether a key is a piece of the answer."""
        if at > self._until:
            return False
        if key in _BEGINS:
            self._inside = True
            return True
        if not self._inside:
            return False
        self._inside = key in _PIECES
        if key in _ENDS:
            self._until = at
        return self._inside or key in _ENDS
