"""Values as JSON for other programs, in which nothing can act on a terminal that it is shown on."""

from __future__ import annotations

import json
import re

from game.language.text.characters import FORBIDDEN


def to_json(value: object, *, indent: int | None = None, compact: bool = False) -> str:
    """The value as JSON, without a line end: letters of all scripts as they are, what could act on a terminal by its number.

    With `indent` over several lines, set in by so many blanks; `compact` without blanks.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=(",", ":") if compact else None)
    if "##[" in text:  # would be a command for the runner of a CI system that shows it
        text = text.replace("##[", "##\\u005b")
    if text.isprintable() or (
        text.isascii() and "\x7f" not in text
    ):  # json itself escapes the controls below the blank
        return text
    return re.sub(FORBIDDEN, _escaped, text)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
