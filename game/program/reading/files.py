"""Finds a story's files, and never one outside its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from game.places import MAIN
from game.system.files import DISK, Disk, because, is_link, lies_in, real, status, within
from game.system.names import fits, is_leftover, is_playthrough, on_disk

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.nodes import Scalar
    from game.language.schema.findings import Findings

MOST_FILES = 2000
_MOST_COMPARED = 200
_DEEPEST = 3


class StoryFile(NamedTuple):
    """A file of the story: where it is, and what people see it called."""

    path: Path
    name: str


def story_file(path: Path, disk: Disk = DISK) -> StoryFile | Diagnostic:
    """The main file of a story folder, or the single file itself."""
    shown = str(path)
    inside = os.path.join(shown, MAIN)  # noqa: PTH118 - the name as it was given
    main = path / MAIN
    missing = "E001", "there is no such file or folder", "give a story folder or a .yaml file"
    if disk.has_folder(path):
        if disk.has_file(main):
            if not is_link(main) or within(path, main):
                return StoryFile(main, inside)
            shown = inside
            hint = "give the file that it leads to, or its folder"
            missing = "E056", "this link leads out of the story's folder", hint
        elif disk.has(main):
            shown, missing = inside, _no_file(main, disk)
        elif path.name == MAIN:
            missing = _no_file(path, disk)
        else:
            missing = "E001", "this folder has no story.yaml", _others(path, disk)
    elif disk.has(path):
        return StoryFile(path, shown)
    elif reason := disk.trouble(path):
        missing = "E001", f"this path cannot be read: {reason.lower()}", "give a story folder or a .yaml file"
    from game.language.diagnostics.diagnostic import Diagnostic  # late: a start from the cache needs none

    code, message, hint = missing
    return Diagnostic(code, "error", shown, 1, 1, message, hint)


def _no_file(main: Path, disk: Disk) -> tuple[str, str, str]:
    """What stands where a main file should, and what to do about it: a code, a message and a hint."""
    hint = f"put a file {MAIN} in its place"
    if disk.has_folder(main):
        return "E002", f"{MAIN} is a folder here, not a file", hint
    if is_link(main) and status(main) is None:
        reason = disk.trouble(main).lower() or "there is nothing where it leads"
        return "E001", f"{MAIN} is a link here that cannot be followed: {reason}", hint
    return "E002", f"{MAIN} is a pipe, a socket or a device here, not a file", hint


def _others(folder: Path, disk: Disk) -> str:
    """What to do where a folder has no main file."""
    try:
        others = [name for name in disk.names(folder, folders=False) if fits(name, "*.y*ml")][:3]
    except OSError as error:
        return f"the folder cannot be read: {because(error).lower()}"
    return "play one file with its own name: " + ", ".join(others) if others else "a story folder holds a story.yaml"


def below(folder: Path, before: str = "", *, deep: int, disk: Disk = DISK) -> Iterator[str]:
    """The story files in a folder and the folders in it, by their names from where it began."""
    try:
        inside = disk.names(folder, folders=False)
        if before and MAIN in inside:
            return  # another story
        for name in inside:
            if fits(name, "*.y*ml") and not is_leftover(name) and not is_playthrough(name):
                yield before + name
        for name in disk.names(folder, folders=True) if deep else ():
            if not is_leftover(name) and not is_link(folder / name):
                yield from below(folder / name, f"{before}{name}/", deep=deep - 1, disk=disk)
    except OSError:
        return


def included(main: StoryFile, patterns: Sequence[Scalar], findings: Findings, disk: Disk = DISK) -> Iterator[StoryFile]:
    """The files the patterns name, each once, sorted within a pattern; findings for what cannot be included."""
    base = main.path.parent
    shown = os.path.dirname(main.name)  # noqa: PTH120 - see above
    seen = {real(main.path)}
    root = real(base)
    for pattern in patterns:
        text = pattern.text.strip()
        problem = forbidden(text)
        if problem:
            findings.add(
                "E110", problem, 0, pattern, hint="include files of the story's own folder, like chapters/*.yaml"
            )
            continue
        if "*" not in text and is_playthrough(text):
            findings.add(
                "E110",
                f"{text} is a playthrough, and no part of the story",
                0,
                pattern,
                hint=f"take it out of the include; `hambies replay {text}` runs it",
            )
            continue
        names = expand(base, text, disk)
        if not names:
            message, hint = _why_none(base, text, disk)
            findings.add("E110", message, 0, pattern, hint=hint)
        elif "*" not in text and disk.has_folder(base / text):
            inside = f"{text.strip('./') + '/' if text.strip('./') else ''}*.yaml"
            findings.add("E110", f"{text} is a folder", 0, pattern, hint=f"include what is in it: {inside}")
            continue
        for name in names:
            path = base / name
            where = real(path)
            if not lies_in(root, where):
                findings.add(
                    "E110", f"{name} leads out of the story's folder", 0, pattern, hint="a link may not leave it"
                )
                continue
            if where in seen:
                continue
            seen.add(where)
            if len(seen) > MOST_FILES:
                findings.add("E110", f"a story has at most {MOST_FILES} files", 0, pattern)
                return
            yield StoryFile(path, os.path.join(shown, name) if shown else name)  # noqa: PTH118 - see above


def expand(base: Path, pattern: str, disk: Disk = DISK) -> list[str]:
    """The files under `base` that a pattern names, as sorted relative names.

    `*` stays in one folder, and stands for neither a playthrough nor what an editor left behind.
    """
    if "*" not in pattern:
        named = on_disk(base / pattern, disk)
        if not disk.has(named):
            return []
        return [pattern if named == base / pattern else named.relative_to(base).as_posix()]
    # Not Path.glob, which takes longer for 400 names than the rest of a start from the cache.
    found = [""]
    *folders, last = [part for part in pattern.replace("\\", "/").split("/") if part not in ("", ".")]
    for part in folders:
        found = [f"{folder}{name}/" for folder in found for name in _named(base / folder, part, disk, folders=True)]
    return sorted(f"{folder}{name}" for folder in found for name in _named(base / folder, last, disk, folders=False))[
        : MOST_FILES + 1
    ]


def _named(folder: Path, pattern: str, disk: Disk, *, folders: bool) -> Iterator[str]:
    """The names in a folder that a pattern without slashes fits: those of folders, or those of all else."""
    if "*" not in pattern:
        named = on_disk(folder / pattern, disk)
        if disk.has_folder(named) if folders else disk.has(named) and not disk.has_folder(named):
            yield named.name
        return
    try:
        names = [name for name in disk.names(folder, folders=folders) if fits(name, pattern)]
        yield from names if folders else [name for name in names if not is_playthrough(name)]
    except OSError:
        return


def _why_none(base: Path, pattern: str, disk: Disk) -> tuple[str, str]:
    """What to say of a pattern that no file fits: the message, and a hint."""
    message, hint = f"no file fits {pattern}", "check the folder's name, and the ending .yaml"
    here = ""
    for part in pattern.replace("\\", "/").split("/"):
        try:
            if "*" in part:
                disk.names(base / here)
            elif reason := disk.trouble(base / here / part):
                return f"{message}: {reason.lower()}", hint
        except (FileNotFoundError, NotADirectoryError):
            break
        except OSError as error:
            return (
                f"{message}: {here or 'the folder'} cannot be read ({because(error).lower()})",
                "check its permissions",
            )
        here += f"{part}/"
    near = _nearest(base, pattern, disk)
    return message, f"did you mean {near}?" if near else hint


def _nearest(base: Path, pattern: str, disk: Disk) -> str:
    """The file of the folder that a name which fits none is most like, or the pattern; "" where none is near."""
    from game.language.text.nearest import nearest

    there = list(islice(below(base, deep=_DEEPEST, disk=disk), _MOST_COMPARED))
    folder, _, last = pattern.rpartition("/")
    if "*" in pattern:
        near = (
            nearest(folder, {one.rpartition("/")[0] for one in there if fits(one.rpartition("/")[2], last)})
            if folder
            else None
        )
        return f"{near}/{last}" if near else ""
    return next((one for one in there if one.rpartition("/")[2] == last), "") or nearest(pattern, there) or ""


def nearest_of(folder: Path, text: str, disk: Disk = DISK) -> str:
    """The file beside the one named that its name is most like; "" where none is near."""
    from game.language.text.nearest import nearest

    inside, slash, last = text.rpartition("/")
    try:
        near = nearest(last, disk.names(folder / inside, folders=False)[:_MOST_COMPARED])
    except OSError:
        return ""
    return f"{inside}{slash}{near}" if near else ""


def forbidden(text: str) -> str:
    """Why a story may not name this file as one of its own; "" where it may."""
    if not text:
        return "this include names nothing"
    parts = text.replace("\\", "/").split("/")
    if text.startswith(("/", "~")) or ":" in parts[0] or ".." in parts:
        return f"{text} is outside the story's folder"
    if "**" in text or "[" in text or "?" in text:
        return "only * can stand for names here"
    return ""
