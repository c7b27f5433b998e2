"""Golden transcripts: what a playthrough read like when somebody last looked at it and was content."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from game.language.text.cleaning import clean_line
from game.replay.running.rewriting import written_over
from game.replay.scripts.written import own_root, write_text
from game.system.files import Refused, read, real, within

_MOST_LINES = 200
_MOST_BYTES = 64_000_000
_TRANSCRIPT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[[^\]\n]+\]|\*\*\*|>) ?")
"""How a transcript begins: with its scene; one that began with no scene, with what was chosen or how it ended."""


class Golden(NamedTuple):
    """One golden file compared: `state` is what it was, `difference` how it differs, as lines of a diff."""

    path: Path
    state: str
    difference: tuple[str, ...]


class Folder(NamedTuple):
    """Where golden transcripts are, and the folder that no link may lead out of on the way to one."""

    path: Path
    root: Path


def golden_folder(given: str, story: Path) -> Folder:
    """The folder of golden transcripts: a name is a folder beside the story, a path is seen from where one stands."""
    if "/" in given or os.sep in given or given in (".", ".."):
        path = Path(given)
        return Folder(path, own_root(path) or path)
    return Folder(story / given, story)


def golden_path(folder: Path, script: Path, story: Path, number: int) -> Path:
    """The golden file of a script: its path from the story's folder, with the number of the run when there are several.

    So it is the same whatever folder one stands in. Only names go into the path, so nothing is written outside `folder`.
    """
    try:
        name = os.path.relpath(os.path.join(real(script.parent), script.name), real(story))  # noqa: PTH118
    except ValueError:  # on another drive
        name = os.path.join(script.parent.name, script.name)  # noqa: PTH118
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    last = parts[-1].removesuffix(".yaml").removesuffix(".play") if parts else "script"
    suffix = f".{number}.txt" if number else ".txt"
    return folder.joinpath(*(part.replace(":", "_") for part in parts[:-1]), last.replace(":", "_") + suffix)


def compare(path: Path, text: str, *, root: Path, update: bool) -> Golden:
    """Hold a transcript against its golden file; with `update`, make the file say what the transcript says.

    The state is "same", "differs", "missing", or "written". Raises OSError when the file cannot be read or written, or a link on the way
    leads out of `root`.
    """
    if not within(root, path.parent):
        raise Refused("link")
    try:
        raw = read(path, _MOST_BYTES, root=root)
        old = raw.removeprefix(b"\xef\xbb\xbf").decode(errors="replace").replace("\r\n", "\n")
    except Refused as error:
        if error.kind != "missing":
            raise
        raw, old = b"", None
    if old == text:
        return Golden(path, "same", ())
    difference = () if old is None else tuple(diff(old, text, str(path)))
    if update:
        write_text(path, written_over(raw, old or "", text), root=root, ours=_is_transcript)
        return Golden(path, "written", difference)
    return Golden(path, "missing" if old is None else "differs", difference)


def diff(old: str, new: str, name: str) -> list[str]:
    """The difference between two texts, in the form that people know from git, as it may reach a terminal."""
    from difflib import unified_diff

    lines = [
        clean_line(line)
        for line in unified_diff(old.splitlines(), new.splitlines(), name, name, "was", "is", lineterm="", n=2)
    ]
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"… and {len(lines) - _MOST_LINES} more lines"]
    return lines


def _is_transcript(beginning: bytes) -> bool:
    return _TRANSCRIPT.match(beginning) is not None
