"""The last wall between text and terminal: a filter over every line that the app draws."""

from __future__ import annotations

import re
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
