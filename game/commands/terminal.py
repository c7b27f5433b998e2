"""What the terminal can do: decides between the screen and the line mode, before anything of the screen is imported."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

MIN_COLUMNS = 40
MIN_ROWS = 12
FALSE_WORDS = ("", "0", "no", "off", "false")

# What prose uses and an old terminal may lack; anything else it lacks becomes a question mark.
_NEAREST = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "--",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MIDDLE DOT}": "-",
    "\N{NO-BREAK SPACE}": " ",
}


def prepare_streams() -> None:
    """Make sure that no character of a story, and no byte of the player's, can stop the program.

    UTF-8 streams stay as they are but for what cannot be encoded. A stream in another encoding keeps it, since that is what the
    terminal shows, and prints the nearest plain character for what it lacks.
    """
    codecs.register_error("hambies-nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        _set_errors(stream, "replace" if is_utf8(stream) else "hambies-nearest")
    _set_errors(sys.stdin, "replace")


def why_line_mode(
    environment: Mapping[str, str],
    streams: tuple[TextIO | None, TextIO | None, TextIO | None],
    size: tuple[int, int] | None,
    *,
    asked: bool = False,
    preferred: bool = False,
) -> str:
    """Why the line mode must be used, as words for the player, or "" where the screen can be.

    `asked` is the flag, `preferred` the saved setting; `size` is columns and rows, None where unknown.
    """
    if asked:
        return "asked for"
    if environment.get("TEXTUAL_DRIVER"):
        return ""  # whoever starts us draws elsewhere than on a terminal: a browser does
    forced = environment.get("HAMBIES_PLAIN")
    if forced is not None:
        if forced.lower() not in FALSE_WORDS:
            return "HAMBIES_PLAIN is set"
    elif preferred:
        return "chosen in the settings"
    # Textual reads from stdin and draws on stderr; stdout is where people expect a pipe to lead.
    for name, stream in zip(("input", "output", "error output"), streams, strict=True):
        if stream is None or not stream.isatty():
            return f"the {name} is not a terminal"
    term = environment.get("TERM", "" if os.name == "posix" else "windows")
    if term in ("", "dumb", "unknown"):
        return "the terminal cannot place text (TERM is " + (term or "not set") + ")"
    for stream in streams[1:]:
        if stream is not None and not is_utf8(stream):
            return f"the terminal's encoding is {stream.encoding}, not UTF-8"
    if size is not None and (size[0] < MIN_COLUMNS or size[1] < MIN_ROWS):
        return f"the terminal is smaller than {MIN_COLUMNS} by {MIN_ROWS}"
    return ""


def terminal_size() -> tuple[int, int] | None:
    """Columns and rows of the terminal on stdout, or None where there is none or it does not say."""
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return None
    return (columns, rows) if columns and rows else None  # a serial line reports 0 by 0


def is_utf8(stream: TextIO) -> bool:
    """Whether text written to this stream leaves as UTF-8."""
    try:
        return codecs.lookup(stream.encoding or "").name == "utf-8"
    except LookupError:
        return False


def _set_errors(stream: object, errors: str) -> None:
    reconfigure = getattr(stream, "reconfigure", None)  # tests and embedders put other objects here
    if reconfigure is not None:
        reconfigure(errors=errors)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_NEAREST.get(character, "?") for character in lacking), error.end
