"""A writer's own editor, opened at a line. It is started without a shell, and named by VISUAL or EDITOR."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

_LINE: Final = ("+{line}", "{file}")
_PLACE: Final = ("+{line}:{column}", "{file}")
_BEHIND: Final = ("{file}:{line}:{column}",)
_FORMS: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(("vi", "vim", "nvim", "view", "ex", "vile", "elvis", "nano", "pico", "emacs", "mg", "jed"), _LINE),
    **dict.fromkeys(("joe", "jmacs", "jstar", "ne", "gvim", "mvim", "gedit", "gnome-text-editor", "mousepad"), _LINE),
    **dict.fromkeys(("micro", "kak", "emacsclient"), _PLACE),
    **dict.fromkeys(("hx", "helix", "subl", "sublime_text", "zed", "zeditor", "lapce", "lite-xl"), _BEHIND),
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor"), ("--goto", *_BEHIND)),
    "kate": ("--line", "{line}", "--column", "{column}", "{file}"),
}
"""How each editor is told a place. One that is not known is given the file alone."""
_WINDOWS: Final = frozenset(
    (
        *("code", "code-insiders", "codium", "vscodium", "cursor", "subl", "sublime_text", "zed", "zeditor", "lapce"),
        *("lite-xl", "gvim", "mvim", "gedit", "gnome-text-editor", "mousepad", "kate"),
    )
)
"""Editors with a window of their own: the page stands while they are open."""
_USUAL: Final = ("nano", "vim", "vi")


class Opening(NamedTuple):
    """An editor about to be opened: its command, and whether it needs the terminal."""

    command: list[str]
    in_terminal: bool


def opening(environ: Mapping[str, str], file: str, line: int, column: int) -> Opening | str:
    """The editor that opens a file at a line; a sentence where there is none."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        return "VISUAL or EDITOR has a quotation mark that is not closed."
    if not words:
        usual = next((one for one in _USUAL if shutil.which(one)), "")
        if not usual:
            return "No editor is known: set VISUAL or EDITOR to the command of yours."
        words = [usual]
    name = PurePath(words[0]).name.removesuffix(".exe").lower()
    where = os.path.abspath(file)  # noqa: PTH100 - from the root, so that no name is taken for an option
    placed = [one.format(file=where, line=line, column=column) for one in _FORMS.get(name, ("{file}",))]
    return Opening([*words, *placed], name not in _WINDOWS)


def run(found: Opening) -> str:
    """Run an editor, and wait for one that has the terminal; why that did not work, or ""."""
    try:
        if found.in_terminal:
            subprocess.run(found.command, check=False)
        else:
            nothing = subprocess.DEVNULL
            subprocess.Popen(found.command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    except OSError as error:
        return f"{found.command[0]} cannot be started: {error.strerror or error}"
    return ""
