"""Finds and reads the story that a command is about, and says what is wrong with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from game.output import annotate, complain, draw
from game.system.files import is_there, real

if TYPE_CHECKING:
    from game.program.load import Loaded
    from game.program.model import Program
    from game.program.sources import SourceTable

STORY_HELP = "a story's folder or file (default: the story of the folder you are in, else the one that ships)"


def find_story(given: str | None, *, to_play: bool = False) -> Path | None:
    """The folder or file of the story; None, with a sentence on stderr, when there is none.

    Where it is not the one that was named, stderr says which it is; a player is not told of the one that ships.
    """
    from game.places import NoStory, chosen_story

    try:
        story = chosen_story(given)
    except NoStory as error:
        complain(error)
        return None
    if given is not None and not is_there(story.path):
        complain(f"there is no folder or file {given!r}.")
        return None
    if story.note and (story.here or story.part or not to_play):
        complain(story.note)
    return story.path


def leaves_out(loaded: Loaded, path: Path, given: str) -> bool:
    """Whether a file that was given is in the folder of a loaded story, but none of its files; then stderr says so."""
    if real(path) == real(given):
        return False
    if any(real(name) == real(given) for name in loaded.sources):
        return False
    if loaded.program is None and any(one.code[:2] == "E0" or one.code == "E110" for one in loaded.diagnostics):
        return False  # the files that it includes are not all known
    why = "so nothing in it is checked or played: add it under include"
    if given.endswith((".play.yaml", ".play.yml")):
        why = "since it is a playthrough: hambies replay runs it"
    complain(f"the story does not include {given}, {why}.")
    return True


def read_story(given: str | None) -> Program | None:
    """The story ready to be played; None, with everything wrong with it on stderr, when it cannot be."""
    path = find_story(given, to_play=True)
    return None if path is None else load_story(path).program


def load_story(path: Path) -> Loaded:
    """The story in a folder or file; where it cannot be played, everything wrong with it goes to stderr."""
    from game.program.load import load

    loaded = load(path)
    if loaded.program is None:
        print_findings(loaded, sys.stderr)
        complain(f"{path} cannot be played: {_count(loaded)}.{_more(loaded)}")
    return loaded


def table_of(path: Path, *, cache: bool) -> SourceTable | None:
    """Where everything stands in the story of a folder or file; with `cache`, what was kept of it counts, and it is kept."""
    from game.program.load import load

    return load(path, cache=cache, traced=True).table


def print_findings(loaded: Loaded, out: TextIO, *, form: str = "text") -> None:
    """Print the diagnostics of a story as text for people, JSON, or annotations for GitHub."""
    from game.language.diagnostics.report import render, render_all

    if form == "text":
        colour = out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        for diagnostic in loaded.diagnostics:
            text = render(diagnostic, loaded.sources, colour=colour) + "\n\n"
            if colour:
                draw(out, text)
            else:
                out.write(text)
    elif report := render_all(loaded.diagnostics, loaded.sources, format="json" if form == "json" else "github"):
        if form == "json":
            print(report.rstrip("\n"), file=out)
        else:
            annotate(report.rstrip("\n").split("\n"), out)


def _count(loaded: Loaded) -> str:
    errors = sum(one.severity == "error" for one in loaded.diagnostics)
    return "1 error" if errors == 1 else f"{errors} errors"


def _more(loaded: Loaded) -> str:
    """Where the first error is explained."""
    first = next((one.code for one in loaded.diagnostics if one.severity == "error"), "")
    return f" hambies explain {first} says more." if first else ""
