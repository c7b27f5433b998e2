"""GitHub's workflow commands, one to a line: those that make annotations, and what keeps the words of a story from being one."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from game.language.text.cleaning import clean, clean_line

Level: TypeAlias = Literal["error", "warning", "notice"]


def annotation(level: Level, title: str, message: str, *, file: str = "", line: int = 1, column: int = 1) -> str:
    """The command that makes an annotation, beside a line where a file is named.

    GitHub's escapes keep a title, a name or a message from ending the command or adding one; what could act on a terminal is left out.
    """
    place = f"file={_property(file)},line={line},col={column}," if file else ""
    return f"::{level} {place}title={_property(title)}::{_escaped(clean(message))}"


def defused(text: str) -> str:
    """The text with a blank in each place where a runner that reads it would see a command: `::` first on a line, `##[` anywhere."""
    return re.sub(r"(?m)^(\s*):(?=:)", r"\1: ", text).replace("##[", "# #[")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(clean_line(text)).replace(":", "%3A").replace(",", "%2C")
