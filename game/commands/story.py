"""Finds and reads the story that a command is about, and says what is wrong with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.language.source import Source
    from game.program.load import Loaded
    from game.program.model import Program


def find_story(given: str | None) -> Path | None:
    """The folder or file of the story; None, with a sentence on stderr, when there is none."""
    from game.places import NoStory, story_folder

    try:
        path = story_folder(given)
    except NoStory as error:
        print(f"hambies: {error}", file=sys.stderr)
        return None
    if given is not None and not os.path.lexists(path):
        print(f"hambies: there is no folder or file {given!r}.", file=sys.stderr)
        return None
    return path


def read_story(given: str | None) -> Program | None:
    """The story ready to be played; None, with everything wrong with it on stderr, when it cannot be."""
    path = find_story(given)
    return None if path is None else load_story(path).program


def load_story(path: Path) -> Loaded:
    """The story in a folder or file; where it cannot be played, everything wrong with it goes to stderr."""
    from game.program.load import load

    loaded = load(path)
    if loaded.program is None:
        print_findings(loaded, sys.stderr)
        print(f"hambies: {path} cannot be played: {_count(loaded)}.", file=sys.stderr)
    return loaded


def sources_of(path: Path, loaded: Loaded) -> Mapping[str, Source]:
    """The text of a loaded story's files, which are read again where it came from the cache."""
    from game.program.load import load

    return loaded.sources or load(path, cache=False).sources


def print_findings(loaded: Loaded, out: TextIO, *, form: str = "text") -> None:
    """Print the diagnostics of a story as text for people, JSON, or annotations for GitHub."""
    from game.language.report import render, render_all

    if form == "text":
        colour = out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        for diagnostic in loaded.diagnostics:
            print(render(diagnostic, loaded.sources, colour=colour) + "\n", file=out)
    elif report := render_all(loaded.diagnostics, loaded.sources, format="json" if form == "json" else "github"):
        print(report.rstrip("\n"), file=out)


def _count(loaded: Loaded) -> str:
    errors = sum(one.severity == "error" for one in loaded.diagnostics)
    return "1 error" if errors == 1 else f"{errors} errors"
