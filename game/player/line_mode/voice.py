"""The line mode's ear and mouth: paragraphs out, one line in, and nothing that moves a cursor."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from game.language.text.cleaning import clean
from game.player.line_mode.text import wrapped

if TYPE_CHECKING:
    from typing import TextIO

PROMPT = "> "
LONGEST = 2_000  # characters of a typed line that are read; nothing that can be typed needs more


class InputEnded(Exception):  # noqa: N818 - not an error: pipes end
    """There is nothing more to read."""


class Left(Exception):  # noqa: N818 - not an error: the player wants to go
    """The player leaves: the playthrough for the title, or with `game` the game."""

    def __init__(self, *, game: bool) -> None:
        super().__init__()
        self.game = game


class Back(Exception):  # noqa: N818 - not an error: the player wants the question before
    """The player takes the last answer back."""


class AsLastTime(Exception):  # noqa: N818 - not an error: the player has answered all of it once
    """The player answers the questions before the story as last time."""


class Voice:
    """Says paragraphs and asks for lines.

    Text that comes from a story, a file or the player is cleaned of everything that could act on a terminal. What a pipe
    brings is written too, so that the output reads like the conversation it was. On a terminal rows end between words,
    and the line that is typed can be edited, and those typed before called back.
    """

    def __init__(self, lines: TextIO, out: TextIO, *, width: int | None = None) -> None:
        self.width = width
        self._lines = lines
        self._out = out
        self._echo = not lines.isatty()
        self._edits = _can_edit(lines, out)

    def say(self, *paragraphs: str) -> None:
        """Print paragraphs, each with an empty line after it."""
        for paragraph in paragraphs:
            text = clean(paragraph).replace("\t", " ").strip("\n")
            if text.strip():
                self._out.write(wrapped(text, self.width or _columns(self._out)) + "\n\n")
        self._out.flush()

    def ask(self) -> str:
        """The next line, without the spaces around it. Raises InputEnded when there is none."""
        if self._edits:
            try:
                return clean(input(PROMPT)[:LONGEST]).strip()
            except EOFError:
                self._out.write("\n")
                raise InputEnded from None
        self._out.write(PROMPT)
        self._out.flush()
        line = self._lines.readline(LONGEST)
        if not line:
            self._out.write("\n")
            self._out.flush()
            raise InputEnded
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._lines.readline(LONGEST)
        typed = clean(line).strip()
        if self._echo:
            self._out.write(typed + "\n")
        return typed


def _columns(out: TextIO) -> int | None:
    """The columns of the terminal that is written to, asked anew because windows change; None where there is none."""
    try:
        return (os.get_terminal_size(out.fileno()).columns or None) if out.isatty() else None
    except (OSError, ValueError):
        return None


def _can_edit(lines: TextIO, out: TextIO) -> bool:
    """Whether Python's own line editing reads from these streams; it is made ready where it does."""
    if not (lines is sys.stdin and out is sys.stdout and lines.isatty() and out.isatty()):
        return False
    try:
        import readline
    except ImportError:  # not every Python has it
        return False
    for line in ("set enable-bracketed-paste off", "set disable-completion on"):  # nothing but words to the terminal
        readline.parse_and_bind(line)
    return True
