"""Golden transcripts: what a playthrough read like when somebody last looked at it and was content."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from game.language.text import clean_line
from game.replay.rewriting import ended_like

_MOST_LINES = 200


class Golden(NamedTuple):
    """One golden file compared: `state` is what it was, `difference` how it differs, as lines of a diff."""

    path: Path
    state: str
    difference: tuple[str, ...]


def golden_folder(given: str, story: Path) -> Path:
    """The folder of golden transcripts: a name is a folder beside the story, a path is seen from where one stands."""
    return Path(given) if "/" in given or os.sep in given or given in (".", "..") else story / given


def golden_path(folder: Path, script: Path, story: Path, number: int) -> Path:
    """The golden file of a script: its path from the story's folder, with the number of the run when there are several.

    So it is the same whatever folder one stands in. Only names go into the path, so nothing is written outside `folder`.
    """
    try:
        name = os.path.relpath(os.path.join(os.path.realpath(script.parent), script.name), os.path.realpath(story))  # noqa: PTH118
    except ValueError:  # on another drive
        name = os.path.join(script.parent.name, script.name)  # noqa: PTH118
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    last = parts[-1].removesuffix(".yaml").removesuffix(".play") if parts else "script"
    suffix = f".{number}.txt" if number else ".txt"
    return folder.joinpath(*(part.replace(":", "_") for part in parts[:-1]), last.replace(":", "_") + suffix)


def compare(path: Path, text: str, *, update: bool) -> Golden:
    """Hold a transcript against its golden file; with `update`, make the file say what the transcript says.

    The state is "same", "differs", "missing", or "written". Raises OSError when the file cannot be read or written.
    """
    try:
        raw = path.read_bytes()
        old = raw.removeprefix(b"\xef\xbb\xbf").decode(errors="replace").replace("\r\n", "\n")
    except FileNotFoundError:
        raw, old = b"", None
    if old == text:
        return Golden(path, "same", ())
    difference = () if old is None else tuple(diff(old, text, str(path)))
    if update:
        write_whole(path, ended_like(raw, text))
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


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is the old one or the new one, never half. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve()
    descriptor, temporary = tempfile.mkstemp(".tmp", target.name[:40] + ".", target.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
