"""Compiled stories on disk, so that the second start is fast.

A cache file is text: a first line with a checksum and lengths, a header of JSON, then one line of JSON a
scene. It is keyed by the content of the story's files and the version of the compiler. It holds nothing that
runs, and whatever is wrong with it means only that the story is compiled again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from game.language.diagnostic import Diagnostic, Place
from game.program.codec import VERSION, decode
from game.program.files import Found, expand, inside
from game.program.model import Program, Scene

_MAGIC = f"hambies-story {VERSION}"


class Kept(NamedTuple):
    program: Program
    diagnostics: tuple[Diagnostic, ...]


class _Lines:
    """Scenes as slices of the cache file's content, decoded when asked for."""

    def __init__(self, content: bytes, starts: Sequence[int]) -> None:
        self._content = content
        self._starts = starts

    def __getitem__(self, index: int, /) -> Scene:
        return decode(self._content[self._starts[index] : self._starts[index + 1]])


def usual_folder() -> Path | None:
    """Where compiled stories are kept; None where no folder can be had."""
    from game.places import cache_folder

    try:
        return cache_folder()
    except (OSError, RuntimeError):
        return None


def fetch(folder: Path, main: Found) -> Kept | None:
    """What was compiled from just these files, or None."""
    try:
        content = _file(folder, main).read_bytes()
        first, _, _ = content[:200].partition(b"\n")
        magic, checksum, header_length = first.decode("ascii").rsplit(" ", 2)
        start = len(first) + 1
        header_end = start + int(header_length)
        if magic != _MAGIC or hashlib.blake2b(content[start:], digest_size=16).hexdigest() != checksum:
            return None
        header = json.loads(content[start:header_end])
        if not _same_files(main, header):
            return None
        starts, at = [header_end], header_end
        for length in header["lengths"]:
            at += length
            starts.append(at)
        program = Program(header["program"], _Lines(content, starts))
        return Kept(program, tuple(_diagnostic(row) for row in header["diagnostics"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def keep(
    folder: Path, main: Found, program: Program, encoded: Sequence[str], diagnostics: Sequence[Diagnostic],
    files: Sequence[Found], patterns: Sequence[str],
) -> None:  # fmt: skip
    """Write the compiled story; a folder that cannot be written is no trouble."""
    base = main.path.parent
    lines = [(line + "\n").encode() for line in encoded]
    header = {
        "program": program.header,
        "diagnostics": [_row(one) for one in diagnostics],
        "patterns": list(patterns),
        "files": [os.path.relpath(one.path, base) for one in files],
        "main": main.name,
        "lengths": [len(line) for line in lines],
    }
    body = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    rest = b"".join((body, *lines))
    first = f"{_MAGIC} {hashlib.blake2b(rest, digest_size=16).hexdigest()} {len(body)}\n".encode()
    path = _file(folder, main)
    spare = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with spare.open("wb") as file:
            file.write(first)
            file.write(rest)
        spare.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            spare.unlink()


def feed(digest: hashlib.blake2b, name: str, raw: bytes) -> None:
    """Add one file to a story's digest, by its name in the story's folder and its content."""
    digest.update(f"{name}\0{len(raw)}\0".encode("utf-8", "surrogateescape"))
    digest.update(raw)


def _file(folder: Path, main: Found) -> Path:
    # Diagnostics carry the name the story was asked for by, so that name is part of the key.
    where = f"{os.path.realpath(main.path)}\0{main.name}"
    key = hashlib.blake2b(where.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return folder / f"{key}.story"


def _same_files(main: Found, header: dict[str, Any]) -> bool:
    """Whether the story's files are the ones that were compiled, to the byte."""
    if header["main"] != main.name:
        return False
    base = main.path.parent
    names: list[str] = [main.path.name]
    for pattern in header["patterns"]:
        names += (name for name in expand(base, pattern.strip()) if name not in names)
    if [os.path.normpath(one) for one in names] != [os.path.normpath(one) for one in header["files"]]:
        return False
    digest = hashlib.blake2b(digest_size=16)
    for name in names:
        path = base / name
        if name != names[0] and not inside(base, path):
            return False
        raw = path.read_bytes()
        feed(digest, os.path.normpath(name), raw)
    return bool(digest.hexdigest() == header["program"]["digest"])


def _row(one: Diagnostic) -> list[Any]:
    related = [[place.file, place.line, place.column] for place in one.related]
    return [one.code, one.severity, one.file, one.line, one.column, one.message, one.hint, related, one.length]


def _diagnostic(row: list[Any]) -> Diagnostic:
    return Diagnostic(*row[:7], tuple(Place(*place) for place in row[7]), row[8])
