"""Compiled stories on disk, so that the second start is fast.

A cache file has a first line with its version and a checksum, a header of JSON, an index of where each scene
is and its checksum, and the scenes, one line of JSON each. A scene is read and checked when it is first asked
for. Nothing in it runs, and whatever is wrong with it means only that the story is compiled again.

It is keyed by content: a cache is used only for files with the very bytes that were compiled. Reading 20 MB to find that out would cost
more than all the rest of a start, so beside the cache lies what the system said of each file when its bytes were last
compared: device, inode, size, and the times of the last change of content and of status. Programs cannot set
the last of these, so a file with all five the same has not been written since. Files changed less than `_RACY` before they
were compared are not trusted (two writes may fall into one tick of a clock); they, and files that differ, are read
and compared byte for byte by digest. What this gives away: a clock set back by hand to the nanosecond, and Windows, where the
time of status is that of creation, so that there the size, inode and time of content must do.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from game.program.cache.codec import VERSION, decode, decoded_header, encode
from game.program.model import Program, Records, Scene
from game.program.reading.files import StoryFile, expand
from game.system import writing
from game.system.files import opened, read, real, status, within
from game.system.sources import checksum as of_sources

if TYPE_CHECKING:
    from hashlib import blake2b

    from game.language.diagnostics.diagnostic import Diagnostic

_INDEX = struct.Struct("<QII")
"""Where a scene's line starts, its length, and its checksum."""
_RACY = 3 * 10**9
"""Nanoseconds; no file system in use counts its times more coarsely than two seconds."""
_MOST_BYTES = 16_000_000
"""Of a file of a story, of which the reader takes less; and of the stamps of two thousand of them."""


class CachedProgram(NamedTuple):
    """A program from the cache, and the warnings that its compiling gave."""

    program: Program
    diagnostics: tuple[Diagnostic, ...]


class Stamp(NamedTuple):
    """What the system says of a file: the same again means that nobody has written to it."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


class DamagedError(Exception):
    """A scene of the cache cannot be read, and the story's files are no longer the ones it was compiled from."""


