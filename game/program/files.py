"""Finds a story's files, and never one outside its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from game.places import MAIN

if TYPE_CHECKING:
    from game.language.diagnostic import Diagnostic
    from game.language.findings import Findings
    from game.language.nodes import Scalar

MOST_FILES = 2000


class Found(NamedTuple):
    """A file of the story: where it is, and what people see it called."""

    path: Path
    name: str


def story_file(path: Path) -> Found | Diagnostic:
    """The main file of a story folder, or the single file itself."""
    shown = str(path)
    missing = ("there is no such file or folder", "give a story folder or a .yaml file")
    try:
        if path.is_dir():
            main = path / MAIN
            if main.is_file():
                return Found(main, os.path.join(shown, MAIN))  # noqa: PTH118 - the name as it was given
            others = sorted(one.name for one in path.glob("*.y*ml"))[:3]
            hint = (
                "play one file with its own name: " + ", ".join(others)
                if others
                else "a story folder holds a story.yaml"
            )
            missing = ("this folder has no story.yaml", hint)
        elif path.exists():
            return Found(path, shown)
    except (OSError, ValueError):
        missing = ("this path cannot be read", "")
    from game.language.diagnostic import Diagnostic  # late: a start from the cache needs none

    return Diagnostic("E001", "error", shown, 1, 1, *missing)


def included(main: Found, patterns: Sequence[Scalar], findings: Findings) -> Iterator[Found]:
    """The files the patterns name, each once, sorted within a pattern; findings for what cannot be included."""
    base = main.path.parent
    shown = os.path.dirname(main.name)  # noqa: PTH120 - see above
    seen = {os.path.realpath(main.path)}
    root = os.path.realpath(base)
    for pattern in patterns:
        text = pattern.text.strip()
        problem = _forbidden(text)
        if problem:
            findings.add(
                "E110", problem, 0, pattern, hint="include files of the story's own folder, like chapters/*.yaml"
            )
            continue
        names = expand(base, text)
        if not names:
            findings.add(
                "E110", f"no file fits {text}", 0, pattern, hint="check the folder's name, and the ending .yaml"
            )
        for name in names:
            path = base / name
            real = os.path.realpath(path)
            if os.path.commonpath((root, real)) != root:
                findings.add(
                    "E110", f"{name} leads out of the story's folder", 0, pattern, hint="a link may not leave it"
                )
                continue
            if real in seen:
                continue
            seen.add(real)
            if len(seen) > MOST_FILES:
                findings.add("E110", f"a story has at most {MOST_FILES} files", 0, pattern)
                return
            yield Found(path, os.path.join(shown, name) if shown else name)  # noqa: PTH118 - see above


def expand(base: Path, pattern: str) -> list[str]:
    """The files under `base` that a pattern names, as sorted relative names; `*` stays in one folder."""
    if "*" not in pattern:
        return [pattern] if (base / pattern).exists() or (base / pattern).is_symlink() else []
    # Not Path.glob, which takes longer for 400 names than the rest of a start from the cache.
    found = [""]
    *folders, last = [part for part in pattern.replace("\\", "/").split("/") if part not in ("", ".")]
    for part in folders:
        found = [f"{folder}{name}/" for folder in found for name in _named(base / folder, part, folders=True)]
    return sorted(f"{folder}{name}" for folder in found for name in _named(base / folder, last, folders=False))[
        : MOST_FILES + 1
    ]


def _named(folder: Path, pattern: str, *, folders: bool) -> Iterator[str]:
    """The names in a folder that a pattern without slashes fits: those of folders, or those of all else."""
    if "*" not in pattern:
        named = folder / pattern
        if named.exists() and named.is_dir() == folders:
            yield pattern
        return
    try:
        with os.scandir(folder) as entries:
            yield from [one.name for one in entries if fnmatch(one.name, pattern) and one.is_dir() == folders]
    except OSError:
        return


def inside(base: Path, path: Path) -> bool:
    """Whether a path, links followed, is in the folder."""
    root = os.path.realpath(base)
    return os.path.commonpath((root, os.path.realpath(path))) == root


def _forbidden(text: str) -> str:
    if not text:
        return "this include names nothing"
    parts = text.replace("\\", "/").split("/")
    if text.startswith(("/", "~")) or ":" in parts[0] or ".." in parts:
        return f"{text} is outside the story's folder"
    if "**" in text or "[" in text or "?" in text:
        return "only * can stand for names here"
    return ""