class _Lines:
    """Scenes in a cache file, read when asked for.

    Where one is damaged, `compile_again` gives all of them from the story's files.
    """

    def __init__(self, file: int, names: Sequence[str], index: bytes, compile_again: Callable[[], Records]) -> None:
        self._file = file
        self._names = names
        self._index = index
        self._compile_again = compile_again
        self._instead: Records | None = None

    def __getitem__(self, index: int, /) -> Scene:
        if self._instead is None:
            start, length, checksum = _INDEX.unpack_from(self._index, index * _INDEX.size)
            try:
                line = _read(self._file, start, length)
                if crc32(line) == checksum:
                    scene = decode(line)
                    if scene.id == self._names[index]:
                        return scene
            except (OSError, ValueError, TypeError, LookupError, RecursionError):
                pass
            self._instead = self._compile_again()
        return self._instead[index]

    def __del__(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            os.close(self._file)


def fetch(folder: Path, main: StoryFile, compile_again: Callable[[str], Records]) -> CachedProgram | None:
    """What was compiled from just these files, or None.

    `compile_again` is asked, with the story's digest, for the scenes when one in the cache turns out to be damaged.
    """
    try:
        file = opened(file_of(folder, main))
    except OSError:
        return None
    lines = None
    try:
        header, index = _opening(file)
        names = header["program"]["scenes"]
        digest = header["program"]["digest"]
        if len(index) != len(names) * _INDEX.size or not _same_files(folder, main, header):
            return None
        lines = _Lines(file, names, index, lambda: compile_again(digest))
        program = Program(decoded_header(header["program"]), lines)
        return CachedProgram(program, tuple([_diagnostic(row) for row in header["diagnostics"]]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error):
        return None
    finally:
        if lines is None:
            os.close(file)


def keep(
    folder: Path, main: StoryFile, program: Program, diagnostics: Sequence[Diagnostic],
    files: Sequence[tuple[StoryFile, Stamp | None]], patterns: Sequence[str], since: int,
) -> None:  # fmt: skip
    """Write the compiled story; a folder that cannot be written is no trouble.

    The stamps are from before each file was read, which began at the time `since`.
    """
    base = main.path.parent
    header = {
        "program": program.header,
        "diagnostics": [_row(one) for one in diagnostics],
        "patterns": list(patterns),
        "files": [os.path.normpath(os.path.relpath(one.path, base)) for one, _ in files],
        "main": main.name,
    }
    body = json.dumps(header, separators=(",", ":")).encode()
    first_length = len(_first(0, 0, 0, 0))
    encoded = [encode(program.records[number]) for number in range(len(program.scene_ids))]
    index = bytearray()
    start = first_length + len(body) + len(encoded) * _INDEX.size
    for line in encoded:
        index += _INDEX.pack(start, len(line), crc32(line))
        start += len(line) + 1

    def parts() -> Iterator[bytes]:
        yield _first(len(body), len(index), start, crc32(index, crc32(body)))
        yield body
        yield bytes(index)
        for line in encoded:
            yield line
            yield b"\n"

    if write(file_of(folder, main), parts()):
        _note(folder, main, program.digest, [stamp for _, stamp in files], since)


def stamp(path: Path | str) -> Stamp | None:
    """What the system says of a file now; None where it says nothing."""
    found = status(path)
    if found is None:
        return None
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def feed(digest: blake2b, name: str, raw: bytes) -> None:
    """Add one file to a story's digest, by its name in the story's folder and its content."""
    digest.update(f"{name}\0{len(raw)}\0".encode("utf-8", "surrogateescape"))
    digest.update(raw)


@cache
def magic() -> str:
    """The form of the file and the compiler that wrote it.

    The compiler's own files count, so that after an update no older text is shown.
    """
    return f"hambies-story {VERSION} {of_sources('program', 'language')}"


def _first(header: int, index: int, whole: int, content: int) -> bytes:
    """The first line; always of the same length."""
    return f"{magic()} {header:012d} {index:012d} {whole:014d} {content:08x}\n".encode("ascii")


def _opening(file: int) -> tuple[dict[str, Any], bytes]:
    """The header and the index of a cache file. Raises ValueError and its like for what is not whole."""
    first = _read(file, 0, len(_first(0, 0, 0, 0)))
    header, index, whole, said = first.decode("ascii").split()[-4:]
    sizes = int(header), int(index), int(whole)
    if first != _first(*sizes, int(said, 16)) or os.fstat(file).st_size != sizes[2]:
        raise ValueError("not a cache of this version, or not all of it")
    content = _read(file, len(first), sizes[0] + sizes[1])
    if crc32(content) != int(said, 16):
        raise ValueError("a damaged cache")
    return json.loads(content[: sizes[0]]), content[sizes[0] :]


def _read(file: int, start: int, length: int) -> bytes:
    # pread leaves the position alone, which processes that share the file would fight over; Windows has none, and no fork.
    if hasattr(os, "pread"):
        return os.pread(file, length, start)
    os.lseek(file, start, os.SEEK_SET)
    return os.read(file, length)


def write(path: Path, parts: Iterator[bytes]) -> bool:
    """Write a whole file, or leave what was there; whether it was written."""
    try:
        writing.write(path, parts, private=True, sync=False)
    except OSError:
        return False
    return True


def file_of(folder: Path, main: StoryFile, ending: str = "story") -> Path:
    """The file in the cache that is about a story, by what is in it."""
    # Diagnostics carry the name the story was asked for by, so that name is part of the key.
    where = f"{real(main.path)}\0{main.name}".encode("utf-8", "surrogateescape")
    return folder / f"{crc32(where):08x}{crc32(where[::-1]):08x}.{ending}"


def _same_files(folder: Path, main: StoryFile, header: dict[str, Any]) -> bool:
    """Whether the story's files are the ones that were compiled, to the byte."""
    if header["main"] != main.name:
        return False
    base = main.path.parent
    names: list[str] = [main.path.name]
    for pattern in header["patterns"]:
        names += expand(base, pattern.strip())
    names = [os.path.normpath(one) for one in dict.fromkeys(names)]
    if names != header["files"]:
        return False
    digest = header["program"]["digest"]
    since = time.time_ns()
    root = str(base)
    stamps = [stamp(os.path.join(root, name)) for name in names]  # noqa: PTH118 - see stamp
    if None in stamps:
        return False
    if stamps == _noted(folder, main, digest):
        return True
    from hashlib import blake2b

    found = blake2b(digest_size=16)
    for name in names:
        path = base / name
        if name != names[0] and not within(base, path):
            return False
        feed(found, name, read(path, _MOST_BYTES))
    if found.hexdigest() != digest:
        return False
    _note(folder, main, digest, stamps, since)
    return True


def _note(folder: Path, main: StoryFile, digest: str, stamps: Sequence[Stamp | None], since: int) -> None:
    """Remember that files with these stamps, which were read after `since`, have the content of the digest."""
    latest = since - _RACY
    trusted = [None if one is None or max(one.modified, one.changed) > latest else one for one in stamps]
    text = json.dumps([digest, trusted]).encode()
    write(file_of(folder, main, "seen"), iter((f"{crc32(text):08x} ".encode(), text)))


def _noted(folder: Path, main: StoryFile, digest: str) -> list[Stamp | None]:
    """The stamps that were remembered for a digest; none where that cannot be read."""
    try:
        checksum, _, text = read(file_of(folder, main, "seen"), _MOST_BYTES).partition(b" ")
        if crc32(text) != int(checksum, 16):
            return []
        known, stamps = json.loads(text)
        return [one and Stamp(*one) for one in stamps] if known == digest else []
    except (OSError, ValueError, TypeError):
        return []


def _row(one: Diagnostic) -> list[object]:
    related = [[place.file, place.line, place.column] for place in one.related]
    return [one.code, one.severity, one.file, one.line, one.column, one.message, one.hint, related, one.length]


def _diagnostic(row: list[Any]) -> Diagnostic:
    from game.language.diagnostics.diagnostic import Diagnostic, Location

    code, severity, file, line, column, message, hint, related, length = row
    places = tuple([Location(*place) for place in related])
    return Diagnostic(code, severity, file, line, column, message, hint, places, length)
